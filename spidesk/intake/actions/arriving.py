"""Registering a person by hand: the person, the first event and its checklist, or nothing."""

from __future__ import annotations

from spidesk.intake import records
from spidesk.intake.actions.happening import start_checklist
from spidesk.intake.rules import Arrival, checked_arrival
from spidesk.person import actions as person_actions
from spidesk.person.rules import EventKind, PersonRef
from spidesk.vault.vault import Vault


def register(vault: Vault, arrival: Arrival) -> PersonRef:
    """Register the person with the event "registered" and its checklist.

    Refuses ``intake.fingerade`` before anything is kept, and what ``person.actions.register``,
    ``checked_arrival`` and the guard over free text refuse.
    """
    with vault.write() as writer:
        checked_arrival(arrival, today=writer.today)
        person = person_actions.register(writer, arrival.new)
        standing = person_actions.standing(writer, person.id)
        event = person_actions.add_event(
            writer, standing, EventKind.REGISTERED, arrival.told_on, arrival.note, seen=arrival.note_seen
        )
        records.add_arrival(writer, person.id, arrival.source, arrival.told_on, event.at)
        start_checklist(writer, standing, event)
        writer.note("intake.registered", reference=person.reference, object=person.id, source=arrival.source.value)
    return person
