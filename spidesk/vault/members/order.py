"""What the log says of a membership's rows: who wrote each first, in which order, and that none was taken away.

A signature says who, but not when. One who was kretsägare or administrator yesterday, or who kept the one-time keys
they once made for a colleague, can still sign; and who holds the vault key can write rows and log lines of their own.
But nobody can put a line in before one that stands. So a row counts only if the one who signed it wrote it, with the
keys they had at that point of the log, while they had the right; what no signature covers must be as it was first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, select

from spidesk.vault import labels
from spidesk.vault.errors import Damaged
from spidesk.vault.keys import boxes
from spidesk.vault.keys.keyring import Keyring
from spidesk.vault.keys.pairs import PublicKeys
from spidesk.vault.members.circles import Grants
from spidesk.vault.members.trust import ADMIN, NOT_ADMIN, Trust, is_made
from spidesk.vault.store.held import Held
from spidesk.vault.store.rows import digest
from spidesk.vault.store.schema import ATTESTATION, CIRCLE, EPOCH, EVENT, GRANT, INFO, PUBLIC, TOUCHED, USER

_KEPT = (INFO, ATTESTATION, CIRCLE, EPOCH, GRANT)
"""Tables that nothing is ever taken out of."""

_MARK = 16


@dataclass(frozen=True, slots=True)
class _First:
    """The line that wrote a row first: its number, who, with which keys, and the digest the row had."""

    seq: int
    user: str
    signer: int
    sha: bytes | None


def recovery_mark(public: PublicKeys) -> str:
    """Give what the vault's first log line says of the recovery holder's keys."""
    return boxes.digest(labels.ATTEST, "recovery-mark", public.kem, public.sig)[:_MARK].hex()


def check(held: Held, trust: Trust, grants: Grants) -> None:
    """Raise Damaged unless every row of the membership was written by the one it names, who then had the right."""
    _check_kept(held)
    public, words = _firsts(held, PUBLIC), _firsts(held, ATTESTATION)
    circles, given = _firsts(held, CIRCLE), _firsts(held, GRANT)
    _check_authors(held, trust, grants, public | words | circles | given)
    _check_rights(trust, grants, public | words | circles)
    _check_rows(held, trust, grants, _firsts(held, USER) | circles)
    _check_recovery(held, trust)


def admins_before(held: Held, trust: Trust, seq: int) -> frozenset[str]:
    """Give those who were administrators just before a line of the log; `check` has gone through the membership."""
    firsts = _firsts(held, PUBLIC) | _firsts(held, ATTESTATION)
    admins = {trust.root}
    for row, gives in _rights(trust, firsts):
        if firsts[row.id].seq < seq:
            (admins.add if gives else admins.discard)(row.user)
    return frozenset(admins)


def check_keyring(trust: Trust, keyring: Keyring) -> None:
    """Raise Damaged if the keyring would have a vault key wrapped to keys that are nobody's of the membership."""
    known = {row.id for row in trust.users()}
    for slot in keyring.slots:
        if slot.user not in known or trust.present(slot.user)[1] != slot.public:
            raise Damaged("keyring.stranger")
    if keyring.recovery is not None and keyring.recovery.public != trust.recovery():
        raise Damaged("keyring.stranger")


def _firsts(held: Held, table: Table) -> dict[str, _First]:
    query = (
        select(TOUCHED.c.row, EVENT.c.seq, EVENT.c.user, EVENT.c.signer, TOUCHED.c.sha)
        .join(EVENT, EVENT.c.seq == TOUCHED.c.seq)
        .where(TOUCHED.c.tab == table.name)
        .order_by(TOUCHED.c.seq, TOUCHED.c.id)
    )
    found: dict[str, _First] = {}
    for row, *rest in held.db.connection.execute(query):
        found.setdefault(row, _First(*rest))
    return found


def _check_kept(held: Held) -> None:
    """Nothing was ever taken out, but a user whose slot never reached the disk, and with them their keys."""
    names = [table.name for table in (*_KEPT, USER, PUBLIC)]
    gone = held.db.connection.execute(
        select(TOUCHED.c.tab, TOUCHED.c.row, TOUCHED.c.seq).where(TOUCHED.c.tab.in_(names), TOUCHED.c.sha.is_(None))
    ).all()
    unborn = {row.seq for row in gone if row.tab == USER.name}
    for row in gone:
        acted = select(EVENT.c.seq).where(EVENT.c.user == row.row).limit(1)
        if row.seq not in unborn or row.tab not in (USER.name, PUBLIC.name):
            raise Damaged("membership.rows")
        if row.tab == USER.name and held.db.connection.execute(acted).first() is not None:
            raise Damaged("membership.rows")


