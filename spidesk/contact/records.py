"""The open columns of this room: kinds, rules, dates and how far something has come. No word about who or where.

Times are UTC without an offset. The caller owns the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, Row, Select, Table, Text, select

from spidesk.contact.rules import BankIdAnswer, Channel, Form, Outcome, Rule, State
from spidesk.person.rules import PostWay
from spidesk.vault.handles import Reader
from spidesk.vault.ids import PersonId, RowId
from spidesk.vault.tables import metadata

CHANNEL = Table(
    "contact_channel",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("confirmed_on", Date, nullable=False),
    Column("removed_on", Date),
    Column("version", Integer, nullable=False),
)

POST = Table(
    "contact_post",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, unique=True),
    Column("way", Text, nullable=False),
    Column("confirmed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)

BANKID = Table(
    "contact_bankid",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("asked_on", Date, nullable=False),
    Column("answer", Text, nullable=False),
)

FULLMAKT = Table(
    "contact_fullmakt",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date),
    Column("confirmed_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False),
)

SAMTYCKE = Table(
    "contact_samtycke",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("form", Text, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False),
)

MOTRINGNING = Table(
    "contact_motringning",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("asked_at", DateTime, nullable=False),
    Column("called_at", DateTime),
    Column("closed_at", DateTime),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("version", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """The open part of one channel line."""

    id: RowId
    channel: Channel
    rule: Rule
    confirmed_on: date
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """The open part of where post goes."""

    id: RowId
    way: PostWay
    confirmed_on: date
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankIdRow:
    """The open part of one BankID question."""

    id: RowId
    asked_on: date
    answer: BankIdAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class FullmaktRow:
    """The open part of one fullmakt. `valid_until` None means until further notice."""

    id: RowId
    valid_from: date
    valid_until: date | None
    confirmed_on: date
    ended_on: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamtyckeRow:
    """The open part of one consent."""

    id: RowId
    form: Form
    given_on: date
    ended_on: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MotringningRow:
    """The open part of one request from outside. Times are UTC, without an offset."""

    id: RowId
    asked_at: datetime
    called_at: datetime | None
    closed_at: datetime | None
    state: State
    outcome: Outcome | None
    version: int


def _of(table: Table, person: PersonId) -> Select[Any]:
    return select(table).where(table.c.person == person).order_by(table.c.id)


def channels_of(reader: Reader, person: PersonId) -> list[ChannelRow]:
    """The person's channel lines that stand, in the order of the channels."""
    rows = reader.rows(_of(CHANNEL, person).where(CHANNEL.c.removed_on.is_(None)))
    order = {channel: index for index, channel in enumerate(Channel)}
    return sorted((_channel(row) for row in rows), key=lambda one: (order[one.channel], one.id))


def channel(reader: Reader, person: PersonId, row: RowId) -> ChannelRow | None:
    """One channel line of the person, unless it is removed."""
    found = reader.maybe(_of(CHANNEL, person).where(CHANNEL.c.id == row, CHANNEL.c.removed_on.is_(None)))
    return None if found is None else _channel(found)


def post_of(reader: Reader, person: PersonId) -> PostRow | None:
    """Where the person's post goes, or None when nobody has asked."""
    row = reader.maybe(_of(POST, person))
    if row is None:
        return None
    return PostRow(id=RowId(row.id), way=PostWay(row.way), confirmed_on=row.confirmed_on, version=row.version)


def bankid_of(reader: Reader, person: PersonId) -> list[BankIdRow]:
    """The BankID questions, the latest first."""
    rows = [
        BankIdRow(id=RowId(row.id), asked_on=row.asked_on, answer=BankIdAnswer(row.answer))
        for row in reader.rows(_of(BANKID, person))
    ]
    return sorted(rows, key=lambda one: (one.asked_on, one.id), reverse=True)


def fullmakter_of(reader: Reader, person: PersonId) -> list[FullmaktRow]:
    """The person's fullmakter, ended ones too, the newest first."""
    rows = [_fullmakt(row) for row in reader.rows(_of(FULLMAKT, person))]
    return sorted(rows, key=lambda one: (one.ended_on is None, one.valid_from, one.id), reverse=True)


