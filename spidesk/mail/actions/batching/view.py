"""A batch as it stands: read from open columns, nothing opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from spidesk.mail.actions.batching.shapes import Batch, OuterView, Prints, Stop
from spidesk.mail.actions.ledger import label_of, mine, post_circles
from spidesk.mail.actions.posting import post_rows
from spidesk.mail.actions.shapes import PostRow
from spidesk.mail.records import batches
from spidesk.mail.rules.batch import batch_label
from spidesk.mail.rules.order import PaperKind, State
from spidesk.mail.rules.posting import Outcome
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import CircleId, RowId
from spidesk.vault.vault import Vault


def current(vault: Vault) -> Batch | None:
    """The user's own unfinished batch, also after the program has been killed."""
    with vault.read() as reader:
        rows = batches.unfinished(reader, post_circles(reader.session), reader.session.user.id)
        return view(reader, rows[0]) if rows else None


def unfinished(vault: Vault) -> tuple[Batch, ...]:
    """Every unfinished batch of the user's post circles, colleagues' too, oldest first."""
    with vault.read() as reader:
        return tuple(view(reader, row) for row in batches.unfinished(reader, post_circles(reader.session)))


def one(vault: Vault, batch: RowId) -> Batch:
    """One batch, ended or not. Refuses `mail.gone` and `mail.not_yours`."""
    with vault.read() as reader:
        return view(reader, of_mine(reader, batch))


def of_mine(reader: Reader, batch: str) -> Row[Any]:
    """A batch of a post circle this user works in, else Refusal `mail.not_yours`."""
    row = batches.of(reader, batch)
    if row.post_circle not in post_circles(reader.session):
        raise Refusal("mail.not_yours")
    return row


def going(reader: Reader, batch: str) -> Row[Any]:
    """A batch that goes on: `mail.batch_ended` and `mail.batch_stopped` besides what `of_mine` refuses."""
    row = of_mine(reader, batch)
    check_going(row)
    return row


def check_going(row: Row[Any]) -> None:
    """Refuse `mail.batch_ended` and `mail.batch_stopped`; for any row with `ended_at` and `stopped_at` of a batch."""
    if row.ended_at is not None:
        raise Refusal("mail.batch_ended")
    if row.stopped_at is not None:
        raise Refusal("mail.batch_stopped")


def view(reader: Reader, row: Row[Any]) -> Batch:
    """The batch with its outer envelopes, letters and prints."""
    orders = batches.orders_in(reader, row.id)
    prints = batches.prints_of(reader, [order.id for order in orders])
    rows: dict[str, PostRow] = {shown.id: shown for shown in post_rows(reader, orders)}
    lies: dict[str, list[Row[Any]]] = {}
    for order in orders:
        if order.state != State.CANCELLED.value:
            lies.setdefault(order.outer, []).append(order)
    return Batch(
        id=RowId(row.id),
        label=batch_label(row.year, row.number),
        circle=CircleId(row.post_circle),
        mine=row.by_user == reader.session.user.id,
        at=row.at,
        outers=tuple(
            _outer(outer, [rows[order.id] for order in lies[outer.id]])
            for outer in batches.outers_of(reader, row.id)
            if outer.id in lies
        ),
        called_off=_called_off(orders, rows, {line.mail_order for line in prints}),
        stop=_stop(reader, row),
        ended=row.ended_at is not None,
        prints=_newest(prints, lies),
    )


def piece_key(paper: PaperKind, order: str, outer: str | None) -> str:
    """The key of a piece: one for each paper of a letter, and one for an outer envelope however many share it."""
    return f"outer.{outer}" if paper is PaperKind.OUTER else f"{paper.value}.{order}"


def _outer(row: Row[Any], rows: Sequence[PostRow]) -> OuterView:
    return OuterView(
        id=RowId(row.id),
        number=row.place,
        format=row.format,
        registered=row.registered,
        rows=tuple(rows),
        posted_on=row.posted_on,
        rek=row.rek or "",
    )


def _called_off(orders: Iterable[Row[Any]], rows: dict[str, PostRow], begun: set[str]) -> tuple[PostRow, ...]:
    """Letters called off after something of them may have been printed: their papers lie in the pile."""
    return tuple(rows[order.id] for order in orders if order.state == State.CANCELLED.value and order.id in begun)


def _stop(reader: Reader, row: Row[Any]) -> Stop | None:
    if row.stopped_at is None:
        return None
    return Stop(letter=_label(reader, row.stopped_letter), inner=_label(reader, row.stopped_inner), at=row.stopped_at)


def _label(reader: Reader, order: str | None) -> str:
    """The label of a letter of this user's post circles; what else somebody has written there is nobody's."""
    try:
        return label_of(mine(reader, order)) if order else ""
    except Refusal:
        return ""


def _newest(prints: Iterable[Row[Any]], lies: dict[str, list[Row[Any]]]) -> Prints:
    """What the newest print of each piece came to; an outer is out when it is for every letter that lies in it."""
    last: dict[tuple[str, str], Outcome] = {}
    for line in prints:
        last[piece_key(PaperKind(line.paper), line.mail_order, line.outer), line.mail_order] = Outcome(line.outcome)
    done: set[str] = set()
    asked: set[str] = set()
    missing: set[str] = set()
    for (key, _), outcome in last.items():
        (done if outcome is Outcome.COMPLETED else asked if outcome.open else missing).add(key)
    for outer, orders in lies.items():
        key = piece_key(PaperKind.OUTER, "", outer)
        if any((key, order.id) not in last for order in orders):
            missing.add(key)
    return Prints(done=frozenset(done - asked - missing), asked=frozenset(asked))
