"""Slots: a user's secret keys under a passphrase, and under a key file if they have one.

    Argon2id(passphrase) [+ key file] ──HKDF-SHA256──> slot key ‖ commitment
    slot key ──AES-256-GCM──> the user's secret keys

The slot is public, so its only defence against guessing is the passphrase and the
price of one guess. The commitment tells a wrong passphrase from a damaged slot, and
binds the slot to one passphrase. Work factors read from a file are held against a
floor (an altered file must not make guessing cheap) and a ceiling (nor exhaust the
machine), before any memory is taken. A login that does not exist costs the same time
as one that does. Passphrases are NFC-normalised, so every keyboard gives the same.
"""

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from spidesk.vault import labels
from spidesk.vault.canonical import Field, encode
from spidesk.vault.keys import boxes
from spidesk.vault.keys.faults import DamagedSlot, HostileParameters, Malformed, Unopened, WrongPassphrase
from spidesk.vault.keys.pairs import PublicKeys, UserKeys

PASSPHRASE = 1  # factors of a slot, added together
KEY_FILE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotParams:
    """The price of one guess: Argon2id memory in KiB, passes over it, lanes."""

    memory_kib: int = labels.KDF_MEMORY
    passes: int = labels.KDF_PASSES
    lanes: int = labels.KDF_LANES


DEFAULT = SlotParams()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One user's place in the keyring. Public: no secret stands in it in the clear.

    `one_time`: the passphrase was handed over by someone else and must be changed at the
    first unlock, with fresh keys. `login` identifies a person, so it stays out of repr.
    """

    user: str
    login: str = field(repr=False)
    params: SlotParams
    salt: bytes = field(repr=False)
    commitment: bytes = field(repr=False)
    sealed: bytes = field(repr=False)
    kem_public: bytes = field(repr=False)
    sig_public: bytes = field(repr=False)
    one_time: bool
    factors: int

    @property
    def public(self) -> PublicKeys:
        """The user's public keys. Raises Malformed."""
        return PublicKeys(kem=self.kem_public, sig=self.sig_public)

    def bound(self, vault: str) -> bytes:
        """Return all that stands in the slot but the sealed keys: their associated data."""
        return encode(labels.SLOT, vault, *self._public_fields())

    def canonical(self) -> bytes:
        """Return the whole slot as the keyring's hash covers it."""
        return encode(labels.SLOT, *self._public_fields(), self.sealed)

    def _public_fields(self) -> tuple[Field, ...]:
        cost = (self.params.memory_kib, self.params.passes, self.params.lanes)
        keys = (self.salt, self.commitment, self.kem_public, self.sig_public)
        return (self.user, self.login, *cost, *keys, int(self.one_time), self.factors)


