"""The keyring opens for its users, notices every change to its file, and changes keys in two phases."""

import base64
import json
import os
import time
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spidesk.vault import labels
from spidesk.vault.ids import new_id
from spidesk.vault.keys import boxes, recovery
from spidesk.vault.keys import keyring as rings
from spidesk.vault.keys.faults import DamagedKeyring, NewerFormat, Unopened
from spidesk.vault.keys.keyform import from_bytes, to_bytes
from spidesk.vault.keys.pairs import UserKeys


@pytest.fixture(scope="session")
def data(kept):
    return to_bytes(kept.ring)


def resealed(rest, number=1):
    """A file whose first line is right for its rest: what a hand that knows the format can make."""
    check = boxes.digest(labels.KEYRING_FILE, number, rest).hex().encode()
    return b'{"format":%d,"check":"%s",\n' % (number, check) + rest


def test_a_keyring_comes_back_from_its_file(kept, data):
    assert from_bytes(data) == kept.ring
    assert to_bytes(from_bytes(data)) == data
    assert json.loads(data)["format"] == 1


def test_every_user_and_the_recovery_holder_open_the_vault_key(kept):
    for keys, recipient in ((kept.keys, kept.user), (kept.other_keys, kept.other), (kept.holder, "recovery")):
        assert kept.ring.open_key(keys, recipient) == kept.vault_key
    for keys, recipient in ((kept.keys, kept.other), (UserKeys.fresh(), kept.user), (kept.keys, new_id())):
        with pytest.raises(Unopened):
            kept.ring.open_key(keys, recipient)
    with pytest.raises(Unopened):
        kept.ring.open_key(kept.keys, kept.user, following=True)


def test_no_secret_stands_in_the_file(kept, data):
    secrets = [
        kept.vault_key,
        kept.keys.to_bytes()[2:],
        kept.holder.to_bytes()[2:],
        kept.codes.a,
        kept.passphrase.encode(),
    ]
    for secret in secrets:
        for form in (secret, secret.hex().encode(), base64.b64encode(secret)[4:-4]):
            assert form not in data


def test_every_flipped_byte_is_noticed(data):
    for place in range(len(data)):
        for change in (1, 0x20, 0x80):
            flipped = bytearray(data)
            flipped[place] ^= change
            with pytest.raises(DamagedKeyring):
                from_bytes(bytes(flipped))


@settings(max_examples=300, deadline=None)
@given(place=st.integers(min_value=0), length=st.integers(0, 30), stray=st.binary(max_size=30))
def test_any_stretch_replaced_by_anything_is_noticed(data, place, length, stray):
    place %= len(data)
    changed = data[:place] + stray + data[place + length :]
    if changed != data:
        with pytest.raises(DamagedKeyring):
            from_bytes(changed)


def test_every_cut_is_noticed(data):
    for length in range(0, len(data), 7):
        with pytest.raises(DamagedKeyring):
            from_bytes(data[:length])
    for more in (b" ", b"\n", b"\0", data):
        with pytest.raises(DamagedKeyring):
            from_bytes(data + more)


def test_a_newer_format_is_known_before_the_rest_is_read(data):
    with pytest.raises(NewerFormat):
        from_bytes(resealed(b'"what":"nobody knows yet"}', number=2))
    with pytest.raises(DamagedKeyring):  # the digit is damaged, the file is not newer
        from_bytes(data.replace(b'"format":1', b'"format":2', 1))


def rest_of(data):
    return data.split(b"\n", 1)[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda rest: b" " + rest,
        lambda rest: rest.replace(b'"generation": 1', b'"generation": 1.0'),
        lambda rest: rest.replace(b'"generation": 1', b'"generation": 1, "generation": 1'),
        lambda rest: rest.replace(b'"generation": 1', b'"generation": 1, "extra": 1'),
        lambda rest: rest.replace(b'"generation": 1', b'"generation": 2'),
        lambda rest: rest.replace(b'"generation": 1', b'"generation": 0'),
        lambda rest: rest.replace(b'"generation": 1', b'"generation": ' + b"9" * 5000),
        lambda rest: rest.replace(b'"one_time": false', b'"one_time": true', 1),
        lambda rest: rest.replace(b'"one_time": false', b'"one_time": 0', 1),
        lambda rest: rest.replace(b'"bo"', b'"b\\u006f"'),
        lambda rest: rest.replace(b'"bo"', b'"\\ud800"'),
        lambda rest: rest.replace(b'"memory_kib": 64', b'"memory_kib": 63', 1),
        lambda rest: rest.replace(b'"next": null', b'"next": 0'),
        lambda rest: b"[" * 1_000_000,
        lambda rest: b'"slots":' + b"[" * 1_000_000,
        lambda rest: b'"what":' + b"[" * 1_000_000,
        lambda rest: b'"what":' + b'{"a":' * 1_000_000,
        lambda rest: b"",
        lambda rest: b"\xff" * 100,
        lambda rest: b"}" + rest,
    ],
    ids=range(20),
)
def test_a_hostile_file_is_refused_fast(data, change):
    """The check of the first line is right each time: strictness and signature must do it."""
    hostile = resealed(change(rest_of(data)))
    assert hostile != data
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(DamagedKeyring) as caught:
        from_bytes(hostile)
    assert time.process_time() - began < 0.1
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_file_over_the_limit_is_refused_unread(data, monkeypatch):
    with pytest.raises(DamagedKeyring):
        from_bytes(resealed(rest_of(data) + b" " * labels.KEYRING_BYTES))
    monkeypatch.setattr(labels, "KEYRING_BYTES", len(data))
    from_bytes(data)
    monkeypatch.setattr(labels, "KEYRING_BYTES", len(data) - 1)
    with pytest.raises(DamagedKeyring):
        from_bytes(data)


