"""Matching letters with their inner envelopes, and posting the outers with what lies in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions import naming
from spidesk.mail.actions.batching.shapes import Match
from spidesk.mail.actions.batching.view import check_going, going, of_mine
from spidesk.mail.actions.ledger import label_of, mine, move, post_circles
from spidesk.mail.actions.ordering import Ways
from spidesk.mail.actions.still import check_rek_unused, check_still
from spidesk.mail.records import batches
from spidesk.mail.rules.order import Kind, State, Unmatched
from spidesk.mail.rules.piece import read_piece
from spidesk.mail.rules.posting import check_posting
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


def match(vault: Vault, batch: RowId, letter: str, inner: str) -> Match:
    """Compare the codes read from a letter and an inner envelope, whichever letter of the batch it is.

    Both of one letter: it is matched. Of two letters: logged, and the batch stops until `resume`. Refuses
    `mail.code_empty`, `.code_typo`, `.code_side` beside `letter` or `inner`; `.not_in_batch` (a pair that belongs
    together, of no letter here), `.not_printed`, `.called_off`, `.matched_already`, and what `going` refuses.
    """
    with vault.write() as writer:
        running = going(writer, batch)
        codes = (read_piece(letter, field="letter"), read_piece(inner, field="inner"))
        if codes[0] != codes[1]:
            return _mismatch(writer, running, codes)
        row = _with_piece(writer, codes[0])
        if row is None or not _lies_in(writer, row, running):
            raise Refusal("mail.not_in_batch")
        _check_unsealed(writer, row)
        move(writer, row, State.MATCHED)
        writer.note("mail.matched", object=row.id)
    label = label_of(row)
    return Match(matched=True, letter=label, inner=label, order=RowId(row.id))


def resume(vault: Vault, batch: RowId) -> None:
    """Say that the two that were swapped lie right again, or are put aside; both are to be read once more."""
    with vault.write() as writer:
        row = of_mine(writer, batch)
        if row.stopped_at is None:
            raise Refusal("mail.not_now")
        writer.update(
            records.batch, row.id, version=row.version, stopped_at=None, stopped_letter=None, stopped_inner=None
        )
        writer.note("mail.batch_resumed", object=row.id)


def unmatched(vault: Vault, order: RowId, reason: Unmatched | None) -> None:
    """Say that a letter of a batch was sealed without both codes being read, and why; it stays in the ledger.

    Refuses `mail.not_matched` beside `reason`, and as `match` does.
    """
    with vault.write() as writer:
        row = mine(writer, order)
        running = batches.open_batch(writer, row)
        if running is None:
            raise Refusal("mail.not_in_batch")
        check_going(running)
        _check_unsealed(writer, row)
        if reason is None:
            raise Refusal("mail.not_matched", field="reason")
        move(writer, row, State.MATCHED, reason=reason.value)
        writer.note("mail.sealed_unmatched", object=order, reason=reason.value)


def post(vault: Vault, batch: RowId, outer: RowId, on: date | None, rek: str = "", *, ways: Ways | None = None) -> None:
    """Say that an outer was handed to the post with every letter in it; a rek with its number.

    Refuses what `check_posting` refuses, `mail.letter_unprinted`, `mail.letter_unmatched`, `mail.called_off_inside`,
    `mail.question_open`, `mail.changed_since`, `mail.rek_used`, `mail.outer_empty`, and as `going` does.
    """
    with vault.write() as writer:
        running = going(writer, batch)
        envelope = _outer(writer, running, outer)
        rows = _inside(writer, envelope)
        number = ""
        for row in rows:
            naming.check_answered(writer, row)
            check_still(writer, row, ways)
            number = _checked(writer, row, on, rek)
        check_rek_unused(writer, running.post_circle, number)
        kept = number or None
        writer.update(records.outer, envelope.id, version=envelope.version, posted_on=on, rek=kept)
        read = _read(writer, rows)
        for row in rows:
            move(writer, row, State.POSTED, posted_on=on, rek=kept)
            writer.note("mail.posted", object=row.id, matched=row.id in read)
        writer.note("mail.outer_posted", object=envelope.id, letters=len(rows))


def _mismatch(writer: Writer, running: Row[Any], codes: tuple[str, str]) -> Match:
    """Stop the batch, and say which letters the two codes belong to."""
    found = [_with_piece(writer, one) for one in codes]
    ids = [None if row is None else row.id for row in found]
    writer.update(
        records.batch,
        running.id,
        version=running.version,
        stopped_at=writer.now.replace(tzinfo=None, microsecond=0),
        stopped_letter=ids[0],
        stopped_inner=ids[1],
    )
    writer.note("mail.mismatch", object=running.id, letter=ids[0] or "unknown", inner=ids[1] or "unknown")
    letter, inner = ("" if row is None else label_of(row) for row in found)
    return Match(matched=False, letter=letter, inner=inner)


def _with_piece(reader: Reader, piece: str) -> Row[Any] | None:
    """The letter that bears a code, if it is one of this user's post circles: others are nobody here."""
    row = records.with_piece(reader, piece)
    return row if row is not None and row.post_circle in post_circles(reader.session) else None


def _lies_in(reader: Reader, row: Row[Any], running: Row[Any]) -> bool:
    found = batches.open_batch(reader, row)
    return found is not None and found.id == running.id


def _check_unsealed(reader: Reader, row: Row[Any]) -> None:
    """Whether the letter may be sealed now."""
    state, label = State(row.state), label_of(row)
    if state is State.CANCELLED:
        raise Refusal("mail.called_off", label=label)
    if state is State.MATCHED:
        raise Refusal("mail.matched_already", label=label)
    if state is not State.PRINTED:
        raise Refusal("mail.not_printed")
    naming.check_answered(reader, row)


def _outer(reader: Reader, running: Row[Any], outer: str) -> Row[Any]:
    for row in batches.outers_of(reader, running.id):
        if row.id == outer:
            if row.posted_on is not None:
                raise Refusal("mail.not_now")
            return row
    raise Refusal("mail.gone")


def _inside(reader: Reader, envelope: Row[Any]) -> list[Row[Any]]:
    """What lies in an outer: called off, a letter must be taken out first if any paper of it may exist."""
    rows = batches.in_outer(reader, envelope.id)
    called_off = [row for row in rows if row.state == State.CANCELLED.value]
    begun = {line.mail_order for line in batches.prints_of(reader, [row.id for row in called_off])}
    for row in called_off:
        if row.id in begun:
            raise Refusal("mail.called_off_inside", label=label_of(row))
    live = [row for row in rows if row.state != State.CANCELLED.value]
    if not live:
        raise Refusal("mail.outer_empty", number=envelope.place)
    return live


def _checked(reader: Reader, row: Row[Any], on: date | None, rek: str) -> str:
    state = State(row.state)
    if state is not State.MATCHED:
        code = "mail.letter_unmatched" if state is State.PRINTED else "mail.letter_unprinted"
        raise Refusal(code, label=label_of(row))
    return check_posting(
        state, Kind(row.kind), on=on, ordered_on=row.ordered_on, rek=rek, reason=None, today=reader.today
    )


def _read(reader: Reader, rows: list[Row[Any]]) -> set[str]:
    """Those of these letters whose two codes were read; the others were sealed with a reason."""
    found = set()
    for line in records.steps_of(reader, [row.id for row in rows]):
        if line.state == State.MATCHED.value and line.reason is None:
            found.add(line.mail_order)
    return found
