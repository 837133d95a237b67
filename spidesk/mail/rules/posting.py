"""What the postexpeditör does: printing, matching, posting and taking returns. The decisions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from spidesk.mail.rules.order import Kind, Pair, PaperKind, ReturnReason, State, Unmatched
from spidesk.mail.rules.parcel import Parcel
from spidesk.mail.rules.wording import Edition, SenderLines
from spidesk.refusal import Refusal

_S10: Final = (8, 6, 4, 2, 3, 5, 9, 7)
"""Weights of the check digit (UPU S10)."""


class Outcome(StrEnum):
    """What became of one print."""

    BEGUN = "begun"
    """Written down before the paper left us; if nothing follows, a person is asked."""
    SENT = "sent"
    SAVED = "saved"
    """Saved as PDF; whether it was printed only a person knows."""
    UNKNOWN = "unknown"
    COMPLETED = "completed"
    FAILED = "failed"

    @property
    def open(self) -> bool:
        """Whether it is still to be found out if the paper was printed."""
        return self not in (Outcome.COMPLETED, Outcome.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """All that the papers of one letter say. The recipient line is there only after a logged opening."""

    label: str
    kind: Kind
    pair: Pair
    piece: str
    ordered_on: date
    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    sender: SenderLines
    edition: Edition
    parcel: Parcel | None = None
    delgivning: bool = False


def check_print(state: State, paper: PaperKind) -> None:
    """Refusal `mail.print_late` when the inner envelope is matched already: a new one would be unmatched."""
    if state in (State.ORDERED, State.PRINTED) or (state is State.MATCHED and paper is PaperKind.OUTER):
        return
    raise Refusal("mail.print_late")


def all_printed(completed: Iterable[PaperKind], wanted: Iterable[PaperKind]) -> bool:
    """Whether every paper wanted (`papers_of`) has left the printer; a failed or unknown print does not count."""
    return set(completed) >= set(wanted)


def check_posting(
    state: State, kind: Kind, *, on: date | None, ordered_on: date, rek: str, reason: Unmatched | None, today: date
) -> str:
    """The rek number as it is kept (empty for an ordinary letter), or a refusal beside its field.

    `mail.not_printed`, `.not_matched` (a reason is needed), `.day_missing`, `.posted_future`, `.posted_early`,
    `.rek_missing`, `.rek_unwanted`, `.rek_form`, `.rek_check`.
    """
    if state not in (State.PRINTED, State.MATCHED):
        raise Refusal("mail.not_printed")
    if state is State.PRINTED and reason is None:
        raise Refusal("mail.not_matched", field="reason")
    if on is None:
        raise Refusal("mail.day_missing", field="posted_on")
    if on > today:
        raise Refusal("mail.posted_future", field="posted_on")
    if on < ordered_on:
        raise Refusal("mail.posted_early", field="posted_on")
    typed = "".join(rek.split()).upper()
    if not kind.registered:
        if typed:
            raise Refusal("mail.rek_unwanted", field="rek")
        return ""
    return _rek_number(typed)


def check_return(*, on: date | None, reason: ReturnReason | None, posted_on: date | None, today: date) -> ReturnReason:
    """The reason of a letter that came back after it was posted and not in the future.

    Refusals: `mail.day_missing`, `.returned_future`, `.returned_early`, `.reason_missing`.
    """
    if on is None:
        raise Refusal("mail.day_missing", field="returned_on")
    if on > today:
        raise Refusal("mail.returned_future", field="returned_on")
    if posted_on is not None and on < posted_on:
        raise Refusal("mail.returned_early", field="returned_on")
    if reason is None:
        raise Refusal("mail.reason_missing", field="reason")
    return reason


def _rek_number(typed: str) -> str:
    """A registered item's number by UPU S10: two letters, eight digits, a check digit, two letters."""
    if not typed:
        raise Refusal("mail.rek_missing", field="rek")
    service, digits, country = typed[:2], typed[2:-2], typed[-2:]
    shaped = typed.isascii() and service.isalpha() and country.isalpha() and digits.isdigit() and len(digits) == 9
    if not shaped:
        raise Refusal("mail.rek_form", field="rek")
    left = 11 - sum(int(one) * weight for one, weight in zip(digits[:8], _S10, strict=True)) % 11
    if int(digits[8]) != {10: 0, 11: 5}.get(left, left):
        raise Refusal("mail.rek_check", field="rek")
    return typed
