"""What fills the window before and after the shell: one centred column that scrolls when the window is small."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spidesk.ui.look import theme
from spidesk.ui.look.tokens import HEADING
from spidesk.ui.words.card import Stack
from spidesk.ui.words.labels import Heading, IconMark, Muted


class Screen(QWidget):
    """A screen of at most `widest` pixels. `help` names the page F1 opens; `first` gets the keyboard when shown."""

    help = "unlock"

    def __init__(self, *, widest: int = 560) -> None:
        super().__init__()
        theme.mark(self, "page")
        self.first: QWidget | None = None
        self.content = Stack(gap=16)
        self.content.setMaximumWidth(widest)
        inner = QWidget()
        theme.mark(inner, "plain")
        line = QHBoxLayout(inner)
        line.setContentsMargins(24, 24, 24, 24)
        line.addStretch(1)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.content)
        middle.addStretch(2)
        line.addLayout(middle, 100)
        line.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard where the work begins."""
        super().showEvent(event)
        if self.first is not None:
            self.first.setFocus()

    def unsaved(self) -> bool:
        """Whether closing the window now would lose something."""
        return False


class _Wordmark(Heading):
    """The program's name, in its own colour and size whatever the theme does to labels."""

    def event(self, event: QEvent) -> bool:
        """Keep the size when the theme is put on anew."""
        done = super().event(event)
        if event.type() is QEvent.Type.Polish:
            theme.scaled(self, HEADING, bold=True)
        return done


def wordmark(parent: QWidget | None = None) -> QWidget:
    """The program's name."""
    name = _Wordmark("spidesk", parent)
    theme.mark(name, "primary")
    return name


def brand(text: str = "") -> QWidget:
    """The program's mark and, under it, what this screen is about."""
    row = QWidget()
    theme.mark(row, "plain")
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 8)
    line.setSpacing(12)
    line.addWidget(IconMark("shield", row, colour="primary", size=36))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(wordmark(row))
    if text:
        words.addWidget(Muted(text, row))
    line.addLayout(words, 1)
    return row
