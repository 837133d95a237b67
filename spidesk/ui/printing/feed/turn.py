"""The picture "vänd kuvertet så här", and the same in words: how a paper lies before the printer for one `Feed`.

The picture is drawn through the same turn as the page (`feed.lay`), seen from above with the printer to the left, so it
shows what is printed and nothing else. A half turn that only the print makes (`upside_down`) is left out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from spidesk.ui.look import theme
from spidesk.ui.printing.feed.lay import A4_HEIGHT, A4_WIDTH, Edge, Feed, Laid, Side, first_in, lay

_PRINTER: Final = 64
_GAP: Final = 30
_HIGH: Final = 168
_WIDE: Final = 340


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """What the picture shows: a paper of this size, as read, and its feed. `back`: the flap's side is printed."""

    feed: Feed
    width: float
    height: float
    envelope: bool = True
    back: bool = False

    @property
    def laid(self) -> Laid:
        """The paper on the page, as it lies."""
        return lay(replace(self.feed, upside_down=False), self.width, self.height)

    @property
    def flap_seen(self) -> bool:
        """Whether the flap's side lies up."""
        return self.envelope and self.back == self.feed.face_up

    def transform(self, scale: float, origin: QPointF) -> QTransform:
        """From millimetres of the side that is seen, as it is read, to the picture, whose `origin` is the printer's
        edge and the lower side of the page (the left one, the way it is fed)."""
        laid = self.laid
        seen = [QPointF(0, 0), QPointF(self.width, 0), QPointF(self.width, self.height), QPointF(0, self.height)]
        shown = [self._shown(laid, point, scale, origin) for point in seen]
        found = QTransform()
        QTransform.quadToQuad(QPolygonF(seen), QPolygonF(shown), found)
        return found

    def _shown(self, laid: Laid, point: QPointF, scale: float, origin: QPointF) -> QPointF:
        x = point.x() if self.feed.face_up else self.width - point.x()
        y = point.y()
        across, along = {
            0: (x, y),
            90: (self.height - y, x),
            180: (self.width - x, self.height - y),
            270: (y, self.width - x),
        }[laid.turn % 360]
        across += laid.left
        from_left = across if self.feed.face_up else laid.page_width - across
        return QPointF(origin.x() + scale * (laid.top + along), origin.y() - scale * from_left)


def words(lie: Lie) -> str:
    """The picture in words."""
    feed, side = lie.feed, first_in(lie.feed, lie.width, lie.height)
    up = feed.face_up
    if not lie.envelope:
        face = _tr("Trycksidan uppåt") if up else _tr("Trycksidan nedåt")
    elif lie.back:
        face = _tr("Fliksidan uppåt") if up else _tr("Fliksidan nedåt")
    else:
        face = _tr("Adressidan uppåt") if up else _tr("Adressidan nedåt")
    upright = side in (Side.LEFT, Side.RIGHT)
    short = (lie.height if upright else lie.width) <= min(lie.width, lie.height)
    edges = {
        (Side.LEFT, True): _tr("vänster kortsida"),
        (Side.RIGHT, True): _tr("höger kortsida"),
        (Side.TOP, True): _tr("övre kortsidan"),
        (Side.BOTTOM, True): _tr("nedre kortsidan"),
        (Side.LEFT, False): _tr("vänster långsida"),
        (Side.RIGHT, False): _tr("höger långsida"),
        (Side.TOP, False): _tr("övre långsidan"),
        (Side.BOTTOM, False): _tr("nedre långsidan"),
    }
    told = [_tr("{face}, {edge} in först.").format(face=face, edge=edges[side, short])]
    if feed.edge is Edge.LEFT:
        told.append(_tr("Mot vänster kant i facket, sett åt det håll papperet går in. Skrivaren tror att det är A4."))
    elif feed.edge is Edge.CENTRE:
        told.append(_tr("Mitt i facket. Skrivaren tror att det är A4."))
    if not up:
        told.append(_tr("Vänster och höger är som när du läser den sida som trycks."))
    return " ".join(told)


