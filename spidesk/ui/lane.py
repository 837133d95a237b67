"""The lane: the one thread that opens and holds the vault. Pages hand it closures of plain values.

    self.desk.lane.submit(self, lambda vault: actions.place(vault, order), done=self._placed, refused=self._refused)

A `Refusal` reaches `refused`. Anything else is a defect: the vault is closed at once, on its own thread, what was
queued is dropped, and `fault` carries a reference that `fault_of` explains without values. A vanished owner hears
nothing.
Not for: work without the vault (see `press`), or values that hold widgets.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from spidesk.refusal import Refusal
from spidesk.ui.hands.fault import Fault
from spidesk.ui.hands.runner import Asked, Cancelled, Progress, Runner, Ticket

__all__ = ["Cancelled", "Closable", "Lane", "Progress", "Ticket"]


class Closable(Protocol):
    """All the lane knows of a vault."""

    def close(self) -> None:
        """Close it safely."""


V = TypeVar("V", bound=Closable)
T = TypeVar("T")


class Lane(QObject, Generic[V]):
    """One vault, one thread.

    `fault(reference)`: a defect, the vault is closed. `busy(bool)`: something has taken more than 0.3 s, or is over.
    """

    fault = Signal(str)
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vault: V | None = None
        self._faults: dict[str, Fault] = {}
        self._runner = Runner(self)
        self._runner.busy.connect(self.busy)
        self._runner.faulted.connect(self._faulted)

    def open(
        self,
        owner: QObject,
        opener: Callable[[], V],
        *,
        read: Callable[[V], T],
        done: Callable[[T], object],
        refused: Callable[[Refusal], object] | None = None,
    ) -> None:
        """Open a vault on the lane's thread and keep it; `done` gets what `read` takes from it (the session, say)."""

        def work(_: Progress) -> T:
            self._shut()
            vault = opener()
            self._vault = vault
            return self._guarded(lambda: read(vault))

        self._runner.ask(_asked(owner, done, refused), work)

    def submit(
        self,
        owner: QObject,
        work: Callable[[V], T],
        *,
        done: Callable[[T], object],
        refused: Callable[[Refusal], object] | None = None,
    ) -> None:
        """Run `work(vault)` after what is queued; the answer comes on the window's thread while `owner` lives."""
        self._runner.ask(_asked(owner, done, refused), lambda _: self._guarded(lambda: work(self._held())))

    def submit_long(
        self,
        owner: QObject,
        work: Callable[[V, Progress], T],
        *,
        done: Callable[[T], object],
        refused: Callable[[Refusal], object] | None = None,
        progress: Callable[[int, int], object] | None = None,
        cancelled: Callable[[], object] | None = None,
    ) -> Ticket:
        """Run work that calls `Progress.step`; give the ticket to a `Waiting` to show progress and a way out."""
        ticket = Ticket(self)
        ticket.ended.connect(ticket.deleteLater)
        asked = _asked(owner, done, refused)
        asked.ticket = ticket
        asked.cancelled = cancelled
        if progress is not None:
            ticket.stepped.connect(progress)
        self._runner.ask(asked, lambda step: self._guarded(lambda: work(self._held(), step)))
        return ticket

    def close(self, owner: QObject, done: Callable[[], object]) -> None:
        """Finish what is queued and close the vault; the lane can open another one afterwards."""
        self._runner.ask(_asked(owner, lambda _: done(), None), lambda _: self._shut())

    def stop(self) -> None:
        """Finish what is queued, close the vault and end the thread. Returns when all of that is done."""
        if self._runner.isRunning():
            self._runner.ask(_asked(self, lambda _: None, None), lambda _: self._shut())
        self._runner.forget()
        self._runner.stop()

    def fault_of(self, reference: str) -> Fault:
        """What is known about a fault: its kind and places in the code, never values. `KeyError` if there is none."""
        return self._faults[reference]

    def _held(self) -> V:
        if self._vault is None:
            raise Refusal("ui.vault_closed")
        return self._vault

    def _guarded(self, work: Callable[[], T]) -> T:
        """On the worker thread: a defect closes the vault before anything else gets hold of it."""
        try:
            return work()
        except (Refusal, Cancelled):
            raise
        except BaseException:
            self._shut()
            raise

    def _shut(self) -> None:
        vault, self._vault = self._vault, None
        if vault is not None:
            vault.close()

    def _faulted(self, fault: Fault) -> None:
        self._faults[fault.reference] = fault
        self._runner.forget()
        self.fault.emit(fault.reference)


def _asked(owner: QObject, done: Callable[[Any], object], refused: Callable[[Refusal], object] | None) -> Asked:
    return Asked(owner=weakref.ref(owner), done=done, refused=refused)
