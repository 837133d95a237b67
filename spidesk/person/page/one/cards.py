"""The smaller cards of Översikt: handlers, events, earlier protection, legal hold and openings with a reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.person import actions
from spidesk.person.actions import Overview
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.person.page.warning import GUARD, keep_anyway
from spidesk.person.page.words import local, protection_chip, say, until
from spidesk.person.rules import Access, PersonRef, Place, Version
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.fields import Choice, ChoiceField
from spidesk.ui.masked import Masked
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words.buttons import LinkButton, QuietButton
from spidesk.ui.words.card import Card, Row, Stack
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Muted, PlainLabel
from spidesk.vault.ids import UserId
from spidesk.vault.vault import Vault

_EVENTS = 5


class PersonCard(Card):
    """A card that does something with one person. ``changed`` after it has been done."""

    changed = Signal()

    def __init__(self, desk: Desk, person: PersonRef, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._desk = desk
        self._person = person
        self._trouble = Notice(NoticeKind.ERROR)
        self.add(self._trouble)

    def show_overview(self, overview: Overview) -> None:
        """Show what the vault says now."""

    def do(
        self, work: Callable[[Vault], object], said: str, *, refused: Callable[[Refusal], object] | None = None
    ) -> None:
        """Submit, say what was done, and tell the page; a refusal stands in the card."""
        self._trouble.say("", aloud=False)

        def done(_: object) -> None:
            self._desk.say(said)
            self.changed.emit()

        self._desk.lane.submit(self, work, done=done, refused=refused or self.decline)

    def decline(self, refusal: Refusal) -> None:
        """Show why it was declined."""
        self._trouble.say(wording.text(refusal), NoticeKind.ERROR)


class HandlersCard(PersonCard):
    """The named handlers: add one of the circle's members, take one away."""

    def __init__(self, desk: Desk, person: PersonRef, parent: QWidget | None = None) -> None:
        super().__init__(desk, person, "", parent)
        self.title.setText(self.tr("Handläggare"))
        self.title.show()
        self._list = Stack(gap=4)
        self.choice = named(
            ChoiceField[UserId](self.tr("Lägg till handläggare"), [], empty=self.tr("Välj …")), "person.handler"
        )
        self.add_button = marked(
            QuietButton(self.tr("Lägg till"), icon="plus", clicked=self._add), "person.handler.add"
        )
        self.add(self._list, Row(self.choice, self.add_button, gap=12))

    def show_overview(self, overview: Overview) -> None:
        """Show the handlers and those who can be added."""
        self._list.clear()
        for name, user in sorted((overview.users.get(one, ""), one) for one in overview.standing.handlers):
            remove = QuietButton(
                self.tr("Ta bort"),
                icon="trash",
                name=self.tr("Ta bort {name} som handläggare").format(name=name),
                clicked=partial(self._remove, user, name),
            )
            self._list.add(Row(PlainLabel(name, wrap=False), marked(remove, f"person.handler.remove.{user}"), gap=16))
        left = [one for one in overview.choices if one.id not in overview.standing.handlers]
        self.choice.set_choices([Choice(value=one.id, text=one.name) for one in left])
        self.choice.setVisible(bool(left))
        self.add_button.setVisible(bool(left))

    def decline(self, refusal: Refusal) -> None:
        """Beside the choice when the refusal is about it and it is seen."""
        if refusal.field == "handler" and not self.choice.isHidden():
            self.choice.refuse(wording.text(refusal))
            return
        super().decline(refusal)

    def _add(self) -> None:
        user, person = self.choice.value(), self._person.id
        if user is None:
            self.choice.refuse(wording.text(Refusal("person.handler_missing", field="handler")))
            return
        self.do(lambda vault: actions.add_handler(vault, person, user), self.tr("Handläggaren är tillagd."))

    def _remove(self, user: UserId, name: str) -> None:
        person = self._person.id
        if ask.confirm(
            self,
            self.tr("Ta bort handläggaren?"),
            self.tr("{name} kan därefter bara öppna sidan med ett skäl.").format(name=name),
            yes=self.tr("Ta bort"),
        ):
            self.do(lambda vault: actions.remove_handler(vault, person, user), self.tr("Handläggaren är borttagen."))


class EventsCard(PersonCard):
    """The latest events, open columns only, and the way to the tab that has them all."""

    def __init__(self, desk: Desk, person: PersonRef, tab: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, person, "", parent)
        self.title.setText(self.tr("Händelser"))
        self.title.show()
        self._list = Stack(gap=4)
        self.all = marked(LinkButton(self.tr("Alla händelser och checklistor")), "person.events.all")
        place = Place(page="people", reference=person.reference, person=person.id, tab=tab)
        self.all.clicked.connect(lambda: desk.go(place))
        if not tab:
            self.all.hide()
        self.add(self._list, Row(self.all))

    def show_overview(self, overview: Overview) -> None:
        """Show the latest."""
        self._list.clear()
        for event in overview.events[:_EVENTS]:
            by = overview.users.get(event.by, "")
            self._list.add(
                Row(
                    Muted(event.on.isoformat(), wrap=False),
                    PlainLabel(say(event.kind), wrap=False),
                    Muted(by, wrap=False),
                    gap=16,
                )
            )


