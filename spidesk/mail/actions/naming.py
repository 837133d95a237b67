"""Står någon mer med i brevet? The one at the post asks, a handler of the order's circle answers.

The postexpeditör types the names they read. The names are sealed to the circle of the order and compared by nobody but
a handler there, with that circle's people alone; so whoever asks learns nothing, not even by how long it took. Until a
handler has answered, the letter is not posted. What a handler answered is believed only if the log says that a handler
of the circle wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.ledger import POSTERS, label_of, mine, move
from spidesk.mail.actions.recipient import check_as_ordered
from spidesk.mail.rules.naming import NAMES_LENGTH, Hit, Known, Names, State, checked_names, meant
from spidesk.mail.rules.order import Called, check_step
from spidesk.mail.rules.order import State as OrderState
from spidesk.person import records as people
from spidesk.person.actions import OPENERS, check_open
from spidesk.person.rules import Identity, PersonRef
from spidesk.person.text import note
from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, PersonId, RowId
from spidesk.vault.members.dropped import Origin
from spidesk.vault.session import CircleKind
from spidesk.vault.vault import Vault

PURPOSE = "mail.question"
"""What the names are sealed for; they open for nothing else and no other question."""

UNSURE_SHOWN = 50
"""Of those who share a part of a name only; in a large circle they are many, and those who agree come first."""

Everyone = Callable[[Reader, CircleId], Iterable[Known[PersonId]]]
"""Gives the people of one circle by name; the app may hand in another way than opening them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A question nobody has answered, by open columns."""

    id: RowId
    order: RowId
    label: str
    person: PersonRef
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Somebody of the circle who may be meant. `sure`: the names or a number agree; else a part of a name does."""

    person: PersonRef
    name: str = field(repr=False)
    sure: bool
    recipient: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, opened for a handler of the circle."""

    label: str
    names: str = field(repr=False)
    meant: tuple[Meant, ...] = field(repr=False)
    more: int = 0
    """How many others share a part of a name only and are not shown."""


def ask(vault: Vault, order: RowId, names: str) -> None:
    """Ask the handlers of the order's circle about the names read in a letter. Gives nothing back, whoever is meant.

    Refuses `mail.names_empty`, `mail.not_now` for a letter that has been posted, and what `text.note` refuses.
    """
    with vault.write() as writer:
        row = mine(writer, order)
        check_step(OrderState(row.state), OrderState.CANCELLED)
        text = checked_names(note(names, field="names", limit=NAMES_LENGTH))
        one = records.question_id(order, len(records.asked_of(writer, order)))
        sealed = writer.seal_drop(
            CircleId(row.circle), Names(text=text), purpose=PURPOSE, row=one, facts=_facts(order, row.circle)
        )
        writer.insert(
            records.question,
            id=one,
            mail_order=order,
            circle=row.circle,
            sealed=sealed,
            asked_by=writer.session.user.id,
            at=_now(writer),
            state=State.OPEN.value,
        )
        writer.note("mail.names_asked", object=order)


def check_answered(reader: Reader, row: Row[Any]) -> None:
    """Refuse to let a letter go while a question about it stands open, or was not answered by one who may.

    `mail.question_open`, `mail.question_stopped`, `mail.question_broken`; `mail.order_changed` for an order that no
    longer says what was ordered: one moved to another circle would have its questions answered there.
    """
    for one in records.asked_of(reader, row.id):
        _check_one(reader, row, records.maybe_question(reader, one))
    if not _is_theirs(reader, row):
        raise Refusal("mail.order_changed", label=label_of(row))
    try:
        check_as_ordered(reader, row)
    except Damaged:
        raise Refusal("mail.order_changed", label=label_of(row)) from None


def questions(vault: Vault) -> tuple[Waiting, ...]:
    """The questions that wait for this user, oldest first. Opens nothing."""
    with vault.read() as reader:
        return waiting(reader)


def waiting(reader: Reader) -> tuple[Waiting, ...]:
    """The same, for a reader that is open already."""
    circles = [one.id for one in reader.session.circles_with(*OPENERS) if one.kind is CircleKind.PERSONS]
    return tuple(
        Waiting(
            id=RowId(row.id),
            order=RowId(row.mail_order),
            label=label_of(row),
            person=PersonRef(id=PersonId(row.person), circle=CircleId(row.circle), reference=row.reference),
            at=row.at,
        )
        for row in records.waiting(reader, circles)
    )


def read(vault: Vault, question: RowId, everyone: Everyone | None = None) -> Asked:
    """The names of a question and who of the circle may be meant. Logged: the question, and that the circle was opened.

    Refuses `mail.question_broken` for one that no postexpeditör of the order sealed, and what `check_open` refuses.
    """
    with vault.read() as reader:
        row = records.a_question(reader, question)
        order = _order(reader, row)
        text = _opened(reader, row, order)
        hits = compare(reader, CircleId(row.circle), text, everyone)
        sure = sum(hit.sure for hit, _ in hits)
        shown = hits[: sure + UNSURE_SHOWN]
        return Asked(label=label_of(order), names=text, meant=_named(reader, shown, order), more=len(hits) - len(shown))


def clear(vault: Vault, question: RowId) -> None:
    """The letter may go: everyone named in it may be. Refuses `mail.not_now` for a question that is answered."""
    with vault.write() as writer:
        row, order = _answer(writer, question, State.CLEARED)
        writer.note("mail.question_cleared", reference=order.reference, object=row.mail_order)


def stop(vault: Vault, question: RowId) -> None:
    """The letter may not go: the order is called off. Refuses `mail.not_now` for one answered, or posted already."""
    with vault.write() as writer:
        row, order = _answer(writer, question, State.STOPPED)
        if order.state != OrderState.CANCELLED.value:
            move(writer, order, OrderState.CANCELLED, reason=Called.STOPPED.value)
        writer.note("mail.question_stopped", reference=order.reference, object=row.mail_order)


def compare(
    reader: Reader, circle: CircleId, text: str, everyone: Everyone | None = None
) -> tuple[tuple[Hit[PersonId], str], ...]:
    """Who of a circle may be meant, with their names. The opening of the circle is logged."""
    names: dict[PersonId, str] = {}

    def known() -> Iterable[Known[PersonId]]:
        for one in (everyone or in_circle)(reader, circle):
            names[one.person] = one.names[0] if one.names else ""
            yield one

    return tuple((hit, names[hit.person]) for hit in meant(text, known()))


def in_circle(reader: Reader, circle: CircleId) -> Iterable[Known[PersonId]]:
    """Everyone of a circle of the user's, by opening them."""
    for _, person, identity in reader.open_circles([circle], "identity", Identity, action="mail.names_compared"):
        called = (identity.name, identity.alias, identity.child_of)
        yield Known(person=person, names=tuple(one for one in called if one), numbers=identity.numbers)


