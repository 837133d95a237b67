"""An order for one letter: its kinds, envelopes and states, and what may follow what.

Sources: Skatteverket, förmedling av post (rek: exactly one registered letter an outer envelope; personlig utlämning
stands beside the personnummer; a child needs valid ID to collect rek; no proof of receipt exists).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from spidesk.documents.formats import A5, C4, C5, C6, DL, ENVELOPES, Format, by_key, fits_in
from spidesk.mail.rules.parcel import Parcel as Parcel
from spidesk.mail.rules.wording import Edition
from spidesk.person.identity import NumberKind
from spidesk.person.rules import Category, PostWay, SkyddState, Standing, Status
from spidesk.refusal import Refusal

CHANNEL: Final = "brev"
"""The channel of the contact room that a letter uses."""
ENCLOSURES_LENGTH: Final = 500


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
    State.POSTED: frozenset({State.RETURNED}),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosures:
    """The sealed part `mail:<order>`: what lies in the letter, and who else is named in it."""

    contents: str = field(repr=False)
    others: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientLine:
    """What is sealed to the post circle: the canonical number, and the name only where the setting says so."""

    number: str = field(repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """What the handler says of a letter.

    `others_named` answers "Står någon mer med i brevet?"; None is no answer. `others_checked` says that everyone named
    may be known to the recipient, and the recipient to them. `others_reason` is why the letter goes although somebody
    named in it is protected in the same circle. `thickness_mm` is the filled inner envelope's; a parcel has `parcel`
    instead.
    """

    kind: Kind
    pair: Pair
    sender: str
    contents: str = field(repr=False)
    latest_arrival: date | None = None
    others_named: bool | None = None
    others: str = field(default="", repr=False)
    others_checked: bool = False
    resends: str = ""
    parcel: Parcel | None = None
    thickness_mm: int | None = None
    delgivning: bool = False
    others_reason: str = field(default="", repr=False)


def order_label(year: int, number: int) -> str:
    """F-2026-0007: a running number in the vault, nothing about the person inside."""
    return f"F-{year:04}-{number:04}"


def checked_order(new: NewOrder, *, today: date) -> NewOrder:
    """The order if it can be sent, else a refusal beside the field that is wrong.

    `mail.contents_empty`, `.arrival_past`, `.others_unanswered` (rule 6), `.others_empty`, `.others_unchecked`.
    """
    if not new.contents.strip():
        raise Refusal("mail.contents_empty", field="contents")
    if new.latest_arrival is not None and new.latest_arrival < today:
        raise Refusal("mail.arrival_past", field="latest_arrival")
    if new.others_named is None:
        raise Refusal("mail.others_unanswered", field="others_named")
    if new.others_named and not new.others.strip():
        raise Refusal("mail.others_empty", field="others")
    if new.others_named and not new.others_checked:
        raise Refusal("mail.others_unchecked", field="others_checked")
    return new


def check_person(standing: Standing, way: PostWay) -> None:
    """Stop an order that förmedling cannot carry or the person has said no to (rule 5).

    `mail.collected`, `.other_address`, `.deceased`, `.protection_ended` (Skatteverket forwards only while the
    protection lasts).
    """
    if way is PostWay.HAMTAS:
        raise Refusal("mail.collected")
    if way is PostWay.ADRESS:
        raise Refusal("mail.other_address")
    if standing.status is Status.DECEASED:
        raise Refusal("mail.deceased")
    if standing.state is SkyddState.ENDED:
        raise Refusal("mail.protection_ended")


def check_number(kind: NumberKind) -> None:
    """Skatteverket finds the recipient by number; a TF-nummer is the school's own: `mail.tf_number`."""
    if kind is NumberKind.TF_NUMMER:
        raise Refusal("mail.tf_number")


class Warned(StrEnum):
    """What the order says without stopping."""

    WAY_UNKNOWN = "way_unknown"
    CHILD_REK = "child_rek"
    NO_PROOF = "no_proof"
    SHORT_OF_TIME = "short_of_time"
    PRELIMINARY = "preliminary"


def warnings(
    new_kind: Kind, latest_arrival: date | None, standing: Standing, way: PostWay, edition: Edition, *, today: date
) -> tuple[Warned, ...]:
    """What the handler should know before ordering: children and rek, no proof of receipt, short of time."""
    found = []
    if way is PostWay.OKANT:
        found.append(Warned.WAY_UNKNOWN)
    if new_kind.registered:
        if standing.category in (Category.BARN, Category.ELEV):
            found.append(Warned.CHILD_REK)
        found.append(Warned.NO_PROOF)
    if latest_arrival is not None and post_by(latest_arrival, edition) < today:
        found.append(Warned.SHORT_OF_TIME)
    if standing.state is SkyddState.PRELIMINARY:
        found.append(Warned.PRELIMINARY)
    return tuple(found)


def post_by(latest_arrival: date, edition: Edition) -> date:
    """The last day to post for the letter to be there in time, as far as the edition's figure holds."""
    return latest_arrival - timedelta(days=edition.forwarding_days)


def check_step(old: State, new: State) -> None:
    """Refusal `mail.not_now` unless `new` may follow `old`."""
    if new not in FOLLOWS[old]:
        raise Refusal("mail.not_now")
