"""A small real vault for the tests of person and intake: two circles, three users, and the desk a page is handed.

Anna is valvadministratör, kretsägare and handläggare of Skolan and Social; Bo is handläggare of Skolan; Cecilia is in
no circle of people at all. Numbers are Skatteverket's published test numbers.
"""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from spidesk.person.actions import register
from spidesk.person.page.desk import Desk
from spidesk.person.rules import Category, Identity, NewPerson, Protection, Skydd, SkyddState
from spidesk.refusal import Refusal
from spidesk.ui.lane import Lane
from spidesk.ui.look import theme
from spidesk.ui.look.theme import Mode
from spidesk.ui.press import Press
from spidesk.vault import membership
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.vault import Vault

CHEAP = SlotParams(memory_kib=64 * 1024, passes=1, lanes=1)
PASSPHRASE = "sex lugna ord i en rad"
NUMBERS = (Path(__file__).parent / "data" / "personnummer.txt").read_text().split()
TODAY = date(2026, 11, 21)


class Clock:
    """Stands still until it is moved."""

    def __init__(self):
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, **more):
        self.now += timedelta(**more)


class Town:
    """The vault's folder, its clock and who is who. One vault is open at a time."""

    def __init__(self, folder, state, clock):
        self.folder, self.state, self.clock = folder, state, clock
        self.ids, self.circles = {}, {}

    def settings(self):
        return {"clock": self.clock, "params": CHEAP, "seen": HeadStore(self.state)}

    def vault(self, login, passphrase=PASSPHRASE):
        return Vault.open(self.folder, login=login, passphrase=passphrase, **self.settings())

    @contextmanager
    def opened(self, login):
        vault = self.vault(login)
        try:
            yield vault
        finally:
            vault.close()

    def build(self):
        vault, codes = Vault.create(self.folder, login="anna", name="Anna Ek", passphrase=PASSPHRASE, **self.settings())
        membership.prove_recovery(vault, codes.a, codes.b)
        self.ids["anna"] = vault.session.user.id
        for name, namnd in (("Skolan", "Utbildningsnämnden"), ("Social", "Socialnämnden")):
            self.circles[name] = membership.add_circle(
                vault, name=name, namnd=namnd, kind=CircleKind.PERSONS, owner=vault.session.user.id
            )
        once = {login: membership.add_user(vault, login=login, name=name) for login, name in PEOPLE}
        vault.close()
        for login, _ in PEOPLE:
            vault = self.vault(login, once[login])
            membership.finish_first_unlock(vault, PASSPHRASE)
            self.ids[login] = vault.session.user.id
            vault.close()
        vault = self.vault("anna")
        for login, _ in PEOPLE:
            membership.attest(vault, self.ids[login])
        membership.join(vault, self.circles["Skolan"], self.ids["bo"], {Role.HANDLAGGARE})
        vault.close()


PEOPLE = (("bo", "Bo Åberg"), ("cecilia", "Cecilia Öst"))


def new_person(town, number=NUMBERS[200], *, circle="Skolan", handlers=("anna",), **more):
    given = {
        "circle": town.circles[circle],
        "category": Category.ELEV,
        "identity": Identity(given="Ärla", family="Prövtorp", alias="Elev Nord", numbers=(number,) if number else ()),
        "protection": Protection(
            level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED, valid_until=TODAY + timedelta(days=200)
        ),
        "handlers": tuple(town.ids[one] for one in handlers),
    }
    return NewPerson(**{**given, **more})


def add(vault, new):
    with vault.write() as writer:
        return register(writer, new)


def find(page, name):
    """The widget with this object name; there must be one."""
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return found


def press(page, name):
    """Press a button that can be pressed."""
    button = find(page, name)
    assert button.isEnabled(), name
    assert button.isVisibleTo(page), name
    button.click()


def answering(key, seen, *, text=None):
    """Answer the next question, when it comes, with the button `key`; its words are put in `seen`."""
    timer = QTimer(QApplication.instance())

    def answer():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        timer.stop()
        timer.deleteLater()
        seen.append(dialog.accessibleDescription())
        if text is not None:
            dialog.field.set_value(text)
        dialog.buttons[key].click()

    timer.timeout.connect(answer)
    timer.start(10)


def words(page):
    """Everything the page shows in labels and fields that can be seen now."""
    from PySide6.QtWidgets import QLineEdit

    from spidesk.ui.words.labels import PlainLabel

    labels = [one.text() for one in page.findChildren(PlainLabel) if one.isVisibleTo(page)]
    return "\n".join(labels + [one.text() for one in page.findChildren(QLineEdit) if one.isVisibleTo(page)])


def logged(action):
    """How many log lines there are of an action: work for the lane."""
    from sqlalchemy import func, select

    from spidesk.vault.store.schema import EVENT

    def count(vault):
        with vault.read() as reader:
            return reader.one(select(func.count()).select_from(EVENT).where(EVENT.c.action == action))[0]

    return count


def code(work, *args, **more):
    """The refusal's code and field of a call that must be declined."""
    with pytest.raises(Refusal) as caught:
        work(*args, **more)
    return caught.value.code, caught.value.field


class Office:
    """One user's vault on a lane and a desk over it."""

    def __init__(self, town, login, wait):
        self.town, self.wait = town, wait
        self.lane, self.press = Lane(), Press()
        self.places, self.said, self.faults, self.changed = [], [], [], []
        self.recounts = 0
        self.lane.fault.connect(self.faults.append)
        self.press.fault.connect(self.faults.append)
        self.owner = QWidget()
        got = []
        self.lane.open(
            self.owner, lambda: town.vault(login), read=lambda vault: vault.session, done=got.append, refused=got.append
        )
        wait(lambda: bool(got) or bool(self.faults))
        session = got[0]
        self.desk = Desk(
            lane=self.lane,
            press=self.press,
            current=lambda: session,
            open_place=self.places.append,
            clock=lambda: town.clock().date(),
            speak=lambda text, kind: self.said.append(text),
            recount=self._recount,
            person_changed=self.changed.append,
        )

    def _recount(self):
        self.recounts += 1

    def do(self, work):
        got = []
        self.lane.submit(self.owner, work, done=got.append, refused=got.append)
        self.wait(lambda: bool(got) or bool(self.faults))
        assert not self.faults, self.lane.fault_of(self.faults[0])
        return got[0]

    def settle(self):
        """Until everything handed to the lane has been answered, and what the answers asked for too."""
        for _ in range(3):
            self.do(lambda vault: None)
            QApplication.processEvents()

    def close(self):
        self.lane.stop()
        self.press.stop()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def town(tmp_path, clock):
    made = Town(tmp_path / "prov.spivault", tmp_path / "state", clock)
    made.build()
    return made


@pytest.fixture
def vault(town):
    """The vault as Anna opens it."""
    with town.opened("anna") as opened:
        yield opened


@pytest.fixture
def offices(qtbot, town):
    """Open the vault on a lane as somebody; one at a time."""
    made = []

    def open_office(login):
        while made:
            made.pop().close()
        office = Office(town, login, lambda ready: qtbot.waitUntil(ready, timeout=20_000))
        made.append(office)
        return office

    yield open_office
    for office in made:
        office.close()
        assert not office.faults


@pytest.fixture
def themed(qapp):
    return theme.start(qapp, Mode.LIGHT)


@pytest.fixture
def shown(qtbot, themed):
    """Show a widget at the smallest size we promise, with the keyboard in its window."""

    def show(widget):
        qtbot.addWidget(widget)
        widget.resize(1140, 700)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        return widget

    return show
