"""Whether what stands in the tables is what the log says was written there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, func, select

from spidesk.vault.store.cipher import Database, faults
from spidesk.vault.store.rows import digest, part_row
from spidesk.vault.store.schema import PART, TOUCHED

_NEWEST = 'SELECT "row", version, sha FROM audit_row WHERE tab = ? ORDER BY seq, id'


def wrong_rows(db: Database, table: Table) -> int:
    """Count the rows of a table that are not as the log says: edited, put back, added or taken away unlogged."""
    return sum(1 for right in compared(db, table) if not right)


def compared(db: Database, table: Table) -> Iterator[bool]:
    """Tell of each row in turn whether it is as the log says; last come rows that are missing."""
    logged: dict[tuple[str, int], bytes | None] = {}
    with faults():
        for row, version, sha in db.driver.execute(_NEWEST, (table.name,)):
            logged[(row, version)] = sha
        for stored in db.connection.execute(select(table).execution_options(yield_per=2000)):
            values = dict(stored._mapping)
            yield logged.pop(key_of(table, values), None) == digest(table.name, values)
    for sha in logged.values():
        if sha is not None:
            yield False


def key_of(table: Table, values: dict[str, Any]) -> tuple[str, int]:
    """Give what stands in `audit_row` for a row: its id, or for a part its name and version."""
    if table.name == PART.name:
        return part_row(values["person"], values["name"]), values["version"]
    return values["id"], 0


def size(db: Database, table: Table) -> int:
    """Count the rows of a table."""
    with faults():
        return int(db.connection.execute(select(func.count()).select_from(table)).scalar_one())


def logged_tables(db: Database) -> set[str]:
    """Give the names of every table that the log has rows of."""
    with faults():
        return set(db.connection.execute(select(TOUCHED.c.tab).distinct()).scalars())
