"""What goes on in the lane after an unlock while the user already works: the search index, then the vault's check."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from spidesk.person import index
from spidesk.person.index import Entry, Index
from spidesk.ui.lane import Lane, Progress, Ticket
from spidesk.vault.ids import PersonId
from spidesk.vault.vault import Vault


class Background(QObject):
    """`index_ready(index)`, `verified(count)` when done. `stop` ends what is under way, for a lock."""

    index_ready = Signal(object)
    verified = Signal(int)

    def __init__(self, lane: Lane[Vault], parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._tickets: list[Ticket] = []
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
        """End what is under way at its next step."""
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets.clear()

    def _keep(self, ticket: Ticket) -> None:
        self._tickets.append(ticket)
        ticket.ended.connect(lambda: self._tickets.remove(ticket) if ticket in self._tickets else None)

    def _built(self, built: Index) -> None:
        self._set_index(built)

    def _set_index(self, built: Index) -> None:
        self.index = built
        self.index_ready.emit(built)

    def _read(self, entry: Entry | None) -> None:
        if entry is not None and self.index is not None:
            self._set_index(self.index.put(entry))


def _build(vault: Vault, progress: Progress) -> Index:
    with vault.read() as reader:
        return index.build(reader, progress.step)


def _read_one(vault: Vault, person: PersonId) -> Entry | None:
    with vault.read() as reader:
        return index.read_one(reader, person)
