"""Motringning: the request is logged, called back, closed. Each step is one more version of the same sealed part."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from spidesk.contact import records
from spidesk.contact.actions.free import NOTHING, look_over
from spidesk.contact.records import MotringningRow
from spidesk.contact.rules import (
    Callback,
    Closing,
    Motringning,
    Outcome,
    Request,
    State,
    checked_callback,
    checked_closing,
    checked_request,
)
from spidesk.person.actions import check_open
from spidesk.person.rules import PersonRef
from spidesk.refusal import Refusal
from spidesk.vault.handles import Opened, Reader, Writer
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


def log_request(
    vault: Vault, person: PersonRef, request: Request, *, asked_at: datetime, seen: frozenset[str] = NOTHING
) -> RowId:
    """Keep that someone outside asked. `asked_at` is UTC without an offset, as everywhere in this room."""
    with vault.write() as writer:
        check_open(writer, person.id)
        kept = checked_request(request, asked_at=asked_at, now=_now(writer))
        look_over(writer, kept, "asks", seen=seen, reference=person.reference)
        row = writer.insert(
            records.MOTRINGNING,
            person=person.id,
            asked_at=asked_at,
            called_at=None,
            closed_at=None,
            state=State.LOGGED.value,
            outcome=None,
        )
        writer.seal(person.id, f"motringning:{row}", Motringning(request=kept))
        writer.note("contact.request_logged", reference=person.reference, object=row)
        return row


def open_motringning(vault: Vault, person: PersonRef, row: RowId) -> tuple[MotringningRow, Motringning]:
    """Open everything written about one request; logged."""
    with vault.read() as reader:
        check_open(reader, person.id)
        return records.motringning(reader, person.id, row), _opened(reader, person, row).value


def call_back(
    vault: Vault,
    person: PersonRef,
    row: RowId,
    callback: Callback,
    *,
    version: int,
    called_at: datetime,
    seen: frozenset[str] = NOTHING,
) -> None:
    """Keep the call back. It can be made again until the request is closed: the last one counts."""
    with vault.write() as writer:
        check_open(writer, person.id)
        found = _unclosed(writer, person, row)
        opened = _opened(writer, person, row)
        kept = checked_callback(
            callback, opened.value.request, called_at=called_at, asked_at=found.asked_at, now=_now(writer)
        )
        look_over(writer, kept, "source_detail", seen=seen, reference=person.reference)
        writer.update(records.MOTRINGNING, row, version=version, called_at=called_at, state=State.CALLED.value)
        writer.seal(person.id, f"motringning:{row}", replace(opened.value, callback=kept), after=opened.version)
        writer.note("contact.called_back", reference=person.reference, object=row)


def close_request(
    vault: Vault,
    person: PersonRef,
    row: RowId,
    outcome: Outcome | None,
    closing: Closing,
    *,
    version: int,
    seen: frozenset[str] = NOTHING,
) -> None:
    """Keep how the request ended. A disclosure without a confirmed call back is refused, whatever was typed."""
    with vault.write() as writer:
        check_open(writer, person.id)
        _unclosed(writer, person, row)
        opened = _opened(writer, person, row)
        running = sum(1 for one in records.samtycken_of(writer, person.id) if one.ended_on is None)
        told = opened.value
        kept = checked_closing(outcome, closing, request=told.request, callback=told.callback, consents=running)
        look_over(writer, kept, "told", "why", seen=seen, reference=person.reference)
        ended = Outcome(outcome or "")
        writer.update(
            records.MOTRINGNING,
            row,
            version=version,
            closed_at=_now(writer),
            state=State.CLOSED.value,
            outcome=ended.value,
        )
        writer.seal(person.id, f"motringning:{row}", replace(told, closing=kept), after=opened.version)
        writer.note("contact.request_closed", reference=person.reference, object=row, outcome=ended.value)


def _opened(reader: Reader, person: PersonRef, row: RowId) -> Opened[Motringning]:
    return reader.open_part(
        person.id, f"motringning:{row}", Motringning, action="contact.request_opened", reference=person.reference
    )


def _unclosed(writer: Writer, person: PersonRef, row: RowId) -> MotringningRow:
    found = records.motringning(writer, person.id, row)
    if found.state is State.CLOSED:
        raise Refusal("contact.closed_already")
    return found


def _now(reader: Reader) -> datetime:
    return reader.now.replace(tzinfo=None)
