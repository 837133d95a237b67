"""Jobs handed to a queue one at a time and followed there, all of them with one question to the queue a time.

Nothing is decided here: what the queue says of each job is passed on, and a queue that did not answer so many times in
a row is passed on as one that does not know. Everything slow happens on the press's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from spidesk.refusal import Refusal
from spidesk.ui.press import Press
from spidesk.ui.printing.course import LONG_MS, send, state_of
from spidesk.ui.printing.feed import Feed
from spidesk.ui.printing.order import Job, JobState, Order, PrintQueue
from spidesk.ui.printing.run.piece import Place, RunPiece

_SILENT: Final = 5


@dataclass(slots=True, kw_only=True)
class Out:
    """A job in the queue, and what is known of it. `begun`: whether the printer may have begun on it; `handed`: all of
    it has been given to a printer that never answers."""

    job: Any
    state: JobState = JobState.ACCEPTED
    begun: bool = False
    handed: bool = False
    cancelled: bool = False
    silent: int = 0


class Verdict(Enum):
    """What a job in the queue means for its piece."""

    WAIT = auto()
    HELD = auto()
    PRINTED = auto()
    FAILED = auto()
    """By the queue: not printed, or not whole."""
    TAKEN_BACK = auto()
    """Cancelled by us before the printer began on it: known not to be printed."""
    ASK = auto()


def verdict_of(out: Out) -> Verdict:
    """What is known of a piece. Nothing but the queue's own word makes it printed."""
    match out.state:
        case JobState.COMPLETED:
            return Verdict.PRINTED
        case JobState.FAILED if out.cancelled:
            return Verdict.ASK if out.begun else Verdict.TAKEN_BACK
        case JobState.FAILED:
            return Verdict.FAILED
        case JobState.GONE | JobState.UNKNOWN:
            return Verdict.ASK
        case JobState.HELD:
            return Verdict.HELD
        case _:
            return Verdict.WAIT


def leaving(queue: PrintQueue, piece: RunPiece, place: Place, feed: Feed) -> Callable[[], Job]:
    """The work of making one piece and handing it over; the paper lives no longer than that."""

    def work() -> Job:
        return send(
            queue,
            Order(
                printer=place.printer,
                tray=place.tray,
                copies=1,
                width=piece.width,
                height=piece.height,
                pdf=piece.pdf(),
                feed=feed,
            ),
        )

    return work


class Follower(QObject):
    """`taken(key, job)` or `refused(key, refusal)` after `send`, `lost(key)` when the press broke; `told(keys)` when
    the queue has spoken of these; `slow` when it does not stop what it was asked to stop."""

    taken = Signal(str, object)
    refused = Signal(str, object)
    told = Signal(object)
    lost = Signal(str)
    slow = Signal()

    def __init__(self, queue: PrintQueue, press: Press, parent: QObject, *, poll_ms: int) -> None:
        super().__init__(parent)
        self._queue, self._press = queue, press
        self.out: dict[str, Out] = {}
        self.sending = ""
        self._asking = False
        self._turn = 0
        self._poll = _timer(self, poll_ms)
        self._poll.timeout.connect(self._look)
        self._long = _timer(self, LONG_MS)
        self._long.timeout.connect(self.slow)
        press.fault.connect(self._broke)

    @property
    def busy(self) -> tuple[str, ...]:
        """What is in the queue or on its way there, in order."""
        return (*self.out, *((self.sending,) if self.sending else ()))

    def send(self, key: str, work: Callable[[], Job]) -> None:
        """Hand one over; the next only when this one is taken or refused."""
        if self.sending:
            raise RuntimeError("one at a time")
        self.sending = key
        self._press.submit(
            self,
            work,
            done=lambda job: self._taken(key, job),
            refused=lambda refusal: self._refused(key, refusal),
        )

    def cancel(self, *, wait: bool = False) -> None:
        """Ask the queue to stop everything it still has, the last first, so that the printer begins on nothing more;
        each is followed until it has stopped."""
        if wait:
            self._long.start()
        stop = getattr(self._queue, "cancel", None)
        jobs = [one.job for one in reversed(self.out.values()) if not one.cancelled]
        for one in self.out.values():
            one.cancelled = True
        if stop is not None and jobs:
            self._press.submit(self, lambda: [stop(job) for job in jobs], done=lambda _: None, refused=lambda _: None)

    def drop(self, key: str) -> Out:
        """Follow it no longer."""
        return self.out.pop(key)

    def _taken(self, key: str, job: Job) -> None:
        if self.sending == key:
            self.sending = ""
        self.out[key] = Out(job=job)
        self._poll.start()
        self.taken.emit(key, job)

    def _refused(self, key: str, refusal: Refusal) -> None:
        if self.sending == key:
            self.sending = ""
            self.refused.emit(key, refusal)

    def _look(self) -> None:
        if self._asking or not self.out:
            return
        self._asking = True
        self._turn += 1
        queue, turn = self._queue, self._turn
        jobs = [(key, one.job) for key, one in self.out.items()]
        self._press.submit(
            self,
            lambda: [(key, queue.state(job)) for key, job in jobs],
            done=lambda found: self._seen(turn, found),
            refused=lambda _: self._seen(turn, [(key, None) for key, _job in jobs]),
        )

    def _seen(self, turn: int, found: Sequence[tuple[str, Job | None]]) -> None:
        if turn != self._turn:
            return
        self._asking = False
        keys = []
        for key, job in found:
            one = self.out.get(key)
            if one is not None:
                _note(one, job)
                keys.append(key)
        self.told.emit(tuple(keys))
        if self.out:
            self._poll.start()
        else:
            self._long.stop()

    def _broke(self, _: str) -> None:
        """The press broke down, here or elsewhere: what was on its way there may have left, and a look is made anew."""
        if self._asking:
            self._seen(self._turn, [(key, None) for key in self.out])
            self._turn += 1
        key, self.sending = self.sending, ""
        if key:
            self.lost.emit(key)


def _timer(parent: QObject, after: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after)
    return timer


def _note(one: Out, job: Job | None) -> None:
    """What the queue says now; no answer leaves what it said last until it has been silent for long."""
    state = state_of(job)
    if state is JobState.UNKNOWN:
        one.silent += 1
        if one.silent < _SILENT:
            return
    else:
        one.silent = 0
    one.state = state
    if job is not None:
        one.job = job
    one.handed = getattr(job, "handed", False) is True
    told = getattr(job, "begun", None)
    one.begun = one.begun or state is JobState.PRINTING or told is not False
