"""What is printed, where, and what a print queue can say of it. Plain values; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from spidesk.ui.printing.feed import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One kind of paper to print: `name` what it is ("Innerkuvert, framsida"), `sheet` what lies in the tray
    ("C5-kuvert"), `width` and `height` in millimetres as it is read, `key` the caller's own name for it.

    `back`: what is printed is the side with the flap. `feed` is said under the turn-picture, beyond what it shows.
    """

    key: str
    name: str
    sheet: str
    width: float
    height: float
    envelope: bool
    pdf: bytes = field(repr=False)
    feed: str = ""
    back: bool = False


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
    """One print: a paper of `width` and `height` millimetres, as read, and how it is fed."""

    printer: str
    tray: str
    copies: int
    width: float
    height: float
    pdf: bytes = field(repr=False)
    feed: Feed = field(default_factory=Feed)


class PrintQueue(Protocol):
    """The system's print queue; `spidesk.documents.cups` is one. Called on the press's thread: it may be slow."""

    def printers(self) -> Sequence[Printer]:
        """Every printer, the default one first."""

    def send(self, pdf: bytes, *, width: float, height: float, printer: str, copies: int = 1, tray: str = "") -> Job:
        """Hand over a paper whose page has this size (millimetres, as it is fed). `Refusal` when it is not taken."""

    def state(self, job: Any) -> Job:
        """The same job with what the queue says now."""


class Offsets(Protocol):
    """Where the feed of each printer and sheet is kept (no personal data)."""

    def feed(self, printer: str, sheet: str) -> Feed | None:
        """How this sheet is fed through this printer; nothing when no one has said."""

    def keep_feed(self, printer: str, sheet: str, feed: Feed) -> None:
        """Remember it."""


def feed_of(offsets: Offsets | None, printer: str, sheet: str, *, lying: bool = False) -> Feed:
    """What is remembered, or the printer's own way: `lying` where it takes envelopes with the long side first."""
    kept = offsets.feed(printer, sheet) if offsets is not None and printer and sheet else None
    return kept or Feed(lying=lying)


def keeps(queue: PrintQueue, printer: str) -> bool | None:
    """Whether the queue keeps what it has printed on the computer's disk; nothing when it cannot tell."""
    tell = getattr(queue, "keeps", None)
    told = tell(printer) if tell is not None else None
    return told if isinstance(told, bool) else None
