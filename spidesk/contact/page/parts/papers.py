"""Fullmakter and samtycken: dated papers that are added, looked at and ended, never rewritten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from spidesk.contact import actions
from spidesk.contact.actions import Overview
from spidesk.contact.page import words
from spidesk.contact.page.entry import Entry
from spidesk.contact.page.part import Editor, Part, Work
from spidesk.contact.page.when import needed
from spidesk.contact.records import FullmaktRow, SamtyckeRow
from spidesk.contact.rules import Form as Given
from spidesk.contact.rules import Fullmakt, Samtycke, fullmakt_state
from spidesk.person.page.desk import Desk
from spidesk.person.rules import PersonRef
from spidesk.ui.fields import Choice, DateField, LongTextField, RadioField, TextField
from spidesk.ui.words import Card, Chip, ChipKind, Muted, PlainLabel, Row, Rule
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


class EndingForm(Entry):
    """When and why something ended."""

    def __init__(self, key: str, today: date) -> None:
        super().__init__(f"contact.{key}.end")
        self.put("ended_on", DateField(self.tr("Upphörde")))
        self.put("ending", LongTextField(self.tr("Varför"), longest=500, rows=2))
        self.fill({"ended_on": today})


class FullmaktForm(Entry):
    """Fields by the names the rules refuse by."""

    def __init__(self, today: date) -> None:
        super().__init__("contact.fullmakt")
        tr = self.tr
        self.put("holder", TextField(tr("Vem har fullmakten"), sensitive=True))
        self.put("scope", LongTextField(tr("Vad gäller den"), longest=1000, rows=2))
        until = DateField(tr("Gäller till"), optional=True, help=tr("Tomt betyder tills vidare: då frågas varje år."))
        self.put_row(("valid_from", DateField(tr("Gäller från"))), ("valid_until", until))
        self.put("seen", TextField(tr("Hur har du sett den"), help=tr("Till exempel: original på möte.")))
        self.put("reach", LongTextField(tr("Hur nås ombudet"), longest=500, rows=2, optional=True, sensitive=True))
        self.fill({"valid_from": today})


class SamtyckeForm(Entry):
    """Fields by the names the rules refuse by."""

    def __init__(self, today: date) -> None:
        super().__init__("contact.samtycke")
        tr = self.tr
        forms = [Choice(value=one, text=text) for one, text in words.forms().items()]
        self._form = self.put("form", RadioField(tr("Hur gavs samtycket"), forms))
        self.put("receiver", TextField(tr("Vem får ta del av uppgifterna"), sensitive=True))
        self.put("what", LongTextField(tr("Vilka uppgifter"), longest=1000, rows=2))
        self.put_row(("given_by", TextField(tr("Vem gav det"), sensitive=True)), ("given_on", DateField(tr("När"))))
        self._kept_at = self.put("paper_place", TextField(tr("Var förvaras papperet")))
        self.fill({"given_on": today})
        self.changed.connect(self._adapt)
        self._adapt()

    def _adapt(self) -> None:
        self._kept_at.setVisible(self._form.value() is Given.SKRIFTLIGT)


class FullmaktPart(Part):
    """Those who may speak for the person, until when, and those who no longer may."""

    def __init__(self, desk: Desk, person: PersonRef) -> None:
        super().__init__(desk, person, "fullmakt")
        self._rows: tuple[FullmaktRow, ...] = ()
        self._card = Card(self.tr("Fullmakter"))
        self.add(self._card)

    def show_overview(self, overview: Overview) -> None:
        """Show the fullmakter; an open form stays."""
        self._rows = overview.fullmakter
        self.refresh()

    def begin(self, kind: str, row: str, ready: Callable[[], object] | None = None) -> None:
        """Open the form for a new fullmakt, or for ending one."""
        person, today = self.person, self.desk.today()
        if kind == "end":
            ending = EndingForm(self.key, today)
            make = _ending(actions.end_fullmakt, person, row, ending)
            editor = Editor(kind=kind, form=ending, row=row, make=make)
            self.open_editor(editor, self.tr("Avsluta fullmakten"))
        else:
            form = FullmaktForm(today)
            editor = Editor(kind="add", form=form, make=lambda seen: _adding_fullmakt(person, form, seen))
            self.open_editor(editor, self.tr("Ny fullmakt"))
            form["holder"].take_focus()
        if ready is not None:
            ready()

    def refresh(self) -> None:
        """What stands, or the form."""
        self.show_in(self._card, self._standing)

    def _standing(self) -> None:
        if not self._rows:
            self._card.add(Muted(self.tr("Ingen fullmakt är registrerad. Bara personen själv kan besluta.")))
        for number, row in enumerate(self._rows, start=1):
            if number > 1:
                self._card.add(Rule())
            self._card.add(self._line(row, f"contact.fullmakt.{number}"))
        self._card.add(Row(self.button(self.tr("Lägg till fullmakt"), "plus", "contact.fullmakt.add", self._add)))

    def _add(self) -> None:
        self.begin("add", "")

    def _line(self, row: FullmaktRow, name: str) -> QWidget:
        person = self.person
        state = fullmakt_state(
            valid_from=row.valid_from, valid_until=row.valid_until, ended_on=row.ended_on, today=self.desk.today()
        )
        kind, text = words.fullmakt_chip(state)
        dates = self.tr("{first} till {last}").format(first=words.day(row.valid_from), last=words.day(row.valid_until))
        return self.line(
            name,
            self.headed(PlainLabel(dates), Chip(kind, text)),
            self.masked(self.tr("Vem och vad"), f"{name}.told", lambda vault: _told_fullmakt(vault, person, row.id)),
            ended_on=row.ended_on,
            end=lambda: self.begin("end", row.id),
        )


class SamtyckePart(Part):
    """What may be told to whom, and what no longer may."""

    def __init__(self, desk: Desk, person: PersonRef) -> None:
        super().__init__(desk, person, "samtycke")
        self._rows: tuple[SamtyckeRow, ...] = ()
        self._card = Card(self.tr("Samtycken att dela uppgifter"))
        self.add(self._card)

    def show_overview(self, overview: Overview) -> None:
        """Show the consents; an open form stays."""
        self._rows = overview.samtycken
        self.refresh()

    def begin(self, kind: str, row: str, ready: Callable[[], object] | None = None) -> None:
        """Open the form for a new consent, or for ending one."""
        person, today = self.person, self.desk.today()
        if kind == "end":
            ending = EndingForm(self.key, today)
            make = _ending(actions.end_samtycke, person, row, ending)
            self.open_editor(Editor(kind=kind, form=ending, row=row, make=make), self.tr("Avsluta samtycket"))
        else:
            form = SamtyckeForm(today)
            editor = Editor(kind="add", form=form, make=lambda seen: _adding_samtycke(person, form, seen))
            self.open_editor(editor, self.tr("Nytt samtycke"))
            form["form"].take_focus()
        if ready is not None:
            ready()

    def refresh(self) -> None:
        """What stands, or the form."""
        self.show_in(self._card, self._standing)

    def _standing(self) -> None:
        if not self._rows:
            self._card.add(Muted(self.tr("Inget samtycke är registrerat. Dela inget utan att fråga.")))
        for number, row in enumerate(self._rows, start=1):
            if number > 1:
                self._card.add(Rule())
            self._card.add(self._line(row, f"contact.samtycke.{number}"))
        self._card.add(Row(self.button(self.tr("Lägg till samtycke"), "plus", "contact.samtycke.add", self._add)))

    def _add(self) -> None:
        self.begin("add", "")

    def _line(self, row: SamtyckeRow, name: str) -> QWidget:
        person = self.person
        gone = row.ended_on is not None
        chip = Chip(*((ChipKind.NEUTRAL, self.tr("Avslutat")) if gone else (ChipKind.OK, self.tr("Gäller"))))
        given = self.tr("{form} {day}").format(form=words.forms()[row.form], day=words.day(row.given_on))
        return self.line(
            name,
            self.headed(PlainLabel(given), chip),
            self.masked(self.tr("Vem och vad"), f"{name}.told", lambda vault: _told_samtycke(vault, person, row.id)),
            ended_on=row.ended_on,
            end=lambda: self.begin("end", row.id),
        )


def _told_fullmakt(vault: Vault, person: PersonRef, row: RowId) -> str:
    opened = actions.open_fullmakt(vault, person, row)
    return words.told(
        ("Ombud", opened.holder),
        ("Gäller", opened.scope),
        ("Nås", opened.reach),
        ("Sedd", opened.seen),
        ("Upphörde därför att", opened.ending),
    )


def _told_samtycke(vault: Vault, person: PersonRef, row: RowId) -> str:
    opened = actions.open_samtycke(vault, person, row)
    return words.told(
        ("Får veta", opened.receiver),
        ("Vad", opened.what),
        ("Gavs av", opened.given_by),
        ("Papperet finns", opened.paper_place),
        ("Upphörde därför att", opened.ending),
    )


def _adding_fullmakt(person: PersonRef, form: FullmaktForm, seen: frozenset[str]) -> Work:
    values = form.values()
    valid_from, valid_until = needed(values["valid_from"], "valid_from"), values["valid_until"]
    kept = Fullmakt(holder=values["holder"], scope=values["scope"], reach=values["reach"], seen=values["seen"])
    return lambda vault: actions.add_fullmakt(
        vault, person, kept, valid_from=valid_from, valid_until=valid_until, seen=seen
    )


def _adding_samtycke(person: PersonRef, form: SamtyckeForm, seen: frozenset[str]) -> Work:
    values = form.values()
    given_on = needed(values["given_on"], "given_on")
    kept = Samtycke(
        receiver=values["receiver"],
        what=values["what"],
        given_by=values["given_by"],
        paper_place=values["paper_place"] if values["form"] is Given.SKRIFTLIGT else "",
    )
    return lambda vault: actions.add_samtycke(vault, person, values["form"], kept, given_on=given_on, seen=seen)


def _ending(
    end: Callable[..., None], person: PersonRef, row: str, form: EndingForm
) -> Callable[[frozenset[str]], Work]:
    def make(seen: frozenset[str]) -> Work:
        values = form.values()
        ended_on, why = needed(values["ended_on"], "ended_on"), values["ending"]
        return lambda vault: end(vault, person, RowId(row), ended_on=ended_on, why=why, seen=seen)

    return make
