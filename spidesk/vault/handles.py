"""What a room holds while it works: a `Reader`, or a `Writer` inside one transaction.

A reader can do nothing unlogged: every `open_…` commits its audit line before a key is unwrapped. A writer's change and
its audit line stand in one transaction, which rolls back when nobody called `note()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Insert, Row, Select, Table, bindparam, delete, insert, select, update

from spidesk.refusal import Refusal
from spidesk.vault.errors import Unaudited
from spidesk.vault.ids import CircleId, PersonId, RowId, UserId, new_id
from spidesk.vault.keys import boxes
from spidesk.vault.members import dropped, rights
from spidesk.vault.members.dropped import Facts, Origin
from spidesk.vault.sealed import bulk, drafts, parts
from spidesk.vault.session import Role, Session
from spidesk.vault.store import audit
from spidesk.vault.store.held import Held, moment
from spidesk.vault.store.rows import Touch, digest

T = TypeVar("T")
Detail = int | bool | date | str
Step = Callable[[int, int], object]
"""Told how far a long job is: done, of total. It may raise to stop the job."""

_STEP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Generic[T]):
    """A sealed part, opened: its content, its version (1 and up), who wrote it and when (aware, UTC)."""

    value: T = field(repr=False)
    version: int
    by: UserId
    at: datetime


@cache
def _adding(table: Table) -> Insert:
    return insert(table)


@cache
def _finding(table: Table) -> Select[Any]:
    return select(table).where(table.c.id == bindparam("row"))


class Reader:
    """Read access to the vault; see the module. `now` is aware, UTC; `today` the date on the workstation."""

    def __init__(self, held: Held, session: Session) -> None:
        self._held = held
        self.session = session

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    @property
    def held(self) -> Held:
        """The open vault's state, for the vault's own modules and nobody else."""
        self._held.check_thread()
        return self._held

    @property
    def now(self) -> datetime:
        """The time, aware, UTC."""
        return self._held.now()

    @property
    def today(self) -> date:
        """The date on the workstation."""
        return self._held.now().astimezone().date()

    def rows(self, select: Select[Any]) -> Sequence[Row[Any]]:
        """Give all rows of a query over open columns."""
        self._held.check_thread()
        return self._held.db.connection.execute(select).all()

    def one(self, select: Select[Any]) -> Row[Any]:
        """Give the only row. Raises LookupError if there is none, or more than one."""
        found = self.rows(select)
        if len(found) != 1:
            raise LookupError("not exactly one row")
        return found[0]

    def maybe(self, select: Select[Any]) -> Row[Any] | None:
        """Give the only row, or None. Raises LookupError if there are more."""
        found = self.rows(select)
        if len(found) > 1:
            raise LookupError("more than one row")
        return found[0] if found else None

    def has_part(self, person: PersonId, name: str) -> bool:
        """Tell whether a person has a part of this name; nothing is opened, so nothing is logged."""
        self._held.check_thread()
        return parts.newest_version(self._held, person, name) > 0

    def open_part(self, person: PersonId, name: str, kind: type[T], *, action: str, reference: str) -> Opened[T]:
        """Open the newest version of a part.

        Raises KeyError if the person has no such part, Damaged if it is not what was written last. Refuses with
        `vault.not_member`. `action` (`room.verb`) and `reference` stand in the log line.
        """
        owner = self._owner(person)
        stored = parts.versions(self._held, person, name)
        if not stored:
            parts.check_all(self._held, person, name, stored)
            raise KeyError("part")
        newest = stored[-1]
        self._log(action, reference, person, part=name.partition(":")[0], version=newest.version)
        parts.check_newest(self._held, newest)
        return self._opened(owner, parts.person_key(self._held, owner), newest, kind)

    def open_parts(
        self, person: PersonId, prefix: str, kind: type[T], *, action: str, reference: str
    ) -> dict[str, Opened[T]]:
        """Open the newest version of every part whose name begins with `prefix`, by name; one audit line for all."""
        owner = self._owner(person)
        stored = parts.newest_of(self._held, person, prefix)
        parts.check_names(self._held, person, prefix, stored)
        if not stored:
            return {}
        self._log(action, reference, person, part=prefix.partition(":")[0], count=len(stored))
        for row in stored:
            parts.check_newest(self._held, row)
        key = parts.person_key(self._held, owner)
        return {row.name: self._opened(owner, key, row, kind) for row in stored}

    def history(self, person: PersonId, name: str, kind: type[T], *, action: str, reference: str) -> list[Opened[T]]:
        """Open every version of a part, oldest first; empty if there is none."""
        owner = self._owner(person)
        stored = parts.versions(self._held, person, name)
        parts.check_all(self._held, person, name, stored)
        if not stored:
            return []
        self._log(action, reference, person, part=name.partition(":")[0], versions=len(stored))
        key = parts.person_key(self._held, owner)
        return [self._opened(owner, key, row, kind) for row in stored]

    def open_circles(
        self, circles: Sequence[CircleId], name: str, kind: type[T], *, action: str, progress: Step | None = None
    ) -> Iterator[tuple[CircleId, PersonId, T]]:
        """Open one part of everyone in some circles, for the search index; one audit line a circle.

        `progress` is told people done, of all in the circles. Replays are left to `Vault.verify`, which runs over the
        whole vault after unlock. Refuses with `vault.not_member`.
        """
        self._held.check_thread()
        total = 0
        for circle in circles:
            people = parts.count(self._held, circle)
            self._held.check_member(circle)
            self._log(action, "", circle, part=name.partition(":")[0], people=people)
            total += people
        for done, one in enumerate(bulk.opened(self._held, circles, name, kind), start=1):
            if progress is not None and done % _STEP == 0:
                progress(done, total)
            yield one
        if progress is not None:
            progress(total, total)

    def open_drop(
        self,
        circle: CircleId,
        sealed: bytes,
        kind: type[T],
        *,
        purpose: str,
        row: str,
        action: str,
        reference: str = "",
        origin: Origin | None = None,
    ) -> T:
        """Open what was sealed to the circle's drop key for this purpose and row. Refuses with `vault.not_member`.

        `origin` says which table the row stands in, which circle its maker works in, and the facts sealed with it.
        Raises Damaged (`drop.author`) when the one who sealed it is not the one who made the row, there, with these.
        """
        self._held.check_thread()
        self._held.check_member(circle)
        self._log(action, reference, row, purpose=purpose)
        return dropped.opened(self._held, circle, sealed, kind, purpose=purpose, row=row, origin=origin)

    def written_by_admin(self, table: Table, row: str) -> bool:
        """Tell whether the one who wrote a row last, by the log, was valvadministratör at that time.

        Not so for a row that has since been changed outside the log, or taken away.
        """
        self._held.check_thread()
        return rights.written_by_admin(self._held, table, row)

    def written_as(self, table: Table, row: str, circle: CircleId, *roles: Role) -> bool:
        """Tell whether the one who wrote a row last, by the log, had one of the roles in the circle at that time.

        Not so for a row that has since been changed outside the log, or taken away.
        """
        self._held.check_thread()
        return rights.written_as(self._held, table, row, circle, roles)

    def written_only_as(self, table: Table, row: str, *may: tuple[CircleId, Sequence[Role]]) -> bool:
        """Tell whether everyone who ever wrote a row had one of the roles in its circle at that time.

        Not so for a row that has since been changed outside the log, or taken away.
        """
        self._held.check_thread()
        return rights.written_only_as(self._held, table, row, may)

    def was_written(self, table: Table, row: str) -> bool:
        """Tell whether the log knows the row; one that is gone too."""
        self._held.check_thread()
        return rights.was_written(self._held, table, row)

    def part_renewed(self, person: PersonId, name: str, table: Table, row: str) -> bool:
        """Tell whether a part has got a new version since a row was first written; nothing is opened."""
        self._held.check_thread()
        return rights.part_renewed(self._held, person, name, table, row)

    def blind(self, circle: CircleId, text: str) -> bytes:
        """Give 16 bytes that find an equal text in the same circle and tell nothing else."""
        self._held.check_thread()
        first, *later = self._held.blind_keys(circle).values()
        mark = boxes.blind(first, circle, text)
        for key in later:
            mark = boxes.blind(key, circle, mark)
        return mark

    def drafts(self, kind: type[T]) -> dict[str, tuple[str, T]]:
        """Give the user's own drafts by id: (place, content)."""
        self._held.check_thread()
        return drafts.read(self._held, kind)

    def _owner(self, person: PersonId) -> parts.PersonRow:
        self._held.check_thread()
        owner = parts.person_row(self._held, person)
        self._held.check_member(owner.circle)
        return owner

    def _opened(self, owner: parts.PersonRow, key: bytes, row: Row[Any], kind: type[T]) -> Opened[T]:
        value = parts.opened(self._held, owner, key, row, kind)
        return Opened(value=value, version=row.version, by=UserId(row.by), at=moment(row.made_at))

    def _log(self, action: str, reference: str, about: str, **details: Detail) -> None:
        """Write and commit the line of a reading, before any key is unwrapped."""
        line = audit.note(action, reference, about, details)
        before = self._held.head
        self._held.db.begin()
        try:
            audit.append(self._held, line)
            self._held.db.commit()
        except BaseException:
            self._held.db.rollback()
            self._held.head = before
            raise
        self._held.remember_head()


