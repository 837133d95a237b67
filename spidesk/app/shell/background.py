"""What goes on in the lane after an unlock while the user already works: the search index, then the vault's check.

The lane is one thread, so the check gives way: a key or a click stops it, and it begins again when the user rests. Its
stops are few; after the last one it goes through, and a save waits for it that once.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from spidesk.person import index
from spidesk.person.index import Entry, Index
from spidesk.ui.lane import Lane, Progress, Ticket
from spidesk.vault.check import CheckResult
from spidesk.vault.ids import PersonId
from spidesk.vault.vault import Vault

_REST_MS = 4000
_STOPS = 20
_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})


class Background(QObject):
    """`index_ready(index)` when there is one to search in, `checked(result)` when the vault has been gone through."""

    index_ready = Signal(object)
    checked = Signal(object)

    def __init__(self, lane: Lane[Vault], parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._tickets: list[Ticket] = []
        self._check: Ticket | None = None
        self._stops = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._begin_check)
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

    def stop(self) -> None:
        """End what is under way at its next step, for good."""
        self._stops = _STOPS
        self._rest.stop()
        self._listen(False)
        for ticket in [*self._tickets, *([self._check] if self._check is not None else [])]:
            ticket.cancel()
        self._tickets.clear()
        self._check = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The user works: let the check give way."""
        if event.type() in _TOUCHES and self._check is not None:
            self._check.cancel()
        return False

    def _keep(self, ticket: Ticket) -> None:
        self._tickets.append(ticket)
        ticket.ended.connect(lambda: self._tickets.remove(ticket) if ticket in self._tickets else None)

    def _built(self, built: Index) -> None:
        self._set_index(built)
        self._begin_check()

    def _set_index(self, built: Index) -> None:
        self.index = built
        self.index_ready.emit(built)

    def _read(self, entry: Entry | None) -> None:
        if entry is not None and self.index is not None:
            self._set_index(self.index.put(entry))

    def _begin_check(self) -> None:
        self._check = self._lane.submit_long(
            self, lambda vault, progress: vault.verify(progress.step), done=self._went_through, cancelled=self._gave_way
        )
        self._listen(self._stops < _STOPS)

    def _gave_way(self) -> None:
        self._check = None
        self._listen(False)
        self._stops += 1
        self._rest.start()

    def _went_through(self, result: CheckResult) -> None:
        self._check = None
        self._listen(False)
        self.checked.emit(result)

    def _listen(self, on: bool) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if on:
                application.installEventFilter(self)


def _build(vault: Vault, progress: Progress) -> Index:
    with vault.read() as reader:
        return index.build(reader, progress.step)


def _read_one(vault: Vault, person: PersonId) -> Entry | None:
    with vault.read() as reader:
        return index.read_one(reader, person)
