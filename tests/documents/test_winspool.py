"""Windows' spooler, against one made here: what its bits mean, and that a job is found, followed and taken away.

winspool.drv itself is not here. The made one fills the same structures in the same two steps, so the reading of memory
is tried; what real drivers put in the status bits is not.
"""

import ctypes

import pytest

from spidesk.documents import libwinspool, winspool
from spidesk.documents.libwinspool import JobInfo, PrinterInfo
from spidesk.documents.queue import Job, JobState
from spidesk.documents.winspool import WindowsQueue, begun, told
from spidesk.refusal import Refusal


@pytest.mark.parametrize(
    ("status", "heard"),
    [
        (0x0, JobState.ACCEPTED),
        (0x8, JobState.ACCEPTED),
        (0x8 | 0x10, JobState.PRINTING),
        (0x10, JobState.PRINTING),
        (0x1000, JobState.PRINTING),
        (0x800, JobState.PRINTING),
        (0x1, JobState.HELD),
        (0x10 | 0x40, JobState.HELD),
        (0x10 | 0x20, JobState.HELD),
        (0x2, JobState.HELD),
        (0x200, JobState.HELD),
        (0x10 | 0x400, JobState.HELD),
        (0x1000 | 0x2, JobState.HELD),
        (0x80, JobState.COMPLETED),
        (0x80 | 0x1000, JobState.COMPLETED),
        (0x2000, JobState.COMPLETED),
        (0x80 | 0x2, JobState.GONE),
        (0x4, JobState.FAILED),
        (0x80 | 0x4, JobState.FAILED),
        (0x100, JobState.FAILED),
        (0x10 | 0x100, JobState.FAILED),
    ],
)
def test_the_bits_of_a_job_are_heard_rightly(status, heard):
    assert told(status) is heard


def test_sent_to_the_printer_is_not_printed():
    assert told(0x1000) is not JobState.COMPLETED
    assert not told(0x0).settled


@pytest.mark.parametrize(("status", "may"), [(0, False), (0x8, False), (0x1, False), (0x10, True), (0x40, True)])
def test_a_printer_may_have_begun_unless_the_job_only_waited(status, may):
    assert begun(status) is may


class Spool:
    """A spooler in memory: printers by name with their attributes and status, jobs by number."""

    def __init__(self):
        self.printers = {"Kuvert": (libwinspool.KEEP_PRINTED, 0), "Kontor": (0, 0x80)}
        self.jobs = {}
        self.open = []
        self.error = 0
        self.kept = []

    def OpenPrinterW(self, name, handle, _):
        if name not in self.printers:
            return 0
        handle._obj.value = 7
        self.open.append(name)
        return 1

    def ClosePrinter(self, handle):
        assert handle.value == 7
        self.open.pop()
        return 1

    def GetDefaultPrinterW(self, name, size):
        if name is None:
            size._obj.value = len("Kuvert") + 1
            return 0
        name.value = "Kuvert"
        return 1

    def EnumPrintersW(self, flags, server, level, room, size, needed, count):
        assert (flags, server, level) == (6, None, 2)
        made = [
            PrinterInfo(name=name, attributes=attributes, status=status)
            for name, (attributes, status) in self.printers.items()
        ]
        return self.fill(made, PrinterInfo, room, size, needed, count)

    def EnumJobsW(self, handle, first, most, level, room, size, needed, count):
        assert (first, level) == (0, 1)
        made = [JobInfo(number=number, document=name, status=bits) for number, (name, bits) in self.jobs.items()]
        return self.fill(made, JobInfo, room, size, needed, count)

    def GetJobW(self, handle, number, level, room, size, needed):
        if number not in self.jobs:
            self.error = libwinspool.ERROR_INVALID_PARAMETER
            return 0
        name, bits = self.jobs[number]
        return self.fill([JobInfo(number=number, document=name, status=bits)], JobInfo, room, size, needed, None)

    def SetJobW(self, handle, number, level, info, control):
        assert (level, info, control) == (0, None, 5)
        name, bits = self.jobs[number]
        self.jobs[number] = (name, bits | 0x4)
        return 1

    def fill(self, made, kind, room, size, needed, count):
        array = (kind * len(made))(*made)
        self.kept.append((array, made))
        needed._obj.value = ctypes.sizeof(array)
        if size < ctypes.sizeof(array):
            self.error = libwinspool.ERROR_INSUFFICIENT_BUFFER
            return 0
        ctypes.memmove(room, array, ctypes.sizeof(array))
        if count is not None:
            count._obj.value = len(made)
        return 1


