"""The handler's side after the order: its history, calling it off, and how a letter ended that went or came back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.ledger import label_of, move, steps_of
from spidesk.mail.actions.shapes import OrderRow, Step
from spidesk.mail.rules.order import Called, Enclosures, Ended, Kind, Pair, State, check_ended
from spidesk.mail.rules.parcel import stored_parcel
from spidesk.person.actions import check_open
from spidesk.person.rules import Standing
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import PersonId, RowId
from spidesk.vault.vault import Vault


def call_off(vault: Vault, order: RowId, *, reason: Called | None = None) -> None:
    """Take back an order that has not been posted. Refuses `mail.not_now` afterwards."""
    with vault.write() as writer:
        row, found = _own(writer, order)
        move(writer, row, State.CANCELLED, reason=reason.value if reason else None)
        writer.note("mail.cancelled", reference=found.reference, object=order)


def close(vault: Vault, order: RowId, *, how: Ended | None) -> None:
    """Say how a letter that was posted, or came back, has ended. Refuses what `check_ended` refuses."""
    with vault.write() as writer:
        row, found = _own(writer, order)
        ended = check_ended(State(row.state), how, delgivning=bool(row.delgivning))
        action = "mail.return_closed" if row.state == State.RETURNED.value else "mail.done"
        move(writer, row, State.DONE, reason=ended.value)
        writer.note(action, reference=found.reference, object=order, how=ended.value)


def close_return(vault: Vault, order: RowId) -> None:
    """Say that a letter that came back has been dealt with in another way than sending it again."""
    with vault.write() as writer:
        row, found = _own(writer, order)
        if row.state != State.RETURNED.value:
            raise Refusal("mail.not_now")
        move(writer, row, State.DONE)
        writer.note("mail.return_closed", reference=found.reference, object=order)


def enclosures_of(vault: Vault, order: RowId) -> Enclosures:
    """What lies in the letter, for a handler who asks. Logged."""
    with vault.read() as reader:
        row = records.of(reader, order)
        found = check_open(reader, PersonId(row.person))
        opened = reader.open_part(
            found.person.id, f"mail:{order}", Enclosures, action="mail.enclosures_read", reference=found.reference
        )
    return opened.value


def orders_of(reader: Reader, person: PersonId) -> tuple[OrderRow, ...]:
    """The person's letters with their history, newest first. Open columns only."""
    rows = records.of_person(reader, person)
    labels = {row.id: label_of(row) for row in rows}
    steps = steps_of(reader, labels)
    return tuple(_order_row(row, steps.get(row.id, ()), labels.get(row.resends or "", "")) for row in rows)


def _order_row(row: Row[Any], steps: tuple[Step, ...], resends: str) -> OrderRow:
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
        steps=steps,
        delgivning=bool(row.delgivning),
        parcel=stored_parcel(row.weight_g, row.length_mm, row.width_mm, row.height_mm),
        thickness_mm=row.thickness_mm,
        resends=resends,
    )


def _own(writer: Writer, order: RowId) -> tuple[Row[Any], Standing]:
    """An order of a person this user may open now."""
    row = records.of(writer, order)
    return row, check_open(writer, PersonId(row.person))
