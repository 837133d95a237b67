"""What is printed, where, and what a print queue can say of it. Plain values; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One kind of paper to print: `name` what it is ("Innerkuvert, framsida"), `sheet` what lies in the tray
    ("C5-kuvert"), `width` and `height` in millimetres as it is read, `key` the caller's own name for it.

    `feed` is the turn-picture's text beyond the general one, such as which side goes up on a second pass.
    """

    key: str
    name: str
    sheet: str
    width: float
    height: float
    envelope: bool
    pdf: bytes = field(repr=False)
    feed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """One paper source of a printer."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """One printer the workstation knows."""

    key: str
    name: str
    trays: tuple[Tray, ...] = ()
    default: bool = False


class JobState(StrEnum):
    """What the queue says of a job. `GONE`: no longer there and nothing said; `UNKNOWN`: the queue cannot tell."""

    ACCEPTED = "accepted"
    HELD = "held"
    COMPLETED = "completed"
    FAILED = "failed"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One print: `right` and `down` move what is drawn, in millimetres; the job is called `spidesk` in the queue."""

    printer: str
    tray: str
    copies: int
    width: float
    height: float
    pdf: bytes = field(repr=False)
    right: float = 0.0
    down: float = 0.0


class PrintQueue(Protocol):
    """The system's print queue. Its methods are called on the press's thread and may be slow."""

    def printers(self) -> Sequence[Printer]:
        """Every printer, the default one first."""

    def send(self, order: Order) -> str:
        """Hand the order to the printer's queue; the job's number there. `Refusal` when it is not taken."""

    def state(self, printer: str, job: str) -> JobState:
        """What has become of a job."""


class Offsets(Protocol):
    """Where the saved offset of each printer and format is kept (no personal data)."""

    def offset(self, printer: str, sheet: str) -> tuple[float, float]:
        """Right and down in millimetres; (0, 0) when none is saved."""

    def keep_offset(self, printer: str, sheet: str, right: float, down: float) -> None:
        """Save it."""
