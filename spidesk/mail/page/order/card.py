"""The chosen letter on a person's page: its facts, its ledger and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from spidesk.mail.actions.shapes import OrderRow
from spidesk.mail.page import words
from spidesk.mail.rules.order import State
from spidesk.person.page.naming import marked
from spidesk.ui.masked import Masked
from spidesk.ui.words import Card, Chip, ChipKind, Facts, QuietButton, Row, Subheading

OPEN = (State.ORDERED, State.PRINTED, State.MATCHED)
"""The states an order can be called off in."""


class LetterCard(Card):
    """One letter. Its signals carry the row; `reveal_asked(row, show)` wants the contents shown by `show(text)`."""

    reveal_asked = Signal(object, object)
    again = Signal(object)
    closed = Signal(object)
    called_off = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._row: OrderRow | None = None
        tr = self.tr
        self._chip = Chip(ChipKind.INFO, "")
        self._facts = Facts()
        self._ledger = Facts()
        self.contents = marked(Masked(tr("Innehåll"), self._reveal), "mail.contents.masked")
        marked(self.contents.button, "mail.contents.reveal")
        self._send_again = self._button(tr("Skicka igen"), "send", self.again, "mail.again")
        self._close = self._button(tr("Avsluta …"), "check", self.closed, "mail.close")
        self._call_off = self._button(tr("Återkalla …"), "undo", self.called_off, "mail.call_off")
        self.add(
            Row(self._chip),
            self._facts,
            self.contents,
            Subheading(tr("Liggare")),
            self._ledger,
            Row(self._send_again, self._close, self._call_off),
        )

    def show_order(self, row: OrderRow) -> None:
        """Show another letter."""
        if self._row is None or self._row.id != row.id:
            self.contents.hide_value()
        self._row = row
        self.title.setText(row.label)
        self.title.show()
        self._chip.show_state(words.CHIPS[row.state], words.states()[row.state])
        self._facts.show_facts(self._told(row))
        self._ledger.show_facts([(words.moment(one.at), words.step(one)) for one in row.steps])
        back = row.state is State.RETURNED
        self._send_again.setVisible(back)
        self._close.setVisible(back or row.state is State.POSTED)
        self._call_off.setVisible(row.state in OPEN)

    def _told(self, row: OrderRow) -> list[tuple[str, str | QWidget]]:
        tr = self.tr
        facts: list[tuple[str, str | QWidget]] = [(tr("Sändning"), words.kinds()[row.kind])]
        facts.append((tr("Paket") if row.parcel else tr("Kuvert"), words.pair(row)))
        if row.delgivning:
            facts.append((tr("Delgivning"), tr("kvitto och svarskuvert i brevet")))
        if row.resends:
            facts.append((tr("Skickas i stället för"), row.resends))
        if row.latest_arrival:
            facts.append((tr("Senast framme"), words.day(row.latest_arrival)))
        if row.rek:
            facts.append((tr("Rek-nummer"), row.rek))
        if row.returned_on:
            facts.append((tr("I retur"), words.day(row.returned_on)))
        return facts

    def _reveal(self, show: Callable[[str], None]) -> None:
        if self._row is not None:
            self.reveal_asked.emit(self._row, show)

    def _button(self, text: str, icon: str, signal: SignalInstance, name: str) -> QuietButton:
        return marked(QuietButton(text, icon=icon, clicked=lambda: self._tell(signal)), name)

    def _tell(self, signal: SignalInstance) -> None:
        if self._row is not None:
            signal.emit(self._row)
