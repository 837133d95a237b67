"""A link in the vault's folder, put there by someone who may write in it: nothing outside is written or emptied."""

import os

import pytest

from spidesk.refusal import Refusal
from spidesk.vault import membership
from tests.vault.building import LIGHT, Place

if not hasattr(os, "O_NOFOLLOW"):
    pytest.skip("links need rights of their own on Windows", allow_module_level=True)

NAMES = ("in-use.lock", "attempts.log", "store.db-journal", "store.db.next", "keyring-B.json", "store.db")


@pytest.fixture
def made(tmp_path):
    place = Place(tmp_path)
    vault, codes = place.create()
    vault.close()
    return place, codes


def recover(place, codes):
    more = {"clock": place.clock, "seen": place.seen, "params": LIGHT}
    membership.recover(place.folder, codes.a, codes.b, login="anna", new_passphrase="en helt ny fras", **more)


WAYS = {
    "open": lambda place, _: place.open(),
    "wrong": lambda place, _: place.open(passphrase="fel fras helt och hållet"),
    "recover": recover,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_a_link_in_the_folder_touches_nothing_outside(made, tmp_path, name, way):
    place, codes = made
    outside, content = tmp_path / "outside", b"something of the user's own"
    here = place.folder / name
    if here.exists():
        content = here.read_bytes() or content
        here.unlink()
    outside.write_bytes(content)
    here.symlink_to(outside)
    with pytest.raises(Refusal) as caught:
        WAYS[way](place, codes)
    assert caught.value.params.get("what") == "folder.link"
    assert outside.read_bytes() == content
