"""The postexpeditör's side: the list, the logged opening of a recipient line, matching, posting and returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.editions import Shelf, of_order
from spidesk.mail.actions.ledger import POSTERS, label_of, mine, move, post_circles, steps_of
from spidesk.mail.actions.naming import check_answered
from spidesk.mail.actions.ordering import Ways
from spidesk.mail.actions.recipient import check_as_ordered, opened_line
from spidesk.mail.actions.shapes import Match, OpenPrint, PostDesk, PostRow, Step
from spidesk.mail.actions.still import check_rek_unused, check_still
from spidesk.mail.records import batches
from spidesk.mail.rules import naming
from spidesk.mail.rules.batch import batch_label
from spidesk.mail.rules.order import Kind, Pair, PaperKind, RecipientLine, ReturnReason, State, Unmatched, post_by
from spidesk.mail.rules.parcel import stored_parcel
from spidesk.mail.rules.piece import read_piece
from spidesk.mail.rules.posting import Envelope, Outcome, check_posting, check_return
from spidesk.mail.rules.wording import SenderLines
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, RowId
from spidesk.vault.vault import Vault

__all__ = [
    "POSTERS",
    "desk",
    "envelope",
    "envelope_of",
    "history",
    "match",
    "mine",
    "one",
    "open_prints",
    "post",
    "post_circles",
    "post_row",
    "post_rows",
    "returned",
    "reveal",
    "take_return",
]


def desk(
    vault: Vault,
    states: Iterable[State],
    *,
    kinds: Iterable[Kind] | None = None,
    posted: tuple[date | None, date | None] = (None, None),
    outer: str = "",
    text: str = "",
) -> PostDesk:
    """The Post page: orders in these states, counts, and the prints somebody must answer for. Opens nothing.

    Of them, those of these kinds, posted from one day to another, lying in this outer envelope, with `text` in the
    label, the rek number or the label of the batch.
    """
    with vault.read() as reader:
        circles = post_circles(reader.session)
        found = records.found(reader, circles, states, kinds=kinds, posted=posted, outer_id=outer)
        sought = "".join(text.split()).casefold()
        return PostDesk(
            rows=tuple(row for row in post_rows(reader, found) if _bears(row, sought)),
            counts=records.counts(reader, circles),
            asked=open_prints(reader),
            member=bool(circles),
        )


def one(vault: Vault, order: RowId) -> PostRow:
    """One order as the postexpeditör sees it."""
    with vault.read() as reader:
        return post_row(reader, mine(reader, order))


def history(vault: Vault, order: RowId) -> tuple[Step, ...]:
    """The ledger of one order, oldest first."""
    with vault.read() as reader:
        return steps_of(reader, [mine(reader, order).id]).get(order, ())


def returned(vault: Vault, code: str) -> PostRow:
    """The letter that came back, by the code on its inner envelope.

    Refuses what `read_piece` refuses, and `mail.code_unknown` for a code of no letter of this user's post circles.
    """
    piece = read_piece(code, field="inner")
    with vault.read() as reader:
        found = records.with_piece(reader, piece)
        if found is None or found.post_circle not in post_circles(reader.session):
            raise Refusal("mail.code_unknown", field="inner")
        return post_row(reader, found)


def reveal(vault: Vault, order: RowId) -> RecipientLine:
    """The recipient line, for the one who pressed Visa. Logged before it opens."""
    with vault.read() as reader:
        return opened_line(reader, mine(reader, order), "mail.recipient_shown")


def envelope(vault: Vault, order: RowId, paper: PaperKind) -> Envelope:
    """What a paper says. Only the inner front carries the recipient line; its opening is logged."""
    with vault.read() as reader:
        return envelope_of(reader, mine(reader, order), paper)


def envelope_of(reader: Reader, row: Row[Any], paper: PaperKind) -> Envelope:
    """The same, for a reader that is open already. Refuses `mail.edition_broken`.

    Raises Damaged for an order that no longer says what was ordered, whatever the paper.
    """
    edition = of_order(reader, row)
    named = paper is PaperKind.INNER_FRONT
    line = opened_line(reader, row, "mail.paper_made") if named else RecipientLine(number="")
    check_as_ordered(reader, row)
    return Envelope(
        label=label_of(row),
        kind=Kind(row.kind),
        pair=Pair.of(row.pair),
        piece=row.piece,
        ordered_on=row.ordered_on,
        number=line.number,
        name=line.name,
        sender=_lines(row),
        edition=edition,
        parcel=stored_parcel(row.weight_g, row.length_mm, row.width_mm, row.height_mm),
        delgivning=bool(row.delgivning),
    )


def match(vault: Vault, order: RowId, *, letter: str, inner: str) -> Match:
    """Compare the codes read from the letter and from the inner envelope.

    Both right: the order is matched. A code of another letter stops and is logged, and the answer says whose it is.
    Refuses `mail.code_empty` and `mail.code_typo` beside `letter` or `inner`, and `mail.not_printed`.
    """
    with vault.write() as writer:
        row = _single(writer, order)
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


def post(
    vault: Vault,
    order: RowId,
    *,
    on: date | None,
    rek: str = "",
    reason: Unmatched | None = None,
    ways: Ways | None = None,
) -> None:
    """Say that the letter was handed to the post.

    Refuses what `check_posting`, `check_answered` and `check_still` refuse, and `mail.rek_used`.
    """
    with vault.write() as writer:
        row = _single(writer, order)
        check_answered(writer, row)
        check_still(writer, row, ways)
        state = State(row.state)
        number = check_posting(
            state, Kind(row.kind), on=on, ordered_on=row.ordered_on, rek=rek, reason=reason, today=writer.today
        )
        check_rek_unused(writer, row.post_circle, number)
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


def _single(reader: Reader, order: str) -> Row[Any]:
    """An order that is handled by itself. Refuses `mail.in_batch` for one in an unfinished batch."""
    row = mine(reader, order)
    if batches.open_batch(reader, row) is not None:
        raise Refusal("mail.in_batch")
    return row


def _lines(row: Row[Any]) -> SenderLines:
    return SenderLines(lines=tuple(row.sender_lines.split("\n")), neutral=row.sender_neutral)


def _belongs(reader: Reader, piece: str) -> str:
    """The label of the letter that bears a code, if it is one of this user's circles."""
    found = records.with_piece(reader, piece)
    if found is None or found.post_circle not in post_circles(reader.session):
        return ""
    return label_of(found)


