"""Lock after nobody has touched the program for a while.

Every key, click, wheel or touch in any of the program's windows counts as touch. When the time is up the system is
asked, where it can tell, whether the user is busy in another program; then the watch goes on until both are idle.
Time is counted on a clock that also runs while the machine sleeps, so a laptop opened again locks at once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from spidesk.app.overall import Windows

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_LOOKS_PER_LIMIT = 12
_SHORTEST_LOOK = 0.05


def awake_clock() -> float:
    """Give seconds on a clock that never steps and, where the system has one, counts sleep too."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class IdleWatch(QObject):
    """Emits `idle` once when the program, and the system where it can tell, has not been touched for `seconds`.

    `system_idle` gives the seconds since the user last touched the machine, or None where the system does not say.
    """

    idle = Signal()

    def __init__(
        self,
        seconds: float,
        *,
        system_idle: Callable[[], float | None] = lambda: None,
        clock: Callable[[], float] = awake_clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._system_idle = system_idle
        self._clock = clock
        self._touched_at = clock()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._windows = Windows(self)
        self._windows.start()
        self._pace()

    def set_seconds(self, seconds: float) -> None:
        """Change the time, from now on."""
        self._seconds = seconds
        self._touched_at = self._clock()
        self._pace()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._windows.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a touch; never take an event from anyone. A touch that comes after the time was up locks first."""
        if event.type() in _TOUCHES and self._timer.isActive():
            if self._clock() - self._touched_at >= self._seconds:
                self._look()
            self._touched_at = self._clock()
        return False

    def _pace(self) -> None:
        self._timer.start(int(max(_SHORTEST_LOOK, self._seconds / _LOOKS_PER_LIMIT) * 1000))

    def _look(self) -> None:
        if not self._timer.isActive() or self._clock() - self._touched_at < self._seconds:
            return
        elsewhere = self._system_idle()
        if elsewhere is not None and elsewhere < self._seconds:
            return
        self.stop()
        self.idle.emit()
