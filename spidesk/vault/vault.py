"""The open vault: made, opened, read, written, closed; held by one thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from spidesk.refusal import Refusal
from spidesk.vault import making, opening
from spidesk.vault.check import CheckResult, Verification
from spidesk.vault.errors import Unaudited
from spidesk.vault.handles import Reader, Step, Writer
from spidesk.vault.keys.recovery import Codes
from spidesk.vault.keys.slots import DEFAULT, SlotParams
from spidesk.vault.members import roll
from spidesk.vault.opening import Conditions, Opened
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import Notice, Session, UserState
from spidesk.vault.store import audit, binding, checkpoints

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Give the time of the workstation, aware, in UTC."""
    return datetime.now(UTC)


class Vault:
    """An open vault. Only the thread that opened it may use it; a second raises RuntimeError.

    `create` and `open` take what tests and the journey replace: `clock`, `seen` (where this workstation keeps the heads
    it has seen) and `params` (the price of a passphrase). `key_file` is 32 bytes that some users unlock with besides.
    """

    def __init__(self, opened: Opened, conditions: Conditions) -> None:
        self._opened = opened
        self._conditions = conditions
        self._busy = False
        self._closed = False
        self.session: Session = opened.session

    def __repr__(self) -> str:
        return "Vault(…)"

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
        key_file: bytes | None = None,
    ) -> tuple[Vault, Codes]:
        """Make a vault with its first user, who is valvadministratör, and open it.

        Gives the three recovery codes too; the vault does not keep them. Refuses with `vault.exists`,
        `vault.network`, `vault.removable`, `vault.cloud`, `vault.read_only`, `vault.disk_full`, and `vault.login_form`,
        `vault.name_form`, `vault.passphrase_weak` beside their fields.
        """
        conditions = _conditions(clock, seen, params, key_file)
        opened, codes = making.make_folder(folder, login, name, passphrase, conditions)
        return cls(opened, conditions), codes

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
        key_file: bytes | None = None,
    ) -> Vault:
        """Open a vault with a user's passphrase.

        Refuses with `vault.missing`, `vault.incomplete`, `vault.newer`, `vault.damaged` (what), `vault.damaged_slot`,
        `vault.wrong_passphrase`, `vault.in_use` (who, since), `vault.read_only`, `vault.disk_full` and those of the
        place. `session.notices` says what the user is to be told.
        """
        conditions = _conditions(clock, seen, params, key_file)
        return cls(opening.open_folder(folder, login, passphrase, conditions), conditions)

    @property
    def folder(self) -> Path:
        """Where the vault lies."""
        return self._opened.held.folder

    @property
    def opened(self) -> Opened:
        """The parts of the open vault, for `membership` and `check` and nobody else."""
        self._opened.held.check_thread()
        if self._closed:
            raise RuntimeError("the vault is closed")
        return self._opened

    @property
    def conditions(self) -> Conditions:
        """What the vault was opened with besides the passphrase."""
        return self._conditions

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give read access. Refuses with `vault.first_unlock` before a one-time passphrase has been changed."""
        with self._alone():
            self._check_ready()
            yield Reader(self.opened.held, self.session)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """Give write access: one transaction, kept when the block ends well and has called `note()`.

        Raises Unaudited, after rolling back, when it has not. Refuses with `vault.older` on a vault that was put back,
        `vault.disk_full` when the disk does not take it; then nothing of it is kept. What was opened inside is logged
        either way.
        """
        self._check_ready()
        with self.change() as writer:
            yield writer

    @contextmanager
    def change(self) -> Iterator[Writer]:
        """Give a transaction as `write` does, before the first unlock too; for `membership` alone."""
        with self._alone():
            self.check_writable()
            held, before = self.opened.held, self.opened.held.head
            held.db.begin()
            writer = Writer(held, self.session)
            try:
                yield writer
                writer.finish()
                held.db.commit()
            except BaseException:
                held.db.rollback()
                held.head = before
                self._log_again(writer)
                raise
            held.remember_head()

    def refresh(self) -> Session:
        """Read the session anew, after membership has changed; notices of the opening are kept."""
        opened = self.opened
        opened.held.forget_keys()
        kept = tuple(one for one in self.session.notices if one.kind not in roll.RENEWED)
        self.session = roll.session(opened.held, kept)
        return self.session

    def verification(self) -> Verification:
        """Begin to verify the log and every row, as is done after unlock; go on with `verify_slice`."""
        return Verification(self.opened.held, everything=False)

    def verify_slice(self, verification: Verification) -> CheckResult | None:
        """Go on verifying for a twentieth of a second; gives the result at the end, None before.

        Other work may be done in the lane in between. Writes a checkpoint at the end, when nothing was found: the next
        verification begins its signatures there.
        """
        with self._alone():
            if verification.slice():
                return None
        result, held = verification.result(), self.opened.held
        if result.ok and result.signatures and not held.older and not verification.everything:
            with self.change() as writer:
                checkpoints.add(held, verification.head)
                writer.note("vault.verified", lines=result.lines, signatures=result.signatures)
        return result

    def verify(self, progress: Step | None = None) -> CheckResult:
        """Verify the log and every row in one go; `progress` may raise to stop it."""
        return self._through(self.verification(), progress)

    def check(self, progress: Step | None = None) -> CheckResult:
        """Verify everything there is: the file, all signatures, every part of the user's circles. Logged first."""
        binding.log(self.opened.held, audit.note("vault.checked", "", "", {}))
        return self._through(Verification(self.opened.held, everything=True), progress)

    def _through(self, verification: Verification, progress: Step | None) -> CheckResult:
        while (result := self.verify_slice(verification)) is None:
            if progress is not None:
                progress(verification.done, max(verification.done, verification.total))
        return result

    def check_writable(self) -> None:
        """Refuse with `vault.older` if this vault is older than one that was seen."""
        if self.opened.held.older:
            raise Refusal("vault.older")

    def notice(self, notice: Notice) -> None:
        """Add something to tell the user to the session."""
        self.session = roll.with_notice(self.session, notice)

    def close(self) -> None:
        """Close the vault and give back its lock; twice is harmless."""
        if self._closed:
            return
        held = self.opened.held
        self._closed = True
        held.forget_keys()
        held.db.close()
        self._opened.lock.release()

    def _check_ready(self) -> None:
        if self.session.user.state is UserState.NEW:
            raise Refusal("vault.first_unlock")

    def _log_again(self, writer: Writer) -> None:
        """Log what was opened inside a transaction that was rolled back: it has been read all the same."""
        if not writer.readings:
            return
        held = self.opened.held
        before = held.head
        with suppress(Refusal):
            held.db.begin()
            try:
                for line in writer.readings:
                    audit.append(held, line)
                held.db.commit()
            except BaseException:
                held.db.rollback()
                held.head = before
                raise
            held.remember_head()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._opened.held.check_thread()
        if self._busy:
            raise RuntimeError("one reader or writer at a time")
        self._busy = True
        try:
            yield
        finally:
            self._busy = False


def _conditions(clock: Clock, seen: HeadStore | None, params: SlotParams | None, key_file: bytes | None) -> Conditions:
    return Conditions(clock=clock, seen=seen or HeadStore(), params=params or DEFAULT, key_file=key_file)


__all__ = ["Clock", "Unaudited", "Vault", "system_clock"]
