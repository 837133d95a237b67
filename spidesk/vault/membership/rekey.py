"""A circle's new epoch: new circle key, new person keys, every part sealed anew, in a copy of the database."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import MetaData, Row, func, select, update

from spidesk.vault import labels
from spidesk.vault.errors import Damaged
from spidesk.vault.handles import Step, Writer
from spidesk.vault.ids import CircleId
from spidesk.vault.keys import boxes
from spidesk.vault.keys.faults import Unopened
from spidesk.vault.members.circles import Membership, epochs
from spidesk.vault.members.roll import directory
from spidesk.vault.membership import joining
from spidesk.vault.sealed import drops, parts
from spidesk.vault.sealed.parts import PersonRow
from spidesk.vault.store.held import Held
from spidesk.vault.store.rows import Touch, digest, part_row
from spidesk.vault.store.schema import CIRCLE, GRANT, PART, PERSON
from spidesk.vault.tables import MARK

_STEP = 200


def circle(
    writer: Writer, held: Held, circle_id: CircleId, staying: Collection[Membership], progress: Step | None
) -> None:
    """Give the circle a new epoch for those who stay. The caller owns the transaction, on a copy of the database."""
    known, grants = directory(held)
    epoch, old = held.circle_key(circle_id)
    blind, secret = boxes.fresh_key(), boxes.fresh_key()
    older = [(row.epoch, drops.pair(held, circle_id, row.epoch)) for row in epochs(held, circle_id)]
    row, number = grants.circle(circle_id), grants.next_number(circle_id)
    for former in writer.rows(select(GRANT.c.id).where(GRANT.c.circle == circle_id, GRANT.c.sealed.is_not(None))):
        writer.replace(GRANT, former.id, sealed=None)
    joining.new_epoch(writer, held, circle_id, epoch + 1, secret, blind, older, held.blind_keys(circle_id))
    for member in sorted(staying, key=lambda one: one.user != held.user):
        generation, public = known.present(member.user)
        if generation == member.generation:
            key = secret if member.keyed else None
            joining.grant(
                writer, held, circle_id, epoch + 1, member.user, generation, public, member.roles, key, number
            )
            number += 1
    if row.recoverable:
        joining.grant(
            writer, held, circle_id, epoch + 1, labels.RECOVERY_HOLDER, 1, known.recovery(), (), secret, number
        )
    writer.update(CIRCLE, circle_id, version=row.version, epoch=epoch + 1)
    _marks(writer, held, circle_id, blind)
    _people(writer, held, circle_id, epoch, old, secret, progress)


def check(held: Held, circle_id: CircleId, progress: Step | None) -> None:
    """Open every part of the circle with the new keys, as the log says they were written. Raises Damaged."""
    total, done = _size(held, circle_id), 0
    for owner in parts.owners(held, circle_id):
        key = parts.person_key(held, owner)
        by_name: dict[str, list[Row[Any]]] = {}
        for row in parts.all_of(held, owner.id):
            by_name.setdefault(row.name, []).append(row)
            _reopen(held, owner, key, row)
            done += 1
            if progress is not None and done % _STEP == 0:
                progress(total + done, 2 * total)
        for name, rows in by_name.items():
            parts.check_all(held, owner.id, name, rows)
    if progress is not None:
        progress(2 * total, 2 * total)


def _marks(writer: Writer, held: Held, circle_id: CircleId, key: bytes) -> None:
    """Make every blind mark of the circle anew from what it was: nobody need be opened for it."""
    shape = MetaData()
    shape.reflect(held.db.connection)
    for table in shape.tables.values():
        if MARK in table.c and "circle" in table.c:
            query = select(table.c.id, table.c[MARK].label("was")).where(table.c.circle == circle_id)
            for row in writer.rows(query):
                writer.replace(table, row.id, **{MARK: boxes.blind(key, circle_id, row.was)})


def _people(
    writer: Writer, held: Held, circle_id: str, epoch: int, old: bytes, secret: bytes, progress: Step | None
) -> None:
    total, done = _size(held, circle_id), 0
    for owner in parts.owners(held, circle_id):
        former, fresh = parts.key_under(held, owner, epoch, old), boxes.fresh_key()
        aad = parts.key_aad(held.vault, circle_id, epoch + 1, owner.generation + 1, owner.id)
        writer.replace(
            PERSON,
            owner.id,
            epoch=epoch + 1,
            generation=owner.generation + 1,
            sealed=boxes.seal(secret, fresh, aad=aad),
        )
        for row in parts.all_of(held, owner.id):
            writer.touched([_resealed(held, owner, former, fresh, row)])
            done += 1
            if progress is not None and done % _STEP == 0:
                progress(done, 2 * total)


def _resealed(held: Held, owner: PersonRow, former: bytes, fresh: bytes, row: Row[Any]) -> Touch:
    plain = _reopen(held, owner, former, row)
    generation = owner.generation + 1
    aad = parts.part_aad(held.vault, owner.circle, row.name, row.version, generation, owner.id)
    values = {"generation": generation, "sealed": boxes.seal(fresh, plain, aad=aad)}
    held.db.connection.execute(update(PART).where(PART.c.id == row.id).values(**values))
    sha = digest(PART.name, {**row._mapping, **values})
    return Touch(PART.name, part_row(row.person, row.name), row.version, sha)


def _reopen(held: Held, owner: PersonRow, key: bytes, row: Row[Any]) -> bytes:
    try:
        aad = parts.part_aad(held.vault, owner.circle, row.name, row.version, row.generation, owner.id)
        return boxes.unseal(key, row.sealed, aad=aad)
    except Unopened:
        raise Damaged("part.unopened") from None


def _size(held: Held, circle_id: str) -> int:
    joined = select(func.count()).select_from(PART).join(PERSON, PERSON.c.id == PART.c.person)
    return int(held.db.connection.execute(joined.where(PERSON.c.circle == circle_id)).scalar_one())
