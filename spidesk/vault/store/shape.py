"""The database's shape: refused when newer than the program, brought up on a copy when older.

The old file is kept beside the new one until the new one has been opened; then it goes.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged
from spidesk.vault.migrations import upgrade
from spidesk.vault.store.cipher import Database, FileKey, faults, open_database

DATABASE = "store.db"
NEXT = "store.db.next"
"""The file that will take the database's place when a key is changed."""

PAGE = 4096
BEFORE = ".before"
_COPY = ".copy"


def brought_up(path: Path, db: Database, key: FileKey) -> Database:
    """Give an open database of the newest shape, this one or one made from it.

    Refuses with `vault.newer`, or `vault.incomplete` for a file not copied whole; Damaged for one without shape.
    """
    try:
        _check_length(path, db)
        newest = _is_newest(db)
    except BaseException:
        db.close()
        raise
    if not newest:
        return _upgraded(path, db, key)
    path.with_name(path.name + BEFORE).unlink(missing_ok=True)
    return db


def _is_newest(db: Database) -> bool:
    revision = upgrade.current(db.connection)
    if revision is None:
        raise Damaged("database.shape")
    if not upgrade.known(revision):
        raise Refusal("vault.newer")
    return revision == upgrade.newest()


def clear_away(path: Path) -> None:
    """Take away a file that never took the database's place, and its journal."""
    for one in (path, path.with_name(path.name + "-journal")):
        with suppress(OSError):
            one.unlink(missing_ok=True)


def _check_length(path: Path, db: Database) -> None:
    pages = int(db.driver.execute("PRAGMA page_count").fetchone()[0])
    if path.stat().st_size != pages * PAGE:
        raise Refusal("vault.incomplete")


def _upgraded(path: Path, db: Database, key: FileKey) -> Database:
    """Migrate a copy, check it, put it in the file's place; the old file stays as `store.db.before` until it opens."""
    copy, before = path.with_name(path.name + _COPY), path.with_name(path.name + BEFORE)
    try:
        clear_away(copy)
        revision = upgrade.current(db.connection) or ""
        db.copy_to(copy, key)
    finally:
        db.close()
    fresh = open_database(copy, key)
    try:
        with faults():
            upgrade.upgrade(fresh.connection)
        _check_whole(fresh)
    except BaseException:
        fresh.close()
        clear_away(copy)
        raise
    fresh.close()
    before.unlink(missing_ok=True)
    os.link(path, before)
    copy.replace(path)
    clear_away(copy)
    opened = open_database(path, key)
    opened.migrated_from = revision
    before.unlink(missing_ok=True)
    return opened


def _check_whole(db: Database) -> None:
    if db.integrity():
        raise Damaged("database.migration")
