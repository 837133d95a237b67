"""A batch of a thousand orders at the post: how long each step takes, and what memory its papers take.

    python -m tests.bench.batch ROOT BEGAN COUNT

In a vault of its own below ROOT. The orders are made first and not measured; one in ten is a rek. Then everything the
post does with them, step by step, each as few transactions as the program makes of it.
"""

from __future__ import annotations

import gc
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from spidesk.contact.actions import check_allowed, post_way
from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions import Ways, batching, ordering, printing, senders
from spidesk.mail.document import papers
from spidesk.mail.rules.order import Kind, NewOrder, Pair, PaperKind
from spidesk.person import records as person
from spidesk.vault.vault import Vault
from tests.bench import child, people

T = TypeVar("T")
_PAIRS = (Pair.C5_C4, Pair.DL_C5, Pair.C6_C5)
_REK_ONE_IN = 10
_ENVELOPES = (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.OUTER)
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_WAYS = Ways(post_way=post_way, check_allowed=check_allowed)


class _Watch:
    """Seconds of each step, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], T]) -> T:
        """Do it, and keep how long it took."""
        began = time.perf_counter()
        try:
            return work()
        finally:
            self.seconds[name] = time.perf_counter() - began


def _order(vault: Vault, count: int) -> None:
    """One letter to each of so many people."""
    sender = senders.approve(vault, lines="Exempelkommun\nBox 100\n123 45 Exempelstad", neutral="Box 100, Exempelstad")
    with vault.read() as reader:
        everyone = [row.id for row in reader.rows(select(person.record.c.id).limit(count))]
    for place, who in enumerate(everyone):
        asked = NewOrder(
            kind=Kind.REK if place % _REK_ONE_IN == 0 else Kind.ORDINARY,
            pair=_PAIRS[place % len(_PAIRS)],
            sender=sender,
            contents="beslut, två sidor",
            others_named=False,
            thickness_mm=1 + place % 5,
        )
        ordering.place(vault, who, asked, _WAYS)


def _printed(vault: Vault, pieces: tuple[batching.Piece, ...], watch: _Watch) -> None:
    made = watch.time("begin_many", lambda: printing.begin_many(vault, pieces, queue="kuvert"))
    jobs = {one: number for number, ones in enumerate(made.values(), start=1) for one in ones}
    watch.time("sent_many", lambda: printing.sent_many(vault, jobs))
    watch.time("settled_many", lambda: printing.settled_many(vault, dict.fromkeys(jobs, JobState.COMPLETED)))


def _papers(pieces: tuple[batching.Piece, ...], faces: list[Any]) -> dict[str, float]:
    """Each paper by itself, as a run makes them; memory after the first fifth and after the last."""
    early, size, envelopes = 0.0, 0, 0.0
    for done, (piece, face) in enumerate(zip(pieces, faces, strict=True), start=1):
        began = time.perf_counter()
        size += len(papers.make(piece.paper, face).pdf)
        if piece.paper in _ENVELOPES:
            envelopes += time.perf_counter() - began
        if done == len(pieces) // 5 + 1:
            gc.collect()
            early = child.memory()["now"]
    gc.collect()
    return {"envelopes": envelopes, "bytes": size, "early": early, "late": child.memory()["now"]}


def _sealed(vault: Vault, batch: batching.Batch, watch: _Watch) -> list[float]:
    """Match every letter, and post every outer; gives the seconds of each match."""
    with vault.read() as reader:
        codes = {row.id: row.piece for row in reader.rows(select(records.order.c.id, records.order.c.piece))}
    took = []
    for row in batch.rows:
        began = time.perf_counter()
        batching.match(vault, batch.id, codes[row.id], codes[row.id])
        took.append(time.perf_counter() - began)
    today = vault.opened.held.now().astimezone().date()

    def post() -> None:
        for outer in batch.outers:
            rek = _rek(outer.number) if outer.registered else ""
            batching.post(vault, batch.id, outer.id, today, rek, ways=_WAYS)

    watch.time("post", post)
    return took


def _rek(number: int) -> str:
    digits = f"{number:08}"
    left = 11 - sum(int(one) * weight for one, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return f"RR{digits}{({10: 0, 11: 5}).get(left, left)}SE"


def measure(root: Path, count: int) -> dict[str, Any]:
    """Everything the post does with a batch of `count` letters."""
    folder = root / "batch"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    place = people.place_under(folder)
    people.build(place, count, lambda _: None)
    watch = _Watch()
    with place.opened() as vault:
        _order(vault, count)
        used = time.process_time()
        began = time.perf_counter()
        proposal = watch.time("propose", lambda: batching.proposal(vault))
        laid = [one.orders for one in proposal.outers]
        batch = watch.time("begin", lambda: batching.begin(vault, laid, ways=_WAYS))
        pieces = batching.pieces(batch)
        faces = watch.time("faces", lambda: batching.faces(vault, pieces))
        made = watch.time("papers", lambda: _papers(pieces, faces))
        _printed(vault, pieces, watch)
        batch = watch.time("find it again", lambda: batching.current(vault))
        matches = _sealed(vault, batch, watch)
        took = time.perf_counter() - began
        used = time.process_time() - used
        watch.time("finish", lambda: batching.finish(vault, batch.id))
    return {
        "letters": count,
        "outers": len(laid),
        "pieces": len(pieces),
        "seconds": watch.seconds,
        "matches": [1000 * one for one in matches],
        "share": 100 * used / took,
        "most": child.memory()["most"],
        **made,
    }


if __name__ == "__main__":
    child.answer(measure(Path(sys.argv[1]), int(sys.argv[3])))
