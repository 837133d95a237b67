"""A print queue that tells when a job was taken, so that the ledger can hold its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from spidesk.ui.printing import Job, Printer, PrintQueue
from spidesk.ui.printing.order import keeps


class Watched(QObject):
    """The workstation's queue as one dialog sees it. `taken(job)` comes from the press's thread, before the answer."""

    taken = Signal(object)

    def __init__(self, queue: PrintQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue

    @property
    def forgets(self) -> bool:
        """Whether a job that is printed usually vanishes from the queue at once."""
        return bool(getattr(self._queue, "forgets", False))

    def keeps(self, printer: str) -> bool | None:
        """Whether the queue keeps what it has printed on the computer's disk."""
        return keeps(self._queue, printer)

    def cancel(self, job: Any) -> None:
        """Ask the queue to stop the job, if it can."""
        stop = getattr(self._queue, "cancel", None)
        if stop is not None:
            stop(job)

    def printers(self) -> Sequence[Printer]:
        """Every printer, the default first."""
        return self._queue.printers()

    def send(self, pdf: bytes, *, width: float, height: float, printer: str, copies: int = 1, tray: str = "") -> Job:
        """Hand the paper over and tell which job it became."""
        job = self._queue.send(pdf, width=width, height=height, printer=printer, copies=copies, tray=tray)
        self.taken.emit(job)
        return job

    def state(self, job: Any) -> Job:
        """The same job with what the queue says now."""
        return self._queue.state(job)
