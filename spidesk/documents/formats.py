"""Sizes of envelopes and sheets, in millimetres. Pure.

C sizes: ISO 269; E65 is DL. An envelope is described as it is read, with the long side lying; how it is fed into a
printer is the print queue's business.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One size of paper: `width` and `height` in millimetres, as the text on it is read."""

    key: str
    width: float
    height: float
    envelope: bool = True


C6 = Format(key="C6", width=162, height=114)
DL = Format(key="DL", width=220, height=110)
C5 = Format(key="C5", width=229, height=162)
C4 = Format(key="C4", width=324, height=229)
A4 = Format(key="A4", width=210, height=297, envelope=False)

FORMATS = {one.key: one for one in (C6, DL, C5, C4, A4)}


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
    """The part PostNord prints its sorting code in: 150 × 30 mm bottom right (21 Grams, Adressera rätt)."""
    return Box(left=paper.width - 150, top=paper.height - 30, width=150, height=30)
