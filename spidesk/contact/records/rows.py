"""The open part of each line, as the rules know it, and the queries of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, Table, select

from spidesk.contact.records.tables import BANKID, CHANNEL, FULLMAKT, MOTRINGNING, POST, SAMTYCKE
from spidesk.contact.rules import BankIdAnswer, Channel, Form, Outcome, Rule, State
from spidesk.person.rules import PostWay
from spidesk.vault.handles import Reader
from spidesk.vault.ids import PersonId, RowId


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
    rows = [fullmakt_of(row) for row in reader.rows(_of(FULLMAKT, person))]
    return sorted(rows, key=lambda one: (one.ended_on is None, one.valid_from, one.id), reverse=True)


def samtycken_of(reader: Reader, person: PersonId) -> list[SamtyckeRow]:
    """The person's consents, ended ones too, the newest first."""
    rows = [_samtycke(row) for row in reader.rows(_of(SAMTYCKE, person))]
    return sorted(rows, key=lambda one: (one.ended_on is None, one.given_on, one.id), reverse=True)


def motringningar_of(reader: Reader, person: PersonId) -> list[MotringningRow]:
    """The requests from outside, open ones first, then the newest."""
    rows = [motringning_of(row) for row in reader.rows(_of(MOTRINGNING, person))]
    return sorted(rows, key=lambda one: (one.state is not State.CLOSED, one.asked_at, one.id), reverse=True)


def fullmakt(reader: Reader, person: PersonId, row: RowId) -> FullmaktRow:
    """One fullmakt of the person. `LookupError` when there is none."""
    return fullmakt_of(reader.one(_of(FULLMAKT, person).where(FULLMAKT.c.id == row)))


def samtycke(reader: Reader, person: PersonId, row: RowId) -> SamtyckeRow:
    """One consent of the person. `LookupError` when there is none."""
    return _samtycke(reader.one(_of(SAMTYCKE, person).where(SAMTYCKE.c.id == row)))


def motringning(reader: Reader, person: PersonId, row: RowId) -> MotringningRow:
    """One request from outside about the person. `LookupError` when there is none."""
    return motringning_of(reader.one(_of(MOTRINGNING, person).where(MOTRINGNING.c.id == row)))


def _channel(row: Row[Any]) -> ChannelRow:
    return ChannelRow(
        id=RowId(row.id),
        channel=Channel(row.kind),
        rule=Rule(row.rule),
        confirmed_on=row.confirmed_on,
        version=row.version,
    )


def fullmakt_of(row: Row[Any]) -> FullmaktRow:
    """A row of `contact_fullmakt`."""
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


def motringning_of(row: Row[Any]) -> MotringningRow:
    """A row of `contact_motringning`."""
    return MotringningRow(
        id=RowId(row.id),
        asked_at=row.asked_at,
        called_at=row.called_at,
        closed_at=row.closed_at,
        state=State(row.state),
        outcome=None if row.outcome is None else Outcome(row.outcome),
        version=row.version,
    )
