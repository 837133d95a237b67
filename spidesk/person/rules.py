"""The person as every room knows them: types, the protection rules, who may open. Pure.

Law: OSL 21:3 and 21:3 a, 22:1–2; folkbokföringslagen 16–17 b §§. How long a sekretessmarkering
lasts stands in no statute, so an end date is written by people or left "tills vidare", never
computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from spidesk.refusal import Refusal

if TYPE_CHECKING:  # names only: the vault is below the rules' horizon
    from spidesk.vault.ids import CircleId, PersonId, RowId, UserId

ACCESS = timedelta(hours=3)
"""How long a given reason keeps the page open for one who is not a handler."""
WARN_DAYS = (90, 30, 7)
"""Days before protection runs out when Att göra says so."""


class Skydd(StrEnum):
    """Level of protection. Fingerade personuppgifter are not here, on purpose."""

    SEKRETESSMARKERING = "sekretessmarkering"
    SKYDDAD_FOLKBOKFORING = "skyddad_folkbokforing"


class SkyddState(StrEnum):
    """Where Skatteverket's decision stands."""

    PRELIMINARY = "preliminary"
    DECIDED = "decided"
    ENDED = "ended"


class Category(StrEnum):
    """Why the circle knows the person."""

    ANSTALLD = "anstalld"
    ELEV = "elev"
    KLIENT = "klient"
    BARN = "barn"


class Status(StrEnum):
    """Whether the circle still works with the person."""

    ACTIVE = "active"
    LEFT = "left"
    DECEASED = "deceased"


class EventKind(StrEnum):
    """What happened, each with its own checklist in intake."""

    REGISTERED = "registered"
    GRANTED = "granted"
    MOVED = "moved"
    MARK_CHANGED = "mark_changed"
    LAPSED = "lapsed"
    LEFT = "left"
    DECEASED = "deceased"


class PostWay(StrEnum):
    """Where the person has said post goes."""

    FORMEDLING = "formedling"
    HAMTAS = "hamtas"
    ADRESS = "adress"
    OKANT = "okant"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRef:
    """Enough to point at a person: the row, the circle, and the reference shown to people."""

    id: PersonId
    circle: CircleId
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere in the program: a page of the rail, or a tab on a person's page."""

    page: str
    reference: str = ""
    person: PersonId | None = None
    tab: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """One thing to do. ``on`` is the last day, or None when it has no day. No identity inside."""

    on: date | None
    title: str
    reference: str
    place: Place
    room: str
    circle: CircleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the person is: the sealed part ``identity``. Numbers are canonical, the first is used."""

    given: str = field(default="", repr=False)
    family: str = field(default="", repr=False)
    alias: str = field(default="", repr=False)
    numbers: tuple[str, ...] = field(default=(), repr=False)
    child_of: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Given and family name, as written in an address."""
        return f"{self.given} {self.family}".strip()

    @property
    def number(self) -> str:
        """The number to use, or an empty text when none is known."""
        return self.numbers[0] if self.numbers else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The line on an inner envelope: canonical number and name."""

    number: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """One version of the protection. ``valid_until`` None means tills vidare."""

    level: Skydd
    state: SkyddState
    valid_from: date | None = None
    valid_until: date | None = None
    seen_by: UserId | None = None
    seen_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the open columns say of a person, and whether this user may open them now."""

    person: PersonRef
    category: Category
    status: Status
    level: Skydd
    state: SkyddState
    valid_until: date | None
    handlers: tuple[UserId, ...]
    held: bool
    may_open: bool
    needs_reason: bool
    open_until: datetime | None = None

    @property
    def reference(self) -> str:
        """The reference shown to people, SP-YYYY-NNNN."""
        return self.person.reference

    @property
    def circle(self) -> CircleId:
        """The circle the person belongs to."""
        return self.person.circle


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What it takes to register somebody. ``same_number`` says a duplicate was seen and accepted."""

    circle: CircleId
    category: Category
    identity: Identity = field(repr=False)
    protection: Protection
    handlers: tuple[UserId, ...]
    same_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why somebody who is not a handler opened the page: the sealed part ``reason:<row>``."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the protection as it was registered."""

    number: int
    protection: Protection
    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One opening of the page by someone who is not a handler; the reason is a sealed part."""

    id: RowId
    by: UserId
    at: datetime
    until: datetime
    reviewed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to the person; the note is a sealed part."""

    id: RowId
    kind: EventKind
    on: date
    by: UserId
    at: datetime
    noted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventNote:
    """The sealed part ``event:<row>``."""

    text: str = field(repr=False)


def checked_protection(protection: Protection, *, today: date) -> Protection:
    """The protection if it can be true, else a refusal beside the field that is wrong.

    ``person.end_before_start``; ``person.end_missing`` and ``person.end_future`` (ended must
    say when, and it has happened); ``person.seen_half`` (who and when belong together);
    ``person.seen_future``.
    """
    start, end = protection.valid_from, protection.valid_until
    if start and end and end < start:
        raise Refusal("person.end_before_start", field="valid_until")
    if protection.state is SkyddState.ENDED:
        if end is None:
            raise Refusal("person.end_missing", field="valid_until")
        if end > today:
            raise Refusal("person.end_future", field="valid_until")
    if (protection.seen_by is None) != (protection.seen_on is None):
        raise Refusal("person.seen_half", field="seen_on")
    if protection.seen_on and protection.seen_on > today:
        raise Refusal("person.seen_future", field="seen_on")
    return protection


def checked_identity(identity: Identity) -> Identity:
    """The identity if it names somebody: a name or at least one number."""
    if not identity.name and not identity.numbers:
        raise Refusal("person.nobody", field="family")
    if len(set(identity.numbers)) != len(identity.numbers):
        raise Refusal("person.number_twice", field="number")
    return identity


def reference_text(year: int, number: int) -> str:
    """SP-2026-0007: a running number in the vault, nothing about the person inside."""
    return f"SP-{year:04}-{number:04}"


def warned_on(valid_until: date, today: date) -> int | None:
    """Days of the warning that has been reached (90, 30 or 7; 0 when it has run out), or None."""
    left = (valid_until - today).days
    if left < 0:
        return 0
    reached = [days for days in WARN_DAYS if left <= days]
    return min(reached) if reached else None
