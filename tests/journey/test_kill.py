"""Kill -9 of the whole program while a save is under way: the vault is whole, and what the window said is saved is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journey.conftest import ROOT, own_world

SAVER = Path(__file__).with_name("saver.py")
TRIALS = int(os.environ.get("SPIDESK_KILLS", "10"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.timeout(200 + 20 * TRIALS)
def test_ten_kills_in_a_save_lose_nothing_the_window_said_was_saved(tmp_path):
    done = subprocess.run(
        [sys.executable, str(SAVER), str(TRIALS), "7", str(tmp_path)],
        cwd=ROOT,
        env=own_world(tmp_path) | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    print(told)
    assert told["trials"] == TRIALS
    assert (told["lost"], told["damaged"]) == (0, 0)
    assert told["under_way"] >= TRIALS // 2, "too few were killed in the middle of a save to show anything"
    assert told["done"] >= TRIALS
