"""The postexpeditör's side: the list, the logged opening of a recipient line, matching, posting and returns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.ordering import PURPOSE, label_of, move, sealed_facts
from spidesk.mail.actions.shapes import Match, OpenPrint, PostDesk, PostRow
from spidesk.mail.document import forms
from spidesk.mail.rules.order import Kind, Pair, PaperKind, RecipientLine, ReturnReason, State, Unmatched, post_by
from spidesk.mail.rules.piece import read_piece
from spidesk.mail.rules.posting import Envelope, Outcome, check_posting, check_return
from spidesk.mail.rules.wording import SenderLines
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, RowId
from spidesk.vault.members.dropped import Origin
from spidesk.vault.session import CircleKind, Role, Session
from spidesk.vault.vault import Vault

POSTERS = (Role.POSTEXPEDITOR, Role.KRETSAGARE)
"""The roles that print and post in a post circle."""


def post_circles(session: Session) -> tuple[CircleId, ...]:
    """The post circles this user works in."""
    return tuple(one.id for one in session.circles_with(*POSTERS) if one.kind is CircleKind.POST)


def desk(vault: Vault, states: Iterable[State]) -> PostDesk:
    """The Post page: orders in these states, counts, and the prints somebody must answer for. Opens nothing."""
    with vault.read() as reader:
        circles = post_circles(reader.session)
        rows = records.of_post(reader, circles, states)
        return PostDesk(
            rows=tuple(_post_row(reader, row) for row in rows),
            counts=records.counts(reader, circles),
            asked=open_prints(reader),
            member=bool(circles),
        )


def one(vault: Vault, order: RowId) -> PostRow:
    """One order as the postexpeditör sees it."""
    with vault.read() as reader:
        return _post_row(reader, mine(reader, order))


def reveal(vault: Vault, order: RowId) -> RecipientLine:
    """The recipient line, for the one who pressed Visa. Logged before it opens."""
    with vault.read() as reader:
        return _line(reader, mine(reader, order), "mail.recipient_shown")


def envelope(vault: Vault, order: RowId, paper: PaperKind) -> Envelope:
    """What a paper says. Only the inner front opens the recipient line, logged; the others carry nothing of it."""
    with vault.read() as reader:
        row = mine(reader, order)
        named = paper is PaperKind.INNER_FRONT
        line = _line(reader, row, "mail.paper_made") if named else RecipientLine(number="")
        return Envelope(
            label=label_of(row),
            kind=Kind(row.kind),
            pair=Pair.of(row.pair),
            piece=row.piece,
            ordered_on=row.ordered_on,
            number=line.number,
            name=line.name,
            sender=_lines(row),
            edition=forms.current(row.edition),
        )


def match(vault: Vault, order: RowId, *, letter: str, inner: str) -> Match:
    """Compare the codes read from the letter and from the inner envelope.

    Both right: the order is matched. A code of another letter stops and is logged, and the answer says whose it is.
    Refuses `mail.code_empty` and `mail.code_typo` beside `letter` or `inner`, and `mail.not_printed`.
    """
    with vault.write() as writer:
        row = mine(writer, order)
        if row.state != State.PRINTED.value:
            raise Refusal("mail.not_printed")
        read = (read_piece(letter, field="letter"), read_piece(inner, field="inner"))
        if read == (row.piece, row.piece):
            move(writer, row, State.MATCHED)
            writer.note("mail.matched", object=order)
            return Match(matched=True)
        belongs = tuple(_belongs(writer, piece) for piece in read)
        writer.note("mail.mismatch", object=order, letter_wrong=read[0] != row.piece, inner_wrong=read[1] != row.piece)
    return Match(matched=False, letter=belongs[0], inner=belongs[1])


def post(vault: Vault, order: RowId, *, on: date | None, rek: str = "", reason: Unmatched | None = None) -> None:
    """Say that the letter was handed to the post. Refuses what `check_posting` refuses."""
    with vault.write() as writer:
        row = mine(writer, order)
        state = State(row.state)
        number = check_posting(
            state, Kind(row.kind), on=on, ordered_on=row.ordered_on, rek=rek, reason=reason, today=writer.today
        )
        unmatched = reason if state is State.PRINTED else None
        why = unmatched.value if unmatched else None
        move(writer, row, State.POSTED, reason=why, posted_on=on, rek=number or None)
        writer.note("mail.posted", object=order, matched=unmatched is None)


def take_return(vault: Vault, order: RowId, *, on: date | None, reason: ReturnReason | None) -> None:
    """Say that the letter came back; it becomes work for the handler. Refuses what `check_return` refuses."""
    with vault.write() as writer:
        row = mine(writer, order)
        why = check_return(on=on, reason=reason, posted_on=row.posted_on, today=writer.today)
        move(writer, row, State.RETURNED, reason=why.value, returned_on=on)
        writer.note("mail.returned", object=order, reason=why.value)


def mine(reader: Reader, order: str) -> Row[Any]:
    """An order of a post circle this user works in, else Refusal `mail.not_yours`."""
    row = records.of(reader, order)
    if row.post_circle not in post_circles(reader.session):
        raise Refusal("mail.not_yours")
    return row


def open_prints(reader: Reader) -> tuple[OpenPrint, ...]:
    """Prints nobody knows the outcome of."""
    return tuple(
        OpenPrint(
            id=RowId(row.id),
            order=RowId(row.mail_order),
            label=label_of(row),
            paper=PaperKind(row.paper),
            queue=row.queue,
            number=row.job,
            outcome=Outcome(row.outcome),
            at=row.at,
        )
        for row in records.open_prints(reader, post_circles(reader.session))
    )


def _line(reader: Reader, row: Row[Any], action: str) -> RecipientLine:
    circle = CircleId(row.circle)
    origin = Origin(table=records.order.name, circle=circle, facts=sealed_facts(dict(row._mapping)))
    return reader.open_drop(
        CircleId(row.post_circle),
        row.recipient,
        RecipientLine,
        purpose=PURPOSE,
        row=row.id,
        action=action,
        origin=origin,
    )


def _lines(row: Row[Any]) -> SenderLines:
    return SenderLines(lines=tuple(row.sender_lines.split("\n")), neutral=row.sender_neutral)


def _belongs(reader: Reader, piece: str) -> str:
    """The label of the letter that bears a code, if it is one of this user's circles."""
    found = records.with_piece(reader, piece)
    if found is None or found.post_circle not in post_circles(reader.session):
        return ""
    return label_of(found)


def _post_row(reader: Reader, row: Row[Any]) -> PostRow:
    edition = forms.current(row.edition)
    return PostRow(
        id=RowId(row.id),
        label=label_of(row),
        circle=CircleId(row.post_circle),
        kind=Kind(row.kind),
        pair=Pair.of(row.pair),
        state=State(row.state),
        ordered_on=row.ordered_on,
        latest_arrival=row.latest_arrival,
        post_by=post_by(row.latest_arrival, edition) if row.latest_arrival else None,
        posted_on=row.posted_on,
        rek=row.rek or "",
        returned_on=row.returned_on,
        sender=_lines(row),
        edition=edition,
        printed=frozenset(records.completed(reader, row.id)),
    )
