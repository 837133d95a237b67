"""What an open vault holds in memory: the file, the user's keys, the circle keys met so far, the head of the log."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.keys.faults import Unopened
from spidesk.vault.keys.pairs import UserKeys
from spidesk.vault.outside.heads import HeadStore, Seen, seen_message
from spidesk.vault.store.cipher import Database
from spidesk.vault.store.schema import EPOCH, GRANT

_ISO = "%Y-%m-%dT%H:%M:%S.%fZ"


def written(at: datetime) -> str:
    """Give a moment as the vault writes it: UTC, ISO 8601, microseconds, `Z`."""
    return at.astimezone(UTC).strftime(_ISO)


def moment(text: str) -> datetime:
    """Read what `written` gave; aware, UTC."""
    return datetime.strptime(text, _ISO).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of the log: its number, its hash and when it was written (empty before the first)."""

    seq: int
    hash: bytes
    at: str


@dataclass(slots=True, kw_only=True)
class Held:
    """The state of one open vault. One thread holds it, and no other may touch it."""

    vault: str
    folder: Path
    db: Database = field(repr=False)
    keys: UserKeys = field(repr=False)
    user: UserId
    signer: int
    clock: Callable[[], datetime] = field(repr=False)
    seen: HeadStore = field(repr=False)
    head: Head
    older: bool = False
    """The vault is older than what this workstation has seen: reads are logged, writes refused, no head remembered."""
    thread: int = field(default_factory=threading.get_ident)
    directory: Any = field(default=None, repr=False)
    """Verified users, keys and grants, kept until membership changes; `members.roll.directory` fills it."""
    _circles: dict[str, tuple[int, bytes]] = field(default_factory=dict, repr=False)

    def check_thread(self) -> None:
        """Raise RuntimeError for any thread but the one that opened the vault: a defect, never the user's doing."""
        if threading.get_ident() != self.thread:
            raise RuntimeError("the vault is held by another thread")

    def now(self) -> datetime:
        """Give the time, aware, UTC."""
        return self.clock().astimezone(UTC)

    def check_member(self, circle: CircleId) -> None:
        """Refuse with `vault.not_member` unless the user holds a key of the circle; opens none."""
        if circle not in self._circles and self._grant(circle) is None:
            raise Refusal("vault.not_member")

    def circle_key(self, circle: CircleId) -> tuple[int, bytes]:
        """Give epoch and key of a circle the user is a keyed member of. Refuses with `vault.not_member`."""
        if circle not in self._circles:
            found = self._grant(circle)
            if found is None:
                raise Refusal("vault.not_member")
            self._circles[circle] = (found[0], self._unwrap(circle, *found))
        return self._circles[circle]

    def _grant(self, circle: CircleId) -> tuple[int, bytes] | None:
        row = self.db.connection.execute(
            select(GRANT.c.epoch, GRANT.c.sealed)
            .where(GRANT.c.circle == circle, GRANT.c.user == self.user, GRANT.c.user_generation == self.signer)
            .order_by(GRANT.c.number.desc())
            .limit(1)
        ).first()
        return None if row is None or row.sealed is None else (row.epoch, row.sealed)

    def _unwrap(self, circle: str, epoch: int, sealed: bytes) -> bytes:
        try:
            return pairs.unwrap(
                self.keys,
                sealed,
                vault=self.vault,
                purpose=labels.CIRCLE_KEY,
                epoch=epoch,
                recipient=self.user,
                about=circle,
            )
        except Unopened:
            raise Damaged("grant.unopened") from None

    def blind_keys(self, circle: CircleId) -> dict[int, bytes]:
        """Give the keys of the circle's blind index by epoch, oldest first: a mark is made with each in turn.

        Each epoch adds one, so that a former member, who knew the earlier, can make no mark of those who came after.
        """
        _, key = self.circle_key(circle)
        query = select(EPOCH.c.epoch, EPOCH.c.blind_sealed).where(
            EPOCH.c.circle == circle, EPOCH.c.blind_sealed.is_not(None)
        )
        try:
            found = {
                row.epoch: boxes.unseal(key, row.blind_sealed, aad=blind_aad(self.vault, circle, row.epoch))
                for row in self.db.connection.execute(query.order_by(EPOCH.c.epoch))
            }
        except Unopened:
            raise Damaged("circle.blind") from None
        if not found:
            raise Damaged("circle.blind")
        return found

    def forget_keys(self) -> None:
        """Drop the circle keys and the directory met so far: membership has changed, or the vault closes."""
        self._circles.clear()
        self.directory = None

    def remember_head(self) -> None:
        """Keep the head outside the vault, signed; not of a vault that was put back."""
        if self.older:
            return
        message = seen_message(self.vault, self.head.seq, self.head.hash, self.user, self.signer)
        signature = pairs.sign(self.keys, message)
        self.seen.write(Seen(self.vault, self.head.seq, self.head.hash, self.user, self.signer, signature))


def blind_aad(vault: str, circle: str, epoch: int) -> bytes:
    """Give what a circle's sealed blind-index key is bound to."""
    return encode(labels.BLIND, "key", vault, circle, epoch)
