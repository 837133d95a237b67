"""Each measurement in a process of its own, so that memory and imports of one do not colour another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]


def run(module: str, root: Path, *words: str) -> dict[str, Any]:
    """Run `python -m tests.bench.MODULE ROOT BEGAN …` with a HOME below `root`; gives what it printed as JSON.

    BEGAN is the monotonic time at which the process was started.
    """
    home = root / "home"
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "QT_", "PYTHON"))}
    environment = {**kept, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", f"tests.bench.{module}", str(root), repr(time.monotonic()), *words]
    done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def answer(values: dict[str, Any]) -> None:
    """Hand what was measured to the process that asked."""
    print(json.dumps(values), flush=True)


def memory() -> dict[str, float]:
    """What this process takes now, and has taken at most, in MB."""
    found = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {"now": int(found["VmRSS"].split()[0]) / 1024, "most": int(found["VmHWM"].split()[0]) / 1024}
