"""The form of a login, a colleague's name and a passphrase, wherever they are given."""

from __future__ import annotations

import re

from spidesk.refusal import Refusal
from spidesk.vault.keys import words

_LOGIN = re.compile(r"[^\s\x00-\x1f\x7f]{1,40}")
_NAME = 200


def check_login(login: str) -> None:
    """Refuse with `vault.login_form` what is no login."""
    if not _LOGIN.fullmatch(login.strip()) or not login.isprintable():
        raise Refusal("vault.login_form", field="login")


def check_name(name: str, field: str = "name") -> None:
    """Refuse with `vault.name_form` a name that is empty, too long or holds control or direction characters."""
    if not 0 < len(name.strip()) <= _NAME or not name.isprintable():
        raise Refusal("vault.name_form", field=field)


def check_passphrase(text: str, field: str = "new") -> None:
    """Refuse with `vault.passphrase_weak` what is no secret."""
    if not words.strength(text).accepted:
        raise Refusal("vault.passphrase_weak", field=field)
