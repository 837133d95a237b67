"""Rows of mail_question. Their ids are made of the order and a number, so that the log can be asked for each of them.

Anyone in the vault can take a row away; the log still knows that it was there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import count, takewhile
from typing import Any

from sqlalchemy import Row, select

from spidesk.mail.records.tables import order, question
from spidesk.mail.rules.naming import State
from spidesk.mail.rules.order import State as OrderState
from spidesk.refusal import Refusal
from spidesk.vault.canonical import encode
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId

_LABEL = "spidesk/mail/question/1"
_ID = 16
_AT_ONCE = 500
_RANK = (State.OPEN, State.STOPPED, State.CLEARED)


def question_id(one: str, number: int) -> str:
    """The id of an order's question of this number, 0 and up."""
    return hashlib.sha256(encode(_LABEL, one, number)).digest()[:_ID].hex()


def asked_of(reader: Reader, one: str) -> list[str]:
    """The ids of every question that was ever asked of an order, by the log, oldest first."""
    ids = (question_id(one, number) for number in count())
    return list(takewhile(lambda row: reader.was_written(question, row), ids))


def a_question(reader: Reader, one: str) -> Row[Any]:
    """One question, or Refusal `mail.gone`."""
    row = reader.maybe(select(question).where(question.c.id == one))
    if row is None:
        raise Refusal("mail.gone")
    return row


def maybe_question(reader: Reader, one: str) -> Row[Any] | None:
    """One question, or None."""
    return reader.maybe(select(question).where(question.c.id == one))


def waiting(reader: Reader, circles: Iterable[CircleId]) -> list[Row[Any]]:
    """Open questions of these circles about letters not yet posted, with the order's columns, oldest first."""
    ended = [one.value for one in (OrderState.CANCELLED, OrderState.POSTED, OrderState.DONE, OrderState.RESENT)]
    asked = (
        select(question, order.c.year, order.c.number, order.c.person, order.c.reference)
        .join(order, order.c.id == question.c.mail_order)
        .where(
            question.c.circle.in_(list(circles)),
            question.c.circle == order.c.circle,
            question.c.state == State.OPEN.value,
            order.c.state.not_in(ended),
        )
        .order_by(question.c.at, question.c.id)
    )
    return list(reader.rows(asked))


def states(reader: Reader, orders: Iterable[str]) -> dict[str, State]:
    """Where the questions of these orders stand, by the open columns: open before stopped before cleared."""
    ids: list[str] = list(orders)
    found: dict[str, State] = {}
    for begin in range(0, len(ids), _AT_ONCE):
        asked = select(question.c.mail_order, question.c.state).where(
            question.c.mail_order.in_(ids[begin : begin + _AT_ONCE])
        )
        for row in reader.rows(asked):
            state = State(row.state)
            found[row.mail_order] = min(state, found.get(row.mail_order, state), key=_RANK.index)
    return found
