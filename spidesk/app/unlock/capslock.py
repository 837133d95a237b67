"""A hint that Caps Lock is on, read from what the keys give: Qt does not say what state the lock is in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


def tells(text: str, shift: bool) -> bool | None:
    """What one typed letter says of the lock: on, off, or nothing (digits, signs, letters without two forms)."""
    if len(text) != 1 or text.lower() == text.upper():
        return None
    return text.isupper() != shift


class CapsLock(QObject):
    """Watches one field; `turned(on)` when what is known of the lock has changed."""

    turned = Signal(bool)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._on = False
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read a key on its way to the field; never take it."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_CapsLock:
                self._say(not self._on)
            else:
                said = tells(event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                if said is not None:
                    self._say(said)
        return False

    def _say(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self.turned.emit(on)
