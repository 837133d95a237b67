"""What is said when a vault cannot be opened: a heading, the reason, and the next step as a button.

The reason is the refusal's own text; here stands what the user can do about it. A code without a line of its own gets
the cautious one: try again, or choose another vault.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spidesk import wording
from spidesk.refusal import Refusal


class Step(StrEnum):
    """What the button under an explanation does."""

    NONE = "none"
    RETRY = "retry"
    CHOOSE = "choose"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A heading, the reason, and the next step."""

    heading: str
    text: str
    step: Step


# Only texts that say more than the refusal itself: the heading names the state in four words or so.
_KNOWN: dict[str, tuple[str, Step]] = {
    "vault.missing": ("Valvet finns inte här", Step.CHOOSE),
    "vault.newer": ("Valvet är nyare än programmet", Step.CHOOSE),
    "vault.damaged": ("Valvet är skadat", Step.CHOOSE),
    "vault.incomplete": ("Valvet är inte helt", Step.CHOOSE),
    "vault.read_only": ("Valvet går inte att skriva i", Step.RETRY),
    "vault.disk_full": ("Disken är full", Step.RETRY),
    "vault.in_use": ("Valvet är öppet på ett annat ställe", Step.RETRY),
    "vault.network": ("Valvet ligger på nätverket", Step.CHOOSE),
    "vault.removable": ("Valvet ligger på en flyttbar disk", Step.CHOOSE),
    "vault.cloud": ("Valvet ligger i en synkad mapp", Step.CHOOSE),
    "vault.damaged_slot": ("Din nyckel i valvet är skadad", Step.NONE),
    "vault.exists": ("Mappen är upptagen", Step.CHOOSE),
}


def explain(refusal: Refusal) -> Explanation:
    """Explain why a vault did not open."""
    heading, step = _KNOWN.get(refusal.code, ("Det gick inte", Step.RETRY))
    return Explanation(heading, wording.text(refusal), step)
