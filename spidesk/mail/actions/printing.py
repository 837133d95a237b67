"""Every print in the ledger: written down before the paper leaves us, followed, and never assumed to have come out.

One paper at a time for a single letter; for a batch the `…_many` forms, each of them one transaction. A shared outer
envelope that is printed stands in the ledger of every letter in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions.batching.shapes import Piece
from spidesk.mail.actions.batching.view import check_going, piece_key
from spidesk.mail.actions.ledger import label_of, mine, move, post_circles
from spidesk.mail.records import batches
from spidesk.mail.rules.batch import Reprint
from spidesk.mail.rules.order import Kind, PaperKind, State, papers_of
from spidesk.mail.rules.posting import Outcome, all_printed, check_print
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault

_ONE = frozenset({PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.SLIP})
_NEXT = timedelta(microseconds=1)
_TOLD = {JobState.COMPLETED: Outcome.COMPLETED, JobState.FAILED: Outcome.FAILED}


def begin(
    vault: Vault, order: RowId, paper: PaperKind, *, queue: str, copies: int = 1, reason: Reprint | None = None
) -> RowId:
    """Write down that a paper is about to be printed; whatever happens then, someone is asked. Gives the print.

    Refuses `mail.print_late` for an inner envelope that is matched already, `mail.batch_stopped` in such a batch, and
    `mail.one_copy`: two inner envelopes or slips of one letter would both match.
    """
    if copies != 1 and paper in _ONE:
        raise Refusal("mail.one_copy", field="copies")
    return _add(vault, order, paper, queue, copies, Outcome.BEGUN, reason)


def saved(vault: Vault, order: RowId, paper: PaperKind) -> RowId:
    """Write down that a paper was saved as PDF; whether it was printed is asked."""
    return _add(vault, order, paper, "", 1, Outcome.SAVED, None)


def sent(vault: Vault, one: RowId, *, job: int) -> None:
    """The queue took the paper as this job; a print that is settled already stays so."""
    with vault.write() as writer:
        row = records.a_print(writer, one)
        mine(writer, row.mail_order)
        taken = _sent(writer, row, job)
        writer.note("mail.print_sent", object=row.mail_order, paper=row.paper, late=not taken)


def refused(vault: Vault, one: RowId) -> None:
    """The queue never took the paper: nothing was printed."""
    _settle(vault, one, Outcome.FAILED, answered=False)


def settled(vault: Vault, one: RowId, state: JobState) -> Outcome:
    """What the queue says became of the job. What it cannot say stays unknown until a person answers."""
    outcome = _TOLD.get(state, Outcome.UNKNOWN)
    _settle(vault, one, outcome, answered=False)
    return outcome


def answer(vault: Vault, one: RowId, *, printed: bool) -> None:
    """What a person who looked at the printer says."""
    _settle(vault, one, Outcome.COMPLETED if printed else Outcome.FAILED, answered=True)


def begin_many(
    vault: Vault, pieces: Sequence[Piece], *, queue: str, reason: Reprint | None = None
) -> dict[str, tuple[RowId, ...]]:
    """Write down that these papers of a batch are about to be printed; gives the prints of each by its key.

    Refuses `mail.reprint_reason` when one of them may have come out before and there is no `reason`; `mail.print_late`,
    `.called_off`, `.not_in_batch`, `.batch_stopped`, `.batch_ended`, `.not_yours`. Then none of them is begun.
    """
    return _begin_many(vault, pieces, queue, Outcome.BEGUN, reason)


def saved_many(vault: Vault, pieces: Sequence[Piece], *, reason: Reprint | None = None) -> dict[str, tuple[RowId, ...]]:
    """Write down that these papers of a batch were saved as PDF; if they were printed is asked. As `begin_many`."""
    return _begin_many(vault, pieces, "", Outcome.SAVED, reason)


def sent_many(vault: Vault, jobs: Mapping[RowId, int]) -> None:
    """The queue took these prints as these jobs; those that are settled already stay so."""
    with vault.write() as writer:
        taken = sum(_sent(writer, row, jobs[RowId(row.id)]) for row in _mine(writer, jobs))
        writer.note("mail.prints_sent", prints=taken)


def refused_many(vault: Vault, ones: Collection[RowId]) -> None:
    """The queue never took these: nothing was printed."""
    _settle_many(vault, dict.fromkeys(ones, Outcome.FAILED), answered=False)


def settled_many(vault: Vault, states: Mapping[RowId, JobState]) -> dict[RowId, Outcome]:
    """What the queue says became of these jobs; gives what each print is now.

    One that was settled before, by the queue or by a person, stays as it was.
    """
    told = {one: _TOLD.get(state, Outcome.UNKNOWN) for one, state in states.items()}
    return _settle_many(vault, told, answered=False)


def answer_many(vault: Vault, printed: Mapping[RowId, bool]) -> dict[RowId, Outcome]:
    """What a person who looked at the printer says of these."""
    told = {one: Outcome.COMPLETED if came else Outcome.FAILED for one, came in printed.items()}
    return _settle_many(vault, told, answered=True)


def _add(
    vault: Vault,
    order: RowId,
    paper: PaperKind,
    queue: str,
    copies: int,
    outcome: Outcome,
    reason: Reprint | None,
) -> RowId:
    with vault.write() as writer:
        row = mine(writer, order)
        running = batches.open_batch(writer, row)
        if running is not None:
            check_going(running)
        check_print(State(row.state), paper)
        again = paper in records.completed(writer, order)
        at = _moment(writer, records.prints_of(writer, order))
        one = _insert(writer, row, paper, queue, outcome, reason, at, copies)
        action = "mail.paper_saved" if outcome is Outcome.SAVED else "mail.print_begun"
        writer.note(action, object=order, paper=paper.value, copies=copies, again=again)
    return one


def _begin_many(
    vault: Vault, pieces: Sequence[Piece], queue: str, outcome: Outcome, reason: Reprint | None
) -> dict[str, tuple[RowId, ...]]:
    with vault.write() as writer:
        rows = _lying(writer, {order for one in pieces for order in one.orders})
        lines = batches.prints_of(writer, rows)
        before, at = _before(lines), _moment(writer, lines)
        made, again = {}, 0
        for one in pieces:
            inside = [_printable(rows[order], one) for order in one.orders]
            repeated = any((one.key, row.id) in before for row in inside)
            if repeated and reason is None:
                raise Refusal("mail.reprint_reason", field="reason")
            why = reason if repeated else None
            made[one.key] = tuple(_insert(writer, row, one.paper, queue, outcome, why, at) for row in inside)
            again += repeated
        details = {"reason": reason.value} if reason is not None and again else {}
        action = "mail.papers_saved" if outcome is Outcome.SAVED else "mail.prints_begun"
        writer.note(action, papers=len(pieces), letters=len(rows), again=again, **details)
    return made


def _insert(
    writer: Writer,
    row: Row[Any],
    paper: PaperKind,
    queue: str,
    outcome: Outcome,
    reason: Reprint | None,
    at: datetime,
    copies: int = 1,
) -> RowId:
    return writer.insert(
        records.print_,
        mail_order=row.id,
        paper=paper.value,
        queue=queue,
        job=None,
        copies=copies,
        outcome=outcome.value,
        answered=False,
        by_user=writer.session.user.id,
        at=at,
        settled_at=None,
        outer=row.outer if paper is PaperKind.OUTER else None,
        reason=reason.value if reason else None,
    )


def _lying(reader: Reader, orders: Collection[str]) -> dict[str, Row[Any]]:
    """These orders, each in a batch of the user's that goes on."""
    rows = {row.id: row for row in batches.placed(reader, orders)}
    circles = post_circles(reader.session)
    for order in orders:
        row = rows.get(order)
        if row is None:
            raise Refusal("mail.gone")
        if row.post_circle not in circles:
            raise Refusal("mail.not_yours")
        if row.batch is None:
            raise Refusal("mail.not_in_batch")
        check_going(row)
    return rows


