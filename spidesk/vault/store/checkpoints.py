"""Checkpoints: how far the log's signatures have been verified, so that the next unlock need not begin at line 1.

Only signatures are skipped up to a checkpoint. The chain of hashes is followed from the first line every time. And only
up to one's own: whoever holds the vault's key can write lines in another's name and a checkpoint after them, so what
somebody else says they have verified is no reason to leave it out.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import insert, select

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.errors import Damaged
from spidesk.vault.keys import pairs
from spidesk.vault.keys.pairs import PublicKeys
from spidesk.vault.store.held import Head, Held, written
from spidesk.vault.store.schema import CHECKPOINT


def message(vault: str, seq: int, digest: bytes, user: str, signer: int) -> bytes:
    """Give the bytes a checkpoint is signed over."""
    return encode(labels.CHECKPOINT, "log", vault, seq, digest, user, signer)


def newest(held: Held, keys: Callable[[str, int], PublicKeys]) -> tuple[int, bytes]:
    """Give the user's own newest checkpoint, by their present keys: number and hash of its line; 0 and nothing if none.

    `keys` gives a user's verified public keys. Raises Damaged for a checkpoint that nobody signed.
    """
    own = select(CHECKPOINT).where(CHECKPOINT.c.user == held.user, CHECKPOINT.c.signer == held.signer)
    row = held.db.connection.execute(own.order_by(CHECKPOINT.c.seq.desc()).limit(1)).first()
    if row is None:
        return 0, b""
    signed = message(held.vault, row.seq, row.hash, row.user, row.signer)
    if not pairs.verify(keys(row.user, row.signer).sig, row.signature, signed):
        raise Damaged("log.checkpoint")
    return row.seq, row.hash


def add(held: Held, head: Head) -> None:
    """Inside a transaction: say that every signature up to `head` has been verified."""
    signed = message(held.vault, head.seq, head.hash, held.user, held.signer)
    held.db.connection.execute(
        insert(CHECKPOINT).values(
            seq=head.seq,
            hash=head.hash,
            user=held.user,
            signer=held.signer,
            signature=pairs.sign(held.keys, signed),
            made_at=written(held.now()),
        )
    )
