"""Plain functions over batches, their outer envelopes and what lies in them. The caller owns the transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from spidesk.mail.records.tables import batch, order, outer, print_, question
from spidesk.mail.rules.order import State
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, UserId


def next_number(reader: Reader, year: int) -> int:
    """The next number of the year. A batch is never deleted, so none is given twice."""
    row = reader.one(select(func.max(batch.c.number)).where(batch.c.year == year))
    return int(row[0] or 0) + 1


def of(reader: Reader, one: str) -> Row[Any]:
    """The batch, or Refusal `mail.gone`."""
    row = reader.maybe(select(batch).where(batch.c.id == one))
    if row is None:
        raise Refusal("mail.gone")
    return row


def unfinished(reader: Reader, circles: Iterable[CircleId], user: UserId | None = None) -> list[Row[Any]]:
    """Batches of these post circles that have not ended, oldest first; of one user, or of all."""
    asked = select(batch).where(batch.c.post_circle.in_(list(circles)), batch.c.ended_at.is_(None))
    if user is not None:
        asked = asked.where(batch.c.by_user == user)
    return list(reader.rows(asked.order_by(batch.c.year, batch.c.number)))


def outers_of(reader: Reader, one: str) -> list[Row[Any]]:
    """The outer envelopes of a batch, in their order."""
    return list(reader.rows(select(outer).where(outer.c.batch == one).order_by(outer.c.place)))


def orders_in(reader: Reader, one: str) -> list[Row[Any]]:
    """The orders that lie in a batch, called off or not, outer by outer."""
    asked = (
        select(order)
        .join(outer, outer.c.id == order.c.outer)
        .where(outer.c.batch == one)
        .order_by(outer.c.place, order.c.year, order.c.number)
    )
    return list(reader.rows(asked))


def in_outer(reader: Reader, one: str) -> list[Row[Any]]:
    """The orders that lie in one outer envelope, called off or not."""
    return list(reader.rows(select(order).where(order.c.outer == one).order_by(order.c.year, order.c.number)))


def open_batch(reader: Reader, row: Row[Any]) -> Row[Any] | None:
    """The batch an order lies in, if that has not ended and the order's outer envelope is still here."""
    if row.outer is None:
        return None
    asked = (
        select(batch)
        .join(outer, outer.c.batch == batch.c.id)
        .where(outer.c.id == row.outer, outer.c.posted_on.is_(None), batch.c.ended_at.is_(None))
    )
    return reader.maybe(asked)


def placed(reader: Reader, orders: Collection[str]) -> list[Row[Any]]:
    """These orders with the batch each lies in: `order_…` columns bare, `batch`, `ended_at`, `stopped_at` of it."""
    asked = (
        select(order, batch.c.id.label("batch"), batch.c.ended_at, batch.c.stopped_at)
        .outerjoin(outer, outer.c.id == order.c.outer)
        .outerjoin(batch, batch.c.id == outer.c.batch)
        .where(order.c.id.in_(list(orders)))
    )
    return list(reader.rows(asked))


def free(reader: Reader, circles: Iterable[CircleId]) -> list[Row[Any]]:
    """Orders of these post circles that wait to be sent and lie in no open batch; what must arrive first is first."""
    waiting = [one.value for one in (State.ORDERED, State.PRINTED, State.MATCHED)]
    held = (
        select(outer.c.id)
        .join(batch, batch.c.id == outer.c.batch)
        .where(batch.c.ended_at.is_(None), outer.c.posted_on.is_(None))
    )
    asked = (
        select(order)
        .where(
            order.c.post_circle.in_(list(circles)),
            order.c.state.in_(waiting),
            order.c.outer.is_(None) | order.c.outer.not_in(held),
        )
        .order_by(order.c.latest_arrival.is_(None), order.c.latest_arrival, order.c.year, order.c.number)
    )
    return list(reader.rows(asked))


def prints_of(reader: Reader, orders: Collection[str]) -> list[Row[Any]]:
    """Every print of these orders, oldest first."""
    asked = select(print_).where(print_.c.mail_order.in_(list(orders))).order_by(print_.c.at, print_.c.id)
    return list(reader.rows(asked))


def prints(reader: Reader, ones: Collection[str]) -> list[Row[Any]]:
    """These prints, or Refusal `mail.gone` when one is not there."""
    found = list(reader.rows(select(print_).where(print_.c.id.in_(list(ones)))))
    if len(found) != len(set(ones)):
        raise Refusal("mail.gone")
    return found


def questioned(reader: Reader, orders: Collection[str]) -> set[str]:
    """Those of these orders with a name question that nobody has answered."""
    asked = select(question.c.mail_order).where(question.c.mail_order.in_(list(orders)), question.c.state == "open")
    return {row.mail_order for row in reader.rows(asked)}


def rek_since(reader: Reader, circle: str, rek: str, since: date) -> bool:
    """Whether a letter of the post circle has been posted under this rek number on or after a day."""
    asked = select(order.c.id).where(order.c.post_circle == circle, order.c.rek == rek, order.c.posted_on >= since)
    return bool(reader.rows(asked.limit(1)))
