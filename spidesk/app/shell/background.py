"""What goes on in the lane after an unlock while the user already works: the search index, then the vault's check.

The lane is one thread, so the check is done in slices of a twentieth of a second: a save waits for one of them at most,
and while the user types or clicks there are none.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from spidesk.app.overall import Windows
from spidesk.person import index
from spidesk.person.index import Entry, Index
from spidesk.ui.hands.sweep import sweeper
from spidesk.ui.lane import Lane, Progress, Ticket
from spidesk.vault.check import CheckResult, Verification
from spidesk.vault.ids import PersonId
from spidesk.vault.vault import Vault

_PAUSE_MS = 20
_REST_MS = 600
_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})


class Background(QObject):
    """`index_ready(index)` when there is one to search in, `checked(result)` when the vault has been gone through."""

    index_ready = Signal(object)
    checked = Signal(object)

    def __init__(self, lane: Lane[Vault], parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._tickets: list[Ticket] = []
        self._check: Verification | None = None
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._go_on)
        self._windows = Windows(self)
        self.index: Index | None = None

    def start(self, watch: Callable[[Ticket], object]) -> None:
        """Build the index, then check the vault; `watch` shows the index's progress."""
        ticket = self._lane.submit_long(self, _build, done=self._built)
        self._keep(ticket)
        watch(ticket)

    def person_changed(self, person: PersonId) -> None:
        """Read one person again into the index."""
        self._lane.submit(self, lambda vault: _read_one(vault, person), done=self._read)

    def rebuild(self) -> None:
        """Build the index again, after the user's circles have changed."""
        self._keep(self._lane.submit_long(self, _build, done=self._set_index))

    @property
    def checking(self) -> bool:
        """Whether the vault is being gone through."""
        return self._check is not None

    def stop(self) -> None:
        """End what is under way at its next step, for good."""
        self._check = None
        self._next.stop()
        self._listen(False)
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The user works: let the next slice wait a little."""
        if event.type() in _TOUCHES and self._next.isActive():
            self._next.start(_REST_MS)
        return False

    def _keep(self, ticket: Ticket) -> None:
        self._tickets.append(ticket)
        ticket.ended.connect(lambda: self._tickets.remove(ticket) if ticket in self._tickets else None)

    def _built(self, built: Index) -> None:
        self._set_index(built)
        sweeper().settle()
        self._lane.submit(self, lambda vault: vault.verification(), done=self._begin)

    def _set_index(self, built: Index) -> None:
        self.index = built
        self.index_ready.emit(built)

    def _read(self, entry: Entry | None) -> None:
        if entry is not None and self.index is not None:
            self._set_index(self.index.put(entry))

    def _begin(self, check: Verification) -> None:
        self._check = check
        self._listen(True)
        self._go_on()

    def _go_on(self) -> None:
        check = self._check
        if check is not None:
            self._lane.submit(self, lambda vault: vault.verify_slice(check), done=self._went)

    def _went(self, result: CheckResult | None) -> None:
        if self._check is None:
            return
        if result is None:
            self._next.start(_PAUSE_MS)
            return
        self._check = None
        self._listen(False)
        self.checked.emit(result)

    def _listen(self, on: bool) -> None:
        if on:
            self._windows.start()
        else:
            self._windows.stop()


def _build(vault: Vault, progress: Progress) -> Index:
    with vault.read() as reader:
        return index.build(reader, progress.step)


def _read_one(vault: Vault, person: PersonId) -> Entry | None:
    with vault.read() as reader:
        return index.read_one(reader, person)
