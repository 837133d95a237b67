"""Identity numbers: personnummer, samordningsnummer and TF-nummer. Pure: today comes in.

Use ``parse`` on what somebody typed; it gives one ``Identitetsnummer`` or a refusal that says
what is wrong. The canonical form is always twelve signs without a dash. The number is never
put in an exception: the ``personnummer`` package does that and reads the clock, so it serves as
the second opinion in the tests instead of here.

Sources: personnummer 18 § folkbokföringslagen; samordningsnummer lag (2022:1697), day + 60;
TF-nummer as schools use it (SCB): YYYYMMDD-TFNN, and IVO's T + three digits, no check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from spidesk.refusal import Refusal

_DASHES = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-"})
_SPACES = re.compile(r"[ \u00a0\u2009\u202f]+")
_WITH_CHECK = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2})([-+]?)(\d{4})", re.ASCII)
_SCHOOL = re.compile(r"(\d{4})(\d{2})(\d{2})-?(TF\d{2}|T\d{3})", re.ASCII | re.IGNORECASE)
_TYPED = 40  # signs; more than this was never a number
_OLDEST = 150  # years; an older birth is a slip of the pen
_CO_ORDINATION = 60  # added to the day, lag (2022:1697)


class NumberKind(StrEnum):
    """Which sort of number it is."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    TF_NUMMER = "tf-nummer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identitetsnummer:
    """One checked number. ``canonical`` is twelve signs: YYYYMMDDNNNN or YYYYMMDDTFNN.

    ``born`` is None for a samordningsnummer that does not say the day of birth.
    """

    kind: NumberKind
    canonical: str = field(repr=False)
    born: date | None = field(repr=False)

    @property
    def shown(self) -> str:
        """As it is written for people: YYYYMMDD-NNNN."""
        return shown(self.canonical)

    def age(self, today: date) -> int | None:
        """Whole years lived on ``today``, or None when the day of birth is not known."""
        if self.born is None:
            return None
        before = (today.month, today.day) < (self.born.month, self.born.day)
        return today.year - self.born.year - before


def shown(canonical: str) -> str:
    """A canonical number with its dash; an empty one stays empty."""
    return f"{canonical[:8]}-{canonical[8:]}" if canonical else ""


def parse(text: str, *, today: date, field: str = "number") -> Identitetsnummer:
    """Read a number as people type it: 10 or 12 digits, dash, plus or spaces, or a TF-nummer.

    Ten digits mean a birth within the last hundred years, or the hundred before with "+".
    Refusals, each with ``field``: ``person.number_empty``, ``number_digits`` (digits that are
    not 0–9), ``number_form``, ``number_date``, ``number_future``, ``number_plus`` (plus on
    someone who does not turn 100 this year), ``number_check`` (check digit or serial).
    """
    if not text.strip():
        raise Refusal("person.number_empty", field=field)
    if len(text) > _TYPED:
        raise Refusal("person.number_form", field=field)
    if any(sign.isnumeric() and not sign.isascii() for sign in text):
        raise Refusal("person.number_digits", field=field)
    typed = _SPACES.sub("", text.strip().translate(_DASHES))
    school = _SCHOOL.fullmatch(typed)
    if school:
        return _school(school, today, field)
    checked = _WITH_CHECK.fullmatch(typed)
    if checked is None:
        raise Refusal("person.number_form", field=field)
    return _checked(checked, today, field)


def luhn(nine: str) -> int:
    """The check digit of nine digits YYMMDDNNN (every other digit doubled, 18 §)."""
    total = 0
    for place, sign in enumerate(nine):
        product = int(sign) * (2 if place % 2 == 0 else 1)
        total += product - 9 if product > 9 else product
    return -total % 10


def _checked(found: re.Match[str], today: date, field: str) -> Identitetsnummer:
    """A number with a check digit: date, then time, then the digit, so the refusal fits."""
    century, year, month, day, sign, last = found.groups()
    full = int(century + year) if century else _within_a_century(int(year), sign, today)
    if century and sign == "+" and today.year - full < 100:
        raise Refusal("person.number_plus", field=field)
    born = _born(full, int(month), int(day), today, field)
    if last[:3] == "000" or luhn(year + month + day + last[:3]) != int(last[3]):
        raise Refusal("person.number_check", field=field)
    kind = NumberKind.SAMORDNINGSNUMMER if int(day) >= _CO_ORDINATION else NumberKind.PERSONNUMMER
    return Identitetsnummer(kind=kind, canonical=f"{full:04}{month}{day}{last}", born=born)


def _school(found: re.Match[str], today: date, field: str) -> Identitetsnummer:
    year, month, day, last = found.groups()
    born = _date(int(year), int(month), int(day), today, field)
    return Identitetsnummer(kind=NumberKind.TF_NUMMER, canonical=f"{year}{month}{day}{last.upper()}", born=born)


def _within_a_century(year: int, sign: str, today: date) -> int:
    """ "+" replaces "-" the year the person turns 100 (18 § folkbokföringslagen)."""
    last = today.year - 100 if sign == "+" else today.year
    return last - (last - year) % 100


def _born(year: int, month: int, day: int, today: date, field: str) -> date | None:
    """The day of birth. A samordningsnummer may leave month (00) or day (60) unknown.

    Skatteverket's own test numbers also have samordningsnummer of 31 February (day 91): when
    the day does not exist the month decides, and the day of birth counts as unknown.
    """
    if day < _CO_ORDINATION:
        return _date(year, month, day, today, field)
    if day > _CO_ORDINATION + 31:
        raise Refusal("person.number_date", field=field)
    first = _date(year, month or 1, 1, today, field)
    try:
        born = first.replace(day=day - _CO_ORDINATION)
    except ValueError:
        return None
    return _date(year, month, born.day, today, field) if month else None


def _date(year: int, month: int, day: int, today: date, field: str) -> date:
    try:
        born = date(year, month, day)
    except ValueError:
        raise Refusal("person.number_date", field=field) from None
    if born > today:
        raise Refusal("person.number_future", field=field)
    if today.year - year > _OLDEST:
        raise Refusal("person.number_date", field=field)
    return born
