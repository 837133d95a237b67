"""A list with its detail: side by side, or under each other when the window is narrow or the type is large."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from spidesk.ui.words import Scroll

_ROOM_FOR_LIST = 400


class Beside(QSplitter):
    """`detail` scrolls and keeps at least `least` pixels of width; the list takes what is left."""

    def __init__(self, shown: QWidget, detail: QWidget, *, least: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._least = least
        self.setChildrenCollapsible(False)
        beside = detail if isinstance(detail, Scroll) else Scroll(margin=0)
        if beside is not detail:
            beside.add(detail)
        self._detail = beside
        self.addWidget(shown)
        self.addWidget(beside)
        self.setStretchFactor(0, 1)
        beside.setMinimumWidth(least)
        self.setSizes([2 * least, least])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the two out for the room there is."""
        narrow = event.size().width() < self._least + _ROOM_FOR_LIST
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.orientation() is not wanted:
            self._detail.setMinimumWidth(0 if narrow else self._least)
            self.setOrientation(wanted)
            half = event.size().height() // 2
            self.setSizes([half, half] if narrow else [event.size().width() - self._least, self._least])
        super().resizeEvent(event)
