"""Cards side by side where there is room, under each other where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from spidesk.ui.look import theme

TWO_FROM = 760
"""Pixels from which two cards stand side by side."""


class Columns(QWidget):
    """A grid of one or two columns; a wide widget has a row of its own. It does not own what it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, "plain")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._shown: list[tuple[QWidget, bool]] = []
        self._across = 0

    def show_widgets(self, widgets: Sequence[tuple[QWidget, bool]]) -> None:
        """Show these in order; `True` beside a widget makes it wide. Widgets no longer shown are let go."""
        staying = {id(widget) for widget, _ in widgets}
        for widget, _ in self._shown:
            self._grid.removeWidget(widget)
            if id(widget) not in staying:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._shown = list(widgets)
        self._across = 0
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        across = 2 if self.width() >= TWO_FROM else 1
        if across == self._across:
            return
        self._across = across
        for widget, _ in self._shown:
            self._grid.removeWidget(widget)
        row, column = 0, 0
        for widget, wide in self._shown:
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(widget, row, column, 1, across if wide else 1, Qt.AlignmentFlag.AlignTop)
            widget.show()
            column += across if wide else 1
            if column >= across:
                row, column = row + 1, 0
        for at in range(2):
            self._grid.setColumnStretch(at, 1 if at < across else 0)
