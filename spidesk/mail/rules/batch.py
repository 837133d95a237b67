"""Many letters at once: which share an outer envelope, and in what order their papers are printed.

Source: Skatteverket, förmedling av post (several ordinary letters may share one outer envelope; exactly one registered
letter an outer envelope). A parcel is its own. Letters of two post circles never meet: one of them would be handled by
people who may not see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from spidesk.mail.rules.order import Kind, Pair, PaperKind
from spidesk.mail.rules.parcel import Parcel
from spidesk.refusal import Refusal

MOST_LETTERS: Final = 50
"""Letters in one outer envelope, however thin: what a person still counts with certainty."""
ASSUMED_MM: Final = 3
"""The thickness of a sealed letter that nobody has measured: a few folded sheets and two layers of envelope."""

PRINT_ORDER: Final = (
    PaperKind.INNER_FRONT,
    PaperKind.INNER_BACK,
    PaperKind.RECEIPT,
    PaperKind.REPLY,
    PaperKind.SLIP,
    PaperKind.OUTER,
)
"""All inner envelopes of a batch, then what lies in the letters with the slip last, then the outer envelopes."""


class Reprint(StrEnum):
    """Why a paper is printed once more."""

    JAM = "jam"
    SMUDGED = "smudged"
    LOST = "lost"
    WRONG_PAPER = "wrong_paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A letter as it is packed. `order` is its id, `circle` the post circle that sends it."""

    order: str
    label: str
    kind: Kind
    pair: Pair
    thickness_mm: int | None = None
    parcel: Parcel | None = field(default=None, repr=False)
    circle: str = ""

    @property
    def alone(self) -> bool:
        """Whether nothing else may lie in its outer envelope: rek, rek with personlig utlämning, parcel."""
        return self.kind.alone

    @property
    def room_mm(self) -> int:
        """The thickness it is reckoned with."""
        return ASSUMED_MM if self.thickness_mm is None else self.thickness_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """One outer envelope (or one parcel): the key of its format, whether it goes as rek, and the letters in it."""

    format: str
    registered: bool
    orders: tuple[str, ...]


class _Packing:
    """An outer envelope being filled."""

    __slots__ = ("first", "mm", "orders")

    def __init__(self, first: Item) -> None:
        self.first, self.mm, self.orders = first, first.room_mm, [first.order]

    def takes(self, one: Item, most_mm: int) -> bool:
        """Whether the letter may lie here, and there is room for it."""
        return (
            not self.first.alone
            and not one.alone
            and _place(self.first) == _place(one)
            and len(self.orders) < MOST_LETTERS
            and self.mm + one.room_mm <= most_mm
        )

    def add(self, one: Item) -> None:
        """Lay the letter on top."""
        self.mm += one.room_mm
        self.orders.append(one.order)

    @property
    def done(self) -> Outer:
        """The envelope as it is proposed."""
        one = self.first
        return Outer(format=one.pair.outer.key, registered=one.kind.registered, orders=tuple(self.orders))


def propose(items: Sequence[Item], *, most_mm: int) -> tuple[Outer, ...]:
    """Outer envelopes for these letters: ordinary ones share by format up to `most_mm`, all others travel alone.

    Ordinary ones come first, format by format, then rek, then parcels; the letters keep their order. A letter thicker
    than `most_mm` is put alone, and `check_outers` says so.
    """
    filled: list[_Packing] = []
    for one in sorted(items, key=_rank):
        open_ones = (packing for packing in filled if packing.takes(one, most_mm))
        found = next(open_ones, None)
        if found is None:
            filled.append(_Packing(one))
        else:
            found.add(one)
    return tuple(packing.done for packing in filled)


def check_outers(outers: Sequence[Outer], items: Sequence[Item], *, most_mm: int) -> None:
    """Refuse what may not be posted so, however it was put together.

    `mail.order_twice`, `.order_left_out` (every letter lies in exactly one), `.gone` (a letter that is not among
    `items`), `.outer_empty`, `.circles_differ`, `.rek_alone`, `.parcel_alone`, `.format_differs`, `.too_many`,
    `.too_thick`.
    """
    known = {one.order: one for one in items}
    _check_each_once(Counter(order for outer in outers for order in outer.orders), known)
    for number, outer in enumerate(outers, start=1):
        _check_outer(outer, [known[order] for order in outer.orders], most_mm, number)


def _check_each_once(lies: Mapping[str, int], known: Mapping[str, Item]) -> None:
    for order, times in lies.items():
        if order not in known:
            raise Refusal("mail.gone")
        if times > 1:
            raise Refusal("mail.order_twice", label=known[order].label)
    for order, one in known.items():
        if order not in lies:
            raise Refusal("mail.order_left_out", label=one.label)


def _check_outer(outer: Outer, inside: Sequence[Item], most_mm: int, number: int) -> None:
    if not inside:
        raise Refusal("mail.outer_empty", number=number)
    first = inside[0]
    if any(one.circle != first.circle for one in inside):
        raise Refusal("mail.circles_differ")
    if len(inside) > 1:
        for one in inside:
            if one.alone:
                raise Refusal("mail.rek_alone" if one.kind.registered else "mail.parcel_alone", label=one.label)
    for one in inside:
        if one.pair.outer.key != outer.format or one.kind.registered != outer.registered:
            raise Refusal("mail.format_differs", label=one.label)
    if len(inside) > MOST_LETTERS:
        raise Refusal("mail.too_many", number=number, most=MOST_LETTERS)
    if not first.alone and sum(one.room_mm for one in inside) > most_mm:
        raise Refusal("mail.too_thick", number=number, most=most_mm)


def outer_of(inside: Sequence[Item]) -> Outer:
    """The outer envelope for letters that somebody has put together; `check_outers` says whether they may be."""
    first = inside[0]
    return Outer(
        format=first.pair.outer.key,
        registered=first.kind.registered,
        orders=tuple(one.order for one in inside),
    )


def batch_label(year: int, number: int) -> str:
    """S-2026-0001: a running number in the vault."""
    return f"S-{year:04}-{number:04}"


def _place(one: Item) -> tuple[str, str]:
    return one.circle, one.pair.outer.key


def _rank(one: Item) -> tuple[bool, bool, str, str]:
    """Ordinary, then rek, then parcels; inside each by post circle and format. Sorting keeps the order given."""
    return one.alone, one.alone and not one.kind.registered, *_place(one)
