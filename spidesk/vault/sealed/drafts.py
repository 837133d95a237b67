"""Drafts: what a user had typed and not saved when the vault was locked, sealed to that user alone."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import delete, insert, select

from spidesk.vault import labels
from spidesk.vault.ids import new_id
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.keys.faults import Unopened
from spidesk.vault.sealed import parts
from spidesk.vault.store.held import Held, written
from spidesk.vault.store.rows import Touch, digest
from spidesk.vault.store.schema import DRAFT

T = TypeVar("T")


def keep(held: Held, place: str, value: object) -> tuple[str, list[Touch]]:
    """Keep the draft of a place, in the place of an earlier one there."""
    touched = [touch for row in _own(held) if row[1] == place for touch in drop(held, row[0])]
    draft, secret = new_id(), boxes.fresh_key()
    wrapped = pairs.wrap(
        held.keys.public.kem,
        secret,
        vault=held.vault,
        purpose=labels.DRAFT,
        epoch=held.signer,
        recipient=held.user,
        about=draft,
    )
    box = boxes.seal(secret, parts.encoded(value), aad=_aad(held, draft))
    values = {
        "id": draft,
        "user": held.user,
        "place": place,
        "generation": held.signer,
        "sealed": len(wrapped).to_bytes(2, "big") + wrapped + box,
        "made_at": written(held.now()),
    }
    held.db.connection.execute(insert(DRAFT).values(**values))
    return draft, [*touched, Touch(DRAFT.name, draft, 0, digest(DRAFT.name, values))]


def read(held: Held, kind: type[T]) -> dict[str, tuple[str, T]]:
    """Give the user's own drafts by id: place and content. One that does not open is left out: it is only a draft."""
    found: dict[str, tuple[str, T]] = {}
    for draft, place, generation, sealed in _own(held):
        size = int.from_bytes(sealed[:2], "big")
        try:
            secret = pairs.unwrap(
                held.keys,
                sealed[2 : 2 + size],
                vault=held.vault,
                purpose=labels.DRAFT,
                epoch=generation,
                recipient=held.user,
                about=draft,
            )
            found[draft] = (place, parts.decoded(boxes.unseal(secret, sealed[2 + size :], aad=_aad(held, draft)), kind))
        except Unopened:
            continue
    return found


def drop(held: Held, draft: str) -> list[Touch]:
    """Take away a draft of the user's own; one that is not there is no fault."""
    gone = held.db.connection.execute(delete(DRAFT).where(DRAFT.c.id == draft, DRAFT.c.user == held.user))
    return [Touch(DRAFT.name, draft, 0, None)] if gone.rowcount else []


def _own(held: Held) -> list[tuple[str, str, int, bytes]]:
    rows = held.db.connection.execute(
        select(DRAFT.c.id, DRAFT.c.place, DRAFT.c.generation, DRAFT.c.sealed)
        .where(DRAFT.c.user == held.user)
        .order_by(DRAFT.c.made_at)
    )
    return [(row.id, row.place, row.generation, row.sealed) for row in rows]


def _aad(held: Held, draft: str) -> bytes:
    return parts.draft_aad(held.vault, held.user, draft)
