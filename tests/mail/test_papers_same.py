"""Papers are reproducible: the same order gives the same bytes, here and in another process, in any turn."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from spidesk.mail.document import papers
from spidesk.mail.rules.order import PaperKind
from tests.mail.papering import NAME, envelope, golden_papers

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import hashlib
from tests.mail.papering import golden_papers
made = golden_papers()
order = sorted(made, reverse=bool(int(__import__("sys").argv[1])))
for name in order:
    print(name, hashlib.sha256(made[name].pdf).hexdigest())
"""


def digests(seed, backwards):
    """What another process makes, with another seed of its hashes, another clock zone and another language."""
    other = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}", "LC_ALL": "C"}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(int(backwards))],
        cwd=ROOT,
        env=other,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split() for line in told.stdout.splitlines())


def test_two_processes_make_the_same_papers():
    one, other = digests("1", backwards=False), digests("7", backwards=True)
    assert one == other
    assert one == {name: hashlib.sha256(paper.pdf).hexdigest() for name, paper in golden_papers().items()}


@pytest.mark.parametrize("paper", list(PaperKind))
def test_what_was_made_before_does_not_show(paper):
    first = papers.make(paper, envelope(name=NAME)).pdf
    papers.make(PaperKind.INNER_FRONT, envelope(name="Ðặng Þór Œuvre"))
    assert papers.make(paper, envelope(name=NAME)).pdf == first


@pytest.mark.parametrize("paper", list(PaperKind))
def test_only_the_slip_says_a_day_and_only_its_own(paper):
    one = papers.make(paper, envelope(ordered_on=date(2026, 11, 21))).pdf
    other = papers.make(paper, envelope(ordered_on=date(2026, 11, 20))).pdf
    assert (one == other) is (paper is not PaperKind.SLIP)
