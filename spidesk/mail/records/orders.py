"""Plain functions over orders, their ledger and their prints. The caller owns the transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select

from spidesk.mail.records.tables import batch, order, outer, print_, step
from spidesk.mail.rules.order import Kind, PaperKind, State
from spidesk.mail.rules.posting import Outcome
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, PersonId, RowId

_AT_ONCE = 500


def of(reader: Reader, one: str) -> Row[Any]:
    """The order, or Refusal `mail.gone`."""
    row = reader.maybe(select(order).where(order.c.id == one))
    if row is None:
        raise Refusal("mail.gone")
    return row


def next_number(reader: Reader, year: int) -> int:
    """The next number of the year. An order is never deleted, so none is given twice."""
    row = reader.one(select(func.max(order.c.number)).where(order.c.year == year))
    return int(row[0] or 0) + 1


def has_piece(reader: Reader, piece: str) -> bool:
    """Whether a letter, now or before, bears this piece code."""
    return with_piece(reader, piece) is not None


def with_piece(reader: Reader, piece: str) -> Row[Any] | None:
    """The order whose letter bears this piece code."""
    return reader.maybe(select(order).where(order.c.piece == piece))


def of_person(reader: Reader, person: PersonId) -> list[Row[Any]]:
    """The person's orders, newest first."""
    return list(reader.rows(_newest(select(order).where(order.c.person == person))))


def of_post(reader: Reader, circles: Iterable[CircleId], states: Iterable[State]) -> list[Row[Any]]:
    """Orders sent to these post circles in these states; what must arrive first comes first, then the oldest."""
    asked = (
        select(order)
        .where(order.c.post_circle.in_(list(circles)), order.c.state.in_([one.value for one in states]))
        .order_by(order.c.latest_arrival.is_(None), order.c.latest_arrival, order.c.year, order.c.number)
    )
    return list(reader.rows(asked))


def of_circles(reader: Reader, circles: Iterable[CircleId], states: Iterable[State]) -> list[Row[Any]]:
    """Orders made in these circles in these states, oldest first."""
    asked = (
        select(order)
        .where(order.c.circle.in_(list(circles)), order.c.state.in_([one.value for one in states]))
        .order_by(order.c.year, order.c.number)
    )
    return list(reader.rows(asked))


def counts(reader: Reader, circles: Iterable[CircleId]) -> dict[State, int]:
    """How many orders stand in each state in these post circles."""
    asked = (
        select(order.c.state, func.count().label("many"))
        .where(order.c.post_circle.in_(list(circles)))
        .group_by(order.c.state)
    )
    return {State(row.state): int(row.many) for row in reader.rows(asked)}


def found(
    reader: Reader,
    circles: Iterable[CircleId],
    states: Iterable[State] | None,
    *,
    kinds: Iterable[Kind] | None = None,
    posted: tuple[date | None, date | None] = (None, None),
    outer_id: str = "",
) -> list[Row[Any]]:
    """Orders sent to these post circles, as asked; what must arrive first comes first, then the oldest."""
    asked = select(order).where(order.c.post_circle.in_(list(circles)))
    if states is not None:
        asked = asked.where(order.c.state.in_([one.value for one in states]))
    if kinds is not None:
        asked = asked.where(order.c.kind.in_([one.value for one in kinds]))
    if posted[0] is not None:
        asked = asked.where(order.c.posted_on >= posted[0])
    if posted[1] is not None:
        asked = asked.where(order.c.posted_on <= posted[1])
    if outer_id:
        asked = asked.where(order.c.outer == outer_id)
    asked = asked.order_by(order.c.latest_arrival.is_(None), order.c.latest_arrival, order.c.year, order.c.number)
    return list(reader.rows(asked))


def steps_of(reader: Reader, orders: Iterable[str]) -> list[Row[Any]]:
    """The ledger lines of these orders, oldest first."""
    return _of_each(
        reader, orders, lambda ids: select(step).where(step.c.mail_order.in_(ids)), lambda row: (row.at, row.id)
    )


def prints_of(reader: Reader, one: str) -> list[Row[Any]]:
    """Every print of an order, oldest first."""
    return list(reader.rows(select(print_).where(print_.c.mail_order == one).order_by(print_.c.at, print_.c.id)))


def completed(reader: Reader, one: str) -> set[PaperKind]:
    """The papers of an order that have left a printer."""
    return {PaperKind(row.paper) for row in prints_of(reader, one) if row.outcome == Outcome.COMPLETED.value}


def completed_of(reader: Reader, orders: Iterable[str]) -> dict[str, frozenset[PaperKind]]:
    """The papers of each of these orders that have left a printer."""
    rows = _of_each(
        reader,
        orders,
        lambda ids: select(print_).where(print_.c.mail_order.in_(ids), print_.c.outcome == Outcome.COMPLETED.value),
        lambda row: row.id,
    )
    papers: dict[str, set[PaperKind]] = {}
    for row in rows:
        papers.setdefault(row.mail_order, set()).add(PaperKind(row.paper))
    return {one: frozenset(those) for one, those in papers.items()}


def batch_labels(reader: Reader, orders: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Year and number of the unfinished batch that each of these orders lies in."""
    rows = _of_each(
        reader,
        orders,
        lambda ids: (
            select(order.c.id, batch.c.year, batch.c.number)
            .join(outer, outer.c.id == order.c.outer)
            .join(batch, batch.c.id == outer.c.batch)
            .where(order.c.id.in_(ids), batch.c.ended_at.is_(None), outer.c.posted_on.is_(None))
        ),
        lambda row: row.id,
    )
    return {row.id: (row.year, row.number) for row in rows}


def open_prints(reader: Reader, circles: Iterable[CircleId]) -> list[Row[Any]]:
    """Prints of these post circles nobody knows the outcome of, with the order's columns."""
    waiting = [one.value for one in Outcome if one.open]
    asked = (
        select(print_, order.c.year, order.c.number, order.c.state, order.c.post_circle)
        .join(order, order.c.id == print_.c.mail_order)
        .where(order.c.post_circle.in_(list(circles)), print_.c.outcome.in_(waiting))
        .order_by(print_.c.at, print_.c.id)
    )
    return list(reader.rows(asked))


def a_print(reader: Reader, one: str) -> Row[Any]:
    """One print, or Refusal `mail.gone`."""
    row = reader.maybe(select(print_).where(print_.c.id == one))
    if row is None:
        raise Refusal("mail.gone")
    return row


def add_step(writer: Writer, one: str, state: State, *, reason: str | None = None) -> RowId:
    """One more line in the ledger: this user, now."""
    return writer.insert(
        step,
        mail_order=one,
        state=state.value,
        reason=reason,
        by_user=writer.session.user.id,
        at=writer.now.replace(tzinfo=None, microsecond=0),
    )


def _newest(asked: Select[Any]) -> Select[Any]:
    return asked.order_by(order.c.year.desc(), order.c.number.desc())


def _of_each(
    reader: Reader,
    orders: Iterable[str],
    asked: Callable[[Sequence[str]], Select[Any]],
    by: Callable[[Row[Any]], Any],
) -> list[Row[Any]]:
    """The rows of a question about some orders, asked for a few hundred of them at a time, in the order of `by`."""
    ids = list(orders)
    rows: list[Row[Any]] = []
    for begin in range(0, len(ids), _AT_ONCE):
        rows += reader.rows(asked(ids[begin : begin + _AT_ONCE]))
    return sorted(rows, key=by)
