"""Registering and changing a person: protection, handlers, status, legal hold and events."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from spidesk.person import records
from spidesk.person.actions.guarding import guarded
from spidesk.person.actions.opening import OPENERS, REASON_LENGTH, check_open, moment, person_circles
from spidesk.person.actions.who import PART, cleaned, marks, refuse_duplicate
from spidesk.person.rules import (
    Event,
    EventKind,
    EventNote,
    NewPerson,
    PersonRef,
    Protection,
    Reason,
    Standing,
    Status,
    checked_protection,
    reference_text,
)
from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, PersonId, RowId, UserId, new_id
from spidesk.vault.vault import Vault


def register(writer: Writer, new: NewPerson) -> PersonRef:
    """Register somebody in a circle, inside the caller's transaction.

    Refuses ``person.role_needed``, ``person.duplicate``, ``person.handler_missing``,
    ``person.handler_not_member`` and what the identity and protection rules refuse.
    """
    if all(circle.id != new.circle for circle in person_circles(writer.session)):
        raise Refusal("person.role_needed", field="circle")
    identity = cleaned(writer, new.identity)
    protection = checked_protection(new.protection, today=writer.today)
    if not new.handlers:
        raise Refusal("person.handler_missing", field="handlers")
    for user in new.handlers:
        _member(writer, new.circle, user)
    refuse_duplicate(writer, new.circle, identity, accepted=new.same_number)
    person = PersonId(new_id())
    reference = reference_text(writer.today.year, records.next_number(writer, writer.today.year))
    writer.new_person(person, new.circle)
    writer.insert(
        records.record,
        id=person,
        circle=new.circle,
        reference=reference,
        category=new.category.value,
        status=Status.ACTIVE.value,
        level=protection.level.value,
        state=protection.state.value,
        valid_until=protection.valid_until,
        held_since=None,
        registered_on=writer.today,
    )
    records.add_version(writer, person, 1, protection, moment(writer))
    for user in dict.fromkeys(new.handlers):
        _insert_handler(writer, person, user)
    records.replace_marks(writer, person, new.circle, marks(writer, new.circle, identity))
    writer.seal(person, PART, identity)
    writer.note("person.registered", reference=reference, object=person, same_number=new.same_number)
    return PersonRef(id=person, circle=new.circle, reference=reference)


def protect(vault: Vault, person: PersonId, protection: Protection, *, version: int) -> int:
    """Keep a new version of the protection; ``version`` is the record the edit began from.

    The old version stays in the history. Nothing is unmasked by it. Gives the record's new
    version. Refuses what ``checked_protection`` refuses and ``vault.row_changed``.
    """
    with vault.write() as writer:
        found = check_open(writer, person)
        return store_protection(writer, found, protection, version=version)


def store_protection(writer: Writer, found: Standing, protection: Protection, *, version: int) -> int:
    """The same inside the caller's transaction, for a person already checked open."""
    new = checked_protection(protection, today=writer.today)
    if new.seen_by is not None:
        _member(writer, found.circle, new.seen_by, field="seen_by")
    person = found.person.id
    kept = writer.update(
        records.record,
        RowId(person),
        version=version,
        level=new.level.value,
        state=new.state.value,
        valid_until=new.valid_until,
    )
    newest = records.versions(writer, person)[0]
    records.add_version(writer, person, int(newest.number) + 1, new, moment(writer))
    writer.note(
        "person.protected",
        reference=found.reference,
        object=person,
        level=new.level.value,
        state=new.state.value,
        until_further=new.valid_until is None,
    )
    return kept


def add_handler(vault: Vault, person: PersonId, user: UserId) -> None:
    """Name one more handler. Refuses ``person.handler_twice`` and ``person.handler_not_member``."""
    with vault.write() as writer:
        found = check_open(writer, person)
        if user in found.handlers:
            raise Refusal("person.handler_twice", field="handler")
        _member(writer, found.circle, user, field="handler")
        _insert_handler(writer, person, user)
        writer.note("person.handler_added", reference=found.reference, object=user)


def remove_handler(vault: Vault, person: PersonId, user: UserId) -> None:
    """Take a handler away. The last one stays: ``person.handler_last``."""
    with vault.write() as writer:
        found = check_open(writer, person)
        asked = select(records.handler.c.id).where(
            records.handler.c.person == person, records.handler.c.user_id == user
        )
        row = writer.maybe(asked)
        if row is None:
            return
        if len(found.handlers) == 1:
            raise Refusal("person.handler_last", field="handler")
        writer.delete(records.handler, RowId(row.id))
        writer.note("person.handler_removed", reference=found.reference, object=user)


def set_status(writer: Writer, found: Standing, status: Status, *, version: int) -> int:
    """Say that the person has left, died or is back, inside the caller's transaction."""
    kept = writer.update(records.record, RowId(found.person.id), version=version, status=status.value)
    writer.note("person.status", reference=found.reference, object=found.person.id, status=status.value)
    return kept


def set_held(vault: Vault, person: PersonId, *, held: bool, reason: str, version: int, seen: bool = False) -> int:
    """Set or lift the legal hold that stops gallring. The reason is sealed and must be given."""
    with vault.write() as writer:
        found = check_open(writer, person)
        kept = guarded(writer, reason, seen=seen, field="reason", reference=found.reference, limit=REASON_LENGTH)
        if not kept:
            raise Refusal("person.reason_empty", field="reason")
        since: date | None = writer.today if held else None
        new = writer.update(records.record, RowId(person), version=version, held_since=since)
        writer.seal(person, f"hold:{new_id()}", Reason(text=kept))
        writer.note("person.held" if held else "person.released", reference=found.reference, object=person)
    return new


def add_event(
    writer: Writer, found: Standing, kind: EventKind, on: date, text: str = "", *, seen: bool = False
) -> Event:
    """Keep one event of a person already checked open; the note is sealed.

    Refuses ``person.event_future`` beside ``on`` and what ``guarded`` refuses beside ``note``.
    """
    if on > writer.today:
        raise Refusal("person.event_future", field="on")
    kept = guarded(writer, text, seen=seen, field="note", reference=found.reference)
    now, by = moment(writer), writer.session.user.id
    person = found.person.id
    row = writer.insert(records.event, person=person, kind=kind.value, on_day=on, noted=bool(kept), by_user=by, at=now)
    if kept:
        writer.seal(person, f"event:{row}", EventNote(text=kept))
    writer.note("person.event", reference=found.reference, object=row, kind=kind.value, on=on)
    return Event(id=row, kind=kind, on=on, by=by, at=now, noted=bool(kept))


def _insert_handler(writer: Writer, person: PersonId, user: UserId) -> None:
    writer.insert(records.handler, person=person, user_id=user, since=writer.today, by_user=writer.session.user.id)


def _member(reader: Reader, circle: CircleId, user: UserId, *, field: str = "handlers") -> None:
    """A handler can open what they handle: handläggare or kretsägare of the circle."""
    for member in membership.members(reader, circle):
        if member.user == user and not member.roles.isdisjoint(OPENERS):
            return
    raise Refusal("person.handler_not_member", field=field)
