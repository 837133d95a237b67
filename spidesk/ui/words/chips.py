"""Chips and notices: a state in words, shape and colour together, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spidesk.ui.look import theme
from spidesk.ui.look.tokens import Tokens
from spidesk.ui.words.announce import announce
from spidesk.ui.words.labels import IconMark, PlainLabel


class ChipKind(StrEnum):
    """What a chip says; each has its own shape and colour."""

    SEKRETESS = "sekretess"
    SKYDDAD = "skyddad"
    OVERDUE = "overdue"
    OK = "ok"
    INFO = "info"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one kind is drawn: token names and one of ▲ ■ ! ✓ ● ○."""

    ground: str
    ink: str
    shape: str


LOOKS: Final = {
    ChipKind.SEKRETESS: Look(ground="sekretess", ink="on_sekretess", shape="▲"),
    ChipKind.SKYDDAD: Look(ground="skyddad", ink="on_skyddad", shape="■"),
    ChipKind.OVERDUE: Look(ground="error", ink="on_error", shape="!"),
    ChipKind.OK: Look(ground="ok", ink="on_ok", shape="✓"),
    ChipKind.INFO: Look(ground="info", ink="on_info", shape="●"),
    ChipKind.NEUTRAL: Look(ground="neutral", ink="on_neutral", shape="○"),
}

HEIGHT: Final = 26
_MARK: Final = 10
_SIDE: Final = 10
_GAP: Final = 7


def chip_width(text: str, font: QFont) -> int:
    """How wide a chip with `text` is, in pixels."""
    return 2 * _SIDE + _MARK + _GAP + QFontMetrics(font).horizontalAdvance(text)


def draw_chip(painter: QPainter, rect: QRectF, kind: ChipKind, text: str, tokens: Tokens) -> None:
    """Draw one chip filling `rect`; also used in the cells of tables."""
    look = LOOKS[kind]
    ink = QColor(str(getattr(tokens, look.ink)))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(str(getattr(tokens, look.ground))))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    mark = QRectF(rect.left() + _SIDE, rect.center().y() - _MARK / 2, _MARK, _MARK)
    _draw_mark(painter, mark, look.shape, ink)
    painter.setPen(ink)
    words = rect.adjusted(_SIDE + _MARK + _GAP, 0, -_SIDE, 0)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()) + 1)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


def _draw_mark(painter: QPainter, box: QRectF, shape: str, ink: QColor) -> None:
    painter.setBrush(ink)
    line = QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if shape == "▲":
        painter.drawPolygon(QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]))
    elif shape == "■":
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape == "●":
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    elif shape == "○":
        painter.setPen(line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(1.5, 1.5, -1.5, -1.5))
    elif shape == "!":
        painter.setPen(line)
        middle = box.center().x()
        painter.drawLine(QPointF(middle, box.top()), QPointF(middle, box.bottom() - 4))
        painter.drawPoint(QPointF(middle, box.bottom() - 0.5))
    else:
        painter.setPen(line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        knee = QPointF(box.left() + 4, box.bottom() - 1.5)
        painter.drawPolyline(
            [QPointF(box.left() + 0.5, box.center().y() + 0.5), knee, QPointF(box.right(), box.top() + 1)]
        )


class Chip(QWidget):
    """A state: `Chip(ChipKind.SEKRETESS, "Sekretessmarkering")`."""

    def __init__(self, kind: ChipKind, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(kind, text)

    @property
    def kind(self) -> ChipKind:
        """The kind shown."""
        return self._kind

    @property
    def text(self) -> str:
        """The words shown."""
        return self._text

    def show_state(self, kind: ChipKind, text: str) -> None:
        """Show another state."""
        self._kind, self._text = kind, text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(chip_width(self._text, self.font()) + 1, max(HEIGHT, self.fontMetrics().height() + 8))

    def minimumSizeHint(self) -> QSize:
        """A chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shape, words and ground."""
        draw_chip(QPainter(self), QRectF(self.rect()), self._kind, self._text, theme.tokens())


_DECIDED: Final = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


class NoticeKind(StrEnum):
    """What a notice is about."""

    INFO = "info"
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


class _Words(QWidget):
    """What stands in a notice: icon, title, words and `below`. Made when there is something to say: most never do."""

    def __init__(self, below: QVBoxLayout, parent: QWidget) -> None:
        super().__init__(parent)
        theme.mark(self, "plain")
        self.mark = IconMark("info", self)
        self.title = PlainLabel("", self)
        theme.scaled(self.title, 1.0, bold=True)
        self.text = PlainLabel("", self)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addLayout(below)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(12)
        line.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)


class Notice(QFrame):
    """A box that says something that matters, with an icon, words and room for buttons. Hidden while empty."""

    def __init__(self, kind: NoticeKind, text: str = "", parent: QWidget | None = None, *, title: str = "") -> None:
        super().__init__(parent)
        self._kind = kind
        self._inside: _Words | None = None
        self.below = QVBoxLayout()
        self.below.setSpacing(4)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.say(text, kind, title=title, aloud=False)

    @property
    def kind(self) -> NoticeKind:
        """What it is about now."""
        return self._kind

    @property
    def text(self) -> str:
        """The words shown."""
        return self._inside.text.text() if self._inside is not None else ""

    @property
    def title(self) -> str:
        """The title shown."""
        return self._inside.title.text() if self._inside is not None else ""

    def say(self, text: str, kind: NoticeKind | None = None, *, title: str = "", aloud: bool = True) -> None:
        """Show `text` (nothing hides the box), and have the screen reader say it."""
        if kind is not None:
            self._kind = kind
        spoken = f"{title}. {text}" if title and text else title or text
        if spoken or self._inside is not None:
            self._fill(text, title)
        self.setAccessibleName(spoken)
        if spoken and self.parentWidget() is None and not self.testAttribute(_DECIDED):
            return  # alone it would open as a window of its own; it is seen with what it is put in
        self.setVisible(bool(spoken))
        if aloud and spoken:
            announce(self, spoken, urgent=kind in (NoticeKind.WARNING, NoticeKind.ERROR))

    def _fill(self, text: str, title: str) -> None:
        if self._inside is None:
            self._inside = _Words(self.below, self)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._inside)
        inside = self._inside
        ink = "on_sekretess" if self._kind is NoticeKind.WARNING else f"on_{self._kind.value}"
        inside.mark.show_icon(self._kind.value, colour=ink)
        theme.mark(self, f"notice-{self._kind.value}")
        for label, words in ((inside.title, title), (inside.text, text)):
            theme.polish(label)
            label.setText(words)
            label.setVisible(bool(words))
