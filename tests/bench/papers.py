"""A thousand letters' envelopes as PDF, in one process, and what memory they leave behind.

    python -m tests.bench.papers ROOT BEGAN COUNT

Twice: as prints of a hundred letters in the same envelopes, and letter by letter.
"""

from __future__ import annotations

import gc
import sys
import time
from datetime import date
from itertools import islice
from typing import Any

from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import Kind, Pair, PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import SenderLines
from tests.bench import child, people

_KINDS = (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.OUTER)
_SENDER = SenderLines(lines=("Exempelkommun", "Box 100", "123 45 Exempelstad"), neutral="Box 100, 123 45 Exempelstad")
_PRINT = 100


def _envelopes(count: int) -> list[Envelope]:
    edition, pairs = forms.current(date(2026, 11, 21)), (Pair.C5_C4, Pair.DL_C5, Pair.C6_C5)
    letters = (Kind.ORDINARY, Kind.REK, Kind.REK_PERSONAL)
    return [
        Envelope(
            label=f"B-2026-{place}",
            kind=letters[place % len(letters)],
            pair=pairs[place // _PRINT % len(pairs)],
            piece=f"{place:08d}",
            ordered_on=date(2026, 11, 21),
            number=identity.number,
            name=identity.name if place % 2 else "",
            sender=_SENDER,
            edition=edition,
        )
        for place, identity in enumerate(people.identities(count))
    ]


def _printed(envelopes: list[Envelope], at_once: int) -> tuple[float, int, float]:
    """Make every paper; gives seconds, bytes, and the memory after the first fifth."""
    waiting, size, early = iter(envelopes), 0, 0.0
    began, done = time.perf_counter(), 0
    while batch := list(islice(waiting, at_once)):
        size += sum(len(papers.make(kind, *batch).pdf) for kind in _KINDS)
        done += len(batch)
        if not early and done * 5 >= len(envelopes):
            gc.collect()
            early = child.memory()["now"]
    return time.perf_counter() - began, size, early


def measure(count: int) -> dict[str, Any]:
    """Inner front, inner back and outer front of `count` letters."""
    envelopes = _envelopes(count)
    used = time.process_time()
    together, size, early = _printed(envelopes, _PRINT)
    used = time.process_time() - used
    apart, _, _ = _printed(envelopes, 1)
    gc.collect()
    memory = {"early": early, "late": child.memory()["now"]}
    return {"seconds": together, "apart": apart, "share": 100 * used / together, "bytes": size, **memory}


if __name__ == "__main__":
    child.answer(measure(int(sys.argv[3])))
