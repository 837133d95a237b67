"""The handler's side: ordering a letter, following it, calling it off, and dealing with one that came back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.shapes import Offer, OrderRow, Sender, Step
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import (
    CHANNEL,
    ENCLOSURES_LENGTH,
    Enclosures,
    Kind,
    NewOrder,
    Pair,
    RecipientLine,
    State,
    check_number,
    check_person,
    check_step,
    checked_order,
    order_label,
)
from spidesk.mail.rules.piece import ALPHABET, DRAWN, piece_code
from spidesk.mail.rules.wording import SenderLines
from spidesk.person.actions import check_open, recipient, user_names
from spidesk.person.actions.guarding import guarded
from spidesk.person.identity import parse
from spidesk.person.rules import PostWay, Recipient, Standing
from spidesk.person.text import note
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, PersonId, RowId, UserId, new_id
from spidesk.vault.vault import Vault

PURPOSE = "mail.recipient"
"""What the recipient line is sealed for; it opens for nothing else and no other order."""


_SEALED = (
    "year", "number", "circle", "post_circle", "kind", "pair", "sender_lines", "sender_neutral", "edition", "piece",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What mail asks of contact; the app hands it in, since rooms do not know each other.

    `post_way` says where the person wants post; `check_allowed` refuses a channel that is never used for the person.
    """

    post_way: Callable[[Reader, PersonId], PostWay]
    check_allowed: Callable[[Reader, PersonId, str], object]


def offer(vault: Vault, person: PersonId, ways: Ways) -> Offer:
    """What the order form and the list on the person's page show. Opens nothing."""
    with vault.read() as reader:
        found = check_open(reader, person)
        return Offer(
            standing=found,
            way=ways.post_way(reader, person),
            stop=_stop(reader, found, ways),
            senders=senders_to_choose(reader),
            edition=forms.current(reader.today),
            name_on_inner=records.name_on_inner(reader),
            orders=_orders(reader, person),
            today=reader.today,
        )


def place(vault: Vault, person: PersonId, new: NewOrder, ways: Ways, *, seen: bool = False) -> str:
    """Keep the order and seal its recipient line to the post circle; gives its label.

    `seen` says that the warning about traces in the enclosures was read. Refuses what the rules, the contact room and
    `person.text_guard` refuse, `mail.no_post_circle`, `mail.sender_missing`, `mail.too_long`, `mail.not_returned`.
    """
    with vault.write() as writer:
        found = check_open(writer, person)
        _check_allowed(writer, found, ways)
        checked_order(new, today=writer.today)
        post_circle = _post_circle(writer, found)
        sender = _sender(writer, new.sender)
        enclosures = _enclosures(writer, new, seen=seen, reference=found.reference)
        line = _recipient_line(writer, person)
        papers.check_fits(new.pair, line.name, sender)
        order = RowId(new_id())
        label = _insert(writer, order, found, post_circle, new, sender, line)
        writer.seal(person, f"mail:{order}", enclosures)
        records.add_step(writer, order, State.ORDERED)
        if new.resends:
            _resent(writer, RowId(new.resends), person)
        others = bool(enclosures.others)
        writer.note("mail.ordered", reference=found.reference, object=order, kind=new.kind.value, others=others)
    return label


def call_off(vault: Vault, order: RowId) -> None:
    """Take back an order that has not been posted. Refuses `mail.not_now` afterwards."""
    _handled(vault, order, State.CANCELLED, "mail.cancelled")


def close_return(vault: Vault, order: RowId) -> None:
    """Say that a letter that came back has been dealt with in another way than sending it again."""
    _handled(vault, order, State.DONE, "mail.return_closed")


def enclosures_of(vault: Vault, order: RowId) -> Enclosures:
    """What lies in the letter, for a handler who asks. Logged."""
    with vault.read() as reader:
        row = records.of(reader, order)
        found = check_open(reader, PersonId(row.person))
        opened = reader.open_part(
            found.person.id, f"mail:{order}", Enclosures, action="mail.enclosures_read", reference=found.reference
        )
    return opened.value


def label_of(row: Row[Any]) -> str:
    """The order's label, from a row with its year and number."""
    return order_label(row.year, row.number)


def senders_to_choose(reader: Reader) -> tuple[Sender, ...]:
    """The approved return addresses in use."""
    names = user_names(reader)
    return tuple(sender_of(row, names) for row in records.senders(reader))


def sender_of(row: Row[Any], names: dict[UserId, str]) -> Sender:
    """A row of mail_sender as the pages know it."""
    return Sender(
        id=RowId(row.id),
        shown=SenderLines(lines=tuple(row.lines.split("\n")), neutral=row.neutral),
        approved_by=names.get(UserId(row.approved_by), ""),
        approved_on=row.approved_on,
        ended_on=row.ended_on,
    )


def _stop(reader: Reader, found: Standing, ways: Ways) -> Refusal | None:
    """Why no letter can be ordered at all, or None."""
    try:
        _check_allowed(reader, found, ways)
        _post_circle(reader, found)
    except Refusal as refusal:
        return refusal
    return None if records.senders(reader) else Refusal("mail.no_sender")


