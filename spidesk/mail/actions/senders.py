"""What the valvadministratör keeps: approved central return addresses, and whether a name stands on the inner one."""

from __future__ import annotations

from dataclasses import dataclass

from spidesk.mail import records
from spidesk.mail.actions.ordering import sender_of
from spidesk.mail.actions.shapes import Sender
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import Pair
from spidesk.mail.rules.wording import Edition, checked_sender
from spidesk.person.actions import user_names
from spidesk.person.text import LINE_LENGTH, line, note
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault

_SMALLEST = Pair.C6_C5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the page shows."""

    senders: tuple[Sender, ...]
    name_on_inner: bool
    edition: Edition
    may_change: bool


def kept(vault: Vault) -> Kept:
    """Return addresses, the setting and the edition of the rules in force."""
    with vault.read() as reader:
        names = user_names(reader)
        return Kept(
            senders=tuple(sender_of(row, names) for row in records.senders(reader, ended=True)),
            name_on_inner=records.name_on_inner(reader),
            edition=forms.current(reader.today),
            may_change=reader.session.user.admin,
        )


def approve(vault: Vault, *, lines: str, neutral: str = "") -> RowId:
    """Approve a return address. Refuses what `checked_sender` refuses, `mail.too_long` and `mail.admin_needed`."""
    with vault.write() as writer:
        _admin(writer)
        typed = note(lines, field="lines", limit=LINE_LENGTH)
        checked = checked_sender(typed, line(neutral, field="neutral"), forms.current(writer.today))
        papers.check_fits(_SMALLEST, "", checked)
        row = writer.insert(
            records.sender,
            lines="\n".join(checked.lines),
            neutral=checked.neutral,
            approved_by=writer.session.user.id,
            approved_on=writer.today,
            ended_on=None,
        )
        writer.note("mail.sender_approved", object=row)
    return row


def end(vault: Vault, sender: RowId) -> None:
    """Stop offering a return address; letters already ordered keep it."""
    with vault.write() as writer:
        _admin(writer)
        row = records.a_sender(writer, sender)
        if row is None or row.ended_on is not None:
            raise Refusal("mail.gone")
        writer.update(records.sender, sender, version=row.version, ended_on=writer.today)
        writer.note("mail.sender_ended", object=sender)


def put_name_on_inner(vault: Vault, *, wanted: bool) -> None:
    """Decide whether new orders carry the recipient's name on the inner envelope."""
    with vault.write() as writer:
        _admin(writer)
        records.keep_setting(writer, name_on_inner=wanted)
        writer.note("mail.name_on_inner", wanted=wanted)


def _admin(reader: Reader) -> None:
    if not reader.session.user.admin:
        raise Refusal("mail.admin_needed")
