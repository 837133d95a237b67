"""From a folder and a passphrase to an open vault, and from nothing to a new one.

Opening checks in this order: the place, the lock, the keyring, the passphrase, the database's shape, that keyring and
database belong together, the membership's rows and signatures, the end of the log, and the head this workstation
remembers. What is not whole is refused by name; what is older than what was seen opens read-only.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import UserId
from spidesk.vault.keys import files
from spidesk.vault.keys import keyring as ring
from spidesk.vault.keys.faults import (
    DamagedKeyring,
    DamagedSlot,
    HostileParameters,
    NewerFormat,
    NoKeyring,
    Unopened,
    WrongPassphrase,
)
from spidesk.vault.keys.keyring import Keyring
from spidesk.vault.keys.pairs import UserKeys
from spidesk.vault.keys.slots import DEFAULT, SlotParams, open_login
from spidesk.vault.members import order, roll
from spidesk.vault.outside import attempts, place
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.outside.inuse import InUse
from spidesk.vault.session import Notice, NoticeKind, Session
from spidesk.vault.store import audit, binding, freshness, shape
from spidesk.vault.store.cipher import Database, FileKey, open_database
from spidesk.vault.store.held import Held, moment, written
from spidesk.vault.store.schema import INFO, PUBLIC, USER
from spidesk.vault.store.shape import DATABASE, NEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What opening leans on besides the folder; tests and the journey replace parts of it."""

    clock: Callable[[], datetime]
    seen: HeadStore
    params: SlotParams = DEFAULT
    key_file: bytes | None = field(default=None, repr=False)


@dataclass(slots=True, kw_only=True)
class Opened:
    """An open vault's parts, for `Vault`."""

    held: Held
    session: Session
    lock: InUse
    keyring: Keyring
    file_key: FileKey = field(repr=False)
    unsettled: bool = False
    """A keyring was announced and the disk did not take it, nor the earlier one back: the next opening finds out."""


def open_folder(folder: Path, login: str, passphrase: str, conditions: Conditions) -> Opened:
    """Open a vault with a passphrase. Refuses with the `vault.…` codes of opening."""
    place.check(folder)
    _check_whole(folder)
    now = conditions.clock()
    lock = InUse(folder, who=attempts.workstation(), since=now)
    try:
        found = read_keyring(folder)
        keyring = found.keyring
        user, keys = _unlock(folder, keyring, login, passphrase, conditions)
        slot = keyring.slot(user)
        lock.tell(slot.login if slot else login, now)
        healed = (Notice(kind=NoticeKind.KEYRING_HEALED),) if found.healed else ()
        return open_keys(folder, keyring, user, keys, lock, conditions, healed)
    except BaseException:
        lock.release()
        raise


def open_keys(
    folder: Path,
    keyring: Keyring,
    user: UserId,
    keys: UserKeys,
    lock: InUse,
    conditions: Conditions,
    notices: tuple[Notice, ...] = (),
) -> Opened:
    """Open the database with a user's secret keys. Damage found here is refused as `vault.damaged`, by name."""
    try:
        held, file_key = database_as(folder, keyring, user, keys, conditions)
        try:
            more = _settle(held, keyring)
            keyring = end_rotation(held, keyring, file_key)
            session = roll.session(held, (*notices, *more))
            if not held.older:
                order.check_keyring(roll.directory(held)[0], keyring)
        except BaseException:
            held.db.close()
            raise
    except Damaged as damaged:
        raise Refusal("vault.damaged", what=damaged.what) from None
    return Opened(held=held, session=session, lock=lock, keyring=keyring, file_key=file_key)


def database_as(
    folder: Path, keyring: Keyring, user: UserId, keys: UserKeys, conditions: Conditions
) -> tuple[Held, FileKey]:
    """Open the database as someone the keyring knows; nothing is compared or logged yet. Raises Damaged."""
    file_key = _file_key(folder, keyring, user, keys)
    path = folder / DATABASE
    db = shape.brought_up(path, open_database(path, file_key), file_key)
    try:
        return _held(folder, db, keyring, user, keys, conditions), file_key
    except BaseException:
        db.close()
        raise


def read_keyring(folder: Path) -> files.Found:
    """Read the keyring of a folder, as refusals."""
    try:
        return files.read(folder)
    except NoKeyring:
        raise Refusal("vault.incomplete") from None
    except NewerFormat:
        raise Refusal("vault.newer") from None
    except DamagedKeyring:
        raise Refusal("vault.damaged", what="keyring") from None
    except PermissionError:
        raise Refusal("vault.read_only") from None


def _check_whole(folder: Path) -> None:
    try:
        keyring, database = files.exists(folder), (folder / DATABASE).is_file()
    except PermissionError:
        raise Refusal("vault.read_only") from None
    if not keyring and not database:
        raise Refusal("vault.missing")
    if not keyring or not database:
        raise Refusal("vault.incomplete")
    check_links(folder)


