"""May this user open this person now? Every room's action on a person asks here first.

A handler opens at once. Another handläggare or kretsägare of the circle gives a reason, has the
page for three hours, and the opening waits for review. Nobody else opens at all.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from spidesk.person import records
from spidesk.person.actions.guarding import guarded
from spidesk.person.rules import ACCESS, Category, PersonRef, Reason, Skydd, SkyddState, Standing, Status
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, PersonId, RowId
from spidesk.vault.session import Circle, CircleKind, Role, Session
from spidesk.vault.vault import Vault

OPENERS = (Role.HANDLAGGARE, Role.KRETSAGARE)
"""The roles that may open a person of their circle."""
REASON_LENGTH = 2000
"""Longest reason, in characters."""


def person_circles(session: Session) -> tuple[Circle, ...]:
    """The circles whose people this user may register and open. A post circle holds letters, never people."""
    return tuple(one for one in session.circles_with(*OPENERS) if one.kind is CircleKind.PERSONS)


def moment(reader: Reader) -> datetime:
    """Now as the tables keep it: UTC without a zone, whole seconds."""
    return reader.now.replace(tzinfo=None, microsecond=0)


def standing(reader: Reader, person: PersonId) -> Standing:
    """What the open columns say, and whether this user may open the person now.

    Opens nothing and writes no audit line. Refuses ``person.gone`` when there is no such person.
    """
    row = records.of(reader, person)
    if row is None:
        raise Refusal("person.gone")
    user = reader.session.user.id
    handlers = records.handlers(reader, person)
    may_open = reader.session.may(CircleId(row.circle), *OPENERS)
    ends = None
    if may_open and user not in handlers:
        ends = records.running_access(reader, person, user, moment(reader))
    return Standing(
        person=PersonRef(id=person, circle=CircleId(row.circle), reference=row.reference),
        category=Category(row.category),
        status=Status(row.status),
        level=Skydd(row.level),
        state=SkyddState(row.state),
        valid_until=row.valid_until,
        handlers=handlers,
        held=row.held_since is not None,
        may_open=may_open,
        needs_reason=may_open and user not in handlers and ends is None,
        open_until=ends,
    )


def check_open(reader: Reader, person: PersonId) -> Standing:
    """The standing, if this user may open the person now.

    Refuses ``person.role_needed`` (not a handläggare or kretsägare of the circle) and
    ``person.reason_needed`` (not a handler, and no reason given in the last three hours).
    """
    found = standing(reader, person)
    if not found.may_open:
        raise Refusal("person.role_needed")
    if found.needs_reason:
        raise Refusal("person.reason_needed", reference=found.reference)
    return found


def give_reason(vault: Vault, person: PersonId, reason: str, *, seen: bool = False) -> datetime:
    """Open the page for three hours. The reason is sealed and the opening waits for review.

    Gives the end (UTC, no zone). Refuses ``person.reason_empty`` and what ``guarded`` refuses,
    beside ``reason``; ``seen`` says that its warning was read.
    """
    with vault.write() as writer:
        found = standing(writer, person)
        if not found.may_open:
            raise Refusal("person.role_needed")
        kept = guarded(writer, reason, seen=seen, field="reason", reference=found.reference, limit=REASON_LENGTH)
        if not kept:
            raise Refusal("person.reason_empty", field="reason")
        now = moment(writer)
        row = writer.insert(
            records.access, person=person, user_id=writer.session.user.id, at=now, until=now + ACCESS, reviewed=False
        )
        writer.seal(person, f"reason:{row}", Reason(text=kept))
        writer.note("person.reason_given", reference=found.reference, object=row)
    return now + ACCESS


def reason_of(vault: Vault, access: RowId) -> str:
    """The reason somebody gave, for a handler or kretsägare who may open the person. Logged."""
    with vault.read() as reader:
        row = reader.maybe(select(records.access).where(records.access.c.id == access))
        if row is None:
            raise Refusal("person.gone")
        person = PersonId(row.person)
        found = check_open(reader, person)
        opened = reader.open_part(
            person, f"reason:{access}", Reason, action="person.reason_read", reference=found.reference
        )
    return opened.value.text
