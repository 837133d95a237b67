"""A slot opens with its passphrase alone, tells damage from error, and cannot be made cheap or ruinous."""

import time
import tracemalloc
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spidesk.vault.keys import boxes, slots
from spidesk.vault.keys.faults import DamagedSlot, HostileParameters, WrongPassphrase
from spidesk.vault.keys.pairs import UserKeys
from spidesk.vault.keys.slots import SlotParams, make_slot, open_login, open_slot

MIB = 1024


def test_a_slot_opens_with_its_passphrase(made):
    assert made.open(made.slot(made.keys, made.user, "asa")).public == made.keys.public


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_keyboard_gives_the_same_passphrase(made, form):
    slot = made.slot(made.keys, made.user, "asa")
    assert made.open(slot, unicodedata.normalize(form, made.passphrase)).public == made.keys.public


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(text=st.text(max_size=40))
def test_nothing_else_opens_it(kept, text):
    if unicodedata.normalize("NFC", text) == unicodedata.normalize("NFC", kept.passphrase):
        return
    with pytest.raises(WrongPassphrase):
        kept.open(kept.ring.slots[0], text)


@pytest.mark.parametrize("text", ["", " ", "x" * 100_000, "\ud800", "å" * 2049])
def test_odd_passphrases_are_simply_wrong(kept, text):
    with pytest.raises(WrongPassphrase):
        kept.open(kept.ring.slots[0], text)


def test_a_slot_is_bound_to_its_vault_and_user(made):
    slot = made.slot(made.keys, made.user, "asa")
    with pytest.raises(WrongPassphrase):
        open_slot(slot, made.passphrase, vault=made.other, params=made.params)
    with pytest.raises(WrongPassphrase):
        made.open(replace(slot, user=made.other))


def test_the_key_file_is_needed_and_the_right_one(made):
    slot = made.slot(made.keys, made.user, "asa", key_file=b"f" * 32)
    assert made.open(slot, key_file=b"f" * 32).public == made.keys.public
    for wrong in (None, b"g" * 32, b"", b"f" * 31):
        with pytest.raises(WrongPassphrase):
            made.open(slot, key_file=wrong)
    with pytest.raises(WrongPassphrase):  # the factor cannot be dropped from the slot
        made.open(replace(slot, factors=slots.PASSPHRASE), key_file=b"f" * 32)
    with pytest.raises(ValueError):
        made.slot(made.keys, made.user, "asa", key_file=b"short")


def test_damage_is_told_from_a_wrong_passphrase(made):
    slot = made.slot(made.keys, made.user, "asa")
    other = made.other_keys.public
    damaged = [
        replace(slot, sealed=slot.sealed[:-1] + bytes([slot.sealed[-1] ^ 1])),
        replace(slot, sealed=b""),
        replace(slot, kem_public=other.kem, sig_public=other.sig),
        replace(slot, sig_public=b""),
        replace(slot, one_time=True),
        replace(slot, login="bo"),
    ]
    for one in damaged:
        with pytest.raises(DamagedSlot):
            made.open(one)
        with pytest.raises(WrongPassphrase):
            made.open(one, "något helt annat")


def test_an_unknown_factor_never_opens(made):
    slot = made.slot(made.keys, made.user, "asa")
    for factors in (0, 2, 4, 5, -1):
        with pytest.raises(WrongPassphrase):
            made.open(replace(slot, factors=factors))
        with pytest.raises(WrongPassphrase):
            made.open(forged(made, slot, made.keys, factors=factors))


def test_a_slot_with_anothers_secret_keys_is_damaged(made):
    slot = made.slot(made.keys, made.user, "asa")
    assert made.open(forged(made, slot, made.keys)).public == made.keys.public
    with pytest.raises(DamagedSlot):
        made.open(forged(made, slot, made.other_keys))


def forged(made, slot, keys, factors=slots.PASSPHRASE):
    """A slot made whole by a hand that knows the passphrase, around whatever keys and factors."""
    secret = made.passphrase.encode()
    kek, commitment = slots.slot_keys(
        secret, b"", slot.salt, slot.params, vault=made.vault, user=slot.user, factors=factors
    )
    bare = replace(slot, factors=factors, commitment=commitment)
    return replace(bare, sealed=boxes.seal(kek, keys.to_bytes(), aad=bare.bound(made.vault)))


