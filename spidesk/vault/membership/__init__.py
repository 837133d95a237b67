"""Who may what in an open vault: users, circles, roles. What the administration's pages stand on.

Every function is one button: it checks who asks, changes the vault with its log lines, and reads the session anew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from spidesk.vault.handles import Reader, Step
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.keys import words
from spidesk.vault.keys.slots import DEFAULT, SlotParams
from spidesk.vault.members import roll
from spidesk.vault.membership import cards, joining, removal, rescue
from spidesk.vault.membership import users as _users
from spidesk.vault.membership.cards import NewCards
from spidesk.vault.opening import Conditions
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind, Role, User
from spidesk.vault.store.held import moment
from spidesk.vault.vault import Clock, Vault, system_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a circle: roles, and since when (aware, UTC). `out_of_date`: new keys since, must be let in again."""

    user: UserId
    roles: frozenset[Role]
    since: datetime
    out_of_date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow(User):
    """A user, and who has signed the keys: the maker, those who compared control words, and whether I may let in."""

    made_by: UserId
    attested_by: frozenset[UserId]
    may_join: bool


def add_user(vault: Vault, *, login: str, name: str, admin: bool = False) -> str:
    """Add a user; gives the one-time passphrase of six words, to be handed over in person.

    Needs valvadministratör. Refuses with `vault.not_admin`, `vault.login_taken`, `vault.login_form`, `vault.name_form`.
    """
    return _users.add(vault, login=login, name=name, admin=admin)


def renew_one_time(vault: Vault, user_id: UserId) -> str:
    """Give a user who has not made the first unlock a new one-time passphrase; the former opens nothing any more.

    For a slip that was lost. Needs valvadministratör, who is then the maker of the user's keys. Refuses with
    `vault.not_admin`, `vault.user_active` for one who has a passphrase of their own, `vault.user_closed`.
    """
    return _users.renew_one_time(vault, user_id)


def finish_first_unlock(vault: Vault, new_passphrase: str) -> None:
    """Change the one-time passphrase and make fresh keys, signed by the one-time ones.

    Refuses with `vault.passphrase_weak` and `vault.passphrase_same`.
    """
    _users.finish_first_unlock(vault, new_passphrase)


def change_passphrase(vault: Vault, old: str, new: str) -> None:
    """Change the user's own passphrase; keys stay. Refuses with `vault.wrong_passphrase`, `vault.passphrase_weak`."""
    _users.change_passphrase(vault, old, new)


def control_words(vault: Vault, user_id: UserId) -> tuple[str, ...]:
    """Give the six words that stand for a user's present keys, to compare with those on the user's own screen."""
    held = vault.opened.held
    if user_id == held.user:
        return words.control_words(held.keys.public, user_id, held.vault)
    return words.control_words(roll.directory(held)[0].present(user_id)[1], user_id, held.vault)


def attest(vault: Vault, user_id: UserId) -> None:
    """Sign that the words were compared. Needs kretsägare in some circle; not of oneself; once is enough."""
    _users.attest(vault, user_id)


def set_admin(vault: Vault, user_id: UserId, admin: bool) -> None:
    """Give or take valvadministratör. Refuses with `vault.not_admin`, `vault.last_admin`, `vault.user_new`."""
    _users.set_admin(vault, user_id, admin)


def add_circle(
    vault: Vault,
    *,
    name: str,
    namnd: str,
    kind: CircleKind,
    owner: UserId,
    recoverable: bool = True,
    post_circle: CircleId | None = None,
) -> CircleId:
    """Make a circle. Its owner makes the keys at the next unlock, or at once if that is the one who asks.

    Needs valvadministratör. The owner begins as kretsägare and handläggare, in a post circle as postexpeditör.
    `post_circle` prints the mail of a circle of persons; refuses with `vault.post_circle` what is none.
    """
    return joining.add_circle(
        vault, name=name, namnd=namnd, kind=kind, owner=owner, recoverable=recoverable, post_circle=post_circle
    )


def adopt_circles(vault: Vault) -> list[CircleId]:
    """Make the keys of circles that wait for this user; call it after unlock. Gives the circles adopted."""
    return joining.adopt(vault)


def join(vault: Vault, circle: CircleId, user_id: UserId, roles: Collection[Role]) -> None:
    """Let a user into a circle. Needs kretsägare there, and two who signed the user's keys, one a kretsägare there.

    Refuses with `vault.not_owner`, `vault.not_attested`, `vault.already_member`, `vault.user_new`, `vault.no_roles`.
    """
    joining.join(vault, circle, user_id, roles)


