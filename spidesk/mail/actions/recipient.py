"""The recipient line of an order: sealed to the post circle together with all that must reach the paper as ordered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.rules.order import RecipientLine
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId
from spidesk.vault.members.dropped import Origin

PURPOSE = "mail.recipient"
"""What the recipient line is sealed for; it opens for nothing else and no other order."""

_SEALED = (
    "year", "number", "circle", "post_circle", "kind", "pair", "sender_lines", "sender_neutral", "edition", "piece",
)  # fmt: skip
_SEALED_IF_THERE = (
    "weight_g", "length_mm", "width_mm", "height_mm", "thickness_mm", "delgivning", "edition_id",
)  # fmt: skip
"""Columns of migration 2: an order made before holds none of them, and its seal knows nothing of them."""


def sealed_facts(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands open in an order and must reach the envelope as it was ordered: sealed with the recipient line.

    A column put into an older order, or taken out of a newer one, makes another number of facts, and does not open.
    """
    later = ((name, values.get(name)) for name in _SEALED_IF_THERE)
    return (
        *(str(values[name]) for name in _SEALED),
        *(f"{name}={int(value) if isinstance(value, bool) else value}" for name, value in later if value is not None),
    )


def opened_line(reader: Reader, row: Row[Any], action: str) -> RecipientLine:
    """Open the recipient line of an order. Logged. Raises Damaged when anything sealed with it is not as ordered."""
    origin = Origin(table=records.order.name, circle=CircleId(row.circle), facts=sealed_facts(dict(row._mapping)))
    return reader.open_drop(
        CircleId(row.post_circle),
        row.recipient,
        RecipientLine,
        purpose=PURPOSE,
        row=row.id,
        action=action,
        origin=origin,
    )
