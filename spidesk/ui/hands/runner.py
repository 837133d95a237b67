"""One thread that does what it is handed, in order, and answers on the thread of the window that asked.

Promise: a callback runs only while its owner lives; the worker thread never holds a callback, so no widget can be
destroyed off the window's thread; an exception leaves the thread as a `Refusal` or as a `Fault` without values.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from spidesk.refusal import Refusal
from spidesk.ui.hands import fault as faults
from spidesk.ui.hands.fault import Fault
from spidesk.ui.hands.sweep import sweeper

SHOW_AFTER_MS: Final = 300
"""Work that takes longer shows that it is going on."""

CANCEL_AFTER_MS: Final = 3000
"""Work that takes longer can be cancelled."""

_STEP_EVERY: Final = 0.05
"""Seconds between two progress reports; faster ones are dropped."""


class Cancelled(Exception):
    """Raised out of `Progress.step` when the user has cancelled; the work's transaction then rolls back."""


class Progress:
    """What long work reports to, from the worker thread."""

    __slots__ = ("_last", "_stop", "_tell")

    def __init__(self, stop: threading.Event, tell: Callable[[int, int], None]) -> None:
        self._stop = stop
        self._tell = tell
        self._last = 0.0

    def step(self, done: int, total: int) -> None:
        """Say that `done` of `total` is done. Raises `Cancelled` when the user does not want the rest."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._last >= _STEP_EVERY:
            self._last = now
            self._tell(done, total)


class Ticket(QObject):
    """Long work under way, as the window sees it.

    `stepped(done, total)` comes at most twenty times a second; `ended` once, whatever the outcome.
    """

    stepped = Signal(int, int)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step. Neither `done` nor `refused` comes after that, but `cancelled` may."""
        self.stop.set()


@dataclass(slots=True, kw_only=True)
class Job:
    """One piece of work as the worker sees it: no widget, no callback."""

    number: int
    work: Callable[[Progress], Any] | None = field(repr=False)
    progress: Progress = field(repr=False)


@dataclass(slots=True, kw_only=True)
class Answer:
    """What became of a job, one outcome of four. `job` comes back so that it dies on the window's thread."""

    job: Job = field(repr=False)
    value: Any = field(default=None, repr=False)
    refusal: Refusal | None = None
    fault: Fault | None = None
    cancelled: bool = False


@dataclass(slots=True, kw_only=True)
class Asked:
    """Who asked, and what to call when the answer comes. Lives on the window's thread only."""

    owner: weakref.ref[QObject]
    done: Callable[[Any], object] = field(repr=False)
    refused: Callable[[Refusal], object] | None = field(repr=False)
    cancelled: Callable[[], object] | None = field(default=None, repr=False)
    ticket: Ticket | None = field(default=None, repr=False)


class Runner(QThread):
    """The thread. `answered` and `stepped` are delivered on the thread that made the runner."""

    answered = Signal(object)
    stepped = Signal(int, int, int)
    faulted = Signal(object)
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._asked: dict[int, Asked] = {}
        self._next = 0
        self._shown = False
        self._stopped = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOW_AFTER_MS)
        self._patience.timeout.connect(self._show_busy)
        self.answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.stepped.connect(self._step, Qt.ConnectionType.QueuedConnection)

    def ask(self, asked: Asked, work: Callable[[Progress], Any]) -> None:
        """Put `work` last in the queue. After `stop` nothing is taken: the program is ending."""
        if self._stopped:
            return
        self._next += 1
        number = self._next
        self._asked[number] = asked
        stop = asked.ticket.stop if asked.ticket is not None else threading.Event()
        progress = Progress(stop, lambda done, total: self.stepped.emit(number, done, total))
        if not self._patience.isActive() and not self._shown:
            self._patience.start()
        if not self.isRunning():
            sweeper().hold()
            self.start()
        self._queue.put(Job(number=number, work=work, progress=progress))

    def forget(self) -> None:
        """Drop every callback that has not been called: their answers go nowhere."""
        for asked in self._asked.values():
            if asked.ticket is not None:
                asked.ticket.cancel()
        self._asked.clear()
        self._settle()

    def stop(self) -> None:
        """Finish what is queued, then end the thread for good; returns when it has ended. Later answers go nowhere."""
        self._stopped = True
        if self.isRunning():
            self._queue.put(None)
            self.wait()
            sweeper().release()

    def run(self) -> None:
        """Take jobs until told to stop. Runs on the worker thread."""
        while (job := self._queue.get()) is not None:
            answer = _answer(job)
            del job
            self.answered.emit(answer)
            del answer

    @Slot(object)
    def _deliver(self, answer: Answer) -> None:
        if self._stopped:
            return
        asked = self._asked.pop(answer.job.number, None)
        answer.job.work = None
        if not self._asked:
            self._settle()
        if answer.fault is not None:
            self.faulted.emit(answer.fault)
        if asked is None:
            return
        owner = asked.owner()
        if owner is not None and shiboken6.isValid(owner):
            _call(asked, answer)
        if asked.ticket is not None and shiboken6.isValid(asked.ticket):
            asked.ticket.ended.emit()

    @Slot(int, int, int)
    def _step(self, number: int, done: int, total: int) -> None:
        asked = self._asked.get(number)
        if asked is not None and asked.ticket is not None and shiboken6.isValid(asked.ticket):
            asked.ticket.stepped.emit(done, total)

    def _show_busy(self) -> None:
        self._shown = True
        self.busy.emit(True)

    def _settle(self) -> None:
        self._patience.stop()
        if self._shown:
            self._shown = False
            self.busy.emit(False)


def _answer(job: Job) -> Answer:
    assert job.work is not None  # noqa: S101  only the window's thread clears it, after the answer
    try:
        return Answer(job=job, value=job.work(job.progress))
    except Cancelled:
        return Answer(job=job, cancelled=True)
    except Refusal as refusal:
        refusal.__context__ = refusal.__cause__ = None
        return Answer(job=job, refusal=refusal.with_traceback(None))
    except BaseException as error:  # noqa: BLE001  the border of the thread: whatever is left is a defect
        return Answer(job=job, fault=faults.of(error))


def _call(asked: Asked, answer: Answer) -> None:
    if answer.fault is not None:
        return
    stopped = answer.cancelled or (asked.ticket is not None and asked.ticket.stop.is_set())
    if answer.refusal is not None:
        if asked.refused is not None and not stopped:
            asked.refused(answer.refusal)
    elif answer.cancelled:
        if asked.cancelled is not None:
            asked.cancelled()
    else:
        # Work that finished before it noticed the cancelling is done: the user is told the truth.
        asked.done(answer.value)
