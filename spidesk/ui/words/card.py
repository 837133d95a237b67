"""What holds other things: cards, stacks, rows and the scrolling column of a page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from spidesk.ui.look import theme
from spidesk.ui.words.labels import Muted, Subheading


class Stack(QWidget):
    """Widgets under each other, `gap` pixels apart, without a frame."""

    def __init__(self, *widgets: QWidget, parent: QWidget | None = None, gap: int = 12, margin: int = 0) -> None:
        super().__init__(parent)
        theme.mark(self, "plain")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(gap)
        for widget in widgets:
            self.column.addWidget(widget)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets last."""
        for widget in widgets:
            self.column.addWidget(widget)

    def clear(self) -> None:
        """Take away everything in it."""
        empty(self.column)


class Row(QWidget):
    """Widgets side by side; a `None` is the stretch between them, `grow` the widget that takes what is left.

    Without either they keep to the left; with `fill` they share the width.
    """

    def __init__(
        self,
        *widgets: QWidget | None,
        parent: QWidget | None = None,
        gap: int = 8,
        fill: bool = False,
        grow: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.mark(self, "plain")
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(gap)
        for widget in widgets:
            if widget is None:
                self.line.addStretch(1)
            else:
                self.line.addWidget(widget, 1 if fill or widget is grow else 0)
        if None not in widgets and not fill and grow is None:
            self.line.addStretch(1)


class Card(QFrame):
    """A white box with room inside; `title` and `text` above what is added."""

    def __init__(self, title: str = "", text: str = "", parent: QWidget | None = None, *, gap: int = 12) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 24)
        self.column.setSpacing(gap)
        self.title = Subheading(title, self)
        self.title.setVisible(bool(title))
        self.column.addWidget(self.title)
        if text:
            self.column.addWidget(Muted(text, self))

    def add(self, *widgets: QWidget) -> None:
        """Put widgets last in the card."""
        for widget in widgets:
            self.column.addWidget(widget)


class Rule(QFrame):
    """A thin line between two parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, "rule")
        self.setFixedHeight(1)


class Scroll(QScrollArea):
    """The scrolling column of a page; content at most `widest` pixels, at the top unless it is to `fill` the height."""

    def __init__(
        self, parent: QWidget | None = None, *, widest: int = 1100, margin: int = 24, fill: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QWidget()
        theme.mark(outer, "plain")
        line = self._line = QHBoxLayout(outer)
        line.setContentsMargins(margin, margin, margin, margin)
        self.content = Stack(gap=16)
        self.content.setMaximumWidth(widest)
        if fill:
            line.addWidget(self.content, 1)
        else:
            line.addWidget(self.content, 1, Qt.AlignmentFlag.AlignTop)
        line.addStretch(0)
        self.setWidget(outer)

    def set_margin(self, margin: int) -> None:
        """Leave so many pixels free round the content."""
        self._line.setContentsMargins(margin, margin, margin, margin)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets last in the column."""
        self.content.add(*widgets)


def empty(layout: QLayout, keep: Callable[[QWidget], bool] | None = None) -> None:
    """Take every widget out of `layout` and let it go, but those `keep` says yes to."""
    for at in reversed(range(layout.count())):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        if widget is not None and keep is not None and keep(widget):
            continue
        layout.takeAt(at)
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
