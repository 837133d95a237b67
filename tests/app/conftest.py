"""The program as a person drives it: the real window found by object names, over a real vault."""

import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from spidesk.app import program as programs
from spidesk.app.opening import Opening
from spidesk.vault.outside.heads import HeadStore
from tests.person.town import CHEAP, PASSPHRASE, Clock, Town, add, new_person

PATIENCE = 20.0


class Driver:
    """One run of the program, and what a hand and an eye do to it."""

    def __init__(self, argv, opening, **more):
        self.left = []
        self.ended = False
        self.program = programs.Program(
            argv, opening=opening, leave=lambda folder, login: self.left.append((folder, login)), **more
        )
        self.window = self.program.window
        self.program.start()
        self.window.resize(1366, 768)

    def all(self, name):
        return [one for one in self.window.findChildren(QWidget, name) if one.isVisible()]

    def seen(self, name):
        return bool(self.all(name))

    def find(self, name):
        self.until(lambda: self.seen(name), name)
        return self.all(name)[0]

    def until(self, ready, what=""):
        end = time.monotonic() + PATIENCE
        while not ready():
            content = self.window.content
            fault = getattr(content, "fault", None)  # a reference and places in the code: nothing personal
            assert time.monotonic() < end, f"never came: {what}; there is {self.names()} {fault}"
            QApplication.processEvents()
            time.sleep(0.005)

    def settle(self, seconds=0.15):
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end)

    def names(self):
        shown = {one.objectName() for one in self.window.findChildren(QWidget) if one.isVisible()}
        return sorted(one for one in shown if one and not one.startswith("qt_"))

    def press(self, name):
        button = self.find(name)
        self.until(button.isEnabled, f"{name} enabled")
        button.click()

    def put(self, name, text):
        field = self.find(name)
        field.setPlainText(text) if isinstance(field, QPlainTextEdit) else field.setText(text)

    def key(self, widget, key, modifiers=Qt.KeyboardModifier.NoModifier, text=""):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))

    def type(self, name, text):
        field = self.find(name)
        assert isinstance(field, (QLineEdit, QPlainTextEdit))
        field.setFocus()
        for letter in text:
            self.key(field, Qt.Key(0), text=letter)

    def text(self):
        """Every word on the screen, fields left out."""
        words = []
        for one in self.window.findChildren(QWidget):
            if one.isVisible() and not isinstance(one, QLineEdit) and callable(getattr(one, "text", None)):
                words.append(str(one.text()))
        return "\n".join(words)

    def unlock(self, login="anna", passphrase=PASSPHRASE):
        self.put("unlock.login", login)
        self.put("unlock.passphrase", passphrase)
        self.press("unlock.submit")

    def work(self):
        """Until the shell is there, its index built and the vault gone through."""
        self.find("rail.lock")
        checked = []
        background = self.program.shell.background
        background.checked.connect(checked.append)
        self.until(lambda: background.index is not None and bool(checked), "index and check")
        assert checked[0].ok

    def end(self):
        if self.ended:
            return
        self.ended = True
        self.program.stop()
        self.window.hide()
        self.window.deleteLater()
        self.program.deleteLater()
        QApplication.processEvents()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Built once: Anna, Bo and Cecilia, with one person of Anna's in Skolan."""
    folder = tmp_path_factory.mktemp("built")
    town = Town(folder / "prov.spivault", folder / "state", Clock())
    town.build()
    with town.opened("anna") as vault:
        town.person = add(vault, new_person(town))
    return town


@pytest.fixture
def town(built, tmp_path):
    """A copy of what was built, to do anything to."""
    shutil.copytree(built.folder, tmp_path / "prov.spivault")
    shutil.copytree(built.state, tmp_path / "state")
    copy = Town(tmp_path / "prov.spivault", tmp_path / "state", Clock())
    copy.ids, copy.circles, copy.person = dict(built.ids), dict(built.circles), built.person
    copy.clock.forward(hours=1)
    return copy


@pytest.fixture
def drive(qapp, tmp_path):
    """Start the program; given a town, at its unlock screen."""
    runs = []

    def start(town=None, argv=None, **more):
        if town is not None:
            opening = Opening(clock=town.clock, seen=HeadStore(town.state), params=CHEAP)
            argv = ["--vault", str(town.folder)] if argv is None else argv
        else:
            opening = Opening(clock=_still, seen=HeadStore(tmp_path / "state"), params=CHEAP)
        driver = Driver(argv or [], opening, **more)
        runs.append(driver)
        return driver

    yield start
    for driver in runs:
        driver.end()


def _still():
    return datetime(2026, 11, 21, 9, 0, tzinfo=UTC) + timedelta(seconds=time.monotonic() % 1000)
