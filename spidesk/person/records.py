"""The tables of person and plain functions over them. The caller owns the transaction.

All columns here are open: every user of the vault may read them. Who the person is, why a page
was opened and what was noted of an event are sealed parts, found by the row ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
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

from spidesk.person.rules import Protection, Skydd, SkyddState
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, PersonId, RowId, UserId
from spidesk.vault.tables import metadata

record = Table(
    "person_record",
    metadata,
    Column("id", Text, primary_key=True),
    Column("circle", Text, nullable=False),
    Column("reference", Text, nullable=False, unique=True),
    Column("category", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("valid_until", Date),
    Column("held_since", Date),
    Column("registered_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Index("person_record_circle", "circle"),
    Index("person_record_until", "valid_until"),
)
"""One row a person and circle. Level, state and valid_until repeat the newest protection."""

protection = Table(
    "person_protection",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("level", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("seen_by", Text),
    Column("seen_on", Date),
    Column("by_user", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    UniqueConstraint("person", "number", name="person_protection_number"),
)
"""Every version of the protection, oldest first by number; never edited."""

handler = Table(
    "person_handler",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False),
    Column("user_id", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("by_user", Text, nullable=False),
    UniqueConstraint("person", "user_id", name="person_handler_once"),
)
"""The named handlers."""

access = Table(
    "person_access",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False),
    Column("user_id", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("until", DateTime, nullable=False),
    Column("reviewed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index("person_access_person", "person"),
)
"""Openings with a reason, queued for review until ``reviewed``."""

event = Table(
    "person_event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("on_day", Date, nullable=False),
    Column("noted", Boolean, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Index("person_event_person", "person"),
)
"""What happened and when."""

mark = Table(
    "person_mark",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False),
    Column("circle", Text, nullable=False),
    Column("mark", LargeBinary, nullable=False),
    Index("person_mark_find", "circle", "mark"),
)
"""Blind marks of the numbers, so that a duplicate in the circle is seen without opening anybody."""

counter = Table(
    "person_counter",
    metadata,
    Column("id", Text, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
"""The last reference number given in a year; kept, so that a number is never given twice."""


def of(reader: Reader, person: PersonId) -> Row[Any] | None:
    """The person's open row, or None."""
    return reader.maybe(select(record).where(record.c.id == person))


def in_circles(circles: Iterable[CircleId]) -> Select[Any]:
    """The open rows of these circles, by reference."""
    return select(record).where(record.c.circle.in_(list(circles))).order_by(record.c.reference)


def handlers(reader: Reader, person: PersonId) -> tuple[UserId, ...]:
    """The named handlers, the first one first."""
    asked = select(handler.c.user_id).where(handler.c.person == person).order_by(handler.c.since, handler.c.id)
    return tuple(UserId(row.user_id) for row in reader.rows(asked))


def lines_in(reader: Reader, circles: Iterable[CircleId], most: int | None = None) -> Sequence[Any]:
    """What the list shows of these circles, oldest first: id, circle, reference, category … valid_until.

    Ordered by id, which follows time; ``most`` gives the newest only.
    """
    c = record.c
    asked = select(c.id, c.circle, c.reference, c.category, c.status, c.level, c.state, c.valid_until).where(
        c.circle.in_(list(circles))
    )
    if most is None:
        return reader.rows(asked.order_by(c.id))
    return reader.rows(asked.order_by(c.id.desc()).limit(most))[::-1]


def references_in(reader: Reader, circles: Iterable[CircleId]) -> dict[PersonId, str]:
    """The reference of everyone in these circles."""
    asked = select(record.c.id, record.c.reference).where(record.c.circle.in_(list(circles)))
    return {PersonId(row.id): row.reference for row in reader.rows(asked)}


def handled_by(reader: Reader, user: UserId) -> frozenset[PersonId]:
    """Everyone this user is a named handler of."""
    asked = select(handler.c.person).where(handler.c.user_id == user)
    return frozenset(PersonId(row.person) for row in reader.rows(asked))


