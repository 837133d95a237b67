"""What other rooms ask before they use a way to a person. Open columns only: nothing is opened, nothing is logged."""

from __future__ import annotations

from spidesk.contact import records
from spidesk.contact.rules import Channel, blocked_by, refuse_blocked
from spidesk.person.rules import PostWay
from spidesk.vault.handles import Reader
from spidesk.vault.ids import PersonId


def blocked(reader: Reader, person: PersonId) -> frozenset[Channel]:
    """The channels that are never used for the person."""
    return blocked_by((row.channel, row.rule) for row in records.channels_of(reader, person))


def check_allowed(reader: Reader, person: PersonId, channel: Channel | str) -> None:
    """Raise `Refusal("contact.blocked")` if the channel (or its value, as "brev") is never used for the person."""
    refuse_blocked(blocked(reader, person), Channel(channel))


def post_way(reader: Reader, person: PersonId) -> PostWay:
    """Where the person has said post goes; `PostWay.OKANT` when nobody has asked."""
    row = records.post_of(reader, person)
    return PostWay.OKANT if row is None else row.way
