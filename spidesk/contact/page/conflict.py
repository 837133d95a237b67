"""Two people changed the same row: both versions side by side, nothing thrown away before someone has looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from spidesk.person.page.naming import marked
from spidesk.ui.words import Muted, Notice, NoticeKind, PlainLabel, PrimaryButton, QuietButton, Row, Stack

Pair = tuple[str, str, str]
"""What the line is called, what is stored now, what was typed."""


class Conflict(Stack):
    """What is stored beside what was typed, the differing lines marked in words, and the two ways on."""

    def __init__(
        self, pairs: Sequence[Pair], *, keep: Callable[[], object], mine: Callable[[], object], key: str
    ) -> None:
        super().__init__(gap=12)
        marked(self, f"contact.{key}.conflict")
        self.add(
            Notice(
                NoticeKind.WARNING,
                self.tr("Jämför nedan. Inget är borta: det du skrev står kvar i formuläret."),
                title=self.tr("Någon annan ändrade raden medan du skrev"),
            )
        )
        self.add(self._table(pairs))
        stored = marked(QuietButton(self.tr("Behåll det sparade"), clicked=keep), f"contact.{key}.conflict.keep")
        typed = marked(PrimaryButton(self.tr("Spara det jag skrev"), clicked=mine), f"contact.{key}.conflict.mine")
        self.add(Row(typed, stored))

    def _table(self, pairs: Sequence[Pair]) -> QWidget:
        shown = QWidget(self)
        grid = QGridLayout(shown)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for column, title in enumerate(("", self.tr("Sparat nu"), self.tr("Du har skrivit"), "")):
            grid.addWidget(Muted(title, shown), 0, column)
        for row, (name, stored, typed) in enumerate(pairs, start=1):
            differs = stored != typed
            grid.addWidget(Muted(name, shown, wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in ((1, stored), (2, typed)):
                label = PlainLabel(text or "–", shown)
                label.setAccessibleName(f"{name}: {text}")
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            if differs:
                grid.addWidget(PlainLabel(self.tr("≠ skiljer"), shown, kind="error", wrap=False), row, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return shown
