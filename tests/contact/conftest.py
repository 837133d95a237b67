"""A real vault with one circle and one registered person, and a clock that a test can move."""

from datetime import UTC, datetime, timedelta

import pytest

from spidesk.person.actions import register
from spidesk.person.rules import Category, Identity, NewPerson, Protection, Skydd, SkyddState
from spidesk.vault import membership
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.session import CircleKind
from spidesk.vault.vault import Vault

LIGHT = SlotParams(memory_kib=64 * 1024, passes=1, lanes=1)
PASSPHRASE = "sex lugna ord för prov här"
NUMBERS = ("189001019802", "189001029819", "189001039800", "189001049817")


class Clock:
    """Stands still until it is moved."""

    def __init__(self):
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def days(self, count):
        self.now += timedelta(days=count)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def vault(tmp_path, clock):
    made, _ = Vault.create(
        tmp_path / "prov.spivault",
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
    made = membership.add_circle(
        vault,
        name="Skolan",
        namnd="Utbildningsnämnden",
        kind=CircleKind.PERSONS,
        owner=vault.session.user.id,
        recoverable=True,
        post_circle=None,
    )
    vault.refresh()
    return made


@pytest.fixture
def registered(vault, circle):
    """Register one more person; gives the PersonRef."""
    numbers = iter(NUMBERS)

    def add():
        new = NewPerson(
            circle=circle,
            category=Category.ELEV,
            identity=Identity(given="Test", family="Testsson", numbers=(next(numbers),)),
            protection=Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED),
            handlers=(vault.session.user.id,),
        )
        with vault.write() as writer:
            return register(writer, new)

    return add


@pytest.fixture
def person(registered):
    return registered()