def references(reader: Reader, circle: CircleId, found: Iterable[PersonId]) -> dict[PersonId, str]:
    """The references of people of a circle."""
    wanted = set(found)
    return {row.id: row.reference for row in people.lines_in(reader, [circle]) if row.id in wanted}


def _check_one(reader: Reader, order: Row[Any], row: Row[Any] | None) -> None:
    if row is None or row.mail_order != order.id or row.circle != order.circle:
        raise Refusal("mail.question_broken")
    if row.state == State.OPEN.value:
        raise Refusal("mail.question_open")
    if row.state != State.CLEARED.value:
        raise Refusal("mail.question_stopped")
    if not reader.written_as(records.question, row.id, CircleId(order.circle), *OPENERS):
        raise Refusal("mail.question_broken")


def _is_theirs(reader: Reader, row: Row[Any]) -> bool:
    """Whether nobody but those who handle or post an order has ever written in it, and it stands so.

    Its state, its person and its outer envelope are no part of what its maker sealed; anyone in the vault could say
    that a letter is matched, or is somebody else's, and it would go.
    """
    handlers, posters = (CircleId(row.circle), OPENERS), (CircleId(row.post_circle), POSTERS)
    return reader.written_only_as(records.order, row.id, handlers, posters)


def _order(reader: Reader, row: Row[Any]) -> Row[Any]:
    """The order of a question, for one who may open its person."""
    order = records.of(reader, row.mail_order)
    found = check_open(reader, PersonId(order.person))
    if not row.circle == order.circle == found.circle:
        raise Refusal("mail.question_broken")
    return order


def _opened(reader: Reader, row: Row[Any], order: Row[Any]) -> str:
    origin = Origin(
        table=records.question.name, circle=CircleId(order.post_circle), facts=_facts(row.mail_order, row.circle)
    )
    try:
        found = reader.open_drop(
            CircleId(row.circle),
            row.sealed,
            Names,
            purpose=PURPOSE,
            row=row.id,
            action="mail.names_read",
            reference=order.reference,
            origin=origin,
        )
    except Damaged:
        raise Refusal("mail.question_broken") from None
    return found.text


def _named(reader: Reader, hits: Iterable[tuple[Hit[PersonId], str]], order: Row[Any]) -> tuple[Meant, ...]:
    circle, found = CircleId(order.circle), tuple(hits)
    known = references(reader, circle, (hit.person for hit, _ in found))
    return tuple(
        Meant(
            person=PersonRef(id=hit.person, circle=circle, reference=known[hit.person]),
            name=name,
            sure=hit.sure,
            recipient=hit.person == order.person,
        )
        for hit, name in found
        if hit.person in known
    )


def _answer(writer: Writer, question: RowId, state: State) -> tuple[Row[Any], Row[Any]]:
    row = records.a_question(writer, question)
    order = _order(writer, row)
    if row.state != State.OPEN.value:
        raise Refusal("mail.not_now")
    writer.update(
        records.question,
        question,
        version=row.version,
        state=state.value,
        answered_by=writer.session.user.id,
        answered_at=_now(writer),
    )
    return row, order


def _facts(order: str, circle: str) -> tuple[str, ...]:
    return (order, circle)


def _now(writer: Writer) -> datetime:
    return writer.now.replace(tzinfo=None, microsecond=0)
