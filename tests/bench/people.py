"""Invented people in a real vault, many at a time, through the same actions as the windows use.

Names are put together from invented syllables and belong to nobody; numbers are Skatteverket's published test numbers,
repeated over people. Each person gets what a registered one has: identity, protection, handler, blind marks, the event
"registered" with its checklist (answered for all but one in fifty), how the circle was told, and one contact channel.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from spidesk.contact import records as contact
from spidesk.contact.rules import Channel, Rule, Secret, Terms
from spidesk.intake import records as intake
from spidesk.intake.actions.lists import checklists
from spidesk.intake.rules import Answer, Source, due_on, questions_for
from spidesk.person import actions
from spidesk.person.rules import Category, EventKind, Identity, NewPerson, PersonRef, Protection, Skydd, SkyddState
from spidesk.vault import membership
from spidesk.vault.handles import Writer
from spidesk.vault.ids import CircleId
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind
from spidesk.vault.vault import Vault

CHEAP = SlotParams(memory_kib=64, passes=1, lanes=1)
"""Argon2id so cheap that it vanishes beside what is measured; its real price is a figure of its own."""
LOGIN, PASSPHRASE = "anna", "sex lugna ord för mätningen här"
CIRCLES = ("Krets ett", "Krets två", "Krets tre", "Krets fyra")
_BATCH = 200
_OPEN_ONE_IN = 50
_NUMBERS = (Path(__file__).parents[1] / "data" / "testnumbers.txt").read_text().split()
_FIRST = ("Bra", "Dro", "Fjä", "Gu", "Hål", "Ka", "Kly", "Lö", "Mi", "Nå", "Ory", "Pel", "Ri", "Sva", "Ty", "Ulm", "Vå")
_INNER = ("b", "dr", "fl", "kk", "lm", "nd", "p", "rv", "ss", "t", "vl", "x")
_LAST = ("a", "e", "ila", "in", "o", "ur", "y", "å", "ön", "elda")
_PLACE = ("berp", "dorv", "fälk", "gryn", "holv", "kvim", "lurd", "mösk", "nyst", "rånt", "svel", "tröd", "vask")
_END = ("a", "anj", "em", "id", "o", "ulf", "yr", "äsk", "öv")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a vault of the bench lies, and what this workstation remembers of it."""

    folder: Path
    state: Path

    @property
    def settings(self) -> dict[str, object]:
        """What `Vault.open` takes besides login and passphrase."""
        return {"params": CHEAP, "seen": HeadStore(self.state)}

    @contextmanager
    def opened(self) -> Iterator[Vault]:
        """The vault as its user opens it."""
        vault = Vault.open(self.folder, login=LOGIN, passphrase=PASSPHRASE, **self.settings)
        try:
            yield vault
        finally:
            vault.close()


def place_under(root: Path) -> Place:
    """The vault and the state folder below one folder."""
    return Place(root / "bench.spivault", root / "state")


def given_name(at: random.Random) -> str:
    """An invented given name: about two thousand of them."""
    return at.choice(_FIRST) + at.choice(_INNER) + at.choice(_LAST)


def family_name(at: random.Random) -> str:
    """An invented family name: some eight hundred thousand of them, the first ones common."""
    middle = at.choice(_INNER) + at.choice(_LAST)[0] if at.random() < 0.7 else ""
    return (at.choice(_FIRST) + middle + at.choice(_PLACE) + at.choice(_END)).capitalize()


def identities(count: int) -> Iterator[Identity]:
    """The same people every time: one in five with an alias, one in fifty with a second number."""
    at = random.Random(2007)
    for place in range(count):
        numbers = [_NUMBERS[place % len(_NUMBERS)]]
        if place % 50 == 0:
            numbers.append(_NUMBERS[(place + 700) % len(_NUMBERS)])
        alias = f"{given_name(at)} {family_name(at)}" if place % 5 == 0 else ""
        yield Identity(given=given_name(at), family=family_name(at), alias=alias, numbers=tuple(numbers))


def build(place: Place, count: int, told=print) -> None:
    """Make a vault with so many people in four circles and a post circle; its one user is in all of them."""
    vault, _ = Vault.create(place.folder, login=LOGIN, name="Anna Prov", passphrase=PASSPHRASE, **place.settings)
    try:
        owner = vault.session.user.id
        post = membership.add_circle(vault, name="Posten", namnd="Nämnd", kind=CircleKind.POST, owner=owner)
        circles = [
            membership.add_circle(
                vault, name=name, namnd="Nämnd", kind=CircleKind.PERSONS, owner=owner, post_circle=post
            )
            for name in CIRCLES
        ]
        _fill(vault, circles, count, told)
    finally:
        vault.close()


def _fill(vault: Vault, circles: list[CircleId], count: int, told) -> None:
    at = random.Random(1)
    people = enumerate(identities(count))
    for start in range(0, count, _BATCH):
        with vault.write() as writer:
            for number, identity in (next(people) for _ in range(min(_BATCH, count - start))):
                _add(writer, circles[number % len(circles)], number, identity, at)
        if start and start % 10_000 == 0:
            told(f"{start} av {count} personer")


def _add(writer: Writer, circle: CircleId, number: int, identity: Identity, at: random.Random) -> PersonRef:
    me, today = writer.session.user.id, writer.today
    category = tuple(Category)[number % len(Category)]
    until = None if number % 3 == 0 else today + timedelta(days=at.randrange(100, 1500))
    if number % 100 == 0:
        until = today + timedelta(days=at.randrange(5, 90))
    protection = Protection(
        level=tuple(Skydd)[number % 2],
        state=SkyddState.DECIDED,
        valid_from=today - timedelta(days=at.randrange(1, 900)),
        valid_until=until,
        seen_by=me,
        seen_on=today,
    )
    person = actions.register(
        writer,
        NewPerson(
            circle=circle,
            category=category,
            identity=identity,
            protection=protection,
            handlers=(me,),
            same_number=True,
        ),
    )
    standing = actions.standing(writer, person.id)
    event = actions.add_event(writer, standing, EventKind.REGISTERED, today, "")
    intake.add_arrival(writer, person.id, Source.PHONE, today, event.at)
    _checklist(writer, standing.person, category, event, today, answered=number % _OPEN_ONE_IN != 0)
    _channel(writer, person, today)
    return person


def _checklist(writer: Writer, person: PersonRef, category: Category, event, today: date, *, answered: bool) -> None:
    checklist = checklists()[event.kind]
    for place, question in enumerate(questions_for(checklist, category)):
        writer.insert(
            intake.line,
            person=person.id,
            event=event.id,
            place=place,
            key=question.key,
            wording=question.text,
            source=question.source,
            edition=checklist.edition,
            due_on=due_on(question, event.on, today),
            stays=question.stays,
            answer=Answer.YES.value if answered else None,
            answered_by=writer.session.user.id if answered else None,
            answered_at=event.at if answered else None,
        )


def _channel(writer: Writer, person: PersonRef, today: date) -> None:
    row = writer.insert(
        contact.CHANNEL, person=person.id, kind=Channel.TELEFON.value, rule=Rule.ALLOWED.value, confirmed_on=today
    )
    writer.seal(person.id, f"terms:{row}", Terms(hours="vardagar 10-12", wording="bara att vi har ringt"))
    writer.seal(person.id, f"channel:{row}", Secret(value="070-1740605", safe_word="blåbär"))
    writer.note("contact.channel_saved", reference=person.reference, object=row)
