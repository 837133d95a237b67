"""The papers of a batch in print order, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spidesk.mail.actions.batching.shapes import Batch, OuterView, Piece
from spidesk.mail.actions.batching.view import check_going, piece_key
from spidesk.mail.actions.ledger import label_of, post_circles
from spidesk.mail.actions.posting import envelope_of
from spidesk.mail.actions.shapes import PostRow
from spidesk.mail.document import papers
from spidesk.mail.records import batches
from spidesk.mail.rules.batch import PRINT_ORDER
from spidesk.mail.rules.order import PaperKind, State, papers_of
from spidesk.mail.rules.posting import Envelope
from spidesk.refusal import Refusal
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault

_INSIDE = tuple(one for one in PRINT_ORDER if one is not PaperKind.OUTER)


def pieces(batch: Batch) -> tuple[Piece, ...]:
    """Everything that may be printed, in print order: what belongs to all letters kind by kind, then the outers.

    Letters follow each other in the same order through all papers, so that the uppermost slip belongs to the uppermost
    envelope; those of one format stand together, so that the tray changes least. Posted outers are left out, and so is
    what lies in a letter that is matched already: it is sealed.
    """
    here = [outer for outer in batch.outers if outer.posted_on is None]
    rows = _by_format([row for outer in here for row in outer.rows if row.state in (State.ORDERED, State.PRINTED)])
    inside = [
        _inner(batch, paper, row) for paper in _INSIDE for row in rows if paper in papers_of(row.kind, row.delgivning)
    ]
    return (*inside, *_together([_outer(batch, outer) for outer in here]))


def left(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """What has still to be printed; after a jam, from the piece that failed. Those nobody knows about are asked."""
    return tuple(one for one in found if not one.printed and not one.asked)


def onward(found: Sequence[Piece], key: str) -> tuple[Piece, ...]:
    """From one piece to the end, printed or not: "Skriv ut igen från". Refuses `mail.gone`."""
    for place, one in enumerate(found):
        if one.key == key:
            return tuple(found[place:])
    raise Refusal("mail.gone")


def faces(vault: Vault, wanted: Sequence[Piece]) -> list[Envelope]:
    """What these papers say, in their order. Inner fronts open the recipient line.

    A line in the log is kept before anything is opened, and one for each letter opened. Refuses `mail.not_yours`,
    `mail.batch_stopped`, `mail.batch_ended`, `mail.not_in_batch`, `mail.called_off`.
    """
    orders = sorted({one.orders[0] for one in wanted})
    with vault.write() as writer:
        writer.note("mail.papers_asked", papers=len(wanted), letters=len(orders))
    with vault.write() as writer:
        rows = {row.id: row for row in batches.placed(writer, orders)}
        circles = post_circles(writer.session)
        for order in orders:
            row = rows.get(order)
            if row is None:
                raise Refusal("mail.gone")
            if row.post_circle not in circles:
                raise Refusal("mail.not_yours")
            if row.batch is None:
                raise Refusal("mail.not_in_batch")
            if row.state == State.CANCELLED.value:
                raise Refusal("mail.called_off", label=label_of(row))
            check_going(row)
        found = [envelope_of(writer, rows[one.orders[0]], one.paper) for one in wanted]
        writer.note("mail.papers_opened", papers=len(wanted), letters=len(orders))
    return found


def _inner(batch: Batch, paper: PaperKind, row: PostRow) -> Piece:
    key = piece_key(paper, row.id, None)
    return Piece(
        key=key,
        paper=paper,
        format=papers.format_of(paper, row.pair),
        label=row.label,
        orders=(row.id,),
        outer=None,
        printed=key in batch.prints.done,
        asked=key in batch.prints.asked,
    )


def _outer(batch: Batch, outer: OuterView) -> Piece:
    key = piece_key(PaperKind.OUTER, "", outer.id)
    return Piece(
        key=key,
        paper=PaperKind.OUTER,
        format=papers.format_of(PaperKind.OUTER, outer.rows[0].pair),
        label=f"{batch.label}/{outer.number}",
        orders=tuple(RowId(row.id) for row in outer.rows),
        outer=outer.id,
        printed=key in batch.prints.done,
        asked=key in batch.prints.asked,
    )


def _by_format(rows: Sequence[PostRow]) -> list[PostRow]:
    """Rows whose inner envelope is of one format together; formats in the order they first come."""
    first = {key: place for place, key in reversed(list(enumerate(row.pair.inner.key for row in rows)))}
    return sorted(rows, key=lambda row: first[row.pair.inner.key])


def _together(found: Sequence[Piece]) -> list[Piece]:
    first = {key: place for place, key in reversed(list(enumerate(one.format.key for one in found)))}
    return sorted(found, key=lambda one: first[one.format.key])
