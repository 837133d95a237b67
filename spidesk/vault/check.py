"""Verify a vault: is everything in it what the log says was written, by those who say they wrote it?

A verification goes through the log (chain, row digests, signatures), each row of every table, the membership and the
keyring. It is done in slices, so that the lane can do other work in between. With `everything` it verifies all
signatures again instead of those since the last checkpoint, runs both integrity checks of the file and opens every part
of the user's own circles. What it finds are codes and counts: nothing in a result says who a protected person is.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import MetaData, Row, func, select

from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import CircleId
from spidesk.vault.keys import boxes, files, pairs
from spidesk.vault.keys.faults import KeyFault, Unopened
from spidesk.vault.members.circles import drop_key
from spidesk.vault.members.roll import directory
from spidesk.vault.members.writers import Authors, Writers
from spidesk.vault.sealed import parts
from spidesk.vault.store import audit, binding, checkpoints, integrity
from spidesk.vault.store.held import Head, Held
from spidesk.vault.store.schema import EVENT, PART, TOUCHED, UNLOGGED

_AT_ONCE = 500
_SLICE = 0.05
"""Seconds of work in one slice, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be: a code, how many times, and in which table."""

    code: str
    count: int
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What was gone through, and what was found."""

    findings: tuple[Finding, ...]
    lines: int
    signatures: int
    rows: int
    parts: int

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class Verification:
    """One verification under way. `done` of about `total` steps; `head` is the last line it has verified."""

    def __init__(self, held: Held, *, everything: bool) -> None:
        self._held, self.everything = held, everything
        self._found: Counter[tuple[str, str]] = Counter()
        self.lines = self.signatures = self.rows = self.parts = 0
        self.done = self.total = 0
        self.head = Head(0, b"", "")
        self._signers: dict[str, int] = {}
        self._authors = Authors()
        self._work = self._all()

    def slice(self) -> bool:
        """Do about a twentieth of a second of it; tells whether there is more."""
        until = time.monotonic() + _SLICE
        while time.monotonic() < until:
            if next(self._work, None) is None:
                return False
        return True

    def result(self) -> CheckResult:
        """Give what has been found so far."""
        findings = tuple(
            Finding(code=code, count=count, where=where) for (code, where), count in sorted(self._found.items())
        )
        return CheckResult(
            findings=findings, lines=self.lines, signatures=self.signatures, rows=self.rows, parts=self.parts
        )

    def _add(self, code: str, where: str = "", count: int = 1) -> None:
        if count:
            self._found[(code, where)] += count

    def _all(self) -> Iterator[bool]:
        chapters: list[tuple[str, Callable[[], Iterator[bool]]]] = [
            ("audit_event", self._count),
            ("audit_event", self._log),
            ("database", self._rows),
            ("membership", self._membership),
            ("keyring", self._keyring),
        ]
        if self.everything:
            chapters = [("database", self._file), *chapters, ("vault_part", self._open_parts)]
        for where, chapter in chapters:
            yield from self._guarded(where, chapter)
        self.done = self.total = max(self.done, self.total)

    def _guarded(self, where: str, chapter: Callable[[], Iterator[bool]]) -> Iterator[bool]:
        """Go through one chapter; damage that stops it is a finding, and the others go on."""
        try:
            yield from chapter()
        except Damaged as damaged:
            self._add(damaged.what, where)
        except KeyFault as fault:
            self._add(f"keys.{type(fault).__name__.lower()}", where)
        except (LookupError, TypeError, ValueError):
            self._add("database.content", where)

    def _file(self) -> Iterator[bool]:
        for code in self._held.db.integrity():
            self._add(code)
        yield True

    def _count(self) -> Iterator[bool]:
        connection = self._held.db.connection
        for table in (EVENT, TOUCHED, *((PART,) if self.everything else ())):
            self.total += int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        yield True

    def _log(self) -> Iterator[bool]:
        """Follow the chain from its first line; verify signatures after the last checkpoint that holds."""
        held = self._held
        keys = directory(held)[0].keys
        signed_to, signed_hash = (0, b"") if self.everything else checkpoints.newest(held, keys)
        while True:
            query = select(EVENT).where(EVENT.c.seq > self.head.seq).order_by(EVENT.c.seq).limit(_AT_ONCE)
            lines = held.db.connection.execute(query).all()
            for row in lines:
                self._line(row, row.seq > signed_to)
                if row.seq == signed_to and row.hash != signed_hash:
                    self._add("log.checkpoint", "audit_checkpoint")
            yield True
            if len(lines) < _AT_ONCE:
                break
        if self.head.seq < held.head.seq or (self.head.seq == held.head.seq and self.head.hash != held.head.hash):
            self._add("log.head", "audit_event")
        if held.db.connection.execute(select(TOUCHED.c.id).where(TOUCHED.c.seq > held.head.seq).limit(1)).first():
            self._add("log.rows", "audit_row")

    def _line(self, row: Row[Any], signature: bool) -> None:
        if row.seq != self.head.seq + 1:
            self._add("log.gap", "audit_event")
        touched = audit.touched_by(self._held, row.seq)
        if audit.rows_hash(touched) != row.rows:
            self._add("log.rows", "audit_row")
        if audit.recomputed(self._held, self.head.hash, row) != row.hash:
            self._add("log.hash", "audit_event")
        if row.signer < self._signers.get(row.user, 0):  # keys that the user had already left behind
            self._add("log.signer", "audit_event")
        self._signers[row.user] = max(row.signer, self._signers.get(row.user, 0))
        if signature:
            self.signatures += 1
            public = directory(self._held)[0].keys(row.user, row.signer)
            if not pairs.verify(public.sig, row.signature, audit.signed(row.hash)):
                self._add("log.signature", "audit_event")
        self.head = Head(row.seq, row.hash, row.at)
        self._authors.add(row.user)
        self.lines += 1
        self.done += 1

    def _rows(self) -> Iterator[bool]:
        """Hold every row of every table against its newest digest in the log, and its writers against its circle."""
        db = self._held.db
        shape = MetaData()
        shape.reflect(db.connection)
        writers = Writers(db, shape, directory(self._held)[1], self._authors, self._add)
        yield from writers.prepare()
        for name in sorted(set(shape.tables) - UNLOGGED):
            for batch in integrity.compared(db, shape.tables[name], writers.watch(shape.tables[name])):
                self.rows += len(batch)
                self.done += len(batch)
                self._add("row.digest", name, batch.count(False))
                yield True
        for name in integrity.logged_tables(db) - set(shape.tables):
            self._add("table.missing", name)

    def _membership(self) -> Iterator[bool]:
        self._held.directory = None
        trust, grants = directory(self._held)
        trust.recovery()
        for user in trust.users():
            trust.present(user.id)
            trust.attested(user.id)
            if trust.is_admin(user.id) != user.admin:
                self._add("membership.admin", "vault_user")
        for circle in grants.circles:
            grants.members(circle.id, recovery=True)
            if circle.epoch:
                drop_key(self._held, CircleId(circle.id))
        yield True

    def _keyring(self) -> Iterator[bool]:
        found = files.read(self._held.folder, heal=False)
        if found.differed:
            self._add("keyring.copy", found.differed)
        if binding.is_older(self._held, found.keyring):
            self._add("keyring.older")
        trust = directory(self._held)[0]
        for slot in found.keyring.slots:
            self._add("keyring.stranger", count=int(trust.present(slot.user)[1] != slot.public))
        yield True

    def _open_parts(self) -> Iterator[bool]:
        """Open every person key and part of the circles whose key the user holds; the content goes nowhere."""
        for circle in directory(self._held)[1].circles:
            try:
                epoch, key = self._held.circle_key(CircleId(circle.id))
            except Refusal:
                continue
            for owner in parts.owners(self._held, circle.id):
                yield from self._guarded("vault_person", lambda owner=owner, at=(epoch, key): self._open(owner, *at))  # type: ignore[misc]

    def _open(self, owner: parts.PersonRow, epoch: int, circle_key: bytes) -> Iterator[bool]:
        key = parts.key_under(self._held, owner, epoch, circle_key)
        for row in parts.all_of(self._held, owner.id):
            aad = parts.part_aad(self._held.vault, owner.circle, row.name, row.version, row.generation, owner.id)
            try:
                boxes.unpad(boxes.unseal(key, row.sealed, aad=aad))
            except Unopened:
                self._add("part.unopened", "vault_part")
            self.parts += 1
            self.done += 1
        yield True
