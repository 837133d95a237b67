"""The passphrase field: dots, an eye to look with, nothing to copy out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from spidesk.ui.fields.field import Field
from spidesk.ui.fields.line import Line
from spidesk.ui.fields.text import slip_text
from spidesk.ui.guard.text import Slip
from spidesk.ui.words.buttons import IconButton
from spidesk.ui.words.card import Row

LONGEST = 1000


class PassphraseField(Field[str]):
    """A passphrase. `value()` is exactly what was typed; `clear()` empties line and undo history."""

    def __init__(self, label: str, parent: QWidget | None = None, *, help: str = "") -> None:  # noqa: A002
        super().__init__(label, parent, help=help)
        self.line = Line(self, longest=LONGEST, sensitive=True)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(self.line.inputMethodHints() | Qt.InputMethodHint.ImhHiddenText)
        self.line.textChanged.connect(self._touched)
        self.line.slipped.connect(self._slipped)
        self.eye = IconButton("eye", self.tr("Visa det du skriver"), self, checkable=True)
        self.eye.toggled.connect(self._look)
        self._put(self.line, Row(self.line, self.eye, parent=self, grow=self.line))

    def value(self) -> str:
        """What was typed, every character."""
        return self.line.text()

    def set_value(self, value: str) -> None:
        """Show `value` as dots."""
        self.line.setText(value)

    def clear(self) -> None:
        """Empty the line and hide again."""
        self.line.setText("")
        self.eye.setChecked(False)

    def _look(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        words = self.tr("Dölj det du skriver") if shown else self.tr("Visa det du skriver")
        self.eye.set_words(words, icon="eye-off" if shown else "eye")

    def _slipped(self, found: Slip) -> None:
        self.refuse(slip_text(self, found, LONGEST))
