"""How the program opens, makes and recovers a vault: the calls into the vault with what a workstation adds to them.

`Opening` is plain values, so that tests and the demo can hand in a cheap passphrase cost, a clock or a place of their
own for the remembered heads. Every call here runs in the lane.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.keys.recovery import Codes
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside import place
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import NoticeKind, Session
from spidesk.vault.vault import Clock, Vault, system_clock

SUFFIX = ".spivault"
_KEY_FILE_BYTES = 32
_FILES = ("keyring-A.json", "keyring-B.json", "store.db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What this workstation adds: the clock, where heads are remembered, and the cost of a new passphrase."""

    clock: Clock = system_clock
    seen: HeadStore = field(default_factory=HeadStore)
    params: SlotParams | None = None

    def today(self) -> date:
        """The day it is where the workstation stands."""
        return self.clock().astimezone().date()

    def create(self, folder: Path, *, login: str, name: str, passphrase: str) -> tuple[Vault, Codes]:
        """Make a vault with its first user. The three recovery codes are given once and kept nowhere."""
        return Vault.create(
            folder,
            login=login,
            name=name,
            passphrase=passphrase,
            clock=self.clock,
            seen=self.seen,
            params=self.params,
        )

    def open(self, folder: Path, *, login: str, passphrase: str, key_file: bytes | None = None) -> Vault:
        """Open a vault; refuses with the codes of DESIGN 3."""
        return Vault.open(
            folder,
            login=login,
            passphrase=passphrase,
            key_file=key_file,
            clock=self.clock,
            seen=self.seen,
            params=self.params,
        )

    def recover(self, folder: Path, codes: tuple[bytes, bytes], *, login: str, passphrase: str) -> Vault:
        """Open with two recovery codes, and give the user of `login` new keys under a new passphrase."""
        return membership.recover(
            folder,
            *codes,
            login=login,
            new_passphrase=passphrase,
            clock=self.clock,
            seen=self.seen,
            params=self.params,
        )


def unlocked(vault: Vault) -> Session:
    """Do what an unlock brings with it: make keys for the circles that wait for this owner. Gives the session."""
    session = vault.session
    if any(one.kind is NoticeKind.CIRCLE_WAITS for one in session.notices) and not session.read_only:
        membership.adopt_circles(vault)
    return vault.session


def read_key_file(path: Path) -> bytes:
    """The content of a key file. Refuses with `app.key_file` what cannot be read or is no key file."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_KEY_FILE_BYTES + 1)
    except (OSError, ValueError):
        raise Refusal("app.key_file", field="key_file") from None
    if len(content) != _KEY_FILE_BYTES:
        raise Refusal("app.key_file", field="key_file")
    return content


def vault_folder(parent: Path | None, name: str) -> Path:
    """The folder of a vault to be made: `NAME.spivault` in an existing folder on a disk where a vault may lie."""
    plain = name.strip().removesuffix(SUFFIX).strip()
    if not plain or plain.startswith(".") or not all(one.isalnum() or one in " -_." for one in plain):
        raise Refusal("app.vault_name", field="name")
    if parent is None or not parent.is_absolute() or not parent.is_dir():
        raise Refusal("app.no_folder", field="parent")
    folder = parent / f"{plain}{SUFFIX}"
    try:
        place.check(folder)
    except Refusal as refusal:
        raise refusal.beside("parent") from None
    if folder.exists():
        raise Refusal("vault.exists", field="name")
    return folder


def looks_like_vault(folder: Path | None) -> bool:
    """Tell whether a folder holds at least something of a vault."""
    return folder is not None and any((folder / name).exists() for name in _FILES)
