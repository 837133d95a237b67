"""How the vault is: where it lies, how far its log has come, and the full check. No identities."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from spidesk.admin.actions.changing import SUFFIX
from spidesk.vault import membership
from spidesk.vault.check import CheckResult
from spidesk.vault.handles import Step
from spidesk.vault.members import roll
from spidesk.vault.membership.cards import NewCards
from spidesk.vault.store.schema import CHECKPOINT, EVENT, INFO
from spidesk.vault.vault import Vault

CHECKED = "admin.checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultFacts:
    """What the page Valvet shows. Moments are aware, UTC; `size` in bytes.

    `lines` and `head` are the number and the hash of the log's last line, `head_at` when it was written. `verified_at`
    is the last time log and rows were gone through without a finding, `checked_at` the last full check without one.
    `cards_made_at` is when the present recovery cards were made, with the vault or later (`cards_renewed`); `cards_at`
    when two of them last were shown to open it.
    """

    folder: Path = field(repr=False)
    size: int
    lines: int
    head: bytes = field(repr=False)
    head_at: datetime
    made_at: datetime
    verified_at: datetime | None
    checked_at: datetime | None
    cards_at: datetime | None
    cards_made_at: datetime
    cards_renewed: bool


def facts(vault: Vault) -> VaultFacts:
    """Read what is known about the vault."""
    with vault.read() as reader:
        last = reader.rows(select(EVENT.c.seq, EVENT.c.hash, EVENT.c.at).order_by(EVENT.c.seq.desc()).limit(1))[0]
        verified = reader.one(select(func.max(CHECKPOINT.c.made_at)))[0]
        checked = reader.one(select(func.max(EVENT.c.at)).where(EVENT.c.action == CHECKED))[0]
        made = reader.one(select(INFO.c.made_at))[0]
        cards, renewed = roll.cards_proved(reader.held), roll.cards_made(reader.held)
    return VaultFacts(
        folder=vault.folder,
        size=sum(one.stat().st_size for one in vault.folder.iterdir() if one.is_file()),
        lines=last.seq,
        head=last.hash,
        head_at=_moment(last.at),
        made_at=_moment(made),
        verified_at=_moment(verified) if verified else None,
        checked_at=_moment(checked) if checked else None,
        cards_at=_moment(cards) if cards else None,
        cards_made_at=_moment(renewed or made),
        cards_renewed=renewed is not None,
    )


def prove_cards(vault: Vault, code1: bytes, code2: bytes) -> None:
    """Try two recovery cards against the vault and log that they open it; see `membership.prove_recovery`."""
    membership.prove_recovery(vault, code1, code2)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsInHand:
    """Three new cards that do not hold yet; `label` names the vault on paper."""

    cards: NewCards = field(repr=False)
    label: str


def begin_cards(vault: Vault, code1: bytes, code2: bytes) -> CardsInHand:
    """Make three new cards by two of the present ones, which still hold; see `membership.begin_cards`."""
    cards = membership.begin_cards(vault, code1, code2)
    return CardsInHand(cards=cards, label=vault.folder.name.removesuffix(SUFFIX))


def cards_leave(vault: Vault, what: str) -> None:
    """Log that new cards go to paper or file; `what` is the print dialog's word."""
    with vault.write() as writer:
        writer.note("admin.cards_left", how=what)


def renew_cards(vault: Vault, new: CardsInHand, code1: bytes, code2: bytes) -> None:
    """Let the new cards take the place of the former; see `membership.renew_cards`."""
    membership.renew_cards(vault, new.cards, code1, code2)


def full_check(vault: Vault, progress: Step) -> CheckResult:
    """Verify everything, and log that it was whole.

    Nothing more is written to a vault in which something was found: it is to be copied as it is (DESIGN 3).
    """
    result = vault.check(progress)
    if result.ok and not vault.session.read_only:
        with vault.write() as writer:
            writer.note(CHECKED, lines=result.lines, rows=result.rows, parts=result.parts)
    return result


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
