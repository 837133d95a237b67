"""Boxes open only whole, with their key, in their place; padding hides length and is strict."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.keys import boxes
from spidesk.vault.keys.faults import Malformed, Unopened

KEY = bytes(range(32))


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_a_box_opens_with_its_key_and_place(plaintext, aad):
    box = boxes.seal(KEY, plaintext, aad=aad)
    assert boxes.unseal(KEY, box, aad=aad) == plaintext


def test_every_flipped_bit_of_a_box_is_noticed():
    box = boxes.seal(KEY, b"a person", aad=b"here")
    for place in range(len(box) * 8):
        flipped = bytearray(box)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(Unopened):
            boxes.unseal(KEY, bytes(flipped), aad=b"here")


@pytest.mark.parametrize("length", range(29))
def test_a_cut_box_is_noticed(length):
    with pytest.raises(Unopened):
        boxes.unseal(KEY, boxes.seal(KEY, b"", aad=b"")[:length], aad=b"")


def test_another_key_or_place_does_not_open():
    box = boxes.seal(KEY, b"a person", aad=b"here")
    for key, aad in ((KEY[::-1], b"here"), (KEY, b"there"), (KEY, b"")):
        with pytest.raises(Unopened):
            boxes.unseal(key, box, aad=aad)


def test_the_same_plaintext_never_gives_the_same_box():
    assert len({boxes.seal(KEY, b"x", aad=b"") for _ in range(1000)}) == 1000


@pytest.mark.parametrize("key", [b"", bytes(16), bytes(24), bytes(33)])
def test_a_key_of_other_length_is_refused(key):
    with pytest.raises(ValueError):
        boxes.seal(key, b"x", aad=b"")
    with pytest.raises(ValueError):
        boxes.blind(key, "x")


@given(st.binary(max_size=1500))
def test_padding_comes_off_again(plaintext):
    padded = boxes.pad(plaintext)
    assert boxes.unpad(padded) == plaintext
    assert len(padded) in labels.BUCKETS


@pytest.mark.parametrize(
    ("length", "size"),
    [
        *[(0, 256), (255, 256), (256, 1024), (1023, 1024), (4095, 4096), (4096, 16384), (16384, 65536)],
        *[(65535, 65536), (65536, 131072), (131071, 131072), (131072, 196608)],
    ],
)
def test_sizes_fall_in_buckets(length, size):
    for plaintext in (b"\0" * length, b"\x80" * length):
        padded = boxes.pad(plaintext)
        assert len(padded) == size
        assert boxes.unpad(padded) == plaintext


@pytest.mark.parametrize(
    "padded",
    [b"", bytes(256), b"\x80", b"a\x80" + bytes(200), b"a\x80" + bytes(1022), b"\x80" + bytes(254) + b"\1", b"a" * 256],
)
def test_wrong_padding_is_refused(padded):
    with pytest.raises(Malformed):
        boxes.unpad(padded)


def test_derivation_is_hkdf_of_the_canonical_encoding():
    """Against RFC 5869 written out with the standard library."""
    info = encode(labels.PART, "vault", 7)
    extracted = hmac.new(bytes(32), KEY, hashlib.sha256).digest()
    first = hmac.new(extracted, info + b"\1", hashlib.sha256).digest()
    second = hmac.new(extracted, first + info + b"\2", hashlib.sha256).digest()
    assert boxes.derive(KEY, labels.PART, "vault", 7) == first
    assert boxes.derive(KEY, labels.PART, "vault", 7, length=64) == first + second


def test_each_purpose_and_context_has_its_own_key():
    derived = {
        boxes.derive(KEY, labels.PART),
        boxes.derive(KEY, labels.BLIND),
        boxes.derive(KEY, labels.PART, "a"),
        boxes.derive(KEY, labels.PART, "a", "b"),
        boxes.derive(KEY, labels.PART, "ab"),
        boxes.derive(KEY[::-1], labels.PART),
    }
    assert len(derived) == 6
    with pytest.raises(ValueError):
        boxes.derive(b"short", labels.PART)


def test_digest_and_blind_index_cover_the_canonical_encoding():
    assert boxes.digest(labels.ROW, "a", 1) == hashlib.sha256(encode(labels.ROW, "a", 1)).digest()
    assert boxes.blind(KEY, "a") == hmac.new(KEY, encode(labels.BLIND, "a"), hashlib.sha256).digest()[:16]
    assert boxes.blind(KEY, "a") != boxes.blind(KEY[::-1], "a")
