"""A real CUPS scheduler of our own, with cups-pdf and with queues that hold, fail and forget."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from spidesk.documents import cupsjobs, spool
from spidesk.documents.formats import A4, C4, C5, C6, DL
from spidesk.documents.queue import JobState
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import Kind, Pair, PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import SenderLines
from tests.documents.cups_server import CUPSD, PDF_PPD, TRAY_PPD, Cups

SPOOL = Path("/var/spool/cups-pdf")
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.cups,
    pytest.mark.skipif(not CUPSD or not PDF_PPD.exists(), reason="cups and printer-driver-cups-pdf are not installed"),
    pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="cups-pdf's back end runs as root alone"),
]


@pytest.fixture(scope="module")
def cups():
    """In a folder that the filters' own user can walk into; pytest closes its folders to everyone else."""
    folder = Path(tempfile.mkdtemp(prefix="spidesk-cups-"))
    made = Cups(folder)
    try:
        made.wait_until_up()
        made.add("kuvert", "cups-pdf:/spidesk-test", PDF_PPD)
        (made.folder / "trays.ppd").write_text(TRAY_PPD)
        made.add("fack", f"file://{made.folder}/out/fack.pdf", made.folder / "trays.ppd")
        made.add("stilla", "cups-pdf:/spidesk-test", PDF_PPD)
        assert made.run("cupsdisable", "stilla").returncode == 0
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def envelope():
    return Envelope(
        label="F-2026-0001",
        kind=Kind.REK_PERSONAL,
        pair=Pair.C5_C4,
        piece="ACDE-FHJ4",
        ordered_on=date(2026, 11, 21),
        number="200001252386",
        sender=SenderLines(lines=("Storstads kommun", "Box 12", "123 45 Storstad")),
        edition=forms.current(date(2026, 11, 21)),
    )


def received(since):
    """What cups-pdf made, newest, once it is whole."""
    for _ in range(100):
        found = [one for one in SPOOL.rglob("*.pdf") if one.stat().st_mtime_ns >= since]
        if found:
            newest = max(found, key=lambda one: one.stat().st_mtime_ns)
            data = newest.read_bytes()
            if data.rstrip().endswith(b"%%EOF"):
                newest.unlink()
                return pypdf.PdfReader(BytesIO(data)).pages
        time.sleep(0.1)
    raise AssertionError("cups-pdf made nothing")


def millimetres(page):
    """Width and height of a page as it lies."""
    return tuple(float(one) * 25.4 / 72 for one in (page.mediabox.width, page.mediabox.height))


def where(page):
    """Where each text begins on the page as it lies, millimetres from its lower left corner.

    cups-pdf adds a /Rotate so that the text is read upright on a screen; nothing on the paper moves by that.
    """
    found = {}

    def note(text, cm, tm, _font, _size):
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        found.setdefault(text.strip(), (x * 25.4 / 72, y * 25.4 / 72))

    page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize(
    ("pair", "paper", "size"),
    [
        (Pair.C5_C4, PaperKind.INNER_FRONT, C5),
        (Pair.C5_C4, PaperKind.OUTER, C4),
        (Pair.DL_C5, PaperKind.INNER_FRONT, DL),
        (Pair.C6_C5, PaperKind.INNER_FRONT, C6),
        (Pair.C6_C5, PaperKind.SLIP, A4),
    ],
)
def test_a_real_queue_receives_the_paper_at_its_size_with_its_text(cups, envelope, pair, paper, size):
    values = {name: getattr(envelope, name) for name in envelope.__dataclass_fields__}
    made = papers.make(paper, Envelope(**{**values, "pair": pair}))
    since = time.time_ns() - 10**9
    job = cups.send(made.pdf, size, "kuvert")["answer"]
    assert cups.settled("kuvert", job) == "completed"
    pages = received(since)
    assert len(pages) == 1
    wide, high = millimetres(pages[0])
    assert (wide, high) == pytest.approx(sorted((size.width, size.height)), abs=0.6), "fed with the short side first"
    places = where(pages[0])
    if paper is PaperKind.INNER_FRONT:
        from_first_in = next(high - y for text, (_, y) in places.items() if text.startswith("20000125-2386"))
        assert from_first_in == pytest.approx(round(size.width * 0.4), abs=1.0), "printed unscaled, left side first in"
    if paper is PaperKind.OUTER:
        assert "Box 2820" in places
        assert "20000125" not in pages[0].extract_text()


