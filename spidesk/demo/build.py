"""Makes the demo vault: twelve invented people in three circles, a post circle and four users with different roles.

It goes through the same actions as the windows do, so all of it is sealed, signed and logged like the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spidesk import shipped
from spidesk.contact import actions as contact
from spidesk.contact.rules import Channel as ContactChannel
from spidesk.contact.rules import Decider, Post, Rule, Secret, Terms, Voicemail
from spidesk.demo import people
from spidesk.intake import actions as intake
from spidesk.intake.rules import Arrival, Source
from spidesk.mail.actions import Ways, ordering, senders
from spidesk.mail.rules.order import Kind, NewOrder, Pair
from spidesk.person import identity
from spidesk.person.rules import Category, Identity, NewPerson, PersonRef, PostWay, Protection, Skydd, SkyddState
from spidesk.vault import membership
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.vault import Vault

FASTER = SlotParams(memory_kib=64 * 1024)
"""The floor of what a vault may ask of a passphrase: invented people need no more, and the demo opens sooner."""
RETURN_ADDRESS = "Exempelkommun\nBox 100\n123 45 Exempelstad"
Told = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUser:
    """One of the demo's four colleagues. The passphrase is public: it opens invented people only."""

    login: str
    name: str
    passphrase: str = field(repr=False)
    does: str


USERS = (
    DemoUser(
        login="karin.ek",
        name="Karin Ek",
        passphrase="isglass cykeltur grantopp kanelte altandörr sänglampa",
        does="valvadministratör, kretsägare HR",
    ),
    DemoUser(
        login="ahmed.lind",
        name="Ahmed Lind",
        passphrase="vinterbär guldkrona applådera isdans armstöd saft",
        does="kretsägare Björkskolan",
    ),
    DemoUser(
        login="eva.sund",
        name="Eva Sund",
        passphrase="äggklocka isbjörn örtpåse höskulle glosa januari",
        does="kretsägare Socialtjänst, handläggare HR",
    ),
    DemoUser(
        login="nils.berg",
        name="Nils Berg",
        passphrase="svampkorg anorak tjärdoft vidd åsikt isfiske",
        does="postexpeditör",
    ),
)
CIRCLES = (
    ("HR", "Kommunstyrelsen", 0),
    ("Björkskolan", "Utbildningsnämnden", 1),
    ("Socialtjänst", "Socialnämnden", 2),
)
POST_CIRCLE = ("Posten", "Kommunstyrelsen")
WAYS = Ways(post_way=contact.post_way, check_allowed=contact.check_allowed)


def build(folder: Path, *, seen: HeadStore, params: SlotParams = FASTER, told: Told = print) -> None:
    """Make the demo vault in `folder`, which must not exist. Takes some ten seconds, most of it passphrase work."""
    return _Builder(folder, seen, params, told).build()


