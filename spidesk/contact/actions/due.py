"""What this room sends to Att göra. Open columns only; a title never says who."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from spidesk.contact import records
from spidesk.contact.records import Known
from spidesk.contact.rules import CONFIRM_MONTHS, unconfirmed_from
from spidesk.contact.rules.text import months_after
from spidesk.person.rules import WARN_DAYS, DueItem, Place, warned_on
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId
from spidesk.vault.session import Role

AHEAD = timedelta(days=30)
"""How long before a confirmation is too old it is asked for."""


def due(reader: Reader, today: date) -> list[DueItem]:
    """Lines unconfirmed for twelve months, fullmakter that run out (90, 30, 7 days) and requests without an outcome.

    For the active people of the circles where the user is handläggare or kretsägare.
    """
    circles = [circle.id for circle in reader.session.circles_with(Role.HANDLAGGARE, Role.KRETSAGARE)]
    if not circles:
        return []
    return [*_unconfirmed(reader, today, circles), *_fullmakter(reader, today, circles), *_requests(reader, circles)]


def _old(today: date) -> date:
    """Confirmed before this day is due soon; a leap day's slack is taken up by the rule that follows."""
    return months_after(today + AHEAD, -CONFIRM_MONTHS) + timedelta(days=2)


def _unconfirmed(reader: Reader, today: date, circles: list[CircleId]) -> Iterator[DueItem]:
    for known, oldest in records.unconfirmed(reader, circles, _old(today)):
        on = unconfirmed_from(oldest)
        if on <= today + AHEAD:
            yield _item(known, on, "Bekräfta kontaktvägarna: 12 månader sedan sist")


def _fullmakter(reader: Reader, today: date, circles: list[CircleId]) -> Iterator[DueItem]:
    until = today + timedelta(days=max(WARN_DAYS))
    for known, row in records.running_out(reader, circles, until=until, before=_old(today)):
        if row.valid_until is None:
            on = unconfirmed_from(row.confirmed_on)
            if on <= today + AHEAD:
                yield _item(known, on, "Fråga om fullmakten tills vidare fortfarande gäller")
            continue
        step = warned_on(row.valid_until, today)
        if step == 0:
            yield _item(known, row.valid_until, "Fullmakt har gått ut: avsluta eller förnya")
        elif step is not None:
            yield _item(known, row.valid_until, f"Fullmakt går ut inom {step} dagar")


def _requests(reader: Reader, circles: list[CircleId]) -> Iterator[DueItem]:
    for known, row in records.open_motringningar(reader, circles):
        yield _item(known, row.asked_at.date(), "Avsluta motringning: förfrågan väntar på besked")


def _item(known: Known, on: date, title: str) -> DueItem:
    place = Place(page="people", person=known.id, reference=known.reference, tab="kontakt")
    return DueItem(on=on, title=title, reference=known.reference, place=place, room="contact", circle=known.circle)
