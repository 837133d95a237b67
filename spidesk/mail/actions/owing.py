"""What this room sends to Att göra. Open columns only; a title never says who."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions import naming
from spidesk.mail.actions.editions import Shelf
from spidesk.mail.actions.ledger import label_of, post_circles
from spidesk.mail.actions.posting import open_prints
from spidesk.mail.document.papers import TITLES
from spidesk.mail.records import batches
from spidesk.mail.rules import naming as names
from spidesk.mail.rules.batch import batch_label
from spidesk.mail.rules.order import State, post_by, receipt_by
from spidesk.person.rules import DueItem, Place
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, PersonId
from spidesk.vault.session import CircleKind, Role

ROOM = "mail"
_NEXT = {
    State.ORDERED: "Skriv ut brevets papper",
    State.PRINTED: "Läs av koderna före igenklistring",
    State.MATCHED: "Lämna brevet till posten",
}
_STOPPED = "Sändningen är stoppad: ett brev och ett innerkuvert hör inte ihop"
_WAIT = "Lägg brevet åt sidan tills handläggaren har svarat på frågan om det"


def due(reader: Reader, today: date) -> list[DueItem]:
    """Letters to print, match and post; prints to answer for; questions about names; letters come back or late."""
    shelf = Shelf(reader)
    return [
        *_post(reader, shelf),
        *_asked(reader),
        *_questions(reader),
        *_handlers(reader, shelf, today),
        *_administrators(reader, shelf, today),
    ]


def _post(reader: Reader, shelf: Shelf) -> list[DueItem]:
    """Letters one by one, but those of an unfinished batch together: its line has the day of the first of them."""
    rows = records.of_post(reader, post_circles(reader.session), _NEXT)
    asked = records.states(reader, [row.id for row in rows])
    lies = records.batch_labels(reader, [row.id for row in rows])
    days: dict[tuple[int, int], date] = {}
    items = []
    for row in rows:
        on = _post_by(row, shelf) or row.ordered_on
        if row.id in lies:
            days[lies[row.id]] = min(on, days.get(lies[row.id], on))
            continue
        title = _WAIT if asked.get(row.id) is names.State.OPEN else _NEXT[State(row.state)]
        place = Place(page="post", reference=label_of(row))
        items.append(_at_post(on, title, label_of(row), place, row.post_circle))
    return [*_batches(reader, days), *items]


def _batches(reader: Reader, days: dict[tuple[int, int], date]) -> list[DueItem]:
    """Batches that have not ended: letters lie printed and not posted, or a mismatch holds them."""
    found = batches.unfinished(reader, post_circles(reader.session))
    return [
        _at_post(
            days.get((row.year, row.number), row.at.date()),
            _STOPPED if row.stopped_at else "Gör klart sändningen",
            batch_label(row.year, row.number),
            Place(page="post", tab="batch"),
            row.post_circle,
        )
        for row in found
    ]


def _at_post(on: date, title: str, label: str, place: Place, circle: str) -> DueItem:
    return DueItem(on=on, title=title, reference=label, place=place, room=ROOM, circle=CircleId(circle))


def _asked(reader: Reader) -> list[DueItem]:
    return [
        DueItem(
            on=one.at.date(),
            title=f"Svara: skrevs papperet ut? ({TITLES[one.paper]})",
            reference=one.label,
            place=Place(page="post", reference=one.label),
            room=ROOM,
        )
        for one in open_prints(reader)
    ]


def _questions(reader: Reader) -> list[DueItem]:
    return [
        DueItem(
            on=one.at.date(),
            title=f"Svara: får brev {one.label} skickas? Någon mer står med i det",
            reference=one.person.reference,
            place=Place(page="people", reference=one.person.reference, person=one.person.id, tab="post"),
            room=ROOM,
            circle=one.person.circle,
        )
        for one in naming.waiting(reader)
    ]


def _handlers(reader: Reader, shelf: Shelf, today: date) -> list[DueItem]:
    mine = [
        one.id
        for one in reader.session.circles_with(Role.HANDLAGGARE, Role.KRETSAGARE)
        if one.kind is CircleKind.PERSONS
    ]
    back = records.of_circles(reader, mine, (State.RETURNED,))
    waiting = records.of_circles(reader, mine, _NEXT)
    late = [row for row in waiting if (_post_by(row, shelf) or today) < today]
    served = [row for row in records.of_circles(reader, mine, (State.POSTED,)) if row.delgivning and row.posted_on]
    receipts = [(row, receipt_by(row.posted_on, shelf.shown(row))) for row in served]
    return [
        *(_person(row, row.returned_on, f"Brev {label_of(row)} har kommit i retur") for row in back),
        *(_person(row, _post_by(row, shelf), f"Brev {label_of(row)} är inte postat i tid") for row in late),
        *(
            _person(row, on, f"Delgivningskvittot för brev {label_of(row)} har inte kommit")
            for row, on in receipts
            if on <= today
        ),
    ]


def _administrators(reader: Reader, shelf: Shelf, today: date) -> list[DueItem]:
    """Rows of the rules that count for nothing: somebody has been at them."""
    if not reader.session.user.admin:
        return []
    title = "En utgåva av förmedlingsreglerna är ändrad av någon annan än en valvadministratör och används inte"
    return [
        DueItem(on=today, title=title, reference="", place=Place(page="admin"), room=ROOM) for _ in shelf.ignored[:1]
    ]


def _person(row: Row[Any], on: date | None, title: str) -> DueItem:
    place = Place(page="people", reference=row.reference, person=PersonId(row.person), tab="post")
    return DueItem(on=on, title=title, reference=row.reference, place=place, room=ROOM, circle=CircleId(row.circle))


def _post_by(row: Row[Any], shelf: Shelf) -> date | None:
    return post_by(row.latest_arrival, shelf.shown(row)) if row.latest_arrival else None