def _printable(row: Row[Any], piece: Piece) -> Row[Any]:
    """The row, if this piece of it may be printed now and still belongs to it."""
    if row.state == State.CANCELLED.value:
        raise Refusal("mail.called_off", label=label_of(row))
    if piece.outer is not None and row.outer != piece.outer:
        raise Refusal("mail.not_in_batch")
    check_print(State(row.state), piece.paper)
    return row


def _moment(writer: Writer, lines: Iterable[Row[Any]]) -> datetime:
    """Now, and after every print before: which one is the newest must not hang on a clock that was set back."""
    now = writer.now.replace(tzinfo=None)
    return max((line.at + _NEXT for line in lines if line.at >= now), default=now)


def _before(lines: Iterable[Row[Any]]) -> set[tuple[str, str]]:
    """The pieces that may have come out of a printer already, with their order: newest print not known as failed."""
    last: dict[tuple[str, str], str] = {}
    for line in lines:
        last[piece_key(PaperKind(line.paper), line.mail_order, line.outer), line.mail_order] = line.outcome
    return {key for key, outcome in last.items() if outcome != Outcome.FAILED.value}


def _mine(reader: Reader, ones: Collection[RowId]) -> list[Row[Any]]:
    """These prints, if they are of the user's post circles."""
    found = batches.prints(reader, ones)
    circles = post_circles(reader.session)
    if any(row.post_circle not in circles for row in batches.placed(reader, {line.mail_order for line in found})):
        raise Refusal("mail.not_yours")
    return found