class TurnPicture(QWidget):
    """A printer seen from above, and the paper on its way in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lie = Lie(feed=Feed(), width=229, height=162)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_lie(self.lie)

    def show_lie(self, lie: Lie) -> None:
        """Show how this paper lies."""
        self.lie = lie
        self.setAccessibleName(self.tr("Bild: {words}").format(words=words(lie)))
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(_WIDE, _HIGH)

    def minimumSizeHint(self) -> QSize:
        """As large as the drawing can be read."""
        return QSize(260, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw printer, guides, paper and arrow in the theme's colours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        laid = self.lie.laid
        room = QRectF(_PRINTER + _GAP, 14, min(self.width(), 420) - _PRINTER - _GAP - 8, self.height() - 28)
        scale = min(room.width() / laid.page_height, room.height() / laid.page_width)
        middle = room.center().y()
        origin = QPointF(room.left(), middle + scale * laid.page_width / 2)
        page = QRectF(room.left(), middle - scale * laid.page_width / 2, scale * laid.page_height, 0)
        page.setHeight(scale * laid.page_width)
        self._printer(painter, page)
        if (laid.page_width, laid.page_height) == (A4_WIDTH, A4_HEIGHT) and self.lie.feed.edge is not Edge.OWN:
            painter.setPen(QPen(QColor(theme.tokens().edge), 1.25, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(page)
        placed = self.lie.transform(scale, origin)
        self._guides(painter, placed.mapRect(QRectF(0, 0, self.lie.width, self.lie.height)))
        self._paper(painter, placed)
        self._arrow(painter, placed.mapRect(QRectF(0, 0, self.lie.width, self.lie.height)))

    def _printer(self, painter: QPainter, page: QRectF) -> None:
        now = theme.tokens()
        painter.setPen(QPen(QColor(now.muted), 1.75))
        painter.setBrush(QColor(now.soft))
        painter.drawRoundedRect(QRectF(6, 4, _PRINTER - 6, self.height() - 8), 8, 8)
        painter.setBrush(QColor(now.neutral))
        painter.drawRoundedRect(QRectF(_PRINTER - 12, page.top() - 8, 16, page.height() + 16), 4, 4)

    def _guides(self, painter: QPainter, box: QRectF) -> None:
        """The bars beside the paper: one where the feed is by the left guide, else one on each side."""
        painter.setPen(QPen(QColor(theme.tokens().muted), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        right = min(box.right(), box.left() + 90)
        painter.drawLine(QLineF(box.left(), box.bottom() + 5, right, box.bottom() + 5))
        if self.lie.feed.edge is not Edge.LEFT:
            painter.drawLine(QLineF(box.left(), box.top() - 5, right, box.top() - 5))

    def _paper(self, painter: QPainter, placed: QTransform) -> None:
        now, lie = theme.tokens(), self.lie
        wide, high = lie.width, lie.height
        painter.setBrush(QColor(now.card))
        painter.setPen(QPen(QColor(now.text), 1.75))
        painter.drawPolygon(placed.map(QPolygonF(QRectF(0, 0, wide, high))))
        printed = lie.feed.face_up
        painter.setBrush(Qt.BrushStyle.NoBrush)
        thin = QPen(QColor(now.muted), 1.5, Qt.PenStyle.DashLine)
        if lie.flap_seen:
            painter.setPen(QPen(QColor(now.muted), 1.5))
            flap = QPolygonF([QPointF(0, 0), QPointF(wide * 0.5, high * 0.48), QPointF(wide, 0)])
            painter.drawPolyline(placed.map(flap))
        elif lie.envelope:
            painter.setPen(thin)
            painter.drawPolygon(placed.map(QPolygonF(QRectF(wide - 32, 8, 22, 26))))
        if printed:
            painter.setPen(QPen(QColor(now.primary), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            left, top = (0.08, 0.66) if lie.back else (0.42, 0.46)
            for at, long in enumerate((0.34, 0.4, 0.26)):
                y = high * (top + at * 0.12)
                painter.drawLine(placed.map(QLineF(wide * left, y, wide * (left + long), y)))

    def _arrow(self, painter: QPainter, box: QRectF) -> None:
        ink, y = QColor(theme.tokens().primary), box.center().y()
        x = box.left() - 4
        painter.setPen(QPen(ink, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x, y), QPointF(x - 12, y))
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([QPointF(x - 19, y), QPointF(x - 10, y - 6), QPointF(x - 10, y + 6)]))


def _tr(text: str) -> str:
    return QCoreApplication.translate("TurnPicture", text)