def _check_allowed(reader: Reader, found: Standing, ways: Ways) -> None:
    check_person(found, ways.post_way(reader, found.person.id))
    ways.check_allowed(reader, found.person.id, CHANNEL)


def _post_circle(reader: Reader, found: Standing) -> CircleId:
    post_circle = reader.session.circle(found.circle).post_circle
    if post_circle is None:
        raise Refusal("mail.no_post_circle")
    if reader.session.circle(post_circle).waiting:
        raise Refusal("mail.post_circle_waits")
    return post_circle


def _sender(reader: Reader, chosen: str) -> SenderLines:
    row = records.a_sender(reader, chosen) if chosen else None
    if row is None or row.ended_on is not None or not reader.written_by_admin(records.sender, row.id):
        raise Refusal("mail.sender_missing", field="sender")
    return SenderLines(lines=tuple(row.lines.split("\n")), neutral=row.neutral)


def _enclosures(writer: Writer, new: NewOrder, *, seen: bool, reference: str) -> Enclosures:
    contents = guarded(writer, new.contents, seen=seen, field="contents", reference=reference, limit=ENCLOSURES_LENGTH)
    others = note(new.others, field="others", limit=ENCLOSURES_LENGTH) if new.others_named else ""
    return Enclosures(contents=contents, others=others)


def _recipient_line(reader: Reader, person: PersonId) -> RecipientLine:
    """The opening of the identity is logged; without the setting the name goes no further."""
    line: Recipient = recipient(reader, person)
    check_number(parse(line.number, today=reader.today).kind)
    return RecipientLine(number=line.number, name=line.name if records.name_on_inner(reader) else "")


def _insert(
    writer: Writer,
    order: RowId,
    found: Standing,
    post_circle: CircleId,
    new: NewOrder,
    sender: SenderLines,
    line: RecipientLine,
) -> str:
    today = writer.today
    number = records.next_number(writer, today.year)
    values = {
        "year": today.year,
        "number": number,
        "circle": found.circle,
        "post_circle": post_circle,
        "kind": new.kind.value,
        "pair": new.pair.value,
        "sender_lines": "\n".join(sender.lines),
        "sender_neutral": sender.neutral,
        "edition": forms.current(today).valid_from,
        "piece": _fresh_piece(writer),
    }
    writer.insert(
        records.order,
        **values,
        id=order,
        person=found.person.id,
        reference=found.reference,
        sender=new.sender,
        recipient=writer.seal_drop(post_circle, line, purpose=PURPOSE, row=order, facts=sealed_facts(values)),
        latest_arrival=new.latest_arrival,
        ordered_by=writer.session.user.id,
        ordered_on=today,
        state=State.ORDERED.value,
        resends=new.resends or None,
    )
    return order_label(today.year, number)


def sealed_facts(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands open in an order and must reach the envelope as it was ordered: sealed with the recipient line."""
    return tuple(str(values[name]) for name in _SEALED)


def _fresh_piece(reader: Reader) -> str:
    """A piece code no letter has borne."""
    while True:
        piece = piece_code([secrets.randbelow(len(ALPHABET)) for _ in range(DRAWN)])
        if not records.has_piece(reader, piece):
            return piece


def _resent(writer: Writer, order: RowId, person: PersonId) -> None:
    row = records.of(writer, order)
    if row.person != person or row.state != State.RETURNED.value:
        raise Refusal("mail.not_returned")
    move(writer, row, State.RESENT)


def _handled(vault: Vault, order: RowId, state: State, action: str) -> None:
    with vault.write() as writer:
        row = records.of(writer, order)
        found = check_open(writer, PersonId(row.person))
        move(writer, row, state)
        writer.note(action, reference=found.reference, object=order)


def move(writer: Writer, row: Row[Any], state: State, *, reason: str | None = None, **values: object) -> None:
    """Bring an order to a state with its line in the ledger. Refuses `mail.not_now`."""
    check_step(State(row.state), state)
    writer.update(records.order, row.id, version=row.version, state=state.value, **values)
    records.add_step(writer, row.id, state, reason=reason)


def _orders(reader: Reader, person: PersonId) -> tuple[OrderRow, ...]:
    rows = records.of_person(reader, person)
    names = user_names(reader)
    steps: dict[str, list[Step]] = {}
    for row in records.steps_of(reader, [one.id for one in rows]):
        line = Step(state=State(row.state), reason=row.reason or "", by=names.get(UserId(row.by_user), ""), at=row.at)
        steps.setdefault(row.mail_order, []).append(line)
    return tuple(_order_row(row, steps.get(row.id, ())) for row in rows)


def _order_row(row: Row[Any], steps: Sequence[Step]) -> OrderRow:
    return OrderRow(
        id=RowId(row.id),
        label=label_of(row),
        kind=Kind(row.kind),
        pair=Pair.of(row.pair),
        state=State(row.state),
        ordered_on=row.ordered_on,
        latest_arrival=row.latest_arrival,
        posted_on=row.posted_on,
        rek=row.rek or "",
        returned_on=row.returned_on,
        steps=tuple(steps),
    )
