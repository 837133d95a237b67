"""The icons: one outlined family on a 24 px grid, drawn as SVG in `resources/icons` and tinted by the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from spidesk import shipped

SIZE: Final = 20
"""The side an icon is shown at beside text, in device-independent pixels."""


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = SIZE, scale: float = 1.0) -> QPixmap:
    """One icon drawn in `colour` at `size` × `size`. Raises `FileNotFoundError` for a name that is not drawn."""
    drawing = shipped.text("icons", f"{name}.svg").replace("currentColor", colour)
    picture = QPixmap(round(size * scale), round(size * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def icon(name: str, colour: str, *, disabled: str = "", gap: int = 0) -> QIcon:
    """An icon for a button, sharp at 100 and 200 %.

    `disabled` is its colour when the button is off. `gap` adds empty pixels to the right: the style sheet cannot
    part an icon from the words after it.
    """
    drawn = QIcon()
    for scale in (1.0, 2.0):
        drawn.addPixmap(_roomy(pixmap(name, colour, SIZE, scale), gap))
        if disabled:
            drawn.addPixmap(_roomy(pixmap(name, disabled, SIZE, scale), gap), QIcon.Mode.Disabled)
    return drawn


def _roomy(picture: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return picture
    scale = picture.devicePixelRatio()
    wide = QPixmap(picture.width() + round(gap * scale), picture.height())
    wide.setDevicePixelRatio(scale)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wide


def names() -> list[str]:
    """The name of every icon."""
    return sorted(file.stem for file in shipped.path("icons").glob("*.svg"))
