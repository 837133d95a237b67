"""The left rail: where one can go, and at its foot who is logged in, the lock, the theme and the help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QVBoxLayout

from spidesk.app.screen import wordmark
from spidesk.app.workstation.settings import IDLE_CHOICES, Settings
from spidesk.person.page.desk import Desk
from spidesk.ui.look import theme
from spidesk.ui.page import Page
from spidesk.ui.words.buttons import IconButton, QuietButton, RailButton
from spidesk.ui.words.card import Row
from spidesk.ui.words.labels import Muted, PlainLabel
from spidesk.vault.session import Session

WIDTH = 216
SLIM = 68
"""The width without words, for windows that have no room for them: the words are tips then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RailEntry:
    """One page: its key, word and icon in the rail (no word: no line), who sees it, and how it is made."""

    key: str
    word: str
    icon: str
    shown_to: Callable[[Session], bool] = field(repr=False)
    make: Callable[[Desk], Page] = field(repr=False)


class Rail(QFrame):
    """`went(key)` when a line is pressed; `locked`, `helped`, `theme_chosen(mode)`, `idle_chosen(seconds)`."""

    went = Signal(str)
    locked = Signal()
    helped = Signal()
    theme_chosen = Signal(str)
    idle_chosen = Signal(int)

    def __init__(self, entries: Sequence[RailEntry], session: Session, settings: Settings) -> None:
        super().__init__()
        theme.mark(self, "rail")
        self.setFixedWidth(WIDTH)
        self._settings = settings
        self._slim = False
        self._entries = [entry for entry in entries if entry.word]
        self.buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 16)
        column.setSpacing(4)
        self._column = column
        self._name = wordmark(self)
        self._name.setContentsMargins(12, 0, 0, 12)
        column.addWidget(self._name)
        for entry in self._entries:
            button = RailButton(entry.word, entry.icon, self)
            button.setObjectName(f"rail.{entry.key}")
            button.clicked.connect(lambda _=False, key=entry.key: self.went.emit(key))
            self.buttons[entry.key] = button
            column.addWidget(button)
        column.addStretch(1)
        self._who = PlainLabel("", self)
        self._circles = Muted("", self)
        column.addWidget(self._who)
        column.addWidget(self._circles)
        column.addSpacing(8)
        self._foot = self._make_foot()
        column.addWidget(self._foot)
        self.show_session(session)

    def show_session(self, session: Session) -> None:
        """Show who is logged in, in which circles, and the lines these roles use."""
        for entry in self._entries:
            self.buttons[entry.key].setVisible(entry.shown_to(session))
        self._who.setText(session.user.name)
        mine = [circle.name for circle in session.circles if circle.roles]
        roles = [*mine, self.tr("Valvadministratör")] if session.user.admin else mine
        self._circles.setText(" · ".join(roles) or self.tr("Inte med i någon krets än"))
        self._show_who()

    def show_at(self, key: str) -> None:
        """Mark the line of the place one is at."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """Show how much waits behind a line."""
        if key in self.buttons:
            self.buttons[key].set_count(count)

    def set_slim(self, slim: bool) -> None:
        """Icons only, each with its word as a tip; or icons and words."""
        if slim == self._slim:
            return
        self._slim = slim
        self.setFixedWidth(SLIM if slim else WIDTH)
        self._column.setContentsMargins(*((8, 8, 8, 8) if slim else (12, 16, 12, 16)))
        for button in self.buttons.values():
            button.set_slim(slim)
        for words in (self._name, self._who, self._circles):
            words.setVisible(not slim)
        self._lock.setText("" if slim else self.tr("Lås"))
        theme.mark(self._lock, "yes" if slim else "", name="slim")
        self._foot.line.setDirection(QBoxLayout.Direction.TopToBottom if slim else QBoxLayout.Direction.LeftToRight)
        self._show_who()

    def _show_who(self) -> None:
        """Without words in the rail, the lock tells who is logged in."""
        tip = self.tr("Lås (Ctrl+L)")
        who = f"{self._who.text()}, {self._circles.text()}"
        self._lock.setToolTip(f"{tip}\n{who}" if self._slim else tip)

    def _make_foot(self) -> Row:
        lock = self._lock = QuietButton(self.tr("Lås"), self, icon="lock", clicked=self.locked.emit)
        lock.setObjectName("rail.lock")
        self._look = IconButton("settings", self.tr("Utseende och låstid"), self, clicked=self._open_menu)
        self._look.setObjectName("rail.settings")
        helped = IconButton("help", self.tr("Hjälp (F1)"), self, clicked=self.helped.emit)
        helped.setObjectName("rail.help")
        row = Row(lock, None, self._look, helped, gap=4)
        row.line.setStretch(0, 1)
        return row

    def menu(self) -> QMenu:
        """The choices behind the gear: theme, and how long nobody may touch the program before it locks."""
        menu = QMenu(self)
        menu.setObjectName("rail.menu")
        looks = (("system", self.tr("Följ systemet")), ("light", self.tr("Ljust")), ("dark", self.tr("Mörkt")))
        _title(menu, self.tr("Utseende"))
        self._choices(menu, [(mode, words) for mode, words in looks], self._settings.theme, self._chose_theme)
        menu.addSeparator()
        _title(menu, self.tr("Lås när ingen rör programmet på"))
        times = [(str(seconds), self.tr("{minutes} min").format(minutes=seconds // 60)) for seconds in IDLE_CHOICES]
        self._choices(menu, times, str(self._settings.idle_seconds), self._chose_idle)
        return menu

    def show_settings(self, settings: Settings) -> None:
        """Know what is chosen now."""
        self._settings = settings

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._look.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _choices(
        self, menu: QMenu, choices: Sequence[tuple[str, str]], chosen: str, then: Callable[[str], None]
    ) -> None:
        group = QActionGroup(menu)
        for key, words in choices:
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.setObjectName(f"rail.menu.{key}")
            action.triggered.connect(lambda _=False, key=key: then(key))
            group.addAction(action)
            menu.addAction(action)

    def _chose_theme(self, mode: str) -> None:
        self.theme_chosen.emit(mode)

    def _chose_idle(self, seconds: str) -> None:
        self.idle_chosen.emit(int(seconds))


def _title(menu: QMenu, words: str) -> None:
    """A line that only says what the choices under it are."""
    line = QAction(words, menu)
    line.setEnabled(False)
    menu.addAction(line)
