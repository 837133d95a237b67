"""The line a piece code is typed or scanned in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from spidesk.mail.rules.piece import DRAWN
from spidesk.ui.fields import TextField
from spidesk.ui.look import theme

_LONGEST = 40
_BIG = 1.9
_NARROWEST = 190


class CodeField(TextField):
    """A code line, read by hand or by a scanner. `entered`: Enter was pressed; `big` is read from across a table."""

    entered = Signal()

    def __init__(self, label: str, parent: QWidget | None = None, *, big: bool = False) -> None:
        super().__init__(label, parent, longest=_LONGEST, width=0 if big else 14)
        if big:
            theme.scaled(self.line, _BIG, bold=True)
            metrics = self.line.fontMetrics()
            self.line.setFixedHeight(metrics.height() + 20)
            self.line.setMinimumWidth(_NARROWEST)
            self.line.setMaximumWidth(metrics.horizontalAdvance("M") * (DRAWN + 8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def take_focus(self) -> None:
        """With what stands there marked, so that the next reading takes its place."""
        super().take_focus()
        self.line.selectAll()
