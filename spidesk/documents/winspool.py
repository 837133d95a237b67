"""The print queues of Windows: the spooler, asked directly, so that a job there has a number and a state.

Use: `WindowsQueue(draw)`, then as any `Queue`. Windows takes no PDF: `draw` puts the pages on the printer through the
system's own printer path and calls `begun` once, after the job is opened and before it is closed; that is when the job
is sure to be in the queue, and it is found there by a document name no other job has ("spidesk" and random letters).

What this has NOT been tried on: Windows. It was written on Linux from the published interface. Tried here are the
reading of the status bits, the two-step calls and the walk through the spooler's answers, against a spooler made for
the tests; not tried are the real winspool.drv, real drivers' status bits, and shared printers on a print server. Until
someone has printed with it there, take "Utskrivet" on Windows for what it is: the spooler's word.

Windows forgets a job as soon as it has sent it to most printers, so a job is usually `GONE` and asked about; `forgets`
says so. Only a spooler that says PRINTED has printed: COMPLETE means no more than sent to the printer.
"""

from __future__ import annotations

import ctypes
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, Protocol, TypeVar

from spidesk.documents import libwinspool
from spidesk.documents.libwinspool import JobInfo, PrinterInfo
from spidesk.documents.queue import Job, JobState, Printer
from spidesk.refusal import Refusal

_PAUSED, _ERROR, _DELETING, _SPOOLING, _PRINTING = 0x1, 0x2, 0x4, 0x8, 0x10
_OFFLINE, _PAPEROUT, _PRINTED, _DELETED, _BLOCKED = 0x20, 0x40, 0x80, 0x100, 0x200
_SOMEONE, _RESTART, _COMPLETE, _RETAINED = 0x400, 0x800, 0x1000, 0x2000
"""JOB_STATUS_… of winspool.h."""
_STANDS: Final = _PAUSED | _ERROR | _OFFLINE | _PAPEROUT | _BLOCKED | _SOMEONE
_AWAY: Final = 0x1 | 0x80 | 0x1000
"""PRINTER_STATUS_PAUSED, …_OFFLINE and …_NOT_AVAILABLE."""
_MOST: Final = 10_000
Info = TypeVar("Info", bound=ctypes.Structure)


def told(status: int) -> JobState:
    """What the status bits of a job amount to. Pure.

    A job that is being taken away has failed, whatever else is said; one that has printed has, unless it is an error
    too; one that stands still is held; RETAINED is a printed job the queue keeps.
    """
    if status & (_DELETING | _DELETED):
        return JobState.FAILED
    if status & (_PRINTED | _RETAINED):
        return JobState.GONE if status & _ERROR else JobState.COMPLETED
    if status & _STANDS:
        return JobState.HELD
    if status & (_PRINTING | _COMPLETE | _RESTART):
        return JobState.PRINTING
    return JobState.ACCEPTED


def begun(status: int) -> bool:
    """Whether the printer may have begun on a job with these bits."""
    return bool(status & ~(_PAUSED | _SPOOLING | _DELETING | _DELETED | _OFFLINE))


class Draw(Protocol):
    """Puts a paper on a printer of Windows. Refusal `ui.print_not_taken`: nothing was printed."""

    def __call__(
        self,
        pdf: bytes,
        *,
        width: float,
        height: float,
        printer: str,
        copies: int,
        document: str,
        begun: Callable[[], object],
    ) -> None:
        """Draw every page at its true size; the document is named `document` in the queue."""


