"""What the lists for signature say: what was posted together on a day. Pure.

A list lies open on a counter and is kept as a receipt, so it says nothing about anybody: its fields take an order's
label, a kind, a size and a registered number, and nothing of another shape.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from spidesk.mail.rules.order import Kind

_BATCH: Final = re.compile(r"S-\d{4}-\d{4,}")
_LABEL: Final = re.compile(r"F-\d{4}-\d{4,}")
_REK: Final = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}")
_SIZE: Final = re.compile(r"[ACE]\d{1,2}|DL|\d{2,3}x\d{2,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLetter:
    """One letter or parcel: the order's label, the number of its outer in the batch, the outer's size key.

    `rek` is empty for an ordinary letter, and for a registered one whose number is not known yet: it is then written
    by hand. Raises ValueError when a field has another shape, so that no name or number can be on a list.
    """

    label: str
    kind: Kind
    format: str
    outer: int
    rek: str = ""

    def __post_init__(self) -> None:
        if not _LABEL.fullmatch(self.label) or not _SIZE.fullmatch(self.format) or self.outer < 1:
            raise ValueError("a list takes a label, a size and a number")
        if self.rek and not (self.kind.registered and _REK.fullmatch(self.rek)):
            raise ValueError("not the number of a registered letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingList:
    """What goes to the post together: the batch's label (S-2026-0001), the day, the letters, who signs."""

    label: str
    day: date
    letters: tuple[ListedLetter, ...]
    signatures: tuple[str, ...] = ("Packat och kontrollerat", "Lämnat till posten", "Mottaget av posten")
    """What each line is signed for; the names are written by hand."""

    def __post_init__(self) -> None:
        if not _BATCH.fullmatch(self.label):
            raise ValueError("a list takes the label of a batch")
        seen: dict[int, ListedLetter] = {}
        for one in self.letters:
            other = seen.setdefault(one.outer, one)
            if other is not one and (one.kind.alone or other.kind.alone or one.format != other.format):
                raise ValueError("what goes alone shares no outer, and an outer has one size")

    @property
    def by_outer(self) -> tuple[ListedLetter, ...]:
        """The letters in the order of their outers."""
        return tuple(sorted(self.letters, key=lambda one: (one.outer, one.label)))

    @property
    def registered(self) -> tuple[ListedLetter, ...]:
        """The registered ones, in the order of their outers."""
        return tuple(one for one in self.by_outer if one.kind.registered)

    @property
    def outers(self) -> int:
        """How many outers there are."""
        return len({one.outer for one in self.letters})
