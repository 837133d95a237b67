"""A print queue that tells when a job was taken, so that the ledger can hold its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from spidesk.ui.printing import Job, Printer, PrintQueue


class Watched(QObject):
    """The workstation's queue as one dialog sees it. `taken(job)` comes from the press's thread, before the answer."""

    taken = Signal(object)

    def __init__(self, queue: PrintQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue

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
