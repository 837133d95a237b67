"""Killed in the middle of a write, out of disk, open twice: nothing acknowledged is lost, nothing is half-done."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from spidesk.refusal import Refusal
from spidesk.vault.vault import Vault
from tests.vault.building import ANNA, LIGHT, Place, add_person, read_name

NURSERY = Path(__file__).with_name("nursery.py")
ROOT = NURSERY.parents[2]


def nursery(work, count, seed, folder, program=NURSERY):
    done = subprocess.run(
        [sys.executable, str(program), work, str(count), str(seed), str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert not done.stderr, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize("half", [1, 2])
def test_two_hundred_kills_lose_nothing_acknowledged(tmp_path, half):
    told = nursery("kill", 100, half, tmp_path)
    assert told["trials"] == 100
    assert told["lost"] == 0
    assert told["damaged"] == 0
    assert told["acknowledged"] > 100
    assert told["killed_while_writing"] > 50


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
def test_a_removal_that_is_killed_leaves_one_whole_vault(tmp_path):
    told = nursery("rotate", 14, 5, tmp_path)
    assert told["damaged"] == 0
    assert told["before"] > 0
    assert told["after"] > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize("kind", ["passphrase", "recover", "join", "cards"])
def test_what_opens_the_vault_is_the_old_or_the_new_after_a_kill(tmp_path, kind):
    told = nursery(kind, 12, 7, tmp_path, NURSERY.with_name("secretkill.py"))
    assert told["trials"] == 12
    assert told["lost"] == 0
    assert told["damaged"] == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the limit is POSIX")
def test_a_full_disk_refuses_and_keeps_what_there_is(tmp_path):
    told = nursery("full", 18, 4, tmp_path)
    assert told["wrong"] == 0
    assert told["refused"] > 8


def test_a_second_start_is_told_who_has_the_vault_open(place, vault):
    with pytest.raises(Refusal) as refused:
        place.open()
    assert refused.value.code == "vault.in_use"
    assert refused.value.params["who"] == "anna"
    vault.close()
    place.open().close()


def test_a_second_process_is_refused_and_a_killed_one_is_no_hindrance(place, vault):
    vault.close()
    code = (
        "import sys, pathlib, time\n"
        "from tests.vault.building import Place\n"
        "vault = Place(pathlib.Path(sys.argv[1])).open()\n"
        "print('open', flush=True)\n"
        "time.sleep(60)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(place.root)], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert child.stdout.readline() == b"open\n"
        with pytest.raises(Refusal) as refused:
            place.open()
        assert refused.value.code == "vault.in_use"
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    with place.opened() as again:
        assert again.check().ok


def test_the_thread_that_opened_it_is_the_one_that_uses_it(place, vault, circle):
    vault.close()
    found = []

    def work():
        mine = place.open()
        found.append(read_name(mine, add_person(mine, circle, "Tråd")))
        mine.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == ["Tråd"]


def test_an_abandoned_making_leaves_no_vault(tmp_path, monkeypatch):
    place = Place(tmp_path)
    from spidesk.vault.keys import files

    def fail(folder, keyring):
        raise OSError("no space left")

    monkeypatch.setattr(files, "write", fail)
    with pytest.raises(Refusal) as refused:
        Vault.create(place.folder, login="a", name="A", passphrase=ANNA, seen=place.seen, params=LIGHT)
    assert refused.value.code == "vault.disk_full"
    assert list(tmp_path.iterdir()) == []
