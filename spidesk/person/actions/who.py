"""Who the person is: opening, changing and comparing the sealed identity. Every opening is logged."""

from __future__ import annotations

from spidesk.person import records
from spidesk.person.actions.opening import check_open
from spidesk.person.identity import parse
from spidesk.person.rules import Identity, Recipient, checked_identity
from spidesk.person.text import name
from spidesk.refusal import Refusal
from spidesk.vault.handles import Opened, Reader, Writer
from spidesk.vault.ids import CircleId, PersonId
from spidesk.vault.vault import Vault

PART = "identity"


def reveal(vault: Vault, person: PersonId) -> Opened[Identity]:
    """The identity with its version, for the one who pressed Visa or edits it. Logged."""
    with vault.read() as reader:
        return _open(reader, person, "person.revealed")


def recipient(reader: Reader, person: PersonId) -> Recipient:
    """The line on an inner envelope. Logged. Refuses ``person.number_unknown`` without a number."""
    found = _open(reader, person, "person.recipient").value
    if not found.number:
        raise Refusal("person.number_unknown", field="person")
    return Recipient(number=found.number, name=found.name)


def cleaned(reader: Reader, identity: Identity) -> Identity:
    """The identity as it is kept: names normalised, every number checked and canonical.

    Refusals stand beside ``given``, ``family``, ``alias``, ``child_of``, ``number`` (the first
    number) and ``other_number``.
    """
    fields = ("number", *("other_number",) * (len(identity.numbers) - 1))
    numbers = tuple(
        parse(typed, today=reader.today, field=beside).canonical
        for typed, beside in zip(identity.numbers, fields, strict=False)
    )
    return checked_identity(
        Identity(
            given=name(identity.given, field="given"),
            family=name(identity.family, field="family"),
            alias=name(identity.alias, field="alias"),
            child_of=name(identity.child_of, field="child_of"),
            numbers=numbers,
        )
    )


def change_identity(
    vault: Vault, person: PersonId, identity: Identity, *, after: int, same_number: bool = False
) -> int:
    """Seal a new version of the identity; ``after`` is the version the edit began from.

    Gives the new version. Refuses ``person.duplicate`` when another person of the circle has the
    number and ``same_number`` does not say that this was seen, and ``vault.row_changed``.
    """
    with vault.write() as writer:
        found = check_open(writer, person)
        kept = cleaned(writer, identity)
        refuse_duplicate(writer, found.circle, kept, accepted=same_number, but=person)
        version = writer.seal(person, PART, kept, after=after)
        records.replace_marks(writer, person, found.circle, marks(writer, found.circle, kept))
        writer.note("person.identity_changed", reference=found.reference, object=person)
    return version


def same_number(vault: Vault, circle: CircleId, number: str) -> list[str]:
    """References in the circle that already have this canonical number. Opens nobody."""
    with vault.read() as reader:
        found = records.with_marks(reader, circle, [reader.blind(circle, number)])
    return [reference for _, reference in found]


def marks(reader: Reader, circle: CircleId, identity: Identity) -> list[bytes]:
    """The blind marks of the identity's numbers under the circle's key."""
    return [reader.blind(circle, number) for number in identity.numbers]


def refuse_duplicate(
    writer: Writer, circle: CircleId, identity: Identity, *, accepted: bool, but: PersonId | None = None
) -> None:
    """Stop at a number that somebody else in the circle has, unless that was seen and accepted."""
    if accepted or not identity.numbers:
        return
    for person, reference in records.with_marks(writer, circle, marks(writer, circle, identity)):
        if person != but:
            raise Refusal("person.duplicate", field="number", reference=reference)


def _open(reader: Reader, person: PersonId, action: str) -> Opened[Identity]:
    found = check_open(reader, person)
    return reader.open_part(person, PART, Identity, action=action, reference=found.reference)