def set_roles(vault: Vault, circle: CircleId, user_id: UserId, roles: Collection[Role]) -> None:
    """Change a member's roles. Needs kretsägare. Refuses with `vault.last_owner`.

    One who is to lose the circle's key is removed and let in again (`vault.role_needs_removal`).
    """
    joining.set_roles(vault, circle, user_id, roles)


def remove_member(vault: Vault, circle: CircleId, user_id: UserId, *, progress: Step | None = None) -> None:
    """Remove a member and change every key they held, at once, in a new file that takes the old one's place.

    A long job: `progress` is told parts done, of all, and may raise to stop it, which leaves everything as it was.
    Needs kretsägare. Refuses with `vault.last_owner`, `vault.unknown_member`, `vault.disk_full`.
    """
    removal.remove_member(vault, circle, user_id, progress)


def close_user(vault: Vault, user_id: UserId, *, progress: Step | None = None) -> None:
    """Close a user who is in no circle any more: the slot goes, the vault key is changed. Needs valvadministratör."""
    removal.close_user(vault, user_id, progress)


def prove_recovery(vault: Vault, code1: bytes, code2: bytes) -> None:
    """Prove that two of the printed cards open this vault, and log it: at the first run, and once a year after that.

    The codes are 20 bytes each. Needs valvadministratör. Refuses with `vault.code_same`, `vault.code_wrong`.
    """
    cards.prove(vault, code1, code2)


def begin_cards(vault: Vault, code1: bytes, code2: bytes) -> NewCards:
    """Make three new recovery codes by two of the present ones. Nothing changes yet: the present cards still hold.

    For a card that is lost or an envelope that was opened. Needs valvadministratör. Refuses with `vault.code_same`,
    `vault.code_wrong`.
    """
    return cards.begin(vault, code1, code2)


def renew_cards(vault: Vault, new: NewCards, code1: bytes, code2: bytes) -> None:
    """Let the cards of `begin_cards` take the place of the present ones, once two of the new are typed back.

    The former open this vault no more; a copy of it made before still opens with them. Refuses as `begin_cards`, and
    with `vault.disk_full`: then the former cards hold.
    """
    cards.renew(vault, new, code1, code2)


def accept_older(vault: Vault) -> None:
    """Decide that this vault, older than one that was seen, is the one that counts. Needs valvadministratör."""
    rescue.accept_older(vault)


def recover(
    folder: Path,
    code1: bytes,
    code2: bytes,
    *,
    login: str,
    new_passphrase: str,
    clock: Clock = system_clock,
    seen: HeadStore | None = None,
    params: SlotParams | None = None,
) -> Vault:
    """Open with two printed codes: the user of `login` gets new keys under a new passphrase, and the vault is opened.

    The codes are 20 bytes each, as `keys.recovery.read_code` gives them. Refuses with `vault.code_same`,
    `vault.code_wrong`, `vault.user_unknown`, `vault.passphrase_weak` and the codes of opening. Circles that are not
    recoverable stay shut until their kretsägare lets the user in again.
    """
    conditions = Conditions(clock=clock, seen=seen or HeadStore(), params=params or DEFAULT)
    return rescue.recover(folder, code1, code2, login, new_passphrase, conditions)


def members(reader: Reader, circle: CircleId) -> list[Member]:
    """Give the members of a circle, from verified grants."""
    known, grants = roll.directory(reader.held)
    return [
        Member(
            user=UserId(one.user),
            roles=one.roles,
            since=moment(one.since),
            out_of_date=known.present(one.user)[0] != one.generation,
        )
        for one in grants.members(circle)
    ]


def users(reader: Reader) -> list[UserRow]:
    """Give every user of the vault, by name, with who has signed for them."""
    known, grants = roll.directory(reader.held)
    mine = [one.id for one in reader.session.circles_with(Role.KRETSAGARE)]
    owners = {owner for circle in mine for owner in grants.owners(circle)}
    found = []
    for row in known.users():
        user, signed = roll.one_user(row, known), known.attested(row.id)
        found.append(
            UserRow(
                id=user.id,
                login=user.login,
                name=user.name,
                state=user.state,
                admin=user.admin,
                made_by=UserId(signed.maker),
                attested_by=frozenset(UserId(one) for one in signed.compared_by),
                may_join=known.may_be_sealed_to(row.id, by=reader.held.user, owners=owners),
            )
        )
    return found
