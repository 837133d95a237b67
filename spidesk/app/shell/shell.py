"""The shell: rail to the left, search and the page's one button at the top, what the vault has to tell, the page.

It holds no rules. It hands each page a desk, moves between places, and says what is unsaved when the program locks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spidesk.app.lock.leftoff import LeftOff
from spidesk.app.lock.restored import Restored
from spidesk.app.shell.background import Background
from spidesk.app.shell.pages import Pages
from spidesk.app.shell.rail import Rail, RailEntry
from spidesk.app.shell.room import Room
from spidesk.app.shell.search import SearchBox
from spidesk.app.shell.told import Announced
from spidesk.app.workstation.settings import Settings
from spidesk.person.actions import OPENERS
from spidesk.person.index import Hit
from spidesk.person.page.desk import Desk
from spidesk.person.rules import Place
from spidesk.ui import ask
from spidesk.ui.lane import Lane
from spidesk.ui.look import theme
from spidesk.ui.press import Press
from spidesk.ui.words.buttons import PrimaryButton
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Subheading
from spidesk.ui.words.waiting import Waiting
from spidesk.vault.check import CheckResult
from spidesk.vault.session import Role, Session
from spidesk.vault.vault import Vault

Count = Callable[[Vault, date], int]
_NARROW = 800
"""Pixels; below this width the rail shows icons only."""
_SHORT_LINE_MS = 6000
_KINDS = {"ok": NoticeKind.OK, "warning": NoticeKind.WARNING, "error": NoticeKind.ERROR, "info": NoticeKind.INFO}


class Shell(QWidget):
    """The window's content while the vault is open. `moved(reference)` names the case in view, or none."""

    moved = Signal(str)

    def __init__(
        self,
        *,
        lane: Lane[Vault],
        press: Press,
        session: Session,
        today: Callable[[], date],
        entries: Sequence[RailEntry],
        count: Count,
        settings: Settings,
    ) -> None:
        super().__init__()
        theme.mark(self, "page")
        self._lane, self._today, self._count = lane, today, count
        self._session = session
        self.background = Background(lane, self)
        self.desk = Desk(
            lane=lane,
            press=press,
            current=lambda: self._session,
            open_place=self.go,
            clock=today,
            speak=self.say,
            recount=self.recount,
            person_changed=self.background.person_changed,
        )
        self.rail = Rail(entries, session, settings)
        self.pages = Pages(self.desk, entries, _may_drop)
        self.restored = Restored(lane, self.pages.left_off, self)
        self.search = SearchBox()
        self.title = Subheading()
        self.title.setObjectName("shell.title")
        self.title.setWordWrap(False)
        self.primary = PrimaryButton("", clicked=self._primary_pressed)
        self.primary.setObjectName("shell.primary")
        self.line = Notice(NoticeKind.OK)
        self.line.setObjectName("shell.line")
        self.waiting = Waiting(self.tr("Sökningen förbereds …"))
        self.told = Announced(lane, self)
        self.room = Room((self.waiting, self.told), self.pages)
        self._line_timer = QTimer(self, singleShot=True, interval=_SHORT_LINE_MS)
        self._line_timer.timeout.connect(lambda: self.line.say("", aloud=False))
        self._lay_out()
        self._connect()
        self._offer_search(session)
        self.told.show_session(session)

    @property
    def session(self) -> Session:
        """The session as it is now."""
        return self._session

    @property
    def help_page(self) -> str:
        """Which help F1 opens."""
        page = self.pages.page
        return page.help if page is not None and page.help else self.pages.place().page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the page gets the room of the words in the rail."""
        self.rail.set_slim(self.width() < _NARROW)
        super().resizeEvent(event)

    def start(self, left: Sequence[LeftOff]) -> None:
        """Show the first page, or the places and drafts of the last lock; then build the index and check the vault."""
        first = next((key for key in self.rail.buttons if self.pages.known(key)), "")
        if first:
            self.go(Place(page=first))
        self.pages.resume(left)
        self.restored.begin(left)
        if any(one.values is not None for one in left):
            self.say(self.tr("Det du inte hann spara är tillbaka. Spara det eller ångra."), "info")
        self.recount()
        self.background.start(self.waiting.watch)

    def go(self, place: Place) -> None:
        """Show a place of the program."""
        if not self.pages.go(place) and not self.pages.known(place.page):
            self.say(self.tr("Den sidan ingår inte i dina roller."), "warning")

    def say(self, text: str, kind: str = "ok") -> None:
        """A short line at the foot of the window, gone by itself unless it is an error."""
        found = _KINDS.get(kind, NoticeKind.INFO)
        self.line.say(text, found)
        self._line_timer.stop()
        if found is not NoticeKind.ERROR:
            self._line_timer.start()

    def recount(self) -> None:
        """Count what waits in Att göra; membership may have changed too, so the session is read as well."""
        today, count = self._today(), self._count

        def work(vault: Vault) -> tuple[int, Session]:
            return count(vault, today), vault.session

        self._lane.submit(self, work, done=self._counted)

    def left_off(self) -> list[LeftOff]:
        """What is unsaved, and where the user is."""
        return self.pages.left_off()

    def unsaved(self) -> bool:
        """Whether something typed is not saved."""
        return self.pages.unsaved()

    def hide_all(self) -> None:
        """Hide what is revealed, before the lock."""
        self.search.close_answers()
        self.pages.leave()
        self.background.stop()
        self.restored.stop()

    def _counted(self, answer: tuple[int, Session]) -> None:
        count, session = answer
        self.rail.set_count("worklist", count)
        before, self._session = self._session, replace(session, notices=self._session.notices)
        if before != self._session:
            self.rail.show_session(session)
            self._show_action()
            self._offer_search(session)
            if _mine(before) != _mine(session):
                self.background.rebuild()

    def _offer_search(self, session: Session) -> None:
        """Only those who open persons have anybody to look for."""
        self.search.setHidden(not session.circles_with(*OPENERS))

    def _checked(self, result: CheckResult) -> None:
        self.told.show_check(result)
        if result.ok and self.line.isHidden():  # never over something that is being said
            self.say(self.tr("Valvet är kontrollerat: {lines} loggrader stämmer.").format(lines=result.lines))

    def _lay_out(self) -> None:
        bar = QFrame()
        theme.mark(bar, "bar")
        top = QHBoxLayout(bar)
        top.setContentsMargins(24, 12, 24, 12)
        top.setSpacing(16)
        top.addWidget(self.title, 2)
        top.addWidget(self.search, 3)
        top.addWidget(self.primary)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(bar)
        right.addWidget(self.room, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 0, 24, 12)
        foot.addWidget(self.line)
        right.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self.search.setMinimumWidth(100)

    def _connect(self) -> None:
        self.rail.went.connect(lambda key: self.go(Place(page=key)))
        self.pages.moved.connect(self._moved)
        self.pages.action_changed.connect(self._show_action)
        self.search.chosen.connect(self._open_hit)
        self.background.index_ready.connect(self.search.set_index)
        self.told.decided.connect(self.recount)
        self.told.cards.connect(lambda: self.go(Place(page="admin", tab="vault")))
        self.background.checked.connect(self._checked)

    def _moved(self, place: Place) -> None:
        page = self.pages.page
        self.search.close_answers()
        self.rail.show_at(place.page)
        self.room.top()
        self.title.setText(page.title if page is not None else "")
        self.moved.emit(place.reference)
        self._show_action()

    def _show_action(self) -> None:
        page = self.pages.page
        action = page.primary_action() if page is not None else None
        self.primary.setVisible(action is not None)
        if action is not None:
            self.primary.set_words(action.text, icon=action.icon)

    def _primary_pressed(self) -> None:
        page = self.pages.page
        action = page.primary_action() if page is not None else None
        if action is not None:
            action.run()

    def _open_hit(self, hit: Hit) -> None:
        self.go(Place(page="people", person=hit.person.id, reference=hit.person.reference))


def _mine(session: Session) -> dict[str, frozenset[Role]]:
    """The user's roles by circle: what the search index and the rail hang on."""
    return {circle.id: circle.roles for circle in session.circles if circle.roles}


def _may_drop(parent: QWidget) -> bool:
    return ask.confirm(
        parent,
        parent.tr("Du har inte sparat"),
        parent.tr("Det du har skrivit på sidan försvinner om du lämnar den."),
        yes=parent.tr("Släng ändringarna"),
        no=parent.tr("Stanna kvar"),
        danger=True,
    )
