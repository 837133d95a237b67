"""Whether what stands in the tables is what the log says was written there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from spidesk.vault.store.cipher import Database
from spidesk.vault.store.rows import digest, part_row
from spidesk.vault.store.schema import PART, TOUCHED

_AT_ONCE = 500
_LAST = chr(0x10FFFF)
Key = tuple[str, int]
Watch = Callable[[Sequence[tuple[str, Mapping[str, Any]]], Sequence[tuple[str, int]]], object]
"""Shown each batch too: its rows by their name in the log, and each (name, line) that the log says touched one."""


def wrong_rows(db: Database, table: Table) -> int:
    """Count the rows of a table that are not as the log says: edited, put back, added or taken away unlogged."""
    return sum(batch.count(False) for batch in compared(db, table))


def compared(db: Database, table: Table, watch: Watch | None = None) -> Iterator[list[bool]]:
    """Tell of each row, and of each row that should be there, whether it is as the log says; a batch at a time.

    A batch reads one stretch of ids on both sides and holds nothing open after it: a large table takes no memory, and
    the program may write between two batches. Parts go by the ids of their people.
    """
    column = _by(table)
    low: str | None = None
    while True:
        ids = select(column).distinct().order_by(column).limit(_AT_ONCE)
        found = db.connection.execute(ids if low is None else ids.where(column > low)).scalars().all()
        high = str(found[-1]) if len(found) == _AT_ONCE else None
        yield _compare(db, table, low, high, watch)
        if high is None:
            return
        low = high


def _compare(db: Database, table: Table, low: str | None, high: str | None, watch: Watch | None) -> list[bool]:
    """Compare the rows with ids after `low` and up to `high`; without bounds from the first and to the last."""
    column, end = _by(table), "/" + _LAST if table.name == PART.name else ""
    query = select(table)
    columns = (TOUCHED.c.row, TOUCHED.c.version, TOUCHED.c.sha, TOUCHED.c.seq)
    touched = select(*columns).where(TOUCHED.c.tab == table.name)
    if low is not None:
        query, touched = query.where(column > low), touched.where(TOUCHED.c.row > low + end)
    if high is not None:
        query, touched = query.where(column <= high), touched.where(TOUCHED.c.row <= high + end)
    lines = db.connection.execute(touched.order_by(TOUCHED.c.seq, TOUCHED.c.id)).all()
    logged: dict[Key, bytes | None] = {(row, version): sha for row, version, sha, _ in lines}
    right, rows = [], []
    for stored in db.connection.execute(query):
        values = dict(stored._mapping)
        key = _key(table, values)
        right.append(logged.pop(key, None) == digest(table.name, values))
        rows.append((key[0], values))
    if watch is not None:
        watch(rows, [(row, seq) for row, _, _, seq in lines])
    return right + [False for sha in logged.values() if sha is not None]


def _by(table: Table) -> Any:
    return table.c.person if table.name == PART.name else table.c.id


def _key(table: Table, values: dict[str, Any]) -> Key:
    """Give what stands in `audit_row` for a row: its id, or for a part its person and name, and its version."""
    if table.name == PART.name:
        return part_row(values["person"], values["name"]), values["version"]
    return values["id"], 0


def logged_tables(db: Database) -> set[str]:
    """Give the names of every table that the log has rows of."""
    return set(db.connection.execute(select(TOUCHED.c.tab).distinct()).scalars())
