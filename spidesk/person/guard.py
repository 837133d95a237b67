"""What free text should not hold: a warning before saving. Pure.

``look`` finds street addresses, phone numbers, e-mail addresses, identity numbers, schools and
places in what somebody wrote. It guesses from the shape of words: it will miss some and it will
point at harmless ones, so the writer decides. What was found is logged by kind, never the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Trace(StrEnum):
    """What a piece of text looks like."""

    STREET = "street"
    PHONE = "phone"
    EMAIL = "email"
    NUMBER = "number"
    SCHOOL = "school"
    PLACE = "place"


WORDS = {
    Trace.STREET: "en gatuadress",
    Trace.PHONE: "ett telefonnummer",
    Trace.EMAIL: "en e-postadress",
    Trace.NUMBER: "ett personnummer",
    Trace.SCHOOL: "ett skolnamn",
    Trace.PLACE: "ett ortnamn eller ett annat namn",
}
"""How each kind is called in the warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place in the text, from ``start`` up to ``end``."""

    kind: Trace
    start: int
    end: int


_CAPITAL = r"[A-ZÅÄÖÉÜ][\wåäöéü]+"
_STREET_END = r"(?:gatan|vägen|gränden?|torget|stigen|allén|backen|plan|väg|gata|gård|kajen|strand)"
_PATTERNS = (
    (Trace.EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")),
    (Trace.PHONE, re.compile(r"(?<![\d-])(?:\+\d{2}\s?|0)\d{1,3}(?:[\s-]?\d{2,4}){2,4}(?!\d)")),
    (Trace.NUMBER, re.compile(r"(?<![\d-])(?:\d{2})?\d{2}[01]\d[0-9]\d\s?[-+ ]?\s?(?:\d{4}|TF\d{2})(?!\d)")),
    (Trace.STREET, re.compile(rf"\b[A-ZÅÄÖa-zåäö]\w*{_STREET_END}\s+\d{{1,4}}\s?[A-Ha-h]?\b")),
    (Trace.STREET, re.compile(rf"\b(?:[A-ZÅÄÖ]\w+\s+){_STREET_END}\s+\d{{1,4}}\b")),
    (Trace.STREET, re.compile(r"\b[Bb]ox\s+\d{2,5}\b")),
    (Trace.STREET, re.compile(rf"(?<!\d)\d{{3}}\s?\d{{2}}\s+{_CAPITAL}")),
    (
        Trace.SCHOOL,
        re.compile(r"\b[A-ZÅÄÖ]\w+(?:skolan?|skolans|gymnasiet|gymnasium|förskolan?|friskolan?)\b"),
    ),
    (
        Trace.SCHOOL,
        re.compile(rf"\b{_CAPITAL}\s+(?:för|fri|grund|sär)?(?:skola|skolan|gymnasium|gymnasiet)\b"),
    ),
    (Trace.SCHOOL, re.compile(rf"\b(?:för|grund)?skolan?\s+{_CAPITAL}")),
    (Trace.PLACE, re.compile(rf"\b(?:i|på|till|från|vid|mot|nära|utanför|genom)\s+({_CAPITAL})")),
)
_KNOWN = frozenset(
    (
        "Skatteverket",
        "Skatteverkets",
        "Polisen",
        "Polismyndigheten",
        "Försäkringskassan",
        "Socialstyrelsen",
        "Skolverket",
        "Skolinspektionen",
        "Migrationsverket",
        "Kronofogden",
        "Åklagarmyndigheten",
        "Arbetsförmedlingen",
        "Transportstyrelsen",
        "Integritetsskyddsmyndigheten",
        "Navet",
        "BankID",
        "Teams",
        "Outlook",
        "Unikum",
        "Socialtjänsten",
        "Kommunen",
        "Nämnden",
        "Tingsrätten",
        "Förvaltningsrätten",
        "Hovrätten",
        "Postnord",
        "PostNord",
        "Sverige",
    )
)
"""Authorities and systems: capital letters that point at nobody."""


def look(text: str) -> tuple[Finding, ...]:
    """Everything in the text that looks like a trace to a person, in order, without overlaps."""
    found: list[Finding] = []
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            start, end = hit.span(pattern.groups)
            if kind is Trace.PLACE and text[start:end] in _KNOWN:
                continue
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Finding(kind=kind, start=start, end=end))
    return tuple(sorted(found, key=lambda one: one.start))


def kinds(text: str) -> tuple[Trace, ...]:
    """The kinds found, each once, in a fixed order."""
    seen = {one.kind for one in look(text)}
    return tuple(kind for kind in Trace if kind in seen)


def spoken(found: tuple[Trace, ...]) -> str:
    """The kinds as Swedish words: "en gatuadress och ett telefonnummer"."""
    words = [WORDS[kind] for kind in found]
    return " och ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
