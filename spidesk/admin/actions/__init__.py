"""One function a button of the administration. Each reads or changes the open vault, with its log line."""

from spidesk.admin.actions.changing import (
    NewUser,
    attest,
    close_user,
    join,
    new_circle,
    new_passphrase,
    new_user,
    offered_passphrase,
    remove_member,
    renew_one_time,
    set_admin,
    set_roles,
    slip_leaves,
    words_differ,
    words_of,
)
from spidesk.admin.actions.health import VaultFacts, facts, full_check, prove_cards
from spidesk.admin.actions.looking import CircleView, MemberView, Overview, UserView, overview

__all__ = [
    "CircleView",
    "MemberView",
    "NewUser",
    "Overview",
    "UserView",
    "VaultFacts",
    "attest",
    "close_user",
    "facts",
    "full_check",
    "join",
    "new_circle",
    "new_passphrase",
    "new_user",
    "offered_passphrase",
    "overview",
    "prove_cards",
    "remove_member",
    "renew_one_time",
    "set_admin",
    "set_roles",
    "slip_leaves",
    "words_differ",
    "words_of",
]
