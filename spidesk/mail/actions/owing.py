"""What this room sends to Att göra. Open columns only; a title never says who."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.ordering import label_of
from spidesk.mail.actions.posting import open_prints, post_circles
from spidesk.mail.document import forms
from spidesk.mail.document.papers import TITLES
from spidesk.mail.rules.order import State, post_by
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


def due(reader: Reader, today: date) -> list[DueItem]:
    """Letters to print, match and post; prints to answer for; letters that came back or are late."""
    return [*_post(reader), *_asked(reader), *_handlers(reader, today)]


def _post(reader: Reader) -> list[DueItem]:
    rows = records.of_post(reader, post_circles(reader.session), _NEXT)
    return [
        DueItem(
            on=_post_by(row) or row.ordered_on,
            title=_NEXT[State(row.state)],
            reference=label_of(row),
            place=Place(page="post", reference=label_of(row)),
            room=ROOM,
            circle=CircleId(row.post_circle),
        )
        for row in rows
    ]


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


def _handlers(reader: Reader, today: date) -> list[DueItem]:
    mine = [
        one.id
        for one in reader.session.circles_with(Role.HANDLAGGARE, Role.KRETSAGARE)
        if one.kind is CircleKind.PERSONS
    ]
    back = records.of_circles(reader, mine, (State.RETURNED,))
    late = [row for row in records.of_circles(reader, mine, _NEXT) if (_post_by(row) or today) < today]
    return [
        *(_person(row, row.returned_on, f"Brev {label_of(row)} har kommit i retur") for row in back),
        *(_person(row, _post_by(row), f"Brev {label_of(row)} är inte postat i tid") for row in late),
    ]


def _person(row: Row[Any], on: date | None, title: str) -> DueItem:
    place = Place(page="people", reference=row.reference, person=PersonId(row.person), tab="post")
    return DueItem(on=on, title=title, reference=row.reference, place=place, room=ROOM, circle=CircleId(row.circle))


def _post_by(row: Row[Any]) -> date | None:
    return post_by(row.latest_arrival, forms.current(row.edition)) if row.latest_arrival else None