def _check_authors(held: Held, trust: Trust, grants: Grants, firsts: Mapping[str, _First]) -> None:
    made = {(row.user, row.generation): firsts[row.id].seq for row in trust.public if row.id in firsts}
    for row in _signed(trust, grants):
        first = firsts.get(row.id)
        if first is None or (first.user, first.signer) != (row.by, row.by_generation):
            raise Damaged("trust.author")
        later = [seq for (user, generation), seq in made.items() if user == row.by and generation > row.by_generation]
        if later and _signed_between(held, row.by, row.by_generation, min(later), first.seq):
            raise Damaged("trust.succession")


def _signed(trust: Trust, grants: Grants) -> Iterator[Row[Any]]:
    yield from trust.public
    yield from trust.words
    for circle in grants.circles:
        yield circle
        yield from grants.rows(circle.id)


def _signed_between(held: Held, user: str, generation: int, after: int, before: int) -> bool:
    """Tell whether a user had taken later keys in use before a line: then the earlier ones sign nothing more."""
    query = select(EVENT.c.seq).where(
        EVENT.c.seq > after, EVENT.c.seq < before, EVENT.c.user == user, EVENT.c.signer > generation
    )
    return held.db.connection.execute(query.limit(1)).first() is not None


def _check_rights(trust: Trust, grants: Grants, firsts: Mapping[str, _First]) -> None:
    """Follow who was administrator when; each user and circle was made, each right given and taken, by one."""
    steps = _steps(trust, firsts)
    steps += [(firsts[row.id].seq, 0, row, False) for row in grants.circles]
    admins = {trust.root}
    for _, _, row, gives in sorted(steps, key=lambda step: step[:2]):
        if row.by not in admins:
            raise Damaged("trust.admin")
        if gives:
            admins.add(row.user)
        elif "what" in row._mapping:
            admins.discard(row.user)


def _rights(trust: Trust, firsts: Mapping[str, _First]) -> Iterator[tuple[Row[Any], bool]]:
    """Every giving and taking of the right of an administrator, in the order of the log."""
    for _, _, row, gives in sorted(_steps(trust, firsts), key=lambda step: step[:2]):
        if gives or "what" in row._mapping:
            yield row, gives


def _steps(trust: Trust, firsts: Mapping[str, _First]) -> list[tuple[int, int, Row[Any], bool]]:
    steps = [(firsts[row.id].seq, 0, row, _gives(row)) for row in trust.public if is_made(row)]
    return steps + [(firsts[row.id].seq, row.number, row, row.what == ADMIN) for row in trust.words if _is_right(row)]


def _gives(row: Row[Any]) -> bool:
    """Tell whether the making of a user gave the right; one-time keys made anew give nothing more."""
    return bool(row.admin) and row.generation == 1


def _is_right(row: Row[Any]) -> bool:
    return row.what in (ADMIN, NOT_ADMIN)


def _check_rows(held: Held, trust: Trust, grants: Grants, firsts: Mapping[str, _First]) -> None:
    """Names and logins, and where a circle's letters go, are as they were when the row was made."""
    made = {row.user: bool(row.admin) for row in trust.public if row.generation == 1}
    for row in trust.users():
        state = "active" if row.id == trust.root else "new"
        values = {**row._mapping, "admin": made.get(row.id), "state": state, "generation": 1, "version": 1}
        if row.id not in firsts or firsts[row.id].sha != digest(USER.name, values):
            raise Damaged("user.row")
    for row in grants.circles:
        if firsts[row.id].sha != digest(CIRCLE.name, {**row._mapping, "epoch": 0, "version": 1}):
            raise Damaged("circle.row")


def _check_recovery(held: Held, trust: Trust) -> None:
    """The recovery holder is the one the first line names: the first user could sign for another any day."""
    first = held.db.connection.execute(select(EVENT.c.details).where(EVENT.c.seq == 1)).scalar_one_or_none()
    said = dict(part.split("=", 1) for part in (first or "").split(";") if "=" in part)
    if said.get("recovery") != recovery_mark(trust.recovery()):
        raise Damaged("trust.recovery")
