"""Circles and grants: who holds which circle's key, signed by a kretsägare and verified before it is used.

A grant wraps the circle key of one epoch to one member's public key and says the member's roles. It is never changed: a
new one with a higher number takes its place. Grants of earlier epochs stay, without their sealed key, so that the chain
of who let whom in can always be followed to the circle's owner, whom an administrator signed for. Only one who is
kretsägare at that point of the chain, with the keys they are in it by, adds to it: one who was removed does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import CircleId
from spidesk.vault.keys import pairs
from spidesk.vault.members.trust import Trust
from spidesk.vault.sealed import drops
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.store.cipher import Database
from spidesk.vault.store.held import Held
from spidesk.vault.store.schema import CIRCLE, EPOCH, GRANT

_KEYED = frozenset({Role.HANDLAGGARE, Role.KRETSAGARE})
_KEYED_POST = _KEYED | {Role.POSTEXPEDITOR}


def holds_key(roles: Collection[Role], kind: CircleKind) -> bool:
    """Tell whether roles come with the circle's key (DESIGN 2): arkivansvarig and loggranskare see no identity."""
    return bool(set(roles) & (_KEYED_POST if kind is CircleKind.POST else _KEYED))


def write_roles(roles: Collection[Role]) -> str:
    """Give roles as a grant holds them: sorted, with commas. Raises ValueError for one that no circle gives."""
    if Role.VALVADMINISTRATOR in roles:
        raise ValueError("valvadministratör is not given in a circle")
    return ",".join(sorted(roles))


def read_roles(text: str) -> frozenset[Role]:
    """Read what `write_roles` gave. Raises Damaged."""
    try:
        return frozenset(Role(one) for one in text.split(",") if one)
    except ValueError:
        raise Damaged("grant.roles") from None


def circle_message(vault: str, circle: str, kind: str, owner: str, *, by: str, by_generation: int) -> bytes:
    """Give the bytes by which an administrator signs who a circle's first owner is."""
    return encode(labels.GRANT, "circle", vault, circle, kind, owner, by, by_generation)


def grant_message(vault: str, grant: Mapping[str, Any]) -> bytes:
    """Give the bytes that a grant's author signs."""
    names = ("circle", "epoch", "user", "user_generation", "number", "roles", "sealed_sha", "by", "by_generation")
    return encode(labels.GRANT, "member", vault, *(grant[name] for name in names))


