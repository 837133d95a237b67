"""Verify a vault: is everything in it what the log says was written, by those who say they wrote it?

`run` goes through the log (chain, row digests, signatures), every row of every table, the membership and the keyring.
`run` goes through the log (chain, row digests, signatures), each row of every table, the membership and the keyring.
of the file and opens every part of the user's own circles. What it finds are codes and counts: nothing in a result
says who a protected person is, so it may be printed.
"""

from __future__ import annotations

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
from spidesk.vault.sealed import parts
from spidesk.vault.store import audit, binding, checkpoints, integrity
from spidesk.vault.store.cipher import faults
from spidesk.vault.store.held import Held
from spidesk.vault.store.rows import Touch
from spidesk.vault.store.schema import EVENT, PART, PERSON, TOUCHED, UNLOGGED

Step = Callable[[int, int], object]
_STEP = 1000


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


class _Run:
    def __init__(self, held: Held, everything: bool, progress: Step | None) -> None:
        self.held, self.everything, self.progress = held, everything, progress
        self.found: Counter[tuple[str, str]] = Counter()
        self.lines = self.signatures = self.rows = self.parts = 0
        self.done = self.total = 0

    def add(self, code: str, where: str = "", count: int = 1) -> None:
        self.found[(code, where)] += count

    def step(self) -> None:
        self.done += 1
        if self.progress is not None and self.done % _STEP == 0:
            self.progress(self.done, max(self.total, self.done))

    def guarded(self, where: str, work: Callable[[], None]) -> None:
        """Do one part of the check; damage that stops it is a finding, and the others go on."""
        try:
            work()
        except Damaged as damaged:
            self.add(damaged.what, where)
        except KeyFault as fault:
            self.add(type(fault).__name__.lower(), where)
        except (LookupError, TypeError, ValueError):
            self.add("database.content", where)

    def result(self) -> CheckResult:
        findings = tuple(
            Finding(code=code, count=count, where=where) for (code, where), count in sorted(self.found.items())
        )
        return CheckResult(
            findings=findings, lines=self.lines, signatures=self.signatures, rows=self.rows, parts=self.parts
        )


def run(held: Held, *, everything: bool, progress: Step | None = None) -> CheckResult:
    """Go through the vault; see the module. `progress` is told steps done, of about so many, and may raise to stop."""
    check = _Run(held, everything, progress)
    if everything:
        for code in held.db.integrity():
            check.add(code)
    check.guarded("audit_event", lambda: _count(check))
    check.guarded("audit_event", lambda: _log(check))
    check.guarded("database", lambda: _rows(check))
    held.directory = None
    check.guarded("membership", lambda: _membership(check))
    check.guarded("keyring", lambda: _keyring(check))
    if everything:
        check.guarded("vault_part", lambda: _open_parts(check))
    if progress is not None:
        progress(max(check.total, check.done), max(check.total, check.done))
    return check.result()


def _count(check: _Run) -> None:
    with faults():
        connection = check.held.db.connection
        lines = connection.execute(select(func.count()).select_from(EVENT)).scalar_one()
        rows = connection.execute(select(func.count(func.distinct(TOUCHED.c.tab + TOUCHED.c.row)))).scalar_one()
        parts_total = connection.execute(select(func.count()).select_from(PART)).scalar_one()
    check.total = int(lines) + int(rows) + (int(parts_total) if check.everything else 0)


def _log(check: _Run) -> None:
    """Follow the chain from its first line; verify signatures after the last checkpoint that holds."""
    held = check.held
    trust = directory(held)[0]
    signed_to, signed_hash = (0, b"") if check.everything else checkpoints.newest(held, trust.keys)
    before, expected = b"", 1
    touched = _Touched(held)
    for row in _events(held):
        if row.seq != expected:
            check.add("log.gap", "audit_event")
        if audit.rows_hash(touched.of(row.seq)) != row.rows:
            check.add("log.rows", "audit_row")
        if audit.recomputed(held, before, row) != row.hash:
            check.add("log.hash", "audit_event")
        if row.seq == signed_to and row.hash != signed_hash:
            check.add("log.checkpoint", "audit_checkpoint")
        if row.seq > signed_to:
            check.signatures += 1
            if not _signed(trust.keys, row):
                check.add("log.signature", "audit_event")
        before, expected = row.hash, row.seq + 1
        check.lines += 1
        check.step()
    if touched.left():
        check.add("log.rows", "audit_row")
    if (expected - 1, before) != (held.head.seq, held.head.hash):
        check.add("log.head", "audit_event")


