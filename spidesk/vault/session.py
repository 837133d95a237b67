"""Who has opened the vault, and what they are in each circle. Plain values, safe to hand to a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from spidesk.vault.ids import CircleId, UserId


class Role(StrEnum):
    """What a user may do in a circle (DESIGN 2)."""

    HANDLAGGARE = "handlaggare"
    KRETSAGARE = "kretsagare"
    POSTEXPEDITOR = "postexpeditor"
    ARKIVANSVARIG = "arkivansvarig"
    LOGGRANSKARE = "loggranskare"
    VALVADMINISTRATOR = "valvadministrator"
    """Holds for the whole vault: `User.admin`. It is never given in a circle."""


class CircleKind(StrEnum):
    """A circle of protected people, or the one that mail is printed by."""

    PERSONS = "persons"
    POST = "post"


class UserState(StrEnum):
    """Where a user stands: a one-time passphrase not yet changed, in use, or closed."""

    NEW = "new"
    ACTIVE = "active"
    CLOSED = "closed"


class NoticeKind(StrEnum):
    """What the shell tells the user after unlock."""

    CLOCK_BACK = "clock_back"
    FAILED_UNLOCKS = "failed_unlocks"
    KEYRING_HEALED = "keyring_healed"
    KEYRING_OLDER = "keyring_older"
    VAULT_OLDER = "vault_older"
    HEAD_LOST = "head_lost"
    CIRCLE_WAITS = "circle_waits"
    FIRST_UNLOCK = "first_unlock"
    CARDS_UNPROVED = "cards_unproved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell: its kind, a number that belongs to it (attempts, seconds, lines) and when it happened."""

    kind: NoticeKind
    number: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A circle as this user sees it; `roles` are the user's own and empty for one who is not a member."""

    id: CircleId
    name: str
    namnd: str
    kind: CircleKind
    epoch: int
    recoverable: bool
    post_circle: CircleId | None
    roles: frozenset[Role]
    waiting: bool = False
    """Made by an administrator; its owner has not opened the vault since, so it has no keys yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One who may open the vault (a colleague, never a protected person)."""

    id: UserId
    login: str
    name: str
    state: UserState
    admin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What the open vault knows about its user; made anew by `Vault.refresh()`."""

    vault_id: str
    user: User
    circles: tuple[Circle, ...]
    read_only: bool
    notices: tuple[Notice, ...] = field(default=())

    def circles_with(self, *roles: Role) -> tuple[Circle, ...]:
        """Give the circles where the user has one of the roles."""
        return tuple(circle for circle in self.circles if circle.roles & set(roles))

    def may(self, circle: CircleId, *roles: Role) -> bool:
        """Tell whether the user has one of the roles in the circle; valvadministratör holds everywhere."""
        if Role.VALVADMINISTRATOR in roles and self.user.admin:
            return True
        return any(one.id == circle and one.roles & set(roles) for one in self.circles)

    def circle(self, circle: CircleId) -> Circle:
        """Give one circle of the vault. Raise KeyError if there is none such."""
        for one in self.circles:
            if one.id == circle:
                return one
        raise KeyError("circle")
