"""Offline help: the texts in `resources/help`, shown as plain words. F1 opens the page at hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from spidesk import shipped
from spidesk.ui.look import theme
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.card import Row, Scroll
from spidesk.ui.words.labels import Heading, PlainLabel, Subheading

GENERAL = "shell"


def lines(page: str) -> list[tuple[str, str]]:
    """The help of a page as (kind, words), kind being heading, subheading, point or text; the general one after it."""
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys((page, GENERAL)):
        path = shipped.path("help", f"{name}.md")
        if not name.isidentifier() or not path.is_file():
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                found.append(_kind(line.strip()))
    return found


def _kind(line: str) -> tuple[str, str]:
    for mark, kind in (("## ", "subheading"), ("# ", "heading"), ("- ", "point")):
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return "text", line


class HelpWindow(QDialog):
    """The help of one page, beside the work; Escape closes it."""

    def __init__(self, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("spidesk – hjälp"))
        self.setObjectName("help")
        theme.mark(self, "page")
        self.resize(520, 620)
        scroll = Scroll(self, widest=560)
        makers = {"heading": Heading, "subheading": Subheading, "point": PlainLabel, "text": PlainLabel}
        for kind, words in lines(page):
            scroll.add(makers[kind](f"•  {words}" if kind == "point" else words))
        closed = QuietButton(self.tr("Stäng"), self, clicked=self.close)
        closed.setObjectName("help.close")
        row = Row(None, closed, parent=self)
        row.line.setContentsMargins(24, 8, 24, 16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll, 1)
        column.addWidget(row)
        closed.setFocus()
