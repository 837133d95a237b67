"""What a room holds while it works: a `Reader`, or a `Writer` inside one transaction.

A reader can do nothing unlogged: every `open_…` commits its audit line before a key is unwrapped. A writer's change and
its audit line stand in one transaction, which rolls back when nobody called `note()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, Table

from spidesk.vault.ids import CircleId, PersonId, RowId, UserId
from spidesk.vault.session import Session

T = TypeVar("T")
Detail = int | bool | date | str
Step = Callable[[int, int], object]
"""Told how far a long job is: done, of total. It may raise to stop the job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Generic[T]):
    """A sealed part, opened: its content, its version (1 and up), who wrote it and when (aware, UTC)."""

    value: T = field(repr=False)
    version: int
    by: UserId
    at: datetime


class Reader:
    """Read access to the vault; see the module."""

    session: Session
    now: datetime
    today: date

    def rows(self, select: Select[Any]) -> Sequence[Row[Any]]:
        """Give all rows of a query over open columns."""
        raise RuntimeError

    def one(self, select: Select[Any]) -> Row[Any]:
        """Give the only row. Raise LookupError if there is none, or more than one."""
        raise RuntimeError

    def maybe(self, select: Select[Any]) -> Row[Any] | None:
        """Give the only row, or None."""
        raise RuntimeError

    def open_part(self, person: PersonId, name: str, kind: type[T], *, action: str, reference: str) -> Opened[T]:
        """Open the newest version of a part. Raise KeyError if there is none."""
        raise RuntimeError

    def open_parts(
        self, person: PersonId, prefix: str, kind: type[T], *, action: str, reference: str
    ) -> dict[str, Opened[T]]:
        """Open the newest version of every part whose name begins with `prefix`; one audit line."""
        raise RuntimeError

    def history(self, person: PersonId, name: str, kind: type[T], *, action: str, reference: str) -> list[Opened[T]]:
        """Open every version of a part, oldest first."""
        raise RuntimeError

    def open_circle(
        self, circle: CircleId, name: str, kind: type[T], *, action: str, progress: Step | None = None
    ) -> Iterator[tuple[PersonId, T]]:
        """Open one part of everyone in a circle; one audit line."""
        raise RuntimeError

    def open_drop(
        self, circle: CircleId, sealed: bytes, kind: type[T], *, purpose: str, row: str, action: str, reference: str = ""
    ) -> T:
        """Open what was sealed to the circle's drop key."""
        raise RuntimeError

    def blind(self, circle: CircleId, text: str) -> bytes:
        """Give the 16-byte blind index of a text in a circle."""
        raise RuntimeError


class Writer(Reader):
    """Write access: one transaction; see the module."""

    def insert(self, table: Table, **values: Any) -> RowId:
        """Add a row; makes `id` if absent and sets `version` to 1 where the table has that column."""
        raise RuntimeError

    def update(self, table: Table, row_id: str, *, version: int, **values: Any) -> int:
        """Change a row that still has this version; gives the new one. Refuses with `vault.row_changed`."""
        raise RuntimeError

    def delete(self, table: Table, row_id: str) -> None:
        """Take a row away."""
        raise RuntimeError

    def new_person(self, person: PersonId, circle: CircleId) -> None:
        """Make the key of a person in a circle."""
        raise RuntimeError

    def seal(self, person: PersonId, name: str, value: object, *, after: int = 0) -> int:
        """Add a version of a part, based on version `after`; gives the new version."""
        raise RuntimeError

    def seal_drop(self, circle: CircleId, value: object, *, purpose: str, row: str) -> bytes:
        """Seal to a circle's drop key, member or not."""
        raise RuntimeError

    def note(self, action: str, *, reference: str = "", object: str = "", **details: Detail) -> None:  # noqa: A002
        """Write the audit line of this transaction."""
        raise RuntimeError

    def keep_draft(self, place: str, value: object) -> str:
        """Keep the user's own draft of a place, sealed to the user; replaces an earlier one there."""
        raise RuntimeError

    def drafts(self, kind: type[T]) -> dict[str, tuple[str, T]]:
        """Give the user's own drafts: id to (place, value)."""
        raise RuntimeError

    def drop_draft(self, draft: str) -> None:
        """Take away a draft."""
        raise RuntimeError
