"""Users and circles changed. The vault decides who may and writes the line; here what is typed is looked at first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from spidesk.admin import rules
from spidesk.person import text
from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.handles import Step
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.keys import words
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.vault import Vault

SUFFIX = ".spivault"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A user who gets a one-time passphrase, shown once and kept nowhere; `label` names the vault on paper."""

    id: UserId
    login: str = field(repr=False)
    passphrase: str = field(repr=False)
    label: str


def new_user(vault: Vault, *, login: str, name: str, admin: bool) -> NewUser:
    """Make a user. Refuses with `vault.login_form`, `vault.login_taken`, `vault.name_form`, `vault.not_admin`."""
    kept = text.line(name, field="name", limit=text.NAME_LENGTH)
    before = _ids(vault)
    passphrase = membership.add_user(vault, login=login.strip(), name=kept, admin=admin)
    with vault.read() as reader:
        made = next(row for row in membership.users(reader) if row.id not in before)
    return _handed(vault, made.id, made.login, passphrase)


def renew_one_time(vault: Vault, user: UserId) -> NewUser:
    """Make a new one-time passphrase for one who has not logged in yet; see `membership.renew_one_time`."""
    passphrase = membership.renew_one_time(vault, user)
    with vault.read() as reader:
        row = next(row for row in membership.users(reader) if row.id == user)
    return _handed(vault, row.id, row.login, passphrase)


def _handed(vault: Vault, user: UserId, login: str, passphrase: str) -> NewUser:
    return NewUser(id=user, login=login, passphrase=passphrase, label=vault.folder.name.removesuffix(SUFFIX))


def slip_leaves(vault: Vault, user: UserId, what: str) -> None:
    """Log that the slip with a one-time passphrase goes to paper or file; `what` is the print dialog's word."""
    with vault.write() as writer:
        writer.note("admin.slip_left", object=user, how=what)


def words_of(vault: Vault, user: UserId) -> tuple[str, ...]:
    """Give the six control words of a user's present keys, my own or a colleague's."""
    return membership.control_words(vault, user)


def attest(vault: Vault, user: UserId, compared: Collection[str]) -> None:
    """Sign a colleague's keys: these are the words that were the same on both screens.

    Refuses with `admin.words_changed` if the keys are no longer those the words were shown for, and as
    `membership.attest` does.
    """
    if membership.control_words(vault, user) != tuple(compared):
        raise Refusal("admin.words_changed")
    membership.attest(vault, user)


def words_differ(vault: Vault, user: UserId) -> None:
    """Log that the words were not the same: someone may have changed the keys. Nothing is signed."""
    with vault.write() as writer:
        writer.note("admin.words_differed", object=user)


def join(vault: Vault, circle: CircleId, user: UserId, roles: Collection[Role]) -> None:
    """Let a user into one of my circles with roles that the kind of circle gives; see `membership.join`."""
    rules.check_roles(vault.session.circle(circle).kind, roles)
    membership.join(vault, circle, user, roles)


def set_roles(vault: Vault, circle: CircleId, user: UserId, roles: Collection[Role]) -> None:
    """Change a member's roles in one of my circles; see `membership.set_roles`."""
    rules.check_roles(vault.session.circle(circle).kind, roles)
    membership.set_roles(vault, circle, user, roles)


def remove_member(vault: Vault, circle: CircleId, user: UserId, progress: Step) -> None:
    """Remove a member and change the circle's keys; `progress` may raise, which leaves everything as it was."""
    membership.remove_member(vault, circle, user, progress=progress)


def close_user(vault: Vault, user: UserId, progress: Step) -> None:
    """Close a user who is in no circle; `progress` may raise, which leaves everything as it was."""
    membership.close_user(vault, user, progress=progress)


def set_admin(vault: Vault, user: UserId, admin: bool) -> None:
    """Give or take valvadministratör; see `membership.set_admin`."""
    membership.set_admin(vault, user, admin)


def new_circle(
    vault: Vault,
    *,
    name: str,
    namnd: str,
    kind: CircleKind | None,
    owner: UserId | None,
    recoverable: bool | None,
    post_circle: CircleId | None,
) -> CircleId:
    """Make a circle for its owner; a post circle prints its own mail and has none beside it.

    Refuses what has not been chosen (`rules.unchosen`), then as `membership.add_circle`.
    """
    if kind is None or owner is None or recoverable is None:
        raise rules.unchosen(kind=kind, owner=owner)
    return membership.add_circle(
        vault,
        name=text.line(name, field="name", limit=text.NAME_LENGTH),
        namnd=text.line(namnd, field="namnd", limit=text.NAME_LENGTH),
        kind=kind,
        owner=owner,
        recoverable=recoverable,
        post_circle=None if kind is CircleKind.POST else post_circle,
    )


def offered_passphrase() -> str:
    """Give six generated words."""
    return words.passphrase()


def new_passphrase(vault: Vault, old: str, new: str, again: str) -> None:
    """Change my own passphrase. Refuses with `admin.passphrase_again`, then as `membership.change_passphrase`."""
    rules.check_again(new, again)
    membership.change_passphrase(vault, old, new)


def _ids(vault: Vault) -> frozenset[UserId]:
    with vault.read() as reader:
        return frozenset(row.id for row in membership.users(reader))
