"""Make a new vault: beside its place, whole, and then moved there in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Table, insert

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.ids import UserId, new_id
from spidesk.vault.keys import files, keyring, pairs, recovery, slots
from spidesk.vault.keys.keyring import Keyring
from spidesk.vault.keys.pairs import UserKeys
from spidesk.vault.keys.recovery import Codes
from spidesk.vault.members import forms, trust
from spidesk.vault.members.order import recovery_mark
from spidesk.vault.migrations import upgrade
from spidesk.vault.opening import Conditions, Opened, open_keys
from spidesk.vault.outside import attempts, place
from spidesk.vault.outside.inuse import InUse
from spidesk.vault.store import audit
from spidesk.vault.store.cipher import Database, FileKey, faults, new_database
from spidesk.vault.store.held import Head, Held, written
from spidesk.vault.store.rows import Touch, digest
from spidesk.vault.store.schema import INFO, PUBLIC, USER
from spidesk.vault.store.shape import DATABASE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Birth:
    """Everything random about a new vault."""

    vault: str
    user: UserId
    nonce: bytes = field(repr=False)
    keys: UserKeys = field(repr=False)
    holder: UserKeys = field(repr=False)
    codes: Codes = field(repr=False)
    file_key: FileKey = field(repr=False)
    keyring: Keyring


def make_folder(folder: Path, login: str, name: str, passphrase: str, conditions: Conditions) -> tuple[Opened, Codes]:
    """Make a vault with its first user, open it, and give the three recovery codes, which are kept nowhere.

    Refuses with `vault.exists`, `vault.disk_full`, `vault.read_only` and the codes of a place that cannot hold a vault.
    """
    forms.check_login(login)
    forms.check_name(name)
    forms.check_passphrase(passphrase, field="passphrase")
    place.check(folder)
    _check_free(folder)
    birth = _birth(login, passphrase, conditions)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".spidesk-", dir=folder.parent))
    except OSError:
        raise Refusal("vault.read_only") from None
    try:
        _fill(beside, login, name, birth, conditions)
        _move(beside, folder)
    except OSError:
        raise Refusal("vault.disk_full") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    lock = InUse(folder, who=login, since=conditions.clock())
    try:
        return open_keys(folder, birth.keyring, birth.user, birth.keys, lock, conditions), birth.codes
    except BaseException:
        lock.release()
        raise


def _check_free(folder: Path) -> None:
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refusal("vault.exists")
    except OSError:
        raise Refusal("vault.read_only") from None


def _birth(login: str, passphrase: str, conditions: Conditions) -> _Birth:
    keys, holder, codes = UserKeys.fresh(), UserKeys.fresh(), recovery.make_codes()
    file_key, nonce, user = FileKey.fresh(), os.urandom(labels.SALT), UserId(new_id())
    vault = trust.vault_id(int(conditions.clock().timestamp() * 1000) & (1 << 48) - 1, keys.public, nonce)
    slot = slots.make_slot(
        keys,
        passphrase,
        vault=vault,
        user=user,
        login=login,
        key_file=conditions.key_file,
        params=conditions.params,
    )
    ring = keyring.new_keyring(vault, file_key.to_bytes(), slot)
    wraps = recovery.wrap_pairs(codes, holder.to_bytes(), vault)
    ring = keyring.sign(ring.with_recovery(wraps, holder.public, file_key.to_bytes()), user, keys)
    return _Birth(
        vault=vault,
        user=user,
        nonce=nonce,
        keys=keys,
        holder=holder,
        codes=codes,
        file_key=file_key,
        keyring=ring,
    )


def _fill(beside: Path, login: str, name: str, birth: _Birth, conditions: Conditions) -> None:
    db = new_database(beside / DATABASE, birth.file_key)
    try:
        held = Held(
            vault=birth.vault,
            folder=beside,
            db=db,
            keys=birth.keys,
            user=birth.user,
            signer=1,
            clock=conditions.clock,
            seen=conditions.seen,
            head=Head(0, b"", ""),
        )
        with faults():
            upgrade.upgrade(db.connection)
        db.begin()
        touched = _rows(held, login, name, birth)
        details: dict[str, audit.Detail] = {
            "at": attempts.workstation(),
            "recovery": recovery_mark(birth.holder.public),
        }
        audit.append(held, audit.note("vault.created", "", birth.user, details), touched)
        db.commit()
    finally:
        db.close()
    files.write(beside, birth.keyring)


def _rows(held: Held, login: str, name: str, birth: _Birth) -> list[Touch]:
    now, public, holder = written(held.now()), birth.keys.public, birth.holder.public
    slot = birth.keyring.slots[0]
    info = {
        "id": birth.vault,
        "made_at": now,
        "root_user": birth.user,
        "root_nonce": birth.nonce,
        "recovery_kem": holder.kem,
        "recovery_sig": holder.sig,
        "recovery_proof": pairs.sign(birth.keys, trust.recovery_message(birth.vault, holder)),
        "keyring_generation": birth.keyring.generation,
        "keyring_hash": birth.keyring.digest(),
        "version": 1,
    }
    user = {
        "id": birth.user,
        "login": slot.login,
        "name": name.strip(),
        "admin": True,
        "state": "active",
        "generation": 1,
        "made_at": now,
        "version": 1,
    }
    message = trust.keys_message(birth.vault, birth.user, 1, public, admin=True, by=birth.user, by_generation=1)
    key = {
        "id": new_id(),
        "user": birth.user,
        "generation": 1,
        "kem": public.kem,
        "sig": public.sig,
        "admin": True,
        "by": birth.user,
        "by_generation": 1,
        "signature": pairs.sign(birth.keys, message),
        "made_at": now,
    }
    return [put(held.db, INFO, info), put(held.db, USER, user), put(held.db, PUBLIC, key)]


def put(db: Database, table: Table, values: dict[str, object]) -> Touch:
    """Insert a row and give its digest."""
    db.connection.execute(insert(table).values(**values))
    return Touch(table.name, str(values["id"]), 0, digest(table.name, values))


def _move(beside: Path, folder: Path) -> None:
    if folder.exists():
        folder.rmdir()  # empty, as checked before
    beside.rename(folder)
    if os.name != "nt":
        handle = os.open(folder.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
