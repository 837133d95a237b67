"""A member leaves: every key they held is changed at once, in a new file that takes the old one's place.

The new file is a copy under a new key, in which the circle gets a new epoch and its people and parts are sealed anew;
it is checked part by part before it replaces the old. Until then nothing has changed, and a crash at any point leaves
one whole vault: the keyring holds both keys while two files may exist. What the member copied before stays readable to
them; no program can change that.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged
from spidesk.vault.handles import Step, Writer
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.keys.keyring import Keyring
from spidesk.vault.members.roll import directory
from spidesk.vault.membership import joining, rekey, users
from spidesk.vault.session import Role
from spidesk.vault.store.cipher import Database, FileKey, open_database
from spidesk.vault.store.held import Head, Held
from spidesk.vault.store.schema import USER
from spidesk.vault.store.shape import DATABASE, NEXT, clear_away

if TYPE_CHECKING:
    from spidesk.vault.vault import Vault

Change = Callable[[Writer, Held], None]


def remove_member(vault: Vault, circle: CircleId, user: UserId, progress: Step | None) -> None:
    """Remove a member of a circle; see `membership.remove_member`."""
    joining.check_owner(vault, circle)
    member = joining.member_of(vault, circle, user)
    if user == vault.session.user.id:
        raise Refusal("vault.remove_self")
    members = directory(vault.opened.held)[1].members(circle)
    if Role.KRETSAGARE in member.roles:
        joining.check_other_owner(members, user)
    if not member.keyed:
        _end_keyless(vault, circle, user, member.generation)
        return
    staying = [one for one in members if one.user != user]

    def change(writer: Writer, held: Held) -> None:
        rekey.circle(writer, held, circle, staying, progress)
        writer.note("vault.member_removed", object=circle, user=user)

    def check(held: Held) -> None:
        rekey.check(held, circle, progress)

    rotate(vault, vault.opened.keyring, circle, change, check)


def close_user(vault: Vault, user: UserId, progress: Step | None) -> None:
    """Close a user; see `membership.close_user`."""
    users.check_admin(vault)
    known, grants = directory(vault.opened.held)
    row = next((one for one in known.users() if one.id == user), None)
    if row is None or row.state == "closed":
        raise Refusal("vault.user_closed")
    if user == vault.session.user.id:
        raise Refusal("vault.remove_self")
    if any(one.user == user for circle in grants.circles for one in grants.members(circle.id)):
        raise Refusal("vault.still_member")
    if row.admin and not any(known.is_admin(one) for one in known.active() if one != user):
        raise Refusal("vault.last_admin")

    def change(writer: Writer, held: Held) -> None:
        writer.update(USER, user, version=row.version, state="closed")
        writer.note("vault.user_closed", object=user)
        if progress is not None:
            progress(1, 1)

    rotate(vault, vault.opened.keyring.without_slot(user), user, change, lambda held: None)


def rotate(vault: Vault, keyring: Keyring, about: str, change: Change, check: Callable[[Held], None]) -> None:
    """Put a changed copy under a new vault key in the place of the database. All or nothing; `about` is for the log."""
    key = FileKey.fresh()
    users.change_keyring(vault, keyring.with_next(key.to_bytes()), "vault.rotation_begun", about, lambda writer: None)
    path = vault.folder / NEXT
    try:
        head = _changed_copy(vault, path, key, change, check)
    except BaseException:
        clear_away(path)
        with suppress(Refusal, Damaged):
            _end(vault, vault.opened.keyring.abandoned(), "vault.rotation_abandoned")
        raise
    _swap(vault, path, key)
    vault.opened.held.head = head
    vault.opened.held.remember_head()
    _end(vault, vault.opened.keyring.promoted(), "vault.rotation_done")
    vault.refresh()


def _end(vault: Vault, keyring: Keyring, action: str) -> None:
    users.change_keyring(vault, keyring, action, "", lambda writer: None)


def _changed_copy(vault: Vault, path: Path, key: FileKey, change: Change, check: Callable[[Held], None]) -> Head:
    held = vault.opened.held
    clear_away(path)
    held.db.copy_to(path, key)
    fresh = open_database(path, key)
    try:
        copy = replace(held, db=fresh, directory=None, _circles={})
        writer = Writer(copy, vault.session)
        fresh.begin()
        change(writer, copy)
        writer.finish()
        fresh.commit()
        copy.forget_keys()
        check(copy)
        _check_whole(fresh)
    finally:
        fresh.close()
    return copy.head


def _check_whole(db: Database) -> None:
    if db.integrity():
        raise Damaged("rotation.file")


def _swap(vault: Vault, path: Path, key: FileKey) -> None:
    held, place = vault.opened.held, vault.folder / DATABASE
    held.db.close()
    try:
        path.replace(place)
        clear_away(path)
        vault.opened.file_key = key
        if os.name != "nt":
            handle = os.open(vault.folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError:
        raise Refusal("vault.disk_full") from None
    finally:
        held.db = open_database(place, vault.opened.file_key)
        held.forget_keys()


def _end_keyless(vault: Vault, circle: CircleId, user: UserId, generation: int) -> None:
    held = vault.opened.held
    known, grants = directory(held)
    public = known.keys(user, generation)
    with vault.write() as writer:
        epoch, number = grants.circle(circle).epoch, grants.next_number(circle)
        joining.grant(writer, held, circle, epoch, user, generation, public, (), None, number)
        writer.note("vault.member_removed", object=circle, user=user)
    vault.refresh()
