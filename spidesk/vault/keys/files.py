"""The keyring's two copies on disk: one of them is always whole, and heals the other.

The only module of `keys` that touches files. A copy is written beside its place, fsynced and
renamed over it, and the folder fsynced; first A, then B. So a power cut leaves the new state
in A and the old in B, or the old in both, never half of one. Reading takes the whole copy
of the highest generation and puts it in the place of the other if that one differs.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from spidesk.vault import labels
from spidesk.vault.keys.faults import DamagedKeyring, NoKeyring
from spidesk.vault.keys.keyform import from_bytes, to_bytes
from spidesk.vault.keys.keyring import Keyring

NAMES = ("keyring-A.json", "keyring-B.json")
_BESIDE = ".new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A keyring as read. `differed` names the copy ("A" or "B") that was missing, damaged or
    older, or is empty; `healed` tells whether it was put right."""

    keyring: Keyring
    differed: str = ""
    healed: bool = False


def exists(folder: Path) -> bool:
    """Tell whether the folder holds any copy of a keyring."""
    return any((folder / name).is_file() for name in NAMES)


def write(folder: Path, keyring: Keyring) -> None:
    """Write both copies, A before B, each to the disk itself.

    Raises OSError (a full or read-only disk among them). Then the old state stands, or, if A
    was already written, the new one: whoever reads next finds out.
    """
    data = to_bytes(keyring)
    for name in NAMES:
        _put(folder / name, data)


def read(folder: Path, *, heal: bool = True) -> Found:
    """Return the keyring of a folder, healing the copy that is not as the other.

    NoKeyring: neither copy is there. DamagedKeyring: none is whole, or they belong to
    different vaults. NewerFormat: a copy was written by a newer program. PermissionError:
    this user may not read it.
    """
    if not exists(folder):
        raise NoKeyring
    copies = [_copy(folder / name) for name in NAMES]
    whole = [one for one in copies if one is not None]
    if not whole:
        raise DamagedKeyring
    if len({keyring.vault_id for _, keyring in whole}) > 1:
        raise DamagedKeyring
    data, keyring = max(whole, key=lambda one: one[1].generation)  # of equals the first, A
    for letter, name, copy in zip("AB", NAMES, copies, strict=True):
        if copy is None or copy[0] != data:
            return Found(keyring=keyring, differed=letter, healed=heal and _healed(folder / name, data))
    return Found(keyring=keyring)


def _copy(path: Path) -> tuple[bytes, Keyring] | None:
    """One whole copy: its bytes and what they say. A newer format is no damage to heal: it is raised."""
    try:
        with path.open("rb") as file:
            data = file.read(labels.KEYRING_BYTES + 1)
        return data, from_bytes(data)
    except PermissionError:
        raise
    except (OSError, DamagedKeyring):  # missing, an unreadable sector, or not whole
        return None


def _healed(path: Path, data: bytes) -> bool:
    """Put a copy right; opening goes on without it where the disk does not let us write."""
    try:
        _put(path, data)
    except OSError:
        return False
    return True


def _put(path: Path, data: bytes) -> None:
    beside = path.with_name(path.name + _BESIDE)
    beside.unlink(missing_ok=True)  # left over from a crash
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there, and NTFS logs the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
