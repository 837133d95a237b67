"""Free text on its way into the vault: cleaned, looked at, and kept only when the writer has decided."""

from __future__ import annotations

from spidesk.person.guard import kinds, spoken
from spidesk.person.text import NOTE_LENGTH, note
from spidesk.refusal import Refusal
from spidesk.vault.handles import Writer


def guarded(writer: Writer, text: str, *, seen: bool, field: str, reference: str = "", limit: int = NOTE_LENGTH) -> str:
    """The text as it may be sealed.

    Refuses ``person.text_guard`` when it looks like an address, a number, a school or a place,
    unless ``seen`` says that the writer was warned and keeps it. That choice is logged by kind,
    without the text. Refuses as ``text.note`` does, beside ``field``.
    """
    kept = note(text, field=field, limit=limit)
    found = kinds(kept)
    if found and not seen:
        raise Refusal("person.text_guard", field=field, found=spoken(found))
    if found:
        writer.note("person.guard_passed", reference=reference, kinds="-".join(found))
    return kept
