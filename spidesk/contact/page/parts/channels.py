"""The channels as cards: what to do stands first, the number is asked for, the form opens in the card's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from spidesk.contact import actions
from spidesk.contact.actions import ChannelCard, ChannelEdit, Overview
from spidesk.contact.page import words
from spidesk.contact.page.columns import Columns
from spidesk.contact.page.conflict import Conflict
from spidesk.contact.page.part import Editor, Part, Work
from spidesk.contact.page.parts.channel_form import ChannelForm, compared
from spidesk.contact.rules import Channel, Rule, Secret, Voicemail, confirmed
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.page.warning import GUARD, keep_anyway
from spidesk.person.rules import PersonRef
from spidesk.refusal import Refusal
from spidesk.ui.ask import ask_reason
from spidesk.ui.words import (
    Card,
    Chip,
    ChipKind,
    EmptyState,
    Facts,
    Muted,
    PlainLabel,
    QuietButton,
    Row,
    Subheading,
)
from spidesk.vault.ids import RowId

_FIRST = {Rule.NEVER: 0, Rule.ONLY_IF: 1, Rule.ALLOWED: 2}


class ChannelsPart(Part):
    """What is never done stands first, then what has a condition, then what is open; last what nobody has decided."""

    def __init__(self, desk: Desk, person: PersonRef) -> None:
        super().__init__(desk, person, "channel")
        self._overview: Overview | None = None
        self._grid = Columns()
        self._undecided = marked(Muted(), "contact.undecided")
        self.add(self.notice, self._grid, self._undecided)

    def show_overview(self, overview: Overview) -> None:
        """Show the lines as they stand; an open form stays."""
        self._overview = overview
        self.refresh()

    def begin(self, kind: str, row: str, ready: Callable[[], object] | None = None) -> None:
        """Open the form for a new line, or for one that stands."""
        if not row:
            self._open(ChannelEdit(confirmed_on=self.desk.today()), ready)
            return
        person = self.person
        self.ask(lambda vault: actions.open_channel(vault, person, RowId(row)), lambda edit: self._open(edit, ready))

    def refresh(self) -> None:
        """Lay the cards out anew, with the form in the place of its card."""
        if self._overview is None:
            return
        shown: list[tuple[QWidget, bool]] = []
        editing = self.editor.row if self.editor is not None else ""
        form = self._form_card() if self.place is not None else None
        if form is not None and not editing:
            shown.append((form, True))
        seen: Counter[Channel] = Counter()
        for card in sorted(self._overview.channels, key=lambda one: _FIRST[one.row.rule]):
            seen[card.row.channel] += 1
            if form is not None and card.row.id == editing:
                shown.append((form, True))
            else:
                shown.append((self._card(card, seen[card.row.channel]), False))
        if not shown:
            shown.append((self._empty(), True))
        self._grid.show_widgets(shown)
        missing = ", ".join(words.within(one) for one in self._overview.undecided)
        self._undecided.setText(
            self.tr("Inte bestämt: {channels}. Fråga innan du använder dem.").format(channels=missing)
        )
        self._undecided.setVisible(bool(missing and self._overview.channels))

    def _form_card(self) -> Card:
        card = Card()
        if self.place is not None:
            card.add(self.place)
            self.place.show()
        return card

    def _empty(self) -> QWidget:
        card = Card()
        card.add(
            EmptyState(
                self.tr("Inga kontaktvägar än"),
                self.tr("Fråga personen vilka vägar som är säkra, och vilka som aldrig får användas."),
                icon="phone",
            )
        )
        return card

    def _card(self, card: ChannelCard, number: int) -> QWidget:
        row, terms = card.row, card.terms
        name = f"contact.{row.channel.value}" + (f".{number}" if number > 1 else "")
        shown = marked(Card(gap=8), name)
        kind, text = words.rule_chip(row.rule, closed=card.closed)
        shown.add(self.headed(Subheading(words.headline(row.channel, row.rule)), Chip(kind, text)))
        if terms.condition:
            shown.add(PlainLabel(terms.condition))
        if not card.closed:
            for field in terms.holds:
                shown.add(self._secret(card, field, f"{name}.{field}"))
        facts = self._facts(card)
        if facts:
            shown.add(Facts(facts))
        shown.add(Muted(self._decided(card)))
        if not confirmed(row.confirmed_on, self.desk.today()):
            shown.add(Row(Chip(ChipKind.OVERDUE, self.tr("Inte bekräftat på 12 månader"))))
        change = QuietButton(self.tr("Ändra"), icon="edit", clicked=lambda: self.begin("edit", row.id))
        change.setAccessibleName(self.tr("Ändra {what}").format(what=words.within(row.channel)))
        remove = QuietButton(self.tr("Ta bort"), icon="trash", clicked=lambda: self._remove(card))
        remove.setAccessibleName(self.tr("Ta bort {what}").format(what=words.within(row.channel)))
        shown.add(Row(marked(change, f"{name}.edit"), marked(remove, f"{name}.remove")))
        return shown

    def _secret(self, card: ChannelCard, field: str, name: str) -> QWidget:
        person, row = self.person, card.row.id
        label = {
            "value": words.channels()[card.row.channel],
            "name": self.tr("Namn att använda"),
            "safe_word": self.tr("Kodord"),
        }[field]

        def said(secret: Secret) -> str:
            return {"value": secret.value, "name": secret.name, "safe_word": secret.safe_word}[field]

        return self.masked(
            label, name, lambda vault: said(actions.reveal(vault, person, row)), copyable=field == "value"
        )

    def _facts(self, card: ChannelCard) -> list[tuple[str, str | QWidget]]:
        terms = card.terms
        voicemail = words.voicemails()[terms.voicemail] if terms.voicemail else ""
        if terms.voicemail is Voicemail.EXACT:
            voicemail = self.tr("Säg exakt: ”{words}”").format(words=terms.wording)
        pairs = (
            (self.tr("Tider"), terms.hours),
            (self.tr("Vem svarar"), terms.answers),
            (self.tr("Ingen svarar"), voicemail),
            (self.tr("Öppnad därför att"), terms.reason if card.row.rule is not Rule.NEVER else ""),
        )
        return [(name, text) for name, text in pairs if text]

    def _decided(self, card: ChannelCard) -> str:
        by = words.deciders()[card.terms.decided_by].lower() if card.terms.decided_by else ""
        return self.tr("Bestämt av {by} · bekräftat {day}").format(by=by, day=words.day(card.row.confirmed_on))

    def _open(self, edit: ChannelEdit, ready: Callable[[], object] | None = None) -> None:
        closed = self._closed()
        form = ChannelForm(edit, closed=closed)
        person = self.person
        editor = Editor(
            kind="edit" if edit.id else "add",
            form=form,
            row=edit.id or "",
            versions=(edit.version, edit.terms_version, edit.secret_version),
            make=lambda seen: _saving(person, self._typed(form), seen),
            changed=self._changed,
        )
        title = words.channels()[edit.channel] if edit.channel else self.tr("Ny kontaktväg")
        self.open_editor(editor, title)
        form["rule" if edit.channel else "channel"].setFocus()
        if ready is not None:
            ready()

    def _closed(self) -> frozenset[Channel]:
        if self._overview is None:
            return frozenset()
        undecided = set(self._overview.undecided)
        standing = {
            card.row.channel for card in self._overview.channels if not card.closed and card.row.rule is not Rule.NEVER
        }
        return frozenset(one for one in Channel if one not in undecided | standing)

    def _typed(self, form: ChannelForm) -> ChannelEdit:
        versions = self.editor.versions if self.editor is not None else (0, 0, 0)
        return replace(form.edit(), version=versions[0], terms_version=versions[1], secret_version=versions[2])

    def _changed(self) -> None:
        editor, person = self.editor, self.person
        if editor is not None:
            row = RowId(editor.row)
            self.ask(lambda vault: actions.open_channel(vault, person, row), self._compare)

    def _compare(self, stored: ChannelEdit) -> None:
        """Show both. From here the typed text builds on what is stored: Spara is a choice, not an accident."""
        editor = self.editor
        if editor is None or self.place is None or not isinstance(editor.form, ChannelForm):
            return
        pairs = compared(stored, self._typed(editor.form))
        editor.versions = (stored.version, stored.terms_version, stored.secret_version)
        panel = Conflict(pairs, keep=self.keep, mine=editor.form.submit, key="channel")
        self.show_conflict(panel)

    def _remove(self, card: ChannelCard) -> None:
        reason = ask_reason(
            self,
            self.tr("Ta bort kontaktvägen?"),
            self.tr("Numret töms och raden försvinner. Skriv varför."),
            label=self.tr("Varför"),
            yes=self.tr("Ta bort"),
        )
        if reason is not None:
            self._removed(card, reason, frozenset())

    def _removed(self, card: ChannelCard, reason: str, seen: frozenset[str]) -> None:
        person, row, version = self.person, card.row.id, card.row.version

        def refused(refusal: Refusal) -> None:
            if refusal.code == GUARD and keep_anyway(self, refusal):
                self._removed(card, reason, seen | {refusal.field})
            else:
                self.say_refusal(refusal)

        self.desk.lane.submit(
            self,
            lambda vault: actions.remove_channel(vault, person, row, version=version, reason=reason, seen=seen),
            done=lambda _: self.saved.emit(),
            refused=refused,
        )


def _saving(person: PersonRef, edit: ChannelEdit, seen: frozenset[str]) -> Work:
    return lambda vault: actions.save_channel(vault, person, edit, seen=seen)
