"""What batching hands to the pages: plain values of open columns, the faces of papers apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from spidesk.documents.formats import Format
from spidesk.mail.actions.shapes import PostRow
from spidesk.mail.rules.batch import Item, Outer
from spidesk.mail.rules.order import PaperKind
from spidesk.vault.ids import CircleId, RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the clerk starts from: the letters, how they may lie, and how thick a filled outer envelope may be."""

    items: tuple[Item, ...]
    outers: tuple[Outer, ...]
    most_mm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OuterView:
    """One outer envelope of a batch and the letters in it; those called off or taken out are not among them."""

    id: RowId
    number: int
    format: str
    registered: bool
    rows: tuple[PostRow, ...]
    posted_on: date | None = None
    rek: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A mismatch nobody has dealt with yet: the labels of the letter and of the inner envelope that were read."""

    letter: str
    inner: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """The newest print of each paper of a batch: what came out, and what nobody knows. Keys as `Piece.key`."""

    done: frozenset[str]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Letters that are printed, matched and posted together.

    `called_off` are letters the handler has called off since: their papers are to be taken out of the pile, and
    `take_out` says so.
    """

    id: RowId
    label: str
    circle: CircleId
    mine: bool
    at: datetime
    outers: tuple[OuterView, ...]
    called_off: tuple[PostRow, ...]
    stop: Stop | None
    ended: bool
    prints: Prints = field(repr=False)

    @property
    def rows(self) -> Iterator[PostRow]:
        """Its letters, outer by outer."""
        for outer in self.outers:
            yield from outer.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One paper of a batch to print: of one letter, or the outer envelope of several.

    `printed`: its newest print came out. `asked`: nobody knows about its newest print.
    """

    key: str
    paper: PaperKind
    format: Format
    label: str
    orders: tuple[RowId, ...]
    outer: RowId | None
    printed: bool
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The outcome of reading both codes.

    Matched: the letter's order, and its label in both fields. Not: the labels of the letters that the two codes belong
    to, as far as they are of the user's own post circles, else empty.
    """

    matched: bool
    letter: str = ""
    inner: str = ""
    order: RowId | None = None
