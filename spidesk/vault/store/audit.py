"""The log: a chain of signed lines, each in the transaction of what it tells about.

A line's hash covers the line before it and the digests of the rows it wrote; the acting user signs the hash. So a line
that is edited, moved, dropped or forged, and a row changed without one, show. Order is by number, never by clock: a
clock set back is itself a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select

from spidesk.vault import labels
from spidesk.vault.canonical import Field, encode
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.store.cipher import faults
from spidesk.vault.store.held import Head, Held, moment, written
from spidesk.vault.store.rows import Touch
from spidesk.vault.store.schema import EVENT, TOUCHED

Detail = int | bool | date | str

CLOCK_TOLERANCE = 2.0
"""Seconds a clock may be corrected backwards without a line of its own."""

_ACTION = re.compile(r"[a-z]+\.[a-z0-9_]{1,40}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")
_ID = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"\d{6,8}[-+]?\d{4}")  # the shape of a personnummer

_ADD_ROW = 'INSERT INTO audit_row (seq, tab, "row", version, sha) VALUES (?, ?, ?, ?, ?)'


@dataclass(frozen=True, slots=True)
class Note:
    """A line to be written: what was done, to what, with details that identify nobody."""

    action: str
    reference: str
    object: str
    details: str


def note(action: str, reference: str, about: str, details: Mapping[str, Detail]) -> Note:
    """Make a line. Raises ValueError for what could be a name, a number or free text: a defect of the caller."""
    if not _ACTION.fullmatch(action):
        raise ValueError("an action is room.verb")
    parts = []
    for name in sorted(details):
        if not _NAME.fullmatch(name):
            raise ValueError("a detail's name is one short word")
        parts.append(f"{name}={_value(details[name])}")
    return Note(action, _safe(reference), _safe(about), ";".join(parts))


def _value(value: Detail) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _safe(value) if isinstance(value, str) else str(value)


def _safe(text: str) -> str:
    bare = text.split("/", 1)[0] if "/" in text else text
    if _ID.fullmatch(text) or _ID.fullmatch(bare.rpartition(":")[2]):
        return text if _CODE.fullmatch(text) else _refuse()
    if not _CODE.fullmatch(text) or _NUMBER.search(text):
        return _refuse()
    return text


def _refuse() -> str:
    raise ValueError("a log line takes codes, ids, numbers and dates alone")


def append(held: Held, line: Note, touched: Sequence[Touch] = ()) -> int:
    """Add a line to the open transaction; gives its number. A clock set back since the last line gets its own first."""
    now = held.now()
    if held.head.at:
        back = (moment(held.head.at) - now).total_seconds()
        if back > CLOCK_TOLERANCE:
            _add(held, note("vault.clock_back", "", "", {"seconds": int(back)}), (), written(now))
    return _add(held, line, touched, written(now))


def _add(held: Held, line: Note, touched: Sequence[Touch], at: str) -> int:
    seq = held.head.seq + 1
    rows = rows_hash(touched)
    values = {
        "seq": seq,
        "at": at,
        "user": held.user,
        "signer": held.signer,
        "action": line.action,
        "reference": line.reference,
        "object": line.object,
        "details": line.details,
        "rows": rows,
    }
    hashed = line_hash(held.vault, held.head.hash, values)
    signature = pairs.sign(held.keys, signed(hashed))
    with faults():
        held.db.connection.execute(insert(EVENT).values(hash=hashed, signature=signature, **values))
        if touched:
            entries = [(seq, one.tab, one.row, one.version, one.sha) for one in touched]
            held.db.driver.executemany(_ADD_ROW, entries)
    held.head = Head(seq, hashed, at)
    return seq


def line_hash(vault: str, before: bytes, values: Mapping[str, Any]) -> bytes:
    """Give the hash of a line, over the hash of the line before it (empty for the first)."""
    names = ("seq", "at", "user", "signer", "action", "reference", "object", "details", "rows")
    return boxes.digest(labels.AUDIT, vault, before, *(values[name] for name in names))


def rows_hash(touched: Iterable[Touch]) -> bytes:
    """Give the hash over the digests of the rows a line wrote, in their order."""
    fields: list[Field] = []
    for one in touched:
        fields += (one.tab, one.row, one.version, one.sha)
    return boxes.digest(labels.AUDIT, "rows", *fields)


def signed(hashed: bytes) -> bytes:
    """Give the bytes that the acting user signs for a line."""
    return encode(labels.AUDIT, "line", hashed)


def last_head(held_db: Any) -> Head:
    """Read the last line's number, hash and time; number 0 and nothing for an empty log."""
    row = held_db.connection.execute(
        select(EVENT.c.seq, EVENT.c.hash, EVENT.c.at).order_by(EVENT.c.seq.desc()).limit(1)
    ).first()
    return Head(0, b"", "") if row is None else Head(row.seq, row.hash, row.at)


def touched_by(held: Held, seq: int) -> list[Touch]:
    """Read the rows a line wrote, in their order."""
    columns = (TOUCHED.c.tab, TOUCHED.c.row, TOUCHED.c.version, TOUCHED.c.sha)
    found = held.db.connection.execute(select(*columns).where(TOUCHED.c.seq == seq).order_by(TOUCHED.c.id))
    return [Touch(*row) for row in found]


def recomputed(held: Held, before: bytes, row: Row[Any]) -> bytes:
    """Give the hash a stored line should have, after the line whose hash is `before`."""
    return line_hash(held.vault, before, dict(row._mapping))
