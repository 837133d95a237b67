"""Lock ends the process: start a clean locked one, and leave this one at once.

Python and Qt leave copies of what was shown in memory; the end of the process does not. The new process gets the
vault's folder and the login, never a key, a draft or a place: those are sealed in the vault and read again after the
unlock.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

LOGIN = "SPIDESK_LOGIN"  # handed on in the environment, which other users cannot list as they can arguments


def command(vault: Path) -> list[str]:
    """Give the command line of the locked program: the packaged program itself, or isolated Python with this package.

    Isolated (`-I`): no variable, no folder one stands in and no package of the user's own says where code comes from.
    """
    entry = Path(__file__).resolve().parents[2] / "__main__.py"
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-I", str(entry)]
    return [*start, "--locked", str(vault)]


def start_locked(vault: Path, login: str) -> subprocess.Popen[bytes]:
    """Start the locked program beside this one. It runs from the folder this code was loaded from, nowhere else."""
    environment = {**os.environ, LOGIN: login}
    home = Path(__file__).resolve().parents[3]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(
        command(vault), env=environment, cwd=home, stdin=nowhere, stdout=nowhere, stderr=nowhere, close_fds=True
    )


def given_login() -> str:
    """The login the process before this one handed on, taken out of the environment; empty when there was none."""
    return os.environ.pop(LOGIN, "")


def leave(vault: Path, login: str) -> NoReturn:
    """Start the locked program and end this one, without running anything more that could print what it holds."""
    try:
        start_locked(vault, login)
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(0)
