"""Runs of many pieces against a real scheduler: one that fails in the middle, one that holds, one that stops, one that
forgets. Nothing is printed twice by itself, and nothing is taken for printed that did not come to the printer."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.documents.cups_server import CUPSD, PDF_PPD, Cups

pytestmark = [
    pytest.mark.cups,
    pytest.mark.timeout(60),
    pytest.mark.skipif(not CUPSD or not PDF_PPD.exists(), reason="cups and printer-driver-cups-pdf are not installed"),
    pytest.mark.skipif(
        hasattr(os, "geteuid") and os.geteuid() != 0, reason="the scheduler of these tests runs as root"
    ),
]


@pytest.fixture(scope="module")
def cups():
    folder = Path(tempfile.mkdtemp(prefix="spidesk-cups-"))
    made = Cups(folder)
    try:
        made.wait_until_up()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Told:
    """What a run in another process tells."""

    def __init__(self, process):
        self.process = process
        self.stages, self.jobs, self.most, self.heard = {}, {}, 0, []

    def say(self, *words):
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def until(self, what, *words):
        """Read on until the run tells this."""
        for line in self.process.stdout:
            told = json.loads(line)
            self.heard.append(told)
            if told[0] == "piece":
                self.stages[told[1]] = told[2]
            elif told[0] == "taken":
                self.jobs.setdefault(told[1], []).append(told[2])
            elif told[0] == "queue":
                self.most = max(self.most, len(told[1]))
            if told[0] == what and told[1 : 1 + len(words)] == list(words):
                return told
        raise AssertionError(f"the run ended without telling {what} {words}: {self.heard[-12:]}")

    def printed(self):
        return [int(key) for key, stage in self.stages.items() if stage == "printed"]


@contextmanager
def running(cups, printer, count, **env):
    script = Path(__file__).with_name("run_child.py")
    process = subprocess.Popen(
        [sys.executable, script, printer, str(count)],
        env={**cups.env, **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = Told(process)
    told.until("stopped", "1", "tray")
    told.say("resume")
    try:
        yield told
    finally:
        process.stdin.close()
        process.stdout.read()
        process.wait(20)


def test_every_piece_is_printed_once_in_order_with_few_in_the_queue(cups):
    cups.steer("rak")
    with running(cups, "rak", 12) as run:
        _, done, made = run.until("finished")
    assert done == 12
    assert made == list(range(1, 13)), "each paper is made once, when it is due"
    assert [jobs for jobs in run.jobs.values() if len(jobs) > 1] == []
    assert cups.printed("rak") == [jobs[0] for jobs in run.jobs.values()]
    assert run.most <= 4


def test_a_run_writes_nothing_to_disk_on_our_side(cups, tmp_path):
    places = {name: tmp_path / name.lower() for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    for one in places.values():
        one.mkdir(mode=0o700)
    cups.steer("spar-inget")
    with running(cups, "spar-inget", 5, **{name: str(one) for name, one in places.items()}) as run:
        run.until("taken", "3")
        during = sorted(one.relative_to(tmp_path) for one in tmp_path.rglob("*") if one.is_file())
        run.until("finished")
    assert during == []
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_a_queue_that_fails_in_the_middle_stops_and_goes_on_from_the_piece_that_failed(cups):
    cups.steer("mitten", n3="fail")
    with running(cups, "mitten", 8) as run:
        run.until("stopped", "3", "stopped")
        while True:
            told = run.until("queue")
            if not told[1]:
                break
        for key in [key for key, stage in run.stages.items() if stage == "asked"]:
            run.say("answer", key, True)
        before = dict(run.stages)
        run.say("resume")
        _, done, _made = run.until("finished")
    assert before["1"] == before["2"] == "printed"
    assert before["3"] == "failed"
    assert "8" not in run.jobs or len(run.jobs["8"]) == 1
    assert len(run.jobs["3"]) == 2, "the piece that failed is printed again"
    assert done == 8
    came = {job: key for key, jobs in run.jobs.items() for job in jobs}
    twice = [key for key in run.jobs if [came[job] for job in cups.printed("mitten") if job in came].count(key) > 1]
    assert twice == ["3"], "nothing but the failed piece came to the printer twice"


def test_a_printer_that_jams_holds_the_run_which_goes_on_by_itself(cups):
    cups.steer("stopp", n2="jam")
    with running(cups, "stopp", 6) as run:
        run.until("stopped", "2", "held")
        assert len(run.jobs) <= 5, "one printed, four in the queue"
        cups.free("stopp")
        _, done, made = run.until("finished")
    assert (done, made) == (6, [1, 2, 3, 4, 5, 6])


def test_what_waits_behind_a_jam_is_taken_back_unprinted_and_what_had_begun_is_asked_about(cups):
    cups.steer("fast", n2="jam")
    with running(cups, "fast", 6) as run:
        run.until("stopped", "2", "held")
        run.say("give_up")
        _, keys = run.until("asked")
        assert keys == ["2"], "only the printer's own piece may have come out"
        assert run.stages["1"] == "printed"
        assert {run.stages.get(key, "not_yet") for key in "3456"} == {"not_yet"}
        cups.free("fast")
        run.say("answer", "2", False)
        run.until("queue", [], "stopped")
        run.say("resume")
        _, done, _made = run.until("finished")
    assert done == 6
    assert len(run.jobs["2"]) == 2


def test_a_held_job_halts_the_run(cups):
    cups.steer("hall", n2="hold")
    with running(cups, "hall", 6) as run:
        run.until("stopped", "2", "held")
        run.say("give_up")
        _, keys = run.until("asked")
        assert "2" in keys
        for key in keys:
            run.say("answer", key, key != "2")
        run.until("queue", [], "stopped")
        run.say("resume")
        _, done, _made = run.until("finished")
    assert done == 6


def test_a_queue_that_stops_holds_the_run_until_it_is_started_again(cups):
    cups.steer("stannar", policy="stop-printer", n3="stop")
    with running(cups, "stannar", 5) as run:
        run.until("stopped", "3", "held")
        assert cups.run("cupsenable", "stannar").returncode == 0
        _, done, _made = run.until("finished")
    assert done == 5


def test_jobs_that_vanish_are_asked_about_and_never_counted(cups):
    cups.steer("borta", n2="jam")
    with running(cups, "borta", 6) as run:
        run.until("stopped", "2", "held")
        assert cups.run("cancel", "-a", "-x", "borta").returncode == 0
        run.until("queue", [], "asked")
        keys = [key for key, stage in run.stages.items() if stage == "asked"]
        assert {"3", "4"} <= {*keys}, "the queue knows nothing of what waited"
        assert run.stages["2"] in ("failed", "asked"), "called off, then forgotten"
        for key in keys:
            run.say("answer", key, None)
        run.until("queue", [], "stopped")
        run.say("resume")
        _, done, _made = run.until("finished")
    unsure = [key for key, stage in run.stages.items() if stage == "unsure"]
    assert done == 6 - len(unsure)
    assert {"3", "4"} <= {*unsure}
    assert all(len(run.jobs[key]) == 1 for key in unsure), "what nobody knows is not printed again by itself"
