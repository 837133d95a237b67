"""Free text of this room on its way into the vault: looked at once more, field by field."""

from __future__ import annotations

from spidesk.person.actions.guarding import guarded
from spidesk.vault.handles import Writer

NOTHING: frozenset[str] = frozenset()
"""The writer has not been warned about any field yet."""


def look_over(writer: Writer, value: object, *fields: str, seen: frozenset[str], reference: str) -> None:
    """Refuse (`person.text_guard`) a field that says more than it should, unless its warning has been `seen`.

    Fields that are an address or a number by nature are not looked over: that is what they are for.
    """
    for field in fields:
        guarded(writer, getattr(value, field), seen=field in seen, field=field, reference=reference)