class _Builder:
    def __init__(self, folder: Path, seen: HeadStore, params: SlotParams, told: Told) -> None:
        self._folder = folder
        self._seen = seen
        self._params = params
        self._told = told
        self._circles: dict[str, CircleId] = {}
        self._users: dict[str, UserId] = {}

    def build(self) -> None:
        once = self._first_user()
        for user in USERS[1:]:
            self._first_unlock(user, once[user.login])
        self._open_circles()
        for user in USERS[1:3]:
            with self._open(user):
                self._told(f"Nycklar för kretsen: {user.login}")
        self._let_in()
        cases = people.load(shipped.path("demo", "people.toml"))
        for name, _, owner in CIRCLES:
            self._told(f"Registrerar personer i {name}")
            with self._open(USERS[owner]) as vault:
                for case in cases:
                    if case.circle == name:
                        add_case(vault, self._circles[name], case)

    @contextmanager
    def _open(self, user: DemoUser, passphrase: str = "") -> Iterator[Vault]:
        vault = Vault.open(
            self._folder,
            login=user.login,
            passphrase=passphrase or user.passphrase,
            seen=self._seen,
            params=self._params,
        )
        try:
            membership.adopt_circles(vault)
            yield vault
        finally:
            vault.close()

    def _first_user(self) -> dict[str, str]:
        """Make the vault, its users and the return address; give the one-time passphrases by login."""
        self._told("Gör valvet")
        first = USERS[0]
        vault, codes = Vault.create(
            self._folder,
            login=first.login,
            name=first.name,
            passphrase=first.passphrase,
            seen=self._seen,
            params=self._params,
        )
        try:
            membership.prove_recovery(vault, codes.a, codes.b)
            once = {
                user.login: membership.add_user(vault, login=user.login, name=user.name, admin=False)
                for user in USERS[1:]
            }
            with vault.read() as reader:
                self._users = {user.login: user.id for user in membership.users(reader)}
            senders.approve(vault, lines=RETURN_ADDRESS, neutral="")
        finally:
            vault.close()
        return once

    def _first_unlock(self, user: DemoUser, once: str) -> None:
        """Change the one-time passphrase, which makes fresh keys, and take over the circle that waits."""
        self._told(f"Första inloggningen: {user.login}")
        vault = Vault.open(self._folder, login=user.login, passphrase=once, seen=self._seen, params=self._params)
        try:
            membership.finish_first_unlock(vault, user.passphrase)
        finally:
            vault.close()

    def _open_circles(self) -> None:
        """A valvadministratör names each circle's first owner; the keys are made when that owner next unlocks."""
        with self._open(USERS[0]) as vault:
            name, namnd = POST_CIRCLE
            owner = self._users[USERS[0].login]
            post = membership.add_circle(vault, name=name, namnd=namnd, kind=CircleKind.POST, owner=owner)
            self._circles[name] = post
            for name, namnd, number in CIRCLES:
                self._circles[name] = membership.add_circle(
                    vault,
                    name=name,
                    namnd=namnd,
                    kind=CircleKind.PERSONS,
                    owner=self._users[USERS[number].login],
                    post_circle=post,
                )

    def _let_in(self) -> None:
        """The control words are compared and the users let in: signed by the one who lets them in."""
        with self._open(USERS[0]) as vault:
            for user in USERS[1:]:
                membership.attest(vault, self._users[user.login])
            membership.join(vault, self._circles[POST_CIRCLE[0]], self._users["nils.berg"], {Role.POSTEXPEDITOR})
            membership.join(vault, self._circles["HR"], self._users["eva.sund"], {Role.HANDLAGGARE})


def add_case(vault: Vault, circle: CircleId, case: people.Case) -> PersonRef:
    """Register one person of a file with contact channels and, if asked, an order for a letter."""
    me = vault.session.user.id
    with vault.read() as reader:
        today = reader.today
    number = identity.parse(case.number, today=today)
    new = NewPerson(
        circle=circle,
        category=Category(case.category),
        identity=Identity(given=case.given, family=case.family, alias=case.alias, numbers=(number.canonical,)),
        protection=Protection(
            level=Skydd(case.protection.level),
            state=SkyddState(case.protection.state),
            valid_from=_day(case.protection.valid_from),
            valid_until=_day(case.protection.valid_until),
            seen_by=me,
            seen_on=today,
        ),
        handlers=(me,),
    )
    person = intake.register(vault, Arrival(source=Source.MEETING, told_on=today, fingerade=False, new=new))
    for channel in case.channels:
        edit = contact.ChannelEdit(
            channel=ContactChannel(channel.kind),
            rule=Rule(channel.rule),
            terms=Terms(
                hours=channel.hours,
                condition=channel.condition,
                voicemail=Voicemail.EXACT if channel.voicemail else Voicemail.SILENT,
                wording=channel.voicemail,
                decided_by=Decider.PERSONEN,
            ),
            secret=Secret(value=channel.value),
            confirmed_on=today,
        )
        contact.save_channel(vault, person, edit)
    if case.letter is not None:
        way = contact.PostEdit(
            way=PostWay(case.letter.post), post=Post(decided_by=Decider.PERSONEN), confirmed_on=today
        )
        contact.save_post(vault, person, way)
        _order(vault, person, case.letter)
    return person


def _order(vault: Vault, person: PersonRef, letter: people.Letter) -> None:
    shown = ordering.offer(vault, person.id, WAYS)
    new = NewOrder(
        kind=Kind(letter.kind),
        pair=Pair.of(letter.envelopes.replace("/", "_")),
        sender=shown.senders[0].id,
        contents=letter.enclosures,
        others_named=False,
    )
    ordering.place(vault, person.id, new, WAYS)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
