"""The program: one window whose content is swapped from unlock to shell, and everything that ends the session.

    Program(["--vault", "FOLDER"]).run()

`window` is the one top-level window; every interactive widget in it has an object name, so that a journey or a test can
drive what a person drives.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from spidesk.app import arguments
from spidesk.app.fault import FaultScreen
from spidesk.app.frame import Frame, application, may_quit
from spidesk.app.lock import leftoff, relock
from spidesk.app.lock.leftoff import LeftOff
from spidesk.app.lock.triggers import Triggers
from spidesk.app.locker import Locker
from spidesk.app.opening import Opening, looks_like_vault
from spidesk.app.rooms import Rooms
from spidesk.app.shell.help import HelpWindow
from spidesk.app.shell.shell import Shell
from spidesk.app.unlock.first import FirstUnlockScreen
from spidesk.app.unlock.recovery import RecoveryScreen
from spidesk.app.unlock.screen import UnlockScreen
from spidesk.app.unlock.welcome import WelcomeScreen
from spidesk.app.workstation.preferences import Preferences
from spidesk.app.workstation.settings import Settings
from spidesk.ui.guard import clipboard
from spidesk.ui.guard.shield import Shield
from spidesk.ui.hands import fault as faults
from spidesk.ui.hands.fault import Fault
from spidesk.ui.lane import Lane
from spidesk.ui.press import Press
from spidesk.ui.printing import PrintQueue
from spidesk.vault.session import Session, UserState
from spidesk.vault.vault import Vault

if TYPE_CHECKING:
    from spidesk.app.firstrun.screen import FirstRunScreen

Leave = Callable[[Path, str], object]


class Program(QObject):
    """One run of the program. Tests and the journey replace `opening`, the print `queue` and how it `leave`s."""

    _defect = Signal(object)

    def __init__(
        self,
        argv: Sequence[str] = (),
        *,
        opening: Opening | None = None,
        queue: PrintQueue | None = None,
        leave: Leave = relock.leave,
    ) -> None:
        self.application = application()
        super().__init__()
        self._asked = arguments.read(argv)
        self._login = relock.given_login()
        self._leave = leave
        self._queue = queue
        self.opening = opening or Opening()
        self.preferences = Preferences(self.application)
        self.preferences.changed.connect(self._preferred)
        self._shield = Shield(self.application)
        self.lane: Lane[Vault] = Lane(self)
        self.press = Press(self)
        self.lane.fault.connect(lambda reference: self._broke(self.lane.fault_of(reference)))
        self._defect.connect(self._broke, Qt.ConnectionType.QueuedConnection)
        self.press.fault.connect(lambda reference: self._broke(self.press.fault_of(reference)))
        self.window = Frame(self.preferences.settings)
        self.window.closing.connect(self._closing)
        self._locker = Locker(self.window, self.lane, self._end_locked)
        self._triggers: Triggers | None = None
        self.folder: Path | None = None
        self.shell: Shell | None = None
        self._first_run: FirstRunScreen | None = None
        self._rooms = Rooms()
        self._shortcut("F1", self.show_help)
        self._shortcut("Ctrl+K", lambda: self.shell.search.take_focus() if self.shell is not None else None)

    def start(self) -> None:
        """Show the first screen."""
        remembered = self.preferences.settings.vault
        folder = self._asked.vault or (Path(remembered) if remembered else None)
        if folder is not None and (self._asked.vault is not None or looks_like_vault(folder)):
            self.show_unlock(folder, locked=self._asked.locked)
        else:
            self.show_welcome()
        self.window.show()
        self.window.activateWindow()
        self._rooms.begin()
        self.press.submit(self, self._rooms.load, done=lambda _: None)

    def run(self) -> int:
        """Show the window and work until it is closed; gives the exit code."""
        sys.excepthook = self._uncaught
        self.start()
        code = self.application.exec()
        self.stop()
        return code

    def stop(self) -> None:
        """Close the vault and end the threads; returns when that is done."""
        self._unwatch()
        clipboard.clear()
        self.lane.stop()
        self.press.stop()

    def show_welcome(self) -> None:
        """Ask for a vault, or offer to make one."""
        screen = WelcomeScreen()
        screen.wants_new.connect(self.show_first_run)
        screen.chosen.connect(self.show_unlock)
        self._fill(screen)

    def show_first_run(self) -> None:
        """Make a new vault."""
        self._rooms.wait()
        from spidesk.app.firstrun.making import Making
        from spidesk.app.firstrun.screen import FirstRunScreen

        screen = FirstRunScreen(Making(lane=self.lane, press=self.press, opening=self.opening, queue=self._queue))
        screen.cancelled.connect(self.show_welcome)
        screen.done.connect(self._made)
        self._first_run = screen
        self._fill(screen)

    def show_unlock(self, folder: Path, *, locked: bool = False) -> None:
        """Ask for login and passphrase."""
        self.folder = folder
        screen = UnlockScreen(self.lane, self.opening, folder, login=self._login, locked=locked)
        screen.opened.connect(self._opened)
        screen.wants_other.connect(self.show_welcome)
        screen.wants_new.connect(self.show_first_run)
        screen.wants_recovery.connect(self.show_recovery)
        self._fill(screen)

    def show_recovery(self) -> None:
        """Open the vault with two cards."""
        if self.folder is None:
            return
        folder = self.folder
        screen = RecoveryScreen(self.lane, self.opening, folder)
        screen.opened.connect(self._opened)
        screen.cancelled.connect(lambda: self.show_unlock(folder))
        self._fill(screen)

    def show_help(self) -> None:
        """F1: the help of what fills the window, in place of the help that is open."""
        for shown in self.window.findChildren(HelpWindow):
            shown.close()
        content = self.window.content
        page = self.shell.help_page if self.shell is not None else str(getattr(content, "help", "shell"))
        HelpWindow(page, self.window).show()

    def lock(self) -> None:
        """Lock, if somebody has unlocked."""
        if self._triggers is not None:
            self._unwatch()
            self._locker.lock(self.shell)

    def _made(self, session: Session, folder: Path) -> None:
        self.folder = folder
        self._opened(session)

    def _opened(self, session: Session) -> None:
        self._login = session.user.login
        if self.folder is not None:
            self.preferences.remember_vault(self.folder)
        if session.user.state is UserState.NEW:
            screen = FirstUnlockScreen(self.lane)
            screen.done.connect(self._opened)
            screen.cancelled.connect(self._log_out)
            self._fill(screen)
            self._watch()
            return
        self.lane.submit(
            self,
            leftoff.take,
            done=lambda left: self._show_shell(session, left),
            refused=lambda _: self._show_shell(session, []),
        )

    def _show_shell(self, session: Session, left: Sequence[LeftOff]) -> None:
        self._rooms.wait()
        from spidesk.app import wiring

        shell = wiring.shell(
            lane=self.lane,
            press=self.press,
            session=session,
            today=self.opening.today,
            settings=self.preferences.settings,
            queue=self._queue,
        )
        shell.moved.connect(self.window.name_reference)
        shell.rail.locked.connect(self.lock)
        shell.rail.helped.connect(self.show_help)
        shell.rail.theme_chosen.connect(self.preferences.choose_theme)
        shell.rail.idle_chosen.connect(self.preferences.choose_idle)
        self._fill(shell)
        self.shell = shell
        self._watch()
        shell.start(left)

    def _fill(self, content: QWidget) -> None:
        self.shell = None
        self.window.fill(content)

    def _log_out(self) -> None:
        self._unwatch()
        self.lane.close(self, lambda: self.show_unlock(self.folder) if self.folder else self.show_welcome())

    def _end_locked(self) -> None:
        self._remember_size()
        self._leave(self.folder or Path(), self._login)

    def _closing(self, event: QCloseEvent) -> None:
        content = self.window.content
        if self._first_run is not None and self._first_run is content and self._first_run.unsaved():
            event.ignore()
            if self._first_run.may_undo():
                self._first_run.cancelled.connect(self.application.quit)
                self._first_run.undo()
            return
        if self.shell is not None and self.shell.unsaved() and not may_quit(self.window):
            event.ignore()
            return
        if self.shell is not None:
            self.shell.restored.let_go()
        self._remember_size()
        self.window.cover()
        self.application.quit()

    def _broke(self, fault: Fault) -> None:
        """A defect: show nothing of what was shown, close the vault, say the reference."""
        self._unwatch()
        clipboard.clear()
        screen = FaultScreen(fault)
        screen.quit.connect(self.application.quit)
        screen.restart.connect(self._end_locked)
        self._fill(screen)
        self.window.uncover()
        self.lane.close(self, lambda: None)

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            self.application.quit()
            return
        self._defect.emit(faults.of(error.with_traceback(trace)))  # this may be any thread; windows have only one

    def _watch(self) -> None:
        """From now on there is something to lock."""
        self._unwatch()
        self._triggers = Triggers(self.window, self.preferences.settings.idle_seconds)
        self._triggers.pulled.connect(self.lock)

    def _unwatch(self) -> None:
        if self._triggers is not None:
            self._triggers.stop()
            self._triggers.deleteLater()
            self._triggers = None

    def _preferred(self, chosen: Settings) -> None:
        if self._triggers is not None:
            self._triggers.idle.set_seconds(chosen.idle_seconds)
        if self.shell is not None:
            self.shell.rail.show_settings(chosen)

    def _remember_size(self) -> None:
        if not self.window.isMaximized():
            self.preferences.remember_size(self.window.size())

    def _shortcut(self, keys: str, run: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self.window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: run())


def main(argv: Sequence[str]) -> int:
    """Run the program; 0 when it ended as the user wanted."""
    return Program(argv).run()
