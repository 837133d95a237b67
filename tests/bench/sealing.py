"""What sealing costs: everyone's identity read from the vault, and the same content read from files without sealing.

    python -m tests.bench.sealing ROOT BEGAN

Three readings take turns in one process, three times each, medians: the vault's own bulk read; the same two tables in a
SQLCipher file with the same pragmas, where the identity stands as plain msgpack; the same in a SQLite file without any
encryption. All other parts are the same bytes in all three, so that the pages between are the same.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2

from spidesk.person.actions.who import PART
from spidesk.person.rules import Identity
from spidesk.vault.handles import Reader
from spidesk.vault.store import cipher
from spidesk.vault.store.cipher import FileKey
from tests.bench import child, people
from tests.bench.figures import median

_ROUNDS = 3
_TABLES = (
    "CREATE TABLE vault_person (id TEXT PRIMARY KEY NOT NULL, circle TEXT, epoch INTEGER, generation INTEGER, "
    "sealed BLOB, made_at TEXT)",
    "CREATE INDEX vault_person_circle ON vault_person (circle)",
    "CREATE TABLE vault_part (id TEXT PRIMARY KEY NOT NULL, person TEXT, name TEXT, version INTEGER, "
    'generation INTEGER, sealed BLOB, "by" TEXT, made_at TEXT, UNIQUE (person, name, version))',
)
_MEMBERS = "SELECT id FROM vault_person WHERE circle = ?1"
_READ = "SELECT person, version, sealed FROM vault_part WHERE name = ?1 ORDER BY person, version"
"""The same way through the tables as `sealed/bulk.py` takes when everyone is read."""


def _copied(reader: Reader, target: Any) -> Any:
    """Fill an empty database with the vault's people and parts, identities as plain msgpack."""
    for statement in _TABLES:
        target.execute(statement)
    source = reader.held.db.driver
    plain = {
        person: msgspec.msgpack.encode(identity)
        for _, person, identity in reader.open_circles(
            [one.id for one in reader.session.circles if one.roles], PART, Identity, action="bench.copied"
        )
    }
    target.execute("BEGIN")
    target.executemany(
        "INSERT INTO vault_person VALUES (?, ?, ?, ?, ?, ?)",
        source.execute("SELECT id, circle, epoch, generation, sealed, made_at FROM vault_person"),
    )
    parts = source.execute('SELECT id, person, name, version, generation, sealed, "by", made_at FROM vault_part')
    target.executemany(
        "INSERT INTO vault_part VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (row if row[2] != PART else (*row[:5], plain[row[1]], *row[6:]) for row in parts),
    )
    target.execute("COMMIT")
    return target


def _plain_read(target: Any, circles: list[str]) -> int:
    decoder = msgspec.msgpack.Decoder(Identity)
    owners = {row[0]: circle for circle in circles for row in target.execute(_MEMBERS, (circle,))}
    return sum(
        1 for person, _, payload in target.execute(_READ, (PART,)) if person in owners and decoder.decode(payload).given
    )


def _sealed_read(reader: Reader, circles: list[str]) -> int:
    return sum(
        1 for _, _, identity in reader.open_circles(circles, PART, Identity, action="bench.read") if identity.given
    )


def _timed(work: Callable[[], int], into: list[float], wanted: int) -> None:
    began = time.perf_counter()
    found = work()
    into.append(time.perf_counter() - began)
    assert found == wanted, "every reading gives everyone"


def measure(root: Path) -> dict[str, Any]:
    """Read in turns; medians in seconds."""
    enciphered, bare = root / "plain-parts.db", root / "plain-file.db"
    for path in (enciphered, bare):
        path.unlink(missing_ok=True)
    times: dict[str, list[float]] = {"sealed": [], "sqlcipher": [], "sqlite": []}
    with people.place_under(root).opened() as vault, vault.read() as reader:
        circles = [circle.id for circle in reader.session.circles if circle.roles]
        database = cipher.new_database(enciphered, FileKey.fresh())
        same = _copied(reader, database.driver)
        plain = _copied(reader, dbapi2.connect(str(bare), isolation_level=None))
        wanted = _plain_read(plain, circles)
        for _ in range(_ROUNDS):
            _timed(lambda: _plain_read(plain, circles), times["sqlite"], wanted)
            _timed(lambda: _plain_read(same, circles), times["sqlcipher"], wanted)
            _timed(lambda: _sealed_read(reader, circles), times["sealed"], wanted)
        plain.close()
        database.close()
    for path in (enciphered, bare):
        path.unlink()
    return {"people": wanted, **{name: median(found) for name, found in times.items()}}


if __name__ == "__main__":
    child.answer(measure(Path(sys.argv[1])))
