"""The README's first command: set everything up and open the demo.

    python3 installers/run.py                    the demo vault in a window; without a display, the journey
    python3 installers/run.py --journey OUT      drive the real windows offscreen; papers and pictures in OUT
    python3 installers/run.py --people FILE.toml send those people through the same windows

Everything after the script's name goes to `spidesk demo`, whose `--help` says the rest. Exit code 0 only if all of it
worked; 3 when the machine lacks something, which is then named with the command that installs it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import machine


def main(arguments: list[str]) -> int:
    """Set up, then run `spidesk demo` with the given arguments."""
    machine.require_python()
    machine.require_system(tests=False)
    machine.prepare("run")
    env = dict(os.environ)
    asks_help = any(one in ("-h", "--help") for one in arguments)
    if not machine.has_display() and not asks_help:
        env["QT_QPA_PLATFORM"] = "offscreen"
        if "--journey" not in arguments:
            arguments = [*arguments, "--journey", str(Path.cwd() / "journey-out")]
    # Paths the user gave are relative to where the user stands.
    for flag in ("--journey", "--people"):
        if flag in arguments and arguments.index(flag) + 1 < len(arguments):
            at = arguments.index(flag) + 1
            arguments[at] = str(Path(arguments[at]).resolve())
    # -I: what the program imports comes from .venv and this project, whatever PYTHONPATH says.
    return machine.run("-I", "-m", "spidesk", "demo", *arguments, env=env)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