@pytest.mark.parametrize("turned", [False, True])
def test_an_envelope_fed_with_the_long_side_first_is_not_turned_by_the_queue(cups, envelope, turned):
    made = papers.make(PaperKind.INNER_FRONT, envelope)
    since = time.time_ns() - 10**9
    job = cups.send(made.pdf, C5, "kuvert", lying=True, turned=turned)["answer"]
    assert cups.settled("kuvert", job) == "completed"
    (page,) = received(since)
    assert millimetres(page) == pytest.approx((229, 162), abs=0.6)
    right = next(x for text, (x, _) in where(page).items() if text.startswith("20000125-2386"))
    assert right == pytest.approx(229 - round(229 * 0.4) if turned else round(229 * 0.4), abs=1.0)


def test_a_queue_that_knows_the_size_only_the_other_way_round_refuses_it(cups, envelope):
    made = papers.make(PaperKind.INNER_FRONT, envelope)
    assert cups.send(made.pdf, C5, "fack", lying=True) == {"refused": "documents.size_refused"}
    assert "answer" in cups.send(made.pdf, C5, "fack")


def test_a_printer_that_knows_only_a4_gets_the_envelope_on_an_a4_page(cups, envelope):
    made = papers.make(PaperKind.INNER_FRONT, envelope)
    since = time.time_ns() - 10**9
    job = cups.send(made.pdf, C5, "kuvert", edge="centre")["answer"]
    assert cups.settled("kuvert", job) == "completed"
    (page,) = received(since)
    assert millimetres(page) == pytest.approx((210, 297), abs=0.6)
    down = next(297 - y for text, (_, y) in where(page).items() if text.startswith("20000125-2386"))
    assert down == pytest.approx(round(229 * 0.4), abs=1.0), "the envelope's left side at the page's upper edge"


def test_the_queue_is_told_nothing_but_the_programs_name(cups, envelope):
    made = papers.make(PaperKind.INNER_FRONT, envelope)
    job = cups.send(made.pdf, C5, "kuvert")["answer"]
    cups.settled("kuvert", job)
    told = (cups.folder / "log/error").read_text(errors="replace")
    assert "spidesk" in told
    for word in ("20000125", "ACDE", "F-2026", "Innerkuvert"):
        assert word not in told
    assert not list((cups.folder / "spool").glob(f"d{job:05}*")), "the scheduler of this test keeps no job files"


def test_a_tray_is_asked_for_together_with_the_size(cups, envelope):
    found = {name: trays for name, trays, _ in cups.ask(do="printers")["answer"]}
    assert set(found["fack"]) >= {"tray-1", "envelope"}
    assert found["kuvert"] == []
    made = papers.make(PaperKind.INNER_FRONT, envelope)
    job = cups.send(made.pdf, C5, "fack", tray="envelope")["answer"]
    assert cups.settled("fack", job) == "completed"
    told = (cups.folder / "log/error").read_text(errors="replace")
    line = [one for one in told.splitlines() if f"[Job {job}] argv[5]" in one][-1]
    assert "InputSlot=Envelope" in line
    assert "PageSize=EnvC5" in line
    assert "print-scaling=none" in line
    assert "nofit-to-page" in line


def test_a_size_the_printer_does_not_take_is_refused_not_printed_on_a4(cups, envelope):
    made = papers.make(PaperKind.OUTER, envelope)
    assert cups.send(made.pdf, C4, "fack") == {"refused": "documents.size_refused"}


