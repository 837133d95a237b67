"""What the list and the overview show: open columns only, so nothing is unsealed or logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from spidesk.person import records
from spidesk.person.actions.opening import OPENERS, check_open, moment
from spidesk.person.rules import (
    Access,
    Category,
    Event,
    EventKind,
    PersonRef,
    Skydd,
    SkyddState,
    Standing,
    Status,
    Version,
)
from spidesk.vault import membership
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, PersonId, RowId, UserId
from spidesk.vault.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A user to show or choose: id and the name colleagues know."""

    id: UserId
    name: str


class ListRow(NamedTuple):
    """One line of Personer. Open columns only. A tuple, because a hundred thousand are made at a time."""

    id: PersonId
    circle: CircleId
    reference: str
    circle_name: str
    category: Category
    status: Status
    level: Skydd
    state: SkyddState
    valid_until: date | None
    handlers: tuple[str, ...]
    mine: bool

    @property
    def person(self) -> PersonRef:
        """Who the line is about."""
        return PersonRef(id=self.id, circle=self.circle, reference=self.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything Översikt shows, with the record's version for the edits that start from it."""

    standing: Standing
    circle_name: str
    version: int
    registered_on: date
    held_since: date | None
    history: tuple[Version, ...]
    events: tuple[Event, ...]
    accesses: tuple[Access, ...]
    users: dict[UserId, str]
    choices: tuple[Who, ...]
    open_for: int | None
    """Seconds left of an opening with a reason; None for a handler."""


_CATEGORY = {one.value: one for one in Category}
_STATUS = {one.value: one for one in Status}
_SKYDD = {one.value: one for one in Skydd}
_STATE = {one.value: one for one in SkyddState}


def user_names(reader: Reader) -> dict[UserId, str]:
    """The name of every user of the vault, closed ones too."""
    return {user.id: user.name for user in membership.users(reader)}


def handlers_to_choose(reader: Reader, circle: CircleId) -> tuple[Who, ...]:
    """Those who can be named handlers in the circle: its handläggare and kretsägare, by name."""
    names = user_names(reader)
    able = [member.user for member in membership.members(reader, circle) if not member.roles.isdisjoint(OPENERS)]
    return tuple(sorted((Who(id=user, name=names[user]) for user in able), key=lambda who: who.name.casefold()))


def people(vault: Vault, *, most: int | None = None) -> list[ListRow]:
    """Everyone in the circles where the user is handläggare or kretsägare, in the order of registration.

    ``most`` gives only the latest registered, for a list that is to be seen at once.
    """
    with vault.read() as reader:
        circles = {circle.id: circle.name for circle in reader.session.circles_with(*OPENERS)}
        names = user_names(reader)
        rows = records.lines_in(reader, circles, most)
        handled = records.handlers_in(reader, circles if most is None else (), [row[0] for row in rows] if most else ())
        user = reader.session.user.id
    named: dict[tuple[UserId, ...], tuple[tuple[str, ...], bool]] = {}
    found = []
    for person, circle, reference, category, status, level, state, valid_until in rows:
        handlers = handled.get(person, ())
        if handlers not in named:
            named[handlers] = tuple(sorted(names[one] for one in handlers)), user in handlers
        found.append(
            ListRow(
                person,
                circle,
                reference,
                circles[circle],
                _CATEGORY[category],
                _STATUS[status],
                _SKYDD[level],
                _STATE[state],
                valid_until,
                *named[handlers],
            )
        )
    return found


def overview(vault: Vault, person: PersonId) -> Overview:
    """What Översikt shows. Refuses as ``check_open`` does."""
    with vault.read() as reader:
        found = check_open(reader, person)
        row = reader.one(records.in_circles([found.circle]).where(records.record.c.id == person))
        circle_name = next(circle.name for circle in reader.session.circles if circle.id == found.circle)
        return Overview(
            standing=found,
            circle_name=circle_name,
            version=int(row.version),
            registered_on=row.registered_on,
            held_since=row.held_since,
            history=_history(reader, person),
            events=events(reader, person),
            accesses=_accesses(reader, person),
            users=user_names(reader),
            choices=handlers_to_choose(reader, found.circle),
            open_for=int((found.open_until - moment(reader)).total_seconds()) if found.open_until else None,
        )


def _history(reader: Reader, person: PersonId) -> tuple[Version, ...]:
    return tuple(
        Version(number=row.number, protection=records.protection_of(row), by=UserId(row.by_user), at=row.at)
        for row in records.versions(reader, person)
    )


def events(reader: Reader, person: PersonId) -> tuple[Event, ...]:
    """The person's events, newest first, for one already checked open."""
    return tuple(
        Event(
            id=RowId(row.id),
            kind=EventKind(row.kind),
            on=row.on_day,
            by=UserId(row.by_user),
            at=row.at,
            noted=row.noted,
        )
        for row in records.events_of(reader, person)
    )


def _accesses(reader: Reader, person: PersonId) -> tuple[Access, ...]:
    return tuple(
        Access(id=RowId(row.id), by=UserId(row.user_id), at=row.at, until=row.until, reviewed=row.reviewed)
        for row in records.accesses_of(reader, person)
    )