@pytest.fixture
def spool():
    return Spool()


@pytest.fixture
def queue(spool):
    drawn = []

    def draw(pdf, *, width, height, printer, copies, document, begun):
        spool.jobs[3] = ("someone else's", 0x10)
        spool.jobs[41] = (document, 0x8)
        begun()
        drawn.append((pdf, width, height, printer, copies, document))

    made = WindowsQueue(draw, spool, lambda: spool.error)
    made.drawn = drawn
    return made


def send(queue, printer="Kuvert"):
    return queue.send(b"%PDF", width=162, height=229, printer=printer)


def test_the_printers_are_read_with_the_default_first(queue):
    assert [(one.name, one.default, one.ready) for one in queue.printers()] == [
        ("Kuvert", True, True),
        ("Kontor", False, False),
    ]


def test_a_job_is_found_by_its_own_name_while_it_is_open_and_followed_to_its_end(queue, spool):
    job = send(queue)
    assert job.number == 41
    assert queue.drawn[0][:5] == (b"%PDF", 162, 229, "Kuvert", 1)
    assert queue.drawn[0][5].startswith("spidesk ")
    job = send(queue)
    assert queue.drawn[1][5] != queue.drawn[0][5], "no two documents have the same name"
    states = []
    for bits in (0x8, 0x10, 0x10 | 0x40, 0x1000, 0x80):
        spool.jobs[41] = (spool.jobs[41][0], bits)
        job = queue.state(job)
        states.append(job.state.value)
    assert states == ["accepted", "printing", "held", "printing", "completed"]
    assert spool.open == [], "every printer that was opened is closed"


def test_a_job_that_is_no_longer_there_is_gone_not_printed(queue, spool):
    job = send(queue)
    del spool.jobs[41]
    assert queue.state(job).state is JobState.GONE
    assert queue.forgets


def test_a_number_that_is_now_another_programs_job_is_gone(queue, spool):
    job = send(queue)
    spool.jobs[41] = ("Bokslut", 0x80)
    assert queue.state(job).state is JobState.GONE


def test_a_job_that_was_never_found_is_asked_about(queue, spool):
    queue._draw = lambda pdf, **more: more["begun"]()
    assert queue.state(send(queue)).state is JobState.GONE


def test_a_job_is_taken_away_and_tells_whether_the_printer_had_begun(queue, spool):
    job = queue.state(send(queue))
    queue.cancel(job)
    taken = queue.state(job)
    assert (taken.state, taken.begun) == (JobState.FAILED, False)
    spool.jobs[41] = (spool.jobs[41][0], 0x10)
    job = queue.state(job)
    queue.cancel(job)
    assert queue.state(job).begun is True


def test_a_printer_that_is_gone_is_refused_and_a_spooler_that_does_not_open_is_unknown(queue, spool):
    with pytest.raises(Refusal, match=r"documents\.printer_gone"):
        send(queue, "Finns inte")
    job = send(queue)
    del spool.printers["Kuvert"]
    assert queue.state(job).state is JobState.UNKNOWN


def test_a_queue_that_keeps_what_it_printed_says_so(queue):
    assert [queue.keeps(name) for name in ("Kuvert", "Kontor", "Finns inte")] == [True, False, None]


def test_elsewhere_than_on_windows_there_is_no_such_queue():
    queue = WindowsQueue(lambda *_, **__: None)
    if libwinspool.load() is None:
        assert not queue.available
        assert queue.printers() == []
        assert queue.state(Job(printer="x", number=1)).state is JobState.UNKNOWN
        with pytest.raises(Refusal, match=r"documents\.no_queue"):
            send(queue)
    assert winspool.__doc__
