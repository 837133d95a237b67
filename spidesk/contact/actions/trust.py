"""Where post goes, the BankID question, fullmakter and samtycken: kept, opened one at a time, ended with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from spidesk.contact import records
from spidesk.contact.actions.free import NOTHING, look_over
from spidesk.contact.rules import (
    BankId,
    BankIdAnswer,
    Form,
    Fullmakt,
    Post,
    Samtycke,
    checked_bankid,
    checked_ending,
    checked_fullmakt,
    checked_post,
    checked_samtycke,
)
from spidesk.person.actions import check_open
from spidesk.person.rules import PersonRef, PostWay
from spidesk.refusal import Refusal
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEdit:
    """Where post goes as it is edited, and the versions the edit builds on (0 when nothing stands)."""

    way: PostWay | None = None
    post: Post = field(default=Post(), repr=False)
    confirmed_on: date
    version: int = 0
    part_version: int = 0


def open_post(vault: Vault, person: PersonRef) -> PostEdit | None:
    """Open where post goes; logged. None when nobody has asked."""
    with vault.read() as reader:
        check_open(reader, person.id)
        row = records.post_of(reader, person.id)
        if row is None:
            return None
        opened = reader.open_part(
            person.id, f"post:{row.id}", Post, action="contact.post_opened", reference=person.reference
        )
        return PostEdit(
            way=row.way,
            post=opened.value,
            confirmed_on=row.confirmed_on,
            version=row.version,
            part_version=opened.version,
        )


def save_post(vault: Vault, person: PersonRef, edit: PostEdit, *, seen: frozenset[str] = NOTHING) -> None:
    """Keep where post goes. A given address is sealed and nothing else says it.

    Refuses with `vault.row_changed` when someone else changed it after it was opened.
    """
    with vault.write() as writer:
        check_open(writer, person.id)
        row = records.post_of(writer, person.id)
        post = checked_post(edit.way, edit.post, confirmed_on=edit.confirmed_on, today=writer.today)
        look_over(writer, post, "reason", seen=seen, reference=person.reference)
        way = PostWay(edit.way or "")
        values = {"way": way.value, "confirmed_on": edit.confirmed_on}
        if row is None:
            at = writer.insert(records.POST, person=person.id, **values)
        else:
            at = row.id
            writer.update(records.POST, at, version=edit.version, **values)
        writer.seal(person.id, f"post:{at}", post, after=edit.part_version)
        writer.note("contact.post_saved", reference=person.reference, object=at, way=way.value)


def ask_bankid(
    vault: Vault,
    person: PersonRef,
    answer: BankIdAnswer | None,
    told: BankId,
    *,
    asked_on: date,
    seen: frozenset[str] = NOTHING,
) -> RowId:
    """Keep that the BankID question was asked, and what the answer leads to. An answer is never changed: ask again."""
    with vault.write() as writer:
        check_open(writer, person.id)
        kept = checked_bankid(answer, told, asked_on=asked_on, today=writer.today)
        look_over(writer, kept, "todo", seen=seen, reference=person.reference)
        said = BankIdAnswer(answer or "")
        row = writer.insert(records.BANKID, person=person.id, asked_on=asked_on, answer=said.value)
        writer.seal(person.id, f"bankid:{row}", kept)
        writer.note("contact.bankid_asked", reference=person.reference, object=row)
        return row


def open_bankid(vault: Vault, person: PersonRef, row: RowId) -> BankId:
    """Open who answered and what is to be done; logged."""
    with vault.read() as reader:
        check_open(reader, person.id)
        return reader.open_part(
            person.id, f"bankid:{row}", BankId, action="contact.bankid_opened", reference=person.reference
        ).value


def add_fullmakt(
    vault: Vault,
    person: PersonRef,
    fullmakt: Fullmakt,
    *,
    valid_from: date,
    valid_until: date | None,
    seen: frozenset[str] = NOTHING,
) -> RowId:
    """Keep a fullmakt. It is never rewritten: a new paper is a new fullmakt, and the old one is ended."""
    with vault.write() as writer:
        check_open(writer, person.id)
        kept = checked_fullmakt(fullmakt, valid_from=valid_from, valid_until=valid_until)
        look_over(writer, kept, "scope", "seen", seen=seen, reference=person.reference)
        row = writer.insert(
            records.FULLMAKT,
            person=person.id,
            valid_from=valid_from,
            valid_until=valid_until,
            confirmed_on=writer.today,
            ended_on=None,
        )
        writer.seal(person.id, f"fullmakt:{row}", kept)
        writer.note("contact.fullmakt_added", reference=person.reference, object=row)
        return row


def open_fullmakt(vault: Vault, person: PersonRef, row: RowId) -> Fullmakt:
    """Open who holds the fullmakt and for what; logged."""
    with vault.read() as reader:
        check_open(reader, person.id)
        return reader.open_part(
            person.id, f"fullmakt:{row}", Fullmakt, action="contact.fullmakt_opened", reference=person.reference
        ).value


def end_fullmakt(
    vault: Vault,
    person: PersonRef,
    row: RowId,
    *,
    ended_on: date,
    why: str,
    seen: frozenset[str] = NOTHING,
) -> None:
    """Write that a fullmakt was revoked or has run out, and why."""
    with vault.write() as writer:
        check_open(writer, person.id)
        found = records.fullmakt(writer, person.id, row)
        if found.ended_on is not None:
            raise Refusal("contact.ended_already")
        began = min(found.valid_from, writer.today)
        ending = checked_ending(ended_on, why, began_on=began, today=writer.today)
        look_over(writer, Fullmakt(ending=ending), "ending", seen=seen, reference=person.reference)
        writer.update(records.FULLMAKT, row, version=found.version, ended_on=ended_on)
        name = f"fullmakt:{row}"
        opened = writer.open_part(
            person.id, name, Fullmakt, action="contact.fullmakt_opened", reference=person.reference
        )
        writer.seal(person.id, name, replace(opened.value, ending=ending), after=opened.version)
        writer.note("contact.fullmakt_ended", reference=person.reference, object=row)


def add_samtycke(
    vault: Vault,
    person: PersonRef,
    form: Form | None,
    samtycke: Samtycke,
    *,
    given_on: date,
    seen: frozenset[str] = NOTHING,
) -> RowId:
    """Keep a consent to share."""
    with vault.write() as writer:
        check_open(writer, person.id)
        kept = checked_samtycke(form, samtycke, given_on=given_on, today=writer.today)
        look_over(writer, kept, "what", "paper_place", seen=seen, reference=person.reference)
        how = Form(form or "")
        row = writer.insert(records.SAMTYCKE, person=person.id, form=how.value, given_on=given_on, ended_on=None)
        writer.seal(person.id, f"samtycke:{row}", kept)
        writer.note("contact.samtycke_added", reference=person.reference, object=row, form=how.value)
        return row


def open_samtycke(vault: Vault, person: PersonRef, row: RowId) -> Samtycke:
    """Open to whom what may be told; logged."""
    with vault.read() as reader:
        check_open(reader, person.id)
        return reader.open_part(
            person.id, f"samtycke:{row}", Samtycke, action="contact.samtycke_opened", reference=person.reference
        ).value


def end_samtycke(
    vault: Vault,
    person: PersonRef,
    row: RowId,
    *,
    ended_on: date,
    why: str,
    seen: frozenset[str] = NOTHING,
) -> None:
    """Write that a consent was taken back or no longer holds, and why."""
    with vault.write() as writer:
        check_open(writer, person.id)
        found = records.samtycke(writer, person.id, row)
        if found.ended_on is not None:
            raise Refusal("contact.ended_already")
        ending = checked_ending(ended_on, why, began_on=found.given_on, today=writer.today)
        look_over(writer, Samtycke(ending=ending), "ending", seen=seen, reference=person.reference)
        writer.update(records.SAMTYCKE, row, version=found.version, ended_on=ended_on)
        name = f"samtycke:{row}"
        opened = writer.open_part(
            person.id, name, Samtycke, action="contact.samtycke_opened", reference=person.reference
        )
        writer.seal(person.id, name, replace(opened.value, ending=ending), after=opened.version)
        writer.note("contact.samtycke_ended", reference=person.reference, object=row)
