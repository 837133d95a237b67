"""A real vault with one circle and registered people, and the same vault on a lane with a desk for the pages."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from spidesk.person.actions import register
from spidesk.person.page.desk import Desk
from spidesk.person.rules import Category, Identity, NewPerson, Protection, Skydd, SkyddState
from spidesk.ui.lane import Lane
from spidesk.ui.look import theme
from spidesk.ui.look.theme import Mode
from spidesk.ui.press import Press
from spidesk.vault import membership
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.session import CircleKind
from spidesk.vault.vault import Vault

LIGHT = SlotParams(memory_kib=64 * 1024, passes=1, lanes=1)
PASSPHRASE = "sex lugna ord för prov här"
NUMBERS = ("189001019802", "189001029819", "189001039800", "189001049817")
FOLDER = "prov.spivault"


class Clock:
    """Stands still until it is moved."""

    def __init__(self):
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def days(self, count):
        self.now += timedelta(days=count)


def add_circle(vault, name="Skolan"):
    made = membership.add_circle(
        vault,
        name=name,
        namnd="Utbildningsnämnden",
        kind=CircleKind.PERSONS,
        owner=vault.session.user.id,
        recoverable=True,
        post_circle=None,
    )
    vault.refresh()
    return made


def add_person(vault, circle, number):
    new = NewPerson(
        circle=circle,
        category=Category.ELEV,
        identity=Identity(given="Test", family="Testsson", numbers=(number,)),
        protection=Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED),
        handlers=(vault.session.user.id,),
    )
    with vault.write() as writer:
        return register(writer, new)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def vault(tmp_path, clock):
    made, _ = Vault.create(
        tmp_path / FOLDER,
        login="anna",
        name="Anna Handläggare",
        passphrase=PASSPHRASE,
        clock=clock,
        params=LIGHT,
    )
    yield made
    made.close()


@pytest.fixture
def circle(vault):
    return add_circle(vault)


@pytest.fixture
def registered(vault, circle):
    """Register one more person; gives the PersonRef."""
    numbers = iter(NUMBERS)
    return lambda: add_person(vault, circle, next(numbers))


@pytest.fixture
def person(registered):
    return registered()


class Office:
    """The vault on a lane and a desk over it; `do(work)` runs in the lane and waits, as a colleague would."""

    def __init__(self, folder, clock, wait):
        self.lane, self.press = Lane(), Press()
        self.wait = wait
        self.places, self.said, self.faults, self.recounts = [], [], [], 0
        self.lane.fault.connect(self.faults.append)
        self.owner = QWidget()
        got = []
        self.lane.open(
            self.owner,
            lambda: Vault.open(folder, login="anna", passphrase=PASSPHRASE, clock=clock, params=LIGHT),
            read=lambda vault: vault.session,
            done=got.append,
            refused=got.append,
        )
        wait(lambda: bool(got))
        session = got[0]
        self.desk = Desk(
            lane=self.lane,
            press=self.press,
            current=lambda: session,
            open_place=self.places.append,
            clock=lambda: clock().date(),
            speak=lambda text, kind: self.said.append(text),
            recount=self._recount,
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
        """Wait until everything handed to the lane has been answered, and what the answers asked for in turn."""
        for _ in range(3):
            self.do(lambda vault: None)
        QApplication.processEvents()

    def close(self):
        self.lane.stop()
        self.press.stop()


@pytest.fixture
def office(qtbot, themed, tmp_path, vault, person, clock):
    """The vault of the other fixtures, moved to a lane."""
    vault.close()
    made = Office(tmp_path / FOLDER, clock, lambda ready: qtbot.waitUntil(ready, timeout=20_000))
    yield made
    made.close()
    assert not made.faults


@pytest.fixture(scope="session")
def themed(qapp):
    """The program's own look, put on once."""
    return theme.start(qapp, Mode.LIGHT)
