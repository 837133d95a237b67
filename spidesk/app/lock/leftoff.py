"""Where the user was, and what was typed and not saved: sealed into the vault at lock, handed back after unlock.

Each place with unsaved text is one draft, sealed to the user alone; one more says which page was in view. A text that
is handed back stays in the vault until the user has saved or dropped it, or a newer text of the same place takes over:
a crash before that loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spidesk.person.rules import Place
from spidesk.vault.ids import PersonId
from spidesk.vault.vault import Vault

_HERE = "here"
Work = tuple[str, str, str]
"""What a draft is about, whichever tab is in view: page, reference, person."""


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
    def work(self) -> Work:
        """What the text belongs to: a newer text of the same takes its place."""
        return self.page, self.reference, self.person

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


def keep(vault: Vault, left: Sequence[LeftOff], ended: Collection[Work] = ()) -> None:
    """Seal what is left, in place of earlier texts of the same places; take away those that have `ended`.

    Nothing is kept in a vault that is only read.
    """
    worth = [one for one in left if one.in_view or one.values is not None]
    if vault.session.read_only or not (worth or ended):
        return
    over = {*ended, *(one.work for one in worth if one.values is not None)}
    with vault.write() as writer:
        for draft, (place, before) in writer.drafts(LeftOff).items():
            if place == _HERE or before.work in over:
                writer.drop_draft(draft)
        for one in worth:
            writer.keep_draft(_HERE if one.values is None else one.key, one)


def take(vault: Vault) -> list[LeftOff]:
    """What locks have left, the page in view last. Texts stay in the vault until `drop`; where one was does not."""
    if vault.session.read_only:
        return []
    with vault.read() as reader:
        found = reader.drafts(LeftOff)
    places = [draft for draft, (place, _) in found.items() if place == _HERE]
    if places:
        with vault.write() as writer:
            for draft in places:
                writer.drop_draft(draft)
    latest = {(one.work, one.values is None): one for _, one in found.values()}  # the newest comes last
    return sorted(latest.values(), key=lambda one: (one.in_view, one.values is None))


def drop(vault: Vault, works: Collection[Work]) -> None:
    """Take away what the user has saved or dropped."""
    with vault.read() as reader:
        found = [draft for draft, (_, one) in reader.drafts(LeftOff).items() if one.work in works]
    if found:
        with vault.write() as writer:
            for draft in found:
                writer.drop_draft(draft)
