"""A paper on the screen: PDF bytes drawn in memory, a page at a time. Nothing is written to disk.

pdfium is not safe to use from two threads, so everything that touches it goes through one lock here.
"""

from __future__ import annotations

import threading
from typing import Final

import pypdfium2
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from spidesk.ui.look import theme
from spidesk.ui.words.buttons import IconButton
from spidesk.ui.words.labels import Muted

PDFIUM: Final = threading.Lock()
POINTS_A_MM: Final = 72 / 25.4
_STEPS: Final = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in millimetres."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [(width / POINTS_A_MM, height / POINTS_A_MM) for width, height in map(_size, document)]
        finally:
            document.close()


def page_image(pdf: bytes, at: int, dots_an_inch: float) -> QImage:
    """Page number `at` (from 0) as an image."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[at]
            bitmap = page.render(scale=dots_an_inch / 72, rev_byteorder=True, prefer_bgrx=True)
            data = bytes(bitmap.buffer)
            image = QImage(data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888).copy()
            bitmap.close()
            page.close()
        finally:
            document.close()
    image.setDotsPerMeterX(round(dots_an_inch / 0.0254))
    image.setDotsPerMeterY(round(dots_an_inch / 0.0254))
    return image


def _size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    size: tuple[float, float] = page.get_size()
    page.close()
    return size


class PaperView(QWidget):
    """Pages one at a time, fitted to the width, with zoom and page buttons. `name` is what the screen reader says."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf = b""
        self._sizes: list[tuple[float, float]] = []
        self._at = 0
        self._zoom = _STEPS.index(1.0)
        self._sheet = _Sheet(self)
        self._sheet.setAccessibleName(name)
        self._area = QScrollArea(self)
        self._area.setWidget(self._sheet)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setAccessibleName(name)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._where = Muted("", self, wrap=False)
        self._earlier = IconButton("chevron-left", self.tr("Föregående sida"), self, clicked=lambda: self.turn(-1))
        self._later = IconButton("chevron-right", self.tr("Nästa sida"), self, clicked=lambda: self.turn(1))
        self._out = IconButton("minus", self.tr("Förminska"), self, clicked=lambda: self.zoom(-1))
        self._in = IconButton("plus", self.tr("Förstora"), self, clicked=lambda: self.zoom(1))
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self._earlier)
        bar.addWidget(self._where)
        bar.addWidget(self._later)
        bar.addStretch(1)
        bar.addWidget(self._out)
        bar.addWidget(self._in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._area, 1)
        column.addLayout(bar)
        self.setMinimumSize(QSize(320, 260))

    @property
    def pages(self) -> int:
        """How many pages the paper has."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in view, from 0."""
        return self._at

    def show_paper(self, pdf: bytes) -> None:
        """Show another paper from its first page."""
        self._pdf = pdf
        self._sizes = page_sizes(pdf) if pdf else []
        self._at = 0
        self._draw()

    def turn(self, by: int) -> None:
        """Go `by` pages forwards, or backwards."""
        self._at = max(0, min(len(self._sizes) - 1, self._at + by))
        self._draw()

    def zoom(self, by: int) -> None:
        """Larger or smaller by a step."""
        self._zoom = max(0, min(len(_STEPS) - 1, self._zoom + by))
        self._draw()

    def clear(self) -> None:
        """Let the paper go."""
        self.show_paper(b"")

    def resizeEvent(self, event: object) -> None:
        """Fit the page anew."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._draw()

    def _draw(self) -> None:
        self._earlier.setEnabled(self._at > 0)
        self._later.setEnabled(self._at + 1 < len(self._sizes))
        self._where.setText(
            self.tr("Sida {at} av {all}").format(at=self._at + 1, all=len(self._sizes)) if self._sizes else ""
        )
        if not self._sizes:
            self._sheet.show_image(None, QSize(0, 0))
            return
        width, height = self._sizes[self._at]
        room = self._area.viewport().size() - QSize(32, 32)
        fit = max(0.4, min(room.width() / width, room.height() / height))
        pixels = fit * _STEPS[self._zoom]
        size = QSize(round(width * pixels), round(height * pixels))
        dots = pixels * 25.4 * self.devicePixelRatioF()
        self._sheet.show_image(page_image(self._pdf, self._at, dots), size)


class _Sheet(QWidget):
    """The page itself, white on any theme, with an edge."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_image(self, image: QImage | None, size: QSize) -> None:
        self._image = image
        self.setFixedSize(size + QSize(16, 16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        painter.drawImage(box, self._image)
        painter.setPen(QPen(QColor(theme.tokens().edge), 1))
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
