"""A wrap opens for its recipient and its use alone; a signature holds for its message alone."""

import os
import traceback

import pytest

from spidesk.vault import labels
from spidesk.vault.ids import new_id
from spidesk.vault.keys.faults import Malformed, Unopened
from spidesk.vault.keys.pairs import KemKeys, PublicKeys, UserKeys, sign, unwrap, verify, wrap

VAULT, USER, CIRCLE = new_id(), new_id(), new_id()
USE = {"vault": VAULT, "purpose": labels.CIRCLE_KEY, "epoch": 3, "recipient": USER, "about": CIRCLE}


@pytest.fixture(scope="module")
def keys():
    return UserKeys.fresh()


@pytest.fixture(scope="module")
def sealed(keys):
    return wrap(keys.public.kem, b"k" * 32, **USE)


def test_a_wrap_opens_for_its_recipient(keys, sealed):
    assert unwrap(keys, sealed, **USE) == b"k" * 32
    assert unwrap(keys.kem, sealed, **USE) == b"k" * 32
    assert len(sealed) == 1 + 1120 + 32 + 16


def test_a_wrap_made_for_another_use_does_not_open(keys, sealed):
    others = {"vault": new_id(), "purpose": labels.VAULT_KEY, "epoch": 4, "recipient": new_id(), "about": ""}
    for name, other in others.items():
        with pytest.raises(Unopened):
            unwrap(keys, sealed, **{**USE, name: other})
    swapped = {**USE, "recipient": CIRCLE, "about": USER}
    with pytest.raises(Unopened):
        unwrap(keys, sealed, **swapped)


def test_nobody_else_opens_a_wrap(sealed):
    with pytest.raises(Unopened):
        unwrap(UserKeys.fresh(), sealed, **USE)


def test_flipped_and_cut_wraps_are_noticed(keys, sealed):
    for place in range(len(sealed)):
        flipped = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Unopened):
            unwrap(keys, flipped, **USE)
    for length in (0, 1, 32, 1120, 1121, len(sealed) - 1):
        with pytest.raises(Unopened):
            unwrap(keys, sealed[:length], **USE)


def test_a_drop_key_opens_what_anyone_seals_to_it():
    drop = KemKeys.fresh()
    sealed = wrap(drop.public, b"a recipient line" * 100, **USE)
    assert unwrap(KemKeys.from_bytes(drop.to_bytes()), sealed, **USE) == b"a recipient line" * 100


def test_keys_come_back_from_their_bytes(keys, sealed):
    again = UserKeys.from_bytes(keys.to_bytes())
    assert again.public == keys.public
    assert unwrap(again, sealed, **USE) == b"k" * 32
    assert sign(again, b"m") == sign(keys, b"m")
    assert len(keys.to_bytes()) == labels.USER_SECRET


def test_signatures_hold_for_their_message_and_key(keys):
    signature = sign(keys, b"grant")
    assert verify(keys.public.sig, signature, b"grant")
    assert not verify(keys.public.sig, signature, b"grant ")
    assert not verify(UserKeys.fresh().public.sig, signature, b"grant")
    assert not verify(keys.public.sig, signature[:-1], b"grant")
    assert not verify(b"short", signature, b"grant")
    assert not any(verify(keys.public.sig, bytes([one ^ 1 for one in signature]), m) for m in (b"grant", b""))


def test_bytes_that_are_no_keys_are_refused(keys):
    secret = keys.to_bytes()
    for wrong in (b"", secret[:-1], secret + b"\0", b"\2" + secret[1:], secret[:1] + b"\2" + secret[2:]):
        with pytest.raises(Malformed):
            UserKeys.from_bytes(wrong)
    for kem in (b"", keys.public.kem[:-1], b"\2" + keys.public.kem[1:], b"\1" + b"\xff" * 1184 + bytes(32)):
        with pytest.raises(Malformed):
            wrap(kem, b"k", **USE)
    with pytest.raises(Malformed):
        wrap(keys.public.kem[:-32] + bytes(32), b"k", **USE)  # an X25519 point of low order
    with pytest.raises(Malformed):
        PublicKeys(kem=keys.public.kem, sig=b"")


def test_secrets_show_in_no_repr_and_no_exception(keys):
    secret = keys.to_bytes()
    shown = repr(keys) + repr(keys.kem) + repr(keys.public) + str(keys)
    try:
        UserKeys.from_bytes(secret + b"x")
    except Malformed as fault:
        shown += repr(fault) + "".join(traceback.format_exception(fault))
    for part in (secret.hex()[10:30], repr(secret[2:8])[2:-1]):
        assert part not in shown
    with pytest.raises((TypeError, AttributeError)):
        keys.extra = os.urandom(1)
