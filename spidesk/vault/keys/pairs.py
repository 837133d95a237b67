"""Key pairs: wrap a secret to someone's public key, and sign in one's own name.

Wrapping is HPKE base mode (RFC 9180) with the hybrid KEM ML-KEM-768 + X25519, so a
file copied today stays closed to a quantum computer later. Its `info` names vault,
purpose, object, epoch and recipient: a wrap moved anywhere else does not open. HPKE
base mode does not say who wrapped; what must have an author is signed as well.
Before anything is wrapped to a public key, the caller has checked who it belongs to.
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.keys.faults import Malformed, Unopened

_HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_KEM = bytes([labels.KEM_SUITE])
_USER = bytes([labels.USER_SUITE])


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeys:
    """What others need of a user: the key to wrap to (`kem`) and the key to verify by (`sig`).

    Only the form is checked here (Malformed), not who the keys belong to.
    """

    kem: bytes = field(repr=False)
    sig: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.kem) != labels.KEM_PUBLIC or self.kem[:1] != _KEM:
            raise Malformed
        if len(self.sig) != labels.ED25519_KEY:
            raise Malformed


class KemKeys:
    """A pair to wrap to, without a signature key: a circle's drop key, or half of a user's keys."""

    __slots__ = ("_mlkem", "_pair", "_x25519", "public")

    def __init__(self, mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey) -> None:
        self._mlkem = mlkem
        self._x25519 = x25519
        self._pair = MLKEM768X25519PrivateKey(mlkem, x25519)
        public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        self.public: bytes = _KEM + public

    def __repr__(self) -> str:
        return "KemKeys(…)"

    @classmethod
    def fresh(cls) -> "KemKeys":
        """Make a new random pair."""
        return cls(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())

    def to_bytes(self) -> bytes:
        """Return the private half: suite byte, ML-KEM seed, X25519 key. Seal it at once."""
        return _KEM + self._mlkem.private_bytes_raw() + self._x25519.private_bytes_raw()

    @classmethod
    def from_bytes(cls, secret: bytes) -> "KemKeys":
        """Read what `to_bytes` wrote. Raises Malformed."""
        if len(secret) != labels.KEM_SECRET or secret[:1] != _KEM:
            raise Malformed
        seed, scalar = secret[1 : 1 + labels.MLKEM_SEED], secret[1 + labels.MLKEM_SEED :]
        return cls(MLKEM768PrivateKey.from_seed_bytes(seed), X25519PrivateKey.from_private_bytes(scalar))

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Open an HPKE ciphertext made with the same info. Raises Unopened."""
        try:
            return _HPKE.decrypt(sealed, self._pair, info=info)
        except (InvalidTag, ValueError):
            raise Unopened from None


class UserKeys:
    """A user's secret keys: one pair to open what is wrapped to them, one to sign with."""

    __slots__ = ("_sig", "kem", "public")

    def __init__(self, kem: KemKeys, sig: Ed25519PrivateKey) -> None:
        self.kem = kem
        self._sig = sig
        self.public = PublicKeys(kem=kem.public, sig=sig.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return "UserKeys(…)"

    @classmethod
    def fresh(cls) -> "UserKeys":
        """Make new random keys."""
        return cls(KemKeys.fresh(), Ed25519PrivateKey.generate())

    def to_bytes(self) -> bytes:
        """Return the secret halves: suite byte, KEM pair, Ed25519 key. Seal it at once."""
        return _USER + self.kem.to_bytes() + self._sig.private_bytes_raw()

    @classmethod
    def from_bytes(cls, secret: bytes) -> "UserKeys":
        """Read what `to_bytes` wrote. Raises Malformed."""
        if len(secret) != labels.USER_SECRET or secret[:1] != _USER:
            raise Malformed
        kem, sig = secret[1 : 1 + labels.KEM_SECRET], secret[1 + labels.KEM_SECRET :]
        return cls(KemKeys.from_bytes(kem), Ed25519PrivateKey.from_private_bytes(sig))

    def sign(self, message: bytes) -> bytes:
        """Return an Ed25519 signature (64 bytes); the message comes from `canonical.encode`."""
        return self._sig.sign(message)


def wrap(
    public_kem: bytes,
    secret: bytes,
    *,
    vault: str,
    purpose: str,
    epoch: int,
    recipient: str,
    about: str = "",
) -> bytes:
    """Return the secret sealed to a public key: suite byte ‖ HPKE ciphertext.

    `purpose` is a label (labels.VAULT_KEY, labels.CIRCLE_KEY, …), `recipient` the id of
    the key's owner, `about` the object concerned (a circle, a row). Raises Malformed if
    the public key is none.
    """
    info = _info(vault, purpose, about, epoch, recipient)
    try:
        return _KEM + _HPKE.encrypt(secret, _public(public_kem), info=info)
    except (ValueError, UnsupportedAlgorithm):  # X25519 refuses points of low order
        raise Malformed from None


def unwrap(
    keys: UserKeys | KemKeys,
    sealed: bytes,
    *,
    vault: str,
    purpose: str,
    epoch: int,
    recipient: str,
    about: str = "",
) -> bytes:
    """Return what `wrap` sealed to these keys for exactly this use. Raises Unopened."""
    if sealed[:1] != _KEM:
        raise Unopened
    kem = keys.kem if isinstance(keys, UserKeys) else keys
    return kem.open(sealed[1:], _info(vault, purpose, about, epoch, recipient))


def _info(vault: str, purpose: str, about: str, epoch: int, recipient: str) -> bytes:
    return encode(labels.WRAP, labels.KEM_SUITE, vault, purpose, about, epoch, recipient)


def _public(kem: bytes) -> MLKEM768X25519PublicKey:
    if len(kem) != labels.KEM_PUBLIC or kem[:1] != _KEM:
        raise Malformed
    mlkem, x25519 = kem[1 : 1 + labels.MLKEM_PUBLIC], kem[1 + labels.MLKEM_PUBLIC :]
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(mlkem), X25519PublicKey.from_public_bytes(x25519)
    )


def sign(keys: UserKeys, message: bytes) -> bytes:
    """Return the user's Ed25519 signature over a message made by `canonical.encode`."""
    return keys.sign(message)


def verify(sig_public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the holder of the public key signed exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(sig_public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
