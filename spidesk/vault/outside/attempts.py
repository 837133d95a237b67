"""`attempts.log`: failed unlocks, written before any key exists and taken into the log at the next unlock.

A line is a time and the workstation's name. Nothing typed is kept: not the login, and never the passphrase.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

NAME = "attempts.log"
_LONGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Attempts:
    """How many unlocks have failed since the last that did not, and when the newest was (None if unreadable)."""

    count: int
    newest: datetime | None


def workstation() -> str:
    """Give the workstation's name in safe characters."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return "".join(one for one in name if one.isascii() and (one.isalnum() or one in "-."))[:40] or "-"


def add(folder: Path, at: datetime) -> None:
    """Keep one failed unlock. On a disk that cannot be written the unlock is refused all the same."""
    with suppress(OSError):
        path = folder / NAME
        if path.exists() and path.stat().st_size > _LONGEST:
            return
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{at.isoformat(timespec='seconds')}\t{workstation()}\n")


def read(folder: Path) -> Attempts:
    """Give what has failed since the file was emptied."""
    try:
        with (folder / NAME).open("rb") as file:
            lines = file.read(_LONGEST + 200).decode("utf-8", "replace").splitlines()
    except OSError:
        return Attempts(0, None)
    newest = None
    for line in lines:
        with suppress(ValueError):
            newest = datetime.fromisoformat(line.partition("\t")[0])
    return Attempts(len(lines), newest)


def empty(folder: Path) -> None:
    """Empty the file, after its content stands in the log."""
    with suppress(OSError):
        path = folder / NAME
        if path.exists():
            os.truncate(path, 0)