def handlers_in(
    reader: Reader, circles: Iterable[CircleId], people: Iterable[PersonId] = ()
) -> dict[PersonId, tuple[UserId, ...]]:
    """The handlers of everyone in these circles, and of these people."""
    asked = select(handler.c.person, handler.c.user_id).order_by(handler.c.since, handler.c.id)
    chosen = record.c.circle.in_(list(circles)) | record.c.id.in_(list(people))
    found: dict[PersonId, tuple[UserId, ...]] = {}
    rows: Sequence[Any] = reader.rows(asked.join(record, record.c.id == handler.c.person).where(chosen))
    for person, user in rows:
        before = found.get(person)
        found[person] = (user,) if before is None else (*before, user)
    return found


def running_access(reader: Reader, person: PersonId, user: UserId, now: datetime) -> datetime | None:
    """When this user's running opening ends (naive UTC), or None."""
    asked = select(func.max(access.c.until)).where(
        access.c.person == person, access.c.user_id == user, access.c.at <= now, access.c.until > now
    )
    ends: datetime | None = reader.one(asked)[0]
    return ends


def versions(reader: Reader, person: PersonId) -> list[Row[Any]]:
    """Every version of the protection, newest first."""
    asked = select(protection).where(protection.c.person == person).order_by(protection.c.number.desc())
    return list(reader.rows(asked))


def protection_of(row: Row[Any]) -> Protection:
    """A row of person_protection as the rules know it."""
    return Protection(
        level=Skydd(row.level),
        state=SkyddState(row.state),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        seen_by=row.seen_by,
        seen_on=row.seen_on,
    )


def add_version(writer: Writer, person: PersonId, number: int, new: Protection, now: datetime) -> RowId:
    """Keep one more version of the protection."""
    return writer.insert(
        protection,
        person=person,
        number=number,
        level=new.level.value,
        state=new.state.value,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        seen_by=new.seen_by,
        seen_on=new.seen_on,
        by_user=writer.session.user.id,
        at=now,
    )


def next_number(writer: Writer, year: int) -> int:
    """The next reference number of the year, counted up in the same transaction."""
    key = str(year)
    row = writer.maybe(select(counter).where(counter.c.id == key))
    if row is None:
        writer.insert(counter, id=key, last=1)
        return 1
    writer.update(counter, RowId(key), version=row.version, last=row.last + 1)
    return int(row.last) + 1


def with_marks(reader: Reader, circle: CircleId, marks: Iterable[bytes]) -> list[tuple[PersonId, str]]:
    """Who in the circle already has one of these marks: id and reference."""
    asked = (
        select(record.c.id, record.c.reference)
        .join(mark, mark.c.person == record.c.id)
        .where(mark.c.circle == circle, mark.c.mark.in_(list(marks)))
        .distinct()
        .order_by(record.c.reference)
    )
    return [(PersonId(row.id), str(row.reference)) for row in reader.rows(asked)]


def replace_marks(writer: Writer, person: PersonId, circle: CircleId, marks: Iterable[bytes]) -> None:
    """Let exactly these marks stand for the person."""
    for row in writer.rows(select(mark.c.id).where(mark.c.person == person)):
        writer.delete(mark, RowId(row.id))
    for one in marks:
        writer.insert(mark, person=person, circle=circle, mark=one)


def events_of(reader: Reader, person: PersonId) -> list[Row[Any]]:
    """Events, newest first."""
    asked = (
        select(event)
        .where(event.c.person == person)
        .order_by(event.c.on_day.desc(), event.c.at.desc(), event.c.id.desc())
    )
    return list(reader.rows(asked))


def accesses_of(reader: Reader, person: PersonId) -> list[Row[Any]]:
    """Openings with a reason, newest first."""
    return list(reader.rows(select(access).where(access.c.person == person).order_by(access.c.at.desc())))


def running_out(reader: Reader, circles: Iterable[CircleId], until: date) -> list[Row[Any]]:
    """Open rows whose protection ends on or before ``until`` and has not been ended.

    Asked by day alone and sifted by circle here, so that the index of days leads.
    """
    wanted = set(circles)
    asked = select(record).where(
        record.c.status == "active", record.c.state != SkyddState.ENDED.value, record.c.valid_until <= until
    )
    return [row for row in reader.rows(asked) if row.circle in wanted]