def samtycken_of(reader: Reader, person: PersonId) -> list[SamtyckeRow]:
    """The person's consents, ended ones too, the newest first."""
    rows = [_samtycke(row) for row in reader.rows(_of(SAMTYCKE, person))]
    return sorted(rows, key=lambda one: (one.ended_on is None, one.given_on, one.id), reverse=True)


def motringningar_of(reader: Reader, person: PersonId) -> list[MotringningRow]:
    """The requests from outside, open ones first, then the newest."""
    rows = [_motringning(row) for row in reader.rows(_of(MOTRINGNING, person))]
    return sorted(rows, key=lambda one: (one.state is not State.CLOSED, one.asked_at, one.id), reverse=True)


def fullmakt(reader: Reader, person: PersonId, row: RowId) -> FullmaktRow:
    """One fullmakt of the person. `LookupError` when there is none."""
    return _fullmakt(reader.one(_of(FULLMAKT, person).where(FULLMAKT.c.id == row)))


def samtycke(reader: Reader, person: PersonId, row: RowId) -> SamtyckeRow:
    """One consent of the person. `LookupError` when there is none."""
    return _samtycke(reader.one(_of(SAMTYCKE, person).where(SAMTYCKE.c.id == row)))


def motringning(reader: Reader, person: PersonId, row: RowId) -> MotringningRow:
    """One request from outside about the person. `LookupError` when there is none."""
    return _motringning(reader.one(_of(MOTRINGNING, person).where(MOTRINGNING.c.id == row)))


def confirmations(reader: Reader, persons: Iterable[PersonId]) -> Sequence[tuple[PersonId, date]]:
    """The oldest confirmation of each person's channel lines and post choice, in any order, one or two a person."""
    wanted = frozenset(persons)
    channels = select(CHANNEL.c.person, CHANNEL.c.confirmed_on).where(CHANNEL.c.removed_on.is_(None))
    posts = select(POST.c.person, POST.c.confirmed_on)
    oldest: dict[PersonId, date] = {}
    for row in [*reader.rows(channels), *reader.rows(posts)]:
        if row.person in wanted:
            person = PersonId(row.person)
            oldest[person] = min(row.confirmed_on, oldest.get(person, row.confirmed_on))
    return list(oldest.items())


def running_fullmakter(reader: Reader, persons: Iterable[PersonId]) -> list[tuple[PersonId, FullmaktRow]]:
    """Every fullmakt that has not been ended, with its person."""
    wanted = frozenset(persons)
    rows = reader.rows(select(FULLMAKT).where(FULLMAKT.c.ended_on.is_(None)))
    return [(PersonId(row.person), _fullmakt(row)) for row in rows if row.person in wanted]


def open_motringningar(reader: Reader, persons: Iterable[PersonId]) -> list[tuple[PersonId, MotringningRow]]:
    """Every request from outside without an outcome, with its person."""
    wanted = frozenset(persons)
    rows = reader.rows(select(MOTRINGNING).where(MOTRINGNING.c.state != State.CLOSED.value))
    return [(PersonId(row.person), _motringning(row)) for row in rows if row.person in wanted]


def _channel(row: Row[Any]) -> ChannelRow:
    return ChannelRow(
        id=RowId(row.id),
        channel=Channel(row.kind),
        rule=Rule(row.rule),
        confirmed_on=row.confirmed_on,
        version=row.version,
    )


def _fullmakt(row: Row[Any]) -> FullmaktRow:
    return FullmaktRow(
        id=RowId(row.id),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        confirmed_on=row.confirmed_on,
        ended_on=row.ended_on,
        version=row.version,
    )


def _samtycke(row: Row[Any]) -> SamtyckeRow:
    return SamtyckeRow(
        id=RowId(row.id), form=Form(row.form), given_on=row.given_on, ended_on=row.ended_on, version=row.version
    )


def _motringning(row: Row[Any]) -> MotringningRow:
    return MotringningRow(
        id=RowId(row.id),
        asked_at=row.asked_at,
        called_at=row.called_at,
        closed_at=row.closed_at,
        state=State(row.state),
        outcome=None if row.outcome is None else Outcome(row.outcome),
        version=row.version,
    )
