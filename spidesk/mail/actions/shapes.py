"""What the actions hand to the pages: plain values of open columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from spidesk.documents.queue import Job, JobState
from spidesk.mail.rules import naming
from spidesk.mail.rules.order import Kind, Pair, PaperKind, Parcel, State, Warned, warnings
from spidesk.mail.rules.posting import Outcome
from spidesk.mail.rules.wording import Edition, SenderLines
from spidesk.person.rules import PostWay, Standing
from spidesk.refusal import Refusal
from spidesk.vault.ids import CircleId, RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """An approved return address to choose."""

    id: RowId
    shown: SenderLines
    approved_by: str
    approved_on: date
    ended_on: date | None = None

    @property
    def title(self) -> str:
        """The address on one line."""
        return ", ".join(self.shown.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the ledger."""

    state: State
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """An order as the handler sees it."""

    id: RowId
    label: str
    kind: Kind
    pair: Pair
    state: State
    ordered_on: date
    latest_arrival: date | None
    posted_on: date | None
    rek: str
    returned_on: date | None
    steps: tuple[Step, ...] = ()
    delgivning: bool = False
    parcel: Parcel | None = None
    thickness_mm: int | None = None
    resends: str = ""
    """The label of the letter it is sent instead of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the order form starts from. `stop` says why no letter can be ordered, before anything is typed."""

    standing: Standing
    way: PostWay
    stop: Refusal | None
    senders: tuple[Sender, ...]
    edition: Edition
    name_on_inner: bool
    orders: tuple[OrderRow, ...]
    today: date

    def warnings(self, kind: Kind, latest_arrival: date | None, *, delgivning: bool = False) -> tuple[Warned, ...]:
        """What to say of a letter of this kind before it is ordered."""
        return warnings(
            kind,
            latest_arrival,
            self.standing,
            self.way,
            self.edition,
            today=self.today,
            delgivning=delgivning,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """An order as the postexpeditör sees it: nothing that leads to the person's page."""

    id: RowId
    label: str
    circle: CircleId
    kind: Kind
    pair: Pair
    state: State
    ordered_on: date
    latest_arrival: date | None
    post_by: date | None
    posted_on: date | None
    rek: str
    returned_on: date | None
    sender: SenderLines
    edition: Edition
    printed: frozenset[PaperKind] = field(default=frozenset())
    delgivning: bool = False
    parcel: Parcel | None = None
    thickness_mm: int | None = None
    outer: RowId | None = None
    batch: str = ""
    """The label of the unfinished batch it lies in."""
    question: naming.State | None = None
    """Where its questions about names stand: open while one waits, stopped, or cleared when every one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPrint:
    """A print whose outcome is not known."""

    id: RowId
    order: RowId
    label: str
    paper: PaperKind
    queue: str
    number: int | None
    outcome: Outcome
    at: datetime

    @property
    def job(self) -> Job | None:
        """The job to ask the queue about, if it got that far and was never lost."""
        if self.number is None or self.outcome is not Outcome.SENT:
            return None
        return Job(printer=self.queue, number=self.number, state=JobState.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDesk:
    """What the Post page shows: the orders of the chosen states, how many there are, and what must be asked."""

    rows: tuple[PostRow, ...]
    counts: dict[State, int]
    asked: tuple[OpenPrint, ...]
    member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The outcome of reading both codes. Where they differ, the labels say which letters they belong to."""

    matched: bool
    letter: str = ""
    inner: str = ""
