"""What someone was in a circle when they wrote a row: who may decide is asked of that moment, not of today.

Every user of the vault can write an open column and sign a line of the log for it. So a decision that stands open, an
answer or a choice, counts only if the log says that the one who wrote the row last had the right then, and the row is
still as it was written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, Table, func, select

from spidesk.vault.members import order
from spidesk.vault.members.circles import read_roles
from spidesk.vault.members.roll import directory
from spidesk.vault.sealed import parts
from spidesk.vault.session import Role
from spidesk.vault.store.held import Held
from spidesk.vault.store.rows import digest, part_row
from spidesk.vault.store.schema import EVENT, GRANT, PART, TOUCHED


def was_written(held: Held, table: Table, row: str) -> bool:
    """Tell whether the log knows the row, now or before it was taken away."""
    return _last(held, table, row) is not None


def part_renewed(held: Held, person: str, name: str, table: Table, row: str) -> bool:
    """Tell whether a part has got a new version since the row was first written, by the log. Nothing is opened."""
    first = held.db.connection.execute(
        select(func.min(TOUCHED.c.seq)).where(TOUCHED.c.tab == table.name, TOUCHED.c.row == row)
    ).scalar()
    then = held.db.connection.execute(
        select(func.max(TOUCHED.c.version)).where(
            TOUCHED.c.tab == PART.name, TOUCHED.c.row == part_row(person, name), TOUCHED.c.seq <= (first or 0)
        )
    ).scalar()
    return parts.newest_version(held, person, name) > (then or 0)


def written_by_admin(held: Held, table: Table, row: str) -> bool:
    """Tell whether who wrote the row last was valvadministratör then, and it stands as they wrote it."""
    last = _last(held, table, row)
    if last is None or not _stands(held, table, row, last.sha):
        return False
    return last.user in order.admins_before(held, directory(held)[0], last.seq)


def written_as(held: Held, table: Table, row: str, circle: str, roles: Collection[Role]) -> bool:
    """Tell whether who wrote the row last had one of the roles in the circle then, and it stands as they wrote it."""
    last = _last(held, table, row)
    if last is None or not _stands(held, table, row, last.sha):
        return False
    return bool(_roles_at(held, circle, last.user, last.seq) & set(roles))


def written_only_as(held: Held, table: Table, row: str, may: Collection[tuple[str, Collection[Role]]]) -> bool:
    """Tell whether everyone who ever wrote the row had one of the roles in its circle then, and it stands as written.

    For a row that several write in turn: who writes last does not answer for what a stranger wrote before.
    """
    lines = _lines(held, table, row)
    if not lines or not _stands(held, table, row, lines[-1].sha):
        return False
    return all(any(_roles_at(held, circle, one.user, one.seq) & set(roles) for circle, roles in may) for one in lines)


def _stands(held: Held, table: Table, row: str, sha: bytes | None) -> bool:
    stored = held.db.connection.execute(select(table).where(table.c.id == row)).mappings().one_or_none()
    return stored is not None and sha == digest(table.name, dict(stored))


def _last(held: Held, table: Table, row: str) -> Row[Any, Any, Any] | None:
    query = _written(table, row).order_by(TOUCHED.c.seq.desc(), TOUCHED.c.id.desc())
    return held.db.connection.execute(query.limit(1)).first()


def _lines(held: Held, table: Table, row: str) -> Sequence[Row[Any, Any, Any]]:
    return held.db.connection.execute(_written(table, row).order_by(TOUCHED.c.seq, TOUCHED.c.id)).all()


def _written(table: Table, row: str) -> Select[Any, Any, Any]:
    query = select(TOUCHED.c.seq, EVENT.c.user, TOUCHED.c.sha).join(EVENT, EVENT.c.seq == TOUCHED.c.seq)
    return query.where(TOUCHED.c.tab == table.name, TOUCHED.c.row == row)


def _roles_at(held: Held, circle: str, user: str, seq: int) -> frozenset[Role]:
    """The user's roles in a circle just before a line: by the newest grant of the epoch that then held."""
    _, grants = directory(held)
    if circle not in {one.id for one in grants.circles}:
        return frozenset()
    grants.members(circle)
    firsts = _grants_written(held, circle)
    then = [one for one in grants.rows(circle) if firsts.get(one.id, seq) < seq]
    epoch = max((one.epoch for one in then), default=0)
    mine = [one for one in then if one.user == user]
    return read_roles(mine[-1].roles) if mine and mine[-1].epoch == epoch else frozenset()


def _grants_written(held: Held, circle: str) -> dict[str, int]:
    query = (
        select(TOUCHED.c.row, func.min(TOUCHED.c.seq))
        .join(GRANT, GRANT.c.id == TOUCHED.c.row)
        .where(TOUCHED.c.tab == GRANT.name, GRANT.c.circle == circle)
        .group_by(TOUCHED.c.row)
    )
    return {row: seq for row, seq in held.db.connection.execute(query)}
