"""What stands where on one face, worked out before anything is drawn.

A face is laid out by trying places and type sizes in turn; the first where everything stands inside the edges, clear
of the part kept free and clear of everything else is taken. When none is, the paper is refused: nothing is cut, moved
over something else or set smaller than ten points (21 Grams, Adressera rätt).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Final

from spidesk.documents import fonts
from spidesk.documents.formats import Box, Format, sorting_zone
from spidesk.documents.sheet import MARGIN, Sheet, line_height, text_height
from spidesk.refusal import Refusal

SIZES: Final = (12.0, 11.0, 10.0)
"""Type sizes of an address, the best first."""
SMALL: Final = 10.0
QUIET: Final = 2.0
"""How much of a code's own empty edge may lie outside the text's, so that dark and text begin at the same margin."""
CLEAR: Final = 1.5
"""How far from the part kept free everything stands: printers print a little beside what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where a face may print: an envelope's front, a label, the inside of a window.

    `edge` is the least to the first thing printed, `least` what nothing goes below, `kept` what stays free; `code` is
    the side of a QR code on it.
    """

    width: float
    height: float
    edge: float
    least: float
    kept: Box | None = None
    code: float = 16.0

    @property
    def floor(self) -> float:
        """How far down text that runs the whole width may reach."""
        return self.kept.top if self.kept is not None else self.height - self.edge

    def room(self, left: float) -> float:
        """What is left of a line that starts at `left`."""
        return self.width - self.edge - left


def envelope_area(paper: Format) -> Area:
    """The face of an envelope or of a parcel's sheet, with the part for the sorting code kept free."""
    zone = sorting_zone(paper)
    kept = Box(left=zone.left - CLEAR, top=zone.top - CLEAR, width=zone.width + CLEAR, height=zone.height + CLEAR)
    return Area(width=paper.width, height=paper.height, edge=10.0, least=MARGIN, kept=kept)


def label_area(width: float, height: float) -> Area:
    """A label, a few millimetres inside its edge: sheets lie askew in printers."""
    return Area(width=width, height=height, edge=3.0, least=3.0, code=14.0)


@dataclass(frozen=True, kw_only=True)
class Text:
    """One line of text, its upper left corner in millimetres and its size in points."""

    left: float
    top: float
    text: str = field(repr=False)
    size: float = SMALL
    bold: bool = False

    @cached_property
    def box(self) -> Box:
        """What the line takes."""
        wide = fonts.width(self.text, size=self.size, bold=self.bold)
        return Box(left=self.left, top=self.top, width=wide, height=text_height(self.size))


@dataclass(frozen=True, kw_only=True)
class Code:
    """A QR code, `side` millimetres with its quiet zone."""

    left: float
    top: float
    side: float
    text: str

    @cached_property
    def box(self) -> Box:
        """What the code takes."""
        return Box(left=self.left, top=self.top, width=self.side, height=self.side)


Item = Text | Code
Face = tuple[Item, ...]


def first_clean(area: Area, tries: Iterable[Face]) -> Face | None:
    """The first face where everything has its own room, or None."""
    return next((one for one in tries if is_clean(area, one)), None)


def is_clean(area: Area, face: Face) -> bool:
    """Whether everything stands inside, clear of the part kept free and clear of everything else."""
    boxes = [one.box for one in face]
    for one, box in zip(face, boxes, strict=True):
        least = area.least - (QUIET if isinstance(one, Code) else 0)
        if box.left < least or box.top < least:
            return False
        if box.right > area.width - least or box.bottom > area.height - least:
            return False
        if area.kept is not None and box.meets(area.kept):
            return False
    return not any(one.meets(other) for one, other in combinations(boxes, 2))


def stack(left: float, top: float, lines: Sequence[str], *, size: float, bold: bool = False) -> Face:
    """Lines under each other, a straight left margin and no empty line."""
    return tuple(
        Text(left=left, top=top + place * line_height(size), text=line, size=size, bold=bold)
        for place, line in enumerate(lines)
    )


def tall(lines: int, size: float) -> float:
    """The height of so many lines under each other."""
    return lines * line_height(size)


def folded(lines: Iterable[str], *, room: float, size: float, field: str) -> tuple[str, ...] | None:
    """Every line within the room, wrapped between words; None when one word alone is wider.

    Refusal `documents.no_glyph` beside `field`.
    """
    found: list[str] = []
    for line in lines:
        try:
            found += fonts.fold(line, room=room, size=size, field=field)
        except Refusal as refusal:
            if refusal.code == "documents.too_wide":
                return None
            raise
    return tuple(found)


def draw(sheet: Sheet, face: Face, *, across: float = 0.0, down: float = 0.0) -> None:
    """Draw a face with its upper left corner at (`across`, `down`)."""
    for one in face:
        if isinstance(one, Code):
            sheet.qr(across + one.left, down + one.top, one.text, side=one.side)
        else:
            sheet.text(across + one.left, down + one.top, one.text, size=one.size, bold=one.bold)
