"""Who may be let in where, and how what people compare by eye is written. Pure: no SQL, no Qt, no clock.

Roles and kinds are the values of `vault.session.Role` and `CircleKind` (DESIGN 2).
"""

from __future__ import annotations

import unicodedata
from base64 import b32encode
from collections.abc import Collection
from enum import StrEnum

from spidesk.refusal import Refusal

PERSONS, POST = "persons", "post"

_FITTING = {
    PERSONS: ("handlaggare", "kretsagare", "arkivansvarig", "loggranskare"),
    POST: ("postexpeditor", "kretsagare", "loggranskare"),
}
_GROUP = 4


class Stage(StrEnum):
    """How far a user has come towards being let into a circle."""

    FIRST = "first"
    """The one-time passphrase has not been changed yet."""
    WORDS = "words"
    """The keys are there, and nobody has compared the control words."""
    READY = "ready"
    """May be let into a circle."""
    CLOSED = "closed"


def stage(state: str, *, compared: bool) -> Stage:
    """Tell how far a user has come; `compared` when a second user vouches for the keys, or none is needed."""
    if state == "closed":
        return Stage.CLOSED
    if state == "new":
        return Stage.FIRST
    return Stage.READY if compared else Stage.WORDS


def fitting_roles(kind: str) -> tuple[str, ...]:
    """Give the roles a circle of this kind can give, in the order they are shown.

    A postexpeditör sees mail orders and nothing else, so the role belongs to a post circle (DESIGN 2). A
    valvadministratör is one for the whole vault and never in a circle.
    """
    return _FITTING[kind]


def check_roles(kind: str, roles: Collection[str]) -> None:
    """Refuse with `admin.no_roles` or `admin.role_unfit` what a circle of this kind cannot give."""
    if not roles:
        raise Refusal("admin.no_roles", field="roles")
    if set(roles) - set(_FITTING[kind]):
        raise Refusal("admin.role_unfit", field="roles")


def check_again(new: str, again: str) -> None:
    """Refuse with `admin.passphrase_again` a proof that is another passphrase; composed letters (NFC) count as one."""
    if unicodedata.normalize("NFC", new) != unicodedata.normalize("NFC", again):
        raise Refusal("admin.passphrase_again", field="again")


def unchosen(*, kind: str | None, owner: str | None) -> Refusal:
    """Give the refusal of a circle in which something is not chosen: kind, owner, or whether the cards open it."""
    if kind is None:
        return Refusal("admin.choose_kind", field="kind")
    if owner is None:
        return Refusal("admin.choose_owner", field="owner")
    return Refusal("admin.choose_recoverable", field="recoverable")


def readable(head: bytes) -> list[str]:
    """Write the head of the log in groups of four letters and digits, as people read it aloud and on paper."""
    text = b32encode(head).decode("ascii").rstrip("=")
    return [text[at : at + _GROUP] for at in range(0, len(text), _GROUP)]
