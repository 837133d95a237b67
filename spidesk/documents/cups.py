"""The print queue of Linux and macOS: libcups, called directly.

Use: `CupsQueue()`, then `printers`, `send`, `state`. Promise: the paper goes from memory to the scheduler without a
file of ours, at its own size and never scaled, under the job name "spidesk", with banner pages off. A computer without
libcups is not a fault: `available` is false and every call answers with an empty list or a refusal.

The size is asked for in a way the printer itself says it knows: its own name for the page as it is fed, or a custom
size within its limits. A queue that would silently take A4 instead, or the same size turned, is refused.

Only queues that someone has set up on this computer count. libcups also lists every printer that announces itself on
the network; a paper about a person with protected identity must not come out of one of those by a slip of the hand.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import POINTER, byref
from dataclasses import replace
from typing import Final

from spidesk.documents import cupsjobs, libcups, spool
from spidesk.documents.cupsjobs import JOB_NAME
from spidesk.documents.libcups import Dest, Media, Option
from spidesk.documents.queue import Job, JobState, Printer
from spidesk.refusal import Refusal

_TOLERANCE: Final = 100
"""How far a printer's named size may lie from ours: 1 mm, in hundredths."""
_STOPPED: Final = b"5"
"""IPP printer-state (RFC 8011 5.4.11): stopped."""


