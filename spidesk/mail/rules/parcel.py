"""A parcel: its weight and measures against the limits of the edition (Skatteverket, förmedling av post). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from spidesk.mail.rules.wording import Edition
from spidesk.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Whole grams and millimetres. Which side is called length does not matter: the longest one is."""

    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int

    @property
    def longest_mm(self) -> int:
        """The longest side."""
        return max(self.length_mm, self.width_mm, self.height_mm)

    @property
    def girth_mm(self) -> int:
        """Length and girth together: the longest side, and once around across it."""
        return self.longest_mm + 2 * (self.length_mm + self.width_mm + self.height_mm - self.longest_mm)


def stored_parcel(
    weight_g: int | None, length_mm: int | None, width_mm: int | None, height_mm: int | None
) -> Parcel | None:
    """A parcel as four columns hold it; None where one of them holds nothing."""
    if weight_g is None or length_mm is None or width_mm is None or height_mm is None:
        return None
    return Parcel(weight_g=weight_g, length_mm=length_mm, width_mm=width_mm, height_mm=height_mm)


def checked_parcel(parcel: Parcel, edition: Edition) -> Parcel:
    """The parcel if Skatteverket takes it, else a refusal beside the field that is wrong.

    `mail.parcel_weight_missing`, `.parcel_size_missing`, `.parcel_heavy`, `.parcel_long`, `.parcel_girth`.
    """
    if parcel.weight_g <= 0:
        raise Refusal("mail.parcel_weight_missing", field="weight_g")
    for name in ("length_mm", "width_mm", "height_mm"):
        if getattr(parcel, name) <= 0:
            raise Refusal("mail.parcel_size_missing", field=name)
    if parcel.weight_g > edition.parcel_weight_g:
        raise Refusal("mail.parcel_heavy", field="weight_g", most=_decimal(edition.parcel_weight_g, 1000))
    if parcel.longest_mm > edition.parcel_length_mm:
        raise Refusal("mail.parcel_long", field="length_mm", most=_decimal(edition.parcel_length_mm, 10))
    if parcel.girth_mm > edition.parcel_girth_mm:
        raise Refusal(
            "mail.parcel_girth",
            field="length_mm",
            most=_decimal(edition.parcel_girth_mm, 10),
            measured=_decimal(parcel.girth_mm, 10),
        )
    return parcel


def _decimal(value: int, unit: int) -> str:
    """A figure in a larger unit, as it is written in Swedish."""
    return f"{value / unit:.3f}".rstrip("0").rstrip(".").replace(".", ",")