HOSTILE = [
    SlotParams(memory_kib=64 * MIB - 1),
    SlotParams(memory_kib=1),
    SlotParams(memory_kib=-1),
    SlotParams(passes=2),
    SlotParams(lanes=3),
    SlotParams(memory_kib=MIB * MIB + 1),
    SlotParams(memory_kib=2**62),
    SlotParams(passes=11),
    SlotParams(passes=2**31),
    SlotParams(lanes=9),
]


@pytest.mark.parametrize("params", HOSTILE, ids=str)
def test_hostile_parameters_are_refused_at_once_and_take_no_memory(made, params):
    slot = replace(made.slot(made.keys, made.user, "asa"), params=params)
    tracemalloc.start()
    for own in (made.params, slots.DEFAULT):
        with pytest.raises(HostileParameters):
            open_slot(slot, made.passphrase, vault=made.vault, params=own)
    with pytest.raises(HostileParameters):
        open_login([slot], "asa", made.passphrase, vault=made.vault)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_file_cannot_ask_for_the_cheap_work_of_tests(made):
    slot = made.slot(made.keys, made.user, "asa")
    with pytest.raises(HostileParameters):
        open_slot(slot, made.passphrase, vault=made.vault)


def test_more_than_the_ceiling_is_never_made(made):
    with pytest.raises(HostileParameters):
        make_slot(made.keys, "x", vault=made.vault, user=made.user, login="a", params=SlotParams(memory_kib=2**21))


def test_the_default_price_is_the_designs():
    assert (slots.DEFAULT.memory_kib, slots.DEFAULT.passes, slots.DEFAULT.lanes) == (256 * MIB, 3, 4)


@pytest.mark.parametrize("login", ["Åsa.Öberg", "åsa.öberg", "  ÅSA.ÖBERG ", unicodedata.normalize("NFD", "Åsa.Öberg")])
def test_a_login_is_found_however_it_is_typed(kept, login):
    slot, keys = open_login(kept.ring.slots, login, kept.passphrase, vault=kept.vault, params=kept.params)
    assert (slot.user, keys.public) == (kept.user, kept.keys.public)


def test_an_unknown_login_is_only_a_wrong_passphrase(kept):
    for every in (kept.ring.slots, ()):
        with pytest.raises(WrongPassphrase):
            open_login(every, "ingen", kept.passphrase, vault=kept.vault, params=kept.params)


def test_an_unknown_login_takes_as_long_as_a_known_one(made):
    """With work that can be measured: 16 MiB, some ten milliseconds."""
    price = SlotParams(memory_kib=16 * MIB, passes=3, lanes=4)
    slot = make_slot(made.keys, "rätt", vault=made.vault, user=made.user, login="asa", params=price)

    def work(login):
        """Processor time, in all threads: what others do on the machine does not count."""
        began = time.process_time()
        with pytest.raises(WrongPassphrase):
            open_login([slot], login, "fel", vault=made.vault, params=price)
        return time.process_time() - began

    times = [(work("ingen"), work("asa")) for _ in range(9)]
    assert 0.5 < min(one for one, _ in times) / min(other for _, other in times) < 2


@pytest.mark.parametrize(("login", "passphrase"), [("", "x"), (" ", "x"), ("a", ""), ("a", "å" * 2049)])
def test_empty_and_endless_input_makes_no_slot(made, login, passphrase):
    with pytest.raises(ValueError):
        make_slot(made.keys, passphrase, vault=made.vault, user=made.user, login=login, params=made.params)


def test_a_slot_shows_neither_login_nor_keys(kept):
    shown = repr(kept.ring.slots) + repr(kept.ring)
    assert "berg" not in shown
    assert "\\x" not in shown


def test_each_slot_has_its_own_salt(made):
    one, other = (made.slot(UserKeys.fresh(), made.user, "asa") for _ in range(2))
    assert one.salt != other.salt
    assert one.commitment != other.commitment