class CupsQueue:
    """The queues of the CUPS scheduler this computer uses."""

    def __init__(self) -> None:
        self._lib = libcups.load()

    forgets = False
    """CUPS remembers what it has printed, until its administrator has turned that off."""

    @property
    def available(self) -> bool:
        """Whether libcups is installed."""
        return self._lib is not None

    def printers(self) -> Sequence[Printer]:
        """The queues there are, the default first; empty when the scheduler does not answer."""
        with self._dests() as dests:
            found = [_printer(one, self._trays(one)) for one in dests if not one.instance]
        return sorted(found, key=lambda one: (not one.default, one.title.casefold()))

    def send(self, pdf: bytes, *, width: float, height: float, printer: str, copies: int = 1, tray: str = "") -> Job:
        """Hand a paper over; see `Queue.send` for promises and refusals."""
        lib = self._lib
        if lib is None:
            raise Refusal("documents.no_queue")
        with self._dests() as dests:
            dest = next((one for one in dests if one.name == printer.encode() and not one.instance), None)
            if dest is None:
                raise Refusal("documents.printer_gone")
            info = lib.cupsCopyDestInfo(None, byref(dest))
            if not info:
                raise Refusal("documents.printer_gone")
            try:
                wished = _wishes(*self._media(dest, info, width, height), copies=copies, tray=tray)
                with self._options(wished) as (count, options):
                    return self._hand_over(dest, info, pdf, count, options)
            finally:
                lib.cupsFreeDestInfo(info)

    def state(self, job: Job) -> Job:
        """The same job with what the scheduler says now."""
        return replace(job, state=JobState.UNKNOWN) if self._lib is None else cupsjobs.state(job)

    def cancel(self, job: Job) -> None:
        """Ask the scheduler to stop the job; `state` tells whether it did."""
        if self._lib is not None:
            self._lib.cupsCancelJob2(None, job.printer.encode(), job.number, 0)

    def keeps(self, printer: str) -> bool | None:
        """Whether the scheduler keeps what it has printed on this computer's disk; nothing when it cannot be seen."""
        return None if self._lib is None else spool.keeps(printer)

    def _hand_over(self, dest: Dest, info: int, pdf: bytes, count: int, options: "ctypes._Pointer[Option]") -> Job:
        lib = libcups.loaded()
        number = ctypes.c_int()
        made = lib.cupsCreateDestJob(None, byref(dest), info, byref(number), JOB_NAME, count, options)
        if made > libcups.IPP_OK_LAST or number.value <= 0:
            raise Refusal("documents.not_accepted")
        job = Job(printer=dest.name.decode(), number=number.value)
        started = lib.cupsStartDestDocument(
            None, byref(dest), info, number.value, JOB_NAME, b"application/pdf", count, options, 1
        )
        sent = started == libcups.HTTP_CONTINUE and self._stream(pdf)
        finished = lib.cupsFinishDestDocument(None, byref(dest), info)
        if not sent:
            self.cancel(job)
            raise Refusal("documents.not_accepted")
        if finished > libcups.IPP_OK_LAST:  # all of it was taken and the answer got lost: it may print
            return replace(job, state=JobState.UNKNOWN)
        return job

    def _stream(self, pdf: bytes) -> bool:
        lib = libcups.loaded()
        step = 65536
        pieces = (pdf[at : at + step] for at in range(0, len(pdf), step))
        return all(lib.cupsWriteRequestData(None, one, len(one)) == libcups.HTTP_CONTINUE for one in pieces)

    def _media(self, dest: Dest, info: int, across: float, down: float) -> tuple[str, int, int]:
        """The printer's word for a size in millimetres, as it is fed, with its own width and length in hundredths.

        A size lying the other way is another size: taking it would let the queue turn the paper as it likes.
        Refusal `documents.size_refused`.
        """
        width, length = round(across * 100), round(down * 100)
        found = Media()
        known = libcups.loaded().cupsGetDestMediaBySize(None, byref(dest), info, width, length, 0, byref(found))
        if known and abs(found.width - width) <= _TOLERANCE and abs(found.length - length) <= _TOLERANCE:
            name: str = found.media.decode()
            return name.removesuffix("_borderless"), found.width, found.length
        least, most = self._custom(dest, info)
        if least[0] <= width <= most[0] and least[1] <= length <= most[1]:
            return f"Custom.{width / 100:g}x{length / 100:g}mm", width, length
        raise Refusal("documents.size_refused")

    def _trays(self, dest: Dest) -> tuple[str, ...]:
        """The printer's paper sources by their IPP names, such as "envelope" or "tray-1"; none where it has one."""
        lib = libcups.loaded()
        info = lib.cupsCopyDestInfo(None, byref(dest))
        if not info:
            return ()
        try:
            names = lib.cupsFindDestSupported(None, byref(dest), info, b"media-source")
            count = lib.ippGetCount(names) if names else 0
            found = [lib.ippGetString(names, at, None) or b"" for at in range(count)]
        finally:
            lib.cupsFreeDestInfo(info)
        return tuple(one.decode(errors="replace") for one in found if one) if count > 1 else ()

    def _custom(self, dest: Dest, info: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The least and greatest custom size the printer takes, hundredths of a millimetre; nothing if none."""
        lib = libcups.loaded()
        names = lib.cupsFindDestSupported(None, byref(dest), info, b"media")
        least, most = (1, 1), (0, 0)
        for at in range(lib.ippGetCount(names) if names else 0):
            name = lib.ippGetString(names, at, None) or b""
            size = lib.pwgMediaForPWG(name) if name.startswith((b"custom_min_", b"custom_max_")) else None
            if size and name.startswith(b"custom_min_"):
                least = (size.contents.width, size.contents.length)
            elif size:
                most = (size.contents.width, size.contents.length)
        return least, most

    @contextmanager
    def _dests(self) -> Iterator[list[Dest]]:
        lib = self._lib
        if lib is None:
            yield []
            return
        dests = POINTER(Dest)()
        count = lib.cupsGetDests2(None, byref(dests))
        try:
            yield [one for one in (dests[at] for at in range(count)) if set_up(one)]
        finally:
            lib.cupsFreeDests(count, dests)

    @contextmanager
    def _options(self, wishes: dict[str, str]) -> Iterator[tuple[int, "ctypes._Pointer[Option]"]]:
        lib = libcups.loaded()
        options = POINTER(Option)()
        count = 0
        for name, value in wishes.items():
            count = lib.cupsAddOption(name.encode(), value.encode(), count, byref(options))
        try:
            yield count, options
        finally:
            lib.cupsFreeOptions(count, options)


def _wishes(media: str, width: int, length: int, *, copies: int, tray: str) -> dict[str, str]:
    """The job's options. A tray can only be named together with the size, as media-col (PWG 5100.3)."""
    size = f"{{x-dimension={width} y-dimension={length}}}"
    wished = {"media-col": f"{{media-size={size} media-source={tray}}}"} if tray else {"media": media}
    return {
        **wished,
        "copies": str(copies),
        "fit-to-page": "false",
        "print-scaling": "none",
        "sides": "one-sided",
        "number-up": "1",
        "job-sheets": "none,none",
    }


def set_up(dest: Dest) -> bool:
    """Whether the queue is one of this computer's own, or the one the user has chosen as default."""
    kind = _value(dest, b"printer-type")
    found = kind.isdigit() and int(kind) & libcups.PRINTER_DISCOVERED
    passing = _value(dest, b"printer-is-temporary") == b"true"
    return bool(dest.is_default) or not (found or passing)


def _printer(dest: Dest, trays: tuple[str, ...]) -> Printer:
    name = dest.name.decode(errors="replace")
    title = _value(dest, b"printer-info").decode(errors="replace")
    ready = _value(dest, b"printer-state") != _STOPPED and _value(dest, b"printer-is-accepting-jobs") != b"false"
    return Printer(name=name, title=title or name, trays=trays, default=bool(dest.is_default), ready=ready)


def _value(dest: Dest, name: bytes) -> bytes:
    for at in range(dest.num_options):
        if dest.options[at].name == name:
            value: bytes = dest.options[at].value or b""
            return value
    return b""
