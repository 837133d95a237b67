"""The recovery cards of a vault in use: two proved against it, or three new ones in the place of those that were lost.

New cards are the same recovery holder's keys under three fresh codes, so nothing that was sealed to the holder is
touched. The holder's keys are reached with two of the present cards and in no other way: nobody who has lost two of
three, and no administrator alone, makes new ones. Until two of the new ones have been typed back the former hold, so a
crash, a lock or a printer out of paper never leaves a vault whose cards nobody has.

What this does not do: an older copy of the keyring still opens with the former cards. They are to be destroyed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spidesk.refusal import Refusal
from spidesk.vault.keys import recovery
from spidesk.vault.keys.faults import Malformed, SameCode, Unopened
from spidesk.vault.keys.keyring import Keyring
from spidesk.vault.keys.pairs import UserKeys
from spidesk.vault.keys.recovery import Codes, PairWraps
from spidesk.vault.members import roll
from spidesk.vault.members.roll import directory
from spidesk.vault.membership import users

if TYPE_CHECKING:
    from spidesk.vault.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCards:
    """Three new codes and what they will open, in memory until two of them are proved."""

    codes: Codes = field(repr=False)
    wraps: PairWraps = field(repr=False)


def prove(vault: Vault, code1: bytes, code2: bytes) -> None:
    """Log that two cards were typed back and open the recovery holder's keys; see `membership.prove_recovery`."""
    users.check_admin(vault)
    _present(vault, vault.opened.keyring, code1, code2)
    _log_proof(vault)


def begin(vault: Vault, code1: bytes, code2: bytes) -> NewCards:
    """Make three new codes by two of the present cards; see `membership.begin_cards`."""
    users.check_admin(vault)
    vault.check_writable()
    keys = _present(vault, vault.opened.keyring, code1, code2)
    codes = recovery.make_codes()
    wraps = recovery.wrap_pairs(codes, keys.to_bytes(), vault.opened.held.vault)
    with vault.write() as writer:
        writer.note("vault.recovery_begun")
    return NewCards(codes=codes, wraps=wraps)


def renew(vault: Vault, cards: NewCards, code1: bytes, code2: bytes) -> None:
    """Let the new cards take the place of the former, two of them typed back; see `membership.renew_cards`."""
    users.check_admin(vault)
    vault.check_writable()
    opened = vault.opened
    public = directory(opened.held)[0].recovery()
    renewed = opened.keyring.with_recovery(cards.wraps, public, opened.file_key.to_bytes())
    _present(vault, renewed, code1, code2)
    users.change_keyring(vault, renewed, roll.RENEWED_CARDS, "", lambda writer: None)
    _log_proof(vault)


def holder(keyring: Keyring, code1: bytes, code2: bytes) -> UserKeys:
    """Give the recovery holder's keys by two codes. Refuses with `vault.code_same`, `vault.code_wrong`."""
    if keyring.recovery is None:
        raise Refusal("vault.code_wrong")
    try:
        return UserKeys.from_bytes(recovery.open_pair(code1, code2, keyring.recovery.wraps, keyring.vault_id))
    except SameCode:
        raise Refusal("vault.code_same") from None
    except (Unopened, Malformed):
        raise Refusal("vault.code_wrong") from None


def _present(vault: Vault, keyring: Keyring, code1: bytes, code2: bytes) -> UserKeys:
    """Give the keys two codes open in a keyring, if they are those of the holder the first user vouched for."""
    keys = holder(keyring, code1, code2)
    if directory(vault.opened.held)[0].recovery() != keys.public:
        raise Refusal("vault.code_wrong")
    return keys


def _log_proof(vault: Vault) -> None:
    with vault.write() as writer:
        writer.note(roll.PROVED)
    vault.refresh()
