"""Users: added by an administrator, with keys of their own from the first unlock, attested by a second user."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from spidesk.refusal import Refusal
from spidesk.vault.handles import Detail, Writer
from spidesk.vault.ids import UserId, new_id
from spidesk.vault.keys import files, pairs, slots, words
from spidesk.vault.keys import keyring as ring
from spidesk.vault.keys.faults import DamagedSlot, HostileParameters, KeyFault, WrongPassphrase
from spidesk.vault.keys.keyring import Keyring
from spidesk.vault.keys.pairs import UserKeys
from spidesk.vault.members import forms, trust
from spidesk.vault.members.roll import directory
from spidesk.vault.session import Role, UserState
from spidesk.vault.store import binding
from spidesk.vault.store.held import written
from spidesk.vault.store.schema import ATTESTATION, PUBLIC, USER

if TYPE_CHECKING:
    from spidesk.vault.vault import Vault


def add(vault: Vault, *, login: str, name: str, admin: bool) -> str:
    """Add a user and give the one-time passphrase to hand over; see `membership.add_user`."""
    check_admin(vault)
    _check_form(vault, login, name)
    opened, held = vault.opened, vault.opened.held
    keys, user, passphrase = UserKeys.fresh(), UserId(new_id()), words.passphrase()
    slot = slots.make_slot(
        keys, passphrase, vault=held.vault, user=user, login=login, one_time=True, params=vault.conditions.params
    )

    def before(writer: Writer) -> None:
        _forget_unborn(writer, vault, slot.login)
        now = written(held.now())
        writer.insert(
            USER, id=user, login=slot.login, name=name.strip(), admin=admin, state="new", generation=1, made_at=now
        )
        insert_public(writer, vault, user, 1, keys.public, admin=admin)

    grown = opened.keyring.with_slot(slot, opened.file_key.to_bytes())
    change_keyring(vault, grown, "vault.user_added", user, before, details={"admin": admin})
    vault.refresh()
    return passphrase


def renew_one_time(vault: Vault, user: UserId) -> str:
    """Make new one-time keys under a new passphrase for one who has none of their own; see the package."""
    check_admin(vault)
    opened, held = vault.opened, vault.opened.held
    row = held.db.connection.execute(select(USER).where(USER.c.id == user)).one_or_none()
    if row is None or row.state == UserState.CLOSED:
        raise Refusal("vault.user_closed")
    if row.state != UserState.NEW or opened.keyring.slot(user) is None:
        raise Refusal("vault.user_active")
    keys, generation, passphrase = UserKeys.fresh(), next_generation(vault, user), words.passphrase()
    slot = slots.make_slot(
        keys, passphrase, vault=held.vault, user=user, login=row.login, one_time=True, params=vault.conditions.params
    )

    def before(writer: Writer) -> None:
        insert_public(writer, vault, user, generation, keys.public, admin=row.admin)

    renewed = opened.keyring.with_slot(slot, opened.file_key.to_bytes())
    change_keyring(vault, renewed, "vault.one_time_renewed", user, before, details={"generation": generation})
    vault.refresh()
    return passphrase


def finish_first_unlock(vault: Vault, passphrase: str) -> None:
    """Change a one-time passphrase and make keys nobody else has held; see `membership.finish_first_unlock`."""
    if vault.session.user.state is not UserState.NEW:
        raise Refusal("vault.first_unlock")
    forms.check_passphrase(passphrase)
    opened, held = vault.opened, vault.opened.held
    slot = opened.keyring.slot(held.user)
    if slot is None:
        raise Refusal("vault.damaged_slot")
    if _opens(vault, slot, passphrase):
        raise Refusal("vault.passphrase_same")
    keys, generation = UserKeys.fresh(), next_generation(vault, held.user)
    fresh = slots.make_slot(
        keys,
        passphrase,
        vault=held.vault,
        user=held.user,
        login=slot.login,
        key_file=vault.conditions.key_file,
        params=vault.conditions.params,
    )

    def before(writer: Writer) -> None:
        insert_public(writer, vault, held.user, generation, keys.public, admin=vault.session.user.admin)

    def after() -> None:
        held.keys, held.signer = keys, generation

    grown = opened.keyring.with_slot(fresh, opened.file_key.to_bytes())
    change_keyring(vault, grown, "vault.first_unlock", held.user, before, signing=keys, after=after)
    vault.refresh()


def change_passphrase(vault: Vault, old: str, new: str) -> None:
    """Seal the user's keys under another passphrase; see `membership.change_passphrase`."""
    forms.check_passphrase(new)
    opened, held = vault.opened, vault.opened.held
    slot = opened.keyring.slot(held.user)
    if slot is None:
        raise Refusal("vault.damaged_slot")
    if not _opens(vault, slot, old):
        raise Refusal("vault.wrong_passphrase", field="old")
    if _opens(vault, slot, new):
        raise Refusal("vault.passphrase_same", field="new")
    fresh = slots.make_slot(
        held.keys,
        new,
        vault=held.vault,
        user=held.user,
        login=slot.login,
        key_file=vault.conditions.key_file,
        params=vault.conditions.params,
    )
    grown = opened.keyring.with_slot(fresh, opened.file_key.to_bytes())
    change_keyring(vault, grown, "vault.passphrase_changed", held.user, lambda writer: None)


