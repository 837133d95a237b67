"""Person keys and sealed parts: what says who, where and why.

    circle key ──AES-256-GCM──> person key ──AES-256-GCM──> part (msgpack, padded to a size bucket)

Associated data names vault, circle, person, part, version and key generation, so a part that is moved, swapped or given
another version does not open. An older version put back as the newest opens, but is not what the log says was written
last, and that is looked up before it is shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import Row, func, insert, select

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import CircleId, PersonId, new_id
from spidesk.vault.keys import boxes
from spidesk.vault.keys.faults import Malformed, Unopened
from spidesk.vault.store.held import Held, written
from spidesk.vault.store.rows import Touch, digest, part_row
from spidesk.vault.store.schema import PART, PERSON, TOUCHED

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Where a person's key stands; no key yet."""

    id: PersonId
    circle: CircleId
    epoch: int
    generation: int
    sealed: bytes


def key_aad(vault: str, circle: str, epoch: int, generation: int, person: str) -> bytes:
    """Give what a sealed person key is bound to."""
    return encode(labels.PERSON_KEY, vault, circle, epoch, generation, person)


def part_aad(vault: str, circle: str, name: str, version: int, generation: int, person: str) -> bytes:
    """Give what a sealed part is bound to."""
    return encode(labels.PART, vault, circle, name, version, generation, person)


def draft_aad(vault: str, user: str, draft: str) -> bytes:
    """Give what a sealed draft is bound to."""
    return encode(labels.DRAFT, vault, user, draft)


def encoded(value: object) -> bytes:
    """Give the padded bytes of a payload, a frozen dataclass."""
    return boxes.pad(msgspec.msgpack.encode(value))


def decoded(padded: bytes, kind: type[T]) -> T:
    """Read what `encoded` gave. Raises Damaged when it is not of this kind; the content goes into no message."""
    try:
        return cast(T, decoder(cast(Hashable, kind)).decode(boxes.unpad(padded)))
    except (Malformed, msgspec.DecodeError):
        raise Damaged("part.content") from None


@lru_cache(maxsize=256)
def decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    """Give the decoder of a kind of payload, made once."""
    return msgspec.msgpack.Decoder(kind)


def person_row(held: Held, person: PersonId) -> PersonRow:
    """Find a person's key row. Raises KeyError if the vault has no such person."""
    row = held.db.connection.execute(
        select(PERSON.c.id, PERSON.c.circle, PERSON.c.epoch, PERSON.c.generation, PERSON.c.sealed).where(
            PERSON.c.id == person
        )
    ).first()
    if row is None:
        raise KeyError("person")
    return PersonRow(*row)


def person_key(held: Held, row: PersonRow) -> bytes:
    """Open a person's key. Refuses with `vault.not_member`; Damaged if it does not open."""
    epoch, circle_key = held.circle_key(row.circle)
    return key_under(held, row, epoch, circle_key)


def key_under(held: Held, row: PersonRow, epoch: int, circle_key: bytes) -> bytes:
    """Open a person's key with the circle key of an epoch. Raises Damaged if it does not open."""
    if epoch != row.epoch:
        raise Damaged("person.epoch")
    try:
        aad = key_aad(held.vault, row.circle, row.epoch, row.generation, row.id)
        return boxes.unseal(circle_key, row.sealed, aad=aad)
    except Unopened:
        raise Damaged("person.key") from None


def add_person(held: Held, person: PersonId, circle: CircleId) -> Touch:
    """Make a person's key in a circle of the user's."""
    epoch, circle_key = held.circle_key(circle)
    sealed = boxes.seal(circle_key, boxes.fresh_key(), aad=key_aad(held.vault, circle, epoch, 1, person))
    values = {
        "id": person,
        "circle": circle,
        "epoch": epoch,
        "generation": 1,
        "sealed": sealed,
        "made_at": written(held.now()),
    }
    held.db.connection.execute(insert(PERSON).values(**values))
    return Touch(PERSON.name, person, 0, digest(PERSON.name, values))


def add_part(held: Held, person: PersonId, name: str, value: object, after: int) -> tuple[int, Touch]:
    """Add a version of a part. Refuses with `vault.row_changed` unless `after` is the newest version there is."""
    row = person_row(held, person)
    newest = newest_version(held, person, name)
    if newest != after:
        raise Refusal("vault.row_changed")
    version = after + 1
    aad = part_aad(held.vault, row.circle, name, version, row.generation, person)
    sealed = boxes.seal(person_key(held, row), encoded(value), aad=aad)
    values = {
        "id": new_id(),
        "person": person,
        "name": name,
        "version": version,
        "generation": row.generation,
        "sealed": sealed,
        "by": held.user,
        "made_at": written(held.now()),
    }
    held.db.connection.execute(insert(PART).values(**values))
    return version, Touch(PART.name, part_row(person, name), version, digest(PART.name, values))


