"""Reads a file of people to send through the windows: the built-in twelve, or IT's own awkward cases.

Values are kept as they were written: a wrong number or a name with a control character is typed into the field as it
stands, because what the windows say about it is the point. Only the shape of the file is checked here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

FORMAT = """\
format of FILE.toml (UTF-8): one [[person]] for each, sent through the windows in this order

  [[person]]
  given = "Alva"                    given names, as typed
  family = "Provtorp"               family name, as typed
  alias = ""                        a name that is used instead (may be left out)
  number = "19880101-2389"          personnummer, samordningsnummer or TF-nummer, as typed
  category = "anstalld"             anstalld | elev | klient | barn
  circle = "HR"                     circle to register in; left out: the first one

  [person.protection]
  level = "sekretessmarkering"      sekretessmarkering | skyddad_folkbokforing | fingerade
  state = "decided"                 preliminary | decided | ended
  from = 2025-03-01                 may be left out; a date, or text that is typed as it stands
  until = 2027-02-28                left out: tills vidare

  [[person.channel]]                any number of contact channels
  kind = "telefon"                  telefon | sms | rostmeddelande | epost | sakert_meddelande | brev | mote |
                                    hembesok | videomote | ombud | digital_tjanst
  rule = "allowed"                  allowed | only_if | never
  value = "070-174 06 05"           number, address … (may be left out)
  condition = ""                    needed for only_if
  voicemail = ""                    exact words to leave for telefon; left out: no message is left

  [person.letter]                   left out: no letter is ordered
  kind = "ordinary"                 ordinary | rek | rek_personal (rek with personlig utlämning)
  envelopes = "C5/C4"               C5/C4 | C6/C5 | DL/C5: inner envelope in outer envelope
  enclosures = "Beslut, 2 blad"     neutral words (may be left out)
  post = "formedling"               where the person says post goes: formedling | hamtas (left out: formedling)

A person whom the program must refuse is reported as refused, with the text the user saw, and the others go on.
"""


class PeopleFileError(Exception):
    """The file is not of the format. The text names the place in the file, never a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What is chosen and typed about the protection."""

    level: str
    state: str
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One contact channel as it is entered."""

    kind: str
    rule: str
    value: str = field(default="", repr=False)
    hours: str = field(default="", repr=False)
    condition: str = field(default="", repr=False)
    voicemail: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The letter to order, with its envelopes as `inner/outer`."""

    kind: str
    envelopes: str
    enclosures: str = field(default="Brev, 1 blad", repr=False)
    post: str = "formedling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person of the file; all text as it will be typed."""

    given: str = field(default="", repr=False)
    family: str = field(default="", repr=False)
    alias: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    category: str = "klient"
    circle: str = ""
    protection: Protection
    channels: tuple[Channel, ...] = ()
    letter: Letter | None = None


CHOICES = {
    "category": ("anstalld", "elev", "klient", "barn"),
    "level": ("sekretessmarkering", "skyddad_folkbokforing", "fingerade"),
    "state": ("preliminary", "decided", "ended"),
    "rule": ("allowed", "only_if", "never"),
    "envelopes": ("C5/C4", "C6/C5", "DL/C5"),
    "post": ("formedling", "hamtas"),
}


def load(path: Path) -> tuple[Case, ...]:
    """Read the people of a file. Raise `PeopleFileError` saying which entry and key is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PeopleFileError(f"{path.name}: cannot be read as UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise PeopleFileError(f"{path.name}: {error}") from error
    entries = document.pop("person", None)
    if not isinstance(entries, list) or not entries or document:
        raise PeopleFileError(f"{path.name}: expected one or more [[person]] and nothing else")
    return tuple(_case(entry, f"{path.name}, person {number}") for number, entry in enumerate(entries, start=1))


def _case(entry: dict[str, Any], where: str) -> Case:
    protection = _table(entry.pop("protection", None), f"{where}, protection")
    channels = entry.pop("channel", [])
    letter = entry.pop("letter", None)
    if not isinstance(channels, list):
        raise PeopleFileError(f"{where}: channel must be [[person.channel]]")
    for old, new in (("from", "valid_from"), ("until", "valid_until")):
        if old in protection:
            protection[new] = protection.pop(old)
    return Case(
        **_texts(entry, Case, where),
        protection=_built(Protection, protection, f"{where}, protection"),
        channels=tuple(_built(Channel, _table(one, where), f"{where}, channel") for one in channels),
        letter=None if letter is None else _built(Letter, _table(letter, where), f"{where}, letter"),
    )


def _table(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PeopleFileError(f"{where}: missing or not a table")
    return dict(value)


def _built(kind: type[Any], values: dict[str, Any], where: str) -> Any:
    texts = _texts(values, kind, where)
    try:
        return kind(**texts)
    except TypeError as error:
        raise PeopleFileError(f"{where}: a key is missing") from error


def _texts(values: dict[str, Any], kind: type[Any], where: str) -> dict[str, str]:
    """Every value as text, keys and choices checked."""
    known = set(kind.__dataclass_fields__) - {"protection", "channels", "letter"}
    texts = {}
    for key, value in values.items():
        if key not in known:
            raise PeopleFileError(f"{where}: unknown key {key}")
        if not isinstance(value, str | date):
            raise PeopleFileError(f"{where}: {key} must be text or a date")
        texts[key] = value if isinstance(value, str) else value.isoformat()
        if CHOICES.get(key) and texts[key] not in CHOICES[key]:
            raise PeopleFileError(f"{where}: {key} must be one of {', '.join(CHOICES[key])}")
    return texts
