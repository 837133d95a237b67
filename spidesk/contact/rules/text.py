"""Text and dates as this room takes them: whole, readable, and never too long."""

from __future__ import annotations

from datetime import date

from spidesk.person import text as kept_text
from spidesk.refusal import Refusal


def clean(text: str, *, field: str, limit: int, code: str = "") -> str:
    """The text as the house keeps it (`person.text.note`), at most `limit` characters.

    `code` names what is missing when the text may not be empty: `contact.<code>_missing`.
    """
    kept = kept_text.note(text, field=field, limit=limit)
    if code and not kept:
        raise Refusal(f"contact.{code}_missing", field=field)
    return kept


def past(day: date, today: date, *, field: str) -> None:
    """Refuse a day that has not been yet."""
    if day > today:
        raise Refusal("contact.future_date", field=field)


def months_after(day: date, months: int) -> date:
    """The day `months` later; the last of the month where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    first_next = date(year + month // 12, month % 12 + 1, 1)
    length = date.fromordinal(first_next.toordinal() - 1).day
    return date(year, month, min(day.day, length))
