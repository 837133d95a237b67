"""Which characters a field takes. Pure: no Qt, and it never copies or scans more than the field could hold.

Control characters, marks that turn the reading direction and letters without width can make a name or number read as
another one than is stored (Unicode Technical Report 36), so no field takes them. Length is counted in characters.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Final

TURNING: Final = frozenset(map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
"""Marks that turn or embed the reading direction."""

WIDTHLESS: Final = frozenset(
    map(chr, [0x00AD, 0x034F, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x2061, 0x2065)])
)
"""Characters that take no room and cannot be seen."""

_UNTAKEN: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories no field takes: control, surrogate, private use, unassigned, line and paragraph separators."""


class Slip(StrEnum):
    """Why a text is not taken."""

    CONTROL = "control"
    TURNING = "turning"
    WIDTHLESS = "widthless"
    LINES = "lines"
    TOO_LONG = "too_long"


def slip(text: str, *, longest: int, lines: bool = False) -> Slip | None:
    """Why `text` cannot stand in a field of `longest` characters, or `None`. Length is looked at first."""
    if len(text) > longest:
        return Slip.TOO_LONG
    for letter in text:
        if letter in "\r\n":
            if not lines:
                return Slip.LINES
        elif letter in TURNING:
            return Slip.TURNING
        elif letter in WIDTHLESS:
            return Slip.WIDTHLESS
        elif letter == "\t":
            if not lines:
                return Slip.CONTROL
        elif unicodedata.category(letter) in _UNTAKEN:
            return Slip.CONTROL
    return None


def tidy(text: str) -> str:
    """The text as it is stored: composed (NFC), without blanks at its ends, hard spaces made plain."""
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip()
