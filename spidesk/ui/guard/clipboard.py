"""Copying what is protected: marked not to be kept by clipboard histories, and gone after ten seconds.

Windows reads three formats (Microsoft, *Clipboard formats: cloud clipboard and clipboard history*), KDE one hint, macOS
one type. Clearing touches only what we put there: newer foreign content is left alone.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

CLEAR_AFTER_MS: Final = 10_000

_WINDOWS: Final = 'application/x-qt-windows-mime;value="{name}"'
_MARKS: Final = {
    _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing"): b"\x00\x00\x00\x00",
    _WINDOWS.format(name="CanIncludeInClipboardHistory"): b"\x00\x00\x00\x00",
    _WINDOWS.format(name="CanUploadToCloudClipboard"): b"\x00\x00\x00\x00",
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"",
}


class Copier(QObject):
    """Puts one value on the clipboard at a time and takes it away again."""

    def __init__(self, parent: QObject | None = None, *, clear_after_ms: int = CLEAR_AFTER_MS) -> None:
        super().__init__(parent)
        self._mine: bytes | None = None
        self._salt = secrets.token_bytes(16)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(clear_after_ms)
        self._timer.timeout.connect(self.clear)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard, marked, for ten seconds."""
        carried = QMimeData()
        carried.setText(text)
        for mark, value in _MARKS.items():
            carried.setData(mark, QByteArray(value))
        self._mine = self._print(text)
        _clipboard().setMimeData(carried)
        self._timer.start()

    def clear(self) -> None:
        """Take away what we copied, if it is still there. Called by the timer, at lock and at exit."""
        self._timer.stop()
        mine, self._mine = self._mine, None
        if mine is not None and self._print(_clipboard().text()) == mine:
            _clipboard().clear()

    def _print(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt).digest()


def _clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


_COPIERS: list[Copier] = []


def copier() -> Copier:
    """The program's one copier."""
    if not _COPIERS:
        _COPIERS.append(Copier())
    return _COPIERS[0]


def copy(text: str) -> None:
    """Put a protected value on the clipboard for ten seconds."""
    copier().copy(text)


def clear() -> None:
    """Take away what was copied, if it is still there."""
    if _COPIERS:
        _COPIERS[0].clear()
