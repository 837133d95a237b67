"""The lists of a batch that are signed at the counter: labels, formats and rek numbers, nothing about anybody."""

from __future__ import annotations

from spidesk.mail.actions.batching.view import of_mine, view
from spidesk.mail.rules.lists import ListedLetter, SendingList
from spidesk.refusal import Refusal
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


def list_made(vault: Vault, batch: RowId, *, registered: bool, saved: bool) -> SendingList:
    """What a list of the batch says today. The arguments stand in the log line. Refuses `mail.batch_empty`."""
    with vault.write() as writer:
        now = view(writer, of_mine(writer, batch))
        letters = tuple(
            ListedLetter(label=row.label, kind=row.kind, format=outer.format, outer=outer.number, rek=outer.rek)
            for outer in now.outers
            for row in outer.rows
        )
        if not letters:
            raise Refusal("mail.batch_empty")
        action = "mail.list_saved" if saved else "mail.list_printed"
        writer.note(action, object=batch, registered=registered, letters=len(letters))
        return SendingList(label=now.label, day=writer.today, letters=letters)