def attest(vault: Vault, user: UserId) -> None:
    """Sign that the control words on both screens are the same; see `membership.attest`."""
    if not vault.session.circles_with(Role.KRETSAGARE):
        raise Refusal("vault.not_owner")
    if user == vault.session.user.id:
        raise Refusal("vault.attest_self")
    check_active(vault, user)
    known = directory(vault.opened.held)[0]
    if vault.session.user.id in known.attested(user).compared_by:
        return
    with vault.write() as writer:
        insert_word(writer, vault, trust.COMPARED, user)
        writer.note("vault.attested", object=user)
    vault.refresh()


def set_admin(vault: Vault, user: UserId, admin: bool) -> None:
    """Give or take the right of valvadministratör; see `membership.set_admin`."""
    check_admin(vault)
    row = check_active(vault, user)
    if bool(row.admin) == admin:
        return
    known = directory(vault.opened.held)[0]
    if not admin and not any(known.is_admin(one) for one in known.active() if one != user):
        raise Refusal("vault.last_admin")
    with vault.write() as writer:
        insert_word(writer, vault, trust.ADMIN if admin else trust.NOT_ADMIN, user)
        writer.update(USER, user, version=row.version, admin=admin)
        writer.note("vault.admin_set", object=user, admin=admin)
    vault.refresh()


def change_keyring(
    vault: Vault,
    keyring: Keyring,
    action: str,
    about: str,
    before: Callable[[Writer], None],
    *,
    signing: UserKeys | None = None,
    after: Callable[[], None] = lambda: None,
    details: dict[str, Detail] | None = None,
) -> None:
    """Announce a keyring in the database, write it, confirm it. Whatever fails, one of the two opens the vault."""
    opened, held = vault.opened, vault.opened.held
    if opened.unsettled:  # nobody may announce a third before the next opening has seen which of two is there
        raise Refusal("vault.disk_full")
    signed = ring.sign(keyring, held.user, signing or held.keys)
    with vault.change() as writer:
        before(writer)
        writer.touched(binding.announce(held, signed))
        writer.line(action, about, details or {})
    opened.unsettled = True
    try:
        binding.write_keyring(held, signed)
    except Refusal:
        _take_back(vault, signed)
        raise
    after()
    with vault.change() as writer:
        writer.touched(binding.confirm(held, signed))
        writer.note("vault.keyring_written", generation=signed.generation)
    opened.keyring, opened.unsettled = signed, False


def _take_back(vault: Vault, unwritten: Keyring) -> None:
    """Put the earlier keyring back and forget the other.

    The first copy may have been written when the disk was full at the second. Where the disk does not take the earlier
    one either, the announcement stands: the next opening takes whichever of the two it finds.
    """
    opened, held = vault.opened, vault.opened.held
    try:
        if files.read(vault.folder, heal=False).keyring.digest() == unwritten.digest():
            binding.write_keyring(held, opened.keyring)
        with vault.change() as writer:
            writer.touched(binding.set_info(held, next_generation=None, next_hash=None))
            writer.note("vault.keyring_unwritten", generation=unwritten.generation)
    except (KeyFault, OSError, Refusal):
        return
    opened.unsettled = False


