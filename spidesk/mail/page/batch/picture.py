"""Which letter lies in which outer envelope, drawn: the inner envelopes to scale in the outer one.

Every inner envelope is a button of its own, so the picture is read aloud, reached with Tab and pressed with Space.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from spidesk.person.page.naming import marked
from spidesk.ui.look import theme
from spidesk.ui.look.tokens import CORNER, Tokens

_SCALE: Final = 0.042
"""Heights of a line of text in a millimetre of envelope."""
_PAD: Final = 10
_SHIFT: Final = 7
"""How far each letter lies to the right of the one behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """One letter as it is drawn: `format` is its size in words, `width` and `height` in millimetres."""

    key: str
    label: str
    told: str
    format: str
    width: float
    height: float
    parcel: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """One outer envelope as it is drawn. `mark` is what stands in its corner: REK, PAKET or nothing."""

    key: str
    title: str
    mark: str
    width: float
    height: float
    letters: tuple[Inner, ...]

    @property
    def spoken(self) -> str:
        """The picture in words."""
        inside = ", ".join(f"{one.label} ({one.told})" for one in self.letters)
        return ". ".join(part for part in (self.title, self.mark, inside) if part)


class InnerButton(QAbstractButton):
    """One inner envelope. Checked: it is the letter that is about to be moved."""

    def __init__(self, letter: Inner, parent: QWidget, *, movable: bool) -> None:
        super().__init__(parent)
        self.letter = letter
        self.setCheckable(movable)
        self.setEnabled(movable or letter.done)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if movable else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{letter.label}, {letter.told}")
        self.setToolTip(f"{letter.label}: {letter.told}")
        marked(self, f"batch.letter.{letter.label}")

    def sizeHint(self) -> QSize:
        """To scale, and never too narrow for its label."""
        line = self.fontMetrics().height()
        least = self.fontMetrics().horizontalAdvance(f"{self.letter.label}  ✓") + 28
        return QSize(
            max(least, round(self.letter.width * line * _SCALE)),
            max(3 * line, round(self.letter.height * line * _SCALE)),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A closed envelope with its label along the upper edge, where the one before does not hide it."""
        now = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setPen(QPen(QColor(now.primary if chosen else now.edge), 2 if chosen else 1))
        painter.setBrush(QColor(now.selected if chosen else now.card))
        face = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(face, 3, 3)
        self._write(painter, face, now)
        if self.letter.parcel:
            _draw_tape(painter, face, now)
        else:
            _draw_lines(painter, face, self.fontMetrics().height(), now)

    def _write(self, painter: QPainter, face: QRectF, now: Tokens) -> None:
        high = self.fontMetrics().height()
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(now.text))
        line = QRectF(face.left() + 8, face.top() + 4, face.width() - 16, high)
        label = f"✓ {self.letter.label}" if self.letter.done else self.letter.label
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)
        painter.setFont(self.font())
        painter.setPen(QColor(now.muted))
        under = line.translated(0, high + 1)
        told = painter.fontMetrics().elidedText(self.letter.told, Qt.TextElideMode.ElideRight, int(under.width()))
        painter.drawText(under, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, told)


class OuterPicture(QWidget):
    """One outer envelope with its letters in it. `chosen(key)`: a letter was pressed."""

    chosen = Signal(str)

    def __init__(self, outside: Outside, parent: QWidget | None = None, *, movable: bool = True) -> None:
        super().__init__(parent)
        self.outside = outside
        self.setAccessibleName(outside.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        marked(self, "batch.outer")
        self.letters = [InnerButton(one, self, movable=movable) for one in outside.letters]
        for button in self.letters:
            button.clicked.connect(lambda _=False, key=button.letter.key: self.chosen.emit(key))
        self._place()

    def choose(self, key: str) -> None:
        """Show which letter is about to be moved."""
        for button in self.letters:
            button.setChecked(button.letter.key == key)

    def sizeHint(self) -> QSize:
        """The outer envelope to scale; higher where many letters lie in it, so that every label is seen."""
        return self._size

    def minimumSizeHint(self) -> QSize:
        """A picture is never cut."""
        return self._size

    def changeEvent(self, event: QEvent) -> None:
        """Drawn anew with other type."""
        if event.type() is QEvent.Type.FontChange:
            self._place()
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The outer envelope behind the letters: its size in words, and REK in the corner where it is one."""
        now = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(now.edge), 1.5))
        painter.setBrush(QColor(now.soft))
        face = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(face, CORNER, CORNER)
        high = self.fontMetrics().height()
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(now.text))
        band = QRectF(face.left() + _PAD, face.top() + 6, face.width() - 2 * _PAD, high)
        painter.drawText(band, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.outside.title)
        if self.outside.mark:
            _draw_mark(painter, band, self.outside.mark, now)

    def _place(self) -> None:
        """Each letter a label's height below and a little to the right of the one behind it."""
        line = self.fontMetrics().height()
        top, step = line + 16, 2 * line + 8
        width, height = round(self.outside.width * line * _SCALE), round(self.outside.height * line * _SCALE)
        for at, button in enumerate(self.letters):
            size = button.sizeHint()
            left = _PAD + min(at, 6) * _SHIFT
            button.setGeometry(left, top + at * step, size.width(), size.height())
            button.raise_()
            width = max(width, left + size.width() + _PAD)
            height = max(height, top + at * step + size.height() + _PAD)
        bold = QFont(self.font())
        bold.setBold(True)
        title = self.fontMetrics().horizontalAdvance(f"{self.outside.title}{self.outside.mark}") * 1.15
        self._size = QSize(max(width, round(title) + 5 * _PAD), height)
        self.resize(self._size)


def _draw_mark(painter: QPainter, band: QRectF, text: str, now: Tokens) -> None:
    """REK in a box in the upper right corner: words and shape, not colour alone."""
    wide = painter.fontMetrics().horizontalAdvance(text) + 14
    box = QRectF(band.right() - wide, band.top() - 1, wide, band.height() + 2)
    painter.setPen(QPen(QColor(now.on_sekretess), 1))
    painter.setBrush(QColor(now.sekretess))
    painter.drawRoundedRect(box, 3, 3)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _draw_lines(painter: QPainter, face: QRectF, line: int, now: Tokens) -> None:
    """Where the number stands on the paper, as two quiet bars: the picture never shows whose it is."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.line))
    top = face.top() + max(face.height() * 0.55, 2.4 * line)
    for at, share in enumerate((0.34, 0.22)):
        low = top + at * 9
        if low + 5 < face.bottom() - 4:
            painter.drawRoundedRect(QRectF(face.left() + face.width() * 0.42, low, face.width() * share, 5), 2, 2)


def _draw_tape(painter: QPainter, face: QRectF, now: Tokens) -> None:
    """A parcel is tied both ways, below its label."""
    painter.setPen(QPen(QColor(now.line), 5))
    middle = QPoint(round(face.center().x()), round(face.top() + face.height() * 0.75))
    painter.drawLine(middle.x(), round(face.top() + face.height() * 0.52), middle.x(), round(face.bottom()) - 3)
    painter.drawLine(round(face.left()) + 3, middle.y(), round(face.right()) - 3, middle.y())
