"""The focus ring: 2 px, 2 px away from what it surrounds, drawn over everything, whatever the widget.

What gets the keyboard is also scrolled into sight, in every scroll area it stands in: Qt does so only for the innermost
one, and not when the keyboard comes from outside it. Not while a mouse button is down: the click would land elsewhere.

The style sheet cannot draw outside a widget, so a transparent sibling follows the focus. Its parent is the nearest
ancestor with room for the ring; where none has room before a scroll area ends, the ring goes inside the edge.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenu, QWidget

from spidesk.ui.look import sight
from spidesk.ui.look.tokens import CORNER, RING, Tokens

_ROOM = 2 * RING
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.LayoutRequest,
    QEvent.Type.ZOrderChange,
}


class _Ring(QWidget):
    """The drawing itself: lets every click through, takes no focus, says nothing to a screen reader."""

    def __init__(self, parent: QWidget, tokens: Callable[[], Tokens]) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tokens().focus), RING))
        half = RING / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), CORNER + 3, CORNER + 3)


class FocusRing(QObject):
    """Keeps the ring round the widget that has the keyboard."""

    def __init__(self, app: QApplication, tokens: Callable[[], Tokens]) -> None:
        super().__init__(app)
        self._tokens = tokens
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._moved)

    def ring_rect(self) -> QRect | None:
        """Where the ring is on the screen, or `None` when nothing is surrounded."""
        ring = self._alive()
        if ring is None or not ring.isVisible():
            return None
        return QRect(ring.mapToGlobal(QPoint(0, 0)), ring.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the surrounded widget and what it stands in."""
        if event.type() in _MOVES:
            self._follow()
        return False

    def _moved(self, _: QWidget | None, now: QWidget | None) -> None:
        for watched in self._watched:
            if shiboken6.isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        ring = self._alive()
        if ring is not None:
            ring.hide()
        self._target = now if now is not None and _is_surrounded(now) else None
        if self._target is None:
            return
        target = self._target.focusProxy() or self._target
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            sight.bring(target)
            QTimer.singleShot(0, target, lambda: self._bring(target))  # once what was just opened has its place
        home = _home(target)
        if ring is None or ring.parentWidget() is not home:
            if ring is not None:
                ring.deleteLater()
            self._ring = _Ring(home, self._tokens)
        widget: QWidget | None = target
        while widget is not None and widget is not home:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        home.installEventFilter(self)
        self._watched.append(home)
        self._follow()

    def _bring(self, target: QWidget) -> None:
        if target.hasFocus():
            sight.bring(target)

    def _follow(self) -> None:
        ring, target = self._alive(), self._target
        if ring is None or target is None or not shiboken6.isValid(target):
            return
        home = ring.parentWidget()
        if home is None or not target.isVisible() or not home.isAncestorOf(target):
            ring.hide()
            return
        wanted = QRect(target.mapTo(home, QPoint(0, 0)), target.size()).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
        fitting = wanted.intersected(home.rect()) if home.rect().intersects(wanted) else wanted
        if ring.geometry() != fitting:
            ring.setGeometry(fitting)
        if not ring.isVisible():
            ring.show()
        if home.children()[-1] is not ring:
            ring.raise_()

    def _alive(self) -> _Ring | None:
        return self._ring if self._ring is not None and shiboken6.isValid(self._ring) else None


def _is_surrounded(widget: QWidget) -> bool:
    return not isinstance(widget, QMenu) and widget.window() is not widget


def _home(target: QWidget) -> QWidget:
    """The nearest ancestor in which the ring is not cut off, at most the content of the scroll area it stands in."""
    ancestor = target.parentWidget()
    while ancestor is not None and not ancestor.isWindow():
        corner = target.mapTo(ancestor, QPoint(0, 0))
        if ancestor.rect().contains(QRect(corner, target.size()).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)):
            return ancestor
        above = ancestor.parentWidget()
        if isinstance(above, QAbstractScrollArea):
            return ancestor
        if above is not None and isinstance(above.parentWidget(), QAbstractScrollArea):
            return ancestor
        ancestor = above
    return ancestor if ancestor is not None else target
