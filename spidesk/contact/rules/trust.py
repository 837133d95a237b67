"""Where post goes, BankID, fullmakt and samtycke: whom and what can be relied on, and until when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from spidesk.contact.rules.channels import Decider
from spidesk.contact.rules.text import clean, months_after, past
from spidesk.person.rules import PostWay, warned_on
from spidesk.refusal import Refusal

CONFIRM_MONTHS = 12


class BankIdAnswer(StrEnum):
    """Has someone else used the person's BankID?"""

    NEJ = "nej"
    JA = "ja"
    VET_INTE = "vet_inte"


class Form(StrEnum):
    """How a consent was given. At least oral, preferably written."""

    MUNTLIGT = "muntligt"
    SKRIFTLIGT = "skriftligt"


class FullmaktState(StrEnum):
    """Where a fullmakt stands on a day."""

    COMING = "coming"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """How the person gets post. Sealed: the place or the address says where they are."""

    collect: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    address_safe: bool = field(default=False, repr=False)
    decided_by: Decider | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankId:
    """What was told about BankID, and what is to be done. Sealed."""

    told_by: str = field(default="", repr=False)
    todo: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fullmakt:
    """Who may speak for the person, about what, and how the paper was seen. Sealed; the dates are open."""

    holder: str = field(default="", repr=False)
    scope: str = field(default="", repr=False)
    reach: str = field(default="", repr=False)
    seen: str = field(default="", repr=False)
    ending: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Samtycke:
    """To whom what may be told, and who said so. Sealed; form and dates are open."""

    receiver: str = field(default="", repr=False)
    what: str = field(default="", repr=False)
    given_by: str = field(default="", repr=False)
    paper_place: str = field(default="", repr=False)
    ending: str = field(default="", repr=False)


def checked_post(way: PostWay | None, post: Post, *, confirmed_on: date, today: date) -> Post:
    """Give the post choice as it is kept. A given address takes a reason and the tick that it is safe.

    Only what belongs to the chosen way is kept: an address left from an earlier choice could be used by mistake.
    """
    if way is None or way is PostWay.OKANT:
        raise Refusal("contact.way_missing", field="way")
    past(confirmed_on, today, field="confirmed_on")
    if post.decided_by is None:
        raise Refusal("contact.decider_missing", field="decided_by")
    if way is PostWay.FORMEDLING:
        return Post(decided_by=post.decided_by)
    if way is PostWay.HAMTAS:
        collect = clean(post.collect, field="collect", limit=500, code="collect")
        return Post(collect=collect, decided_by=post.decided_by)
    address = clean(post.address, field="address", limit=500, code="address")
    reason = clean(post.reason, field="reason", limit=500, code="address_reason")
    if not post.address_safe:
        raise Refusal("contact.address_unsure", field="address_safe")
    return Post(address=address, reason=reason, address_safe=True, decided_by=post.decided_by)


def checked_bankid(answer: BankIdAnswer | None, told: BankId, *, asked_on: date, today: date) -> BankId:
    """Give the BankID answer as it is kept. Anything but *no* takes what is to be done."""
    if answer is None:
        raise Refusal("contact.answer_missing", field="answer")
    past(asked_on, today, field="asked_on")
    needed = "todo" if answer is not BankIdAnswer.NEJ else ""
    return BankId(
        told_by=clean(told.told_by, field="told_by", limit=200, code="told_by"),
        todo=clean(told.todo, field="todo", limit=1000, code=needed),
    )


def checked_fullmakt(fullmakt: Fullmakt, *, valid_from: date, valid_until: date | None) -> Fullmakt:
    """Give the fullmakt as it is kept. `valid_until` None means until further notice: it is asked about yearly."""
    if valid_until is not None and valid_until < valid_from:
        raise Refusal("contact.end_before_start", field="valid_until")
    return replace(
        fullmakt,
        holder=clean(fullmakt.holder, field="holder", limit=200, code="holder"),
        scope=clean(fullmakt.scope, field="scope", limit=1000, code="scope"),
        reach=clean(fullmakt.reach, field="reach", limit=500),
        seen=clean(fullmakt.seen, field="seen", limit=200, code="seen"),
        ending="",
    )


def checked_samtycke(form: Form | None, samtycke: Samtycke, *, given_on: date, today: date) -> Samtycke:
    """Give the consent as it is kept. A written one says where the paper lies."""
    if form is None:
        raise Refusal("contact.form_missing", field="form")
    past(given_on, today, field="given_on")
    written = form is Form.SKRIFTLIGT
    return replace(
        samtycke,
        receiver=clean(samtycke.receiver, field="receiver", limit=200, code="receiver"),
        what=clean(samtycke.what, field="what", limit=1000, code="what"),
        given_by=clean(samtycke.given_by, field="given_by", limit=200, code="given_by"),
        paper_place=clean(samtycke.paper_place, field="paper_place", limit=200, code="paper_place" if written else ""),
        ending="",
    )


def checked_ending(ended_on: date, why: str, *, began_on: date, today: date) -> str:
    """Give the reason a fullmakt or consent ended. It cannot end in the future, or before it began."""
    past(ended_on, today, field="ended_on")
    if ended_on < began_on:
        raise Refusal("contact.end_before_start", field="ended_on")
    return clean(why, field="ending", limit=500, code="ending")


def unconfirmed_from(confirmed_on: date) -> date:
    """The day from which a confirmation is too old: twelve months."""
    return months_after(confirmed_on, CONFIRM_MONTHS)


def confirmed(confirmed_on: date, today: date) -> bool:
    """Tell whether the line was confirmed within twelve months."""
    return today < unconfirmed_from(confirmed_on)


def fullmakt_state(*, valid_from: date, valid_until: date | None, ended_on: date | None, today: date) -> FullmaktState:
    """Where a fullmakt stands today."""
    if ended_on is not None:
        return FullmaktState.ENDED
    if today < valid_from:
        return FullmaktState.COMING
    if valid_until is None:
        return FullmaktState.VALID
    step = warned_on(valid_until, today)
    if step is None:
        return FullmaktState.VALID
    return FullmaktState.EXPIRING if step else FullmaktState.EXPIRED
