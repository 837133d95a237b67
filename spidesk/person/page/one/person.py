"""The page of one person: header card, then the tabs that the rooms have handed to the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from spidesk import wording
from spidesk.person import actions
from spidesk.person.actions import Overview
from spidesk.person.page.desk import Desk, TabSpec
from spidesk.person.page.naming import marked
from spidesk.person.page.one.gate import Gate
from spidesk.person.page.one.header import Header
from spidesk.person.page.one.overview import TAB, OverviewPage
from spidesk.person.page.tab import PersonTab
from spidesk.person.rules import PersonRef, Place, Standing
from spidesk.refusal import Refusal
from spidesk.ui.page import Page
from spidesk.ui.words.empty import EmptyState

REASON_NEEDED = "person.reason_needed"
_TAB = 300
"""Pixels: the least height of a tab, its title among the others included."""
_LOW = 480
"""Pixels; below this the header card is as low as it can be."""


class PersonPage(Page):
    """Shows the gate first to one who is not a handler. A tab is made when it is first opened."""

    def __init__(
        self,
        desk: Desk,
        person: PersonRef,
        tabs: Sequence[TabSpec],
        *,
        tab: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = person.reference
        self.help = "people"
        self.person = person
        self._desk = desk
        self._specs = {spec.key: spec for spec in tabs}
        self._wanted = tab or TAB
        self._drafts: dict[str, Mapping[str, Any]] = {}
        self._made: dict[str, Page] = {}
        self._current: Page | None = None
        self._reading = False
        self.reload()  # the lane reads while the page is being put together
        self._stack = QStackedWidget(self)
        self._waiting = QWidget()
        self._stack.addWidget(self._waiting)
        self.column.addWidget(self._stack)
        self._content = QWidget(self._stack)
        self._stack.addWidget(self._content)
        self.header = Header(desk, person, self._refused, self._content)
        self.tabs = marked(QTabWidget(self._content), "person.tabs")
        self.tabs.setAccessibleName(self.tr("Flikar för {reference}").format(reference=person.reference))
        self.tabs.setDocumentMode(True)
        inside = self._inside = QVBoxLayout(self._content)
        inside.setContentsMargins(24, 16, 24, 0)
        inside.setSpacing(12)
        inside.addWidget(self.header)
        inside.addWidget(self.tabs, 1)
        self._keys: list[str] = []
        self._holders: dict[str, QVBoxLayout] = {}
        self._gate: Gate | None = None
        self._ends = QTimer(self)
        self._ends.setSingleShot(True)
        self._ends.timeout.connect(self.reload)
        self._make_tabs()
        self.tabs.currentChanged.connect(self._turned)

    def tab_page(self, key: str) -> Page | None:
        """The page under a tab, or None while it has not been opened."""
        return self._made.get(key)

    def shown(self) -> None:
        """Read the person again, and the tab in view."""
        self.reload()
        if self._current is not None:
            self._current.shown()

    def left(self) -> None:
        """Hide what was revealed."""
        self.header.hide_identity()
        if self._current is not None:
            self._current.left()

    def least(self, width: int) -> int:
        """The header card is never pressed together, and the tab under it can always be worked in."""
        if self._stack.currentWidget() is not self._content:
            return super().least(width)
        inside = self._inside
        margins = inside.contentsMargins()
        return margins.top() + self.header.needs(width - margins.left() - margins.right()) + inside.spacing() + _TAB

    def reload(self) -> None:
        """Ask whether the page may be open, and read what it shows."""
        if self._reading:
            return
        self._reading = True
        person = self.person.id

        def work(vault: Any) -> Overview | Standing:
            with vault.read() as reader:
                standing = actions.standing(reader, person)
            return standing if standing.needs_reason else actions.overview(vault, person)

        self._desk.lane.submit(self, work, done=self._answered, refused=self._closed)

    def show_tab(self, key: str) -> None:
        """Turn to a tab; an unknown one leaves the page as it is."""
        self._wanted = key
        if key in self._keys:
            self.tabs.setCurrentIndex(self._keys.index(key))

    def place(self) -> Place:
        """Where this is, for the return after a lock."""
        return Place(page="people", reference=self.person.reference, person=self.person.id, tab=self._key())

    def unsaved(self) -> bool:
        """Whether any tab holds unsaved work."""
        return any(page.unsaved() for page in self._made.values())

    def draft(self) -> Mapping[str, Any] | None:
        """The drafts of every tab, by its key."""
        found = dict(self._drafts)
        for key, page in self._made.items():
            draft = page.draft()
            if draft is not None:
                found[key] = dict(draft)
        return {"tabs": found} if found else None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Give every tab its draft; tabs not yet opened get it when they are."""
        for key, held in draft.get("tabs", {}).items():
            if key in self._made:
                self._made[key].restore(held)
            else:
                self._drafts[key] = held

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the tabs get the room of the header's facts."""
        self.header.set_low(self.height() < _LOW)
        super().resizeEvent(event)

    def _make_tabs(self) -> None:
        for key, title in [(TAB, self.tr("Översikt")), *((one.key, one.title) for one in self._specs.values())]:
            self._keys.append(key)
            holder = QWidget(self.tabs)
            self._holders[key] = QVBoxLayout(holder)
            self._holders[key].setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, title)
        self.overview = OverviewPage(
            self._desk,
            self.person,
            refused=self._refused,
            events_tab="handelser" if "handelser" in self._specs else "",
            parent=self._holders[TAB].parentWidget(),
        )
        self._holders[TAB].addWidget(self.overview)
        self.overview.changed.connect(self.reload)
        self._made[TAB] = self._current = self.overview

    def _answered(self, found: Overview | Standing) -> None:
        self._reading = False
        if isinstance(found, Standing):
            self._show_gate(found)
            return
        self.header.show_overview(found)
        self.updateGeometry()
        self.overview.show_overview(found)
        if found.open_for is not None:
            self._ends.start((found.open_for + 1) * 1000)
        if self._stack.currentWidget() is not self._content:
            self._stack.setCurrentWidget(self._content)
            self.show_tab(self._wanted)
            self._turned(self.tabs.currentIndex())

    def _show_gate(self, standing: Standing) -> None:
        self.left()
        if self._gate is not None:
            self._stack.removeWidget(self._gate)
            self._gate.deleteLater()
        self._gate = Gate(self._desk, standing, self.reload)
        self._stack.addWidget(self._gate)
        self._stack.setCurrentWidget(self._gate)
        self._gate.reason.take_focus()

    def _closed(self, refusal: Refusal) -> None:
        """The person may not be opened at all: say why and show nothing else."""
        self._reading = False
        closed = EmptyState(self.tr("Sidan går inte att öppna"), wording.text(refusal), icon="lock")
        self._stack.addWidget(closed)
        self._stack.setCurrentWidget(closed)

    def _refused(self, refusal: Refusal) -> None:
        if refusal.code == REASON_NEEDED:
            self.reload()
        else:
            self._desk.say(wording.text(refusal), "error")

    def _key(self) -> str:
        at = self.tabs.currentIndex()
        return self._keys[at] if 0 <= at < len(self._keys) else TAB

    def _turned(self, _: int) -> None:
        """Another tab: hide what the last one revealed, make the new one if it is new, let it read."""
        if self._stack.currentWidget() is not self._content:
            return
        key = self._key()
        page = self._made.get(key) or self._make(key)
        if self._current is not None and self._current is not page:
            self._current.left()
        first, self._current = self._current is not page, page
        if first and key != TAB:
            page.shown()
        self.action_changed.emit()

    def _make(self, key: str) -> Page:
        page = self._specs[key].make(self._desk, self.person)
        self._made[key] = page
        self._holders[key].addWidget(page)
        if isinstance(page, PersonTab):
            page.header_changed.connect(self.reload)
        if key in self._drafts:
            page.restore(self._drafts.pop(key))
        return page
