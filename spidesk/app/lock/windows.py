"""What a Windows session tells: it is locked, disconnected or going to sleep, and how long nobody has touched it.

Session changes come as window messages after `WTSRegisterSessionNotification`, sleep as `WM_POWERBROADCAST`. On other
systems nothing here does anything.
"""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

_WM_WTSSESSION_CHANGE = 0x02B1
_WM_POWERBROADCAST = 0x0218
# WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK
_LEAVING = frozenset({0x2, 0x4, 0x6, 0x7})
_PBT_APMSUSPEND = 0x4
_NOTIFY_FOR_THIS_SESSION = 0


class _Messages(QAbstractNativeEventFilter):
    """Reads the window messages that matter; takes none of them."""

    def __init__(self, owner: WindowsSession) -> None:
        super().__init__()
        self._owner = owner

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if sys.platform == "win32" and bytes(kind) == b"windows_generic_MSG":
            from ctypes import wintypes

            read = wintypes.MSG.from_address(int(message))
            locked = read.message == _WM_WTSSESSION_CHANGE and read.wParam in _LEAVING
            if locked or (read.message == _WM_POWERBROADCAST and read.wParam == _PBT_APMSUSPEND):
                self._owner.left.emit()
        return False, 0


class WindowsSession(QObject):
    """Emits `left` when the Windows session is locked, disconnected or goes to sleep."""

    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._messages = _Messages(self)
        application = QCoreApplication.instance()
        if sys.platform == "win32" and application is not None:
            application.installNativeEventFilter(self._messages)
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), _NOTIFY_FOR_THIS_SESSION)

    def idle_seconds(self) -> float | None:
        """Seconds since the user last touched the machine."""
        if sys.platform != "win32":
            return None

        class LastInput(ctypes.Structure):
            _fields_ = (("size", ctypes.c_uint), ("tick", ctypes.c_uint))

        last = LastInput(size=ctypes.sizeof(LastInput))
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        return float((ctypes.windll.kernel32.GetTickCount() - last.tick) & 0xFFFFFFFF) / 1000
