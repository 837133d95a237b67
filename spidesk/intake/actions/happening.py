"""Events and their checklists: something happened, and the questions that follow from it."""

from __future__ import annotations

from spidesk.intake import records
from spidesk.intake.actions.lists import checklists
from spidesk.intake.rules import Answer, NewEvent, due_on, protection_after, questions_for
from spidesk.person import actions as person_actions
from spidesk.person import records as person_records
from spidesk.person.rules import Event, EventKind, Standing, Status
from spidesk.refusal import Refusal
from spidesk.vault.handles import Writer
from spidesk.vault.ids import PersonId, RowId
from spidesk.vault.vault import Vault

_STATUS = {EventKind.LEFT: Status.LEFT, EventKind.DECEASED: Status.DECEASED}


def add_event(vault: Vault, new: NewEvent) -> Event:
    """Keep the event, what it changes in protection or status, and its checklist.

    A lapse ends the protection and unmasks nothing. Refuses as ``check_open``, the protection
    rules, ``person.event_future`` and the guard over the note do.
    """
    with vault.write() as writer:
        standing = person_actions.check_open(writer, new.person)
        event = person_actions.add_event(writer, standing, new.kind, new.on, new.note, seen=new.note_seen)
        current = person_records.protection_of(person_records.versions(writer, new.person)[0])
        protection = protection_after(new.kind, new.on, current, new.protection)
        if protection is not None:
            person_actions.store_protection(writer, standing, protection, version=_version(writer, new.person))
        if new.kind in _STATUS:
            person_actions.set_status(writer, standing, _STATUS[new.kind], version=_version(writer, new.person))
        start_checklist(writer, standing, event)
    return event


def start_checklist(writer: Writer, standing: Standing, event: Event) -> None:
    """Put the lines of the event's checklist on it, inside the caller's transaction."""
    checklist = checklists()[event.kind]
    for place, question in enumerate(questions_for(checklist, standing.category)):
        records.add_line(
            writer,
            standing.person.id,
            event.id,
            place,
            question,
            edition=checklist.edition,
            due=due_on(question, event.on, writer.today),
        )


def answer(vault: Vault, person: PersonId, line: RowId, given: Answer | None, *, version: int) -> int:
    """Answer a line, change the answer, or take it back with None. Keeps who and when.

    Gives the line's new version. Refuses ``intake.line_gone`` and ``vault.row_changed``.
    """
    with vault.write() as writer:
        standing = person_actions.check_open(writer, person)
        row = records.line_row(writer, line)
        if row is None or row.person != person:
            raise Refusal("intake.line_gone")
        kept = writer.update(
            records.line,
            line,
            version=version,
            answer=given.value if given else None,
            answered_by=writer.session.user.id if given else None,
            answered_at=person_actions.moment(writer) if given else None,
        )
        writer.note(
            "intake.answered", reference=standing.reference, object=line, answer=given.value if given else "none"
        )
    return kept


def _version(writer: Writer, person: PersonId) -> int:
    """The record's version as this transaction sees it."""
    row = person_records.of(writer, person)
    if row is None:
        raise Refusal("person.gone")
    return int(row.version)
