"""Circles made, adopted, joined and left. The one who lets someone in signs for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.handles import Writer
from spidesk.vault.ids import CircleId, UserId, new_id
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.keys.pairs import KemKeys, PublicKeys
from spidesk.vault.members import circles, forms
from spidesk.vault.members.circles import Membership
from spidesk.vault.members.roll import directory
from spidesk.vault.membership import users
from spidesk.vault.sealed import drops
from spidesk.vault.session import CircleKind, Role, UserState
from spidesk.vault.store.held import Held, blind_aad, written
from spidesk.vault.store.schema import CIRCLE, EPOCH, GRANT

if TYPE_CHECKING:
    from spidesk.vault.vault import Vault

_FIRST_ROLES = {
    CircleKind.PERSONS: frozenset({Role.KRETSAGARE, Role.HANDLAGGARE}),
    CircleKind.POST: frozenset({Role.KRETSAGARE, Role.POSTEXPEDITOR}),
}


def add_circle(
    vault: Vault,
    *,
    name: str,
    namnd: str,
    kind: CircleKind,
    owner: UserId,
    recoverable: bool,
    post_circle: CircleId | None,
) -> CircleId:
    """Make a circle that waits for its owner; see `membership.add_circle`."""
    users.check_admin(vault)
    for field, text in (("name", name), ("namnd", namnd)):
        forms.check_name(text, field)
    _check_post_circle(vault, kind, post_circle)
    if owner != vault.session.user.id:
        users.check_active(vault, owner)
    held, circle = vault.opened.held, CircleId(new_id())
    message = circles.circle_message(held.vault, circle, kind.value, owner, by=held.user, by_generation=held.signer)
    with vault.write() as writer:
        writer.insert(
            CIRCLE,
            id=circle,
            name=name.strip(),
            namnd=namnd.strip(),
            kind=kind.value,
            epoch=0,
            recoverable=recoverable,
            post_circle=post_circle,
            owner=owner,
            by=held.user,
            by_generation=held.signer,
            signature=pairs.sign(held.keys, message),
            made_at=written(held.now()),
        )
        writer.note("vault.circle_added", object=circle, kind=kind.value, owner=owner, recoverable=recoverable)
    vault.refresh()
    if owner == vault.session.user.id:
        adopt(vault)
    return circle


def _check_post_circle(vault: Vault, kind: CircleKind, post_circle: CircleId | None) -> None:
    """Refuse with `vault.post_circle` what prints no mail for others; a post circle prints its own."""
    if post_circle is None:
        return
    chosen = next((one for one in vault.session.circles if one.id == post_circle), None)
    if kind is CircleKind.POST or chosen is None or chosen.kind is not CircleKind.POST:
        raise Refusal("vault.post_circle", field="post_circle")


def adopt(vault: Vault) -> list[CircleId]:
    """Make the keys of every circle that waits for this user; see `membership.adopt_circles`."""
    if vault.session.user.state is UserState.NEW:
        return []
    held = vault.opened.held
    known, grants = directory(held)
    waiting = [row for row in grants.circles if row.epoch == 0 and row.owner == held.user]
    for row in waiting:
        grants.members(row.id)
        secret = boxes.fresh_key()
        with vault.write() as writer:
            new_epoch(writer, held, row.id, 1, secret, boxes.fresh_key())
            roles = _FIRST_ROLES[CircleKind(row.kind)]
            grant(writer, held, row.id, 1, held.user, held.signer, held.keys.public, roles, secret, 1)
            if row.recoverable:
                holder = known.recovery()
                grant(writer, held, row.id, 1, labels.RECOVERY_HOLDER, 1, holder, (), secret, 2)
            writer.update(CIRCLE, row.id, version=row.version, epoch=1)
            writer.note("vault.circle_adopted", object=row.id)
    if waiting:
        vault.refresh()
    return [CircleId(row.id) for row in waiting]


def join(vault: Vault, circle: CircleId, user: UserId, roles: Collection[Role]) -> None:
    """Let a user into a circle; see `membership.join`."""
    check_owner(vault, circle)
    users.check_active(vault, user)
    held = vault.opened.held
    known, grants = directory(held)
    generation, public = known.present(user)
    if any(one.user == user and one.generation == generation for one in grants.members(circle)):
        raise Refusal("vault.already_member")
    if not known.may_be_sealed_to(user, by=held.user, owners=grants.owners(circle)):
        raise Refusal("vault.not_attested")
    _give(vault, circle, user, generation, public, roles, "vault.member_joined")


def set_roles(vault: Vault, circle: CircleId, user: UserId, roles: Collection[Role]) -> None:
    """Change a member's roles; see `membership.set_roles`."""
    check_owner(vault, circle)
    member = member_of(vault, circle, user)
    held = vault.opened.held
    known, grants = directory(held)
    generation, public = known.present(user)
    trusted = member.keyed or known.may_be_sealed_to(user, by=held.user, owners=grants.owners(circle))
    if member.generation != generation or not trusted:
        raise Refusal("vault.not_attested")
    if Role.KRETSAGARE not in roles:
        check_other_owner(grants.members(circle), user)
    if member.keyed and not circles.holds_key(roles, CircleKind(grants.circle(circle).kind)):
        raise Refusal("vault.role_needs_removal")
    _give(vault, circle, user, generation, public, roles, "vault.roles_set")


