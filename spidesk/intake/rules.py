"""Sources, checklists and answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from spidesk.person.rules import Category, EventKind, NewPerson, Protection, Skydd, SkyddState, warned_on
from spidesk.refusal import Refusal

if TYPE_CHECKING:  # names only: the vault is below the rules' horizon
    from spidesk.vault.ids import PersonId, RowId, UserId


class Source(StrEnum):
    """How the circle was told."""

    PHONE = "phone"
    MEETING = "meeting"
    PAPER = "paper"


class Answer(StrEnum):
    """An answer to a checklist line."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A line of a checklist as the dated file has it.

    ``within`` is days after the event; ``stays`` says that "nej" means it is still to be done;
    ``categories`` is empty when the line is for everyone.
    """

    key: str
    text: str
    source: str
    within: int
    stays: bool
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The lines that belong to one kind of event, in the edition of one day."""

    kind: EventKind
    edition: date
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line on one event: what was asked, by when, and the answer with who and when."""

    id: RowId
    event: RowId
    text: str
    source: str
    due_on: date
    stays: bool
    version: int
    answer: Answer | None = None
    answered_by: UserId | None = None
    answered_at: datetime | None = None

    @property
    def settled(self) -> bool:
        """Nothing is left to do."""
        return settled(self.answer, stays=self.stays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A person as the wizard has gathered them, with the questions that are asked first."""

    source: Source
    told_on: date
    fingerade: bool
    new: NewPerson = field(repr=False)
    note: str = field(default="", repr=False)
    note_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """Something that has happened. ``protection`` belongs to granted and mark changed only."""

    person: PersonId
    kind: EventKind
    on: date
    note: str = field(default="", repr=False)
    note_seen: bool = False
    protection: Protection | None = None


def settled(answer: Answer | None, *, stays: bool) -> bool:
    """Is the line done? Yes and ej aktuellt are; no is, unless the line asks for work to be done."""
    if answer is None:
        return False
    return answer is not Answer.NO or not stays


def checked_arrival(arrival: Arrival, *, today: date) -> Arrival:
    """The arrival, if it may be registered.

    Refuses ``intake.fingerade`` (lag 1991:483: the person is treated as anyone else, and two
    identities are never linked) and ``intake.told_future``.
    """
    if arrival.fingerade:
        raise Refusal("intake.fingerade", field="fingerade")
    if arrival.told_on > today:
        raise Refusal("intake.told_future", field="told_on")
    return arrival


def questions_for(checklist: Checklist, category: Category) -> tuple[Question, ...]:
    """The lines that concern this category."""
    return tuple(one for one in checklist.questions if not one.categories or category in one.categories)


def due_on(question: Question, event_on: date, today: date) -> date:
    """The last day of a line: counted from the event, or from today when the event is long past."""
    return max(event_on, today) + timedelta(days=question.within)


def protection_after(kind: EventKind, on: date, current: Protection, new: Protection | None) -> Protection | None:
    """The protection that an event leads to, or None when it changes nothing.

    Granted and mark changed carry the new protection (``intake.protection_missing`` without it).
    A lapse ends the one there is; level and history stay, and so does every mask.
    """
    if kind in (EventKind.GRANTED, EventKind.MARK_CHANGED):
        if new is None:
            raise Refusal("intake.protection_missing", field="level")
        return new
    if kind is EventKind.LAPSED:
        start = current.valid_from if current.valid_from and current.valid_from <= on else None
        return Protection(
            level=current.level,
            state=SkyddState.ENDED,
            valid_from=start,
            valid_until=on,
            seen_by=current.seen_by,
            seen_on=current.seen_on,
        )
    return None


def opening_warnings(level: Skydd, state: SkyddState, category: Category, *, seen: bool) -> tuple[str, ...]:
    """Codes of what the one who registers should know before going on."""
    found = []
    if not seen:
        found.append("decision_unseen")
    if state is SkyddState.PRELIMINARY:
        found.append("preliminary")
    if level is Skydd.SEKRETESSMARKERING:
        found.append("still_distributed")
    if category in (Category.ELEV, Category.BARN):
        found.append("two_guardians")
    return tuple(found)


def runs_out(valid_until: date, today: date) -> int | None:
    """The reminder that has been reached: 90, 30 or 7 days, 0 when it has run out, None before."""
    return warned_on(valid_until, today)


def progress(lines: Sequence[Line]) -> tuple[int, int]:
    """Settled lines, of all."""
    return sum(1 for line in lines if line.settled), len(lines)


def first_due(lines: Iterable[Line]) -> date | None:
    """The nearest last day among the lines that are not settled."""
    return min((line.due_on for line in lines if not line.settled), default=None)