def newest_version(held: Held, person: str, name: str) -> int:
    """Give the newest stored version of a part; 0 if there is none."""
    found = held.db.connection.execute(
        select(PART.c.version)
        .where(PART.c.person == person, PART.c.name == name)
        .order_by(PART.c.version.desc())
        .limit(1)
    ).scalar()
    return int(found or 0)


def versions(held: Held, person: str, name: str) -> Sequence[Row[Any]]:
    """Give every stored version of a part, oldest first."""
    return held.db.connection.execute(
        select(PART).where(PART.c.person == person, PART.c.name == name).order_by(PART.c.version)
    ).all()


def newest_of(held: Held, person: str, prefix: str) -> list[Row[Any]]:
    """Give the newest version of every part whose name begins with `prefix`, by name."""
    rows = held.db.connection.execute(
        select(PART)
        .where(PART.c.person == person, PART.c.name >= prefix, PART.c.name < prefix + chr(0x10FFFF))
        .order_by(PART.c.name, PART.c.version)
    ).all()
    return list({row.name: row for row in rows}.values())


def check_names(held: Held, person: str, prefix: str, rows: Sequence[Row[Any]]) -> None:
    """Raise Damaged unless the parts found are all that the log says a person has, beginning with `prefix`."""
    low = part_row(person, prefix)
    there: dict[str, bool] = {}
    for row, sha in held.db.connection.execute(
        select(TOUCHED.c.row, TOUCHED.c.sha)
        .where(TOUCHED.c.tab == PART.name, TOUCHED.c.row >= low, TOUCHED.c.row < low + chr(0x10FFFF))
        .order_by(TOUCHED.c.seq, TOUCHED.c.id)
    ):
        there[row.partition("/")[2]] = sha is not None
    if {name for name, kept in there.items() if kept} != {row.name for row in rows}:
        raise Damaged("part.replayed")


def owners(held: Held, circle: str) -> list[PersonRow]:
    """Give the key rows of everyone in a circle."""
    columns = (PERSON.c.id, PERSON.c.circle, PERSON.c.epoch, PERSON.c.generation, PERSON.c.sealed)
    return [PersonRow(*row) for row in held.db.connection.execute(select(*columns).where(PERSON.c.circle == circle))]


def all_of(held: Held, person: str) -> Sequence[Row[Any]]:
    """Give every version of every part of a person, by name and version."""
    query = select(PART).where(PART.c.person == person).order_by(PART.c.name, PART.c.version)
    return held.db.connection.execute(query).all()


def count(held: Held, circle: CircleId) -> int:
    """Give how many people a circle holds."""
    found = held.db.connection.execute(select(func.count()).select_from(PERSON).where(PERSON.c.circle == circle))
    return int(found.scalar_one())


def check_newest(held: Held, row: Row[Any]) -> None:
    """Raise Damaged unless the row is what the log says was written last for this part."""
    logged = held.db.connection.execute(
        select(TOUCHED.c.version, TOUCHED.c.sha)
        .where(TOUCHED.c.tab == PART.name, TOUCHED.c.row == part_row(row.person, row.name))
        .order_by(TOUCHED.c.seq.desc(), TOUCHED.c.version.desc())
        .limit(1)
    ).first()
    if logged is None or logged.version != row.version or logged.sha != digest(PART.name, dict(row._mapping)):
        raise Damaged("part.replayed")


def check_all(held: Held, person: str, name: str, rows: Sequence[Row[Any]]) -> None:
    """Raise Damaged unless the rows are exactly the versions that the log says were written."""
    logged: dict[int, bytes | None] = {}
    for version, sha in held.db.connection.execute(
        select(TOUCHED.c.version, TOUCHED.c.sha)
        .where(TOUCHED.c.tab == PART.name, TOUCHED.c.row == part_row(person, name))
        .order_by(TOUCHED.c.seq, TOUCHED.c.id)
    ):
        logged[version] = sha
    there = {version: sha for version, sha in logged.items() if sha is not None}
    if there != {row.version: digest(PART.name, dict(row._mapping)) for row in rows}:
        raise Damaged("part.replayed")


def opened(held: Held, owner: PersonRow, key: bytes, row: Row[Any], kind: type[T]) -> T:
    """Open one version of a part with the person's key."""
    try:
        aad = part_aad(held.vault, owner.circle, row.name, row.version, row.generation, owner.id)
        return decoded(boxes.unseal(key, row.sealed, aad=aad), kind)
    except Unopened:
        raise Damaged("part.unopened") from None
