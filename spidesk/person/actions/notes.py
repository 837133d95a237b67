"""Opening what was noted of a person's events. Logged."""

from __future__ import annotations

from spidesk.person.actions.opening import check_open
from spidesk.person.rules import EventNote
from spidesk.vault.ids import PersonId, RowId
from spidesk.vault.vault import Vault


def note_of(vault: Vault, person: PersonId, event: RowId) -> str:
    """The note of one event, for the one who pressed Visa. An event without a note gives empty text."""
    with vault.read() as reader:
        found = check_open(reader, person)
        try:
            opened = reader.open_part(
                person, f"event:{event}", EventNote, action="person.note_read", reference=found.reference
            )
        except KeyError:
            return ""
    return opened.value.text
