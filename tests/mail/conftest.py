"""A real vault: Anna handles people, Berit has the post circle and reads no person; a clock that a test can move."""

from datetime import UTC, datetime, timedelta

import pytest

from spidesk.mail.actions import Ways, senders
from spidesk.mail.rules.order import Kind, NewOrder, Pair
from spidesk.person.actions import register
from spidesk.person.rules import Category, Identity, NewPerson, PostWay, Protection, Skydd, SkyddState
from spidesk.vault import membership
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.session import CircleKind
from spidesk.vault.vault import Vault

LIGHT = SlotParams(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "sex lugna ord för prov här"
NUMBERS = ("189001019802", "189001029819", "189001039800", "189001049817")
GIVEN, FAMILY = "Örjan", "Zetterlund"


class Clock:
    """Stands still until it is moved."""

    def __init__(self):
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def days(self, count):
        self.now += timedelta(days=count)


class Office:
    """One vault folder and those who open it, one at a time."""

    def __init__(self, folder, clock):
        self.folder = folder
        self.clock = clock
        self.vault, _ = Vault.create(
            folder, login="anna", name="Anna Handläggare", passphrase=PASSPHRASE, clock=clock, params=LIGHT
        )
        self.anna = self.vault.session.user.id
        once = membership.add_user(self.vault, login="berit", name="Berit Postexpeditör")
        self._open("berit", once)
        membership.finish_first_unlock(self.vault, PASSPHRASE)
        self.berit = self.vault.session.user.id
        self._circles()
        self.sender = senders.approve(
            self.vault, lines="Storstads kommun\nBox 12\n123 45 Storstad", neutral="Box 12, 123 45 Storstad"
        )
        membership.adopt_circles(self.as_("berit"))
        self.vault.refresh()

    def _circles(self):
        vault = self.as_("anna")
        self.post_circle = membership.add_circle(
            vault, name="Posten", namnd="Kommunstyrelsen", kind=CircleKind.POST, owner=self.berit
        )
        self.circle = membership.add_circle(
            vault,
            name="Skolan",
            namnd="Utbildningsnämnden",
            kind=CircleKind.PERSONS,
            owner=self.anna,
            post_circle=self.post_circle,
        )
        vault.refresh()

    def _open(self, login, passphrase):
        self.vault.close()
        self.vault = Vault.open(self.folder, login=login, passphrase=passphrase, clock=self.clock, params=LIGHT)

    def as_(self, login):
        """The vault, opened by this user; the one before is closed."""
        if self.vault.session.user.login != login:
            self._open(login, PASSPHRASE)
        return self.vault

    def person(self, number=NUMBERS[0], **changed):
        """Register somebody, as Anna."""
        values = {
            "circle": self.circle,
            "category": Category.ELEV,
            "identity": Identity(given=GIVEN, family=FAMILY, numbers=(number,)),
            "protection": Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED),
            "handlers": (self.anna,),
        }
        with self.as_("anna").write() as writer:
            return register(writer, NewPerson(**{**values, **changed}))

    def asked(self, **changed):
        """An order as the form would make it."""
        values = {
            "kind": Kind.ORDINARY,
            "pair": Pair.C5_C4,
            "sender": self.sender,
            "contents": "beslut, två sidor",
            "others_named": False,
        }
        return NewOrder(**{**values, **changed})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def office(tmp_path, clock):
    made = Office(tmp_path / "prov.spivault", clock)
    yield made
    made.vault.close()


@pytest.fixture
def ways():
    """Nothing stands in the way of a letter."""
    return Ways(post_way=lambda _reader, _person: PostWay.FORMEDLING, check_allowed=lambda *_: None)
