"""Search over the user's own circles, in memory only.

It holds names, alias, numbers and reference and nothing else: municipal social services may
search by no more (15 § förordning 2001:637). It is built after unlock in the lane and thrown
away with the process. Every person is one line in one long folded text, so a key press costs a
few passes of ``str.find`` and no Python loop over everyone.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spidesk.person import records
from spidesk.person.actions.opening import OPENERS, person_circles
from spidesk.person.actions.who import PART
from spidesk.person.rules import Identity, PersonRef
from spidesk.vault.handles import Reader, Step
from spidesk.vault.ids import CircleId, PersonId

LIMIT = 30
"""Hits given to one search."""
_TYPED = 200  # signs of a query that are read
_WHOLE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th"}
_WHOLE |= {"ł": "l", "ı": "i", "ħ": "h", "ŋ": "n"}
"""Letters of their own, which no decomposition makes plain."""


def _plain(text: str) -> str:
    """The text without diacritics."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


_LATIN = {chr(sign): _plain(chr(sign)) for sign in range(0xC0, 0x250)}
_LETTERS = str.maketrans({sign: plain for sign, plain in _LATIN.items() if plain.isascii()} | _WHOLE)
"""Latin letters to a–z in one pass; nearly every name in Sweden is plain after it."""
_APART = re.compile(r"[^0-9a-z]+")
_NUMERIC = re.compile(r"[\d\s+-]*\d[\d\s+-]*(?:tf?\d{0,3})?", re.ASCII)
_REFERENCE = re.compile(r"sp[\s-]*\d[\d\s-]*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person in the index."""

    person: PersonRef
    circle_name: str
    mine: bool
    name: str = field(repr=False)
    alias: str = field(repr=False)
    numbers: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer: one person in one circle. It says nothing of any other circle.

    ``mine`` tells whether the user is a named handler; a page of somebody else asks for a reason.
    """

    person: PersonRef
    circle_name: str
    mine: bool
    name: str = field(repr=False)


def fold(text: str) -> str:
    """Lower-case letters a–z and digits in words, without diacritics: how names are compared."""
    low = text.casefold()
    if low.isascii():
        return _APART.sub(" ", low).strip()
    plain = low.translate(_LETTERS)
    return _APART.sub(" ", plain if plain.isascii() else _plain(plain)).strip()


def entry_line(entry: Entry) -> str:
    """What is searched for one person: every word after a space, numbers and reference without dashes."""
    names = f"{fold(entry.name)} {fold(entry.alias)}".strip()
    solid = " ".join(text.replace("-", "").lower() for text in (*entry.numbers, entry.person.reference))
    return f" {names} {solid}"


class Index:
    """An unchanging index: ``find`` may be called from any thread; ``put`` gives a new index."""

    __slots__ = ("_entries", "_starts", "_text")

    def __init__(self, entries: Iterable[Entry], text: str | None = None) -> None:
        self._entries = list(entries)
        self._text = "".join(f"{entry_line(entry)}\n" for entry in self._entries) if text is None else text
        self._starts = array("L", [0])
        end = self._text.find("\n")
        while end >= 0:
            self._starts.append(end + 1)
            end = self._text.find("\n", end + 1)
        self._starts.pop()

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<Index of {len(self)}>"

    def find(self, text: str, limit: int = LIMIT) -> list[Hit]:
        """The people whose names, alias, numbers or reference hold every word of ``text``.

        Words may come in any order and stand anywhere; those where a word begins so come first.
        A number is found with and without its dash. Empty text finds nobody.
        """
        terms = _terms(text)
        if not terms or any(term not in self._text for term in terms):
            return []
        found: dict[int, None] = {}
        for wanted in ([f" {term}" for term in terms], terms):
            for place in self._places(wanted):
                found[place] = None
                if len(found) == limit:
                    return self._hits(found)
        return self._hits(found)

    def put(self, entry: Entry) -> Index:
        """The index with this person added, or in the place of what was known before."""
        entries, line = list(self._entries), f"{entry_line(entry)}\n"
        for place, known in enumerate(entries):
            if known.person.id == entry.person.id:
                entries[place] = entry
                start = self._starts[place]
                return Index(entries, self._text[:start] + line + self._text[self._text.index("\n", start) + 1 :])
        entries.append(entry)
        return Index(entries, self._text + line)

    def _places(self, terms: list[str]) -> Iterator[int]:
        """Lines that hold every term, in order. A term whose next hit lies further on moves all to that line."""
        text, starts, size = self._text, self._starts, len(self._text)
        place, end, matched, turn = -1, 0, 0, 0
        at = 0
        while (hit := text.find(terms[turn], at)) >= 0:
            if hit >= end:
                place = bisect_right(starts, hit) - 1
                at, end = starts[place], starts[place + 1] if place + 1 < len(starts) else size
                matched = 0
            matched, turn = matched + 1, (turn + 1) % len(terms)
            if matched == len(terms):
                yield place
                at, matched = end, 0

    def _hits(self, places: Iterable[int]) -> list[Hit]:
        return [self._hit(place) for place in places]

    def _hit(self, place: int) -> Hit:
        entry = self._entries[place]
        return Hit(person=entry.person, circle_name=entry.circle_name, mine=entry.mine, name=entry.name)


def _terms(text: str) -> list[str]:
    """The words of a query, the longest first: it is the rarest."""
    typed = text[:_TYPED].strip().lower()
    if _NUMERIC.fullmatch(typed) or _REFERENCE.fullmatch(typed):
        return [re.sub(r"[\s+-]", "", typed)]
    return sorted(fold(typed).split(), key=len, reverse=True)


def build(reader: Reader, progress: Step | None = None) -> Index:
    """Read the index of every circle where the user is handläggare or kretsägare.

    One audit line a circle; ``progress`` is told people read, of all.
    """
    entries: list[Entry] = []
    circles = {circle.id: circle.name for circle in person_circles(reader.session)}
    rows = records.references_in(reader, circles)
    mine = records.handled_by(reader, reader.session.user.id)
    opened = reader.open_circles(list(circles), PART, Identity, action="person.indexed", progress=progress)
    for circle, person, identity in opened:
        reference = rows.get(person)
        if reference is not None:
            ref = PersonRef(id=person, circle=circle, reference=reference)
            entries.append(_entry(ref, circles[circle], identity, mine=person in mine))
    return Index(entries)


def read_one(reader: Reader, person: PersonId) -> Entry | None:
    """The person's entry read again after a change, or None when they are outside the user's circles."""
    row = records.of(reader, person)
    if row is None or not reader.session.may(CircleId(row.circle), *OPENERS):
        return None
    ref = PersonRef(id=person, circle=CircleId(row.circle), reference=row.reference)
    opened = reader.open_part(person, PART, Identity, action="person.indexed", reference=row.reference)
    mine = reader.session.user.id in records.handlers(reader, person)
    return _entry(ref, reader.session.circle(ref.circle).name, opened.value, mine=mine)


def _entry(person: PersonRef, circle_name: str, identity: Identity, *, mine: bool) -> Entry:
    return Entry(
        person=person,
        circle_name=circle_name,
        mine=mine,
        name=identity.name,
        alias=identity.alias,
        numbers=identity.numbers,
    )
