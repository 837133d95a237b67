"""The two ways back: recovery by printed codes, and deciding that an older vault is the one that counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.errors import Damaged
from spidesk.vault.handles import Writer
from spidesk.vault.ids import UserId
from spidesk.vault.keys import slots
from spidesk.vault.keys.keyring import Keyring
from spidesk.vault.keys.pairs import UserKeys
from spidesk.vault.members import forms
from spidesk.vault.members.roll import directory, verified
from spidesk.vault.membership import cards, joining, users
from spidesk.vault.opening import Conditions, Opened, check_links, database_as, end_rotation, read_keyring
from spidesk.vault.outside import attempts, place
from spidesk.vault.outside.inuse import InUse
from spidesk.vault.session import NoticeKind, Session, User, UserState
from spidesk.vault.store import binding, freshness
from spidesk.vault.store.held import Held
from spidesk.vault.vault import Vault


def recover(folder: Path, code1: bytes, code2: bytes, login: str, passphrase: str, conditions: Conditions) -> Vault:
    """Give a user new keys under a new passphrase, by two codes, and open; see `membership.recover`."""
    forms.check_passphrase(passphrase)
    place.check(folder)
    check_links(folder)
    lock = InUse(folder, who=attempts.workstation(), since=conditions.clock())
    try:
        keyring = read_keyring(folder).keyring
        holder = cards.holder(keyring, code1, code2)
        vault = _as_holder(folder, keyring, holder, lock, conditions)
        try:
            _renew(vault, login, passphrase)
        finally:
            vault.close()
    except Damaged as damaged:
        raise Refusal("vault.damaged", what=damaged.what) from None
    finally:
        lock.release()
    return Vault.open(
        folder,
        login=login,
        passphrase=passphrase,
        clock=conditions.clock,
        seen=conditions.seen,
        params=conditions.params,
    )


def accept_older(vault: Vault) -> None:
    """Take an older vault as the one that counts; see `membership.accept_older`."""
    users.check_admin(vault)
    held = vault.opened.held
    if not held.older:
        return
    row = binding.info(held)
    held.older = False
    with vault.write() as writer:
        writer.note("vault.older_accepted", lines=held.head.seq)
    generation = max(row.keyring_generation, vault.opened.keyring.generation) + 1
    renewed = replace(vault.opened.keyring, generation=generation, signer="", signature=b"")
    users.change_keyring(vault, renewed, "vault.keyring_renewed", "", lambda writer: None)
    vault.refresh()


def _as_holder(folder: Path, keyring: Keyring, holder: UserKeys, lock: InUse, conditions: Conditions) -> Vault:
    """Open the vault as the recovery holder, who is no user and sees no session."""
    recovering = UserId(labels.RECOVERY_HOLDER)
    held, file_key = database_as(folder, keyring, recovering, holder, conditions)
    user = User(id=recovering, login="", name="", state=UserState.ACTIVE, admin=False)
    session = Session(vault_id=keyring.vault_id, user=user, circles=(), read_only=False)
    opened = Opened(held=held, session=session, lock=lock, keyring=keyring, file_key=file_key)
    vault = Vault(opened, conditions)
    try:
        _check_fresh(held, keyring, holder)
        opened.keyring = end_rotation(held, keyring, file_key)
    except BaseException:
        vault.close()
        raise
    return vault


def _check_fresh(held: Held, keyring: Keyring, holder: UserKeys) -> None:
    """Refuse to renew anything in a vault put back or rewritten, or by keys the first user did not vouch for."""
    freshness.check_tail(held)
    known, _ = verified(held)
    if known.recovery() != holder.public:
        raise Refusal("vault.code_wrong")
    if binding.is_older(held, keyring) or freshness.compare(held).kind is NoticeKind.VAULT_OLDER:
        raise Refusal("vault.older")


def _renew(vault: Vault, login: str, passphrase: str) -> None:
    """Make new keys for the user of a login and wrap to them what the recovery holder can open."""
    opened, held = vault.opened, vault.opened.held
    known = directory(held)[0]
    wanted = slots.fold(login)
    row = next((one for one in known.users() if slots.fold(one.login) == wanted and one.state != "closed"), None)
    if row is None:
        raise Refusal("vault.user_unknown", field="login")
    keys, generation = UserKeys.fresh(), users.next_generation(vault, row.id)
    params = vault.conditions.params
    slot = slots.make_slot(keys, passphrase, vault=held.vault, user=row.id, login=row.login, params=params)

    def before(writer: Writer) -> None:
        users.insert_public(writer, vault, row.id, generation, keys.public, admin=row.admin)
        _regrant(writer, held, row.id, generation, keys)

    grown = opened.keyring.with_slot(slot, opened.file_key.to_bytes())
    users.change_keyring(vault, grown, "vault.recovered", row.id, before)


def _regrant(writer: Writer, held: Held, user: str, generation: int, keys: UserKeys) -> None:
    """Let the user into the circles that are recoverable, with the roles the user had."""
    grants = directory(held)[1]
    for circle in grants.circles:
        members = {one.user: one for one in grants.members(circle.id, recovery=True)}
        if user not in members or labels.RECOVERY_HOLDER not in members:
            continue
        epoch, secret = held.circle_key(circle.id)
        joining.grant(
            writer,
            held,
            circle.id,
            epoch,
            user,
            generation,
            keys.public,
            members[user].roles,
            secret if members[user].keyed else None,
            grants.next_number(circle.id),
        )
