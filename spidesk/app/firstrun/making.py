"""What the first run gathers on its way, and the calls that turn it into a vault."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject

from spidesk.admin.page.cards import written
from spidesk.app.opening import SUFFIX, Opening
from spidesk.refusal import Refusal
from spidesk.ui.lane import Lane
from spidesk.ui.press import Press
from spidesk.ui.printing import PrintQueue
from spidesk.vault import membership
from spidesk.vault.ids import CircleId
from spidesk.vault.keys.recovery import Codes
from spidesk.vault.session import CircleKind, Session
from spidesk.vault.vault import Vault

Refused = Callable[[Refusal], object]


@dataclass(slots=True, kw_only=True)
class Making:
    """One first run under way. `codes` live from the vault's making until two cards are proved."""

    lane: Lane[Vault]
    press: Press
    opening: Opening
    queue: PrintQueue | None = None
    start: Path = field(default_factory=Path.home)
    folder: Path | None = None
    login: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    codes: Codes | None = field(default=None, repr=False)
    session: Session | None = None
    proved: bool = False
    post: CircleId | None = None

    @property
    def label(self) -> str:
        """What the vault is called: the folder's name."""
        return self.folder.name.removesuffix(SUFFIX) if self.folder is not None else ""

    @property
    def made(self) -> bool:
        """Whether there is a vault on the disk now."""
        return self.session is not None

    def create(self, owner: QObject, passphrase: str, *, done: Callable[[], object], refused: Refused) -> None:
        """Make the vault with its first user and keep the codes for the cards."""
        folder, opening, login, name = self.folder, self.opening, self.login, self.name
        if folder is None:
            raise LookupError("no folder chosen")
        given: list[Codes] = []

        def make() -> Vault:
            vault, codes = opening.create(folder, login=login, name=name, passphrase=passphrase)
            given.append(codes)
            return vault

        def kept(session: Session) -> None:
            self.session, self.codes = session, given.pop()
            done()

        self.lane.open(owner, make, read=lambda vault: vault.session, done=kept, refused=refused)

    def cards(self) -> list[tuple[str, list[str]]]:
        """The three cards: letter and the four lines."""
        return written(self.codes) if self.codes is not None else []

    def prove(
        self, owner: QObject, cards: tuple[bytes, bytes], *, done: Callable[[], object], refused: Refused
    ) -> None:
        """Two cards were typed back: try them against the vault, which logs it, and let go of the codes."""

        def work(vault: Vault) -> Session:
            membership.prove_recovery(vault, *cards)
            return vault.session

        def kept(session: Session) -> None:
            self.session, self.codes, self.proved = session, None, True
            done()

        self.lane.submit(owner, work, done=kept, refused=refused)

    def add_circle(
        self,
        owner: QObject,
        *,
        name: str,
        namnd: str,
        kind: CircleKind,
        recoverable: bool,
        done: Callable[[], object],
        refused: Refused,
    ) -> None:
        """Make a circle owned by the first user; a circle of persons sends its post to the post circle made before."""
        if self.session is None:
            raise LookupError("no vault made")
        user, post = self.session.user.id, self.post if kind is CircleKind.PERSONS else None

        def work(vault: Vault) -> tuple[CircleId, Session]:
            made = membership.add_circle(
                vault, name=name, namnd=namnd, kind=kind, owner=user, recoverable=recoverable, post_circle=post
            )
            return made, vault.session

        def kept(answer: tuple[CircleId, Session]) -> None:
            circle, self.session = answer
            if kind is CircleKind.POST:
                self.post = circle
            done()

        self.lane.submit(owner, work, done=kept, refused=refused)

    def undo(self, owner: QObject, done: Callable[[], object]) -> None:
        """Close and remove the vault made by this run: nothing but its first user is in it."""

        def remove() -> None:
            if self.made and self.folder is not None:
                shutil.rmtree(self.folder, ignore_errors=True)
            self.session = self.codes = None
            done()

        self.lane.close(owner, remove)
