"""The tab Händelser on the person's page: what has happened, each with its checklist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.intake import actions
from spidesk.intake.actions import Happened
from spidesk.intake.page.happening import HappeningCard
from spidesk.intake.page.lines import LineRow
from spidesk.intake.rules import Answer, Line, Source, progress
from spidesk.person import actions as person_actions
from spidesk.person.page.desk import Desk, TabSpec
from spidesk.person.page.naming import marked
from spidesk.person.page.tab import PersonTab
from spidesk.person.page.words import say
from spidesk.person.rules import Event, PersonRef
from spidesk.refusal import Refusal
from spidesk.ui.masked import Masked
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.card import Card, Rule, Scroll, Stack
from spidesk.ui.words.chips import Chip, ChipKind, Notice, NoticeKind
from spidesk.ui.words.flow import Flow
from spidesk.ui.words.labels import Muted, Subheading

KEY = "handelser"


class EventsPage(PersonTab):
    """Reads open columns; a note is shown by "Visa", which is logged."""

    def __init__(self, desk: Desk, person: PersonRef, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Händelser")
        self.help = "people"
        self._desk, self._person = desk, person
        self._happened: Happened | None = None
        self._reading = False
        self._draft: Mapping[str, Any] | None = None
        self._trouble = Notice(NoticeKind.ERROR)
        self._told = Muted("", wrap=False)
        self.add_button = marked(
            QuietButton(self.tr("Ny händelse"), icon="plus", clicked=self.open_form), "intake.event.new"
        )
        self.card = HappeningCard(desk, person)
        self.card.saved.connect(self._kept)
        self.card.closed.connect(self.card.hide)
        self.card.closed.connect(self.add_button.show)
        self.card.hide()
        self._list = Stack(gap=16)
        column = Scroll(self, widest=960, margin=0)
        self.column.addWidget(column)
        column.content.column.setContentsMargins(0, 16, 16, 24)
        column.add(self._trouble, Flow(self.add_button, self._told, gap=16), self.card, self._list)

    def shown(self) -> None:
        """Read what has happened."""
        if self._reading:
            return
        self._reading = True
        person = self._person.id
        self._desk.lane.submit(
            self, lambda vault: actions.happened(vault, person), done=self._show, refused=self._not_read
        )

    def left(self) -> None:
        """Hide every note that was revealed."""
        for masked in self._list.findChildren(Masked):
            masked.hide_value()

    def open_form(self) -> None:
        """Show the form for a new event."""
        if self._happened is not None:
            self.card.begin(self._happened.protection, self._happened.choices)
        self.add_button.hide()
        self.card.show()
        self.card.kind.take_focus()

    def unsaved(self) -> bool:
        """Whether a new event is half written."""
        return not self.card.isHidden() and self.card.dirty

    def draft(self) -> Mapping[str, Any] | None:
        """The half-written event."""
        return self.card.draft() if self.unsaved() else None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show it again, once what it builds on has been read."""
        self._draft = draft
        if self._happened is not None:
            self._take_draft()

    def _take_draft(self) -> None:
        if self._draft is not None:
            self.open_form()
            self.card.restore(self._draft)
            self._draft = None

    def _not_read(self, refusal: Refusal) -> None:
        self._reading = False
        self._refused(refusal)

    def _show(self, happened: Happened) -> None:
        self._reading = False
        self._happened = happened
        self._trouble.say("", aloud=False)
        self._told.setText(self._source(happened))
        self._list.clear()
        for event in happened.events:
            self._list.add(self._card(event, happened))
        self._take_draft()

    def _card(self, event: Event, happened: Happened) -> Card:
        card = Card(gap=10)
        lines = happened.lines.get(event.id, [])
        done, of = progress(lines)
        title = Subheading(f"{event.on.isoformat()}  {say(event.kind)}")
        title.setWordWrap(False)
        head = Flow(title, gap=12)
        if of:
            kind = ChipKind.OK if done == of else ChipKind.INFO
            head.add(Chip(kind, self.tr("{done} av {of} klara").format(done=done, of=of)))
        head.add(Muted(happened.users.get(event.by, ""), wrap=False))
        card.add(head)
        if event.noted:
            masked = Masked(self.tr("Anteckning"), lambda show: self._reveal(event, masked, show))
            marked(masked.button, f"intake.event.note.{event.id}")
            card.add(masked)
        today = self._desk.today()
        for number, line in enumerate(lines):
            if number:
                card.add(Rule())
            card.add(LineRow(line, happened.users, today, self._answer))
        return card

    def _reveal(self, event: Event, masked: Masked, show: Callable[[str], None]) -> None:
        person = self._person.id

        def refused(refusal: Refusal) -> None:
            masked.refused()
            self._refused(refusal)

        self._desk.lane.submit(
            self, lambda vault: person_actions.note_of(vault, person, event.id), done=show, refused=refused
        )

    def _answer(self, line: Line, answer: Answer) -> None:
        person = self._person.id
        self._desk.lane.submit(
            self,
            lambda vault: actions.answer(vault, person, line.id, answer, version=line.version),
            done=lambda _: self._answered(),
            refused=self._refused,
        )

    def _answered(self) -> None:
        self._desk.refresh_counts()
        self.shown()

    def _kept(self) -> None:
        self.card.hide()
        self.add_button.show()
        self.shown()
        self.header_changed.emit()

    def _refused(self, refusal: Refusal) -> None:
        self._trouble.say(wording.text(refusal), NoticeKind.ERROR)

    def _source(self, happened: Happened) -> str:
        if happened.source is None or happened.told_on is None:
            return ""
        words = {
            Source.PHONE: self.tr("Uppgiften kom per telefon {day}."),
            Source.MEETING: self.tr("Uppgiften lämnades vid möte {day}."),
            Source.PAPER: self.tr("Uppgiften kom på papper {day}."),
        }
        return words[happened.source].format(day=happened.told_on.isoformat())


def events_tab() -> TabSpec:
    """The tab, for the app to hand to the person's page."""
    return TabSpec(
        key=KEY,
        title=QCoreApplication.translate("intake", "Händelser"),
        make=lambda desk, person: EventsPage(desk, person),
    )
