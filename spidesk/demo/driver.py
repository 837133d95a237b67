"""Drives the real windows as a person does: finds a widget by its object name, types, clicks, waits, takes pictures.

A script is a generator. Each step yields until the window is ready for it, so the script goes on inside the event loop
of a dialog as well as in the program's own, and nothing is called behind the windows' back.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)

from spidesk.ui.words.chips import Notice, NoticeKind

Script = Generator[None, None, None]
W = TypeVar("W", bound=QWidget)
PATIENCE = 60.0
"""Seconds a step waits for its widget before the journey has failed."""


class StepFailed(Exception):
    """A step found no window to work in. The text names the widget, never what was to be typed."""


class Driver(QObject):
    """Runs one script in the program's event loop."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out
        self._shots = 0
        self.step = ""
        self.failed: Exception | None = None
        self._script: Script | None = None
        self._ended: Callable[[], object] = lambda: None
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._advance)
        self._working = False

    def run(self, script: Script, ended: Callable[[], object]) -> None:
        """Start the script; `ended` is called when it is through or has failed."""
        self._script, self._ended = script, ended
        self._timer.start()

    def _advance(self) -> None:
        if self._working or self._script is None:
            return
        self._working = True
        try:
            next(self._script)
        except StopIteration:
            self._finish()
        except Exception as error:  # noqa: BLE001  kept, and told by whoever runs the journey
            self.failed = error
            self._finish()
        finally:
            self._working = False

    def _finish(self) -> None:
        self._timer.stop()
        self._script = None
        self._ended()

    # What a script does

    def wait(self, ready: Callable[[], object], what: str, *, patience: float = PATIENCE) -> Script:
        """Wait until `ready()` is true."""
        self.step = what
        end = time.monotonic() + patience
        while not ready():
            if time.monotonic() > end:
                raise StepFailed(what)
            yield

    def settle(self, seconds: float = 0.15) -> Script:
        """Let the windows draw and the lane answer."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            yield

    def appears(self, name: str, *, patience: float = PATIENCE) -> Script:
        """Wait until a widget can be used."""
        yield from self.wait(lambda: self.find(name) is not None, name, patience=patience)

    def click(self, name: str) -> Script:
        """Click a button, a tick or a choice."""
        yield from self.appears(name)
        widget = self._usable(name)
        _into_view(widget)
        yield

        def press() -> None:
            # A tick or radio is hit on its mark, at the left; a button in the middle.
            at = (
                QPoint(12, widget.height() // 2)
                if isinstance(widget, QAbstractButton) and widget.isCheckable()
                else None
            )
            if at is None:
                QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
            else:
                QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

        QTimer.singleShot(0, widget, press)
        yield from self.settle(0.05)

    def write(self, name: str, text: str) -> Script:
        """Replace what stands in a field by typing; a long text, or one no keyboard gives, is pasted."""
        yield from self.appears(name)
        widget = self._usable(name)
        _into_view(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
            widget.selectAll()
            key(widget, Qt.Key.Key_Delete)
        pasted = len(text) > 400 or not text.replace("\n", "").isprintable()
        if pasted and isinstance(widget, QLineEdit):
            widget.insert(text)
        elif pasted and isinstance(widget, QPlainTextEdit):
            carried = QMimeData()
            carried.setText(text)
            widget.insertFromMimeData(carried)
        else:
            for letter in text:
                key(widget, Qt.Key.Key_Return if letter == "\n" else Qt.Key(0), letter)
        yield from self.settle(0.02)

    def choose(self, name: str, text: str) -> Script:
        """Choose the line of a list that begins with `text`."""
        yield from self.appears(name)
        widget = self._usable(name)
        if not isinstance(widget, QComboBox):
            raise StepFailed(name)
        lines = [widget.itemText(at) for at in range(widget.count())]
        found = [at for at, line in enumerate(lines) if line.startswith(text)]
        if not found:
            raise StepFailed(f"{name}: no such choice")
        widget.setCurrentIndex(found[0])
        widget.activated.emit(found[0])
        yield from self.settle(0.02)

    def tab(self, title: str) -> Script:
        """Open a tab by its words."""

        def bar() -> tuple[QTabBar, int] | None:
            for one in self._all(QTabBar):
                for at in range(one.count()):
                    if one.tabText(at).replace("&", "").startswith(title):
                        return one, at
            return None

        yield from self.wait(bar, f"tab {title}")
        found = bar()
        if found is not None:
            found[0].setCurrentIndex(found[1])
        yield from self.settle()

    def shot(self, title: str) -> Script:
        """Take a numbered picture of the window in front, and of the dialog over it if there is one."""
        yield from self.settle(0.25)
        self._shots += 1
        front = QApplication.activeModalWidget() or _main()
        if front is not None:
            front.grab().save(str(self._out / f"{self._shots:02d}-{file_name(title)}.png"))

    # What a script sees

    def find(self, name: str) -> QWidget | None:
        """The widget of that name that can be used now, or None."""
        modal = QApplication.activeModalWidget()
        tops = [modal] if modal is not None else [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        for top in tops:
            same = [top] if top.objectName() == name else []
            for widget in [*same, *top.findChildren(QWidget, name)]:
                control = getattr(widget, "control", widget)
                usable = control if isinstance(control, QWidget) else widget
                if usable.isVisible() and usable.isEnabled():
                    return usable
        return None

    def sees(self, name: str) -> bool:
        """Whether the widget is on the screen, usable or not."""
        return any(
            widget.isVisible() for top in QApplication.topLevelWidgets() for widget in top.findChildren(QWidget, name)
        )

    def words(self, name: str) -> str:
        """What a label, a field or a notice says."""
        for top in QApplication.topLevelWidgets():
            for widget in top.findChildren(QWidget, name):
                said = getattr(widget, "text", "")
                if widget.isVisible():
                    return str(said() if callable(said) else said)
        return ""

    def reference(self) -> str:
        """The reference of the person whose page is shown: the window's title carries it and nothing else."""
        main = _main()
        found = re.search(r"SP-[0-9]{4}-[0-9]+", main.windowTitle() if main is not None else "")
        return found.group() if found else ""

    def refusals(self) -> list[str]:
        """The refusals on the screen, as the user reads them: beside fields, and in the boxes of forms and steps."""
        found: list[str] = []
        for widget in self._all(QWidget):
            told = getattr(widget, "refused", "")
            if isinstance(widget, Notice) and widget.kind is NoticeKind.ERROR and widget.objectName() != "shell.line":
                told = widget.text
            if isinstance(told, str) and told and told not in found:
                found.append(told)
        return found

    def _usable(self, name: str) -> QWidget:
        widget = self.find(name)
        if widget is None:
            raise StepFailed(name)
        return widget

    def _all(self, kind: type[W]) -> list[W]:
        modal = QApplication.activeModalWidget()
        tops = [modal] if modal is not None else [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        return [one for top in tops for one in top.findChildren(kind) if one.isVisible()]


def key(widget: QWidget, code: Qt.Key, text: str = "") -> None:
    """Press and let go of one key, carrying its text (QTest aborts the process on å, ä and ö in PySide6 6.12)."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text))


def file_name(title: str) -> str:
    """A title as a file name: small ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _into_view(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 40, 80)
        above = above.parentWidget()


def _main() -> QWidget | None:
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]
    return max(shown, key=lambda one: one.width() * one.height(), default=None)
