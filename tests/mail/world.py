"""A real vault: Anna handles people, Berit has the post circle and reads no person; a desk over it for each of them."""

from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QApplication, QWidget

from spidesk.documents.queue import Job, JobState, Printer
from spidesk.mail.actions import Ways, senders
from spidesk.mail.rules.order import Kind, NewOrder, Pair
from spidesk.person.actions import register
from spidesk.person.page.desk import Desk
from spidesk.person.rules import Category, Identity, NewPerson, PostWay, Protection, Skydd, SkyddState
from spidesk.ui.lane import Lane
from spidesk.ui.press import Press
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


class Seat:
    """One user at the program: the office's vault on a lane, and a desk for the pages."""

    def __init__(self, office, login, wait):
        office.vault.close()
        self.office, self.wait = office, wait
        self.lane, self.press = Lane(), Press()
        self.places, self.said, self.faults = [], [], []
        self.lane.fault.connect(self.faults.append)
        self.press.fault.connect(self.faults.append)
        self.owner = QWidget()
        got = []
        self.lane.open(
            self.owner,
            lambda: Vault.open(office.folder, login=login, passphrase=PASSPHRASE, clock=office.clock, params=LIGHT),
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
            clock=lambda: office.clock().date(),
            speak=lambda text, kind: self.said.append(text),
            recount=lambda: None,
        )

    def do(self, work):
        got = []
        self.lane.submit(self.owner, work, done=got.append, refused=got.append)
        self.wait(lambda: bool(got) or bool(self.faults))
        assert not self.faults
        return got[0]

    def settle(self):
        """Wait until lane and press have answered, and what the answers asked for in turn."""
        for _ in range(4):
            self.do(lambda vault: None)
            got = []
            self.press.submit(self.owner, lambda: None, done=got.append)
            self.wait(lambda got=got: bool(got))
            QApplication.processEvents()

    def close(self):
        self.lane.stop()
        self.press.stop()


class Queue:
    """A print queue whose answers a test decides; what it was given stays here."""

    def __init__(self, *states):
        self.states = list(states)
        self.sent = []

    @property
    def available(self):
        return True

    def printers(self):
        return [
            Printer(name="kuvert", title="Kuvertskrivaren", default=True, lying=True),
            Printer(name="a4", title="Kontoret"),
        ]

    def send(self, pdf, *, width, height, printer, copies=1, tray=""):
        self.sent.append((pdf, width, height, printer))
        return Job(printer=printer, number=len(self.sent))

    def state(self, job):
        told = self.states.pop(0) if self.states else JobState.COMPLETED
        return Job(printer=job.printer, number=job.number, state=told)


OPEN = Ways(post_way=lambda _reader, _person: PostWay.FORMEDLING, check_allowed=lambda *_: None)
"""Nothing stands in the way of a letter."""
