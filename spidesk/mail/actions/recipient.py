"""The recipient line of an order: sealed to the post circle together with all that must reach the paper as ordered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.rules.order import RecipientLine
from spidesk.vault.canonical import encode
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


_seen: set[bytes] = set()
"""Digests of orders that were opened and found as ordered, in this process. What was signed once stays signed."""


def check_as_ordered(reader: Reader, row: Row[Any]) -> None:
    """Raise Damaged unless what stands open in an order is what its maker sealed.

    For every paper and step that does not open the recipient line itself: a return address that was rewritten after the
    front was printed would bring the letter, number and all, to whoever wrote it. The line is opened (logged) once for
    each order and program start, and looked at by nobody.
    """
    if _digest(reader, row) not in _seen:
        opened_line(reader, row, "mail.order_checked")


def opened_line(reader: Reader, row: Row[Any], action: str) -> RecipientLine:
    """Open the recipient line of an order. Logged. Raises Damaged when anything sealed with it is not as ordered."""
    origin = Origin(table=records.order.name, circle=CircleId(row.circle), facts=sealed_facts(dict(row._mapping)))
    line = reader.open_drop(
        CircleId(row.post_circle),
        row.recipient,
        RecipientLine,
        purpose=PURPOSE,
        row=row.id,
        action=action,
        origin=origin,
    )
    _seen.add(_digest(reader, row))
    return line


def _digest(reader: Reader, row: Row[Any]) -> bytes:
    told = (reader.session.vault_id, row.id, row.recipient, *sealed_facts(dict(row._mapping)))
    return hashlib.sha256(encode("spidesk/mail/order/1", *told)).digest()
