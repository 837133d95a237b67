"""Drafts that have been handed back after an unlock, and still lie in the vault until nobody needs them there.

A text that was given back and then lost with the process (a crash, a power cut) is in the vault still and comes back at
the next unlock. It is taken away once it is no longer unsaved: saved, or dropped by the user. A page may take a while
to show what it was given, so a draft counts as gone only after it has been seen on its page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from spidesk.app.lock.leftoff import LeftOff, Work, drop
from spidesk.ui.lane import Lane
from spidesk.vault.vault import Vault

_LOOK_MS = 1000


class Restored(QObject):
    """Looks at the pages now and then, while there is anything to look for; `now` says what is unsaved on them."""

    def __init__(self, lane: Lane[Vault], now: Callable[[], Sequence[LeftOff]], parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._now = now
        self._seen: dict[Work, bool] = {}
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self, left: Sequence[LeftOff]) -> None:
        """These have been handed back to their pages."""
        self._seen = {one.work: False for one in left if one.values is not None}
        if self._seen:
            self._timer.start()

    def ended(self) -> frozenset[Work]:
        """Which of them are saved or dropped by now."""
        unsaved = {one.work for one in self._now() if one.values is not None}
        for work in self._seen:
            self._seen[work] |= work in unsaved
        return frozenset(work for work, seen in self._seen.items() if seen and work not in unsaved)

    def look(self) -> None:
        """Take what is saved or dropped out of the vault."""
        self._drop(self.ended())

    def let_go(self) -> None:
        """The user ends the program and has been asked: what is unsaved on the pages is dropped."""
        self.ended()
        self._drop(frozenset(work for work, seen in self._seen.items() if seen))

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _drop(self, works: frozenset[Work]) -> None:
        if not works:
            return
        for work in works:
            del self._seen[work]
        if not self._seen:
            self._timer.stop()
        self._lane.submit(self, lambda vault: drop(vault, works), done=lambda _: None, refused=lambda _: None)
