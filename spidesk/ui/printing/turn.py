"""The picture "vänd kuvertet så här": how an envelope lies in the printer's manual feed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from spidesk.ui.look import theme


class TurnPicture(QWidget):
    """A printer seen from above with an envelope, address side up, going in with its left short side first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            self.tr("Bild: kuvertet ligger med adressidan uppåt och matas in med vänster kortsida först.")
        )

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(280, 132)

    def minimumSizeHint(self) -> QSize:
        """As large as the drawing."""
        return QSize(240, 132)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw printer, envelope and arrow in the theme's colours."""
        now = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QPen(QColor(now.muted), 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(ink)
        painter.setBrush(QColor(now.soft))
        painter.drawRoundedRect(QRectF(8, 10, 78, 112), 8, 8)
        painter.setBrush(QColor(now.neutral))
        painter.drawRoundedRect(QRectF(70, 22, 16, 88), 4, 4)
        self._envelope(painter, QRectF(112, 28, 124, 76))
        self._arrow(painter, 104, 66)

    def _envelope(self, painter: QPainter, box: QRectF) -> None:
        now = theme.tokens()
        painter.setPen(QPen(QColor(now.text), 1.75))
        painter.setBrush(QColor(now.card))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QPen(QColor(now.primary), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        left = box.left() + box.width() * 0.42
        for line, width in enumerate((46, 52, 38)):
            top = box.top() + box.height() * 0.42 + line * 11
            painter.drawLine(QPointF(left, top), QPointF(left + width, top))
        painter.setPen(QPen(QColor(now.muted), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(box.right() - 22, box.top() + 8, 14, 16))

    def _arrow(self, painter: QPainter, x: float, y: float) -> None:
        ink = QColor(theme.tokens().primary)
        painter.setPen(QPen(ink, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x, y), QPointF(x - 12, y))
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([QPointF(x - 18, y), QPointF(x - 9, y - 6), QPointF(x - 9, y + 6)]))
