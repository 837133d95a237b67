"""The open columns of this room: kinds, rules, dates and how far something has come. No word about who or where.

Times are UTC without an offset. The caller owns the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    Row,
    Select,
    Table,
    Text,
    and_,
    func,
    or_,
    select,
    true,
)

from spidesk.contact.rules import BankIdAnswer, Channel, Form, Outcome, Rule, State
from spidesk.person.records import record
from spidesk.person.rules import PostWay, Status
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, PersonId, RowId
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An active person of a circle, by the open columns."""

    id: PersonId
    circle: CircleId
    reference: str


def unconfirmed(reader: Reader, circles: Iterable[CircleId], before: date) -> list[tuple[Known, date]]:
    """The people with a channel line or post choice last confirmed before a day, and their oldest confirmation."""
    wanted = list(circles)
    oldest: dict[PersonId, tuple[Known, date]] = {}
    for table, stands in ((CHANNEL, CHANNEL.c.removed_on.is_(None)), (POST, true())):
        first = func.min(table.c.confirmed_on).label("first")
        asked = _people(table, wanted, first).where(stands).group_by(record.c.id).having(first < before)
        for row in reader.rows(asked):
            known = _known(row)
            oldest[known.id] = known, min(row.first, oldest.get(known.id, (known, row.first))[1])
    return list(oldest.values())


def running_out(
    reader: Reader, circles: Iterable[CircleId], *, until: date, before: date
) -> list[tuple[Known, FullmaktRow]]:
    """Every fullmakt not ended that runs out by `until`, or is until further notice and confirmed before `before`."""
    near = or_(
        FULLMAKT.c.valid_until <= until, and_(FULLMAKT.c.valid_until.is_(None), FULLMAKT.c.confirmed_on < before)
    )
    asked = _people(FULLMAKT, list(circles), *_own(FULLMAKT)).where(FULLMAKT.c.ended_on.is_(None), near)
    return [(_known(row), _fullmakt(row)) for row in reader.rows(asked)]


def open_motringningar(reader: Reader, circles: Iterable[CircleId]) -> list[tuple[Known, MotringningRow]]:
    """Every request from outside without an outcome."""
    asked = _people(MOTRINGNING, list(circles), *_own(MOTRINGNING)).where(MOTRINGNING.c.state != State.CLOSED.value)
    return [(_known(row), _motringning(row)) for row in reader.rows(asked)]


def _own(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "person"]


def _people(table: Table, circles: list[CircleId], *columns: Any) -> Select[Any]:
    who = (record.c.id.label("whose"), record.c.circle, record.c.reference)
    return (
        select(*who, *columns)
        .join(table, table.c.person == record.c.id)
        .where(record.c.circle.in_(circles), record.c.status == Status.ACTIVE.value)
    )


def _known(row: Row[Any]) -> Known:
    return Known(id=PersonId(row.whose), circle=CircleId(row.circle), reference=row.reference)


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