@pytest.mark.parametrize(
    "change",
    [
        lambda ring: {"slots": ()},
        lambda ring: {"slots": ring.slots + ring.slots[:1]},
        lambda ring: {
            "slots": (ring.slots[0], replace(ring.slots[0], login="annan")),
            "current": replace(ring.current, wraps={}),
        },
        lambda ring: {"slots": (ring.slots[0], replace(ring.slots[1], login=" ÅSA.öberg"))},
        lambda ring: {"slots": (ring.slots[0], replace(ring.slots[1], login=" "))},
        lambda ring: {"slots": (ring.slots[0], replace(ring.slots[1], salt=b""))},
        lambda ring: {"slots": (ring.slots[0], replace(ring.slots[1], commitment=b""))},
        lambda ring: {"slots": (ring.slots[0], replace(ring.slots[1], kem_public=b"x"))},
        lambda ring: {"slots": (ring.slots[0], replace(ring.slots[1], user="bo"))},
        lambda ring: {"slots": ring.slots[1:]},
        lambda ring: {"vault_id": "x"},
        lambda ring: {"generation": 0},
        lambda ring: {"current": replace(ring.current, epoch=0)},
        lambda ring: {"current": replace(ring.current, wraps={"stranger": b"x"})},
        lambda ring: {"next": replace(ring.current, epoch=3)},
        lambda ring: {"recovery": replace(ring.recovery, sig_public=b"")},
        lambda ring: {"recovery": None},
    ],
    ids=range(17),
)
def test_a_keyring_that_does_not_hold_together_is_neither_signed_nor_written(kept, change):
    wrong = replace(kept.ring, **change(kept.ring))
    with pytest.raises(ValueError):
        rings.sign(wrong, kept.user, kept.keys)
    with pytest.raises(DamagedKeyring):
        to_bytes(wrong)


def test_only_a_user_of_the_keyring_signs_it(kept):
    for signer, keys in ((kept.user, kept.other_keys), (new_id(), kept.keys), ("", kept.keys), ("recovery", kept.keys)):
        with pytest.raises(ValueError):
            rings.sign(kept.ring, signer, keys)
    assert from_bytes(to_bytes(rings.sign(kept.ring, "recovery", kept.holder))).signer == "recovery"
    assert from_bytes(to_bytes(rings.sign(kept.ring, kept.other, kept.other_keys))).signer == kept.other


def test_each_signed_state_has_the_next_generation(made):
    changed = made.ring.without_slot(made.other).with_next(os.urandom(48))
    assert changed.generation == made.ring.generation + 1
    assert changed.signature == b""
    with pytest.raises(DamagedKeyring):
        to_bytes(changed)


def test_the_vault_key_changes_in_two_phases(made):
    following = os.urandom(48)
    begun = rings.sign(made.ring.with_next(following), made.user, made.keys)
    begun = from_bytes(to_bytes(begun))
    for keys, recipient in ((made.keys, made.user), (made.holder, "recovery")):
        assert begun.open_key(keys, recipient) == made.vault_key
        assert begun.open_key(keys, recipient, following=True) == following
    done = from_bytes(to_bytes(rings.sign(begun.promoted(), made.user, made.keys)))
    assert done.open_key(made.other_keys, made.other) == following
    assert (done.current.epoch, done.next, done.generation) == (2, None, 3)
    given_up = begun.abandoned()
    assert (given_up.current, given_up.next) == (made.ring.current, None)
    with pytest.raises(ValueError):
        made.ring.promoted()
    with pytest.raises(ValueError):
        begun.with_slot(made.slot(made.keys, made.user, "asa"), made.vault_key)


def test_a_removed_user_gets_no_new_key(made):
    left = made.ring.without_slot(made.other).with_next(os.urandom(48)).promoted()
    ring = rings.sign(left, made.user, made.keys)
    assert ring.slot(made.other) is None
    assert set(ring.current.wraps) == {made.user, "recovery"}
    with pytest.raises(Unopened):
        ring.open_key(made.other_keys, made.other)
    unfinished = made.ring.with_next(os.urandom(48)).without_slot(made.other)
    assert set(unfinished.next.wraps) == {made.user, "recovery"}


def test_a_new_passphrase_and_fresh_keys_take_the_place_of_the_old(made):
    fresh = UserKeys.fresh()
    ring = made.ring.with_slot(made.slot(fresh, made.user, "asa"), made.vault_key)
    ring = from_bytes(to_bytes(rings.sign(ring, made.user, fresh)))
    assert ring.open_key(fresh, made.user) == made.vault_key
    with pytest.raises(Unopened):
        ring.open_key(made.keys, made.user)
    assert len(ring.slots) == 2


def test_two_recovery_codes_lead_to_the_vault_key(made):
    ring = from_bytes(to_bytes(made.ring))
    secret = recovery.open_pair(made.codes.c, made.codes.a, ring.recovery.wraps, ring.vault_id)
    assert ring.open_key(UserKeys.from_bytes(secret), labels.RECOVERY_HOLDER) == made.vault_key
