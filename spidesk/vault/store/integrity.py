"""Whether what stands in the tables is what the log says was written there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, select

from spidesk.vault.store.cipher import Database, faults
from spidesk.vault.store.rows import digest, part_row
from spidesk.vault.store.schema import PART, TOUCHED

_LOGGED = 'SELECT "row", version, sha FROM audit_row WHERE tab = ? ORDER BY "row", version, seq, id'
_AT_ONCE = 1000
Key = tuple[str, int]


def wrong_rows(db: Database, table: Table) -> int:
    """Count the rows of a table that are not as the log says: edited, put back, added or taken away unlogged."""
    return sum(1 for right in compared(db, table) if not right)


def compared(db: Database, table: Table) -> Iterator[bool]:
    """Tell of each row in turn, and of each row that should be there, whether it is as the log says.

    Both are read in the order of their keys, side by side, so that a large table takes no memory.
    """
    with faults():
        logged = _newest(db, table)
        expected = next(logged, None)
        for key, sha in _stored(db, table):
            while expected is not None and expected[0] < key:
                yield False
                expected = next(logged, None)
            if expected is not None and expected[0] == key:
                yield expected[1] == sha
                expected = next(logged, None)
            else:
                yield False
        while expected is not None:
            yield False
            expected = next(logged, None)


def _newest(db: Database, table: Table) -> Iterator[tuple[Key, bytes]]:
    """Give the newest digest of every row the log says is there, by key."""
    last: tuple[Key, bytes | None] | None = None
    for row, version, sha in db.driver.execute(_LOGGED, (table.name,)):
        if last is not None and last[0] != (row, version) and last[1] is not None:
            yield last[0], last[1]
        last = ((row, version), sha)
    if last is not None and last[1] is not None:
        yield last[0], last[1]


def _stored(db: Database, table: Table) -> Iterator[tuple[Key, bytes]]:
    order = (table.c.person, table.c.name, table.c.version) if table.name == PART.name else (table.c.id,)
    query = select(table).order_by(*order).execution_options(yield_per=_AT_ONCE)
    for row in db.connection.execute(query):
        values: dict[str, Any] = dict(row._mapping)
        yield key_of(table, values), digest(table.name, values)


def key_of(table: Table, values: dict[str, Any]) -> Key:
    """Give what stands in `audit_row` for a row: its id, or for a part its person and name, and its version."""
    if table.name == PART.name:
        return part_row(values["person"], values["name"]), values["version"]
    return values["id"], 0


def logged_tables(db: Database) -> set[str]:
    """Give the names of every table that the log has rows of."""
    with faults():
        return set(db.connection.execute(select(TOUCHED.c.tab).distinct()).scalars())
