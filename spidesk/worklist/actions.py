"""Gather what waits from the rooms. The rooms' functions come from the app: this room knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from spidesk.person.rules import DueItem
from spidesk.vault.handles import Reader
from spidesk.vault.vault import Vault
from spidesk.worklist.rules import urgent

Source = Callable[[Reader, date], list[DueItem]]
"""A room's `due`: what waits for this user, from open columns."""


def gather(vault: Vault, sources: Sequence[Source], today: date) -> list[DueItem]:
    """Everything that waits for the user, in the order of the rooms."""
    with vault.read() as reader:
        return [item for source in sources for item in source(reader, today)]


def count(vault: Vault, sources: Sequence[Source], today: date) -> int:
    """How many are late or due today: the number on the badge of Att göra."""
    return urgent(gather(vault, sources, today), today)