def fold(login: str) -> str:
    """Return the form in which logins are compared: NFC, no spaces around, case ignored."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", login).strip().casefold())


def make_slot(
    keys: UserKeys,
    passphrase: str,
    *,
    vault: str,
    user: str,
    login: str,
    one_time: bool = False,
    key_file: bytes | None = None,
    params: SlotParams = DEFAULT,
) -> Slot:
    """Seal the user's keys under a passphrase; also how a passphrase is changed.

    `key_file` is 32 random bytes or None. Takes as long as Argon2id takes, on purpose.
    ValueError: empty login or passphrase, passphrase over 4096 bytes, key file of other
    length. HostileParameters: over the ceiling.
    """
    secret = _normalised(passphrase)
    if not fold(login) or not secret or len(secret) > labels.PASSPHRASE_BYTES:
        raise ValueError("empty login, or passphrase empty or too long")
    if key_file is not None and len(key_file) != labels.KEY_FILE:
        raise ValueError("a key file holds 32 bytes")
    salt = os.urandom(labels.SALT)
    factors = PASSPHRASE if key_file is None else PASSPHRASE | KEY_FILE
    admit(params, allowed=params)
    kek, commitment = slot_keys(secret, key_file or b"", salt, params, vault=vault, user=user, factors=factors)
    bare = Slot(
        user=user,
        login=unicodedata.normalize("NFC", login).strip(),
        params=params,
        salt=salt,
        commitment=commitment,
        sealed=b"",
        kem_public=keys.public.kem,
        sig_public=keys.public.sig,
        one_time=one_time,
        factors=factors,
    )
    return replace(bare, sealed=boxes.seal(kek, keys.to_bytes(), aad=bare.bound(vault)))


def open_slot(
    slot: Slot,
    passphrase: str,
    *,
    vault: str,
    key_file: bytes | None = None,
    params: SlotParams = DEFAULT,
) -> UserKeys:
    """Return the secret keys of the slot.

    WrongPassphrase: passphrase or key file is wrong or missing. DamagedSlot: they are
    right, but the slot is not whole. HostileParameters: outside the limits, unless they
    are exactly the caller's own `params` (how tests run cheaply; no file can say so).
    """
    admit(slot.params, allowed=params)
    kek = _checked(slot, passphrase, vault=vault, key_file=key_file)
    if kek is None:
        raise WrongPassphrase
    try:
        keys = UserKeys.from_bytes(boxes.unseal(kek, slot.sealed, aad=slot.bound(vault)))
        whole = keys.public == slot.public
    except (Unopened, Malformed):
        raise DamagedSlot from None
    if not whole:
        raise DamagedSlot
    return keys


def open_login(
    slots: Iterable[Slot],
    login: str,
    passphrase: str,
    *,
    vault: str,
    key_file: bytes | None = None,
    params: SlotParams = DEFAULT,
) -> tuple[Slot, UserKeys]:
    """Find the slot of a login and open it. Raises as `open_slot`.

    An unknown login is WrongPassphrase too, after the same work as a known one.
    """
    every = list(slots)
    wanted = fold(login)
    found = [one for one in every if fold(one.login) == wanted]
    if found:
        return found[0], open_slot(found[0], passphrase, vault=vault, key_file=key_file, params=params)
    price = every[0].params if every else params
    admit(price, allowed=params)
    _checked(_dummy(price), passphrase, vault=vault, key_file=key_file)
    raise WrongPassphrase


def admit(asked: SlotParams, *, allowed: SlotParams) -> None:
    """Refuse work factors outside the limits (HostileParameters); takes no memory itself."""
    low = asked.memory_kib < labels.KDF_FLOOR_MEMORY or asked.passes < labels.KDF_FLOOR_PASSES
    if (low or asked.lanes < labels.KDF_FLOOR_LANES) and asked != allowed:
        raise HostileParameters
    high = asked.memory_kib > labels.KDF_CEILING_MEMORY or asked.passes > labels.KDF_CEILING_PASSES
    if high or asked.lanes > labels.KDF_CEILING_LANES:
        raise HostileParameters


def slot_keys(
    passphrase: bytes,
    key_file: bytes,
    salt: bytes,
    params: SlotParams,
    *,
    vault: str,
    user: str,
    factors: int,
) -> tuple[bytes, bytes]:
    """Return slot key and commitment, 32 bytes each. The caller has admitted `params`."""
    stretched = Argon2id(
        salt=salt,
        length=labels.KEY,
        iterations=params.passes,
        lanes=params.lanes,
        memory_cost=params.memory_kib,
    ).derive(passphrase)
    material = encode(labels.SLOT, stretched, key_file if factors & KEY_FILE else None)
    size = labels.KEY + labels.COMMITMENT
    both = boxes.derive(material, labels.SLOT, vault, user, factors, length=size)
    return both[: labels.KEY], both[labels.KEY :]


def _checked(slot: Slot, passphrase: str, *, vault: str, key_file: bytes | None) -> bytes | None:
    """The slot key if the factors are right. Every way through costs one Argon2id."""
    secret = _normalised(passphrase)
    fits = len(secret) <= labels.PASSPHRASE_BYTES
    known = slot.factors in (PASSPHRASE, PASSPHRASE | KEY_FILE)
    kek, commitment = slot_keys(
        secret if fits else b"",
        key_file or b"",
        slot.salt,
        slot.params,
        vault=vault,
        user=slot.user,
        factors=slot.factors,
    )
    right = boxes.same(commitment, slot.commitment)
    return kek if right and fits and known else None


def _normalised(passphrase: str) -> bytes:
    # surrogatepass: an odd key press must not become an exception that carries the text.
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _dummy(params: SlotParams) -> Slot:
    return Slot(
        user="",
        login="",
        params=params,
        salt=bytes(labels.SALT),
        commitment=os.urandom(labels.COMMITMENT),
        sealed=b"",
        kem_public=b"",
        sig_public=b"",
        one_time=False,
        factors=PASSPHRASE,
    )
