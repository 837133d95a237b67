"""Dates and times as they are typed: a missing one is said beside its field."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from spidesk.refusal import Refusal

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)


def needed(day: date | None, field: str) -> date:
    """The day, or a refusal that it is missing."""
    if day is None:
        raise Refusal("contact.date_missing", field=field)
    return day


def moment(day: date | None, clock: str, field: str) -> datetime:
    """A day and a time on the wall (09:30 or 9.30) as UTC without an offset, as the rows keep it."""
    found = _CLOCK.fullmatch(clock.strip())
    if found is None:
        raise Refusal("contact.bad_time", field=field)
    typed = datetime.combine(needed(day, f"{field}_day"), time(int(found[1]), int(found[2])))
    return typed.astimezone(UTC).replace(tzinfo=None)
