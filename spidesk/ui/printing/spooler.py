"""Printers through Qt, where there is no CUPS. Nothing is written to disk by us.

Pages are drawn as images on the printer, because Qt prints no PDF: `draw_on` is how a paper gets to a printer of
Windows, whose queue then follows the job. `Spooler` is for a computer with neither CUPS nor Windows' spooler: a job
cannot be followed from here, so it is always `unknown`, and the user is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from spidesk.refusal import Refusal
from spidesk.ui.paper import page_image, page_sizes
from spidesk.ui.printing.order import JobState

DOTS: Final = 600
"""Dots an inch of the pages drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolerPrinter:
    """One printer of Windows."""

    name: str
    title: str
    trays: tuple[str, ...] = ()
    default: bool = False
    ready: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolerJob:
    """One print handed over; what becomes of it is never known here."""

    printer: str
    state: JobState = JobState.UNKNOWN


class Spooler:
    """The print queue where there is no CUPS."""

    @property
    def available(self) -> bool:
        """Whether there is a printer at all."""
        return bool(QPrinterInfo.availablePrinterNames())

    def printers(self) -> Sequence[SpoolerPrinter]:
        """Every printer, the default one first."""
        default = QPrinterInfo.defaultPrinterName()
        names = QPrinterInfo.availablePrinterNames()
        made = [SpoolerPrinter(name=name, title=name, default=name == default) for name in names]
        return sorted(made, key=lambda printer: not printer.default)

    def send(
        self, pdf: bytes, *, width: float, height: float, printer: str, copies: int = 1, tray: str = ""
    ) -> SpoolerJob:
        """Draw the pages on the printer. Refusal `ui.print_not_taken`: nothing was printed."""
        draw_on(pdf, width=width, height=height, printer=printer, copies=copies)
        return SpoolerJob(printer=printer)

    def state(self, job: SpoolerJob) -> SpoolerJob:
        """Never known."""
        return job

    def cancel(self, job: SpoolerJob) -> None:
        """Not possible from here; the user stops the job in Windows."""


def draw_on(
    pdf: bytes,
    *,
    width: float,
    height: float,
    printer: str,
    copies: int = 1,
    document: str = "spidesk",
    begun: Callable[[], object] | None = None,
) -> None:
    """Draw the pages on a printer of the system. Refusal `ui.print_not_taken`: nothing was printed."""
    target = QPrinter(QPrinterInfo.printerInfo(printer), QPrinter.PrinterMode.HighResolution)
    target.setDocName(document)
    target.setCopyCount(copies)
    draw(pdf, target, width=width, height=height, begun=begun)


def draw(
    pdf: bytes, target: QPrinter, *, width: float, height: float, begun: Callable[[], object] | None = None
) -> None:
    """Draw every page at its true size on a page as it is fed: nothing is left for the driver to turn.

    `begun` is called once, when the system has opened the job and before it is closed.
    """
    target.setResolution(DOTS)
    size = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    target.setPageSize(size)
    target.setPageOrientation(QPageLayout.Orientation.Portrait)
    target.setFullPage(True)
    target.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(target):
        raise Refusal("ui.print_not_taken", field="printer")
    try:
        if begun is not None:
            begun()
        for at, (wide, high) in enumerate(page_sizes(pdf)):
            if at and not target.newPage():
                raise Refusal("ui.print_not_taken", field="printer")
            box = QRectF(0, 0, wide / 25.4 * DOTS, high / 25.4 * DOTS)
            painter.drawImage(box, page_image(pdf, at, DOTS))
    finally:
        painter.end()
