"""Symmetric boxes: seal and unseal, pad and unpad, derive, digest, blind index.

A box is `suite byte ‖ nonce (12) ‖ ciphertext and tag`, AES-256-GCM. The nonce is
random, so one key may seal at most 2^32 times (NIST SP 800-38D 8.3); a key that
seals much is replaced by rotation long before. The associated data says where a box
belongs; make it with `canonical.encode`. A box does not hide its length: pad first.
"""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from spidesk.vault import labels
from spidesk.vault.canonical import Field, encode
from spidesk.vault.keys.faults import Malformed, Unopened

_HEAD = 1 + labels.NONCE
_SUITE = bytes([labels.BOX_SUITE])


def fresh_key() -> bytes:
    """Return a new random key of 32 bytes."""
    return os.urandom(labels.KEY)


def seal(key: bytes, plaintext: bytes, *, aad: bytes) -> bytes:
    """Return a box that only the key and the same associated data open."""
    nonce = os.urandom(labels.NONCE)
    return _SUITE + nonce + _cipher(key).encrypt(nonce, plaintext, _SUITE + aad)


def unseal(key: bytes, box: bytes, *, aad: bytes) -> bytes:
    """Return what was sealed. Raises Unopened for anything but a whole box of this key and place."""
    if len(box) < _HEAD + labels.TAG or box[:1] != _SUITE:
        raise Unopened
    try:
        return _cipher(key).decrypt(box[1:_HEAD], box[_HEAD:], _SUITE + aad)
    except InvalidTag:
        raise Unopened from None


def _cipher(key: bytes) -> AESGCM:
    if len(key) != labels.KEY:  # AESGCM alone would accept a shorter, weaker key.
        raise ValueError("a box takes a key of 32 bytes")
    return AESGCM(key)


def pad(plaintext: bytes) -> bytes:
    """Return the plaintext with 0x80 and zeros after it, filling its size bucket (ISO/IEC 7816-4)."""
    size = _bucket(len(plaintext) + 1)
    return (plaintext + b"\x80").ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the plaintext. Raises Malformed unless `pad` would give back the very same bytes."""
    plaintext = padded.rstrip(b"\0")
    if plaintext[-1:] != b"\x80" or _bucket(len(plaintext)) != len(padded):
        raise Malformed
    return plaintext[:-1]


def _bucket(size: int) -> int:
    for bucket in labels.BUCKETS:
        if size <= bucket:
            return bucket
    last = labels.BUCKETS[-1]
    return -(-size // last) * last


def derive(key: bytes, label: str, *context: Field, length: int = labels.KEY) -> bytes:
    """Return a key for one purpose: HKDF-SHA256 of `key`, info from label and context.

    `key` must already be strong (random, or the work of Argon2id), at least 16 bytes.
    """
    if len(key) < 16:
        raise ValueError("too short to derive a key from")
    info = encode(label, *context)
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(key)


def digest(label: str, *fields: Field) -> bytes:
    """Return SHA-256 over the canonical encoding of label and fields."""
    hasher = hashes.Hash(hashes.SHA256())
    hasher.update(encode(label, *fields))
    return hasher.finalize()


def blind(key: bytes, *fields: Field) -> bytes:
    """Return 16 bytes that find equal values without telling them: HMAC-SHA256, cut."""
    if len(key) != labels.KEY:
        raise ValueError("a blind index takes a key of 32 bytes")
    mac = HMAC(key, hashes.SHA256())
    mac.update(encode(labels.BLIND, *fields))
    return mac.finalize()[: labels.BLIND_INDEX]


def same(one: bytes, other: bytes) -> bool:
    """Compare in a time that does not tell where two secrets differ."""
    return hmac.compare_digest(one, other)
