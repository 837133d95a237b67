"""Printing: one dialog for every paper. A print whose outcome is not known is asked about, never assumed."""

from spidesk.ui.printing.dialog import PrintDialog
from spidesk.ui.printing.order import JobState, Offsets, Order, Paper, Printer, PrintQueue, Tray
from spidesk.ui.printing.queues import system_queue

__all__ = ["JobState", "Offsets", "Order", "Paper", "PrintDialog", "PrintQueue", "Printer", "Tray", "system_queue"]