def _give(
    vault: Vault,
    circle: CircleId,
    user: UserId,
    generation: int,
    public: PublicKeys,
    roles: Collection[Role],
    action: str,
) -> None:
    if not roles:
        raise Refusal("vault.no_roles", field="roles")
    if Role.VALVADMINISTRATOR in roles:
        raise Refusal("vault.role_unfit", field="roles")
    held = vault.opened.held
    grants = directory(held)[1]
    keyed = circles.holds_key(roles, CircleKind(grants.circle(circle).kind))
    with vault.write() as writer:
        epoch, secret = held.circle_key(circle)
        number = grants.next_number(circle)
        grant(writer, held, circle, epoch, user, generation, public, roles, secret if keyed else None, number)
        writer.note(action, object=circle, user=user, roles=circles.write_roles(roles).replace(",", "+"))
    vault.refresh()


def new_epoch(
    writer: Writer,
    held: Held,
    circle: str,
    epoch: int,
    secret: bytes,
    blind: bytes,
    older: Collection[tuple[int, KemKeys]] = (),
    older_blind: Mapping[int, bytes] = MappingProxyType({}),
) -> None:
    """Add a circle's drop key and blind-index key under the circle key `secret`; seal the older ones anew."""
    pair = KemKeys.fresh()
    for number, one in older:
        row_id = writer.one(select(EPOCH.c.id).where(EPOCH.c.circle == circle, EPOCH.c.epoch == number)).id
        aad = drops.key_aad(held.vault, circle, number, epoch)
        mark = older_blind.get(number)
        writer.replace(
            EPOCH,
            row_id,
            drop_sealed=boxes.seal(secret, one.to_bytes(), aad=aad),
            blind_sealed=mark and boxes.seal(secret, mark, aad=blind_aad(held.vault, circle, number)),
        )
    writer.insert(
        EPOCH,
        circle=circle,
        epoch=epoch,
        drop_kem=pair.public,
        drop_sealed=boxes.seal(secret, pair.to_bytes(), aad=drops.key_aad(held.vault, circle, epoch, epoch)),
        blind_sealed=boxes.seal(secret, blind, aad=blind_aad(held.vault, circle, epoch)),
        by=held.user,
        by_generation=held.signer,
        signature=pairs.sign(held.keys, drops.key_message(held.vault, circle, epoch, pair.public)),
        made_at=written(held.now()),
    )


def grant(
    writer: Writer,
    held: Held,
    circle: str,
    epoch: int,
    user: str,
    generation: int,
    public: PublicKeys,
    roles: Collection[Role],
    secret: bytes | None,
    number: int,
) -> None:
    """Add a signed grant; with the circle key wrapped to the member's public key, or without it for the keyless roles.

    The caller has verified that the public key is the member's.
    """
    sealed = None
    if secret is not None:
        sealed = pairs.wrap(
            public.kem,
            secret,
            vault=held.vault,
            purpose=labels.CIRCLE_KEY,
            epoch=epoch,
            recipient=user,
            about=circle,
        )
    values = {
        "circle": circle,
        "epoch": epoch,
        "user": user,
        "user_generation": generation,
        "number": number,
        "roles": circles.write_roles(roles),
        "sealed_sha": circles.sealed_sha(sealed),
        "by": held.user,
        "by_generation": held.signer,
    }
    signature = pairs.sign(held.keys, circles.grant_message(held.vault, values))
    writer.insert(GRANT, **values, sealed=sealed, signature=signature, made_at=written(held.now()))


def check_owner(vault: Vault, circle: CircleId) -> None:
    """Refuse unless the user is kretsägare in the circle (`vault.not_owner`) and it has keys (`vault.circle_waits`)."""
    if vault.session.circle(circle).waiting:
        raise Refusal("vault.circle_waits")
    if not vault.session.may(circle, Role.KRETSAGARE):
        raise Refusal("vault.not_owner")


def member_of(vault: Vault, circle: CircleId, user: UserId) -> Membership:
    """Give a member of a circle. Refuses with `vault.unknown_member`."""
    for one in directory(vault.opened.held)[1].members(circle):
        if one.user == user:
            return one
    raise Refusal("vault.unknown_member")


def check_other_owner(members: Collection[Membership], user: str) -> None:
    """Refuse with `vault.last_owner` if the circle would be left without a kretsägare."""
    if not any(Role.KRETSAGARE in one.roles for one in members if one.user != user):
        raise Refusal("vault.last_owner")
