"""Whether those who wrote a person's rows, by the log, ever worked in the person's circle.

Open columns are encrypted with the vault's key alone, and every user of the vault has that. So a colleague outside the
circle, past the program, could write in them and add a log line that is properly signed as their own. The program lets
only those who hold the circle's key write there; this is where the others are found. Whose a row is stands in it:

- `person`: the row is of that person, whose circle is the one the person's key is sealed to;
- `circle`: must be that same circle; in a row without `person`, the circle the row is of;
- `post_circle`: must be where that circle's letters are printed, and those who print them write in the row too; in a
  row with neither of the others, the post circle the row is of;
- a foreign key to a row with `post_circle`, beside a `circle`: those who print that circle's letters write there too;
- a foreign key to such a row, where there is none of these: as that row.

A row with a `version` is changed and never taken away. One without may be, by those who could have written it.
What no circle has, membership among it, is verified elsewhere.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Table, select

from spidesk.vault.members.circles import Grants
from spidesk.vault.store.cipher import Database
from spidesk.vault.store.schema import (
    ATTESTATION,
    CIRCLE,
    DRAFT,
    EPOCH,
    EVENT,
    GRANT,
    INFO,
    PERSON,
    PUBLIC,
    TOUCHED,
    UNLOGGED,
    USER,
)

_ELSEWHERE = UNLOGGED | {table.name for table in (INFO, USER, PUBLIC, ATTESTATION, CIRCLE, EPOCH, GRANT, DRAFT)}
_AT_ONCE = 500
_NOBODY: frozenset[int] = frozenset()

Found = Callable[[str, str, int], object]
"""Told of a finding: its code, the table, how many rows."""


class Authors:
    """Who wrote each line of the log: two bytes a line, so that rows are looked up without asking the database."""

    def __init__(self) -> None:
        self._lines = array("H", [0])  # there is no line 0
        self._numbers: dict[str, int] = {}

    def add(self, user: str) -> None:
        """Take the next line's author."""
        self._lines.append(self.number(user))

    def number(self, user: str) -> int:
        """Give the number that stands for a user here."""
        return self._numbers.setdefault(user, len(self._numbers) + 1)

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, seq: int) -> int:
        return self._lines[seq]


