"""That keyring and database belong together: the database knows the hash of its keyring, and of the next one.

A new keyring is announced in the database, written, and then confirmed. A crash between leaves a keyring that is either
the confirmed one or the announced one; any other has been put there by someone, and an older one is noticed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, select, update

from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged
from spidesk.vault.keys import files
from spidesk.vault.keys.keyring import Keyring
from spidesk.vault.store import audit
from spidesk.vault.store.held import Held
from spidesk.vault.store.rows import Touch, digest
from spidesk.vault.store.schema import INFO, PUBLIC, USER


def info(held: Held) -> Row[Any]:
    """Read the vault's one row of information."""
    return held.db.connection.execute(select(INFO)).one()


def is_older(held: Held, keyring: Keyring) -> bool:
    """Tell whether the keyring is an earlier one put back. Raises Damaged if it never belonged to this database."""
    row = info(held)
    if keyring.digest() in (row.keyring_hash, row.next_hash):
        return False
    if keyring.generation <= row.keyring_generation:
        return True
    raise Damaged("keyring.foreign")


def settle(held: Held, keyring: Keyring) -> None:
    """Inside a transaction: confirm an announced keyring that was written, or forget one that was not."""
    row = info(held)
    if row.next_hash is None:
        return
    touched = (
        confirm(held, keyring)
        if keyring.digest() == row.next_hash
        else set_info(held, next_generation=None, next_hash=None)
    )
    audit.append(held, audit.note("vault.keyring_settled", "", "", {"generation": keyring.generation}), touched)


def confirm(held: Held, keyring: Keyring) -> list[Touch]:
    """Inside a transaction: take the keyring as the one that belongs here, and the keys in its slots as in use."""
    touched = set_info(
        held,
        keyring_generation=keyring.generation,
        keyring_hash=keyring.digest(),
        next_generation=None,
        next_hash=None,
    )
    return touched + in_use(held, keyring)


def in_use(held: Held, keyring: Keyring) -> list[Touch]:
    """Inside a transaction: let each user's generation be that of the keys in the user's slot."""
    touched: list[Touch] = []
    for slot in keyring.slots:
        generation = held.db.connection.execute(
            select(PUBLIC.c.generation).where(PUBLIC.c.user == slot.user, PUBLIC.c.sig == slot.sig_public)
        ).scalar_one_or_none()
        row = held.db.connection.execute(select(USER).where(USER.c.id == slot.user)).one_or_none()
        if generation is None or row is None:
            raise Damaged("keyring.stranger")
        state = "new" if slot.one_time else "active"
        if row.generation != generation or row.state != state:
            values = {"generation": generation, "state": state, "version": row.version + 1}
            held.db.connection.execute(update(USER).where(USER.c.id == slot.user).values(**values))
            touched.append(Touch(USER.name, slot.user, 0, digest(USER.name, {**row._mapping, **values})))
    return touched


def announce(held: Held, keyring: Keyring) -> list[Touch]:
    """Inside a transaction: say which keyring will be written next."""
    return set_info(held, next_generation=keyring.generation, next_hash=keyring.digest())


def write_keyring(held: Held, keyring: Keyring) -> None:
    """Write both copies of an announced keyring. Refuses with `vault.disk_full` where the disk does not take them."""
    try:
        files.write(held.folder, keyring)
    except OSError:
        raise Refusal("vault.disk_full") from None


def replace(held: Held, keyring: Keyring, line: audit.Note) -> None:
    """Announce a signed keyring, write it and confirm it, in transactions of its own."""
    _alone(held, line, lambda: announce(held, keyring))
    write_keyring(held, keyring)
    written_line = audit.note("vault.keyring_written", "", "", {"generation": keyring.generation})
    _alone(held, written_line, lambda: confirm(held, keyring))


def log(held: Held, line: audit.Note) -> None:
    """Write a line by itself."""
    _alone(held, line, list)


def _alone(held: Held, line: audit.Note, work: Callable[[], list[Touch]]) -> None:
    before = held.head
    held.db.begin()
    try:
        audit.append(held, line, work())
        held.db.commit()
    except BaseException:
        held.db.rollback()
        held.head = before
        raise
    held.remember_head()


def set_info(held: Held, **values: object) -> list[Touch]:
    """Inside a transaction: change the vault's row of information."""
    row = info(held)
    values["version"] = row.version + 1
    held.db.connection.execute(update(INFO).where(INFO.c.id == row.id).values(**values))
    return [Touch(INFO.name, row.id, 0, digest(INFO.name, {**row._mapping, **values}))]
