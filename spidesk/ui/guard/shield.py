"""Keeping the program's windows out of screenshots and screen sharing, on Windows.

Every top-level window is excluded, menus, tips and dialogs too. Microsoft says that this is no security boundary: a
camera or a privileged program still sees the screen. Other systems have no equivalent; there the shield does nothing
and says so.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

EXCLUDE: Final = 0x11
"""WDA_EXCLUDEFROMCAPTURE (Windows 10 2004 and later)."""
SHOW: Final = 0x00
"""WDA_NONE."""

Affinity = Callable[[int, int], bool]


def system_affinity() -> Affinity | None:
    """Windows' own call, or `None` where there is none."""
    if sys.platform != "win32":
        return None
    call = ctypes.windll.user32.SetWindowDisplayAffinity
    call.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    call.restype = ctypes.c_int
    return lambda window, value: bool(call(window, value))


class Shield(QObject):
    """Excludes each top-level window as it is shown. `on` until a timed exception lifts it."""

    def __init__(self, app: QApplication, *, affinity: Affinity | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._affinity = affinity or system_affinity()
        self.on = True
        if self._affinity is not None:
            app.installEventFilter(self)

    @property
    def works(self) -> bool:
        """Whether this system can keep windows out of captures."""
        return self._affinity is not None

    def set_on(self, on: bool) -> None:
        """Raise or lift the shield for every window there is."""
        self.on = on
        for window in self._app.topLevelWidgets():
            if window.isVisible():
                self._put(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window is about to be seen: exclude it first."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._put(watched)
        return False

    def _put(self, window: QWidget) -> None:
        if self._affinity is not None:
            self._affinity(int(window.winId()), EXCLUDE if self.on else SHOW)
