"""The lines text is typed in: they look at every text before it is taken, however it comes.

Keys, paste, drop and input methods all pass the validator (one line) or the two insert methods (many lines). A text
that is not taken leaves the earlier one untouched. No text longer than the field is ever put into it, so ten megabytes
from the clipboard cost one comparison of lengths.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QValidator,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from spidesk.ui.guard import clipboard
from spidesk.ui.guard.text import Slip, slip

_SENSITIVE = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class _Watch(QValidator):
    """Looks at the whole line after each change; `Invalid` makes the line go back to what it was."""

    def __init__(self, parent: QObject, longest: int, slipped: Callable[[Slip], None]) -> None:
        super().__init__(parent)
        self._longest = longest
        self._slipped = slipped

    def validate(self, text: str, at: int) -> object:
        """Take the text, take it without line ends at its end (a cell copied from a table has one), or refuse it."""
        kept = text.rstrip("\r\n") if len(text) <= self._longest + 2 else text
        found = slip(kept, longest=self._longest)
        if found is not None:
            self._slipped(found)
            return QValidator.State.Invalid, text, at
        return QValidator.State.Acceptable, kept, min(at, len(kept))


class Line(QLineEdit):
    """One line. `slipped(Slip)` tells why a text was not taken."""

    slipped = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, longest: int = 200, sensitive: bool = False) -> None:
        super().__init__(parent)
        self._sensitive = sensitive
        self.setMaxLength(max(longest + 3, 4096))  # the validator sees that a pasted text is too long
        self.setValidator(_Watch(self, longest, self.slipped.emit))
        if sensitive:
            self.setInputMethodHints(self.inputMethodHints() | _SENSITIVE)
            self.setDragEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is copied out of a sensitive line is marked, and gone after ten seconds."""
        if self._sensitive and _copies(event):
            if self.hasSelectedText() and self.echoMode() is QLineEdit.EchoMode.Normal:
                clipboard.copy(self.selectedText())
                if event.matches(QKeySequence.StandardKey.Cut) and not self.isReadOnly():
                    self.del_()
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Text marked with the mouse in a sensitive line is not handed to X11's selection."""
        super().mouseReleaseEvent(event)
        shared = QGuiApplication.clipboard()
        if self._sensitive and shared.supportsSelection() and shared.ownsSelection():
            shared.clear(QClipboard.Mode.Selection)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A sensitive line has no menu: copying is never one slip of the mouse away."""
        if self._sensitive:
            event.accept()
            return
        super().contextMenuEvent(event)


class Lines(QPlainTextEdit):
    """Many lines. Tab leaves the field. `slipped(Slip)` tells why a text was not taken."""

    slipped = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, longest: int = 4000, sensitive: bool = False) -> None:
        super().__init__(parent)
        self._longest = longest
        self._sensitive = sensitive
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(9)
        if sensitive:
            self.setInputMethodHints(self.inputMethodHints() | _SENSITIVE)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop: all of it or none of it."""
        if not source.hasText():
            return
        text = source.text()
        if len(text) > 2 * self._longest + 2 or not self._takes(text.replace("\r\n", "\n")):
            self.slipped.emit(self._why(text))
            return
        self.insertPlainText(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that carries text is looked at before it is taken; sensitive text is copied marked."""
        if self._sensitive and _copies(event):
            cursor = self.textCursor()
            if cursor.hasSelection():
                clipboard.copy(cursor.selection().toPlainText())
                if event.matches(QKeySequence.StandardKey.Cut) and not self.isReadOnly():
                    cursor.removeSelectedText()
            event.accept()
            return
        text = event.text()
        typed = bool(text) and (text.isprintable() or slip(text, longest=len(text), lines=True) in _HIDDEN)
        if typed and not _is_command(event) and not self._takes(text):
            self.slipped.emit(self._why(text))
            event.accept()
            return
        super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Sensitive text is neither dragged away nor handed to X11's selection."""
        return QMimeData() if self._sensitive else super().createMimeDataFromSelection()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method commits is looked at too."""
        if event.commitString() and not self._takes(event.commitString()):
            self.slipped.emit(self._why(event.commitString()))
            event.setCommitString("")
        super().inputMethodEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Sensitive text has no menu."""
        if self._sensitive:
            event.accept()
            return
        super().contextMenuEvent(event)

    def _room(self) -> int:
        cursor = self.textCursor()
        chosen = abs(cursor.selectionEnd() - cursor.selectionStart())
        return self._longest - max(0, self.document().characterCount() - 1) + chosen

    def _takes(self, text: str) -> bool:
        return slip(text, longest=self._room(), lines=True) is None

    def _why(self, text: str) -> Slip:
        return slip(text, longest=self._room(), lines=True) or Slip.TOO_LONG


def _copies(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy) or event.matches(QKeySequence.StandardKey.Cut)


_HIDDEN = (Slip.TURNING, Slip.WIDTHLESS)


def _is_command(event: QKeyEvent) -> bool:
    commands = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)
    return any(event.matches(command) for command in commands)
