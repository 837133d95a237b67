"""What Skatteverket asks for, as dated data (DESIGN 5, rule 4), and what may stand as a return address.

The data stands in `resources/forms/formedling.toml`; every order remembers which edition it was made under, so that
old papers can be made again as they were.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from spidesk.refusal import Refusal

SENDER_LINES: Final = 4
"""Most lines of a return address: more do not fit the smallest envelope."""
_LINE: Final = 60
_POSTNUMMER: Final = re.compile(r"\d{3} \d{2} \S.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the förmedling rules, in force from a day until the next one."""

    valid_from: date
    checked_on: date
    source: str
    address: tuple[str, ...]
    personal: str
    forwarding_days: int
    unit_endings: tuple[str, ...]
    unit_words: tuple[str, ...]
    parcel_weight_g: int = 20_000
    parcel_length_mm: int = 1_000
    parcel_girth_mm: int = 2_500
    """Length and girth together."""
    outer_thickness_mm: int = 30
    """Most a filled outer envelope may measure; what lies in it shares this."""
    id: str = ""
    """The row of one an administrator added; empty for those that came with the program."""
    number: int = 0
    """Which one in order an administrator added; of two in force from the same day the later one holds."""


def in_force(editions: Sequence[Edition], on: date) -> Edition:
    """The edition in force on a day; the oldest one for a day before all of them."""
    begun = [one for one in editions if one.valid_from <= on]
    if not begun:
        return min(editions, key=lambda one: (one.valid_from, -one.number))
    return max(begun, key=lambda one: (one.valid_from, one.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderLines:
    """An approved central return address: the lines on the inner back, and the neutral line on the outer front."""

    lines: tuple[str, ...]
    neutral: str = ""


def checked_sender(typed: str, neutral: str, edition: Edition) -> SenderLines:
    """A return address fit to print: two to four lines, postnummer and ort last, no unit or school in it.

    Refusals: `mail.sender_lines`, `.sender_place`, `.sender_long` and `.sender_unit` (rule 1: never a unit or school
    name), beside `lines` or `neutral`.
    """
    lines = tuple(" ".join(one.split()) for one in typed.splitlines() if one.strip())
    short = " ".join(neutral.split())
    if not 2 <= len(lines) <= SENDER_LINES:
        raise Refusal("mail.sender_lines", field="lines", most=SENDER_LINES)
    if not _POSTNUMMER.fullmatch(lines[-1]):
        raise Refusal("mail.sender_place", field="lines")
    for text, field in (*((one, "lines") for one in lines), (short, "neutral")):
        if len(text) > _LINE:
            raise Refusal("mail.sender_long", field=field, most=_LINE)
        if names_unit(text, edition):
            raise Refusal("mail.sender_unit", field=field)
    return SenderLines(lines=lines, neutral=short)


def names_unit(text: str, edition: Edition) -> bool:
    """Whether a line names a unit, a school or a kind of service. A street called Skolgatan does not."""
    words = re.findall(r"\w+", text.casefold())
    return any(word in edition.unit_words or word.endswith(edition.unit_endings) for word in words)
