"""An empty list says what it is for and offers what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.labels import IconMark, Muted, Subheading


class EmptyState(QWidget):
    """Icon, title, text and, if there is something to do, a button."""

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        icon: str = "paper",
        button: str = "",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconMark(icon, self, colour="muted", size=48), 0, middle)
        column.addSpacing(8)
        heading = Subheading(title, self)
        heading.setAlignment(middle)
        column.addWidget(heading)
        self._text = Muted(text, self)
        self._text.setAlignment(middle)
        self._text.setVisible(bool(text))
        column.addWidget(self._text)
        if button:
            column.addSpacing(12)
            column.addWidget(QuietButton(button, self, clicked=clicked, icon="plus"), 0, middle)
        column.addStretch(2)
