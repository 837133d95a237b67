"""One journey for all the tests that look at what it left: the command as a person gives it, in its own process."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journey.marks import PEOPLE

ROOT = Path(__file__).resolve().parents[2]
OWN = ("home", "tmpdir", "xdg_runtime_dir")


def own_world(folder):
    """An environment where HOME and the temp folder are empty and this test's alone."""
    world = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    for name in OWN:
        place = folder / name
        place.mkdir(mode=0o700)
        world[name.upper()] = str(place)
    return world


@dataclass(frozen=True)
class Journey:
    """What one journey was and left."""

    folder: Path
    code: int
    stdout: str
    stderr: str
    began: float

    @property
    def out(self):
        """Where the papers and pictures were to be put."""
        return self.folder / "out"

    @property
    def own(self):
        """HOME, the temp folder and the runtime folder that it was given, empty at first."""
        return [self.folder / name for name in OWN]

    @property
    def told(self):
        """What `journey.txt` says."""
        return (self.out / "journey.txt").read_text(encoding="utf-8")

    @property
    def papers(self):
        """The papers in the order they were printed: every front, every back, every slip, every outer."""
        return sorted((self.out / "papers").glob("*.pdf"))

    @property
    def pictures(self):
        """The pictures, in order."""
        return sorted(self.out.glob("*.png"))


@pytest.fixture(scope="session")
def journey(tmp_path_factory):
    """`spidesk demo --journey OUT --people FILE`, done once: by the first worker that asks, where there are several."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "journey"
    told = folder / "told.json"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + 280
        while not told.exists():
            assert time.monotonic() < end, "the worker that makes the journey has not finished it"
            time.sleep(0.1)
        return Journey(folder=folder, **json.loads(told.read_text(encoding="utf-8")))
    found = _travel(folder)
    half = told.with_suffix(".half")
    half.write_text(json.dumps(found), encoding="utf-8")
    half.rename(told)
    return Journey(folder=folder, **found)


def _travel(folder):
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "spidesk", "demo", "--journey", str(folder / "out"), "--people", str(PEOPLE)],
        cwd=ROOT,
        env=own_world(folder),
        capture_output=True,
        encoding="utf-8",
        timeout=270,
        check=False,
    )
    return {"code": done.returncode, "stdout": done.stdout, "stderr": done.stderr, "began": began}
