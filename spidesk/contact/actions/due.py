"""What this room sends to Att göra. Open columns only; a title never says who."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from spidesk.contact import records
from spidesk.contact.rules import unconfirmed_from
from spidesk.person.records import record
from spidesk.person.rules import DueItem, Place, Status, warned_on
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, PersonId
from spidesk.vault.session import Role

AHEAD = timedelta(days=30)
"""How long before a confirmation is too old it is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A person the user works with, by the open columns."""

    id: PersonId
    circle: CircleId
    reference: str

    def item(self, on: date, title: str) -> DueItem:
        place = Place(page="people", person=self.id, reference=self.reference, tab="kontakt")
        return DueItem(on=on, title=title, reference=self.reference, place=place, room="contact", circle=self.circle)


def due(reader: Reader, today: date) -> list[DueItem]:
    """Lines unconfirmed for twelve months, fullmakter that run out (90, 30, 7 days) and requests without an outcome.

    For the active people of the circles where the user is handläggare or kretsägare.
    """
    known = {one.id: one for one in _known(reader)}
    return [*_unconfirmed(reader, today, known), *_fullmakter(reader, today, known), *_requests(reader, known)]


def _known(reader: Reader) -> Iterator[_Known]:
    circles = [circle.id for circle in reader.session.circles_with(Role.HANDLAGGARE, Role.KRETSAGARE)]
    if not circles:
        return
    asked = select(record.c.id, record.c.circle, record.c.reference).where(
        record.c.circle.in_(circles), record.c.status == Status.ACTIVE.value
    )
    for row in reader.rows(asked):
        yield _Known(id=PersonId(row.id), circle=CircleId(row.circle), reference=row.reference)


def _unconfirmed(reader: Reader, today: date, known: dict[PersonId, _Known]) -> Iterator[DueItem]:
    for person, oldest in records.confirmations(reader, known):
        on = unconfirmed_from(oldest)
        if on <= today + AHEAD:
            yield known[person].item(on, "Bekräfta kontaktvägarna: 12 månader sedan sist")


def _fullmakter(reader: Reader, today: date, known: dict[PersonId, _Known]) -> Iterator[DueItem]:
    for person, row in records.running_fullmakter(reader, known):
        if row.valid_until is None:
            on = unconfirmed_from(row.confirmed_on)
            if on <= today + AHEAD:
                yield known[person].item(on, "Fråga om fullmakten tills vidare fortfarande gäller")
            continue
        step = warned_on(row.valid_until, today)
        if step == 0:
            yield known[person].item(row.valid_until, "Fullmakt har gått ut: avsluta eller förnya")
        elif step is not None:
            yield known[person].item(row.valid_until, f"Fullmakt går ut inom {step} dagar")


def _requests(reader: Reader, known: dict[PersonId, _Known]) -> Iterator[DueItem]:
    for person, row in records.open_motringningar(reader, known):
        yield known[person].item(row.asked_at.date(), "Avsluta motringning: förfrågan väntar på besked")
