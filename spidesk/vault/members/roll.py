"""The session: who the user is and what they are in each circle, read from verified rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, select

from spidesk.vault.errors import Damaged
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.members import order
from spidesk.vault.members.circles import Grants
from spidesk.vault.members.trust import Trust
from spidesk.vault.session import Circle, CircleKind, Notice, NoticeKind, Session, User, UserState
from spidesk.vault.store import integrity
from spidesk.vault.store.held import Held
from spidesk.vault.store.schema import ATTESTATION, CIRCLE, EPOCH, EVENT, GRANT, INFO, PUBLIC, USER

_MEMBERSHIP = (INFO, USER, PUBLIC, ATTESTATION, CIRCLE, EPOCH, GRANT)

RENEWED = frozenset({NoticeKind.FIRST_UNLOCK, NoticeKind.CIRCLE_WAITS, NoticeKind.CARDS_UNPROVED})
"""Notices that are worked out anew each time."""

PROVED = "vault.recovery_proved"
_PROOFS = (PROVED, "vault.recovered")
"""Lines that show that two recovery cards open the vault: they were typed back, or somebody came in with them."""

RENEWED_CARDS = "vault.recovery_renewed"
"""The line of new cards: what was proved before it was proved with cards that open nothing any more."""


def with_notice(session: Session, notice: Notice) -> Session:
    """Give the session with one more thing to tell."""
    return replace(session, notices=(*session.notices, notice))


def session(held: Held, notices: tuple[Notice, ...] = ()) -> Session:
    """Read the session of the user who holds the vault.

    Raises Damaged if a row of the membership is not as the log says, or a signature does not hold.
    """
    trust, grants = verified(held)
    users = {row.id: row for row in held.db.connection.execute(select(USER))}
    if held.user not in users:
        raise Damaged("membership.user")
    user = one_user(users[held.user], trust)
    circles = tuple(_circle(row, grants, held.user) for row in grants.circles)
    more = _waiting(user, circles, grants)
    if user.admin and user.state is UserState.ACTIVE and not held.older and cards_proved(held) is None:
        more.append(Notice(kind=NoticeKind.CARDS_UNPROVED))
    return Session(vault_id=held.vault, user=user, circles=circles, read_only=held.older, notices=(*notices, *more))


def verified(held: Held) -> tuple[Trust, Grants]:
    """Give the directory, after every row of the membership has been verified. Raises Damaged."""
    for table in _MEMBERSHIP:
        if integrity.wrong_rows(held.db, table):
            raise Damaged("membership.rows")
    trust, grants = directory(held)
    order.check(held, trust, grants)
    for circle in grants.circles:
        grants.members(circle.id)
    return trust, grants


def cards_proved(held: Held) -> str | None:
    """Give when two of the present recovery cards last were shown to open the vault, by the log; None if never."""
    renewed = select(func.coalesce(func.max(EVENT.c.seq), 0)).where(EVENT.c.action == RENEWED_CARDS).scalar_subquery()
    found = select(EVENT.c.at).where(EVENT.c.action.in_(_PROOFS), EVENT.c.seq > renewed)
    return held.db.connection.execute(found.order_by(EVENT.c.seq.desc()).limit(1)).scalar_one_or_none()


def cards_made(held: Held) -> str | None:
    """Give when the present recovery cards were made, if that was after the vault itself."""
    found = select(EVENT.c.at).where(EVENT.c.action == RENEWED_CARDS).order_by(EVENT.c.seq.desc()).limit(1)
    return held.db.connection.execute(found).scalar_one_or_none()


def directory(held: Held) -> tuple[Trust, Grants]:
    """Give the users' keys and the circles' grants, verified as they are asked; kept until membership changes."""
    if held.directory is None:
        trust = Trust(held.db)
        held.directory = (trust, Grants(held.db, trust))
    known: tuple[Trust, Grants] = held.directory
    return known


def one_user(row: Row[Any], trust: Trust) -> User:
    """Give one colleague, with their rights as they are signed. Raises Damaged if the row claims others."""
    admin = trust.is_admin(row.id)
    if admin != row.admin:
        raise Damaged("membership.admin")
    return User(id=UserId(row.id), login=row.login, name=row.name, state=UserState(row.state), admin=admin)


def _circle(row: Row[Any], grants: Grants, user: str) -> Circle:
    return Circle(
        id=CircleId(row.id),
        name=row.name,
        namnd=row.namnd,
        kind=CircleKind(row.kind),
        epoch=row.epoch,
        recoverable=row.recoverable,
        post_circle=None if row.post_circle is None else CircleId(row.post_circle),
        roles=grants.roles(row.id, user),
        waiting=row.epoch == 0,
    )


def _waiting(user: User, circles: tuple[Circle, ...], grants: Grants) -> list[Notice]:
    if user.state is UserState.NEW:
        return [Notice(kind=NoticeKind.FIRST_UNLOCK)]
    mine = sum(1 for one in circles if one.waiting and grants.circle(one.id).owner == user.id)
    return [Notice(kind=NoticeKind.CIRCLE_WAITS, number=mine)] if mine else []
