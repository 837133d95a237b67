"""What the CUPS scheduler says of a job, asked with IPP and put in our words. The wording of IPP is read by `told`.

A job counts as completed only when the scheduler says so without a word of errors, and has heard it from the printer.
Over a bare connection (`_MUTE`) the scheduler calls a job completed when the last byte has left, and a jam after that
is never heard of: such a job is gone, and asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from ctypes import c_char_p
from dataclasses import replace
from typing import Final

from spidesk.documents import libcups
from spidesk.documents.queue import Job, JobState

JOB_NAME: Final = b"spidesk"
GET_JOB: Final = 0x0009
GET_JOBS: Final = 0x000A
GET_PRINTER: Final = 0x000B
_OPERATION: Final = 0x01
_INTEGER: Final = (0x21, 0x23)
_KEYWORD: Final = 0x44
_NAME: Final = 0x42
_URI: Final = 0x45
_NOT_FOUND: Final = 0x0406
"""Tags, operations and statuses of IPP (RFC 8010 3.5, RFC 8011 5.4.15 and appendix B)."""
_STATES: Final = {
    3: JobState.ACCEPTED,
    4: JobState.HELD,
    5: JobState.PRINTING,
    6: JobState.HELD,
    7: JobState.FAILED,
    8: JobState.FAILED,
    9: JobState.COMPLETED,
}
"""job-state (RFC 8011 5.3.7): pending, held, processing, stopped, cancelled, aborted, completed."""
_STOPPED: Final = 5
"""printer-state (RFC 8011 5.4.11): stopped."""
_NEEDS_SOMEONE: Final = {
    *("cover-open", "door-open", "input-tray-missing", "interlock-open", "marker-supply-empty", "media-empty"),
    *("media-jam", "media-needed", "moving-to-paused", "offline", "output-area-full", "output-tray-missing"),
    *("paused", "shutdown", "toner-empty"),
}
"""printer-state-reasons (RFC 8011 5.4.12) that end only when someone goes to the printer."""
_MUTE: Final = ("socket", "lpd", "usb", "parallel", "serial", "smb")
"""Back ends that send and hear nothing of the paper (CUPS, "Network Protocols Supported by CUPS"; usb(8))."""
_OVER: Final = (JobState.COMPLETED, JobState.FAILED)


def told(state: int, reasons: Sequence[str], printer: int, printer_reasons: Sequence[str]) -> JobState:
    """What a job's and its printer's states and reasons amount to. Pure.

    `COMPLETED` only without errors; a job that waits for its turn, or for the printer, is held while the printer stands
    still. CUPS leaves "processing-to-stop-point" on jobs that have long ended, so that says nothing.
    """
    known = _STATES.get(state, JobState.UNKNOWN)
    if known is JobState.COMPLETED and "job-completed-with-errors" in reasons:
        return JobState.GONE
    if known in (JobState.ACCEPTED, JobState.PRINTING):
        still = printer == _STOPPED or "printer-stopped" in reasons
        needs = known is JobState.PRINTING and any(_needs_someone(one) for one in printer_reasons)
        return JobState.HELD if still or needs else known
    return known


def _needs_someone(reason: str) -> bool:
    return reason.removesuffix("-error") in _NEEDS_SOMEONE


def state(job: Job) -> Job:
    """The same job with what the scheduler says now. A number that is no longer this program's is a job that is gone:
    a scheduler that has forgotten everything may give the same number to someone else."""
    found = ask(
        GET_JOB,
        {"job-uri": f"ipp://localhost/jobs/{job.number}"},
        ("job-state", "job-state-reasons", "job-name", "job-printer-uri", "time-at-processing"),
    )
    if found is None:
        return replace(job, state=JobState.UNKNOWN)
    ours = found.get("job-name") == [JOB_NAME.decode()] and _last(found.get("job-printer-uri")) == job.printer
    if not ours:
        return replace(job, state=JobState.GONE)
    now = _number(found.get("job-state"))
    begun = _number(found.get("time-at-processing")) > 0
    uri = {"printer-uri": f"ipp://localhost/printers/{job.printer}"}
    printer = ask(GET_PRINTER, uri, ("printer-state", "printer-state-reasons", "device-uri")) or {}
    heard = told(
        now,
        _words(found.get("job-state-reasons")),
        _number(printer.get("printer-state")),
        _words(printer.get("printer-state-reasons")),
    )
    if heard is JobState.COMPLETED and mute(printer.get("device-uri")):
        return replace(job, state=JobState.GONE, begun=True, handed=True)
    return replace(job, state=heard, begun=begun)


def mute(uri: Sequence[str | int] | None) -> bool:
    """Whether the printer is reached in a way that brings no answer, also behind another back end or found by name;
    one that does not say how is taken for such."""
    said = next(iter(_words(uri)), "socket:").lower()
    found = said.startswith(("dnssd:", "mdns:")) and "_ipp" not in said
    return found or any(f"{one}:" in said for one in _MUTE)


def ask(operation: int, about: Mapping[str, str], wanted: Sequence[str]) -> dict[str, list[str | int]] | None:
    """One question to the scheduler: the attributes wanted, none of them when it knows no such thing, and nothing at
    all when it does not answer. Of several things only the first is told."""
    lib = libcups.loaded()
    request = lib.ippNewRequest(operation)
    for name, value in about.items():
        tag = _URI if name.endswith("-uri") else _KEYWORD
        lib.ippAddString(request, _OPERATION, tag, name.encode(), None, value.encode())
    lib.ippAddString(request, _OPERATION, _NAME, b"requesting-user-name", None, lib.cupsUser())
    names = (c_char_p * len(wanted))(*(one.encode() for one in wanted))
    lib.ippAddStrings(request, _OPERATION, _KEYWORD, b"requested-attributes", len(wanted), None, names)
    answer = lib.cupsDoRequest(None, request, b"/")
    if not answer:
        return {} if lib.cupsLastError() == _NOT_FOUND else None
    try:
        status = lib.ippGetStatusCode(answer)
        if status == _NOT_FOUND:
            return {}
        if status > libcups.IPP_OK_LAST:
            return None
        return {name: list(_values(answer, name)) for name in wanted}
    finally:
        lib.ippDelete(answer)


def _values(answer: int, name: str) -> Iterable[str | int]:
    lib = libcups.loaded()
    attribute = lib.ippFindAttribute(answer, name.encode(), 0)
    if not attribute:
        return
    number = lib.ippGetValueTag(attribute) in _INTEGER
    for at in range(lib.ippGetCount(attribute)):
        if number:
            yield int(lib.ippGetInteger(attribute, at))
        else:
            said = lib.ippGetString(attribute, at, None)
            if said is not None:
                yield said.decode(errors="replace")


def _number(values: Sequence[str | int] | None) -> int:
    return next((one for one in values or () if isinstance(one, int)), 0)


def _words(values: Sequence[str | int] | None) -> tuple[str, ...]:
    return tuple(one for one in values or () if isinstance(one, str))


def _last(values: Sequence[str | int] | None) -> str:
    return next(iter(_words(values)), "").rpartition("/")[2]
