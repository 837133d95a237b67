"""Make the hash-locked requirement files anew from `pyproject.toml` (for developers, after a dependency changes).

Needs `uv`, which resolves for every system at once: `pip install uv`, then `python3 installers/lock.py`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMON = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--python-version", "3.11")


def main() -> int:
    """Write `locks/run.txt` and `locks/test.txt`; hatchling is in both, as it builds the project without a network."""
    extra = ROOT / "installers" / "locks" / "build.in"
    for name, flags in (("run", ()), ("test", ("--extra", "test"))):
        target = ROOT / "installers" / "locks" / f"{name}.txt"
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", str(extra), *COMMON, *flags, "-q"]
        subprocess.run([*command, "-o", str(target)], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
