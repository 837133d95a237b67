"""The BankID question: asked, answered, and asked again; the latest answer is the one that counts."""

from __future__ import annotations

from collections.abc import Callable

from spidesk.contact import actions
from spidesk.contact.actions import Overview
from spidesk.contact.page import words
from spidesk.contact.page.entry import Entry
from spidesk.contact.page.part import Editor, Part, Work
from spidesk.contact.page.when import needed
from spidesk.contact.records import BankIdRow
from spidesk.contact.rules import BankId, BankIdAnswer
from spidesk.person.page.desk import Desk
from spidesk.person.rules import PersonRef
from spidesk.ui.fields import Choice, DateField, LongTextField, RadioField, TextField
from spidesk.ui.words import Card, Chip, ChipKind, Muted, PlainLabel, Row
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault

_KIND = {
    BankIdAnswer.NEJ: ChipKind.OK,
    BankIdAnswer.JA: ChipKind.OVERDUE,
    BankIdAnswer.VET_INTE: ChipKind.SEKRETESS,
}


class BankIdForm(Entry):
    """Fields by the names the rules refuse by."""

    def __init__(self) -> None:
        super().__init__("contact.bankid")
        tr = self.tr
        choices = [Choice(value=one, text=text) for one, text in words.answers().items()]
        self._answer = self.put("answer", RadioField(tr("Har någon annan använt personens BankID?"), choices))
        self._todo = self.put("todo", LongTextField(tr("Vad ska göras"), longest=1000, rows=3))
        self.put_row(("told_by", TextField(tr("Vem svarade"))), ("asked_on", DateField(tr("Frågat"))))
        self.changed.connect(self._adapt)

    def start(self, values: dict[str, object]) -> None:
        """Show the first values."""
        self.fill(values)
        self._adapt()

    def _adapt(self) -> None:
        self._todo.setVisible(self._answer.value() in (BankIdAnswer.JA, BankIdAnswer.VET_INTE))


class BankIdPart(Part):
    """The latest answer, when it was given, and the way to ask again."""

    def __init__(self, desk: Desk, person: PersonRef) -> None:
        super().__init__(desk, person, "bankid")
        self._rows: tuple[BankIdRow, ...] = ()
        self._card = Card(self.tr("BankID"))
        self.add(self._card)

    def show_overview(self, overview: Overview) -> None:
        """Show the latest answer; an open form stays."""
        self._rows = overview.bankid
        self.refresh()

    def begin(self, kind: str, row: str, ready: Callable[[], object] | None = None) -> None:
        """Open the form for a new answer."""
        form, person = BankIdForm(), self.person
        form.start({"asked_on": self.desk.today()})
        self.open_editor(
            Editor(kind="add", form=form, make=lambda seen: _asking(person, form, seen)), self.tr("BankID-frågan")
        )
        form["answer"].setFocus()
        if ready is not None:
            ready()

    def refresh(self) -> None:
        """What stands, or the form."""
        self.show_in(self._card, self._standing)

    def _standing(self) -> None:
        card = self._card
        if not self._rows:
            card.add(Muted(self.tr("Ingen har frågat om någon annan har använt personens BankID.")))
            card.add(Row(self.button(self.tr("Registrera svar"), "plus", "contact.bankid.add", self._add)))
            return
        latest, person = self._rows[0], self.person
        card.add(Row(Chip(_KIND[latest.answer], words.answers()[latest.answer])))
        if latest.answer is not BankIdAnswer.NEJ:
            card.add(PlainLabel(self.tr("Lita inte på digitala tjänster förrän det är utrett.")))
        card.add(
            self.masked(
                self.tr("Svar och åtgärd"), "contact.bankid.told", lambda vault: _told(vault, person, latest.id)
            )
        )
        dates = ", ".join(words.day(row.asked_on) for row in self._rows)
        card.add(Muted(self.tr("Frågat {dates}").format(dates=dates)))
        card.add(Row(self.button(self.tr("Fråga igen"), "plus", "contact.bankid.add", self._add)))

    def _add(self) -> None:
        self.begin("add", "")


def _told(vault: Vault, person: PersonRef, row: RowId) -> str:
    opened = actions.open_bankid(vault, person, row)
    return words.told(("Svarade", opened.told_by), ("Att göra", opened.todo))


def _asking(person: PersonRef, form: BankIdForm, seen: frozenset[str]) -> Work:
    values = form.values()
    asked_on = needed(values["asked_on"], "asked_on")
    told = BankId(told_by=values["told_by"], todo=values["todo"])
    return lambda vault: actions.ask_bankid(vault, person, values["answer"], told, asked_on=asked_on, seen=seen)
