"""Personer: the list of open columns, what the chosen line says, and the page of one person.

There are no names in the list. A line is found by its reference, or by the search at the top of
the window, which reads the index of the user's own circles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from spidesk import wording
from spidesk.person import actions
from spidesk.person.actions import ListRow, person_circles
from spidesk.person.page.desk import Desk, TabSpec
from spidesk.person.page.detail import Detail
from spidesk.person.page.naming import marked, named
from spidesk.person.page.one.person import PersonPage
from spidesk.person.page.words import protection_chip, say, until
from spidesk.person.rules import Category, PersonRef, Place, Skydd, Status
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.fields import Choice, ChoiceField, Field, SearchField, TickField
from spidesk.ui.page import Action, Page
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.card import Row
from spidesk.ui.words.empty import EmptyState

_ALL = "all"
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
        self._stack = QStackedWidget(self)
        self.column.addWidget(self._stack)
        self.person: PersonPage | None = None
        self._holder: QWidget | None = None
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self._filters())
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
        else:
            self.reload()

    def left(self) -> None:
        """Hide what was revealed."""
        if self.person is not None:
            self.person.left()

    def reload(self) -> None:
        """Ask the lane for the open columns."""
        self._desk.lane.submit(self, actions.people, done=self._show_rows, refused=self._refused)

    def show_place(self, place: Place) -> None:
        """Open the person the place names, at its tab, or the list."""
        if place.person is None:
            self.back()
            return
        if self.person is not None and self.person.person.id == place.person:
            self.person.show_tab(place.tab)
            return
        known = next((row.person for row in self._rows if row.person.id == place.person), None)
        if known is not None:
            self.open_person(known, place.tab)
            return
        self._waiting = place
        self.reload()

    def place(self) -> Place:
        """Where this is, for the return after a lock."""
        return self.person.place() if self.person is not None else Place(page="people")

    def open_person(self, person: PersonRef, tab: str = "") -> None:
        """Show one person's page over the list; unsaved work on another is asked about first."""
        if not self._close_person():
            return
        self.person = PersonPage(self._desk, person, self._specs, tab=tab)
        self.person.action_changed.connect(self.action_changed)
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        back = marked(QuietButton(self.tr("Alla personer"), icon="back", clicked=self.back), "people.back")
        row = Row(back)
        row.line.setContentsMargins(24, 0, 24, 0)
        column.addWidget(row)
        column.addWidget(self.person, 1)
        self._stack.addWidget(self._holder)
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
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.detail.setVisible(not narrow)
        super().resizeEvent(event)

    def _filters(self) -> QWidget:
        self.search = named(SearchField(self.tr("Filtrera på ärendenummer")), "people.search")
        self.search.setMinimumWidth(230)
        self.category = named(
            ChoiceField[str](
                "", [Choice(value=one.value, text=say(one)) for one in Category], empty=self.tr("Alla kategorier")
            ),
            "people.category",
        )
        self.level = named(
            ChoiceField[str](
                "", [Choice(value=one.value, text=say(one)) for one in Skydd], empty=self.tr("Alla skydd")
            ),
            "people.level",
        )
        self.status = named(
            ChoiceField[str](
                "",
                [Choice(value=one.value, text=say(one)) for one in Status]
                + [Choice(value=_ALL, text=self.tr("Alla, även avslutade"))],
            ),
            "people.status",
        )
        self.mine = named(TickField(self.tr("Bara mina")), "people.mine")
        for field, name in (
            (self.category, self.tr("Kategori")),
            (self.level, self.tr("Skydd")),
            (self.status, self.tr("Status")),
        ):
            field.control.setAccessibleName(name)
        fields: tuple[Field[Any], ...] = (self.search, self.category, self.level, self.status, self.mine)
        for one in fields:
            one.changed.connect(self._filter)
        holder = QWidget()
        holder.setMinimumWidth(1)  # so that a window can be made narrow enough for two lines
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(12)
        self._lines.addWidget(Row(self.search, self.mine, gap=12))
        self._lines.addWidget(Row(self.category, self.level, self.status, gap=12), 1)
        return holder

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
                Column(self.tr("Kategori"), lambda row: say(row.category), width=110),
                Column(
                    self.tr("Skydd"),
                    lambda row: protection_chip(row.level, row.state)[1],
                    chip=lambda row: protection_chip(row.level, row.state)[0],
                    width=290,
                ),
                Column(self.tr("Gäller till"), lambda row: until(row.valid_until), sort=_last_day, width=120),
                Column(self.tr("Handläggare"), lambda row: ", ".join(row.handlers)),
            ],
            name=self.tr("Personer"),
            empty=nobody,
        )
        marked(table.view, "people.table")
        table.opened.connect(lambda row: self.open_person(row.person))
        table.chosen.connect(lambda row: self.detail.show_row(row))
        return table

    def _show_rows(self, rows: list[ListRow]) -> None:
        self._rows = rows
        self._filter()
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        known = next((row.person for row in rows if row.person.id == waiting.person), None)
        if known is None:
            self._refused(Refusal("person.role_needed"))
        else:
            self.open_person(known, waiting.tab)

    def _filter(self) -> None:
        typed = self.search.value().casefold().replace(" ", "")
        category, level = self.category.value(), self.level.value()
        status, mine = self.status.value() or Status.ACTIVE.value, self.mine.value()
        self.table.set_rows(
            [
                row
                for row in self._rows
                if (not typed or typed in row.person.reference.casefold())
                and (category is None or row.category.value == category)
                and (level is None or row.level.value == level)
                and (status == _ALL or row.status.value == status)
                and (not mine or row.mine)
            ],
            keep=lambda row: row.person.id,
        )

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


def _last_day(row: ListRow) -> Any:
    return row.valid_until
