"""The press: a thread for papers and printing, without the vault, so that a slow printer never holds up the lane."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from spidesk.refusal import Refusal
from spidesk.ui.hands.fault import Fault
from spidesk.ui.hands.runner import Asked, Cancelled, Progress, Runner, Ticket

__all__ = ["Cancelled", "Press", "Progress", "Ticket"]

T = TypeVar("T")


class Press(QObject):
    """One thread for papers. `fault(reference)` is a defect; the vault is not touched by it."""

    fault = Signal(str)
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faults: dict[str, Fault] = {}
        self._runner = Runner(self)
        self._runner.busy.connect(self.busy)
        self._runner.faulted.connect(self._faulted)

    def submit(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], object],
        refused: Callable[[Refusal], object] | None = None,
    ) -> None:
        """Run `work()` after what is queued. `done` and `refused` run on the window's thread while `owner` lives."""
        self._runner.ask(Asked(owner=weakref.ref(owner), done=done, refused=refused), lambda _: work())

    def submit_long(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], object],
        refused: Callable[[Refusal], object] | None = None,
        progress: Callable[[int, int], object] | None = None,
        cancelled: Callable[[], object] | None = None,
    ) -> Ticket:
        """Run work that calls `Progress.step`; give the ticket to a `Waiting`."""
        ticket = Ticket(self)
        ticket.ended.connect(ticket.deleteLater)
        if progress is not None:
            ticket.stepped.connect(progress)
        asked = Asked(owner=weakref.ref(owner), done=done, refused=refused, cancelled=cancelled, ticket=ticket)
        self._runner.ask(asked, work)
        return ticket

    def stop(self) -> None:
        """Finish what is queued and end the thread."""
        self._runner.forget()
        self._runner.stop()

    def fault_of(self, reference: str) -> Fault:
        """What is known about a fault, without values. `KeyError` if there is none."""
        return self._faults[reference]

    def _faulted(self, fault: Fault) -> None:
        self._faults[fault.reference] = fault
        self.fault.emit(fault.reference)
