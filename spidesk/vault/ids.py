"""Identifiers: what they are called, and how a new one is made.

An id says nothing about who it belongs to. It is a UUID of version 7
(RFC 9562 5.7) written as 32 lower-case hexadecimal characters: 48 bits of
milliseconds, so that rows made together lie together, and 74 random bits, so that
a row can be sealed before it is stored and two vaults can meet without a clash.
"""

import os
import re
import time
from typing import NewType

VaultId = NewType("VaultId", str)
UserId = NewType("UserId", str)
CircleId = NewType("CircleId", str)
PersonId = NewType("PersonId", str)
RowId = NewType("RowId", str)

_SHAPE = re.compile(r"[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}")
_RANDOM_BITS = 80


def new_id() -> str:
    """Return a fresh UUIDv7 as 32 hexadecimal characters, from the system's random source."""
    return id_from(time.time_ns() // 1_000_000, os.urandom(_RANDOM_BITS // 8))


def id_from(milliseconds: int, random: bytes) -> str:
    """Return the UUIDv7 of a moment (milliseconds since 1970, UTC) and ten random bytes.

    A clock outside the 48 bits the format has is folded into them: the id stays
    unique through its random part, and the order of ids is never relied on.
    """
    if len(random) != _RANDOM_BITS // 8:
        raise ValueError("an id takes exactly ten random bytes")
    value = (milliseconds & (1 << 48) - 1) << _RANDOM_BITS | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0b11 << 62) | 0b10 << 62
    return f"{value:032x}"


def is_id(text: str) -> bool:
    """Tell whether the text has the shape of an id made here."""
    return _SHAPE.fullmatch(text) is not None
