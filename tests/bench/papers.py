"""A thousand letters' envelopes as PDF, in one process, and what memory they leave behind.

python -m tests.bench.papers ROOT BEGAN COUNT
"""

from __future__ import annotations

import gc
import sys
import time
from datetime import date
from typing import Any

from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import Kind, Pair, PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import SenderLines
from tests.bench import child, people

_KINDS = (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.OUTER)
_SENDER = SenderLines(lines=("Exempelkommun", "Box 100", "123 45 Exempelstad"), neutral="Box 100, 123 45 Exempelstad")


def measure(count: int) -> dict[str, Any]:
    """Inner front, inner back and outer front of `count` letters; memory after the first tenth and at the end."""
    on = date(2026, 11, 21)
    edition, pairs = forms.current(on), tuple(Pair)
    early, size = 0.0, 0
    began = time.perf_counter()
    for place, identity in enumerate(people.identities(count)):
        envelope = Envelope(
            label=f"B-2026-{place}",
            kind=tuple(Kind)[place % len(Kind)],
            pair=pairs[place % len(pairs)],
            piece=f"{place:08d}",
            ordered_on=on,
            number=identity.number,
            name=identity.name if place % 2 else "",
            sender=_SENDER,
            edition=edition,
        )
        for kind in _KINDS:
            size += len(papers.make(kind, envelope).pdf)
        if place == count // 10:
            gc.collect()
            early = child.memory()["now"]
    seconds = time.perf_counter() - began
    gc.collect()
    return {"seconds": seconds, "bytes": size, "early": early, "late": child.memory()["now"]}


if __name__ == "__main__":
    child.answer(measure(int(sys.argv[3])))
