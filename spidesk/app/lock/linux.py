"""What a Linux session tells over D-Bus: it is locked, it will sleep, another user took the screen, how long idle.

Listens to `org.freedesktop.login1` (Lock, PrepareForSleep, the session's Active) on the system bus and to the screen
savers' `ActiveChanged` on the session bus. A machine without a bus simply says nothing; idle and the button still
lock. Where the own session cannot be named, the signal of another one locks too: too early is the safe side.
"""

from __future__ import annotations

import os
from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusVariant

_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")
_LOGIN = "org.freedesktop.login1"
_SESSION = "org.freedesktop.login1.Session"
_MANAGER = "org.freedesktop.login1.Manager"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_PATIENCE_MS = 400
# (service, path, method): each answers with the milliseconds since the last touch
_IDLE_CLOCKS = (
    ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "GetIdletime"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver", "GetSessionIdleTime"),
)


class LinuxSession(QObject):
    """Emits `left` when the desktop session is locked, goes to sleep or loses the screen."""

    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = QDBusConnection.sessionBus()
        self._system = QDBusConnection.systemBus()
        if self._system.isConnected():
            own = self._own_session()
            self._system.connect("", own, _SESSION, "Lock", self, _slot("locked()"))
            self._system.connect("", own, _PROPERTIES, "PropertiesChanged", self, _slot("changed(QDBusMessage)"))
            self._system.connect("", "", _MANAGER, "PrepareForSleep", self, _slot("turned(bool)"))
        if self._bus.isConnected():
            for saver in _SAVERS:
                self._bus.connect("", "", saver, "ActiveChanged", self, _slot("turned(bool)"))

    @Slot()
    def locked(self) -> None:
        """The session was locked."""
        self.left.emit()

    @Slot(bool)
    def turned(self, on: bool) -> None:
        """The screen saver came or went, or the machine will sleep or woke up."""
        if on:
            self.left.emit()

    @Slot(QDBusMessage)
    def changed(self, message: QDBusMessage) -> None:
        """A session's properties changed. PySide6 cannot read the signal's map, so ask for the one that matters."""
        if message.arguments()[:1] != [_SESSION]:
            return
        values = _answer(self._system, message.service(), message.path(), _PROPERTIES, "Get", [_SESSION, "Active"])
        if values and isinstance(values[0], QDBusVariant) and values[0].variant() is False:
            self.left.emit()

    def idle_seconds(self) -> float | None:
        """Seconds since the user last touched the machine, or None where no service tells."""
        if self._bus.isConnected():
            for service, path, method in _IDLE_CLOCKS:
                values = _answer(self._bus, service, path, service, method, [])
                if values and type(values[0]) is int:
                    return values[0] / 1000
        return None

    def _own_session(self) -> str:
        """The object path of this process's session, or an empty text, which means any."""
        values = _answer(self._system, _LOGIN, "/org/freedesktop/login1", _MANAGER, "GetSessionByPID", [os.getpid()])
        return values[0].path() if values and isinstance(values[0], QDBusObjectPath) else ""


def _slot(signature: str) -> bytes:
    """Give Qt's written form of a slot. The stubs say bytes; PySide6 6.12 itself wants the text SLOT() gives."""
    return cast("bytes", SLOT(signature))


def _answer(
    bus: QDBusConnection, service: str, path: str, interface: str, method: str, arguments: list[object]
) -> list[object]:
    """Call a method that is there already; an empty list when nobody answers in time (0.4 s)."""
    call = QDBusMessage.createMethodCall(service, path, interface, method)
    call.setAutoStartService(False)
    call.setArguments(arguments)
    answer = bus.call(call, QDBus.CallMode.Block, _PATIENCE_MS)
    return answer.arguments() if answer.type() == QDBusMessage.MessageType.ReplyMessage else []
