"""The disk is full at each write of a keyring in turn: everybody still opens the vault afterwards."""

import errno
import os
from pathlib import Path

import pytest

from spidesk.refusal import Refusal
from spidesk.vault import membership
from tests.vault.building import ANNA, BO, CILLA, Place, add_circle, let_in

CHANGED = "bosse har bytt till en ny fras"


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    vault, _ = place.create()
    vault.close()
    bo = place.add_user("bo", BO)
    cilla = place.add_user("cilla", CILLA)
    with place.opened() as vault:
        circle = add_circle(vault)
        let_in(vault, circle, bo)
        let_in(vault, circle, cilla)
    place.users = {"bo": bo, "cilla": cilla}
    place.circle = circle
    return place


class Full:
    """Says that the disk is full at call number `at` of fsync and rename, and for `calls` calls from there."""

    def __init__(self, monkeypatch, at, calls):
        self.count = 0
        for target, name in ((os, "fsync"), (Path, "replace")):
            monkeypatch.setattr(target, name, self._told(getattr(target, name), at, calls))

    def _told(self, real, at, calls):
        def call(*args):
            self.count += 1
            if at <= self.count < at + calls:
                raise OSError(errno.ENOSPC, "full")
            return real(*args)

        return call


def add(vault, place):
    membership.add_user(vault, login="dora", name="Dora")


def remove(vault, place):
    membership.remove_member(vault, place.circle, place.users["cilla"])


def change(vault, place):
    membership.change_passphrase(vault, ANNA, CHANGED)


@pytest.mark.parametrize("calls", [1, 2, 1000])
@pytest.mark.parametrize("at", range(1, 12))
@pytest.mark.parametrize("work", [add, change, remove])
def test_everybody_opens_after_a_full_disk(place, monkeypatch, work, at, calls):
    vault = place.open()
    with monkeypatch.context() as patched:
        full = Full(patched, at, calls)
        told = _refusal(work, vault, place)
        reached = full.count
    vault.close()
    assert told in ("", "vault.disk_full")
    phrases = {"anna": (ANNA, CHANGED), "bo": (BO,), "cilla": (CILLA,)}
    for login, any_of in phrases.items():
        again = _opened(place, login, any_of)
        assert again.verify().ok
        again.close()
    assert reached


def _refusal(work, *args):
    try:
        work(*args)
    except Refusal as refusal:
        return refusal.code
    return ""


def _opened(place, login, any_of):
    told = []
    for phrase in any_of:
        try:
            return place.open(login, phrase)
        except Refusal as refusal:
            told.append((refusal.code, refusal.params))
    raise AssertionError(f"{login} is shut out: {told}")
