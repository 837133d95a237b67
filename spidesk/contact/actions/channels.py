"""Channels: read at a glance, revealed one at a time, changed in place.

Two sealed parts a line: `terms:<row>` (condition, hours, voicemail) is opened with the page and logged once;
`channel:<row>` (the number, the name to ask for, the safe word) is opened only when someone asks to see it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from spidesk.contact import records
from spidesk.contact.actions.free import NOTHING, look_over
from spidesk.contact.records import (
    BankIdRow,
    ChannelRow,
    FullmaktRow,
    MotringningRow,
    PostRow,
    SamtyckeRow,
)
from spidesk.contact.rules import Channel, Rule, Secret, Terms, blocked_by, checked_channel
from spidesk.contact.rules.text import clean
from spidesk.person.actions import check_open
from spidesk.person.rules import PersonRef
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import PersonId, RowId
from spidesk.vault.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCard:
    """One line as the page shows it. `closed` tells that another line blocks the whole channel."""

    row: ChannelRow
    terms: Terms = field(repr=False)
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything the tab shows before anything is revealed."""

    channels: tuple[ChannelCard, ...]
    undecided: tuple[Channel, ...]
    post: PostRow | None
    bankid: tuple[BankIdRow, ...]
    fullmakter: tuple[FullmaktRow, ...]
    samtycken: tuple[SamtyckeRow, ...]
    motringningar: tuple[MotringningRow, ...]
    today: date
    now: datetime
    """When it was read: UTC without an offset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEdit:
    """One line as it is edited: what stands, and the versions the edit builds on (0 for a new line)."""

    id: RowId | None = None
    channel: Channel | None = None
    rule: Rule | None = None
    terms: Terms = field(default=Terms(), repr=False)
    secret: Secret = field(default=Secret(), repr=False)
    confirmed_on: date
    version: int = 0
    terms_version: int = 0
    secret_version: int = 0


def overview(vault: Vault, person: PersonRef) -> Overview:
    """Read the tab. Opens the terms of every line under one audit line; no number or name is opened."""
    with vault.read() as reader:
        check_open(reader, person.id)
        rows = records.channels_of(reader, person.id)
        opened = {}
        if rows:
            opened = reader.open_parts(person.id, "terms:", Terms, action="contact.opened", reference=person.reference)
        closed = blocked_by((row.channel, row.rule) for row in rows)
        known = {row.channel for row in rows} | closed
        return Overview(
            channels=tuple(
                ChannelCard(
                    row=row,
                    terms=opened[f"terms:{row.id}"].value,
                    closed=row.channel in closed and row.rule is not Rule.NEVER,
                )
                for row in rows
            ),
            undecided=tuple(channel for channel in Channel if channel not in known),
            post=records.post_of(reader, person.id),
            bankid=tuple(records.bankid_of(reader, person.id)),
            fullmakter=tuple(records.fullmakter_of(reader, person.id)),
            samtycken=tuple(records.samtycken_of(reader, person.id)),
            motringningar=tuple(records.motringningar_of(reader, person.id)),
            today=reader.today,
            now=reader.now.replace(tzinfo=None),
        )


def reveal(vault: Vault, person: PersonRef, row: RowId) -> Secret:
    """Open the number, name and safe word of one line; logged. A blocked channel reveals nothing."""
    with vault.read() as reader:
        check_open(reader, person.id)
        found = _standing(reader, person.id, row)
        if found.channel in blocked_by((one.channel, one.rule) for one in records.channels_of(reader, person.id)):
            raise Refusal("contact.blocked")
        return reader.open_part(
            person.id, f"channel:{row}", Secret, action="contact.revealed", reference=person.reference
        ).value


def open_channel(vault: Vault, person: PersonRef, row: RowId) -> ChannelEdit:
    """Open one line whole, to edit it; logged."""
    with vault.read() as reader:
        check_open(reader, person.id)
        found = _standing(reader, person.id, row)
        action = "contact.edit_opened"
        terms = reader.open_part(person.id, f"terms:{row}", Terms, action=action, reference=person.reference)
        secret = reader.open_part(person.id, f"channel:{row}", Secret, action=action, reference=person.reference)
        return ChannelEdit(
            id=found.id,
            channel=found.channel,
            rule=found.rule,
            terms=terms.value,
            secret=secret.value,
            confirmed_on=found.confirmed_on,
            version=found.version,
            terms_version=terms.version,
            secret_version=secret.version,
        )


def save_channel(vault: Vault, person: PersonRef, edit: ChannelEdit, *, seen: frozenset[str] = NOTHING) -> RowId:
    """Keep a new or changed line. `seen` names the fields whose warning about free text the writer went past.

    Refuses with `vault.row_changed` when someone else changed the line after it was opened.
    """
    with vault.write() as writer:
        check_open(writer, person.id)
        rows = records.channels_of(writer, person.id)
        before = None if edit.id is None else _standing(writer, person.id, edit.id)
        if before is not None and before.version != edit.version:
            raise Refusal("vault.row_changed")
        others = blocked_by((row.channel, row.rule) for row in rows if row.id != edit.id)
        terms, secret = checked_channel(
            edit.channel,
            edit.rule,
            edit.terms,
            edit.secret,
            confirmed_on=edit.confirmed_on,
            today=writer.today,
            blocked=others,
            before=None if before is None else before.rule,
        )
        look_over(
            writer,
            terms,
            "condition",
            "hours",
            "answers",
            "wording",
            "reason",
            seen=seen,
            reference=person.reference,
        )
        kind, rule = Channel(edit.channel or ""), Rule(edit.rule or "")
        values = {"kind": kind.value, "rule": rule.value, "confirmed_on": edit.confirmed_on}
        if before is None:
            row = writer.insert(records.CHANNEL, person=person.id, **values)
        else:
            row = before.id
            writer.update(records.CHANNEL, row, version=edit.version, **values)
        writer.seal(person.id, f"terms:{row}", terms, after=edit.terms_version)
        writer.seal(person.id, f"channel:{row}", secret, after=edit.secret_version)
        writer.note(
            "contact.channel_saved",
            reference=person.reference,
            object=row,
            channel=kind.value,
            rule=rule.value,
        )
        return row


def remove_channel(
    vault: Vault, person: PersonRef, row: RowId, *, version: int, reason: str, seen: frozenset[str] = NOTHING
) -> None:
    """Take a line away with its reason. What was sealed stays, unread, until gallring; its number is emptied."""
    with vault.write() as writer:
        check_open(writer, person.id)
        why = clean(reason, field="reason", limit=500, code="removal")
        look_over(writer, Terms(reason=why), "reason", seen=seen, reference=person.reference)
        found = _standing(writer, person.id, row)
        writer.update(records.CHANNEL, row, version=version, removed_on=writer.today)
        action = "contact.removal_opened"
        terms = writer.open_part(person.id, f"terms:{row}", Terms, action=action, reference=person.reference)
        secret = writer.open_part(person.id, f"channel:{row}", Secret, action=action, reference=person.reference)
        writer.seal(person.id, f"terms:{row}", Terms(reason=why), after=terms.version)
        writer.seal(person.id, f"channel:{row}", Secret(), after=secret.version)
        writer.note(
            "contact.channel_removed",
            reference=person.reference,
            object=row,
            channel=found.channel.value,
            rule=found.rule.value,
        )


def confirm_all(vault: Vault, person: PersonRef) -> int:
    """Write that every line, the post choice and every fullmakt until further notice were confirmed today.

    Gives how many lines there were.
    """
    with vault.write() as writer:
        check_open(writer, person.id)
        today = writer.today
        count = 0
        for row in records.channels_of(writer, person.id):
            writer.update(records.CHANNEL, row.id, version=row.version, confirmed_on=today)
            count += 1
        post = records.post_of(writer, person.id)
        if post is not None:
            writer.update(records.POST, post.id, version=post.version, confirmed_on=today)
            count += 1
        for one in records.fullmakter_of(writer, person.id):
            if one.ended_on is None and one.valid_until is None:
                writer.update(records.FULLMAKT, one.id, version=one.version, confirmed_on=today)
                count += 1
        writer.note("contact.confirmed", reference=person.reference, lines=count)
        return count


def _standing(reader: Reader, person: PersonId, row: RowId) -> ChannelRow:
    """The line, or a refusal that it has been removed meanwhile."""
    found = records.channel(reader, person, row)
    if found is None:
        raise Refusal("contact.removed")
    return found
