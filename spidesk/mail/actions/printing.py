"""Every print in the ledger: written down before the paper leaves us, followed, and never assumed to have come out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions.ordering import move
from spidesk.mail.actions.posting import mine
from spidesk.mail.rules.order import Kind, PaperKind, State, papers_of
from spidesk.mail.rules.posting import Outcome, all_printed, check_print
from spidesk.vault.handles import Writer
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


def begin(vault: Vault, order: RowId, paper: PaperKind, *, queue: str, copies: int = 1) -> RowId:
    """Write down that a paper is about to be printed; whatever happens then, someone is asked. Gives the print.

    Refuses `mail.print_late` for an inner envelope that is matched already.
    """
    return _add(vault, order, paper, queue, copies, Outcome.BEGUN)


def saved(vault: Vault, order: RowId, paper: PaperKind) -> RowId:
    """Write down that a paper was saved as PDF; whether it was printed is asked."""
    return _add(vault, order, paper, "", 1, Outcome.SAVED)


def sent(vault: Vault, one: RowId, *, job: int) -> None:
    """The queue took the paper as this job; a print that is settled already stays so."""
    with vault.write() as writer:
        row = records.a_print(writer, one)
        mine(writer, row.mail_order)
        if row.outcome != Outcome.BEGUN.value:
            writer.note("mail.print_sent", object=row.mail_order, paper=row.paper, late=True)
            return
        writer.update(records.print_, one, version=row.version, job=job, outcome=Outcome.SENT.value)
        writer.note("mail.print_sent", object=row.mail_order, paper=row.paper)


def refused(vault: Vault, one: RowId) -> None:
    """The queue never took the paper: nothing was printed."""
    _settle(vault, one, Outcome.FAILED, answered=False)


def settled(vault: Vault, one: RowId, state: JobState) -> Outcome:
    """What the queue says became of the job. What it cannot say stays unknown until a person answers."""
    outcome = {JobState.COMPLETED: Outcome.COMPLETED, JobState.FAILED: Outcome.FAILED}.get(state, Outcome.UNKNOWN)
    _settle(vault, one, outcome, answered=False)
    return outcome


def answer(vault: Vault, one: RowId, *, printed: bool) -> None:
    """What a person who looked at the printer says."""
    _settle(vault, one, Outcome.COMPLETED if printed else Outcome.FAILED, answered=True)


def _add(vault: Vault, order: RowId, paper: PaperKind, queue: str, copies: int, outcome: Outcome) -> RowId:
    with vault.write() as writer:
        row = mine(writer, order)
        check_print(State(row.state), paper)
        again = paper in records.completed(writer, order)
        one = writer.insert(
            records.print_,
            mail_order=order,
            paper=paper.value,
            queue=queue,
            job=None,
            copies=copies,
            outcome=outcome.value,
            answered=False,
            by_user=writer.session.user.id,
            at=writer.now.replace(tzinfo=None, microsecond=0),
            settled_at=None,
        )
        action = "mail.paper_saved" if outcome is Outcome.SAVED else "mail.print_begun"
        writer.note(action, object=order, paper=paper.value, copies=copies, again=again)
    return one


def _settle(vault: Vault, one: RowId, outcome: Outcome, *, answered: bool) -> None:
    with vault.write() as writer:
        row = records.a_print(writer, one)
        order = mine(writer, row.mail_order)
        writer.update(
            records.print_,
            one,
            version=row.version,
            outcome=outcome.value,
            answered=answered,
            settled_at=None if outcome.open else writer.now.replace(tzinfo=None, microsecond=0),
        )
        _printed(writer, order)
        writer.note("mail.print_settled", object=order.id, paper=row.paper, outcome=outcome.value, answered=answered)


def _printed(writer: Writer, order: Row[Any]) -> None:
    """The order is printed when every paper of it has left a printer."""
    if order.state == State.ORDERED.value and all_printed(
        records.completed(writer, order.id), papers_of(Kind(order.kind), bool(order.delgivning))
    ):
        move(writer, order, State.PRINTED)