class HistoryCard(PersonCard):
    """Every version of the protection, newest first. Nothing is ever overwritten."""

    def __init__(self, desk: Desk, person: PersonRef, parent: QWidget | None = None) -> None:
        super().__init__(desk, person, "", parent)
        self.title.setText(self.tr("Skyddets historik"))
        self.title.show()
        self._users: dict[UserId, str] = {}
        self.table = RowTable[Version](
            [
                Column(
                    self.tr("Skydd"),
                    lambda one: protection_chip(one.protection.level, one.protection.state)[1],
                    chip=lambda one: protection_chip(one.protection.level, one.protection.state)[0],
                ),
                Column(self.tr("Från"), lambda one: _day(one.protection.valid_from), width=130),
                Column(self.tr("Till"), lambda one: until(one.protection.valid_until), width=130),
                Column(self.tr("Beslut sett"), self._seen, width=190),
                Column(self.tr("Registrerat"), self._registered, width=190, spare=True),
            ],
            name=self.tr("Skyddets historik"),
        )
        marked(self.table.view, "person.history")
        self.add(self.table)

    def show_overview(self, overview: Overview) -> None:
        """Show every version."""
        self._users = overview.users
        self.table.set_rows(overview.history)
        self.table.fit(6)

    def _seen(self, one: Version) -> str:
        if one.protection.seen_by is None:
            return self.tr("Nej")
        return f"{_day(one.protection.seen_on)} {self._users.get(one.protection.seen_by, '')}"

    def _registered(self, one: Version) -> str:
        return f"{local(one.at)[:10]} {self._users.get(one.by, '')}"


class HoldCard(PersonCard):
    """Legal hold: while it is on, nothing about the person is listed for gallring."""

    def __init__(self, desk: Desk, person: PersonRef, parent: QWidget | None = None) -> None:
        super().__init__(desk, person, "", parent)
        self.title.setText(self.tr("Gallringsstopp"))
        self.title.show()
        self._held = False
        self._version = 0
        self._state = PlainLabel("")
        self.button = marked(QuietButton("", clicked=self._press), "person.hold")
        self.add(self._state, Row(self.button))

    def show_overview(self, overview: Overview) -> None:
        """Show whether it is on."""
        self._held, self._version = overview.held_since is not None, overview.version
        if overview.held_since:
            self._state.setText(self.tr("Gäller sedan {day}.").format(day=overview.held_since.isoformat()))
            self.button.set_words(self.tr("Häv stoppet"), icon="unlock")
        else:
            self._state.setText(self.tr("Inget stopp. Uppgifterna får gallras när tiden är inne."))
            self.button.set_words(self.tr("Sätt gallringsstopp"), icon="lock")

    def _press(self) -> None:
        reason = ask.ask_reason(
            self,
            self.tr("Häv gallringsstoppet?") if self._held else self.tr("Sätt gallringsstopp?"),
            self.tr("Skälet sparas hos personen."),
            label=self.tr("Skäl, till exempel diarienummer"),
            yes=self.tr("Häv") if self._held else self.tr("Sätt stopp"),
        )
        if reason:
            self._submit(reason, seen=False)

    def _submit(self, reason: str, *, seen: bool) -> None:
        person, held, version = self._person.id, not self._held, self._version

        def refused(refusal: Refusal) -> None:
            if refusal.code == GUARD and keep_anyway(self, refusal):
                self._submit(reason, seen=True)
            elif refusal.code != GUARD:
                self.decline(refusal)

        said = self.tr("Gallringsstopp satt.") if held else self.tr("Gallringsstoppet är hävt.")
        self.do(
            lambda vault: actions.set_held(vault, person, held=held, reason=reason, version=version, seen=seen),
            said,
            refused=refused,
        )


class AccessesCard(PersonCard):
    """Who has opened the page with a reason. The reason itself is sealed and shown on demand."""

    def __init__(self, desk: Desk, person: PersonRef, parent: QWidget | None = None) -> None:
        super().__init__(desk, person, "", parent)
        self.title.setText(self.tr("Öppnat med skäl"))
        self.title.show()
        self._users: dict[UserId, str] = {}
        self.table: RowTable[Access] | None = None
        self.hide()

    def show_overview(self, overview: Overview) -> None:
        """Show them, or nothing at all when there are none."""
        self._users = overview.users
        if self.table is None and overview.accesses:
            self.table = self._make()
        if self.table is not None:
            self.table.set_rows(overview.accesses, keep=lambda one: one.id)
            self.table.fit(5)
            if self.table.current() is None:
                self.table.choose(lambda _: True)
        self.setVisible(bool(overview.accesses))

    def _make(self) -> RowTable[Access]:
        table = RowTable[Access](
            [
                Column(self.tr("När"), lambda one: local(one.at), width=170),
                Column(self.tr("Vem"), lambda one: self._users.get(one.by, "")),
                Column(
                    self.tr("Granskad"), lambda one: self.tr("Ja") if one.reviewed else self.tr("Väntar"), width=130
                ),
            ],
            name=self.tr("Öppnat med skäl"),
        )
        marked(table.view, "person.accesses")
        self.reason = Masked(self.tr("Skäl för vald rad"), self._ask)
        marked(self.reason.button, "person.accesses.reveal")
        table.chosen.connect(lambda _: self.reason.hide_value())
        self.add(table, self.reason)
        return table

    def _ask(self, show: Callable[[str], None]) -> None:
        one = self.table.current() if self.table is not None else None
        if one is None:
            self.reason.refused()
            return

        def refused(refusal: Refusal) -> None:
            self.reason.refused()
            self.decline(refusal)

        self._desk.lane.submit(self, lambda vault: actions.reason_of(vault, one.id), done=show, refused=refused)


def _day(value: object) -> str:
    return str(value) if value else "–"
