"""The course of one print: handed to the queue, followed there, and known, failed or asked about in the end."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui.press import Press
from spidesk.ui.printing.feed.place import placed
from spidesk.ui.printing.order import Job, JobState, Order, PrintQueue

POLL_MS: Final = 1000
LONG_MS: Final = 20_000
"""A job the printer has not finished after this long may be asked about."""


class Stage(StrEnum):
    """Where a print is. Only `PRINTED` counts as printed."""

    NOT_YET = "not_yet"
    SENDING = "sending"
    FOLLOWED = "followed"
    ASKED = "asked"
    PRINTED = "printed"
    FAILED = "failed"
    UNSURE = "unsure"


class Course(QObject):
    """One print at a time. `moved` after every change of `stage` or `state`; `slow` when the printer takes long."""

    moved = Signal()
    slow = Signal()

    def __init__(
        self, queue: PrintQueue, press: Press, parent: QObject | None = None, *, poll_ms: int = POLL_MS
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._press = press
        self.stage = Stage.NOT_YET
        self.state = JobState.UNKNOWN
        self.wrong = ""
        self._job: Job | None = None
        self._turn = 0
        self._poll = QTimer(self)
        self._poll.setSingleShot(True)
        self._poll.setInterval(poll_ms)
        self._poll.timeout.connect(self._look)
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(LONG_MS)
        self._long.timeout.connect(self.slow)

    @property
    def under_way(self) -> bool:
        """Whether the outcome is still open."""
        return self.stage in (Stage.SENDING, Stage.FOLLOWED, Stage.ASKED)

    def start(self, order: Order) -> None:
        """Hand the order to the queue."""
        if self.under_way:
            return
        self._turn += 1
        turn = self._turn
        self.wrong = ""
        self._move(Stage.SENDING)
        self._press.submit(
            self,
            lambda: send(self._queue, order),
            done=lambda job: self._taken(turn, job),
            refused=lambda refusal: self._not_taken(turn, refusal),
        )

    def ask_now(self) -> None:
        """The user has seen the paper, or does not want to wait: ask instead of following."""
        if self.stage is Stage.FOLLOWED:
            self._ask()

    def answer(self, right: bool | None) -> None:
        """What the user says of the paper; `None` is "I do not know", which never counts as printed."""
        if self.stage is Stage.ASKED:
            self._move(Stage.UNSURE if right is None else Stage.PRINTED if right else Stage.FAILED)

    def reset(self) -> None:
        """Ready for another print."""
        if not self.under_way:
            self._move(Stage.NOT_YET)

    def lost(self) -> None:
        """The press broke down while this print was under way: nobody knows what came out."""
        if self.stage in (Stage.SENDING, Stage.FOLLOWED):
            self._ask()

    def _taken(self, turn: int, job: Job) -> None:
        if turn != self._turn:
            return
        self._job = job
        self.state = JobState.ACCEPTED
        self._move(Stage.FOLLOWED)
        self._long.start()
        self._look()

    def _not_taken(self, turn: int, refusal: Refusal) -> None:
        if turn == self._turn:
            self.wrong = wording.text(refusal)
            self._move(Stage.FAILED)

    def _look(self) -> None:
        job, turn = self._job, self._turn
        if job is None or self.stage is not Stage.FOLLOWED:
            return
        self._press.submit(
            self,
            lambda: self._queue.state(job),
            done=lambda now: self._seen(turn, now),
            refused=lambda _: self._seen(turn, None),
        )

    def _seen(self, turn: int, job: Job | None) -> None:
        if turn != self._turn or self.stage is not Stage.FOLLOWED:
            return
        self._job = job
        self.state = state = state_of(job)
        if state is JobState.COMPLETED:
            self._move(Stage.PRINTED)
        elif state is JobState.FAILED:
            self._move(Stage.FAILED)
        elif state in (JobState.GONE, JobState.UNKNOWN):
            self._ask()
        else:
            self._poll.start()
            self.moved.emit()

    def _ask(self) -> None:
        self._turn += 1
        self._move(Stage.ASKED)

    def _move(self, stage: Stage) -> None:
        self.stage = stage
        if stage is not Stage.FOLLOWED:
            self._poll.stop()
            self._long.stop()
        self.moved.emit()


def send(queue: PrintQueue, order: Order) -> Job:
    """Hand an order to the queue, placed as it is fed. Runs on the press's thread."""
    pdf, laid = placed(order.pdf, order.feed, order.width, order.height)
    return queue.send(
        pdf,
        width=laid.page_width,
        height=laid.page_height,
        printer=order.printer,
        copies=order.copies,
        tray=order.tray,
    )


def state_of(job: Job | None) -> JobState:
    """What a job says of itself, in our words; a word we do not know is no answer."""
    try:
        return JobState.UNKNOWN if job is None else JobState(job.state)
    except ValueError:
        return JobState.UNKNOWN