def insert_public(
    writer: Writer, vault: Vault, user: str, generation: int, public: pairs.PublicKeys, *, admin: bool
) -> None:
    """Add public keys of a user, signed with the keys the vault is held with."""
    held = vault.opened.held
    message = trust.keys_message(
        held.vault, user, generation, public, admin=admin, by=held.user, by_generation=held.signer
    )
    writer.insert(
        PUBLIC,
        user=user,
        generation=generation,
        kem=public.kem,
        sig=public.sig,
        admin=admin,
        by=held.user,
        by_generation=held.signer,
        signature=pairs.sign(held.keys, message),
        made_at=written(held.now()),
    )


def insert_word(writer: Writer, vault: Vault, what: str, user: str) -> None:
    """Add the user's signed word about another user's present keys."""
    held = vault.opened.held
    known = directory(held)[0]
    generation, public = known.present(user)
    number = known.next_number()
    message = trust.attest_message(
        held.vault, what, user, generation, public, by=held.user, by_generation=held.signer, number=number
    )
    writer.insert(
        ATTESTATION,
        user=user,
        generation=generation,
        what=what,
        by=held.user,
        by_generation=held.signer,
        number=number,
        signature=pairs.sign(held.keys, message),
        made_at=written(held.now()),
    )


def next_generation(vault: Vault, user: str) -> int:
    """Give the number of a user's next keys; keys that were announced and never taken in use count."""
    found = vault.opened.held.db.connection.execute(
        select(PUBLIC.c.generation).where(PUBLIC.c.user == user).order_by(PUBLIC.c.generation.desc()).limit(1)
    ).scalar_one()
    return int(found) + 1


def check_admin(vault: Vault) -> None:
    """Refuse with `vault.not_admin` unless the user is valvadministratör, with keys of their own."""
    if vault.session.user.state is UserState.NEW:
        raise Refusal("vault.first_unlock")
    if not vault.session.user.admin:
        raise Refusal("vault.not_admin")


def check_active(vault: Vault, user: str) -> Row[Any]:
    """Give the row of a user who has keys of their own; refuse for one who has not, or is closed."""
    row = vault.opened.held.db.connection.execute(select(USER).where(USER.c.id == user)).one_or_none()
    if row is None or row.state == UserState.CLOSED:
        raise Refusal("vault.user_closed")
    if row.state == UserState.NEW:
        raise Refusal("vault.user_new")
    return row


def _opens(vault: Vault, slot: slots.Slot, passphrase: str) -> bool:
    conditions = vault.conditions
    try:
        slots.open_slot(
            slot,
            passphrase,
            vault=vault.opened.held.vault,
            key_file=conditions.key_file if slot.factors & slots.KEY_FILE else None,
            params=conditions.params,
        )
    except (WrongPassphrase, DamagedSlot, HostileParameters):
        return False
    return True


def _check_form(vault: Vault, login: str, name: str) -> None:
    forms.check_login(login)
    forms.check_name(name)
    taken = {slots.fold(one.login) for one in vault.opened.keyring.slots}
    closed = vault.opened.held.db.connection.execute(select(USER.c.login).where(USER.c.state == "closed")).scalars()
    if slots.fold(login) in taken | {slots.fold(one) for one in closed}:
        raise Refusal("vault.login_taken", field="login")


def _forget_unborn(writer: Writer, vault: Vault, login: str) -> None:
    """Take away a user whose slot never reached the disk, so that the same login can be tried again."""
    for row in writer.rows(select(USER).where(USER.c.state == "new")):
        if vault.opened.keyring.slot(row.id) is None and slots.fold(row.login) == slots.fold(login):
            for key in writer.rows(select(PUBLIC).where(PUBLIC.c.user == row.id)):
                writer.delete(PUBLIC, key.id)
            writer.delete(USER, row.id)
