"""An edition of the förmedling rules that an administrator adds: what it must hold. Pure.

Skatteverket may change the address, the wording or the limits any day; a proposal to regulate förmedling stands in
SOU 2025:90. A wrong line here goes out on every envelope, so what cannot be right is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from spidesk.mail.rules.wording import Edition
from spidesk.refusal import Refusal

ADDRESS_LINES: Final = 5
SOURCE_LENGTH: Final = 300
PERSONAL_LENGTH: Final = 40
_LINE: Final = 40
_PLACE: Final = re.compile(r"\d{3} \d{2} [^\W\d].*")
_PERSON: Final = re.compile(r"\d{6}[ -]?\d{4}|\d{8}")
LIMITS: Final = {
    "forwarding_days": (1, 60),
    "parcel_weight_g": (100, 100_000),
    "parcel_length_mm": (100, 3_000),
    "parcel_girth_mm": (300, 10_000),
    "outer_thickness_mm": (3, 200),
}
"""Least and most of each figure: outside them it is a slip of the hand, not a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDraft:
    """What an administrator typed. `address` holds the lines with line ends between; figures in grams and mm."""

    valid_from: date | None
    checked_on: date | None
    source: str
    address: str
    personal: str
    forwarding_days: int
    parcel_weight_g: int
    parcel_length_mm: int
    parcel_girth_mm: int
    outer_thickness_mm: int


def drafted(edition: Edition, *, today: date) -> EditionDraft:
    """A draft that says what an edition says: where an administrator begins."""
    return EditionDraft(
        valid_from=today,
        checked_on=today,
        source=edition.source,
        address="\n".join(edition.address),
        personal=edition.personal,
        forwarding_days=edition.forwarding_days,
        parcel_weight_g=edition.parcel_weight_g,
        parcel_length_mm=edition.parcel_length_mm,
        parcel_girth_mm=edition.parcel_girth_mm,
        outer_thickness_mm=edition.outer_thickness_mm,
    )


def checked_edition(draft: EditionDraft, like: Edition, *, today: date) -> Edition:
    """The edition of a draft, with the words of `like` that no unit may be named by; else a refusal beside its field.

    `mail.edition_from_missing`, `.edition_past`, `.edition_checked_missing`, `.edition_checked_future`,
    `.edition_source`, `.edition_source_long`, `.edition_address`, `.edition_address_long`, `.edition_address_person`,
    `.edition_personal`, `.edition_range`, `.edition_girth`.
    """
    valid_from, checked_on = _days(draft, today)
    source, personal = " ".join(draft.source.split()), " ".join(draft.personal.split())
    if not source:
        raise Refusal("mail.edition_source", field="source")
    if len(source) > SOURCE_LENGTH:
        raise Refusal("mail.edition_source_long", field="source", most=SOURCE_LENGTH)
    if not 1 <= len(personal) <= PERSONAL_LENGTH:
        raise Refusal("mail.edition_personal", field="personal", most=PERSONAL_LENGTH)
    _check_figures(draft)
    return Edition(
        valid_from=valid_from,
        checked_on=checked_on,
        source=source,
        address=_address(draft.address),
        personal=personal,
        unit_endings=like.unit_endings,
        unit_words=like.unit_words,
        **{name: getattr(draft, name) for name in LIMITS},
    )


def _days(draft: EditionDraft, today: date) -> tuple[date, date]:
    if draft.valid_from is None:
        raise Refusal("mail.edition_from_missing", field="valid_from")
    if draft.valid_from < today:
        raise Refusal("mail.edition_past", field="valid_from")
    if draft.checked_on is None:
        raise Refusal("mail.edition_checked_missing", field="checked_on")
    if draft.checked_on > today:
        raise Refusal("mail.edition_checked_future", field="checked_on")
    return draft.valid_from, draft.checked_on


def _address(typed: str) -> tuple[str, ...]:
    lines = tuple(" ".join(one.split()) for one in typed.splitlines() if one.strip())
    if not 2 <= len(lines) <= ADDRESS_LINES or not _PLACE.fullmatch(lines[-1]):
        raise Refusal("mail.edition_address", field="address", most=ADDRESS_LINES)
    for line in lines:
        if len(line) > _LINE:
            raise Refusal("mail.edition_address_long", field="address", most=_LINE)
        if _PERSON.search(line):
            raise Refusal("mail.edition_address_person", field="address")
    return lines


def _check_figures(draft: EditionDraft) -> None:
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(draft, name) <= most:
            raise Refusal("mail.edition_range", field=name, least=least, most=most)
    if draft.parcel_girth_mm <= draft.parcel_length_mm:
        raise Refusal("mail.edition_girth", field="parcel_girth_mm")
