"""Motringning: nothing is told to a caller before they are called back through a number found independently.

Three steps, in order: the request is logged; a number to the authority's switchboard, from a source of one's own, is
called; the outcome is written. A disclosure stands only on all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from spidesk.contact.rules.text import clean
from spidesk.refusal import Refusal


class Source(StrEnum):
    """Where the switchboard number was found: never with the caller."""

    EGEN_LISTA = "egen_lista"
    WEBBPLATS = "webbplats"
    UPPLYSNING = "upplysning"
    TIDIGARE_ARENDE = "tidigare_arende"


class Outcome(StrEnum):
    """How a request from outside ended."""

    LAMNADE_UT = "lamnade_ut"
    NEKADE = "nekade"
    INTE_BEKRAFTAD = "inte_bekraftad"
    INTE_NADD = "inte_nadd"


class Ground(StrEnum):
    """On what a disclosure stands."""

    SAMTYCKE = "samtycke"
    UPPGIFTSSKYLDIGHET = "uppgiftsskyldighet"
    PROVNING = "provning"


class State(StrEnum):
    """How far a motringning has come."""

    LOGGED = "logged"
    CALLED = "called"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came from outside: who says they call, from where, and what they ask for."""

    caller: str = field(default="", repr=False)
    authority: str = field(default="", repr=False)
    number_given: str = field(default="", repr=False)
    asks: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """The call back: which number, found where, when, and whether the switchboard knew the caller."""

    number: str = field(default="", repr=False)
    source: Source | None = field(default=None, repr=False)
    source_detail: str = field(default="", repr=False)
    confirmed: bool | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How it ended: what was told, on what ground, decided by whom; or why not."""

    told: str = field(default="", repr=False)
    ground: Ground | None = field(default=None, repr=False)
    decided_by: str = field(default="", repr=False)
    why: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Motringning:
    """One request from outside, whole. Sealed; each step adds a version."""

    request: Request = field(repr=False)
    callback: Callback | None = field(default=None, repr=False)
    closing: Closing | None = field(default=None, repr=False)


_NUMBER = re.compile(r"\+?[0-9][0-9 ()\-]{3,24}")


def digits(number: str) -> str:
    """A telephone number as bare national digits: +46 and 0046 become 0."""
    bare = re.sub(r"[^0-9+]", "", number)
    bare = re.sub(r"^\+", "00", bare)
    return re.sub(r"^00460?", "0", bare)


def same_number(one: str, other: str) -> bool:
    """Tell whether two numbers reach the same telephone, however they are written."""
    return bool(digits(one)) and digits(one) == digits(other)


def checked_request(request: Request, *, asked_at: datetime, now: datetime) -> Request:
    """Give the request as it is kept. A number the caller did not leave stays empty."""
    if asked_at > now:
        raise Refusal("contact.future_time", field="asked_at")
    number = clean(request.number_given, field="number_given", limit=60)
    if number and not _NUMBER.fullmatch(number):
        raise Refusal("contact.not_a_number", field="number_given")
    return Request(
        caller=clean(request.caller, field="caller", limit=200, code="caller"),
        authority=clean(request.authority, field="authority", limit=200, code="authority"),
        number_given=number,
        asks=clean(request.asks, field="asks", limit=1000, code="asks"),
    )


def checked_callback(
    callback: Callback, request: Request, *, called_at: datetime, asked_at: datetime, now: datetime
) -> Callback:
    """Give the call back as it is kept. The number must come from elsewhere than the caller."""
    number = clean(callback.number, field="number", limit=60, code="switchboard")
    if not _NUMBER.fullmatch(number):
        raise Refusal("contact.not_a_number", field="number")
    if same_number(number, request.number_given):
        raise Refusal("contact.same_number", field="number")
    if callback.source is None:
        raise Refusal("contact.source_missing", field="source")
    if called_at > now:
        raise Refusal("contact.future_time", field="called_at")
    if called_at < asked_at:
        raise Refusal("contact.called_before_asked", field="called_at")
    if callback.confirmed is None:
        raise Refusal("contact.confirmed_missing", field="confirmed")
    detail = clean(callback.source_detail, field="source_detail", limit=200, code="source_detail")
    return replace(callback, number=number, source_detail=detail)


def called_back(callback: Callback | None, request: Request) -> bool:
    """Tell whether the caller was confirmed through a number that was found independently."""
    return (
        callback is not None
        and callback.confirmed is True
        and callback.source is not None
        and bool(digits(callback.number))
        and not same_number(callback.number, request.number_given)
    )


def checked_closing(
    outcome: Outcome | None, closing: Closing, *, request: Request, callback: Callback | None, consents: int
) -> Closing:
    """Give the outcome as it is kept, or a `Refusal`.

    A disclosure takes a confirmed call back, what was told, its ground and who decided; on consent, at least one of
    the person's consents must be running (`consents` is their number). Any other outcome takes why.
    """
    if outcome is None:
        raise Refusal("contact.outcome_missing", field="outcome")
    if outcome is not Outcome.LAMNADE_UT:
        why = clean(closing.why, field="why", limit=1000, code="why")
        return Closing(why=why)
    if not called_back(callback, request):
        raise Refusal("contact.not_called_back", field="outcome")
    told = clean(closing.told, field="told", limit=1000, code="told")
    if closing.ground is None:
        raise Refusal("contact.ground_missing", field="ground")
    if closing.ground is Ground.SAMTYCKE and consents < 1:
        raise Refusal("contact.no_consent", field="ground")
    decided_by = clean(closing.decided_by, field="closed_by", limit=200, code="closed_by")
    return Closing(told=told, ground=closing.ground, decided_by=decided_by)
