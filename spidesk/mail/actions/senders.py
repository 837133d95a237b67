"""Return addresses: approved by a valvadministratör, chosen among by each circle's kretsägare.

An address counts only if an administrator wrote it last, by the log; a circle's choice only if its kretsägare did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.editions import current
from spidesk.mail.actions.shapes import Sender
from spidesk.mail.document import papers
from spidesk.mail.rules.order import Pair
from spidesk.mail.rules.wording import Edition, SenderLines, checked_sender
from spidesk.person.actions import user_names
from spidesk.person.text import LINE_LENGTH, line, note
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, RowId, UserId
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.vault import Vault

_SMALLEST = Pair.C6_C5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the page shows."""

    senders: tuple[Sender, ...]
    name_on_inner: bool
    edition: Edition
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleChoice:
    """The addresses of one circle. `chosen` is empty where the kretsägare has chosen none: then all are used.

    `ignored` counts choices that are not the kretsägare's own; they hold up every order until they choose anew.
    """

    circle: CircleId
    name: str
    approved: tuple[Sender, ...]
    chosen: frozenset[RowId]
    ignored: int
    may_choose: bool


def kept(vault: Vault) -> Kept:
    """Return addresses, the setting and the edition of the rules in force."""
    with vault.read() as reader:
        names = user_names(reader)
        return Kept(
            senders=tuple(sender_of(row, names) for row in records.senders(reader, ended=True)),
            name_on_inner=records.name_on_inner(reader),
            edition=current(reader, reader.today),
            may_change=reader.session.user.admin,
        )


def approve(vault: Vault, *, lines: str, neutral: str = "") -> RowId:
    """Approve a return address. Refuses what `checked_sender` refuses, `mail.too_long` and `mail.admin_needed`."""
    with vault.write() as writer:
        _admin(writer)
        typed = note(lines, field="lines", limit=LINE_LENGTH)
        checked = checked_sender(typed, line(neutral, field="neutral"), current(writer, writer.today))
        _check_fits(checked)
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


def choices(vault: Vault) -> tuple[CircleChoice, ...]:
    """The addresses of every circle of people this user works in, by name."""
    with vault.read() as reader:
        approved = approved_senders(reader)
        works = reader.session.circles_with(Role.KRETSAGARE, Role.HANDLAGGARE)
        return tuple(
            CircleChoice(
                circle=one.id,
                name=one.name,
                approved=approved,
                chosen=frozenset(RowId(row.sender) for row in _chosen(reader, one.id)[0]),
                ignored=_chosen(reader, one.id)[1],
                may_choose=Role.KRETSAGARE in one.roles,
            )
            for one in sorted(works, key=lambda one: one.name)
            if one.kind is CircleKind.PERSONS
        )


def choose(vault: Vault, circle: CircleId, senders: Sequence[RowId]) -> None:
    """Let a circle use these approved addresses alone; none means all of them.

    Refuses `mail.owner_needed` for one who is not kretsägare of the circle, `mail.sender_missing` for an address that
    is not approved.
    """
    with vault.write() as writer:
        if not writer.session.may(circle, Role.KRETSAGARE):
            raise Refusal("mail.owner_needed")
        wanted = list(dict.fromkeys(senders))
        approved = {one.id for one in approved_senders(writer)}
        if not approved.issuperset(wanted):
            raise Refusal("mail.sender_missing", field="senders")
        for row in records.circle_senders(writer, circle):
            if row.ended_on is None or not _own(writer, row):
                writer.update(records.circle_sender, row.id, version=row.version, ended_on=writer.today)
        for one in wanted:
            writer.insert(
                records.circle_sender,
                circle=circle,
                sender=one,
                chosen_by=writer.session.user.id,
                chosen_on=writer.today,
                ended_on=None,
            )
        writer.note("mail.circle_senders", object=circle, chosen=len(wanted))


def of_circle(reader: Reader, circle: CircleId) -> tuple[Sender, ...]:
    """The approved addresses a circle uses: those its kretsägare has chosen, or all when none are.

    None at all while the choice is not the kretsägare's own.
    """
    approved = approved_senders(reader)
    rows, ignored = _chosen(reader, circle)
    if ignored:
        return ()
    chosen = {row.sender for row in rows}
    return tuple(one for one in approved if not chosen or one.id in chosen)


def check_any(reader: Reader, circle: CircleId) -> None:
    """Refuse a circle without a return address: `mail.no_sender`, `.circle_sender_ended`, `.circle_sender_broken`."""
    if of_circle(reader, circle):
        return
    if not approved_senders(reader):
        raise Refusal("mail.no_sender")
    broken = _chosen(reader, circle)[1]
    raise Refusal("mail.circle_sender_broken" if broken else "mail.circle_sender_ended")


def approved_senders(reader: Reader) -> tuple[Sender, ...]:
    """The return addresses in use that an administrator stands for."""
    names = user_names(reader)
    return tuple(
        sender_of(row, names) for row in records.senders(reader) if reader.written_by_admin(records.sender, row.id)
    )


def sender_of(row: Row[Any], names: dict[UserId, str]) -> Sender:
    """A row of mail_sender as the pages know it."""
    return Sender(
        id=RowId(row.id),
        shown=SenderLines(lines=tuple(row.lines.split("\n")), neutral=row.neutral),
        approved_by=names.get(UserId(row.approved_by), ""),
        approved_on=row.approved_on,
        ended_on=row.ended_on,
    )


def _check_fits(sender: SenderLines) -> None:
    """Refuse what the smallest envelopes have no room for, beside `lines` or `neutral`."""
    try:
        papers.check_fits(_SMALLEST, "", sender)
    except Refusal as refusal:
        raise refusal.beside("lines" if refusal.field == "sender" else refusal.field) from None


def _chosen(reader: Reader, circle: CircleId) -> tuple[list[Row[Any]], int]:
    """The rows of a circle's choice that its kretsägare wrote and that hold, and how many others wrote."""
    rows = records.circle_senders(reader, circle)
    own = [one for one in rows if _own(reader, one)]
    return [one for one in own if one.ended_on is None], len(rows) - len(own)


def _own(reader: Reader, row: Row[Any]) -> bool:
    return reader.written_as(records.circle_sender, row.id, CircleId(row.circle), Role.KRETSAGARE)


def _admin(reader: Reader) -> None:
    if not reader.session.user.admin:
        raise Refusal("mail.admin_needed")
