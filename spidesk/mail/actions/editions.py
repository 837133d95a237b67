"""The rules as data: editions that came with the program and those a valvadministratör has added.

Only a row that an administrator wrote last and that says what it said then is in force. One that is not is never used:
new orders go by the other editions, and an order made under it is not printed until that is put right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.edition import EditionDraft, checked_edition, drafted
from spidesk.mail.rules.order import Kind, Pair
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import Edition, SenderLines, in_force
from spidesk.person.actions import user_names
from spidesk.person.text import note
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import RowId, UserId
from spidesk.vault.vault import Vault

_TYPED = 1000  # signs of an address that are read
_SAMPLE = "189001019802"  # one of Skatteverket's published test numbers


class Shelf:
    """Every edition that counts, read once."""

    def __init__(self, reader: Reader) -> None:
        self.rows: dict[str, Row[Any]] = {}
        self.ignored: list[Row[Any]] = []
        for row in records.editions(reader):
            if records.is_whole_edition(row) and reader.written_by_admin(records.edition, row.id):
                self.rows[row.id] = row
            else:
                self.ignored.append(row)
        shipped = forms.editions()
        self.editions = (*shipped, *(self._read(row) for row in self.rows.values()))

    def current(self, on: date) -> Edition:
        """The edition in force on a day."""
        return in_force(self.editions, on)

    def of_order(self, row: Row[Any]) -> Edition:
        """The edition an order was made under. Refuses `mail.edition_broken` when it is not as it was."""
        if row.edition_id is None:
            return forms.current(row.edition)
        found = self.rows.get(row.edition_id)
        if found is None or found.valid_from != row.edition:
            raise Refusal("mail.edition_broken")
        return self._read(found)

    def shown(self, row: Row[Any]) -> Edition:
        """The same for lists, which open all the same: for a broken edition the one in force that day."""
        try:
            return self.of_order(row)
        except Refusal:
            return self.current(row.edition)

    @staticmethod
    def _read(row: Row[Any]) -> Edition:
        return records.read_edition(row, forms.current(row.valid_from))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEdition:
    """An edition as the page shows it; without `made_by` it came with the program."""

    edition: Edition
    in_force: bool
    made_by: str = ""
    made_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the page shows. `ignored` counts rows that no administrator wrote, or that were changed afterwards."""

    editions: tuple[KeptEdition, ...]
    draft: EditionDraft
    ignored: int
    may_change: bool


def kept(vault: Vault) -> Kept:
    """Every edition, the newest first, and a draft that begins from the one in force."""
    with vault.read() as reader:
        shelf, names = Shelf(reader), user_names(reader)
        now = shelf.current(reader.today)
        return Kept(
            editions=tuple(
                KeptEdition(edition=one, in_force=one is now, **_made(shelf, one, names))
                for one in sorted(shelf.editions, key=lambda one: (one.valid_from, one.number), reverse=True)
            ),
            draft=drafted(now, today=reader.today),
            ignored=len(shelf.ignored),
            may_change=reader.session.user.admin,
        )


def moved(vault: Vault) -> KeptEdition | None:
    """The edition in force when it sends post to another address than the one the program came with, else None.

    One administrator can add it alone, so whoever prints is told whose word it is, every time.
    """
    with vault.read() as reader:
        shelf = Shelf(reader)
        now = shelf.current(reader.today)
        if now.address == forms.current(reader.today).address:
            return None
        return KeptEdition(edition=now, in_force=True, **_made(shelf, now, user_names(reader)))


def preview(vault: Vault, draft: EditionDraft) -> tuple[Envelope, ...]:
    """Invented letters under a draft, for its papers to be looked at before it is added; refuses as `add` does."""
    with vault.read() as reader:
        edition = _checked(reader, draft)
    return tuple(sample(edition, kind) for kind in (Kind.ORDINARY, Kind.REK_PERSONAL))


def sample(edition: Edition, kind: Kind = Kind.REK_PERSONAL) -> Envelope:
    """A letter that is nobody's, as the papers of an edition would be."""
    return Envelope(
        label="F-0000-0000",
        kind=kind,
        pair=Pair.C5_C4,
        piece="AAAA-AAAA",
        ordered_on=edition.valid_from,
        number=_SAMPLE,
        sender=SenderLines(lines=("Kommunen", "Box 1", "123 45 Orten"), neutral="Box 1, 123 45 Orten"),
        edition=edition,
    )


def add(vault: Vault, draft: EditionDraft) -> RowId:
    """Add an edition that holds from its day; orders already made keep theirs.

    Refuses what `checked_edition` refuses, `mail.admin_needed` and what the papers refuse.
    """
    with vault.write() as writer:
        if not writer.session.user.admin:
            raise Refusal("mail.admin_needed")
        edition = replace(_checked(writer, draft), number=records.next_edition(writer))
        row = records.add_edition(writer, edition)
        writer.note("mail.edition_added", object=row, valid_from=edition.valid_from)
    return row


def current(reader: Reader, on: date) -> Edition:
    """The edition in force on a day."""
    return Shelf(reader).current(on)


def of_order(reader: Reader, row: Row[Any]) -> Edition:
    """The edition an order was made under. Refuses `mail.edition_broken`."""
    return Shelf(reader).of_order(row)


def _checked(reader: Reader, draft: EditionDraft) -> Edition:
    """The draft as an edition whose papers can be drawn."""
    cleaned = replace(
        draft,
        source=note(draft.source, field="source", limit=_TYPED),
        address=note(draft.address, field="address", limit=_TYPED),
        personal=note(draft.personal, field="personal", limit=_TYPED),
    )
    edition = checked_edition(cleaned, forms.current(reader.today), today=reader.today)
    papers.check_edition(edition)
    return edition


def _made(shelf: Shelf, edition: Edition, names: dict[UserId, str]) -> dict[str, Any]:
    row = shelf.rows.get(edition.id)
    return {} if row is None else {"made_by": names.get(UserId(row.made_by), ""), "made_on": row.made_on}