def test_a_stopped_printer_holds_the_job_and_a_cancelled_one_has_failed(cups, envelope):
    made = papers.make(PaperKind.OUTER, envelope)
    ready = {name: ready for name, _, ready in cups.ask(do="printers")["answer"]}
    assert ready["kuvert"]
    assert not ready["stilla"]
    job = cups.send(made.pdf, C4, "stilla")["answer"]
    assert cups.state("stilla", job) == "held"
    cups.ask(do="cancel", printer="stilla", number=job)
    assert cups.settled("stilla", job) == "failed"


def test_a_job_the_queue_no_longer_knows_is_gone(cups, envelope):
    made = papers.make(PaperKind.OUTER, envelope)
    job = cups.send(made.pdf, C4, "stilla")["answer"]
    assert cups.state("stilla", job) == "held"
    assert cups.run("cancel", "-a", "-x", "stilla").returncode == 0
    assert cups.state("stilla", job) == "gone"
    assert cups.state("stilla", 4711) == "gone"


def test_a_cancelled_job_tells_whether_the_printer_had_begun(cups, envelope):
    made = papers.make(PaperKind.INNER_FRONT, envelope)
    cups.steer("avbrott", n1="jam")
    first, second = (cups.send(made.pdf, C5, "avbrott")["answer"] for _ in range(2))
    cups.until(lambda: cups.state("avbrott", first) == "held", "a printer with a jam holds its job")
    for job in (second, first):
        cups.ask(do="cancel", printer="avbrott", number=job)
    assert cups.job("avbrott", first) == ["failed", True]
    assert cups.job("avbrott", second) == ["failed", False]


def test_a_job_the_printer_holds_is_held_and_one_it_gives_up_has_failed(cups, envelope):
    made = papers.make(PaperKind.INNER_FRONT, envelope)
    cups.steer("olika", n1="hold", n2="fail")
    first, second = (cups.send(made.pdf, C5, "olika")["answer"] for _ in range(2))
    assert cups.settled("olika", second) == "failed"
    assert cups.state("olika", first) == "held"


def test_a_number_that_is_now_another_programs_job_is_gone(cups):
    (cups.folder / "other.txt").write_text("a page of somebody else's")
    told = cups.run("lp", "-d", "stilla", "-t", "other", str(cups.folder / "other.txt"))
    number = int(told.stdout.split("-")[1].split()[0])
    assert cups.state("stilla", number) == "gone"


def test_a_printer_that_only_takes_bytes_has_not_said_that_it_printed(cups, envelope):
    """CUPS calls the job completed when the last byte has left; a jam after that is never heard of."""
    with socket.create_server(("127.0.0.1", 0)) as printer:
        port = printer.getsockname()[1]
        cups.add("stum", f"socket://127.0.0.1:{port}/?snmp=false", cups.folder / "trays.ppd")
        job = cups.send(papers.make(PaperKind.INNER_FRONT, envelope).pdf, C5, "stum")["answer"]
        printer.settimeout(30)
        taken, _ = printer.accept()
        with taken:
            data = b""
            while more := taken.recv(65536):
                data += more
    assert b"%PDF" in data[:1024]
    assert cups.settled("stum", job) == "gone"


@pytest.mark.parametrize(
    ("uri", "mute"),
    [
        ("ipps://skrivare.local/ipp/print", False),
        ("ipp://localhost/printers/x", False),
        ("dnssd://Skrivare._ipps._tcp.local/", False),
        ("dnssd://Skrivare._pdl-datastream._tcp.local/", True),
        ("socket://10.0.0.7", True),
        ("lpd://10.0.0.7/kuvert", True),
        ("usb://HP/LaserJet", True),
        ("smb://server/kuvert", True),
        ("beh:/1/3/5/socket://10.0.0.7:9100", True),
        ("cups-pdf:/", False),
    ],
)
def test_which_printers_never_answer(uri, mute):
    assert cupsjobs.mute([uri]) is mute
    assert cupsjobs.mute([])