class Writers:
    """Looks at the rows of each table, a batch at a time. `prepare` first; it yields between its own batches."""

    def __init__(self, db: Database, shape: MetaData, grants: Grants, authors: Authors, found: Found) -> None:
        self._db, self._shape, self._grants, self._authors, self._found = db, shape, grants, authors, found
        self._post = {row.id: row.post_circle for row in grants.circles}
        self._circles: dict[str, str] = {}
        self._known: dict[tuple[str | None, str | None], frozenset[int]] = {}

    def prepare(self) -> Iterator[bool]:
        """Read which circle each person's key is sealed to."""
        names = {circle: circle for circle in self._post}  # one text a circle, not one a person
        last = ""
        while True:
            asked = select(PERSON.c.id, PERSON.c.circle).where(PERSON.c.id > last).order_by(PERSON.c.id)
            rows = self._db.connection.execute(asked.limit(_AT_ONCE)).all()
            for person, circle in rows:
                self._circles[person] = names.get(circle, circle)
            yield True
            if len(rows) < _AT_ONCE:
                return
            last = rows[-1].id

    def watch(self, table: Table) -> Watch | None:
        """Give what looks at the batches of a table; None for one whose rows are no circle's."""
        if table.name in _ELSEWHERE:
            return None
        if {"person", "circle", "post_circle"} & set(table.c.keys()):
            return Watch(self, table, None)
        parent = self._parent(table)
        return Watch(self, table, parent) if parent is not None else None

    def may(self, circle: str | None, post: str | None) -> frozenset[int]:
        """Give the numbers of those who hold, or held, a circle's key, or that of where its letters are printed."""
        if (circle, post) not in self._known:
            users = {user for one in (circle, post) if one for user in self._grants.ever_keyed(one)}
            self._known[(circle, post)] = frozenset(self._authors.number(user) for user in users) or _NOBODY
        return self._known[(circle, post)]

    def owner(self, table: Table, values: Mapping[str, Any]) -> tuple[frozenset[int], bool]:
        """Give who may write a row that says itself whose it is, and whether what it says agrees."""
        if not {"person", "circle"} & set(table.c.keys()):
            return self.may(values["post_circle"], None), values["post_circle"] in self._post
        own = values.get("circle")
        circle = self._circles.get(values["person"]) if "person" in table.c else self._circles.get(values["id"], own)
        agrees = own is None or own == circle
        post = None
        if "post_circle" in table.c:
            post = self._post.get(circle or "")
            agrees = agrees and values["post_circle"] == post
        elif "person" not in table.c and self._of_letters(table):
            post = self._post.get(circle or "")
        return self.may(circle, post), agrees

    def parents(self, column: Column[Any], rows: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, frozenset[int]]:
        """Give who may write the rows that a column of these rows points to."""
        table = next(iter(column.foreign_keys)).column.table
        wanted = {values[column.name] for _, values in rows}
        found = self._db.connection.execute(select(table).where(table.c.id.in_(wanted)))
        return {row["id"]: self.owner(table, dict(row))[0] for row in found.mappings()}

    def tell(self, code: str, table: Table, rows: int) -> None:
        """Tell of rows that are not as they should be."""
        if rows:
            self._found(code, table.name, rows)

    def author(self, seq: int) -> int:
        """Give who wrote a line; 0 for one written since the log was gone through, which is this session's own."""
        return self._authors[seq] if seq < len(self._authors) else 0

    def takes(self, table: Table, row: str, by: set[int]) -> bool:
        """Tell whether all who wrote a row that is gone could have: in the circle of the line that wrote it first."""
        first = self._db.connection.execute(
            select(EVENT.c.reference, EVENT.c.object)
            .join(TOUCHED, TOUCHED.c.seq == EVENT.c.seq)
            .where(TOUCHED.c.tab == table.name, TOUCHED.c.row == row)
            .order_by(TOUCHED.c.seq, TOUCHED.c.id)
            .limit(1)
        ).one()
        circle = self._circles.get(first.object) or self._referred(first.reference)
        if circle is not None:
            return by <= self.may(circle, None)
        return any(by <= self.may(one, None) for one in self._post)

    def _referred(self, reference: str) -> str | None:
        """Give the circle of the person of a reference."""
        for table in self._shape.tables.values():
            if reference and {"circle", "reference"} <= set(table.c.keys()) and "person" not in table.c:
                asked = select(table.c.id).where(table.c.reference == reference).limit(1)
                person = self._db.connection.execute(asked).scalar_one_or_none()
                return self._circles.get(person or "")
        return None

    def _of_letters(self, table: Table) -> bool:
        """Tell whether the rows of a table belong to letters, which those who print them write about."""
        return any("post_circle" in key.column.table.c for column in table.c for key in column.foreign_keys)

    def _parent(self, table: Table) -> Column[Any] | None:
        for column in table.c:
            for key in column.foreign_keys:
                if {"person", "circle"} & set(key.column.table.c.keys()):
                    return column
        return None


class Watch:
    """Looks at one table. Called with the rows of a batch, by their key in the log, and every (row, line) that touched.

    One dictionary and one set lookup a row and line; more only for rows that are gone.
    """

    def __init__(self, writers: Writers, table: Table, parent: Column[Any] | None) -> None:
        self._writers, self._table, self._parent = writers, table, parent

    def __call__(self, rows: Sequence[tuple[str, Mapping[str, Any]]], touched: Sequence[tuple[str, int]]) -> None:
        """Tell of the batch's rows that someone wrote who never could."""
        writers, table = self._writers, self._table
        may, misplaced = self._may(rows)
        writers.tell("row.circle", table, misplaced)
        author = writers.author
        wrong, gone = set(), set()
        for row, seq in touched:
            if row not in may:
                gone.add(row)
            elif (by := author(seq)) and by not in may[row]:
                wrong.add(row)
        writers.tell("row.writer", table, len(wrong))
        if gone:
            writers.tell("row.gone", table, self._taken(gone, touched))

    def _may(self, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[dict[str, frozenset[int]], int]:
        if self._parent is not None:
            of, name = self._writers.parents(self._parent, rows), self._parent.name
            return {key: of.get(values[name], _NOBODY) for key, values in rows}, 0
        may: dict[str, frozenset[int]] = {}
        misplaced = 0
        for key, values in rows:
            may[key], agrees = self._writers.owner(self._table, values)
            misplaced += not agrees
        return may, misplaced

    def _taken(self, gone: set[str], touched: Sequence[tuple[str, int]]) -> int:
        if "version" in self._table.c:
            return len(gone)
        by: dict[str, set[int]] = {row: set() for row in gone}
        for row, seq in touched:
            if row in by and (author := self._writers.author(seq)):
                by[row].add(author)
        return sum(not self._writers.takes(self._table, row, users) for row, users in by.items())
