"""The words of an order: its kinds, envelopes, papers, states and reasons, and what state may follow what.

Sources: Skatteverket, förmedling av post (rek: exactly one registered letter an outer envelope; personlig utlämning
stands beside the personnummer; no proof of receipt exists).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from spidesk.documents.formats import A5, C4, C5, C6, DL, ENVELOPES, Format, by_key, fits_in
from spidesk.refusal import Refusal


class Kind(StrEnum):
    """How the letter is sent."""

    ORDINARY = "ordinary"
    REK = "rek"
    REK_PERSONAL = "rek_personal"
    PARCEL = "parcel"

    @property
    def registered(self) -> bool:
        """Whether it goes as rek, exactly one in an outer envelope."""
        return self in (Kind.REK, Kind.REK_PERSONAL)

    @property
    def alone(self) -> bool:
        """Whether it never shares an outer: a rek, and a parcel, whose outer is its own wrapping."""
        return self is not Kind.ORDINARY

    @property
    def personal(self) -> bool:
        """Whether no proxy or messenger may collect it."""
        return self is Kind.REK_PERSONAL


@dataclass(frozen=True, slots=True)
class Pair:
    """Which inner envelope lies in which outer one. A parcel has two address labels of the same size instead."""

    C5_C4: ClassVar[Pair]
    DL_C5: ClassVar[Pair]
    C6_C5: ClassVar[Pair]

    inner: Format
    """The envelope with the personnummer."""
    outer: Format
    """The envelope with Skatteverket's address."""

    @classmethod
    def of(cls, value: str) -> Pair:
        """The pair that `value` names. Refuses what `formats.by_key` refuses."""
        inner, _, outer = value.partition("_")
        return cls(by_key(inner), by_key(outer))

    @property
    def value(self) -> str:
        """As it is kept: C5_C4, 230x160_C4."""
        return f"{self.inner.key}_{self.outer.key}"

    @property
    def text(self) -> str:
        """As it is written for people: C5 i C4."""
        return f"{self.inner.key} i {self.outer.key}"


Pair.C5_C4, Pair.DL_C5, Pair.C6_C5 = Pair(C5, C4), Pair(DL, C5), Pair(C6, C5)

PARCEL_PAIR: Final = Pair(A5, A5)
"""A parcel's faces: two address labels, or sheets of A5."""


def _pairs() -> tuple[Pair, ...]:
    usual = (Pair.C5_C4, Pair.DL_C5, Pair.C6_C5)
    sound = [Pair(inner, outer) for outer in ENVELOPES for inner in ENVELOPES if fits_in(inner, outer)]
    return (*usual, *(one for one in sound if one not in usual))


PAIRS: Final = _pairs()
"""Every sound pair of the usual sizes, the three most used first. Free sizes make more."""


class PaperKind(StrEnum):
    """The papers of one letter, in the order they are printed."""

    INNER_FRONT = "inner_front"
    INNER_BACK = "inner_back"
    RECEIPT = "receipt"
    """Delgivningskvitto, to be signed and sent back: förmedling gives no proof of receipt."""
    REPLY = "reply"
    """Svarskuvert for the receipt, to the sender's own address."""
    SLIP = "slip"
    OUTER = "outer"


_DELGIVNING: Final = (PaperKind.RECEIPT, PaperKind.REPLY)


def papers_of(kind: Kind, delgivning: bool) -> tuple[PaperKind, ...]:
    """The papers a letter has, in the order they are printed; a parcel has the same, as labels."""
    return tuple(one for one in PaperKind if delgivning or one not in _DELGIVNING)


class State(StrEnum):
    """Where an order stands in the ledger."""

    ORDERED = "ordered"
    PRINTED = "printed"
    MATCHED = "matched"
    POSTED = "posted"
    RETURNED = "returned"
    RESENT = "resent"
    DONE = "done"
    CANCELLED = "cancelled"


FOLLOWS: Final = {
    State.ORDERED: frozenset({State.PRINTED, State.CANCELLED}),
    State.PRINTED: frozenset({State.MATCHED, State.POSTED, State.CANCELLED}),
    State.MATCHED: frozenset({State.POSTED, State.CANCELLED}),
    State.POSTED: frozenset({State.RETURNED, State.DONE}),
    State.RETURNED: frozenset({State.RESENT, State.DONE}),
    State.RESENT: frozenset[State](),
    State.DONE: frozenset[State](),
    State.CANCELLED: frozenset[State](),
}


class Unmatched(StrEnum):
    """Why a letter was posted without both codes being read."""

    UNREADABLE = "unreadable"
    SEALED = "sealed"
    ALONE = "alone"


class ReturnReason(StrEnum):
    """Why a letter came back."""

    NOT_COLLECTED = "not_collected"
    UNKNOWN = "unknown"
    NO_PROTECTION = "no_protection"
    NO_ID = "no_id"
    DAMAGED = "damaged"
    NOT_STATED = "not_stated"


class Called(StrEnum):
    """Why an order was called off."""

    NOT_NEEDED = "not_needed"
    MISTAKE = "mistake"
    STOPPED = "stopped"
    """The handler stopped the letter when asked who stands in it."""


class Ended(StrEnum):
    """How a letter came to its end: what the handler knows, or did with one that came back."""

    RECEIPT = "receipt"
    """The signed delgivningskvitto has come."""
    TOLD = "told"
    HANDED_OVER = "handed_over"
    NOT_NEEDED = "not_needed"


def check_step(old: State, new: State) -> None:
    """Refusal `mail.not_now` unless `new` may follow `old`."""
    if new not in FOLLOWS[old]:
        raise Refusal("mail.not_now")
