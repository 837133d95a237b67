"""What stands under the top bar: what the vault has to tell, then the page. In a low window the two scroll as one.

A page is never pressed together below what it needs (`Page.least`): a notice above it pushes it down, out of a window
that is too low, instead of over its own words. In a high window nothing scrolls here; the page has all that is left.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from spidesk.app.shell.pages import Pages
from spidesk.ui.look import theme


class Room(QScrollArea):
    """`told` are the widgets above the page, each hidden while it has nothing to say."""

    def __init__(self, told: tuple[QWidget, ...], pages: Pages) -> None:
        super().__init__()
        self.setObjectName("shell.room")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = _Content(told, pages)
        self.setWidget(self._content)

    def top(self) -> None:
        """Show the beginning again, for another page."""
        self.verticalScrollBar().setValue(0)


class _Content(QWidget):
    """Lays the two out itself: a layout would count the height of every page, also of those not in view."""

    def __init__(self, told: tuple[QWidget, ...], pages: Pages) -> None:
        super().__init__()
        theme.mark(self, "plain")
        self._told = QWidget(self)
        theme.mark(self._told, "plain")
        slim = QVBoxLayout(self._told)
        slim.setContentsMargins(24, 0, 24, 0)
        slim.setSpacing(8)
        for one in told:
            slim.addWidget(one)
        self._pages = pages
        pages.setParent(self)
        pages.action_changed.connect(self._lay_out)
        pages.moved.connect(self._lay_out)

    def event(self, event: QEvent) -> bool:
        """What is inside asks for more or less room."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._lay_out()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        wide = self.width()
        layout = self._told.layout()
        said = layout is not None and any(
            not item.isEmpty() for at in range(layout.count()) if (item := layout.itemAt(at)) is not None
        )
        above = max(0, self._told.heightForWidth(wide)) if said else 0
        least = above + self._pages.least(wide)
        if self.minimumHeight() != least:
            self.setMinimumHeight(least)
        self._told.setGeometry(0, 0, wide, above)
        self._pages.setGeometry(0, above, wide, max(self.height(), least) - above)