def test_a_queue_that_keeps_nothing_says_so(cups):
    assert cups.ask(do="keeps", printer="kuvert")["answer"] is False


def test_a_queue_that_keeps_what_it_printed_is_seen_by_its_settings_or_by_its_jobs(envelope):
    folder = Path(tempfile.mkdtemp(prefix="spidesk-cups-"))
    keeping = Cups(folder, preserve="Yes")
    try:
        keeping.wait_until_up()
        keeping.steer("spar")
        assert keeping.ask(do="keeps", printer="spar")["answer"] is True
        keeping.forget_child(CUPS_SERVERROOT=str(folder / "nowhere"))
        assert keeping.ask(do="keeps", printer="spar")["answer"] is None, "no settings to read and no job yet"
        job = keeping.send(papers.make(PaperKind.INNER_FRONT, envelope).pdf, C5, "spar")["answer"]
        assert keeping.settled("spar", job) == "completed"
        assert keeping.ask(do="keeps", printer="spar")["answer"] is True
    finally:
        keeping.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ("", True),
        ("# PreserveJobFiles No", True),
        ("PreserveJobFiles No", False),
        ("  preservejobfiles 0\n", False),
        ("PreserveJobFiles No\nPreserveJobFiles 3600", True),
        ("PreserveJobHistory No", False),
    ],
)
def test_the_settings_of_the_scheduler_are_read_as_it_reads_them(settings, kept):
    assert spool.by_settings(settings) is kept


@pytest.mark.parametrize(
    ("state", "reasons", "printer", "printer_reasons", "heard"),
    [
        (3, (), 3, (), JobState.ACCEPTED),
        (3, ("printer-stopped",), 4, (), JobState.HELD),
        (3, (), 5, (), JobState.HELD),
        (4, ("job-hold-until-specified",), 3, (), JobState.HELD),
        (5, ("job-printing",), 4, (), JobState.PRINTING),
        (5, ("job-printing",), 4, ("media-low-report", "toner-low-warning"), JobState.PRINTING),
        (5, ("job-printing",), 4, ("media-empty-warning",), JobState.PRINTING),
        (5, ("job-printing",), 4, ("media-jam-error",), JobState.HELD),
        (5, ("job-printing",), 4, ("cover-open",), JobState.HELD),
        (6, (), 5, (), JobState.HELD),
        (7, ("job-canceled-by-user",), 3, (), JobState.FAILED),
        (8, ("aborted-by-system", "processing-to-stop-point"), 3, (), JobState.FAILED),
        (9, ("job-completed-successfully",), 3, ("media-jam-error",), JobState.COMPLETED),
        (9, ("job-completed-with-errors",), 3, (), JobState.GONE),
        (0, (), 0, (), JobState.UNKNOWN),
        (17, (), 3, (), JobState.UNKNOWN),
    ],
)
def test_states_and_reasons_are_heard_rightly(state, reasons, printer, printer_reasons, heard):
    assert cupsjobs.told(state, reasons, printer, printer_reasons) is heard


def test_a_printer_that_is_gone_is_refused(cups, envelope):
    made = papers.make(PaperKind.OUTER, envelope)
    assert cups.send(made.pdf, C4, "finns-inte") == {"refused": "documents.printer_gone"}


def test_a_scheduler_that_does_not_answer_is_unknown_not_gone(tmp_path, cups):
    """Another child, told of a scheduler that is not there."""
    env = {**cups.env, "CUPS_SERVER": str(tmp_path / "none.sock")}
    script = Path(__file__).with_name("cups_child.py")
    asked = [{"do": "printers"}, {"do": "state", "printer": "kuvert", "number": 1}]
    told = subprocess.run(
        [sys.executable, script],
        env=env,
        input="".join(json.dumps(one) + "\n" for one in asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert [json.loads(one)["answer"] for one in told.stdout.splitlines()] == [[], "unknown"]
