"""Sizes of envelopes and sheets, in millimetres. Pure.

C sizes: ISO 269; E65 is DL. An envelope is described as it is read, with the long side lying; how it is fed into a
printer is the print queue's business.
"""

import re
from dataclasses import dataclass
from typing import Final

from spidesk.refusal import Refusal

LEAST: Final = 60
MOST: Final = 400
"""What a free size may measure, in millimetres, either way."""
PLAY: Final = 2.0
"""How much smaller than the outer envelope the inner one must be, each way, to go in without being forced."""
_FREE: Final = re.compile(r"([1-9]\d{1,2})x([1-9]\d{1,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One size of paper: `width` and `height` in millimetres, as the text on it is read."""

    key: str
    width: float
    height: float
    envelope: bool = True


C6 = Format(key="C6", width=162, height=114)
C65 = Format(key="C65", width=229, height=114)
C5 = Format(key="C5", width=229, height=162)
C4 = Format(key="C4", width=324, height=229)
DL = Format(key="DL", width=220, height=110)
E6 = Format(key="E6", width=155, height=110)
E5 = Format(key="E5", width=220, height=155)
E4 = Format(key="E4", width=312, height=220)
A4 = Format(key="A4", width=210, height=297, envelope=False)
A5 = Format(key="A5", width=210, height=148, envelope=False)
"""Lying, as the address sheet of a parcel."""

ENVELOPES: Final = (C6, C65, C5, C4, DL, E6, E5, E4)
FORMATS = {one.key: one for one in (*ENVELOPES, A4, A5)}
_ALSO: Final = {"E65": DL}


def free(width: int, height: int) -> Format:
    """An envelope of any size, turned so that the long side lies; the named one where there is one of that size.

    Whole millimetres. Refusal `documents.size_range` beside `width` or `height`.
    """
    for side, field in ((width, "width"), (height, "height")):
        if not LEAST <= side <= MOST:
            raise Refusal("documents.size_range", field=field, least=LEAST, most=MOST)
    long, short = max(width, height), min(width, height)
    named = (one for one in ENVELOPES if (one.width, one.height) == (long, short))
    return next(named, Format(key=f"{long}x{short}", width=long, height=short))


def by_key(key: str) -> Format:
    """The format of a stored key: C5, E65 or 230x160. Refuses as `free`; raises ValueError for anything else."""
    found = FORMATS.get(key) or _ALSO.get(key)
    if found is not None:
        return found
    sides = _FREE.fullmatch(key)
    if sides is None:
        raise ValueError("not the key of a format")
    return free(int(sides[1]), int(sides[2]))


def fits_in(inner: Format, outer: Format) -> bool:
    """Whether the one goes flat into the other, both with the long side lying."""
    return inner.width + PLAY <= outer.width and inner.height + PLAY <= outer.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a paper, millimetres from the top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge, millimetres from the left edge of the paper."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge, millimetres from the top edge of the paper."""
        return self.top + self.height

    def meets(self, other: "Box") -> bool:
        """Whether the two rectangles share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def sorting_zone(paper: Format) -> Box:
    """The part PostNord prints its sorting code in: 150 × 30 mm bottom right (21 Grams, Adressera rätt).

    The whole lower edge of a paper narrower than that.
    """
    wide = min(150.0, paper.width)
    return Box(left=paper.width - wide, top=paper.height - 30, width=wide, height=30)
