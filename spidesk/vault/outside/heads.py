"""The last head of the log this workstation saw, remembered outside the vault.

SQLCipher cannot tell an old copy of the file from the newest. The workstation can: it remembers how long the log was
and the hash of its last line, signed by the user who was working. A vault that is shorter, or tells another story, has
been put back from a copy and opens read-only until a valvadministratör decides.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
import platformdirs

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.ids import is_id

_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Seen:
    """A remembered head: number and hash of the last line, and who signed that it was so."""

    vault: str
    seq: int
    hash: bytes
    user: str
    signer: int
    signature: bytes

    def message(self) -> bytes:
        """Give the bytes that the signature covers."""
        return seen_message(self.vault, self.seq, self.hash, self.user, self.signer)


def seen_message(vault: str, seq: int, digest: bytes, user: str, signer: int) -> bytes:
    """Give the bytes a remembered head is signed over."""
    return encode(labels.CHECKPOINT, "seen", vault, seq, digest, user, signer)


class HeadStore:
    """The folder where a workstation keeps the heads it has seen, one small file a vault, for its user alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(platformdirs.user_state_dir("spidesk", appauthor=False)) / "heads"

    def read(self, vault: str) -> Seen | None:
        """Give the remembered head, or None if this workstation has not seen the vault.

        Raises ValueError if there is something that cannot be read.
        """
        try:
            with self._path(vault).open("rb") as file:
                text = file.read(_LONGEST)
        except FileNotFoundError:
            return None
        except OSError:
            raise ValueError("the remembered head cannot be read") from None
        try:
            seen = msgspec.json.decode(text, type=Seen)
        except msgspec.DecodeError:
            raise ValueError("the remembered head is damaged") from None
        if seen.vault != vault:
            raise ValueError("the remembered head belongs to another vault")
        return seen

    def write(self, seen: Seen) -> None:
        """Remember a head. A workstation that cannot keep it goes on without: the vault itself is whole."""
        path = self._path(seen.vault)
        fresh = path.with_suffix(".new")
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                file.write(msgspec.json.encode(seen))
            fresh.replace(path)

    def _path(self, vault: str) -> Path:
        if not is_id(vault):
            raise ValueError("not the id of a vault")
        return self.folder / f"{vault}.json"
