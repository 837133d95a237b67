"""Two parts side by side where there is room, under each other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from spidesk.ui.look import theme

_ROOM = 860


class Halves(QWidget):
    """`first` and `second`, sharing the width."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None, *, room: int = _ROOM) -> None:
        super().__init__(parent)
        theme.mark(self, "plain")
        self._parts = (first, second)
        self._room = room
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(16)
        self._line.addWidget(first, 1, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(second, 1, Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """No wider than the wider of the two: they can stand under each other."""
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn, where the room says so."""
        beside = self.width() >= self._room
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() is not wanted:
            self._line.setDirection(wanted)
        super().resizeEvent(event)
