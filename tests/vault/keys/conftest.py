"""Keys made fresh for each test, and the cheap work factors only a test may use."""

import os

import pytest

from spidesk.vault.ids import new_id
from spidesk.vault.keys import keyring as rings
from spidesk.vault.keys import recovery, slots
from spidesk.vault.keys.pairs import UserKeys

CHEAP = slots.SlotParams(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "björk åska ünna fem sex sju"


class Made:
    """One vault's keys: two users, recovery, and a signed keyring over them."""

    def __init__(self):
        self.params, self.passphrase = CHEAP, PASSPHRASE
        self.vault, self.user, self.other = new_id(), new_id(), new_id()
        self.keys, self.other_keys, self.holder = UserKeys.fresh(), UserKeys.fresh(), UserKeys.fresh()
        self.vault_key = os.urandom(48)
        self.codes = recovery.make_codes()
        ring = rings.new_keyring(self.vault, self.vault_key, self.slot(self.keys, self.user, "Åsa.Öberg"))
        ring = ring.with_slot(self.slot(self.other_keys, self.other, "bo"), self.vault_key)
        wraps = recovery.wrap_pairs(self.codes, self.holder.to_bytes(), self.vault)
        ring = ring.with_recovery(wraps, self.holder.public, self.vault_key)
        self.ring = rings.sign(ring, self.user, self.keys)

    def slot(self, keys, user, login, **more):
        return slots.make_slot(
            keys, self.passphrase, vault=self.vault, user=user, login=login, params=self.params, **more
        )

    def open(self, slot, passphrase=PASSPHRASE, **more):
        return slots.open_slot(slot, passphrase, vault=self.vault, params=self.params, **more)


@pytest.fixture
def made():
    return Made()


@pytest.fixture(scope="session")
def kept():
    """As `made`, for tests that change nothing and run often."""
    return Made()
