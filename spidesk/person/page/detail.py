"""Beside the list: what the chosen line says, and the button that opens the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from spidesk.person.actions import ListRow
from spidesk.person.page.naming import marked
from spidesk.person.page.words import protection_chip, say, until
from spidesk.person.rules import PersonRef
from spidesk.ui.words.buttons import PrimaryButton
from spidesk.ui.words.card import Card, Row
from spidesk.ui.words.chips import Chip
from spidesk.ui.words.labels import Facts, Heading, Muted


class Detail(Card):
    """Open columns only. ``opened`` is called with the person when the button is pressed."""

    def __init__(self, opened: Callable[[PersonRef], object], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setMinimumWidth(260)
        self._opened = opened
        self._row: ListRow | None = None
        self._hint = Muted(self.tr("Välj en person i listan."))
        self._heading = Heading("")
        self._chip: Chip | None = None
        self._place = Row()
        self._facts = Facts()
        self.open = marked(PrimaryButton(self.tr("Öppna"), clicked=self._press), "people.open")
        self._note = Muted("")
        self.add(self._hint, self._heading, self._place, self._facts, self._note, Row(self.open))
        self.column.addStretch(1)
        self.show_row(None)

    def show_row(self, row: ListRow | None) -> None:
        """Show a line, or that none is chosen."""
        self._row = row
        for widget in (self._heading, self._place, self._facts, self._note, self.open):
            widget.setVisible(row is not None)
        self._hint.setVisible(row is None)
        if row is None:
            return
        self._heading.setText(row.person.reference)
        kind, words = protection_chip(row.level, row.state)
        if self._chip is None:
            self._chip = Chip(kind, words)
            self._place.line.insertWidget(0, self._chip)
        else:
            self._chip.show_state(kind, words)
        self._facts.show_facts(
            [
                (self.tr("Kategori"), say(row.category)),
                (self.tr("Status"), say(row.status)),
                (self.tr("Gäller till"), until(row.valid_until)),
                (self.tr("Handläggare"), "\n".join(row.handlers)),
                (self.tr("Krets"), row.circle_name),
            ]
        )
        self._note.setText("" if row.mine else self.tr("Du är inte handläggare. Sidan öppnas med ett skäl."))
        self._note.setVisible(not row.mine)

    def _press(self) -> None:
        if self._row is not None:
            self._opened(self._row.person)