def _sent(writer: Writer, row: Row[Any], job: int) -> bool:
    if row.outcome != Outcome.BEGUN.value:
        return False
    writer.update(records.print_, row.id, version=row.version, job=job, outcome=Outcome.SENT.value)
    return True


def _settle(vault: Vault, one: RowId, outcome: Outcome, *, answered: bool) -> None:
    with vault.write() as writer:
        row = records.a_print(writer, one)
        order = mine(writer, row.mail_order)
        if Outcome(row.outcome).open:
            _close(writer, row, outcome, answered=answered)
            _printed(writer, [order])
        writer.note("mail.print_settled", object=order.id, paper=row.paper, outcome=outcome.value, answered=answered)


def _settle_many(vault: Vault, told: Mapping[RowId, Outcome], *, answered: bool) -> dict[RowId, Outcome]:
    """Settle what is open of these; gives what each is now."""
    with vault.write() as writer:
        now = {}
        touched = set()
        for row in _mine(writer, told):
            one = RowId(row.id)
            now[one] = Outcome(row.outcome)
            if now[one].open and now[one] is not told[one]:
                now[one] = told[one]
                _close(writer, row, told[one], answered=answered)
                touched.add(row.mail_order)
        _printed(writer, batches.placed(writer, touched))
        completed = sum(one is Outcome.COMPLETED for one in now.values())
        writer.note("mail.prints_settled", prints=len(now), completed=completed, answered=answered)
    return now


def _close(writer: Writer, row: Row[Any], outcome: Outcome, *, answered: bool) -> None:
    writer.update(
        records.print_,
        row.id,
        version=row.version,
        outcome=outcome.value,
        answered=answered,
        settled_at=None if outcome.open else writer.now.replace(tzinfo=None, microsecond=0),
    )


def _printed(writer: Writer, orders: Iterable[Row[Any]]) -> None:
    """An order is printed when every paper of it has left a printer."""
    waiting = [row for row in orders if row.state == State.ORDERED.value]
    out: dict[str, set[PaperKind]] = {row.id: set() for row in waiting}
    for line in batches.prints_of(writer, out):
        if line.outcome == Outcome.COMPLETED.value:
            out[line.mail_order].add(PaperKind(line.paper))
    for row in waiting:
        if all_printed(out[row.id], papers_of(Kind(row.kind), bool(row.delgivning))):
            move(writer, row, State.PRINTED)