class Writer(Reader):
    """Write access: one transaction; see the module. What it writes is kept when the `with` block ends well."""

    def __init__(self, held: Held, session: Session) -> None:
        super().__init__(held, session)
        self._touched: list[Touch] = []
        self._notes: list[audit.Note] = []
        self.readings: list[audit.Note] = []

    def insert(self, table: Table, **values: Any) -> RowId:
        """Add a row; makes `id` if absent and sets `version` to 1 where the table has that column."""
        self._held.check_thread()
        row_id = str(values.setdefault("id", new_id()))
        if "version" in table.c:
            values.setdefault("version", 1)
        self._held.db.connection.execute(_adding(table), values)
        self._touch(table, row_id)
        return RowId(row_id)

    def update(self, table: Table, row_id: str, *, version: int, **values: Any) -> int:
        """Change a row that still has this version; gives the new one. Refuses with `vault.row_changed`."""
        self._held.check_thread()
        change = update(table).where(table.c.id == row_id, table.c.version == version)
        done = self._held.db.connection.execute(change.values(**values, version=version + 1))
        if done.rowcount != 1:
            raise Refusal("vault.row_changed")
        self._touch(table, row_id)
        return version + 1

    def delete(self, table: Table, row_id: str) -> None:
        """Take a row away. Raises KeyError if there is none."""
        self._held.check_thread()
        gone = self._held.db.connection.execute(delete(table).where(table.c.id == row_id))
        if gone.rowcount != 1:
            raise KeyError("row")
        self._touched.append(Touch(table.name, row_id, 0, None))

    def new_person(self, person: PersonId, circle: CircleId) -> None:
        """Make the key of a new person in a circle. Refuses with `vault.not_member`."""
        self._held.check_thread()
        self._touched.append(parts.add_person(self._held, person, circle))

    def seal(self, person: PersonId, name: str, value: object, *, after: int = 0) -> int:
        """Add a version of a part, based on version `after` (0: there is none yet); gives the new version.

        Refuses with `vault.row_changed` if someone has written another since, `vault.not_member` if the user is not a
        keyed member of the person's circle.
        """
        self._held.check_thread()
        version, touch = parts.add_part(self._held, person, name, value, after)
        self._touched.append(touch)
        return version

    def seal_drop(self, circle: CircleId, value: object, *, purpose: str, row: str, facts: Facts = ()) -> bytes:
        """Sign and seal to a circle's drop key, member or not; it opens for the same purpose, row and facts alone."""
        self._held.check_thread()
        return dropped.seal(self._held, circle, value, purpose=purpose, row=row, facts=facts)

    def note(self, action: str, *, reference: str = "", object: str = "", **details: Detail) -> None:  # noqa: A002
        """Write the audit line of this transaction: `room.verb`, the reference, the id of what was changed.

        `details` take numbers, truth, dates and short codes. Raises ValueError for what could be a name, a number of a
        person or free text.
        """
        self.line(action, object, details, reference)

    def line(self, action: str, about: str, details: Mapping[str, Detail], reference: str = "") -> None:
        """Write the audit line of this transaction, as `note` does."""
        self._held.check_thread()
        self._notes.append(audit.note(action, reference, about, details))

    def keep_draft(self, place: str, value: object) -> str:
        """Keep the user's own draft of a place, in the place of an earlier one there; gives its id. Notes itself."""
        self._held.check_thread()
        draft, touched = drafts.keep(self._held, place, value)
        self._touched += touched
        self.note("vault.draft_kept", object=draft)
        return draft

    def drop_draft(self, draft: str) -> None:
        """Take away a draft of the user's own. Notes itself."""
        self._held.check_thread()
        self._touched += drafts.drop(self._held, draft)
        self.note("vault.draft_dropped", object=draft)

    def replace(self, table: Table, row_id: str, **values: Any) -> None:
        """Change a row of a table without versions, for the vault's own tables."""
        self._held.check_thread()
        self._held.db.connection.execute(update(table).where(table.c.id == row_id).values(**values))
        self._touch(table, row_id)

    def touched(self, rows: Sequence[Touch]) -> None:
        """Take rows the vault itself has written in this transaction under its audit line."""
        self._touched += rows

    def finish(self) -> None:
        """Write the noted lines, the last of them with the rows touched. Raises Unaudited if there is none."""
        if not self._notes:
            raise Unaudited
        for line in self._notes[:-1]:
            audit.append(self._held, line)
        audit.append(self._held, self._notes[-1], self._touched)

    def _touch(self, table: Table, row_id: str) -> None:
        row = self._held.db.connection.execute(_finding(table), {"row": row_id}).mappings().one()
        self._touched.append(Touch(table.name, row_id, 0, digest(table.name, dict(row))))

    def _log(self, action: str, reference: str, about: str, **details: Detail) -> None:
        """Write the line of a reading into the transaction; `Vault.write` writes it again if that rolls back."""
        line = audit.note(action, reference, about, details)
        audit.append(self._held, line)
        self.readings.append(line)