def sealed_sha(sealed: bytes | None) -> bytes | None:
    """Give the digest of a wrapped circle key, which the signature covers; it outlives the wrapped key itself."""
    return None if sealed is None else hashlib.sha256(sealed).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One member of a circle by the grant that holds now."""

    user: str
    generation: int
    roles: frozenset[Role]
    since: str
    keyed: bool


class Grants:
    """All grants of the vault, verified circle by circle as they are asked for."""

    def __init__(self, db: Database, trust: Trust) -> None:
        self._trust = trust
        self._circles = {row.id: row for row in db.connection.execute(select(CIRCLE))}
        self._rows: dict[str, list[Row[Any]]] = {circle: [] for circle in self._circles}
        for row in db.connection.execute(select(GRANT).order_by(GRANT.c.circle, GRANT.c.number)):
            self._rows.setdefault(row.circle, []).append(row)
        self._epochs: dict[str, list[Row[Any]]] = {}
        for row in db.connection.execute(select(EPOCH).order_by(EPOCH.c.circle, EPOCH.c.epoch)):
            self._epochs.setdefault(row.circle, []).append(row)
        self._verified: set[str] = set()

    @property
    def circles(self) -> list[Row[Any]]:
        """Every circle of the vault, by name."""
        return sorted(self._circles.values(), key=lambda row: (row.name, row.id))

    def rows(self, circle: str) -> list[Row[Any]]:
        """Give every grant of a circle as stored, by number."""
        return self._rows[circle]

    def circle(self, circle: str) -> Row[Any]:
        """Give one circle. Raises KeyError."""
        return self._circles[circle]

    def members(self, circle: str, *, recovery: bool = False) -> list[Membership]:
        """Give the members of a circle, from verified grants. Raises Damaged."""
        self._check(circle)
        latest: dict[str, Row[Any]] = {}
        first: dict[str, str] = {}
        for row in self._rows[circle]:
            if not row.roles and row.user != labels.RECOVERY_HOLDER:
                first.pop(row.user, None)
            first.setdefault(row.user, row.made_at)
            latest[row.user] = row
        epoch = self._circles[circle].epoch
        return [
            Membership(
                user=user,
                generation=row.user_generation,
                roles=read_roles(row.roles),
                since=first[user],
                keyed=row.sealed is not None,
            )
            for user, row in latest.items()
            if row.epoch == epoch and (row.roles or row.user == labels.RECOVERY_HOLDER)
            if recovery or user != labels.RECOVERY_HOLDER
        ]

    def roles(self, circle: str, user: str) -> frozenset[Role]:
        """Give a user's roles in a circle; none for one who is not a member."""
        for one in self.members(circle):
            if one.user == user:
                return one.roles
        return frozenset()

    def owners(self, circle: str) -> frozenset[str]:
        """Give those who are kretsägare in a circle now."""
        return frozenset(one.user for one in self.members(circle) if Role.KRETSAGARE in one.roles)

    def ever_keyed(self, circle: str) -> frozenset[str]:
        """Give those who hold, or have held, a circle's key; nobody for a circle there is not."""
        if circle not in self._circles:
            return frozenset()
        self._check(circle)
        return frozenset(row.user for row in self._rows[circle] if row.sealed_sha is not None)

    def drop_key(self, circle: str) -> Row[Any]:
        """Give a circle's drop key in use. Refuses with `vault.circle_waits` for a circle that has no keys yet."""
        self._check(circle)
        if not self._epochs.get(circle):
            raise Refusal("vault.circle_waits")
        return self._epochs[circle][-1]

    def next_number(self, circle: str) -> int:
        """Give the number of the circle's next grant."""
        return 1 + max((int(row.number) for row in self._rows[circle]), default=0)

    def _check(self, circle: str) -> None:
        if circle not in self._verified:
            self._verify(circle)
            self._verified.add(circle)

    def _verify(self, circle: str) -> None:
        definition = self._circles[circle]
        signer = self._trust.keys(definition.by, definition.by_generation)
        message = circle_message(
            self._trust.vault,
            circle,
            definition.kind,
            definition.owner,
            by=definition.by,
            by_generation=definition.by_generation,
        )
        if not self._trust.was_admin(definition.by) or not pairs.verify(signer.sig, definition.signature, message):
            raise Damaged("circle.signature")
        begun = self._verify_grants(self._rows[circle], definition.owner)
        if len(begun) != definition.epoch:
            raise Damaged("circle.epoch")
        self._verify_epochs(circle, begun)

    def _verify_grants(self, rows: Sequence[Row[Any]], owner: str) -> list[tuple[str, int]]:
        """Follow the chain; gives who began each epoch, and with which of their keys."""
        owners: dict[str, int | None] = {owner: None}
        begun: list[tuple[str, int]] = []
        for number, row in enumerate(rows, start=1):
            self._verify_grant(row, owners)
            if row.number != number:
                raise Damaged("grant.number")
            if row.epoch == len(begun) + 1:
                if row.user != row.by:
                    raise Damaged("grant.author")
                begun.append((row.by, row.by_generation))
                owners = {}
            elif row.epoch != len(begun):
                raise Damaged("grant.epoch")
            owners.pop(row.user, None)
            if Role.KRETSAGARE in read_roles(row.roles) or row.user == labels.RECOVERY_HOLDER:
                owners[row.user] = row.user_generation
        return begun

    def _verify_grant(self, row: Row[Any], owners: Mapping[str, int | None]) -> None:
        signer = self._trust.keys(row.by, row.by_generation)
        self._trust.keys(row.user, row.user_generation)
        if not pairs.verify(signer.sig, row.signature, grant_message(self._trust.vault, dict(row._mapping))):
            raise Damaged("grant.signature")
        if row.sealed is not None and sealed_sha(row.sealed) != row.sealed_sha:
            raise Damaged("grant.sealed")
        if row.by not in owners or owners[row.by] not in (None, row.by_generation):
            raise Damaged("grant.author")

    def _verify_epochs(self, circle: str, begun: Sequence[tuple[str, int]]) -> None:
        rows = self._epochs.get(circle, [])
        if [row.epoch for row in rows] != list(range(1, len(begun) + 1)):
            raise Damaged("circle.epoch")
        for row, author in zip(rows, begun, strict=True):
            signer = self._trust.keys(row.by, row.by_generation)
            message = drops.key_message(self._trust.vault, circle, row.epoch, row.drop_kem)
            if (row.by, row.by_generation) != author or not pairs.verify(signer.sig, row.signature, message):
                raise Damaged("drop.signature")


def drop_key(held: Held, circle: CircleId) -> Row[Any]:
    """Give a circle's drop key as it stands now, verified. Refuses with `vault.circle_waits`."""
    return Grants(held.db, Trust(held.db)).drop_key(circle)


def epochs(held: Held, circle: CircleId) -> list[Row[Any]]:
    """Give the rows of every epoch of a circle, oldest first."""
    return list(held.db.connection.execute(select(EPOCH).where(EPOCH.c.circle == circle).order_by(EPOCH.c.epoch)).all())
