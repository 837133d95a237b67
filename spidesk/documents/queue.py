"""What a room asks of the system's print queue, whichever system it is. Pure.

A print is not done because it was sent: a `Job` is followed until the queue says what became of it, and when the queue
no longer knows, a person is asked. Nothing here or behind it writes the paper to disk on our side; the queue itself
spools as its administrator has set it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from spidesk.documents.formats import Format


class JobState(StrEnum):
    """What the queue says about a job, in our words."""

    ACCEPTED = "accepted"
    """Waits its turn."""
    HELD = "held"
    """Stands still until someone at the printer or in the queue acts: held, stopped, out of paper."""
    PRINTING = "printing"
    COMPLETED = "completed"
    """The queue says every sheet left the printer."""
    FAILED = "failed"
    """Aborted or cancelled: not printed, or not whole."""
    GONE = "gone"
    """The queue does not know what became of the job, or no longer knows the job; it may or may not have printed."""
    UNKNOWN = "unknown"
    """The queue did not answer."""

    @property
    def settled(self) -> bool:
        """Whether the queue will say nothing more about the job."""
        return self in (JobState.COMPLETED, JobState.FAILED, JobState.GONE)

    @property
    def must_ask(self) -> bool:
        """Whether only a person can tell if it was printed."""
        return self in (JobState.GONE, JobState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A finished paper: `key` names its kind, `title` is Swedish for people and says nothing about anyone."""

    key: str
    title: str
    format: Format
    pages: int
    pdf: bytes = field(repr=False)

    @property
    def width(self) -> float:
        """Width in millimetres, as the text is read."""
        return self.format.width

    @property
    def height(self) -> float:
        """Height in millimetres, as the text is read."""
        return self.format.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """A print queue of this computer. `lying`: it takes envelopes with the long side first unless the user has said
    otherwise."""

    name: str
    title: str
    trays: tuple[str, ...] = ()
    default: bool = False
    ready: bool = True
    lying: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One print handed to a queue. `begun`: whether the printer has begun on it, nothing when the queue cannot tell;
    a cancelled job that it never began on is known not to be printed. `handed`: everything has been given to a printer
    that never answers, so the job is `GONE` as a matter of course and not because something went wrong."""

    printer: str
    number: int
    state: JobState = JobState.ACCEPTED
    begun: bool | None = None
    handed: bool = False


class Queue(Protocol):
    """The print queues of this computer. Slow: called from the press, never from a window's own thread."""

    @property
    def available(self) -> bool:
        """Whether this computer has a print system at all; without one only "Spara PDF" is offered."""

    @property
    def forgets(self) -> bool:
        """Whether a job that is printed usually vanishes from the queue at once, so that it cannot be told from one
        that was taken away."""

    def printers(self) -> Sequence[Printer]:
        """The queues there are, the default first; empty when there are none."""

    def send(self, pdf: bytes, *, width: float, height: float, printer: str, copies: int = 1, tray: str = "") -> Job:
        """Hand over a paper whose page has this size (millimetres, as it is fed): not turned, not scaled, no banner
        page, a title that says nothing.

        Refusal `documents.no_queue`, `.printer_gone`, `.size_refused` or `.not_accepted`: nothing was printed.
        """

    def state(self, job: Job) -> Job:
        """The same job with what the queue says now."""

    def cancel(self, job: Job) -> None:
        """Ask the queue to stop the job; `state` tells whether it did."""

    def keeps(self, printer: str) -> bool | None:
        """Whether this computer's queue keeps what it has printed on its disk; nothing when it cannot tell."""