class WindowsQueue:
    """The queues of this computer's spooler. `spool` and `error` are the library and its last error; the computer's own
    unless said otherwise."""

    forgets = True

    def __init__(self, draw: Draw, spool: Any = None, error: Callable[[], int] = libwinspool.last_error) -> None:
        self._draw = draw
        self._spool = spool or libwinspool.load()
        self._error = error

    @property
    def available(self) -> bool:
        """Whether this is Windows."""
        return self._spool is not None

    def printers(self) -> Sequence[Printer]:
        """The queues there are, the default first. Trays are chosen in the printer's own settings."""
        default = self._default()
        found = [
            Printer(
                name=one.name,
                title=one.name,
                default=one.name == default,
                ready=not (one.status & _AWAY or one.attributes & libwinspool.WORK_OFFLINE),
            )
            for one in self._infos()
        ]
        return sorted(found, key=lambda one: (not one.default, one.title.casefold()))

    def send(self, pdf: bytes, *, width: float, height: float, printer: str, copies: int = 1, tray: str = "") -> Job:
        """Draw a paper on the printer; see `Queue.send` for promises and refusals."""
        if not self.available:
            raise Refusal("documents.no_queue")
        if not any(one.name == printer for one in self._infos()):
            raise Refusal("documents.printer_gone")
        document = f"spidesk {secrets.token_hex(4)}"
        numbers: list[int] = []

        def look() -> None:
            numbers.extend(self._number_of(printer, document))

        self._draw(pdf, width=width, height=height, printer=printer, copies=copies, document=document, begun=look)
        return Job(printer=printer, number=next(iter(numbers), 0))

    def state(self, job: Job) -> Job:
        """The same job with what the spooler says now; one whose number was never found is asked about."""
        if not self.available:
            return replace(job, state=JobState.UNKNOWN)
        if not job.number:
            return replace(job, state=JobState.GONE)
        with self._opened(job.printer) as handle:
            if handle is None:
                return replace(job, state=JobState.UNKNOWN)
            found, error = self._one(JobInfo, self._spool.GetJobW, handle, job.number, 1)
        if found is None:
            gone = error == libwinspool.ERROR_INVALID_PARAMETER
            return replace(job, state=JobState.GONE if gone else JobState.UNKNOWN)
        if not (found.document or "").startswith("spidesk "):
            return replace(job, state=JobState.GONE)
        return replace(job, state=told(found.status), begun=bool(job.begun) or begun(found.status))

    def cancel(self, job: Job) -> None:
        """Ask the spooler to take the job away; `state` tells whether it did."""
        if self.available and job.number:
            with self._opened(job.printer) as handle:
                if handle is not None:
                    self._spool.SetJobW(handle, job.number, 0, None, libwinspool.CONTROL_DELETE)

    def keeps(self, printer: str) -> bool | None:
        """Whether the queue keeps its jobs after printing; nothing when the spooler does not say."""
        found = next((one for one in self._infos() if one.name == printer), None)
        return None if found is None else bool(found.attributes & libwinspool.KEEP_PRINTED)

    def _default(self) -> str:
        if not self.available:
            return ""
        size = ctypes.c_uint32(0)
        self._spool.GetDefaultPrinterW(None, ctypes.byref(size))
        name = ctypes.create_unicode_buffer(max(1, size.value))
        return name.value if self._spool.GetDefaultPrinterW(name, ctypes.byref(size)) else ""

    def _infos(self) -> list[PrinterInfo]:
        if not self.available:
            return []
        flags = libwinspool.ENUM_LOCAL | libwinspool.ENUM_CONNECTIONS
        return self._many(PrinterInfo, self._spool.EnumPrintersW, flags, None, 2)

    def _number_of(self, printer: str, document: str) -> list[int]:
        with self._opened(printer) as handle:
            if handle is None:
                return []
            jobs = self._many(JobInfo, self._spool.EnumJobsW, handle, 0, _MOST, 1)
            return [one.number for one in jobs if one.document == document]

    @contextmanager
    def _opened(self, printer: str) -> Iterator[ctypes.c_void_p | None]:
        handle = ctypes.c_void_p()
        opened = self._spool.OpenPrinterW(printer, ctypes.byref(handle), None)
        try:
            yield handle if opened else None
        finally:
            if opened:
                self._spool.ClosePrinter(handle)

    def _many(self, kind: type[Info], call: Callable[..., int], *about: object) -> list[Info]:
        """Everything a two-step call tells: how much room it needs, then the room filled. It is asked once more when
        more has come in between."""
        needed, count = ctypes.c_uint32(0), ctypes.c_uint32(0)
        room = ctypes.create_string_buffer(1)
        for _ in range(4):
            if call(*about, room, len(room), ctypes.byref(needed), ctypes.byref(count)):
                return _held(kind, room, count.value)
            if needed.value <= len(room):
                return []
            room = ctypes.create_string_buffer(needed.value)
        return []

    def _one(self, kind: type[Info], call: Callable[..., int], *about: object) -> tuple[Info | None, int]:
        """The same for one thing, with the error when there is none."""
        needed = ctypes.c_uint32(0)
        room = ctypes.create_string_buffer(1)
        for _ in range(4):
            if call(*about, room, len(room), ctypes.byref(needed)):
                return _held(kind, room, 1)[0], 0
            error = self._error()
            if error != libwinspool.ERROR_INSUFFICIENT_BUFFER:
                return None, error
            room = ctypes.create_string_buffer(max(1, needed.value))
        return None, libwinspool.ERROR_INSUFFICIENT_BUFFER


def _held(kind: type[Info], room: ctypes.Array[ctypes.c_char], count: int) -> list[Info]:
    """The structures at the start of `room`, which lives as long as they do: their texts lie further on in it."""
    return list((kind * count).from_buffer(room))
