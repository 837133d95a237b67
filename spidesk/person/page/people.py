"""Personer: the list of open columns, what the chosen line says, and the page of one person.

There are no names in the list. A line is found by its reference, or by the search at the top of
the window, which reads the index of the user's own circles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from spidesk import wording
from spidesk.person import actions
from spidesk.person.actions import ListRow, person_circles
from spidesk.person.page.desk import Desk, TabSpec
from spidesk.person.page.detail import Detail
from spidesk.person.page.filters import Filters
from spidesk.person.page.naming import marked
from spidesk.person.page.one.person import PersonPage
from spidesk.person.page.words import protection_chip, say, until
from spidesk.person.rules import PersonRef, Place
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.page import Action, Page
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.card import Row
from spidesk.ui.words.empty import EmptyState
from spidesk.vault.ids import PersonId
from spidesk.vault.vault import Vault

_AT_ONCE = 500
"""Lines shown before the whole list has been read."""
_NARROW = 900
"""Pixels; below this the list takes all the room."""


class PeoplePage(Page):
    """The list and, once one is opened, that person's page with the way back."""

    def __init__(self, desk: Desk, tabs: Sequence[TabSpec] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Personer")
        self.help = "people"
        self._desk = desk
        self._specs = tuple(tabs)
        self._rows: list[ListRow] = []
        self._waiting: Place | None = None
        self._reading = False
        self._stack = QStackedWidget(self)
        self.column.addWidget(self._stack)
        self.person: PersonPage | None = None
        self._holder: QWidget | None = None
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        self.filters = Filters()
        self.filters.changed.connect(self._filter)
        column.addWidget(self.filters)
        self.table = self._table()
        self.detail = Detail(self.open_person)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setSizes([820, 280])
        column.addWidget(split, 1)
        self._stack.addWidget(self._list)

    def least(self, width: int) -> int:
        """As low as the list, or the open person's page under its way back."""
        if self.person is None or self._holder is None:
            return super().least(width)
        return self.person.least(width) + self._back_row.sizeHint().height() + 12

    def primary_action(self) -> Action | None:
        """ "Ny person", for those who may register."""
        session = self._desk.session
        if session.read_only or not person_circles(session):
            return None
        return Action(text=self.tr("Ny person"), icon="person-add", run=lambda: self._desk.go(Place(page="intake")))

    def shown(self) -> None:
        """Read the list again, or the person in view."""
        if self.person is not None:
            self.person.shown()
        elif self._waiting is None:
            self.reload()

    def left(self) -> None:
        """Hide what was revealed."""
        if self.person is not None:
            self.person.left()

    def reload(self) -> None:
        """Ask the lane for the open columns."""
        if self._reading:
            return
        self._reading = True
        if not self._rows:
            self._desk.lane.submit(self, _latest, done=self._show_first, refused=self._refused)
        self._desk.lane.submit(self, actions.people, done=self._show_rows, refused=self._not_read)

    def show_place(self, place: Place) -> None:
        """Open the person the place names, at its tab, or the list."""
        if place.person is None:
            self.back()
            return
        if self.person is not None and self.person.person.id == place.person:
            self.person.show_tab(place.tab)
            return
        person, self._waiting = place.person, place
        self._desk.lane.submit(self, lambda vault: _ref(vault, person), done=self._arrived, refused=self._turned_away)

    def place(self) -> Place:
        """Where this is, for the return after a lock."""
        return self.person.place() if self.person is not None else Place(page="people")

    def open_person(self, person: PersonRef, tab: str = "") -> None:
        """Show one person's page over the list; unsaved work on another is asked about first."""
        if not self._close_person():
            return
        # Outer before inner: what is put into a place it already stands in is styled once.
        self._holder = QWidget(self._stack)
        self._stack.addWidget(self._holder)
        self.person = PersonPage(self._desk, person, self._specs, tab=tab, parent=self._holder)
        self.person.action_changed.connect(self.action_changed)
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        back = marked(QuietButton(self.tr("Alla personer"), icon="back", clicked=self.back), "people.back")
        row = self._back_row = Row(back)
        row.line.setContentsMargins(24, 0, 24, 0)
        column.addWidget(row)
        column.addWidget(self.person, 1)
        self._stack.setCurrentWidget(self._holder)
        self.title = person.reference
        self.renamed.emit()
        self.action_changed.emit()
        self.person.shown()

    def back(self) -> None:
        """To the list."""
        if self._close_person():
            self._stack.setCurrentWidget(self._list)
            self.title = self.tr("Personer")
            self.renamed.emit()
            self.action_changed.emit()
            self.reload()

    def unsaved(self) -> bool:
        """Whether the open person holds unsaved work."""
        return self.person is not None and self.person.unsaved()

    def draft(self) -> Mapping[str, Any] | None:
        """The open person's draft, with who it belongs to."""
        held = self.person.draft() if self.person is not None else None
        if self.person is None or held is None:
            return None
        ref = self.person.person
        return {"person": ref.id, "circle": ref.circle, "reference": ref.reference, "held": dict(held)}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Open the person the draft belongs to and show it there."""
        ref = PersonRef(id=draft["person"], circle=draft["circle"], reference=draft["reference"])
        if self.person is None or self.person.person.id != ref.id:
            self.open_person(ref)
        if self.person is not None:
            self.person.restore(draft["held"])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the filters stand in two lines and the list has all the room."""
        narrow = self.width() < _NARROW
        self.filters.set_narrow(narrow)
        self.detail.setVisible(not narrow)
        super().resizeEvent(event)

    def _table(self) -> RowTable[ListRow]:
        may = bool(person_circles(self._desk.session))
        nobody = EmptyState(
            self.tr("Inga personer att visa"),
            self.tr("Registrera den första, eller ändra filtret ovanför.")
            if may
            else self.tr("Du är inte med i någon krets som handlägger personer."),
            icon="people",
            button=self.tr("Ny person") if may else "",
            clicked=lambda: self._desk.go(Place(page="intake")),
        )
        for button in nobody.findChildren(QuietButton):
            marked(button, "people.new")
        table = RowTable[ListRow](
            [
                Column(self.tr("Ärende"), lambda row: row.person.reference, width=130),
                Column(self.tr("Kategori"), lambda row: say(row.category), width=110, spare=True),
                Column(
                    self.tr("Skydd"),
                    lambda row: protection_chip(row.level, row.state)[1],
                    chip=lambda row: protection_chip(row.level, row.state)[0],
                    width=290,
                ),
                Column(self.tr("Gäller till"), lambda row: until(row.valid_until), sort=_last_day, width=120),
                Column(self.tr("Handläggare"), lambda row: ", ".join(row.handlers), spare=True),
            ],
            name=self.tr("Personer"),
            empty=nobody,
        )
        marked(table.view, "people.table")
        table.opened.connect(lambda row: self.open_person(row.person))
        table.chosen.connect(lambda row: self.detail.show_row(row))
        return table

    def _show_first(self, rows: list[ListRow]) -> None:
        """The latest registered are there at once, however many there are in all."""
        self._rows = rows
        self._filter()

    def _show_rows(self, rows: list[ListRow]) -> None:
        self._reading = False
        self._rows = rows
        self._filter()

    def _not_read(self, refusal: Refusal) -> None:
        self._reading = False
        self._refused(refusal)

    def _arrived(self, person: PersonRef) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and waiting.person == person.id:
            self.open_person(person, waiting.tab)

    def _turned_away(self, refusal: Refusal) -> None:
        self._waiting = None
        self._refused(refusal)
        self.shown()

    def _filter(self) -> None:
        keep = self.filters.keeps()
        self.table.set_rows([row for row in self._rows if keep(row)], keep=lambda row: row.id)

    def _close_person(self) -> bool:
        """Let the open page go; False when the user stays with unsaved work."""
        if self.person is None or self._holder is None:
            return True
        if self.person.unsaved() and not ask.confirm(
            self,
            self.tr("Du har inte sparat"),
            self.tr("Det du har skrivit här försvinner om du lämnar sidan."),
            yes=self.tr("Släng ändringarna"),
            no=self.tr("Stanna kvar"),
            danger=True,
        ):
            return False
        self.person.left()
        self._stack.removeWidget(self._holder)
        self._holder.hide()
        self._holder.deleteLater()
        self.person = self._holder = None
        return True

    def _refused(self, refusal: Refusal) -> None:
        self._desk.say(wording.text(refusal), "error")


def _latest(vault: Vault) -> list[ListRow]:
    return actions.people(vault, most=_AT_ONCE)


def _ref(vault: Vault, person: PersonId) -> PersonRef:
    """Who a place names, for one who may open them or give a reason."""
    with vault.read() as reader:
        found = actions.standing(reader, person)
    if not found.may_open:
        raise Refusal("person.role_needed")
    return found.person


def _last_day(row: ListRow) -> Any:
    return row.valid_until
