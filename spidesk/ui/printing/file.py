"""Writing a paper to the place the user has chosen: whole or not at all, readable by the user alone, never past a link.

The paper is written beside its place under a name of its own and then renamed, so that a full disk or a pulled memory
stick leaves what was there before as it was. A symbolic link at the place is refused: the paper would come to lie
somewhere else than the user sees.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Final

_ONLY_ME: Final = 0o600
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Unwritten(StrEnum):
    """Why nothing was written."""

    NO_FOLDER = "no_folder"
    LINK = "link"
    NO_ROOM = "no_room"
    NOT_ALLOWED = "not_allowed"


def write(where: Path, pdf: bytes) -> Unwritten | None:
    """Write the paper; None when it is there, otherwise why it is not, with what was there before untouched."""
    if not where.parent.is_dir():
        return Unwritten.NO_FOLDER
    if where.is_symlink():
        return Unwritten.LINK
    if where.exists() and not where.is_file():
        return Unwritten.NOT_ALLOWED
    beside = where.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _whole(beside, pdf)
        beside.replace(where)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        return Unwritten.NO_ROOM if error.errno in _NO_ROOM else Unwritten.NOT_ALLOWED
    return None


def _whole(path: Path, pdf: bytes) -> None:
    """A new file with all of it, on the disk when this returns."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, _ONLY_ME), "wb") as file:
        if os.name == "posix":
            os.fchmod(file.fileno(), _ONLY_ME)
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
