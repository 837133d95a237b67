"""Channels: which ways to a person are open, on what condition, and which are never used.

A block holds for the whole channel: one line that says *never* closes every other line of its kind, because the one
who looks quickly sees one line, not all of them. A voicemail cannot be left without calling, so a block on the
telephone blocks voicemail too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from spidesk.contact.rules.text import clean, past
from spidesk.refusal import Refusal


class Channel(StrEnum):
    """A way to reach someone. The value is what is stored, and what other rooms pass."""

    TELEFON = "telefon"
    SMS = "sms"
    ROSTMEDDELANDE = "rostmeddelande"
    EPOST = "epost"
    SAKERT_MEDDELANDE = "sakert_meddelande"
    BREV = "brev"
    MOTE = "mote"
    HEMBESOK = "hembesok"
    VIDEOMOTE = "videomote"
    OMBUD = "ombud"
    DIGITAL_TJANST = "digital_tjanst"


class Rule(StrEnum):
    """What holds for a channel."""

    ALLOWED = "allowed"
    ONLY_IF = "only_if"
    NEVER = "never"


class Voicemail(StrEnum):
    """What is done when nobody answers: say exactly these words, or leave nothing."""

    EXACT = "exact"
    SILENT = "silent"


class Decider(StrEnum):
    """Who decided what holds."""

    PERSONEN = "personen"
    VARDNADSHAVARE = "vardnadshavare"
    OMBUD = "ombud"
    VERKSAMHETEN = "verksamheten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a reader needs before using a channel. Sealed; opened with the page, and logged once."""

    condition: str = field(default="", repr=False)
    hours: str = field(default="", repr=False)
    answers: str = field(default="", repr=False)
    voicemail: Voicemail | None = field(default=None, repr=False)
    wording: str = field(default="", repr=False)
    decided_by: Decider | None = field(default=None, repr=False)
    reason: str = field(default="", repr=False)
    holds: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """The number or address itself, the name to ask for and the safe word. Sealed apart; each look is logged."""

    value: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    safe_word: str = field(default="", repr=False)


_NUMBERS = frozenset({Channel.TELEFON, Channel.SMS})
_SPOKEN = frozenset({Channel.TELEFON, Channel.ROSTMEDDELANDE})
_NUMBER = re.compile(r"\+?[0-9][0-9 ()\-]{3,24}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def blocked_by(lines: Iterable[tuple[Channel, Rule]]) -> frozenset[Channel]:
    """Every channel that may not be used, given the channels and rules that stand for one person."""
    blocked = {channel for channel, rule in lines if rule is Rule.NEVER}
    if Channel.TELEFON in blocked:
        blocked.add(Channel.ROSTMEDDELANDE)
    return frozenset(blocked)


def refuse_blocked(blocked: frozenset[Channel], channel: Channel, *, field: str = "channel") -> None:
    """Raise `Refusal("contact.blocked")` when the channel is never used for this person."""
    if channel in blocked:
        raise Refusal("contact.blocked", field=field)


def unblocking(before: Rule | None, after: Rule) -> bool:
    """Tell whether a change opens a channel that was never to be used: it takes a reason."""
    return before is Rule.NEVER and after is not Rule.NEVER


def checked_channel(
    channel: Channel | None,
    rule: Rule | None,
    terms: Terms,
    secret: Secret,
    *,
    confirmed_on: date,
    today: date,
    blocked: frozenset[Channel],
    before: Rule | None = None,
) -> tuple[Terms, Secret]:
    """Give the terms and the secret as they are kept, or a `Refusal` beside the field that is wrong.

    `blocked` is what the person's other lines block; `before` is the rule the line has now, None for a new line. A
    channel that is never used keeps no number, name or hours: what is not there cannot be called by mistake.
    """
    if channel is None:
        raise Refusal("contact.channel_missing", field="channel")
    if rule is None:
        raise Refusal("contact.rule_missing", field="rule")
    if rule is not Rule.NEVER:
        refuse_blocked(blocked, channel)
    past(confirmed_on, today, field="confirmed_on")
    if terms.decided_by is None:
        raise Refusal("contact.decider_missing", field="decided_by")
    reason = clean(terms.reason, field="reason", limit=500, code="reason" if unblocking(before, rule) else "")
    if rule is Rule.NEVER:
        return Terms(decided_by=terms.decided_by, reason=reason), Secret()
    kept = Secret(
        value=_value(channel, secret.value),
        name=clean(secret.name, field="name", limit=200),
        safe_word=clean(secret.safe_word, field="safe_word", limit=200),
    )
    spoken = _spoken(channel, terms, blocked)
    return replace(
        spoken,
        condition=_condition(rule, terms.condition),
        hours=clean(terms.hours, field="hours", limit=200),
        answers=clean(terms.answers, field="answers", limit=200),
        reason=reason,
        holds=tuple(name for name in ("value", "name", "safe_word") if getattr(kept, name)),
    ), kept


def _condition(rule: Rule, text: str) -> str:
    """The condition; asked for when the rule is *only if*, dropped when the channel is open."""
    if rule is not Rule.ONLY_IF:
        return ""
    return clean(text, field="condition", limit=500, code="condition")


def _value(channel: Channel, text: str) -> str:
    """The number or address, checked by what the channel is."""
    value = clean(text, field="value", limit=320, code="value" if channel in _NUMBERS | {Channel.EPOST} else "")
    if channel in _NUMBERS and not _NUMBER.fullmatch(value):
        raise Refusal("contact.not_a_number", field="value")
    if channel is Channel.ROSTMEDDELANDE and value and not _NUMBER.fullmatch(value):
        raise Refusal("contact.not_a_number", field="value")
    if channel is Channel.EPOST and not _EMAIL.fullmatch(value):
        raise Refusal("contact.not_an_email", field="value")
    return value


def _spoken(channel: Channel, terms: Terms, blocked: frozenset[Channel]) -> Terms:
    """The voicemail: exact words or silence, for the channels where a voice can be left."""
    if channel not in _SPOKEN:
        return replace(terms, voicemail=None, wording="")
    choice = Voicemail.EXACT if channel is Channel.ROSTMEDDELANDE else terms.voicemail
    if choice is None:
        raise Refusal("contact.voicemail_missing", field="voicemail")
    if choice is Voicemail.SILENT:
        return replace(terms, voicemail=choice, wording="")
    if Channel.ROSTMEDDELANDE in blocked:
        raise Refusal("contact.voicemail_blocked", field="voicemail")
    return replace(terms, voicemail=choice, wording=clean(terms.wording, field="wording", limit=500, code="wording"))
