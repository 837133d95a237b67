"""The README's second command: the same set-up, then everything CI runs. Exit code 0 only if all passed.

python3 installers/test.py               all of it
python3 installers/test.py tests/mail    the linters, then only those tests
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import machine

STEPS = (
    ("ruff", ("-m", "ruff", "check", "--quiet", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    ("mypy --strict", ("-m", "mypy", "--no-error-summary")),
    ("lint-imports", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")),
)

NOTHING_CHOSEN = 5  # pytest's exit code when none of the named tests is of that kind


def main(arguments: list[str]) -> int:
    """Set up, lint, test. The first step that fails ends it."""
    machine.require_python()
    machine.require_system(tests=True)
    machine.prepare("test")
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    for name, command in STEPS:
        print(f"== {name}", flush=True)
        failed = machine.run(*command, env=env)
        if failed:
            print(f"{name} failed", file=sys.stderr)
            return failed
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        env["SPIDESK_TEST_ALL"] = "1"  # root has everything the tests need: one that skips has failed
    chosen = arguments or ["tests"]
    print("== pytest, the print server alone: its spool folder is the machine's", flush=True)
    failed = machine.run("-m", "pytest", "-m", "cups", *chosen, env=env)
    if failed not in (0, NOTHING_CHOSEN):
        return failed
    print("== pytest", flush=True)
    return machine.run("-m", "pytest", "-m", "not cups", "-n", "2", *chosen, env=env)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
