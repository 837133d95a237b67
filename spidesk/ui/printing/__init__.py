"""Printing: one dialog for every paper. A print whose outcome is not known is asked about, never assumed."""

from spidesk.ui.printing.dialog import PrintDialog
from spidesk.ui.printing.feed import Feed
from spidesk.ui.printing.order import Job, JobState, Offsets, Order, Paper, Printer, PrintQueue
from spidesk.ui.printing.spooler import Spooler

__all__ = ["Feed", "Job", "JobState", "Offsets", "Order", "Paper", "PrintDialog", "PrintQueue", "Printer", "Spooler"]
