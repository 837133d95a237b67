"""The system's own print queues: CUPS by its commands, Windows through Qt. Nothing is written to disk by us.

CUPS is spoken to with `lp` and `lpstat` (the PDF goes in on standard input); they say what became of a job. Windows'
spooler is reached through QPrinter with pages drawn as images, and cannot say: the user is asked.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from spidesk.refusal import Refusal
from spidesk.ui.paper import page_image, page_sizes
from spidesk.ui.printing.order import JobState, Order, Printer, PrintQueue, Tray
from spidesk.ui.printing.shift import shifted

_WAIT: Final = 30
"""Seconds a queue's command may take."""

_PASSED_ON: Final = ("PATH", "HOME", "USER", "CUPS_SERVER", "XDG_RUNTIME_DIR")
_DOTS: Final = 600
"""Dots an inch of the pages drawn for Windows."""


def system_queue() -> PrintQueue:
    """The queue of this workstation."""
    if shutil.which("lp") and shutil.which("lpstat"):
        return CupsQueue()
    return QtQueue()


class CupsQueue:
    """CUPS, by its own commands."""

    def printers(self) -> Sequence[Printer]:
        """Every destination, the default one first."""
        default = _said("lpstat", "-d").partition(": ")[2].strip()
        names = _said("lpstat", "-e").split()
        made = [Printer(key=name, name=name, trays=_trays(name), default=name == default) for name in names]
        return sorted(made, key=lambda printer: not printer.default)

    def send(self, order: Order) -> str:
        """Hand the PDF to `lp`; a printer that does not take jobs is a refusal."""
        short, long = sorted((order.width, order.height))
        options = [f"media=Custom.{short:g}x{long:g}mm", "print-scaling=none", "sides=one-sided"]
        if order.tray:
            options.append(f"InputSlot={order.tray}")
        command = ["lp", "-d", order.printer, "-n", str(order.copies), "-t", "spidesk"]
        for option in options:
            command += ["-o", option]
        said = _ran([*command, "-"], shifted(order.pdf, order.right, order.down))
        found = re.search(rb"request id is (\S+)", said.stdout)
        if said.returncode != 0 or found is None:
            raise Refusal("ui.print_not_taken", field="printer")
        return found.group(1).decode()

    def state(self, printer: str, job: str) -> JobState:
        """Read the job's alerts, first among those under way, then among those that are over."""
        alerts = _alerts(_said("lpstat", "-l", "-W", "not-completed", "-o", printer), job)
        if alerts is not None:
            return JobState.HELD if "held" in alerts or "hold" in alerts or "stopped" in alerts else JobState.ACCEPTED
        alerts = _alerts(_said("lpstat", "-l", "-W", "completed", "-o", printer), job)
        if alerts is None:
            return JobState.GONE
        if "completed-successfully" in alerts:
            return JobState.COMPLETED
        if "abort" in alerts or "cancel" in alerts or "errors" in alerts:
            return JobState.FAILED
        return JobState.UNKNOWN


class QtQueue:
    """Printers through Qt, where there is no CUPS (Windows). It cannot follow a job."""

    def printers(self) -> Sequence[Printer]:
        """Every printer, the default one first."""
        default = QPrinterInfo.defaultPrinterName()
        names = QPrinterInfo.availablePrinterNames()
        made = [Printer(key=name, name=name, default=name == default) for name in names]
        return sorted(made, key=lambda printer: not printer.default)

    def send(self, order: Order) -> str:
        """Draw the pages on the printer."""
        printer = QPrinter(QPrinterInfo.printerInfo(order.printer), QPrinter.PrinterMode.HighResolution)
        printer.setDocName("spidesk")
        printer.setResolution(_DOTS)
        short, long = sorted((order.width, order.height))
        printer.setPageSize(QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter))
        lying = order.width > order.height
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
        printer.setFullPage(True)
        printer.setPageMargins(QMarginsF(0, 0, 0, 0))
        printer.setCopyCount(order.copies)
        painter = QPainter()
        if not painter.begin(printer):
            raise Refusal("ui.print_not_taken", field="printer")
        try:
            moved = shifted(order.pdf, order.right, order.down)
            for at, (width, height) in enumerate(page_sizes(moved)):
                if at and not printer.newPage():
                    raise Refusal("ui.print_not_taken", field="printer")
                box = QRectF(0, 0, width / 25.4 * _DOTS, height / 25.4 * _DOTS)
                painter.drawImage(box, page_image(moved, at, _DOTS))
        finally:
            painter.end()
        return "spidesk"

    def state(self, printer: str, job: str) -> JobState:
        """Never known here."""
        return JobState.UNKNOWN


def _trays(printer: str) -> tuple[Tray, ...]:
    """The printer's paper sources, from a line such as `InputSlot/Media Source: *Auto Tray1 Manual`."""
    for line in _said("lpoptions", "-p", printer, "-l").splitlines():
        if line.startswith(("InputSlot/", "media-source/")):
            keys = [key.lstrip("*") for key in line.partition(": ")[2].split()]
            return tuple(Tray(key=key, name=key) for key in keys)
    return ()


def _alerts(listing: str, job: str) -> str | None:
    """The alerts `lpstat -l` gives under `job`, or `None` when the job is not listed."""
    mine: str | None = None
    for line in listing.splitlines():
        if line and not line[0].isspace():
            if mine is not None:
                return mine
            mine = "" if line.split()[0] == job else None
        elif mine is not None:
            mine += line.strip().lower() + " "
    return mine


def _said(*command: str) -> str:
    return _ran(list(command), b"").stdout.decode("utf-8", "replace")


def _ran(command: list[str], fed: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run one of the queue's commands in English and with nothing of our environment it does not need."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        return subprocess.run(
            command, input=fed, capture_output=True, timeout=_WAIT, check=False, env={**passed, "LC_ALL": "C.UTF-8"}
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        error.__traceback__ = None
        raise Refusal("ui.print_no_queue", field="printer") from None
