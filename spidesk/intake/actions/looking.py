"""What the tab Händelser shows and what intake sends to Att göra: open columns only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from spidesk.intake import records
from spidesk.intake.rules import Line, Source, runs_out
from spidesk.person import actions as person_actions
from spidesk.person import records as person_records
from spidesk.person.actions import Who
from spidesk.person.rules import WARN_DAYS, DueItem, Event, Place, Protection, Standing
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, PersonId, RowId, UserId
from spidesk.vault.vault import Vault

ROOM = "intake"
TAB = "handelser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """The tab's content: how the circle was told, events newest first, and their lines."""

    standing: Standing
    source: Source | None
    told_on: date | None
    protection: Protection
    events: tuple[Event, ...]
    lines: dict[RowId, list[Line]]
    users: dict[UserId, str]
    choices: tuple[Who, ...]


def happened(vault: Vault, person: PersonId) -> Happened:
    """What the tab shows. Refuses as ``check_open`` does."""
    with vault.read() as reader:
        standing = person_actions.check_open(reader, person)
        told = records.arrival_of(reader, person)
        return Happened(
            standing=standing,
            source=Source(told.source) if told else None,
            told_on=told.told_on if told else None,
            protection=person_records.protection_of(person_records.versions(reader, person)[0]),
            events=person_actions.events(reader, person),
            lines=records.lines_of(reader, person),
            users=person_actions.user_names(reader),
            choices=person_actions.handlers_to_choose(reader, standing.circle),
        )


def due(reader: Reader, today: date) -> list[DueItem]:
    """Protection running out (90, 30, 7 days) and checklists with work left, in the user's circles."""
    circles = [circle.id for circle in reader.session.circles_with(*person_actions.OPENERS)]
    return [*_running_out(reader, circles, today), *_unsettled(reader, circles)]


def _running_out(reader: Reader, circles: list[CircleId], today: date) -> list[DueItem]:
    items = []
    for row in person_records.running_out(reader, circles, today + timedelta(days=max(WARN_DAYS))):
        reached = runs_out(row.valid_until, today)
        if reached is None:
            continue
        title = f"Skyddet går ut inom {reached} dagar" if reached else "Skyddet har gått ut. Allt är fortfarande dolt"
        items.append(
            DueItem(
                on=row.valid_until,
                title=title,
                reference=row.reference,
                place=Place(page="people", reference=row.reference, person=PersonId(row.id), tab="oversikt"),
                room=ROOM,
                circle=CircleId(row.circle),
            )
        )
    return items


def _unsettled(reader: Reader, circles: list[CircleId]) -> list[DueItem]:
    """One item an event: the nearest last day and how many lines are left."""
    return [
        DueItem(
            on=row.nearest,
            title="Checklista: 1 fråga kvar" if row.many == 1 else f"Checklista: {row.many} frågor kvar",
            reference=row.reference,
            place=Place(page="people", reference=row.reference, person=PersonId(row.person), tab=TAB),
            room=ROOM,
            circle=CircleId(row.circle),
        )
        for row in records.unsettled(reader, circles)
    ]
