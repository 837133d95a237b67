"""Python's cyclic garbage is collected on the window's thread only, for as long as a worker thread runs.

Python collects on whatever thread happens to allocate. A dead window is nearly always a cycle, so the lane would now
and then destroy widgets on its own thread, and Qt ends the process (measured: segmentation fault). While any `Runner`
runs, automatic collection is therefore off and a timer on the window's thread does it, by Python's own thresholds.
"""

from __future__ import annotations

import gc
import time
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer

EVERY_MS: Final = 500
FULL_EVERY: Final = 60.0
"""Seconds between two collections of everything: a pause of some tens of milliseconds in a full vault."""


class Sweeper(QObject):
    """Collects while workers run. Made and used on the window's thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = 0
        self._full_at = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)

    def hold(self) -> None:
        """A worker starts: nothing is collected outside this thread from now on."""
        self._workers += 1
        if self._workers == 1:
            gc.disable()
            self._full_at = time.monotonic()
            self._timer.start()

    def release(self) -> None:
        """A worker has ended; after the last one Python collects by itself again."""
        self._workers -= 1
        if self._workers == 0:
            self._timer.stop()
            gc.enable()

    def settle(self) -> None:
        """What lives now lives on: no collection goes through it again. For once, when a great deal has been built."""
        gc.freeze()

    def sweep(self) -> None:
        """Collect what Python itself would have collected by now."""
        youngest, middle, _ = gc.get_count()
        first, second, _ = gc.get_threshold()
        if time.monotonic() - self._full_at >= FULL_EVERY:
            self._full_at = time.monotonic()
            gc.collect()
        elif middle > second:
            gc.collect(1)
        elif youngest > first:
            gc.collect(0)


_SWEEPERS: list[Sweeper] = []


def sweeper() -> Sweeper:
    """The program's one sweeper."""
    if not _SWEEPERS or not shiboken6.isValid(_SWEEPERS[-1]):
        _SWEEPERS.append(Sweeper(QCoreApplication.instance()))
    return _SWEEPERS[-1]
