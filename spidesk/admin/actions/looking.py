"""What the lists of administration show: colleagues and circles, from verified signatures. No protected person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from spidesk.admin.rules import Stage, stage
from spidesk.vault import membership
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.membership import UserRow
from spidesk.vault.session import Circle, Role, Session
from spidesk.vault.store.schema import CIRCLE
from spidesk.vault.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A member of a circle. `since` is aware, UTC; `out_of_date`: new keys since, so the circle is shut to them."""

    user: UserId
    name: str = field(repr=False)
    login: str = field(repr=False)
    roles: frozenset[Role]
    since: datetime
    out_of_date: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleView:
    """A circle with its members; `owner_name` is who it was made for, `post_name` where its mail is printed."""

    circle: Circle
    owner_name: str = field(repr=False)
    post_name: str = ""
    members: tuple[MemberView, ...] = ()

    @property
    def mine(self) -> bool:
        """Whether I am kretsägare here, so that I may let in and remove."""
        return Role.KRETSAGARE in self.circle.roles

    def member(self, user: UserId) -> MemberView | None:
        """Give a user's membership, or None."""
        return next((one for one in self.members if one.user == user), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserView:
    """A colleague: how far they have come, who made and who compared (names), and their circles by name with roles.

    `may_join`: I may let them in. `compared_by_me`: I have signed their present keys.
    """

    id: UserId
    login: str = field(repr=False)
    name: str = field(repr=False)
    stage: Stage
    admin: bool
    made_by: str = field(repr=False)
    attested_by: tuple[str, ...] = field(repr=False)
    circles: tuple[tuple[str, frozenset[Role]], ...]
    me: bool
    first: bool
    may_join: bool
    compared_by_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything the lists need, as of now."""

    session: Session
    users: tuple[UserView, ...]
    circles: tuple[CircleView, ...]

    def user(self, user: str) -> UserView | None:
        """Give one user, or None."""
        return next((one for one in self.users if one.id == user), None)

    def circle(self, circle: str) -> CircleView | None:
        """Give one circle, or None."""
        return next((one for one in self.circles if one.circle.id == circle), None)

    def open_to(self, user: UserView) -> tuple[CircleView, ...]:
        """Give my own circles that this user is not, or is no longer, a member of."""
        found = []
        for one in self.circles:
            member = one.member(user.id)
            if one.mine and not one.circle.waiting and (member is None or member.out_of_date):
                found.append(one)
        return tuple(found)


def overview(vault: Vault) -> Overview:
    """Read users and circles. Every signature behind them is verified, so a row someone rewrote is not shown."""
    session = vault.session
    with vault.read() as reader:
        rows = membership.users(reader)
        circles = _circles(reader, session, {row.id: row for row in rows})
    return Overview(session=session, users=tuple(_user(row, rows, circles, session) for row in rows), circles=circles)


def _circles(reader: Reader, session: Session, users: dict[UserId, UserRow]) -> tuple[CircleView, ...]:
    owners = {row.id: UserId(row.owner) for row in reader.rows(select(CIRCLE.c.id, CIRCLE.c.owner))}
    names = {circle.id: circle.name for circle in session.circles}
    found = [
        CircleView(
            circle=circle,
            owner_name=users[owners[circle.id]].name,
            post_name=names.get(circle.post_circle, "") if circle.post_circle is not None else "",
            members=_members(reader, circle.id, users),
        )
        for circle in session.circles
    ]
    return tuple(sorted(found, key=lambda one: (one.circle.name.casefold(), one.circle.id)))


def _members(reader: Reader, circle: CircleId, users: dict[UserId, UserRow]) -> tuple[MemberView, ...]:
    found = [
        MemberView(
            user=one.user,
            name=users[one.user].name,
            login=users[one.user].login,
            roles=one.roles,
            since=one.since,
            out_of_date=one.out_of_date,
        )
        for one in membership.members(reader, circle)
        if one.user in users
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.user)))


def _user(row: UserRow, rows: list[UserRow], circles: tuple[CircleView, ...], session: Session) -> UserView:
    names = {one.id: one.name for one in rows}
    first = row.made_by == row.id
    return UserView(
        id=row.id,
        login=row.login,
        name=row.name,
        stage=stage(row.state, compared=bool(row.attested_by) or (first and row.may_join)),
        admin=row.admin,
        made_by=names.get(row.made_by, ""),
        attested_by=tuple(sorted(names[one] for one in row.attested_by if one in names)),
        circles=tuple((one.circle.name, member.roles) for one in circles if (member := one.member(row.id)) is not None),
        me=row.id == session.user.id,
        first=first,
        may_join=row.may_join,
        compared_by_me=session.user.id in row.attested_by,
    )
