"""An order for one letter: what the handler says of it, and whether it can be sent.

Sources: Skatteverket, förmedling av post (a child needs valid ID to collect rek; no proof of receipt exists; limits of
a parcel).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from spidesk.documents.formats import fits_in
from spidesk.mail.rules.kinds import (
    FOLLOWS,
    PAIRS,
    PARCEL_PAIR,
    Called,
    Ended,
    Kind,
    Pair,
    PaperKind,
    ReturnReason,
    State,
    Unmatched,
    check_step,
    papers_of,
)
from spidesk.mail.rules.parcel import Parcel, checked_parcel
from spidesk.mail.rules.wording import Edition
from spidesk.person.identity import NumberKind
from spidesk.person.rules import Category, PostWay, SkyddState, Standing, Status
from spidesk.refusal import Refusal

__all__ = [
    "CHANNEL",
    "ENCLOSURES_LENGTH",
    "FOLLOWS",
    "PAIRS",
    "PARCEL_PAIR",
    "RECEIPT_DAYS",
    "Called",
    "Enclosures",
    "Ended",
    "Kind",
    "NewOrder",
    "Pair",
    "PaperKind",
    "Parcel",
    "RecipientLine",
    "ReturnReason",
    "State",
    "Unmatched",
    "Warned",
    "check_ended",
    "check_number",
    "check_person",
    "check_step",
    "check_wrapping",
    "checked_order",
    "order_label",
    "papers_of",
    "post_by",
    "receipt_by",
    "warnings",
]

CHANNEL: Final = "brev"
"""The channel of the contact room that a letter uses."""
ENCLOSURES_LENGTH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosures:
    """The sealed part `mail:<order>`: what lies in the letter, and who else is named in it."""

    contents: str = field(repr=False)
    others: str = field(default="", repr=False)
    others_reason: str = field(default="", repr=False)


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


def checked_order(new: NewOrder, edition: Edition, *, today: date) -> NewOrder:
    """The order if it can be sent, else a refusal beside the field that is wrong.

    `mail.contents_empty`, `.arrival_past`, `.others_unanswered` (rule 6), `.others_empty`, `.others_unchecked`, and
    what `check_wrapping` refuses.
    """
    check_wrapping(new, edition)
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


def check_wrapping(new: NewOrder, edition: Edition) -> None:
    """A parcel has measures and labels, a letter has envelopes of which the one goes into the other.

    `mail.parcel_missing`, `.parcel_unwanted`, `.parcel_pair`, `.thickness_unwanted` and what `checked_parcel` refuses;
    `mail.pair_envelopes`, `.pair_fit`, `.thickness_range`.
    """
    if new.kind is Kind.PARCEL:
        if new.parcel is None:
            raise Refusal("mail.parcel_missing", field="weight_g")
        if new.pair != PARCEL_PAIR:
            raise Refusal("mail.parcel_pair", field="pair")
        if new.thickness_mm is not None:
            raise Refusal("mail.thickness_unwanted", field="thickness_mm")
        checked_parcel(new.parcel, edition)
        return
    if new.parcel is not None:
        raise Refusal("mail.parcel_unwanted", field="weight_g")
    if not (new.pair.inner.envelope and new.pair.outer.envelope):
        raise Refusal("mail.pair_envelopes", field="pair")
    if not fits_in(new.pair.inner, new.pair.outer):
        raise Refusal("mail.pair_fit", field="pair")
    if new.thickness_mm is not None and not 1 <= new.thickness_mm <= edition.outer_thickness_mm:
        raise Refusal("mail.thickness_range", field="thickness_mm", most=edition.outer_thickness_mm)


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
    DELGIVNING = "delgivning"
    SHORT_OF_TIME = "short_of_time"
    PRELIMINARY = "preliminary"


def warnings(
    new_kind: Kind,
    latest_arrival: date | None,
    standing: Standing,
    way: PostWay,
    edition: Edition,
    *,
    today: date,
    delgivning: bool = False,
) -> tuple[Warned, ...]:
    """What the handler should know before ordering: children and rek, no proof of receipt, short of time.

    A rek gives no proof of receipt through förmedling; with delgivning a receipt slip and a reply envelope go along,
    and the proof is the slip that comes back (4 § delgivningsförordningen: attempts are documented).
    """
    found = []
    if way is PostWay.OKANT:
        found.append(Warned.WAY_UNKNOWN)
    if new_kind.registered and standing.category in (Category.BARN, Category.ELEV):
        found.append(Warned.CHILD_REK)
    if delgivning:
        found.append(Warned.DELGIVNING)
    elif new_kind.registered:
        found.append(Warned.NO_PROOF)
    if latest_arrival is not None and post_by(latest_arrival, edition) < today:
        found.append(Warned.SHORT_OF_TIME)
    if standing.state is SkyddState.PRELIMINARY:
        found.append(Warned.PRELIMINARY)
    return tuple(found)


def post_by(latest_arrival: date, edition: Edition) -> date:
    """The last day to post for the letter to be there in time, as far as the edition's figure holds."""
    return latest_arrival - timedelta(days=edition.forwarding_days)


def check_ended(state: State, how: Ended | None, *, delgivning: bool) -> Ended:
    """How a posted or returned letter ended. Refusals: `mail.ended_missing`, `.receipt_unasked`, `.not_now`."""
    if how is None:
        raise Refusal("mail.ended_missing", field="ended")
    if how is Ended.RECEIPT and not delgivning:
        raise Refusal("mail.receipt_unasked", field="ended")
    if state is State.RETURNED and how is Ended.RECEIPT:
        raise Refusal("mail.not_now")
    check_step(state, State.DONE)
    return how


RECEIPT_DAYS: Final = 14
"""Days after the letter should be there that a delgivningskvitto is waited for; ours, no law says it."""


def receipt_by(posted_on: date, edition: Edition) -> date:
    """The day a missing delgivningskvitto is asked after."""
    return posted_on + timedelta(days=edition.forwarding_days + RECEIPT_DAYS)
