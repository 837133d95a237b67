"""The print queue of this computer, for every page that prints: CUPS where there is one, else the system's own."""

from __future__ import annotations

from spidesk.documents.cups import CupsQueue
from spidesk.ui.printing import PrintQueue, Spooler


def system_queue() -> PrintQueue:
    """CUPS when this computer has it, so that a job can be followed; otherwise the system's spooler."""
    cups = CupsQueue()
    return cups if cups.available else Spooler()
