"""Whose key is whose: the chain of signatures that is verified before anything is sealed to a public key.

The vault's id is made from the first user's public keys, so nobody can put other keys at the root. That user signs the
recovery holder and, as an administrator, the users they make; a user's next keys are signed by the keys before them, or
by recovery. Until a user has keys of their own, an administrator may make their one-time keys anew. A second user, a
kretsägare, signs a user's present keys after comparing six control words on both screens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import id_from
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.keys.pairs import PublicKeys
from spidesk.vault.store.cipher import Database
from spidesk.vault.store.schema import ATTESTATION, EVENT, INFO, PUBLIC, USER

COMPARED, ADMIN, NOT_ADMIN = "compared", "admin", "not_admin"
_RECOVERY_GENERATION = 1
_RANDOM = 10


def vault_id(milliseconds: int, root: PublicKeys, nonce: bytes) -> str:
    """Give the id of a vault whose first user has these keys: a UUIDv7 whose random part is a digest of them."""
    return id_from(milliseconds, boxes.digest(labels.ATTEST, "root", milliseconds, root.kem, root.sig, nonce)[:_RANDOM])


def recovery_message(vault: str, public: PublicKeys) -> bytes:
    """Give the bytes by which the first user vouches for the recovery holder."""
    return encode(labels.ATTEST, "recovery", vault, public.kem, public.sig)


def keys_message(
    vault: str, user: str, generation: int, public: PublicKeys, *, admin: bool, by: str, by_generation: int
) -> bytes:
    """Give the bytes by which a user's public keys are signed."""
    return encode(labels.ATTEST, "keys", vault, user, generation, public.kem, public.sig, int(admin), by, by_generation)


def attest_message(
    vault: str, what: str, user: str, generation: int, public: PublicKeys, *, by: str, by_generation: int, number: int
) -> bytes:
    """Give the bytes of one user's word about another."""
    return encode(labels.ATTEST, what, vault, user, generation, public.kem, public.sig, by, by_generation, number)


def is_made(row: Row[Any]) -> bool:
    """Tell whether a user's public keys are one-time keys that an administrator made, not the user's own."""
    return row.by not in (row.user, labels.RECOVERY_HOLDER)


@dataclass(frozen=True, slots=True)
class Attested:
    """Who has signed a user's present keys: the maker, and those who compared control words."""

    maker: str
    compared_by: frozenset[str]


