"""One journey for all the tests that look at what it left: the command as a person gives it, in its own process."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journey.marks import PEOPLE

ROOT = Path(__file__).resolve().parents[2]


def own_world(folder):
    """An environment where HOME and the temp folder are empty and this test's alone."""
    world = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR"):
        place = folder / name.lower()
        place.mkdir(mode=0o700)
        world[name] = str(place)
    return world


@dataclass(frozen=True)
class Journey:
    """What one journey was and left."""

    out: Path
    home: Path
    temp: Path
    runtime: Path
    code: int
    stdout: str
    stderr: str
    began: float

    @property
    def told(self):
        """What `journey.txt` says."""
        return (self.out / "journey.txt").read_text(encoding="utf-8")

    @property
    def papers(self):
        """The papers in the order they were printed, four a letter: front, back, slip, outer."""
        return sorted((self.out / "papers").glob("*.pdf"))

    @property
    def pictures(self):
        """The pictures, in order."""
        return sorted(self.out.glob("*.png"))


@pytest.fixture(scope="session")
def journey(tmp_path_factory):
    """`spidesk demo --journey OUT --people FILE`, done once."""
    folder = tmp_path_factory.mktemp("journey")
    world = own_world(folder)
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "spidesk", "demo", "--journey", str(folder / "out"), "--people", str(PEOPLE)],
        cwd=ROOT,
        env=world,
        capture_output=True,
        encoding="utf-8",
        timeout=280,
        check=False,
    )
    return Journey(
        out=folder / "out",
        home=Path(world["HOME"]),
        temp=Path(world["TMPDIR"]),
        runtime=Path(world["XDG_RUNTIME_DIR"]),
        code=done.returncode,
        stdout=done.stdout,
        stderr=done.stderr,
        began=began,
    )
