"""The page Administration: its tabs by what the user is, and what the app lays beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from spidesk.admin.page.circles import CirclesPart
from spidesk.admin.page.health import HealthPart
from spidesk.admin.page.mine import MinePart
from spidesk.admin.page.users import UsersPart
from spidesk.admin.page.users.new import MakeQueue
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.page.queue import system_queue
from spidesk.person.rules import Place
from spidesk.ui.page import Page
from spidesk.vault.session import Role

_NARROW = 900
"""Pixels; below this the details stand under the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTab:
    """A tab of another room that the app lays here: the sender's address, say."""

    key: str
    title: str
    make: Callable[[Desk], Page]


class AdminPage(Page):
    """Användare and Kretsar for a valvadministratör or kretsägare, Valvet too; Min inloggning for everyone.

    `more` come after them; `queue` gives the print queue, for one-time slips and new cards.
    """

    help = "admin"

    def __init__(
        self,
        desk: Desk,
        more: Sequence[MoreTab] = (),
        *,
        queue: MakeQueue = system_queue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Administration")
        self._desk = desk
        self.tabs = marked(QTabWidget(self), "admin.tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("admin.tabbar")
        self.tabs.tabBar().setAccessibleName(self.title)
        self.column.setContentsMargins(20, 8, 20, 0)
        self.column.addWidget(self.tabs)
        self.parts: dict[str, Page] = {}
        session = desk.session
        if session.user.admin or session.circles_with(Role.KRETSAGARE):
            self._add("users", UsersPart(desk, queue))
            self._add("circles", CirclesPart(desk))
        self._add("mine", MinePart(desk))
        if session.user.admin or session.circles_with(Role.KRETSAGARE):
            self._add("vault", HealthPart(desk, queue))
        for one in more:
            page = one.make(desk)
            page.title = one.title
            self._add(one.key, page)
        self._at = 0
        self.tabs.currentChanged.connect(self._turned)

    @property
    def part(self) -> Page:
        """The tab in view."""
        return list(self.parts.values())[self.tabs.currentIndex()]

    def shown(self) -> None:
        """Read the tab in view anew."""
        self.part.shown()

    def left(self) -> None:
        """Hide what was revealed."""
        for one in self.parts.values():
            one.left()

    def show_place(self, place: Place) -> None:
        """Turn to the place's tab; one this user has not leaves the page as it is."""
        if place.tab in self.parts:
            self.tabs.setCurrentIndex(list(self.parts).index(place.tab))

    def place(self) -> Place:
        """Where this is, for the return after a lock."""
        return Place(page="admin", tab=list(self.parts)[self.tabs.currentIndex()])

    def least(self, width: int) -> int:
        """A list and what is chosen in it stand under each other in a narrow window, each with room to work in."""
        lists = isinstance(self.part, UsersPart | CirclesPart)
        return (2 if lists and width < _NARROW else 1) * super().least(width)

    def unsaved(self) -> bool:
        """Whether any tab holds unsaved work."""
        return any(one.unsaved() for one in self.parts.values())

    def draft(self) -> Mapping[str, Any] | None:
        """The drafts of every tab, by its key."""
        found = {key: dict(held) for key, one in self.parts.items() if (held := one.draft()) is not None}
        return found or None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Give every tab its draft; one in a tab that is not in view opens when it is turned to."""
        for key, held in draft.items():
            if key in self.parts:
                self.parts[key].restore(held)

    def _add(self, key: str, page: Page) -> None:
        self.parts[key] = page
        self.tabs.addTab(page, page.title)

    def _turned(self, at: int) -> None:
        pages = list(self.parts.values())
        pages[self._at].left()
        self._at = at
        pages[at].shown()
        self.action_changed.emit()  # another tab needs another height
