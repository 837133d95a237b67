"""The lock itself: cover everything, seal what is unsaved, close the vault, let this process end.

The cover comes first and at once. Sealing waits for a save under way, but not for ever: past the last moment the
process ends without the drafts rather than stay unlocked; what was acknowledged is on the disk already.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from spidesk.app.frame import Frame
from spidesk.app.lock.leftoff import keep
from spidesk.app.shell.shell import Shell
from spidesk.ui.lane import Lane
from spidesk.vault.vault import Vault

_LAST_MOMENT_MS = 10_000


class Locker(QObject):
    """Locks once. `leave()` ends the process; it is called exactly once, last."""

    def __init__(self, frame: Frame, lane: Lane[Vault], leave: Callable[[], object]) -> None:
        super().__init__(frame)
        self._frame, self._lane, self._leave = frame, lane, leave
        self._locking = False

    def lock(self, shell: Shell | None) -> None:
        """Lock now. Without a shell, in a first unlock not finished, there is nothing to seal."""
        if self._locking:
            return
        self._locking = True
        self._frame.cover()
        QTimer.singleShot(_LAST_MOMENT_MS, self, self._go)
        if shell is None:
            self._close()
            return
        left, ended = shell.left_off(), shell.restored.ended()
        shell.hide_all()
        self._lane.submit(
            self, lambda vault: keep(vault, left, ended), done=lambda _: self._close(), refused=lambda _: self._close()
        )

    def _close(self) -> None:
        self._lane.close(self, self._go)

    def _go(self) -> None:
        if self._locking:
            self._locking = False
            self._leave()
