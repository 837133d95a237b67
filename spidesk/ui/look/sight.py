"""Keeping what has the keyboard in sight: every scroll area it stands in is moved as little as that takes."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QWidget

_AIR = 20
"""Pixels left free over and under, so that the focus ring and the next line are seen too."""


def bring(widget: QWidget, part: QRect | None = None) -> None:
    """Scroll until `part` of the widget, or all of it, is seen; of what is higher than the view, its top."""
    wanted = widget.rect() if part is None else part
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        area = above.parentWidget()
        content = area.widget() if isinstance(area, QScrollArea) and area.viewport() is above else None
        if isinstance(area, QScrollArea) and content is not None:
            _scroll(area, QRect(widget.mapTo(content, wanted.topLeft()), wanted.size()))
        above = above.parentWidget()


def _scroll(area: QScrollArea, box: QRect) -> None:
    down, across = area.verticalScrollBar(), area.horizontalScrollBar()
    high, wide = area.viewport().height(), area.viewport().width()
    air = max(0, min(_AIR, (high - box.height()) // 2))
    if box.top() - air < down.value() or box.height() > high:
        down.setValue(box.top() - air)
    elif box.bottom() + air >= down.value() + high:
        down.setValue(box.bottom() + air - high + 1)
    if box.left() < across.value():
        across.setValue(box.left())
    elif box.right() >= across.value() + wide:
        across.setValue(min(box.left(), box.right() - wide + 1))
