"""The open vault: made, opened, read, written, closed; held by one thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spidesk.vault.handles import Reader, Writer
from spidesk.vault.session import Session

if TYPE_CHECKING:
    from spidesk.vault.keys.recovery import Codes
    from spidesk.vault.keys.slots import SlotParams
    from spidesk.vault.store.heads import HeadStore

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Give the time of the workstation, aware, in UTC."""
    return datetime.now(UTC)


class Vault:
    """An open vault."""

    session: Session

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        login: str,
        name: str,
        passphrase: str,
        clock: Clock = system_clock,
        seen: HeadStore | None = None,
        params: SlotParams | None = None,
    ) -> tuple[Vault, Codes]:
        """Make a vault with its first user."""
        raise RuntimeError

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        login: str,
        passphrase: str,
        clock: Clock = system_clock,
        seen: HeadStore | None = None,
        params: SlotParams | None = None,
    ) -> Vault:
        """Open a vault with a user's passphrase."""
        raise RuntimeError

    def read(self) -> AbstractContextManager[Reader]:
        """Give read access."""
        raise RuntimeError

    def write(self) -> AbstractContextManager[Writer]:
        """Give write access: one transaction."""
        raise RuntimeError

    def refresh(self) -> Session:
        """Read the session anew, after membership has changed."""
        raise RuntimeError

    def close(self) -> None:
        """Close the vault; twice is harmless."""
        raise RuntimeError
