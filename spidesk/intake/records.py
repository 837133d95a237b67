"""The tables of intake: how the circle was told, and the checklist lines. The caller owns the transaction.

All columns are open and hold no identity. The wording of a line is kept with the row, so that a
later edition of the checklist never changes what was asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, Row, Table, Text, func, or_, select

from spidesk.intake.rules import Answer, Line, Question, Source
from spidesk.person.records import record as person_record
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, PersonId, RowId, UserId
from spidesk.vault.tables import metadata

arrival = Table(
    "intake_arrival",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("told_on", Date, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("at", DateTime, nullable=False),
)
"""How and when the circle was told."""

line = Table(
    "intake_line",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False),
    Column("event", Text, ForeignKey("person_event.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("edition", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("stays", Boolean, nullable=False),
    Column("answer", Text),
    Column("answered_by", Text),
    Column("answered_at", DateTime),
    Column("version", Integer, nullable=False),
    Index("intake_line_person", "person"),
    Index("intake_line_due", "answer", "due_on"),
)
"""One line of a checklist on one event."""


def add_arrival(writer: Writer, person: PersonId, source: Source, told_on: date, now: datetime) -> RowId:
    """Keep how the circle was told."""
    return writer.insert(
        arrival, person=person, source=source.value, told_on=told_on, by_user=writer.session.user.id, at=now
    )


def arrival_of(reader: Reader, person: PersonId) -> Row[Any] | None:
    """How the circle was told, or None."""
    return reader.maybe(select(arrival).where(arrival.c.person == person))


def add_line(
    writer: Writer, person: PersonId, event: RowId, place: int, question: Question, *, edition: date, due: date
) -> RowId:
    """Put one question on an event."""
    return writer.insert(
        line,
        person=person,
        event=event,
        place=place,
        key=question.key,
        wording=question.text,
        source=question.source,
        edition=edition,
        due_on=due,
        stays=question.stays,
        answer=None,
        answered_by=None,
        answered_at=None,
    )


def lines_of(reader: Reader, person: PersonId) -> dict[RowId, list[Line]]:
    """The person's lines by event, in the order of the checklist."""
    found: dict[RowId, list[Line]] = {}
    for row in reader.rows(select(line).where(line.c.person == person).order_by(line.c.event, line.c.place)):
        found.setdefault(RowId(row.event), []).append(_line(row))
    return found


def line_row(reader: Reader, wanted: RowId) -> Row[Any] | None:
    """One line's row, or None."""
    return reader.maybe(select(line).where(line.c.id == wanted))


def unsettled(reader: Reader, circles: Iterable[CircleId]) -> list[Row[Any]]:
    """Events in these circles with lines left: how many, the nearest day, and the person's reference and circle."""
    nearest = func.min(line.c.due_on).label("nearest")
    asked = (
        select(
            line.c.person,
            line.c.event,
            nearest,
            func.count().label("many"),
            person_record.c.reference,
            person_record.c.circle,
        )
        .join(person_record, person_record.c.id == line.c.person)
        .where(
            person_record.c.circle.in_(list(circles)),
            or_(line.c.answer.is_(None), (line.c.answer == Answer.NO.value) & line.c.stays),
        )
        .group_by(line.c.event)
        .order_by(nearest, person_record.c.reference)
    )
    return list(reader.rows(asked))


def _line(row: Row[Any]) -> Line:
    return Line(
        id=RowId(row.id),
        event=RowId(row.event),
        text=row.wording,
        source=row.source,
        due_on=row.due_on,
        stays=row.stays,
        version=row.version,
        answer=Answer(row.answer) if row.answer else None,
        answered_by=UserId(row.answered_by) if row.answered_by else None,
        answered_at=row.answered_at,
    )
