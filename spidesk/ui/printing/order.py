"""What is printed, where, and what a print queue can say of it. Plain values; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


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


class Printer(Protocol):
    """One printer the workstation knows: `name` in the queue, `title` for people."""

    @property
    def name(self) -> str:
        """Its name in the queue."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def trays(self) -> tuple[str, ...]:
        """Its paper sources; empty when it has one or will not say."""


class JobState(StrEnum):
    """What the queue says of a job. `GONE`: no longer there and nothing said; `UNKNOWN`: the queue cannot tell."""

    ACCEPTED = "accepted"
    HELD = "held"
    PRINTING = "printing"
    COMPLETED = "completed"
    FAILED = "failed"
    GONE = "gone"
    UNKNOWN = "unknown"


class Job(Protocol):
    """One print in a queue."""

    @property
    def state(self) -> str:
        """One of `JobState`'s values; anything else is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One print: `right` and `down` move what is drawn, in millimetres."""

    printer: str
    tray: str
    copies: int
    width: float
    height: float
    pdf: bytes = field(repr=False)
    right: float = 0.0
    down: float = 0.0


class PrintQueue(Protocol):
    """The system's print queue; `spidesk.documents.cups` is one. Called on the press's thread: it may be slow."""

    def printers(self) -> Sequence[Printer]:
        """Every printer, the default one first."""

    def send(self, pdf: bytes, *, width: float, height: float, printer: str, copies: int = 1, tray: str = "") -> Job:
        """Hand a paper of this size (millimetres, as read) to the printer's queue. `Refusal` when it is not taken."""

    def state(self, job: Any) -> Job:
        """The same job with what the queue says now."""


class Offsets(Protocol):
    """Where the saved offset of each printer and format is kept (no personal data)."""

    def offset(self, printer: str, sheet: str) -> tuple[float, float]:
        """Right and down in millimetres; (0, 0) when none is saved."""

    def keep_offset(self, printer: str, sheet: str, right: float, down: float) -> None:
        """Save it."""
