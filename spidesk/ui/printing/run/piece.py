"""One piece of a run, what lies in the tray for it, and why a run stands still. Plain values; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPiece:
    """One side of one paper. `name` is said on the screen and tells nothing about anyone; `sheet` is what lies in the
    tray ("C5-kuvert"); `width` and `height` are millimetres as read; `back`: printed on the flap's side, so the
    envelopes are laid in once more. `pdf` is called on the press's thread when the piece is due, and never kept.
    """

    key: str
    name: str
    sheet: str
    width: float
    height: float
    envelope: bool
    pdf: Callable[[], bytes] = field(repr=False)
    back: bool = False

    @property
    def tray(self) -> tuple[str, float, float, bool]:
        """What must lie in the printer: two pieces alike in this print after each other without a stop."""
        return self.sheet, self.width, self.height, self.back


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a sheet is printed. `lying`: the printer takes envelopes with the long side first unless a feed is kept."""

    printer: str
    tray: str = ""
    lying: bool = False


class Halt(StrEnum):
    """Why nothing more is sent, the gravest first."""

    ASKED = "asked"
    """Only a person can tell what came out."""
    STOPPED = "stopped"
    """A piece failed; what waited behind it is taken back."""
    HELD = "held"
    """The printer stands still; the run goes on by itself when the printer does."""
    TRAY = "tray"
    """Another kind of sheet must be laid in."""
    PAUSED = "paused"
    NONE = ""


def in_row(pieces: Sequence[RunPiece]) -> int:
    """How many of the pieces, from the first on, are printed on the same sheets."""
    return sum(1 for _ in takewhile(lambda one: one.tray == pieces[0].tray, pieces))
