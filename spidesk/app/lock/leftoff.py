"""Where the user was, and what was typed and not saved: sealed into the vault at lock, handed back after unlock.

Each place with unsaved text is one draft, sealed to the user alone; one more says which page was in view. They are
taken out of the vault when they are handed back, so that a text lives in one place only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spidesk.person.rules import Place
from spidesk.vault.ids import PersonId
from spidesk.vault.vault import Vault

_HERE = "here"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOff:
    """One place: where it is, what is unsaved there (None: nothing), and whether it was the page in view."""

    page: str
    reference: str = ""
    person: str = ""
    tab: str = ""
    in_view: bool = False
    values: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """The place in one word, with no more than a reference in it."""
        return ":".join(part for part in (self.page, self.reference, self.tab) if part)

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(page=self.page, reference=self.reference, person=PersonId(self.person) or None, tab=self.tab)


def left_off(place: Place, values: Mapping[str, Any] | None, *, in_view: bool) -> LeftOff:
    """Describe a place as it is left."""
    return LeftOff(
        page=place.page,
        reference=place.reference,
        person=place.person or "",
        tab=place.tab,
        in_view=in_view,
        values=None if values is None else dict(values),
    )


def keep(vault: Vault, left: Sequence[LeftOff]) -> None:
    """Seal what is left, in place of what an earlier lock left. Nothing is kept in a vault that is only read."""
    worth = [one for one in left if one.in_view or one.values is not None]
    if vault.session.read_only or not worth:
        return
    with vault.write() as writer:
        for draft in writer.drafts(LeftOff):
            writer.drop_draft(draft)
        for one in worth:
            writer.keep_draft(_HERE if one.values is None else one.key, one)


def take(vault: Vault) -> list[LeftOff]:
    """Take out what the last lock left, the page in view last."""
    if vault.session.read_only:
        return []
    with vault.read() as reader:
        found = reader.drafts(LeftOff)
    if not found:
        return []
    with vault.write() as writer:
        for draft in found:
            writer.drop_draft(draft)
    return sorted((one for _, one in found.values()), key=lambda one: one.in_view)
