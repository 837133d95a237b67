"""Kill -9 between print and record: no paper is forgotten, none is printed twice, and the batch is found again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mail.printer import LETTERS

PRINTER = Path(__file__).with_name("printer.py")
ROOT = PRINTER.parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize("seed", [3, 11])
def test_a_batch_killed_again_and_again_comes_to_its_end_with_every_paper_once(tmp_path, seed):
    done = subprocess.run(
        [sys.executable, str(PRINTER), str(seed), str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    print(told)
    wrong = {name: told[name] for name in ("twice", "lost", "unwritten", "damaged", "missing")}
    assert wrong == dict.fromkeys(wrong, 0)
    assert told["posted"] == LETTERS
    assert told["kills"] >= 3, "too few were killed to show anything"
    assert told["asked"] > 0, "nobody was killed between print and record"
