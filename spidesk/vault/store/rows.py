"""Row digests: what lets a row that was edited or put back behind the program's back be noticed.

A digest covers a row as it is stored: the names and values of all columns that hold something, so that a column added
by a later migration leaves old digests as they are. It stands in `audit_row`, under the audit line that wrote the row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from spidesk.vault import labels
from spidesk.vault.canonical import Field, encode


@dataclass(frozen=True, slots=True)
class Touch:
    """One row that a transaction wrote (`sha`) or took away (no `sha`). `version` counts for parts alone."""

    tab: str
    row: str
    version: int
    sha: bytes | None


def digest(tab: str, values: Mapping[str, Any]) -> bytes:
    """Give the digest of a row of table `tab`, whatever types its columns are read with."""
    fields: list[Field] = [tab]
    for name in sorted(values):
        value = values[name]
        if value is not None:
            fields += (name, stored(value))
    return hashlib.sha256(encode(labels.ROW, *fields)).digest()


def stored(value: Any) -> Field:
    """Give a value as SQLite holds it: truth as 0 or 1, a date and a time as ISO text. Raises TypeError for others."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | bytes):
        return str(value) if isinstance(value, str) else value
    raise TypeError("a row holds text, whole numbers, truth, dates and bytes alone")


def part_row(person: str, name: str) -> str:
    """Give what stands in `audit_row.row` for a part."""
    return f"{person}/{name}"
