"""What waits, over all active people of some circles: queries over open columns, filtered where the rows are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Row, Select, Table, and_, or_, select, true

from spidesk.contact.records.rows import FullmaktRow, MotringningRow, fullmakt_of, motringning_of
from spidesk.contact.records.tables import CHANNEL, FULLMAKT, MOTRINGNING, POST
from spidesk.contact.rules import State
from spidesk.person.records import record
from spidesk.person.rules import Status
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, PersonId

_WHO = (record.c.id.label("whose"), record.c.circle, record.c.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An active person of a circle, by the open columns."""

    id: PersonId
    circle: CircleId
    reference: str


def unconfirmed(reader: Reader, circles: Iterable[CircleId], before: date) -> list[tuple[Known, date]]:
    """The people with a channel line or post choice last confirmed before a day, and their oldest confirmation."""
    wanted = set(circles)
    oldest: dict[PersonId, tuple[Known, date]] = {}
    for table, stands in ((CHANNEL, CHANNEL.c.removed_on.is_(None)), (POST, true())):
        asked = _people(table, table.c.confirmed_on).where(table.c.confirmed_on < before, stands)
        for known, row in _of(reader, wanted, asked):
            oldest[known.id] = known, min(row.confirmed_on, oldest.get(known.id, (known, row.confirmed_on))[1])
    return list(oldest.values())


def running_out(
    reader: Reader, circles: Iterable[CircleId], *, until: date, before: date
) -> list[tuple[Known, FullmaktRow]]:
    """Every fullmakt not ended that runs out by `until`, or is until further notice and confirmed before `before`."""
    near = or_(
        FULLMAKT.c.valid_until <= until, and_(FULLMAKT.c.valid_until.is_(None), FULLMAKT.c.confirmed_on < before)
    )
    asked = _people(FULLMAKT, *_own(FULLMAKT)).where(FULLMAKT.c.ended_on.is_(None), near)
    return [(known, fullmakt_of(row)) for known, row in _of(reader, set(circles), asked)]


def open_motringningar(reader: Reader, circles: Iterable[CircleId]) -> list[tuple[Known, MotringningRow]]:
    """Every request from outside without an outcome."""
    asked = _people(MOTRINGNING, *_own(MOTRINGNING)).where(MOTRINGNING.c.state != State.CLOSED.value)
    return [(known, motringning_of(row)) for known, row in _of(reader, set(circles), asked)]


def _own(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "person"]


def _people(table: Table, *columns: Any) -> Select[Any]:
    """Rows of a table with their active people, whatever the circle.

    The circles are sifted out in `_of`: asked about them, the database would go through everyone in them to find the
    few rows that wait (measured at 100,000 people: 0.9 s).
    """
    return (
        select(*_WHO, *columns).join(table, table.c.person == record.c.id).where(record.c.status == Status.ACTIVE.value)
    )


def _of(reader: Reader, circles: set[CircleId], asked: Select[Any]) -> Iterator[tuple[Known, Row[Any]]]:
    for row in reader.rows(asked):
        if row.circle in circles:
            yield Known(id=PersonId(row.whose), circle=CircleId(row.circle), reference=row.reference), row
