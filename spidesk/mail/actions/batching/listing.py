"""The lists of a batch that are signed at the counter: labels, formats and rek numbers, nothing about anybody."""

from __future__ import annotations

from spidesk.mail.actions.batching.view import of_mine, view
from spidesk.mail.rules.lists import ListedLetter, SendingList
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


def sending_list(vault: Vault, batch: RowId) -> SendingList:
    """What the lists of the batch say today, to look at. Refuses `mail.batch_empty`."""
    with vault.read() as reader:
        return _said(reader, batch)


def list_made(vault: Vault, batch: RowId, *, registered: bool, saved: bool) -> SendingList:
    """The same, about to leave as a paper or a file: written in the log, with the arguments, before it does."""
    with vault.write() as writer:
        said = _said(writer, batch)
        action = "mail.list_saved" if saved else "mail.list_printed"
        writer.note(action, object=batch, registered=registered, letters=len(said.letters))
    return said


def _said(reader: Reader, batch: str) -> SendingList:
    now = view(reader, of_mine(reader, batch))
    letters = tuple(
        ListedLetter(label=row.label, kind=row.kind, format=outer.format, outer=outer.number, rek=outer.rek)
        for outer in now.outers
        for row in outer.rows
    )
    if not letters:
        raise Refusal("mail.batch_empty")
    return SendingList(label=now.label, day=reader.today, letters=letters)
