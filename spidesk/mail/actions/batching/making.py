"""Putting a batch together, taking a letter out of it, and ending it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions import editions
from spidesk.mail.actions.batching.shapes import Batch, Proposal
from spidesk.mail.actions.batching.view import of_mine, view
from spidesk.mail.actions.ledger import label_of, mine, post_circles
from spidesk.mail.actions.ordering import Ways
from spidesk.mail.actions.still import check_still
from spidesk.mail.records import batches
from spidesk.mail.rules.batch import Item, Outer, check_outers, outer_of, propose
from spidesk.mail.rules.order import Kind, Pair, State
from spidesk.mail.rules.parcel import Parcel
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


def proposal(vault: Vault, orders: Collection[RowId] | None = None) -> Proposal:
    """How these letters (None: all that wait in the user's post circles) may lie in outer envelopes.

    Refuses what `begin` refuses of a letter that cannot be taken.
    """
    with vault.read() as reader:
        waiting = _waiting(reader)
        wanted = waiting if orders is None else _chosen(reader, waiting, orders)
        items = tuple(item_of(row) for row in wanted.values())
        most = most_mm(reader)
        return Proposal(items=items, outers=propose(items, most_mm=most), most_mm=most)


def begin(vault: Vault, outers: Sequence[Sequence[RowId]], *, ways: Ways | None = None) -> Batch:
    """Begin a batch with these letters lying together so.

    Refuses `mail.batch_open` (the user has one), `mail.batch_empty`, `mail.in_batch`, `mail.not_now`, `mail.gone`,
    `mail.not_yours`, `mail.changed_since`, and what `check_outers` refuses; a batch has one post circle.
    """
    with vault.write() as writer:
        if batches.unfinished(writer, post_circles(writer.session), writer.session.user.id):
            raise Refusal("mail.batch_open")
        listed = [order for inside in outers for order in inside]
        if not listed:
            raise Refusal("mail.batch_empty")
        rows = _chosen(writer, _waiting(writer), listed)
        packed = _packed(outers, rows, most_mm(writer))
        for row in rows.values():
            check_still(writer, row, ways)
        batch = _insert(writer, packed, rows)
        writer.note("mail.batch_begun", object=batch, letters=len(rows), outers=len(packed))
        return view(writer, batches.of(writer, batch))


def take_out(vault: Vault, batch: RowId, order: RowId) -> None:
    """Lay a letter of the batch aside: it waits on the desk again, as printed or matched as it is.

    Of a letter that has been called off: say that its papers are out of the pile. Refuses `mail.not_in_batch`, and
    `mail.not_now` of a posted outer.
    """
    with vault.write() as writer:
        running = of_mine(writer, batch)
        row = mine(writer, order)
        found = batches.open_batch(writer, row)
        if found is None or found.id != running.id:
            raise Refusal("mail.not_now" if row.posted_on else "mail.not_in_batch")
        called_off = row.state == State.CANCELLED.value
        writer.update(records.order, row.id, version=row.version, outer=None)
        writer.note("mail.taken_out", object=order, called_off=called_off)


def finish(vault: Vault, batch: RowId) -> None:
    """End the batch; letters that have not been posted wait on the desk again.

    Refuses `mail.batch_stopped`, `mail.batch_ended`, and `mail.called_off_inside` while papers of a letter that was
    called off may lie in the pile.
    """
    with vault.write() as writer:
        row = of_mine(writer, batch)
        now = view(writer, row)
        if now.ended:
            raise Refusal("mail.batch_ended")
        if now.stop is not None:
            raise Refusal("mail.batch_stopped")
        if now.called_off:
            raise Refusal("mail.called_off_inside", label=now.called_off[0].label)
        writer.update(records.batch, row.id, version=row.version, ended_at=writer.now.replace(tzinfo=None))
        posted = sum(len(outer.rows) for outer in now.outers if outer.posted_on)
        writer.note("mail.batch_ended", object=row.id, posted=posted, left=len(list(now.rows)) - posted)


def most_mm(reader: Reader) -> int:
    """How thick a filled outer envelope may be today."""
    return editions.current(reader, reader.today).outer_thickness_mm


def item_of(row: Row[Any]) -> Item:
    """An order as it is packed."""
    kind = Kind(row.kind)
    parcel = None
    if kind is Kind.PARCEL:
        parcel = Parcel(weight_g=row.weight_g, length_mm=row.length_mm, width_mm=row.width_mm, height_mm=row.height_mm)
    return Item(
        order=row.id,
        label=label_of(row),
        kind=kind,
        pair=Pair.of(row.pair),
        thickness_mm=row.thickness_mm,
        parcel=parcel,
        circle=row.post_circle,
    )


def _waiting(reader: Reader) -> dict[str, Row[Any]]:
    return {row.id: row for row in batches.free(reader, post_circles(reader.session))}


def _chosen(reader: Reader, waiting: Mapping[str, Row[Any]], orders: Collection[str]) -> dict[str, Row[Any]]:
    """These rows, or the reason why one of them does not wait."""
    for order in orders:
        if order not in waiting:
            row = mine(reader, order)
            raise Refusal("mail.not_now" if batches.open_batch(reader, row) is None else "mail.in_batch")
    return {order: waiting[order] for order in orders}


def _packed(outers: Sequence[Sequence[RowId]], rows: Mapping[str, Row[Any]], most: int) -> list[Outer]:
    items = {order: item_of(row) for order, row in rows.items()}
    packed = [outer_of([items[order] for order in inside]) for inside in outers if inside]
    check_outers(packed, list(items.values()), most_mm=most)
    if len({one.circle for one in items.values()}) > 1:
        raise Refusal("mail.circles_differ")
    return packed


def _insert(writer: Writer, packed: Sequence[Outer], rows: Mapping[str, Row[Any]]) -> RowId:
    year = writer.today.year
    circle = next(iter(rows.values())).post_circle
    batch = writer.insert(
        records.batch,
        year=year,
        number=batches.next_number(writer, year),
        post_circle=circle,
        by_user=writer.session.user.id,
        at=writer.now.replace(tzinfo=None, microsecond=0),
        ended_at=None,
    )
    for place, one in enumerate(packed, start=1):
        outer = writer.insert(
            records.outer,
            batch=batch,
            post_circle=circle,
            place=place,
            format=one.format,
            registered=one.registered,
        )
        for order in one.orders:
            writer.update(records.order, order, version=rows[order].version, outer=outer)
    return batch
