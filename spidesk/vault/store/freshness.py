"""Whether a vault is the newest this workstation knows of, and whether the end of its log holds.

The whole log is verified after unlock, with progress. What is done while the user waits: the last lines' hashes and
signatures, and the head that was remembered outside the vault.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from spidesk.vault import labels
from spidesk.vault.errors import Damaged
from spidesk.vault.keys import pairs
from spidesk.vault.keys.pairs import PublicKeys
from spidesk.vault.session import NoticeKind
from spidesk.vault.store import audit
from spidesk.vault.store.held import Held
from spidesk.vault.store.schema import EVENT, INFO, PUBLIC

_TAIL = 50
_TAIL_ROWS = 5
"""Lines whose row digests are gone through too: one line of a large job can have written a hundred thousand rows."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the remembered head says: nothing to tell (no kind), or older by so many lines, or the head is lost."""

    kind: NoticeKind | None
    lines: int = 0


def check_tail(held: Held) -> None:
    """Verify hashes, row digests and signatures of the last lines. Raises Damaged."""
    rows = held.db.connection.execute(select(EVENT).order_by(EVENT.c.seq.desc()).limit(_TAIL + 1)).all()
    lines = list(reversed(rows))
    if not lines:
        raise Damaged("log.empty")
    signers: dict[tuple[str, int], bytes] = {}
    before = lines[0].hash if lines[0].seq > 1 else b""
    expected = lines[0].seq + 1 if lines[0].seq > 1 else 1
    for row in lines[1:] if lines[0].seq > 1 else lines:
        if row.seq != expected:
            raise Damaged("log.gap")
        check_line(held, before, row, signers, rows=row.seq > lines[-1].seq - _TAIL_ROWS)
        before, expected = row.hash, row.seq + 1


def check_line(held: Held, before: bytes, row: Row[Any], signers: dict[tuple[str, int], bytes], *, rows: bool) -> None:
    """Verify one line after the line whose hash is `before`: its hash, its signature, its rows. Raises Damaged."""
    if rows and audit.rows_hash(audit.touched_by(held, row.seq)) != row.rows:
        raise Damaged("log.rows")
    if audit.recomputed(held, before, row) != row.hash:
        raise Damaged("log.hash")
    if not pairs.verify(signer_key(held, row.user, row.signer, signers), row.signature, audit.signed(row.hash)):
        raise Damaged("log.signature")


def signer_key(held: Held, user: str, generation: int, known: dict[tuple[str, int], bytes]) -> bytes:
    """Give the public key a line or a head was signed with, by user and generation. Raises Damaged if there is none."""
    if (user, generation) not in known:
        if user == held.user and generation == held.signer:
            known[(user, generation)] = held.keys.public.sig
        else:
            known[(user, generation)] = _public(held, user, generation).sig
    return known[(user, generation)]


def _public(held: Held, user: str, generation: int) -> PublicKeys:
    if user == labels.RECOVERY_HOLDER:
        holder = held.db.connection.execute(select(INFO.c.recovery_kem, INFO.c.recovery_sig)).one()
        return PublicKeys(kem=holder.recovery_kem, sig=holder.recovery_sig)
    row = held.db.connection.execute(
        select(PUBLIC.c.kem, PUBLIC.c.sig).where(PUBLIC.c.user == user, PUBLIC.c.generation == generation)
    ).one_or_none()
    if row is None:
        raise Damaged("log.signer")
    return PublicKeys(kem=row.kem, sig=row.sig)


def compare(held: Held) -> Known:
    """Hold the vault against the head this workstation remembers."""
    try:
        seen = held.seen.read(held.vault)
    except ValueError:
        return Known(NoticeKind.HEAD_LOST)
    if seen is None:
        return Known(None)
    if seen.seq > held.head.seq:
        return Known(NoticeKind.VAULT_OLDER, seen.seq - held.head.seq)
    stored = held.db.connection.execute(select(EVENT.c.hash).where(EVENT.c.seq == seen.seq)).scalar_one_or_none()
    if stored != seen.hash:
        return Known(NoticeKind.VAULT_OLDER, held.head.seq - seen.seq)
    try:
        signer = signer_key(held, seen.user, seen.signer, {})
    except Damaged:
        return Known(NoticeKind.HEAD_LOST)
    return Known(None if pairs.verify(signer, seen.signature, seen.message()) else NoticeKind.HEAD_LOST)
