"""The tables of mail and plain functions over them. The caller owns the transaction.

All columns here are open but `recipient`, which is sealed to the post circle. What lies in a letter and who else is
named in it is the sealed part `mail:<order>` of the person. Moments are naive UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)

from spidesk.mail.rules.order import PaperKind, State
from spidesk.mail.rules.posting import Outcome
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, PersonId, RowId
from spidesk.vault.tables import metadata

order = Table(
    "mail_order",
    metadata,
    Column("id", Text, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("circle", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("post_circle", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("pair", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("sender_lines", Text, nullable=False),
    Column("sender_neutral", Text, nullable=False),
    Column("edition", Date, nullable=False),
    Column("piece", Text, nullable=False, unique=True),
    Column("recipient", LargeBinary, nullable=False),
    Column("latest_arrival", Date),
    Column("ordered_by", Text, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("posted_on", Date),
    Column("rek", Text),
    Column("returned_on", Date),
    Column("resends", Text),
    Column("version", Integer, nullable=False),
    UniqueConstraint("year", "number", name="mail_order_number"),
    Index("mail_order_person", "person"),
    Index("mail_order_post", "post_circle", "state"),
)
"""One letter. The sender's lines are kept as they were approved that day, so that the papers can be made again."""

step = Table(
    "mail_step",
    metadata,
    Column("id", Text, primary_key=True),
    Column("mail_order", Text, ForeignKey("mail_order.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("by_user", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Index("mail_step_order", "mail_order"),
)
"""The ledger: every state an order came to, who and when; `reason` is one of the codes of the rules."""

print_ = Table(
    "mail_print",
    metadata,
    Column("id", Text, primary_key=True),
    Column("mail_order", Text, ForeignKey("mail_order.id"), nullable=False),
    Column("paper", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("job", Integer),
    Column("copies", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("settled_at", DateTime),
    Column("version", Integer, nullable=False),
    Index("mail_print_order", "mail_order"),
)
"""Every print of every paper; `answered` where a person said what the queue could not."""

sender = Table(
    "mail_sender",
    metadata,
    Column("id", Text, primary_key=True),
    Column("lines", Text, nullable=False),
    Column("neutral", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("approved_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False),
)
"""Approved central return addresses; an address is never edited, it is ended and another approved."""

setting = Table(
    "mail_setting",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name_on_inner", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
"""One row, `SETTING`, once an administrator has decided something."""

SETTING = "mail"


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


def steps_of(reader: Reader, orders: Iterable[str]) -> list[Row[Any]]:
    """The ledger lines of these orders, oldest first."""
    asked = select(step).where(step.c.mail_order.in_(list(orders))).order_by(step.c.at, step.c.id)
    return list(reader.rows(asked))


def prints_of(reader: Reader, one: str) -> list[Row[Any]]:
    """Every print of an order, oldest first."""
    return list(reader.rows(select(print_).where(print_.c.mail_order == one).order_by(print_.c.at, print_.c.id)))


def completed(reader: Reader, one: str) -> set[PaperKind]:
    """The papers of an order that have left a printer."""
    return {PaperKind(row.paper) for row in prints_of(reader, one) if row.outcome == Outcome.COMPLETED.value}


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


def senders(reader: Reader, *, ended: bool = False) -> list[Row[Any]]:
    """Approved return addresses in the order they were approved; with `ended`, those no longer used too."""
    asked = select(sender).order_by(sender.c.approved_on, sender.c.id)
    return list(reader.rows(asked if ended else asked.where(sender.c.ended_on.is_(None))))


def a_sender(reader: Reader, one: str) -> Row[Any] | None:
    """One return address, or None."""
    return reader.maybe(select(sender).where(sender.c.id == one))


def name_on_inner(reader: Reader) -> bool:
    """Whether the recipient's name stands on the inner envelope; not unless an administrator has decided so."""
    row = reader.maybe(select(setting.c.name_on_inner).where(setting.c.id == SETTING))
    return bool(row and row.name_on_inner and reader.written_by_admin(setting, SETTING))


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


def keep_setting(writer: Writer, *, name_on_inner: bool) -> None:
    """Keep the one row of settings."""
    row = writer.maybe(select(setting).where(setting.c.id == SETTING))
    if row is None:
        writer.insert(setting, id=SETTING, name_on_inner=name_on_inner)
    else:
        writer.update(setting, SETTING, version=row.version, name_on_inner=name_on_inner)


def _newest(asked: Select[Any]) -> Select[Any]:
    return asked.order_by(order.c.year.desc(), order.c.number.desc())
