"""The handler's side: ordering a letter. What comes after stands in `following`."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spidesk.mail import records
from spidesk.mail.actions import naming, senders
from spidesk.mail.actions.editions import current
from spidesk.mail.actions.following import call_off, close, close_return, enclosures_of, orders_of
from spidesk.mail.actions.ledger import label_of, move
from spidesk.mail.actions.recipient import PURPOSE, sealed_facts
from spidesk.mail.actions.shapes import Offer
from spidesk.mail.document import papers
from spidesk.mail.rules.order import (
    CHANNEL,
    ENCLOSURES_LENGTH,
    Enclosures,
    NewOrder,
    RecipientLine,
    State,
    check_number,
    check_person,
    checked_order,
    order_label,
)
from spidesk.mail.rules.piece import ALPHABET, DRAWN, piece_code
from spidesk.mail.rules.wording import Edition, SenderLines
from spidesk.person.actions import check_open, recipient
from spidesk.person.actions.guarding import guarded
from spidesk.person.identity import parse
from spidesk.person.rules import PostWay, Recipient, Standing
from spidesk.person.text import note
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, PersonId, RowId, new_id
from spidesk.vault.vault import Vault

__all__ = [
    "PURPOSE",
    "Ways",
    "call_off",
    "close",
    "close_return",
    "enclosures_of",
    "label_of",
    "move",
    "offer",
    "place",
    "sealed_facts",
]


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
            senders=senders.of_circle(reader, found.circle),
            edition=current(reader, reader.today),
            name_on_inner=records.name_on_inner(reader),
            orders=orders_of(reader, person),
            today=reader.today,
        )


def place(vault: Vault, person: PersonId, new: NewOrder, ways: Ways, *, seen: bool = False) -> str:
    """Keep the order and seal its recipient line to the post circle; gives its label.

    `seen` says that the warning about traces in the enclosures was read. Refuses what the rules, the contact room and
    `person.text_guard` refuse, `mail.no_post_circle`, `mail.sender_missing`, `mail.too_long`, `mail.not_returned`, and
    `mail.others_protected` when somebody named in the letter may be protected in the same circle and no reason says why
    it goes all the same.
    """
    with vault.write() as writer:
        found = check_open(writer, person)
        edition = current(writer, writer.today)
        _check_allowed(writer, found, ways)
        checked_order(new, edition, today=writer.today)
        post_circle = _post_circle(writer, found)
        sender = _sender(writer, found.circle, new.sender)
        enclosures = _enclosures(writer, new, found, seen=seen)
        line = _recipient_line(writer, person)
        papers.check_fits(new.pair, line.name, sender, kind=new.kind, delgivning=new.delgivning, edition=edition)
        order = RowId(new_id())
        label = _insert(writer, order, found, post_circle, new, sender, line, edition)
        writer.seal(person, f"mail:{order}", enclosures)
        records.add_step(writer, order, State.ORDERED)
        if new.resends:
            _resent(writer, RowId(new.resends), person)
        writer.note(
            "mail.ordered",
            reference=found.reference,
            object=order,
            kind=new.kind.value,
            others=bool(enclosures.others),
            others_kept=bool(enclosures.others_reason),
        )
    return label


def _stop(reader: Reader, found: Standing, ways: Ways) -> Refusal | None:
    """Why no letter can be ordered at all, or None."""
    try:
        _check_allowed(reader, found, ways)
        _post_circle(reader, found)
        senders.check_any(reader, found.circle)
    except Refusal as refusal:
        return refusal
    return None


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


def _sender(reader: Reader, circle: CircleId, chosen: str) -> SenderLines:
    for one in senders.of_circle(reader, circle):
        if one.id == chosen:
            return one.shown
    raise Refusal("mail.sender_missing", field="sender")


def _enclosures(writer: Writer, new: NewOrder, found: Standing, *, seen: bool) -> Enclosures:
    reference = found.reference
    contents = guarded(writer, new.contents, seen=seen, field="contents", reference=reference, limit=ENCLOSURES_LENGTH)
    if not new.others_named:
        return Enclosures(contents=contents)
    others = note(new.others, field="others", limit=ENCLOSURES_LENGTH)
    meant = _protected(writer, found, others)
    reason = note(new.others_reason, field="others_reason", limit=ENCLOSURES_LENGTH) if meant else ""
    if meant and not reason:
        raise Refusal("mail.others_protected", field="others_reason", references=", ".join(meant))
    return Enclosures(contents=contents, others=others, others_reason=reason)


def _protected(writer: Writer, found: Standing, others: str) -> list[str]:
    """The references of those in the person's own circle whom the names surely mean; the person is not among them."""
    hits = naming.compare(writer, found.circle, others)
    sure = [hit.person for hit, _ in hits if hit.sure and hit.person != found.person.id]
    return sorted(naming.references(writer, found.circle, sure).values())


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
    edition: Edition,
) -> str:
    today = writer.today
    number = records.next_number(writer, today.year)
    values: dict[str, Any] = {
        "year": today.year,
        "number": number,
        "circle": found.circle,
        "post_circle": post_circle,
        "kind": new.kind.value,
        "pair": new.pair.value,
        "sender_lines": "\n".join(sender.lines),
        "sender_neutral": sender.neutral,
        "edition": edition.valid_from,
        "edition_id": edition.id or None,
        "piece": _fresh_piece(writer),
        "thickness_mm": new.thickness_mm,
        "delgivning": new.delgivning or None,
        **_measures(new),
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


def _measures(new: NewOrder) -> dict[str, int]:
    if new.parcel is None:
        return {}
    return {name: getattr(new.parcel, name) for name in ("weight_g", "length_mm", "width_mm", "height_mm")}


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
