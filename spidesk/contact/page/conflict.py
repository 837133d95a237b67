"""Two people changed the same row: both versions side by side, nothing thrown away before someone has looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from spidesk.person.page.naming import marked
from spidesk.ui.words import Muted, Notice, NoticeKind, PlainLabel, QuietButton, Row, Stack

Pair = tuple[str, str, str]
"""What the line is called, what is stored now, what was typed."""

_TOP = Qt.AlignmentFlag.AlignTop


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
        typed = marked(QuietButton(self.tr("Spara det jag skrev"), clicked=mine), f"contact.{key}.conflict.mine")
        self.add(Row(typed, stored))

    def _table(self, pairs: Sequence[Pair]) -> QWidget:
        shown = QWidget(self)
        grid = QGridLayout(shown)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for column, title in enumerate(("", self.tr("Sparat nu"), self.tr("Du har skrivit"))):
            grid.addWidget(Muted(title, shown), 0, column)
        differing_first = sorted(pairs, key=lambda pair: pair[1] == pair[2])
        for row, (name, stored, typed) in enumerate(differing_first, start=1):
            differs = stored != typed
            title = self.tr("≠ {name}, skiljer").format(name=name) if differs else name
            grid.addWidget(PlainLabel(title, shown, kind="error" if differs else "muted"), row, 0, _TOP)
            for column, text in ((1, stored), (2, typed)):
                label = PlainLabel(text or "–", shown)
                label.setAccessibleName(f"{title}: {text}")
                grid.addWidget(label, row, column, _TOP)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return shown
