"""The drop between circles, with an author: what was handed over is what the one who made the row meant.

Anyone in the vault can seal to a drop key and write a row, so a sealed recipient alone says nothing of who ordered. The
author signs it together with what stands open beside it; whoever opens it asks that this is the one who made the row,
by the log, and a member of the circle the row belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import CircleId
from spidesk.vault.keys import pairs
from spidesk.vault.members.circles import drop_key
from spidesk.vault.members.roll import directory
from spidesk.vault.sealed import drops, parts
from spidesk.vault.store.held import Held
from spidesk.vault.store.schema import EVENT, TOUCHED

T = TypeVar("T")
Facts = Sequence[str | int | None]


@dataclass(frozen=True, slots=True)
class _Authored:
    by: str
    signer: int
    signature: bytes
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a row must come from: its table, the circle its maker must work in, and what stands open beside it."""

    table: str
    circle: CircleId
    facts: Facts


def seal(held: Held, circle: CircleId, value: object, *, purpose: str, row: str, facts: Facts) -> bytes:
    """Sign a value with the facts of its row, and seal it to the circle's verified drop key."""
    content = parts.encoded(value)
    message = _message(held, circle, purpose, row, facts, content, held.user, held.signer)
    authored = _Authored(held.user, held.signer, pairs.sign(held.keys, message), content)
    return drops.seal(held, drop_key(held, circle), authored, purpose=purpose, row=row)


def opened(
    held: Held, circle: CircleId, sealed: bytes, kind: type[T], *, purpose: str, row: str, origin: Origin | None
) -> T:
    """Open what was sealed to a circle of the user's. Raises Damaged (`drop.author`) if another made it than `origin`.

    Without an origin only the signature is verified. Refuses with `vault.not_member`.
    """
    found = drops.open_sealed(held, circle, sealed, _Authored, purpose=purpose, row=row)
    facts = () if origin is None else origin.facts
    message = _message(held, circle, purpose, row, facts, found.value, found.by, found.signer)
    known, grants = directory(held)
    if not pairs.verify(known.keys(found.by, found.signer).sig, found.signature, message):
        raise Damaged("drop.author")
    if origin is not None and (
        found.by != _maker(held, origin.table, row) or found.by not in grants.ever_keyed(origin.circle)
    ):
        raise Damaged("drop.author")
    return parts.decoded(found.value, kind)


def writers(held: Held, table: str, row: str) -> list[str]:
    """Give the users who have written a row, by the log, the first one first."""
    query = (
        select(EVENT.c.user)
        .join(TOUCHED, TOUCHED.c.seq == EVENT.c.seq)
        .where(TOUCHED.c.tab == table, TOUCHED.c.row == row)
        .order_by(TOUCHED.c.seq, TOUCHED.c.id)
    )
    return list(held.db.connection.execute(query).scalars())


def _maker(held: Held, table: str, row: str) -> str:
    return next(iter(writers(held, table, row)), "")


def _message(
    held: Held, circle: str, purpose: str, row: str, facts: Facts, content: bytes, by: str, signer: int
) -> bytes:
    return encode(labels.DROP, "author", held.vault, circle, purpose, row, len(facts), *facts, content, by, signer)
