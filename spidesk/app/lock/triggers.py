"""Everything that locks the program, gathered into one signal: idle, Ctrl+L anywhere, the system's lock and sleep."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from spidesk.app.lock.idle import IdleWatch
from spidesk.app.overall import Windows


class Triggers(QObject):
    """Emits `pulled` when the program is to lock. Made when a vault is open, stopped when it no longer is."""

    pulled = Signal()

    def __init__(self, window: QWidget, idle_seconds: float) -> None:
        super().__init__(window)
        self._session = _session_watch(window)
        self.idle = IdleWatch(idle_seconds, system_idle=self._session.idle_seconds, parent=self)
        self.idle.idle.connect(self.pulled)
        self._session.left.connect(self.pulled)
        self._windows = Windows(self)
        self._windows.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+L wherever the keyboard is, in a dialog too, where a window's own shortcuts sleep."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.pulled.emit()
            return True
        return False

    def stop(self) -> None:
        """Lock no more."""
        self.idle.stop()
        self._session.left.disconnect(self.pulled)
        self._windows.stop()


if sys.platform == "win32":
    from spidesk.app.lock.windows import WindowsSession

    def _session_watch(window: QWidget) -> WindowsSession:
        return WindowsSession(window)
else:
    from spidesk.app.lock.linux import LinuxSession

    def _session_watch(window: QWidget) -> LinuxSession:
        return LinuxSession(window)