def _signed(keys: Callable[[str, int], pairs.PublicKeys], row: Row[Any]) -> bool:
    return pairs.verify(keys(row.user, row.signer).sig, row.signature, audit.signed(row.hash))


def _events(held: Held) -> Iterator[Row[Any]]:
    with faults():
        yield from held.db.connection.execute(select(EVENT).order_by(EVENT.c.seq).execution_options(yield_per=_STEP))


class _Touched:
    """The rows that lines wrote, read along with the lines."""

    def __init__(self, held: Held) -> None:
        columns = (TOUCHED.c.seq, TOUCHED.c.tab, TOUCHED.c.row, TOUCHED.c.version, TOUCHED.c.sha)
        query = select(*columns).order_by(TOUCHED.c.seq, TOUCHED.c.id).execution_options(yield_per=_STEP)
        self._rows = iter(held.db.connection.execute(query))
        self._next = next(self._rows, None)

    def of(self, seq: int) -> list[Touch]:
        found = []
        while self._next is not None and self._next.seq <= seq:
            if self._next.seq == seq:
                found.append(Touch(*self._next[1:]))
            self._next = next(self._rows, None)
        return found

    def left(self) -> bool:
        return self._next is not None


def _rows(check: _Run) -> None:
    """Hold every row of every table against its newest digest in the log."""
    db = check.held.db
    shape = MetaData()
    with faults():
        shape.reflect(db.connection)
        if db.driver.execute("PRAGMA foreign_key_check").fetchall():
            check.add("database.reference")
    for name in sorted(set(shape.tables) - UNLOGGED):
        for right in integrity.compared(db, shape.tables[name]):
            check.rows += 1
            if not right:
                check.add("row.digest", name)
            check.step()
    for name in integrity.logged_tables(db) - set(shape.tables):
        check.add("table.missing", name)


def _membership(check: _Run) -> None:
    trust, grants = directory(check.held)
    trust.recovery()
    for user in trust.users():
        trust.present(user.id)
        trust.attested(user.id)
        if trust.is_admin(user.id) != user.admin:
            check.add("membership.admin", "vault_user")
    for circle in grants.circles:
        grants.members(circle.id, recovery=True)
        if circle.epoch:
            drop_key(check.held, CircleId(circle.id))


def _keyring(check: _Run) -> None:
    found = files.read(check.held.folder, heal=False)
    if found.differed:
        check.add("keyring.copy", found.differed)
    if binding.is_older(check.held, found.keyring):
        check.add("keyring.older")
    trust = directory(check.held)[0]
    for slot in found.keyring.slots:
        if trust.present(slot.user)[1] != slot.public:
            check.add("keyring.stranger")


def _open_parts(check: _Run) -> None:
    """Open every person key and part of the circles whose key the user holds; the content goes nowhere."""
    held = check.held
    for circle in directory(held)[1].circles:
        try:
            epoch, key = held.circle_key(CircleId(circle.id))
        except Refusal:
            continue
        for row in held.db.connection.execute(select(PERSON).where(PERSON.c.circle == circle.id)).all():
            owner = parts.PersonRow(row.id, row.circle, row.epoch, row.generation, row.sealed)
            check.guarded("vault_person", lambda owner=owner, epoch=epoch, key=key: _open(check, owner, epoch, key))  # type: ignore[misc]


def _open(check: _Run, owner: parts.PersonRow, epoch: int, circle_key: bytes) -> None:
    held = check.held
    key = parts.key_under(held, owner, epoch, circle_key)
    for row in held.db.connection.execute(select(PART).where(PART.c.person == owner.id)):
        aad = parts.part_aad(held.vault, owner.circle, row.name, row.version, row.generation, owner.id)
        try:
            boxes.unpad(boxes.unseal(key, row.sealed, aad=aad))
        except Unopened:
            check.add("part.unopened", "vault_part")
        check.parts += 1
        check.step()
