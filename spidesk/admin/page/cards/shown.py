"""The three codes as cards in a row, the paper they are printed on, and the two that are typed back from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spidesk import wording
from spidesk.admin.page.codes import CodeField
from spidesk.refusal import Refusal
from spidesk.ui.printing import Paper
from spidesk.ui.words import Card, PlainLabel
from spidesk.vault.keys.recovery import Codes, write_code

_A4 = (210.0, 297.0)
_POINTS = 13


class CodeCards(QWidget):
    """One card a code, in a fixed-width type. The labels are named `NAME.A`, `NAME.B`, `NAME.C`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)

    def show_codes(self, cards: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show the letters with their four lines, once."""
        if self._row.count():
            return
        for letter, lines in cards:
            card = Card(self.tr("Kort {letter}").format(letter=letter))
            code = PlainLabel("\n".join(lines), card, wrap=False)
            code.setObjectName(f"{self._name}.{letter}")
            font = QFont()
            font.setPointSizeF(_POINTS)
            font.setFamilies(["DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
            code.setFont(font)
            card.add(code)
            self._row.addWidget(card)

    def forget(self) -> None:
        """Take the codes off the screen."""
        for label in self.findChildren(PlainLabel):
            label.clear()


def written(codes: Codes) -> list[tuple[str, list[str]]]:
    """Give the three cards: letter and the four lines."""
    return [(letter, list(write_code(code))) for letter, code in zip("ABC", (codes.a, codes.b, codes.c), strict=True)]


def paper(pdf: bytes) -> Paper:
    """Give the cards as they go to the printer."""
    name, (width, height) = QCoreApplication.translate("cards", "Återställningskort"), _A4
    return Paper(key="cards", name=name, sheet="A4", width=width, height=height, envelope=False, pdf=pdf)


def two_typed(codes: Codes, first: CodeField, second: CodeField) -> tuple[bytes, bytes] | None:
    """Give the two codes typed, if they are two of these; otherwise the field in question says why not."""
    letters: list[str] = []
    typed: list[bytes] = []
    for field in (first, second):
        code = field.code()
        if code is None:
            return None
        letter = codes.letter(code)
        if letter is None or letter in letters:
            field.refuse(wording.text(Refusal("app.code_other" if letter is None else "app.code_same")))
            field.control.setFocus()
            return None
        letters.append(letter)
        typed.append(code)
    return typed[0], typed[1]
