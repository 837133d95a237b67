"""A vault is open in one process at a time: the lock, and what a second start is told.

The lock is the operating system's and goes with its process, so a killed program leaves none behind. The file also
says who has the vault open and since when; that is for people and is never trusted.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from spidesk.refusal import Refusal

NAME = "in-use.lock"
_LOCKED_BYTE = 1 << 30  # far past the text, so that Windows lets others read it
_LONGEST = 400

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class InUse:
    """The lock of one vault, held until `release`."""

    def __init__(self, folder: Path, *, who: str, since: datetime) -> None:
        """Take the lock. Refuses with `vault.in_use` (who, since), `vault.read_only`, `vault.disk_full`."""
        self._path = folder / NAME
        try:
            # never through a link: telling who has the vault open empties the file first
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except FileNotFoundError:
            raise Refusal("vault.missing") from None
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise Refusal("vault.disk_full" if full else "vault.read_only") from None
        try:
            _take(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            who, when = self._holder()
            raise Refusal("vault.in_use", who=who, since=when) from None
        self.tell(who, since)

    def tell(self, who: str, since: datetime) -> None:
        """Say in the file who has the vault open, and since when."""
        local = since.astimezone().strftime("%Y-%m-%d %H:%M")
        with suppress(OSError):  # on a full disk the lock still holds, it only says less
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, f"{who}\n{local}\n".encode()[:_LONGEST])

    def _holder(self) -> tuple[str, str]:
        lines: list[str] = []
        with suppress(OSError), self._path.open("rb") as file:
            lines = file.read(_LONGEST).decode("utf-8", "replace").splitlines()
        who = lines[0] if lines and lines[0].isprintable() else ""
        since = lines[1] if len(lines) > 1 and lines[1].isprintable() else ""
        return who or "en annan användare", since or "okänd tid"

    def release(self) -> None:
        """Give the lock back; twice is harmless."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1
