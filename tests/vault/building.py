"""What the vault's tests build: a small vault with two circles, a clock that is set by hand, a payload of their own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, MetaData, Table, Text

from spidesk.vault import membership
from spidesk.vault.ids import PersonId, new_id
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.vault import Vault

LIGHT = SlotParams(memory_kib=64, passes=1, lanes=1)
ANNA = "anna har en lång fras"
BO = "bosse har en annan fras"
CILLA = "cilla har en tredje fras"
REFERENCE = "SP-2026-0001"
MARKER = "Zzyzxmarkör"

THING = Table(
    "vault_test_thing",
    MetaData(),
    Column("id", Text, primary_key=True),
    Column("text", Text),
    Column("number", Integer),
    Column("on", Date),
    Column("at", DateTime),
    Column("yes", Boolean),
    Column("raw", LargeBinary),
    Column("version", Integer, nullable=False),
)
"""A table of every column type a room may use; the tests make it, no release has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A payload like those of the rooms."""

    name: str = field(repr=False)
    number: str = field(default="", repr=False)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **delta: int) -> None:
        self.now += timedelta(**delta)


class Place:
    """A folder for one vault, and how it is made and opened there."""

    def __init__(self, root: Path, clock: Clock | None = None) -> None:
        self.root = root
        self.folder = root / "Prov.spivault"
        self.clock = clock or Clock()
        self.seen = HeadStore(root / "state")

    def create(self):
        """Make the vault with its first user, Anna, and prove two cards; gives the vault and the codes."""
        vault, codes = self.create_unproved()
        membership.prove_recovery(vault, codes.a, codes.c)
        return vault, codes

    def create_unproved(self):
        """Make the vault as the first run leaves it when it is cut off before the cards were typed back."""
        return Vault.create(
            self.folder,
            login="anna",
            name="Anna Första",
            passphrase=ANNA,
            clock=self.clock,
            seen=self.seen,
            params=LIGHT,
        )

    def open(self, login: str = "anna", passphrase: str = ANNA, *, seen: HeadStore | None = None) -> Vault:
        return Vault.open(
            self.folder,
            login=login,
            passphrase=passphrase,
            clock=self.clock,
            seen=seen or self.seen,
            params=LIGHT,
        )

    @contextmanager
    def opened(self, login: str = "anna", passphrase: str = ANNA):
        vault = self.open(login, passphrase)
        try:
            yield vault
        finally:
            vault.close()

    @property
    def database(self) -> Path:
        return self.folder / "store.db"

    def add_user(self, login: str, passphrase: str, *, admin: bool = False):
        """Add a user by Anna and take them through their first unlock; gives the id."""
        with self.opened() as vault:
            once = membership.add_user(vault, login=login, name=login.title(), admin=admin)
        with self.opened(login, once) as vault:
            membership.finish_first_unlock(vault, passphrase)
            return vault.session.user.id


def add_circle(vault: Vault, name: str = "Skolan", kind: CircleKind = CircleKind.PERSONS, **more):
    """Make a circle that the vault's user owns."""
    return membership.add_circle(vault, name=name, namnd="Nämnden", kind=kind, owner=vault.session.user.id, **more)


def add_person(vault: Vault, circle, name: str = MARKER) -> PersonId:
    """Register a person with one sealed part."""
    person = PersonId(new_id())
    with vault.write() as writer:
        writer.new_person(person, circle)
        writer.seal(person, "identity", Identity(name=name, number="19890010-9802"))
        writer.note("person.registered", reference=REFERENCE, object=person)
    return person


def read_name(vault: Vault, person: PersonId) -> str:
    """Open the person's identity and give the name."""
    with vault.read() as reader:
        return reader.open_part(person, "identity", Identity, action="person.opened", reference=REFERENCE).value.name


def rename(vault: Vault, person: PersonId, name: str, after: int) -> int:
    """Add a version of the identity."""
    with vault.write() as writer:
        writer.note("person.edited", object=person)
        return writer.seal(person, "identity", Identity(name=name), after=after)


def make_things(vault: Vault) -> None:
    """Make the table of the tests."""
    THING.create(vault.opened.held.db.connection)


def let_in(vault: Vault, circle, user, roles=(Role.HANDLAGGARE,)) -> None:
    """Compare the control words and let a user into a circle."""
    membership.attest(vault, user)
    membership.join(vault, circle, user, roles)