def check_links(folder: Path) -> None:
    """Refuse a vault with a link in its folder: what is written or emptied here would be a file somewhere else."""
    try:
        linked = any(one.is_symlink() for one in folder.iterdir())
    except OSError:
        raise Refusal("vault.read_only") from None
    if linked:
        raise Refusal("vault.damaged", what="folder.link")


def _unlock(
    folder: Path, keyring: Keyring, login: str, passphrase: str, conditions: Conditions
) -> tuple[UserId, UserKeys]:
    try:
        slot, keys = open_login(
            keyring.slots,
            login,
            passphrase,
            vault=keyring.vault_id,
            key_file=conditions.key_file,
            params=conditions.params,
        )
    except WrongPassphrase:
        attempts.add(folder, conditions.clock())
        raise Refusal("vault.wrong_passphrase") from None
    except DamagedSlot:
        raise Refusal("vault.damaged_slot") from None
    except HostileParameters:
        raise Refusal("vault.damaged", what="keyring.parameters") from None
    return UserId(slot.user), keys


def _file_key(folder: Path, keyring: Keyring, user: str, keys: UserKeys) -> FileKey:
    """Open the vault key that fits the database file; while a change of key is under way there are two."""
    found: list[FileKey] = []
    for following in (False, True):
        with suppress(Unopened):
            found.append(FileKey.from_bytes(keyring.open_key(keys, user, following=following)))
    if not found:
        raise Refusal("vault.damaged_slot")
    try:
        with (folder / DATABASE).open("rb") as file:
            start = file.read(labels.SALT)
    except OSError:
        raise Refusal("vault.read_only") from None
    for one in found:
        if one.salt == start:
            return one
    return found[0]


def _held(folder: Path, db: Database, keyring: Keyring, user: UserId, keys: UserKeys, conditions: Conditions) -> Held:
    info = db.connection.execute(select(INFO)).one_or_none()
    if info is None or info.id != keyring.vault_id:
        raise Damaged("vault.mixed")
    if user == labels.RECOVERY_HOLDER:
        signer = 1
    else:
        own = db.connection.execute(
            select(PUBLIC.c.generation)
            .join(USER, USER.c.id == PUBLIC.c.user)
            .where(PUBLIC.c.user == user, PUBLIC.c.sig == keys.public.sig, PUBLIC.c.kem == keys.public.kem)
        ).scalar_one_or_none()
        if own is None:
            raise Damaged("vault.stranger")
        signer = int(own)
    return Held(
        vault=keyring.vault_id,
        folder=folder,
        db=db,
        keys=keys,
        user=user,
        signer=signer,
        clock=conditions.clock,
        seen=conditions.seen,
        head=audit.last_head(db),
    )


def _settle(held: Held, keyring: Keyring) -> list[Notice]:
    """Compare with what is known elsewhere, then write the opening's line; gives what the user is to be told."""
    notices = []
    freshness.check_tail(held)
    known = freshness.compare(held)
    if known.kind is not None:
        held.older = held.older or known.kind is NoticeKind.VAULT_OLDER
        notices.append(Notice(kind=known.kind, number=known.lines))
    if binding.is_older(held, keyring):
        held.older = True
        notices.append(Notice(kind=NoticeKind.KEYRING_OLDER))
    notices += _clock(held)
    failed = attempts.read(held.folder)
    if failed.count:
        notices.append(Notice(kind=NoticeKind.FAILED_UNLOCKS, number=failed.count, at=failed.newest))
    held.db.begin()
    try:
        if not held.older:
            binding.settle(held, keyring)
        details: dict[str, audit.Detail] = {"failed": failed.count, "workstation": attempts.workstation()}
        if held.db.migrated_from:
            audit.append(held, audit.note("vault.migrated", "", "", {"revision": held.db.migrated_from}))
        audit.append(held, audit.note("vault.opened", "", held.user, details))
        held.db.commit()
    except BaseException:
        held.db.rollback()
        raise
    if failed.count:
        attempts.empty(held.folder)
    held.remember_head()
    return notices


def end_rotation(held: Held, keyring: Keyring, file_key: FileKey) -> Keyring:
    """End a change of vault key that was cut off, by the key the file has now, and clear away the other file."""
    shape.clear_away(held.folder / NEXT)
    if keyring.next is None or held.older:
        return keyring
    following = b""
    with suppress(Unopened):
        following = keyring.open_key(held.keys, held.user, following=True)
    swapped = following == file_key.to_bytes()
    ended = ring.sign(keyring.promoted() if swapped else keyring.abandoned(), held.user, held.keys)
    action = "vault.rotation_done" if swapped else "vault.rotation_abandoned"
    binding.replace(held, ended, audit.note(action, "", "", {}))
    return ended


def _clock(held: Held) -> list[Notice]:
    if not held.head.at:
        return []
    back = (moment(held.head.at) - moment(written(held.now()))).total_seconds()
    if back <= audit.CLOCK_TOLERANCE:
        return []
    return [Notice(kind=NoticeKind.CLOCK_BACK, number=int(back), at=moment(held.head.at))]
