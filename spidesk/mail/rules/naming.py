"""Who is meant by the names read in a letter: compared with the people of one circle. Pure.

A name left out costs somebody their safety, one too many costs the handler a glance. So spelling is taken loosely
(Ericsson, Eriksson), the order of words does not matter, and one name alone is enough where nothing more was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import Final, Generic, TypeVar

from spidesk.person.index import fold
from spidesk.refusal import Refusal

P = TypeVar("P")
NAMES_LENGTH: Final = 500
"""Most signs of names in one question."""
_LOOSE: Final = 5  # letters from which one may differ
_APART: Final = re.compile(r"[\n,;/&+]|\boch\b|\bsamt\b|\beller\b")
_DIGITS: Final = re.compile(r"\d[\d .–-]{4,}\d")
_NUMBER: Final = 6  # digits of a number that can be somebody's
_WHOLE: Final = 10
_WITH_CENTURY: Final = 12
_SOUNDS: Final = (("ch", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("qu", "kv"), ("x", "ks"))
_LETTERS: Final = str.maketrans("cqwz", "kkvs")
_TWICE: Final = re.compile(r"(.)\1")
_ROLE_WORDS: Final = """
    anstalld ar ars barn barnet barnets brodern bror chef chefen den deras dess det ditt dotter dottern elev eleven
    en ett fadern far farbror farfar farmor faster fodd foralder foraldern fru god gode granne grannen han
    handlaggare handlaggaren hans hennes herr heter hon klient klienten kollega kollegan kusin larare lararen maka
    make mamma mamman man mannen med mentor mentorn min modern mor morbror morfar mormor moster namn om pappa pappan
    rektor rektorn sambo sin som son sonen syskon syskonet syster systern till van vannen vardnadshavare
    vardnadshavaren
"""
_ROLES: Final = frozenset(_ROLE_WORDS.split())
"""What somebody is, not what they are called."""


class State(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    CLEARED = "cleared"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What is sealed to the circle of the order: the names as the postexpeditör typed them."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[P]):
    """Somebody of the circle: what they are or have been called, and their numbers, canonical."""

    person: P
    names: tuple[str, ...] = field(repr=False)
    numbers: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Generic[P]):
    """Somebody who can be meant; `sure` when number or names agree, else a part of a name does, or all but a letter."""

    person: P
    sure: bool


def checked_names(text: str) -> str:
    """The names to ask about. Refusal `mail.names_empty` when there is none."""
    if not any(sign.isalnum() for sign in text):
        raise Refusal("mail.names_empty", field="names")
    return text


def meant(text: str, known: Iterable[Known[P]]) -> tuple[Hit[P], ...]:
    """Everybody who can be meant by a text, those that agree best first."""
    asked = [_Line(one) for one in _APART.split(text.casefold()) if one.strip()]
    sure, unsure = [], []
    for one in known:
        names = [fold(name).split() for name in one.names]
        there = {word for name in names for word in name}
        joined = {first + second for name in names for first, second in pairwise(name)}
        found = [line.agrees(there, joined, one.numbers) for line in asked]
        if True in found:
            sure.append(Hit(person=one.person, sure=True))
        elif False in found:
            unsure.append(Hit(person=one.person, sure=False))
    return (*sure, *unsure)


class _Line:
    """One line of what was asked: its words that can be names, and its numbers."""

    def __init__(self, text: str) -> None:
        self._numbers = set(_numbers(text))
        said = [one for one in fold(text).split() if not one.isdigit()]
        words = [one for one in said if len(one) > 1 and one not in _ROLES]
        self._words = [_Word(one) for one in words or said]
        self._plain = frozenset(words or said)
        self._joined = frozenset(first + second for first, second in pairwise(said))

    def agrees(self, there: Set[str], joined: Set[str], numbers: Iterable[str]) -> bool | None:
        """With somebody's words and numbers: surely, perhaps (False), or not at all (None).

        `joined`: each word and the next as one, since Anna-Karin is written Annakarin too.
        """
        if self._numbers and any(_is_asked(number, self._numbers) for number in numbers):
            return True
        alike = [word.alike(there) for word in self._words]
        if alike.count(_Alike.SAID) + len(self._plain & joined) >= min(2, max(1, len(alike))):
            return True
        return False if any(alike) or self._plain & joined or self._joined & there else None


class _Alike(IntEnum):
    """How alike two words are: not, but for one letter, or as they are said."""

    NOT = 0
    NEARLY = 1
    SAID = 2


class _Word:
    """A word asked about, with what it was found alike or not so far: a circle repeats its names."""

    def __init__(self, text: str) -> None:
        self._sound = _sound(text)
        self._seen: dict[str, _Alike] = {}

    def alike(self, there: Iterable[str]) -> _Alike:
        """How alike the word is to the one of these that is most like it."""
        return max((self._one(word) for word in there), default=_Alike.NOT)

    def _one(self, word: str) -> _Alike:
        known = self._seen.get(word)
        if known is None:
            sound = _sound(word)
            known = _Alike.SAID if sound == self._sound else _Alike(_nearly(self._sound, sound))
            self._seen[word] = known
        return known


def _sound(word: str) -> str:
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    return _TWICE.sub(r"\1", word.translate(_LETTERS))


def _nearly(one: str, other: str) -> bool:
    """Whether a single letter is changed, left out or added, in words long enough for that to be a slip; or it is
    somebody's: Annas, Evas."""
    if one + "s" == other or other + "s" == one:
        return True
    if min(len(one), len(other)) < _LOOSE or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]


def _numbers(text: str) -> Iterator[str]:
    """What can be a number, the last ten digits of it. In a row of several, any ten digits can be one."""
    for found in _DIGITS.findall(text):
        digits = "".join(sign for sign in found if sign.isdigit())
        if len(digits) > _WITH_CENTURY:
            yield from (digits[at : at + _WHOLE] for at in range(len(digits) - _WHOLE + 1))
        elif len(digits) >= _NUMBER:
            yield digits[-_WHOLE:]


def _is_asked(number: str, asked: set[str]) -> bool:
    """Whether a canonical number is one of those asked: whole, without its century, or the day of birth alone."""
    return any(number[2:] == one or number[2 : 2 + len(one)] == one or number[: len(one)] == one for one in asked)
