"""A form whose controls can be found by name: "contact.value", "contact.fullmakt.holder"."""

from __future__ import annotations

from typing import Any, TypeVar

from spidesk.person.page.naming import named
from spidesk.ui.fields import Field
from spidesk.ui.form import Form

F = TypeVar("F", bound=Field[Any])


class Entry(Form):
    """A form that names what is put into it: the form's name, a dot, the key."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def put(self, key: str, field: F) -> F:
        """Add a field under a key, and name its control."""
        return self.add(key, named(field, f"{self._name}.{key}"))

    def put_row(self, *pairs: tuple[str, Field[Any]]) -> None:
        """Add short fields side by side, and name their controls."""
        self.add_row(*((key, named(field, f"{self._name}.{key}")) for key, field in pairs))
