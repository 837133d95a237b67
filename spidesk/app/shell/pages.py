"""The pages behind the rail: made when first gone to, kept while one works elsewhere; asks before text is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from spidesk.app.lock.leftoff import LeftOff, left_off
from spidesk.app.shell.rail import RailEntry
from spidesk.person.page.desk import Desk
from spidesk.person.rules import Place
from spidesk.ui.page import Page

Ask = Callable[[QWidget], bool]
"""Asks whether unsaved text may go; True when it may."""


@runtime_checkable
class Placed(Protocol):
    """A page with places of its own inside: one person, one order."""

    def show_place(self, place: Place) -> None:
        """Show that place."""

    def place(self) -> Place:
        """Where the page is now."""


class Pages(QStackedWidget):
    """`moved(place)` when another page, or another place on it, is in view; `action_changed` when its button is."""

    moved = Signal(object)
    action_changed = Signal()

    def __init__(self, desk: Desk, entries: Sequence[RailEntry], ask: Ask) -> None:
        super().__init__()
        self._desk = desk
        self._entries = {entry.key: entry for entry in entries}
        self._ask = ask
        self._pages: dict[str, Page] = {}
        self._at = ""

    @property
    def page(self) -> Page | None:
        """The page in view."""
        return self._pages.get(self._at)

    def known(self, key: str) -> bool:
        """Whether this user has such a page now."""
        return key in self._entries and self._entries[key].shown_to(self._desk.session)

    def place(self) -> Place:
        """The place in view."""
        return self._place_of(self._at)

    def go(self, place: Place) -> bool:
        """Show a place. False when there is none such, or the user stays with unsaved text."""
        if not self.known(place.page) or not self._may_leave(place.page):
            return False
        before = self.page
        if before is not None and place.page != self._at:
            before.left()
        self._show(place.page)
        page = self._pages[place.page]
        if isinstance(page, Placed):
            page.show_place(place)
        page.shown()
        self.moved.emit(self.place())
        self.action_changed.emit()
        return True

    def least(self, width: int) -> int:
        """How low the page in view can be."""
        page = self.page
        return page.least(width) if page is not None else 0

    def unsaved(self) -> bool:
        """Whether any page holds text that is not saved."""
        return any(page.unsaved() for page in self._pages.values())

    def leave(self) -> None:
        """Hide what is revealed on every page."""
        for page in self._pages.values():
            page.left()

    def left_off(self) -> list[LeftOff]:
        """What is unsaved on each page, and where the user is."""
        found: list[LeftOff] = []
        for key, page in self._pages.items():
            values: Mapping[str, Any] | None = page.draft()
            if values is not None or key == self._at:
                found.append(left_off(self._place_of(key), values, in_view=key == self._at))
        return found

    def resume(self, left: Sequence[LeftOff]) -> None:
        """Go back to the places of a lock and show the drafts there as unsaved text."""
        for one in left:
            # A page with a draft opens its own place: going there first would open it twice, once without the draft.
            if not self.go(one.place if one.values is None else Place(page=one.page)) or one.values is None:
                continue
            page = self._pages[one.page]
            page.restore(one.values)
            if isinstance(page, Placed):
                page.show_place(one.place)
            self.moved.emit(self.place())

    def _place_of(self, key: str) -> Place:
        page = self._pages.get(key)
        return page.place() if isinstance(page, Placed) else Place(page=key)

    def _may_leave(self, to: str) -> bool:
        """Ask when the page in view would be left with unsaved text; a page the text is dropped from is made anew."""
        page = self.page
        if page is None or to == self._at or not page.unsaved():
            return True
        if not self._ask(self):
            self.moved.emit(self.place())
            return False
        del self._pages[self._at]
        page.left()
        self.removeWidget(page)
        page.hide()
        page.deleteLater()
        return True

    def _show(self, key: str) -> None:
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._entries[key].make(self._desk)
            page.renamed.connect(self._renamed)
            page.action_changed.connect(self.action_changed)
            self.addWidget(page)
        self._at = key
        self.setCurrentWidget(page)

    def _renamed(self) -> None:
        if self.sender() is self.page:
            self.moved.emit(self.place())
