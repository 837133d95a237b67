"""A real vault with its first user, moved to a lane; colleagues unlock it in turn, as on a shared workstation."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from spidesk.admin.page import AdminPage
from spidesk.documents.queue import Job, JobState, Printer
from spidesk.person.page.desk import Desk
from spidesk.ui.lane import Lane
from spidesk.ui.look import theme
from spidesk.ui.look.theme import Mode
from spidesk.ui.press import Press
from spidesk.vault import membership
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind
from spidesk.vault.vault import Vault

LIGHT = SlotParams(memory_kib=64, passes=1, lanes=1)
PHRASE = "sex lugna ord för prov här"
FOLDER = "prov.spivault"


class Clock:
    """Moves a second at every look, from a day in November."""

    def __init__(self):
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


class Printers:
    """A printer that takes everything and is done at once."""

    def __init__(self):
        self.sent = []

    def printers(self):
        return [Printer(name="prov", title="Provskrivaren", default=True)]

    def send(self, pdf, *, width, height, printer, copies=1, tray=""):
        self.sent.append(pdf)
        return Job(number=len(self.sent), printer=printer, state=JobState.COMPLETED)

    def state(self, job):
        return job


class Office:
    """The vault on a lane. `unlock(login)` closes it and opens it as a colleague; `page()` is their Administration."""

    def __init__(self, folder, clock, seen, qtbot):
        self.folder, self.clock, self.seen, self.qtbot = folder, clock, seen, qtbot
        self.lane, self.press, self.printers = Lane(), Press(), Printers()
        self.owner, self.pages = QWidget(), []
        self.session, self.said, self.faults, self.recounts = None, [], [], 0
        self.lane.fault.connect(self.faults.append)
        self.press.fault.connect(self.faults.append)
        self.desk = Desk(
            lane=self.lane,
            press=self.press,
            current=lambda: self.session,
            open_place=lambda place: None,
            clock=lambda: clock().date(),
            speak=lambda text, kind: self.said.append(text),
            recount=self._recount,
        )

    def unlock(self, login, phrase=PHRASE):
        """Open as someone; gives the refusal when it is refused."""
        got = []

        def opener():
            vault = Vault.open(
                self.folder, login=login, passphrase=phrase, clock=self.clock, seen=self.seen, params=LIGHT
            )
            membership.adopt_circles(vault)
            return vault

        self.lane.open(self.owner, opener, read=lambda vault: vault.session, done=got.append, refused=got.append)
        self.wait(lambda: bool(got))
        self.session = got[0]
        return got[0]

    def first_unlock(self, login, one_time, phrase=PHRASE):
        """What a new colleague does: the one-time passphrase, then one's own; gives the words on their screen."""
        self.unlock(login, one_time)

        def work(vault):
            membership.finish_first_unlock(vault, phrase)
            return membership.control_words(vault, vault.session.user.id)

        words = self.do(work)
        self.session = self.do(lambda vault: vault.session)
        return words

    def page(self, tab="users"):
        """The colleague's page, shown, at a tab."""
        made = AdminPage(self.desk, queue=lambda: self.printers)
        self.qtbot.addWidget(made)
        self.pages.append(made)  # a page is not let go of on the lane's thread
        made.resize(1150, 700)
        made.show()
        self.qtbot.waitExposed(made)
        made.tabs.setCurrentIndex(list(made.parts).index(tab))
        made.shown()
        self.settle()
        return Driver(made, self)

    def do(self, work):
        got = []
        self.lane.submit(self.owner, work, done=got.append, refused=got.append)
        self.wait(lambda: bool(got) or bool(self.faults))
        assert not self.faults, [self.lane.fault_of(one) for one in self.faults]
        return got[0]

    def settle(self):
        """Wait until what was handed to the lane has been answered, and what the answers asked for in turn."""
        for _ in range(4):
            self.do(lambda vault: None)
        QApplication.processEvents()

    def wait(self, ready):
        self.qtbot.waitUntil(ready, timeout=30_000)

    def close(self):
        self.lane.stop()
        self.press.stop()

    def _recount(self):
        self.recounts += 1
        self.lane.submit(self.owner, lambda vault: vault.session, done=self._renew)

    def _renew(self, session):
        self.session = session


class Driver:
    """Finds widgets by name and does with them what a user does."""

    def __init__(self, page, office):
        self.page, self.office = page, office

    def __getattr__(self, name):
        return getattr(self.page, name)

    def find(self, name, kind=QWidget):
        found = [one for one in self.page.findChildren(kind, name) if not one.isHidden()]
        assert len(found) == 1, (name, len(found))
        return found[0]

    def shows(self, name):
        """Whether the widget of that name can be seen."""
        return any(one.isVisible() for one in self.page.findChildren(QWidget, name))

    def press(self, name):
        button = self.find(name, QAbstractButton)
        assert button.isEnabled(), name
        assert button.isVisible(), name
        button.click()
        self.office.settle()

    def write(self, name, text):
        widget = self.find(name, QLineEdit)
        widget.clear()
        typed(widget, text)

    def tick(self, name, on=True):
        self.find(name, QAbstractButton).setChecked(on)

    def choose(self, name, text):
        box = self.find(name, QComboBox)
        at = box.findText(text, Qt.MatchFlag.MatchStartsWith)
        assert at >= 0, [box.itemText(one) for one in range(box.count())]
        box.setCurrentIndex(at)
        QApplication.processEvents()

    def new_user(self, login, name, *, admin=False):
        """Through the form and the slip; gives the one-time passphrase shown."""
        self.press("admin.new_user")
        self.write("admin.new_user.login", login)
        self.write("admin.new_user.name", name)
        self.tick(f"admin.new_user.admin.{'yes' if admin else 'no'}")
        self.press("admin.new_user.save")
        shown = self.find("admin.one_time").text()
        self.press("admin.one_time.done")
        return shown

    def words(self, name):
        return tuple(self.find(f"{name}.{at}").text() for at in range(1, 7))


def typed(widget, text):
    """Type letter by letter; QTest.keyClicks aborts on å, ä and ö in PySide6 6.12."""
    widget.setFocus()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key(0), Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


@pytest.fixture(autouse=True)
def themed(qapp):
    return theme.start(qapp, Mode.LIGHT)


@pytest.fixture
def office(qtbot, tmp_path):
    """Anna has made the vault and unlocked it; she is valvadministratör and owns the circle Skolan."""
    clock, seen = Clock(), HeadStore(tmp_path / "state")
    vault, codes = Vault.create(
        tmp_path / FOLDER, login="anna", name="Anna Berg", passphrase=PHRASE, clock=clock, seen=seen, params=LIGHT
    )
    membership.add_circle(
        vault, name="Skolan", namnd="Utbildningsnämnden", kind=CircleKind.PERSONS, owner=vault.session.user.id
    )
    vault.close()
    made = Office(tmp_path / FOLDER, clock, seen, qtbot)
    made.codes = codes
    made.unlock("anna")
    yield made
    made.close()
    assert not made.faults
