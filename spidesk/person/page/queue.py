"""The print queue of this computer, for every page that prints: CUPS, Windows' spooler, or the system's own path."""

from __future__ import annotations

from spidesk.documents.cups import CupsQueue
from spidesk.documents.winspool import WindowsQueue
from spidesk.ui.printing import PrintQueue, Spooler
from spidesk.ui.printing.spooler import draw_on


def system_queue() -> PrintQueue:
    """CUPS or Windows' spooler, where a job can be followed; otherwise only handed over."""
    cups = CupsQueue()
    if cups.available:
        return cups
    windows = WindowsQueue(draw_on)
    return windows if windows.available else Spooler()
