"""The drop: how a handler hands something to a circle without being in it.

A circle has a key pair whose public half stands open in the vault. What is sealed to it, a recipient line for the post
circle, is bound to a purpose and a row, and opens for the circle's keyed members alone. The public half is signed by a
kretsägare and verified before anything is sealed to it.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Row, select

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import CircleId
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.keys.faults import Malformed, Unopened
from spidesk.vault.keys.pairs import KemKeys
from spidesk.vault.sealed import parts
from spidesk.vault.store.held import Held
from spidesk.vault.store.schema import EPOCH

T = TypeVar("T")
_EPOCH = 4
_WRAP = 2


def key_message(vault: str, circle: str, epoch: int, kem: bytes) -> bytes:
    """Give the bytes a circle's drop key is signed over."""
    return encode(labels.GRANT, "drop", vault, circle, epoch, kem)


def key_aad(vault: str, circle: str, epoch: int, current: int) -> bytes:
    """Give what the private half of the drop key of `epoch` is bound to, under the circle key of `current`."""
    return encode(labels.DROP_KEY, vault, circle, epoch, current)


def newest(held: Held, circle: CircleId) -> Row[Any]:
    """Give the circle's drop key in use. Refuses with `vault.circle_waits` for a circle that has no keys yet."""
    row = held.db.connection.execute(
        select(EPOCH).where(EPOCH.c.circle == circle).order_by(EPOCH.c.epoch.desc()).limit(1)
    ).first()
    if row is None:
        raise Refusal("vault.circle_waits")
    return row


def seal(held: Held, key: Row[Any], value: object, *, purpose: str, row: str) -> bytes:
    """Seal to a drop key that the caller has verified: epoch, wrapped key, box."""
    secret = boxes.fresh_key()
    wrapped = pairs.wrap(
        key.drop_kem,
        secret,
        vault=held.vault,
        purpose=labels.DROP,
        epoch=key.epoch,
        recipient=key.circle,
        about=row,
    )
    box = boxes.seal(secret, parts.encoded(value), aad=_aad(held.vault, key.circle, key.epoch, purpose, row))
    head: bytes = key.epoch.to_bytes(_EPOCH, "big") + len(wrapped).to_bytes(_WRAP, "big")
    return head + wrapped + box


def open_sealed(held: Held, circle: CircleId, sealed: bytes, kind: type[T], *, purpose: str, row: str) -> T:
    """Open what was sealed to a circle of the user's. Refuses with `vault.not_member`; Damaged if it does not open."""
    epoch = int.from_bytes(sealed[:_EPOCH], "big")
    size = int.from_bytes(sealed[_EPOCH : _EPOCH + _WRAP], "big")
    wrapped, box = sealed[_EPOCH + _WRAP :][:size], sealed[_EPOCH + _WRAP + size :]
    keys = pair(held, circle, epoch)
    try:
        secret = pairs.unwrap(
            keys, wrapped, vault=held.vault, purpose=labels.DROP, epoch=epoch, recipient=circle, about=row
        )
        return parts.decoded(boxes.unseal(secret, box, aad=_aad(held.vault, circle, epoch, purpose, row)), kind)
    except (Unopened, ValueError):
        raise Damaged("drop.unopened") from None


def pair(held: Held, circle: CircleId, epoch: int) -> KemKeys:
    """Open the private half of the drop key of an epoch. Refuses with `vault.not_member`."""
    current, circle_key = held.circle_key(circle)
    sealed = held.db.connection.execute(
        select(EPOCH.c.drop_sealed).where(EPOCH.c.circle == circle, EPOCH.c.epoch == epoch)
    ).scalar_one_or_none()
    if sealed is None:
        raise Damaged("drop.epoch")
    try:
        return KemKeys.from_bytes(boxes.unseal(circle_key, sealed, aad=key_aad(held.vault, circle, epoch, current)))
    except (Unopened, Malformed):
        raise Damaged("drop.key") from None


def _aad(vault: str, circle: str, epoch: int, purpose: str, row: str) -> bytes:
    return encode(labels.DROP, vault, circle, epoch, purpose, row)