@dataclass(frozen=True, slots=True)
class _Around:
    """What belongs to some orders and is read for all of them at once."""

    shelf: Shelf
    printed: dict[str, frozenset[PaperKind]]
    batches: dict[str, tuple[int, int]]
    questions: dict[str, naming.State]


def post_rows(reader: Reader, rows: Sequence[Row[Any]]) -> tuple[PostRow, ...]:
    """Orders as the postexpeditör sees them, read together."""
    around = _around(reader, rows, records.completed_of(reader, [row.id for row in rows]))
    return tuple(_post_row(row, around) for row in rows)


def post_row(reader: Reader, row: Row[Any], *, printed: frozenset[PaperKind] | None = None) -> PostRow:
    """One order; `printed` where the caller knows what has left a printer."""
    done = records.completed_of(reader, [row.id]) if printed is None else {row.id: printed}
    return _post_row(row, _around(reader, [row], done))


def _around(reader: Reader, rows: Sequence[Row[Any]], printed: dict[str, frozenset[PaperKind]]) -> _Around:
    ids = [row.id for row in rows]
    return _Around(Shelf(reader), printed, records.batch_labels(reader, ids), records.states(reader, ids))


def _post_row(row: Row[Any], around: _Around) -> PostRow:
    edition = around.shelf.shown(row)
    lies = around.batches.get(row.id)
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
        printed=around.printed.get(row.id, frozenset()),
        delgivning=bool(row.delgivning),
        parcel=stored_parcel(row.weight_g, row.length_mm, row.width_mm, row.height_mm),
        thickness_mm=row.thickness_mm,
        outer=RowId(row.outer) if row.outer else None,
        batch=batch_label(*lies) if lies else "",
        question=around.questions.get(row.id),
    )


def _bears(row: PostRow, sought: str) -> bool:
    return not sought or any(sought in one.casefold() for one in (row.label, row.rek, row.batch))
