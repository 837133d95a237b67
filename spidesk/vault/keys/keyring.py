"""The keyring: everything needed to get from a passphrase to the vault key, in one document.

Nothing secret stands in it in the clear, so it lies beside the database as a file. It holds a
slot for each user, the vault key wrapped to each of them and to the recovery holder
(`current`, and `next` while the key is being changed), and the recovery wraps.

Each new state has the next generation number and is signed by a user whose slot is in it. That
makes an accident or a half-written file impossible to miss. It does not stop whoever
writes a whole keyring of their own, who after all holds no vault key: the open vault
compares public keys with the attested ones in the database before it wraps anything.

`keyform` turns a keyring into a file and back; `files` keeps the two copies.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.ids import is_id
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.keys.faults import DamagedKeyring, Malformed, Unopened
from spidesk.vault.keys.pairs import PublicKeys, UserKeys
from spidesk.vault.keys.recovery import PairWraps
from spidesk.vault.keys.slots import Slot, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One vault key: its epoch (from 1, one more at each change) and its wraps by recipient."""

    epoch: int
    wraps: dict[str, bytes] = field(repr=False)

    def canonical(self) -> bytes:
        """Return what the keyring's hash covers."""
        pairs_of = [part for user in sorted(self.wraps) for part in (user, self.wraps[user])]
        return encode(labels.VAULT_KEY, self.epoch, *pairs_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """The recovery holder: public keys like a user's, secret keys under pairs of codes."""

    wraps: PairWraps
    kem_public: bytes = field(repr=False)
    sig_public: bytes = field(repr=False)

    @property
    def public(self) -> PublicKeys:
        """The recovery holder's public keys. Raises Malformed."""
        return PublicKeys(kem=self.kem_public, sig=self.sig_public)

    def canonical(self) -> bytes:
        """Return what the keyring's hash covers."""
        return encode(labels.RECOVERY, self.wraps.canonical(), self.kem_public, self.sig_public)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """One state of the keyring. Change it with the `with_…` methods, then `sign` it.

    `signer` is the id of a user with a slot here, or labels.RECOVERY_HOLDER.
    """

    vault_id: str
    generation: int
    slots: tuple[Slot, ...]
    current: Phase
    next: Phase | None
    recovery: Recovery | None
    signer: str = ""
    signature: bytes = field(default=b"", repr=False)

    def slot(self, user: str) -> Slot | None:
        """Return the slot of a user, by id."""
        return next((one for one in self.slots if one.user == user), None)

    def recipients(self) -> dict[str, bytes]:
        """Return everyone a vault key is wrapped to: id and public KEM key."""
        every = {one.user: one.kem_public for one in self.slots}
        if self.recovery is not None:
            every[labels.RECOVERY_HOLDER] = self.recovery.kem_public
        return every

    def digest(self) -> bytes:
        """Return SHA-256 over all but the signature: what the signature covers."""
        return boxes.digest(
            labels.KEYRING,
            labels.KEYRING_FORMAT,
            self.vault_id,
            self.generation,
            len(self.slots),
            *(one.canonical() for one in self.slots),
            self.current.canonical(),
            None if self.next is None else self.next.canonical(),
            None if self.recovery is None else self.recovery.canonical(),
            self.signer,
        )

    def with_slot(self, slot: Slot, vault_key: bytes) -> "Keyring":
        """Return the keyring with a slot added, or in the place of the same user's old one.

        `vault_key` is the current one; it is wrapped to the slot's public key. Not while
        the vault key is being changed (ValueError).
        """
        self._settled()
        others = tuple(one for one in self.slots if one.user != slot.user)
        wraps = self.current.wraps | self._wrap({slot.user: slot.kem_public}, vault_key, self.current.epoch)
        return self._changed(slots=(*others, slot), current=Phase(epoch=self.current.epoch, wraps=wraps))

    def without_slot(self, user: str) -> "Keyring":
        """Return the keyring without a user. The vault key they knew is to be changed next."""
        wraps = {one: sealed for one, sealed in self.current.wraps.items() if one != user}
        following = self.next and replace(
            self.next, wraps={one: sealed for one, sealed in self.next.wraps.items() if one != user}
        )
        return self._changed(
            slots=tuple(one for one in self.slots if one.user != user),
            current=replace(self.current, wraps=wraps),
            next=following,
        )

    def with_recovery(self, wraps: PairWraps, public: PublicKeys, vault_key: bytes) -> "Keyring":
        """Return the keyring with a new recovery holder; the current vault key is wrapped to it."""
        self._settled()
        holder = {labels.RECOVERY_HOLDER: public.kem}
        current = self.current.wraps | self._wrap(holder, vault_key, self.current.epoch)
        return self._changed(
            recovery=Recovery(wraps=wraps, kem_public=public.kem, sig_public=public.sig),
            current=replace(self.current, wraps=current),
        )

    def with_next(self, vault_key: bytes) -> "Keyring":
        """Begin a change of vault key: the new one is wrapped to everyone, beside the current.

        Then change the database and verify it, then `promoted`. A crash between leaves both
        keys in reach. A change that was begun and never finished is replaced.
        """
        epoch = self.current.epoch + 1
        return self._changed(next=Phase(epoch=epoch, wraps=self._wrap(self.recipients(), vault_key, epoch)))

    def promoted(self) -> "Keyring":
        """Finish a change of vault key: `next` becomes `current`. ValueError if none was begun."""
        if self.next is None:
            raise ValueError("no vault key waits to be promoted")
        return self._changed(current=self.next, next=None)

    def abandoned(self) -> "Keyring":
        """Give up a change of vault key that the database never took part in."""
        return self._changed(next=None)

    def open_key(self, keys: UserKeys, recipient: str, *, following: bool = False) -> bytes:
        """Return the vault key wrapped to a recipient; the next one if `following`.

        Raises Unopened if there is none for them, or it does not open with these keys.
        """
        phase = self.next if following else self.current
        sealed = phase.wraps.get(recipient) if phase is not None else None
        if phase is None or sealed is None:
            raise Unopened
        return pairs.unwrap(
            keys,
            sealed,
            vault=self.vault_id,
            purpose=labels.VAULT_KEY,
            epoch=phase.epoch,
            recipient=recipient,
        )

    def _wrap(self, recipients: Mapping[str, bytes], vault_key: bytes, epoch: int) -> dict[str, bytes]:
        return wrap_key(recipients, vault_key, vault=self.vault_id, epoch=epoch)

    def _settled(self) -> None:
        if self.next is not None:
            raise ValueError("not while the vault key is being changed")

    def _changed(self, **fields: object) -> "Keyring":
        generation = self.generation + 1 if self.signature else self.generation
        return replace(self, generation=generation, signer="", signature=b"", **fields)  # type: ignore[arg-type]


def wrap_key(recipients: Mapping[str, bytes], vault_key: bytes, *, vault: str, epoch: int) -> dict[str, bytes]:
    """Return the vault key wrapped to each recipient (id and public KEM key)."""
    return {
        user: pairs.wrap(kem, vault_key, vault=vault, purpose=labels.VAULT_KEY, epoch=epoch, recipient=user)
        for user, kem in recipients.items()
    }


def new_keyring(vault_id: str, vault_key: bytes, slot: Slot) -> Keyring:
    """Return the first keyring of a vault, with one user and no recovery yet; unsigned."""
    wraps = wrap_key({slot.user: slot.kem_public}, vault_key, vault=vault_id, epoch=1)
    current = Phase(epoch=1, wraps=wraps)
    return Keyring(vault_id=vault_id, generation=1, slots=(slot,), current=current, next=None, recovery=None)


def sign(keyring: Keyring, signer: str, keys: UserKeys) -> Keyring:
    """Return the keyring signed by a user whose slot is in it. ValueError if it cannot stand."""
    signed = replace(keyring, signer=signer, signature=b"")
    signed = replace(signed, signature=pairs.sign(keys, _message(signed)))
    try:
        check(signed)
    except DamagedKeyring:
        raise ValueError("a keyring that no reader would accept") from None
    return signed


def check(keyring: Keyring) -> None:
    """Raise DamagedKeyring unless every part has its form, fits the others, and the signature holds."""
    try:
        sound = _sound(keyring) and pairs.verify(_signer(keyring).sig, keyring.signature, _message(keyring))
    except (Malformed, ValueError):
        raise DamagedKeyring from None
    if not sound:
        raise DamagedKeyring


def _message(keyring: Keyring) -> bytes:
    return encode(labels.KEYRING, keyring.digest())


def _signer(keyring: Keyring) -> PublicKeys:
    if keyring.signer == labels.RECOVERY_HOLDER and keyring.recovery is not None:
        return keyring.recovery.public
    slot = keyring.slot(keyring.signer)
    if slot is None:
        raise Malformed
    return slot.public


def _sound(keyring: Keyring) -> bool:
    users = [one.user for one in keyring.slots]
    phases = [keyring.current, *([keyring.next] if keyring.next is not None else [])]
    return (
        all(map(is_id, [keyring.vault_id, *users]))
        and 1 <= len(users) <= labels.KEYRING_SLOTS
        and len(set(users)) == len(users)
        and len({fold(one.login) for one in keyring.slots}) == len(users)
        and all(map(_whole, keyring.slots))
        and keyring.generation >= 1
        and keyring.current.epoch >= 1
        and (keyring.next is None or keyring.next.epoch == keyring.current.epoch + 1)
        and all(set(phase.wraps) <= set(keyring.recipients()) for phase in phases)
        and (keyring.recovery is None or keyring.recovery.public is not None)
    )


def _whole(slot: Slot) -> bool:
    sizes = (len(slot.salt), len(slot.commitment), len(slot.public.sig))
    return sizes == (labels.SALT, labels.COMMITMENT, labels.ED25519_KEY) and bool(fold(slot.login))
