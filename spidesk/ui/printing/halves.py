"""The shape of the print dialog: preview to the left, everything else to the right, buttons below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from spidesk.ui.paper import PaperView
from spidesk.ui.words import Scroll, Stack

MARGIN: Final = 24
_NARROW: Final = 760


class Halves(QWidget):
    """Fills `dialog`. In a narrow window the preview stands above the rest; it is as high as it can be seen whole."""

    def __init__(
        self, dialog: QDialog, preview: PaperView, told: Sequence[QWidget], foot: Sequence[QWidget | None]
    ) -> None:
        super().__init__(dialog)
        self._preview = preview
        self._halves = QHBoxLayout()
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(28)
        self._halves.addWidget(preview, 1, Qt.AlignmentFlag.AlignTop)
        right = Stack(*told, parent=dialog, gap=14)
        right.column.addStretch(1)
        right.setMinimumWidth(320)
        right.setMaximumWidth(460)
        self._halves.addWidget(right, 0)
        whole = QWidget()
        whole.setLayout(self._halves)
        self._area = Scroll(self, widest=1600, margin=MARGIN, fill=True)
        self._area.add(whole)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 12, 24, 16)
        buttons.setSpacing(8)
        for one in foot:
            if one is None:
                buttons.addStretch(1)
            else:
                buttons.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addLayout(buttons)
        around = QVBoxLayout(dialog)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self)
        room = dialog.screen().availableGeometry()
        dialog.resize(min(1060, room.width() - 40), min(700, room.height() - 60))

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll until `widget` is seen."""
        self._area.ensureWidgetVisible(widget, 0, MARGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Above or beside, as there is room."""
        narrow = self.width() < _NARROW
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Make the preview as high as the window lets it be."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._preview.setFixedHeight(max(260, self._area.viewport().height() - 2 * MARGIN))