class Trust:
    """The directory of public keys as it stands in the database, verified as it is asked.

    Every method raises Damaged for a signature that does not hold: the database has been rewritten by someone.
    """

    def __init__(self, db: Database) -> None:
        connection = db.connection
        self._db = db
        self._info = connection.execute(select(INFO)).one()
        self.vault: str = self._info.id
        self._public = {(row.user, row.generation): row for row in connection.execute(select(PUBLIC))}
        self._users = {row.id: row for row in connection.execute(select(USER))}
        self._words = connection.execute(select(ATTESTATION).order_by(ATTESTATION.c.number)).all()
        self._known: dict[tuple[str, int], PublicKeys] = {}
        self._admins: dict[str, bool] = {}

    @property
    def public(self) -> list[Row[Any]]:
        """Every public key of every user, as stored."""
        return list(self._public.values())

    @property
    def words(self) -> Sequence[Row[Any]]:
        """Every word of one user about another, as stored, by number."""
        return self._words

    @property
    def root(self) -> str:
        """The id of the vault's first user."""
        return str(self._info.root_user)

    def active(self) -> list[str]:
        """Give the ids of users who have keys of their own and are not closed."""
        return [row.id for row in self._users.values() if row.state == "active"]

    def users(self) -> list[Row[Any]]:
        """Give every user's row, by name."""
        return sorted(self._users.values(), key=lambda row: (row.name, row.id))

    def present(self, user: str) -> tuple[int, PublicKeys]:
        """Give generation and keys a user has now. Raises KeyError for an unknown user."""
        generation = int(self._users[user].generation)
        return generation, self.keys(user, generation)

    def recovery(self) -> PublicKeys:
        """Give the recovery holder's keys."""
        public = PublicKeys(kem=self._info.recovery_kem, sig=self._info.recovery_sig)
        root = self.keys(self.root, 1)
        if not pairs.verify(root.sig, self._info.recovery_proof, recovery_message(self.vault, public)):
            raise Damaged("trust.recovery")
        return public

    def keys(self, user: str, generation: int) -> PublicKeys:
        """Give a user's keys of one generation, once the chain of signatures to the root has been verified."""
        if user == labels.RECOVERY_HOLDER:
            return self.recovery()
        known = self._known.get((user, generation))
        return known or self._verified(user, generation, frozenset())

    def was_admin(self, user: str, above: frozenset[tuple[str, int]] = frozenset()) -> bool:
        """Tell whether a user is, or has been, signed for as valvadministratör."""
        if user == self.root:
            return True
        if user not in self._admins:
            made = self._public.get((user, 1))
            if made is None:
                raise Damaged("trust.user")
            self._verified(user, 1, above)
            self._admins[user] = bool(made.admin) or any(
                row.what == ADMIN and self._holds(row) for row in self._about(user)
            )
        return self._admins[user]

    def is_admin(self, user: str) -> bool:
        """Tell whether a user is valvadministratör by what has been signed last."""
        now = user == self.root or bool(self._public[(user, 1)].admin)
        for row in self._about(user):
            if row.what in (ADMIN, NOT_ADMIN) and self._holds(row) and self.was_admin(row.by):
                now = row.what == ADMIN
        return now

    def attested(self, user: str) -> Attested:
        """Give who has signed a user's present keys."""
        generation, _ = self.present(user)
        compared = [
            row.by
            for row in self._about(user)
            if row.what == COMPARED and row.generation == generation and row.by != user and self._holds(row)
        ]
        made = [row for row in self._public.values() if row.user == user and row.generation <= generation]
        maker = max((row for row in made if is_made(row) or row.generation == 1), key=lambda row: int(row.generation))
        return Attested(str(maker.by), frozenset(compared))

    def may_be_sealed_to(self, user: str, *, by: str, owners: Collection[str] = ()) -> bool:
        """Tell whether `by` may seal something to a user's present keys.

        Two users have signed them: the maker, and `by`, who compared the words in person, or another of the circle's
        `owners` that is not the maker. One who is in no such place does not count: an administrator can make any number
        of those. The first user's own first keys need no word: the vault's id is made from them.
        """
        if user == by or (user == self.root and self.present(user)[0] == 1):
            return True
        signed = self.attested(user)
        return by in signed.compared_by or bool(signed.compared_by & set(owners) - {signed.maker})

    def next_number(self) -> int:
        """Give the number of the next attestation."""
        return 1 + max((int(row.number) for row in self._words), default=0)

    def _verified(self, user: str, generation: int, above: frozenset[tuple[str, int]]) -> PublicKeys:
        if (user, generation) in self._known:
            return self._known[(user, generation)]
        row = self._public.get((user, generation))
        if row is None or (user, generation) in above:
            raise Damaged("trust.user")
        public = PublicKeys(kem=row.kem, sig=row.sig)
        signer = self._signer(row, public, above | {(user, generation)})
        message = keys_message(
            self.vault, user, generation, public, admin=row.admin, by=row.by, by_generation=row.by_generation
        )
        if not pairs.verify(signer.sig, row.signature, message):
            raise Damaged("trust.signature")
        self._known[(user, generation)] = public
        return public

    def _signer(self, row: Row[Any], public: PublicKeys, above: frozenset[tuple[str, int]]) -> PublicKeys:
        if row.generation > 1:
            if row.by == labels.RECOVERY_HOLDER:
                return self.recovery()
            if row.by != row.user:
                self._check_renewed(row)
                return self._maker(row, above)
            if row.by_generation >= row.generation:
                raise Damaged("trust.succession")
            return self._verified(row.user, row.by_generation, above)
        if row.user == self.root:
            if vault_id(int(self.vault[:12], 16), public, self._info.root_nonce) != self.vault:
                raise Damaged("trust.root")
            return public
        if row.by == row.user:
            raise Damaged("trust.maker")
        return self._maker(row, above)

    def _maker(self, row: Row[Any], above: frozenset[tuple[str, int]]) -> PublicKeys:
        if not self.was_admin(row.by, above):
            raise Damaged("trust.maker")
        return self._verified(row.by, row.by_generation, above)

    def _check_renewed(self, row: Row[Any]) -> None:
        """One-time keys are made anew only for one who has none of their own: who has signed a line with such has."""
        own = [
            one.generation
            for one in self._public.values()
            if one.user == row.user and one.generation < row.generation and not is_made(one)
        ]
        used = select(EVENT.c.seq).where(EVENT.c.user == row.user, EVENT.c.signer.in_(own)).limit(1)
        if own and self._db.connection.execute(used).first() is not None:
            raise Damaged("trust.succession")

    def _about(self, user: str) -> Iterable[Row[Any]]:
        return (row for row in self._words if row.user == user)

    def _holds(self, row: Row[Any]) -> bool:
        public = self.keys(row.user, row.generation)
        signer = self.keys(row.by, row.by_generation)
        message = attest_message(
            self.vault,
            row.what,
            row.user,
            row.generation,
            public,
            by=row.by,
            by_generation=row.by_generation,
            number=row.number,
        )
        if not pairs.verify(signer.sig, row.signature, message):
            raise Damaged("trust.attestation")
        return True
