"""The ledger of an order: its label, the state it comes to, and whose it is. What every action of mail stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.shapes import Step
from spidesk.mail.rules.order import State, check_step, order_label
from spidesk.person.actions import user_names
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import CircleId, UserId
from spidesk.vault.session import CircleKind, Role, Session

POSTERS = (Role.POSTEXPEDITOR, Role.KRETSAGARE)
"""The roles that print and post in a post circle."""


def label_of(row: Row[Any]) -> str:
    """The order's label, from a row with its year and number."""
    return order_label(row.year, row.number)


def move(writer: Writer, row: Row[Any], state: State, *, reason: str | None = None, **values: object) -> None:
    """Bring an order to a state with its line in the ledger. Refuses `mail.not_now`."""
    check_step(State(row.state), state)
    writer.update(records.order, row.id, version=row.version, state=state.value, **values)
    records.add_step(writer, row.id, state, reason=reason)


def steps_of(reader: Reader, orders: Iterable[str]) -> dict[str, tuple[Step, ...]]:
    """The lines of these orders, oldest first."""
    names = user_names(reader)
    found: dict[str, list[Step]] = {}
    for row in records.steps_of(reader, orders):
        line = Step(state=State(row.state), reason=row.reason or "", by=names.get(UserId(row.by_user), ""), at=row.at)
        found.setdefault(row.mail_order, []).append(line)
    return {order: tuple(lines) for order, lines in found.items()}


def post_circles(session: Session) -> tuple[CircleId, ...]:
    """The post circles this user works in."""
    return tuple(one.id for one in session.circles_with(*POSTERS) if one.kind is CircleKind.POST)


def mine(reader: Reader, order: str) -> Row[Any]:
    """An order of a post circle this user works in, else Refusal `mail.not_yours`."""
    row = records.of(reader, order)
    if row.post_circle not in post_circles(reader.session):
        raise Refusal("mail.not_yours")
    return row
