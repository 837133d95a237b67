"""A real CUPS scheduler of our own, with cups-pdf and with queues that hold, fail and forget."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from spidesk.documents.formats import A4, C4, C5, C6, DL
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import Kind, Pair, PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import SenderLines

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PDF_PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
SPOOL = Path("/var/spool/cups-pdf")
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.cups,
    pytest.mark.skipif(not CUPSD or not PDF_PPD.exists(), reason="cups and printer-driver-cups-pdf are not installed"),
    pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="cups-pdf's back end runs as root alone"),
]

FILES_CONF = """ServerRoot {0}/root
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
TempDir {0}/spool/tmp
AccessLog {0}/log/access
ErrorLog {0}/log/error
PageLog {0}/log/page
FileDevice Yes
SystemGroup root
"""
CONF = """LogLevel debug
Listen {0}/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobHistory Yes
PreserveJobFiles No
<Location />
Order allow,deny
Allow all
</Location>
<Location /admin>
Order allow,deny
Allow all
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
TRAY_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TRAYS.PPD"
*Manufacturer: "spidesk"
*Product: "(trays)"
*ModelName: "trays"
*ShortNickName: "trays"
*NickName: "trays"
*PSVersion: "(3010) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*FileSystem: False
*cupsFilter: "application/vnd.cups-pdf 0 -"
*OpenUI *PageSize/Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*PageSize EnvC5/C5: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Region: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*PageRegion EnvC5/C5: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "12 12 583 830"
*ImageableArea EnvC5/C5: "12 12 447 637"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension EnvC5/C5: "459 649"
*OpenUI *InputSlot/Tray: PickOne
*DefaultInputSlot: Tray1
*InputSlot Tray1/Tray 1: ""
*InputSlot Envelope/Envelopes: ""
*CloseUI: *InputSlot
"""


class Cups:
    """One scheduler on a socket of its own, and the child that talks to it."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("root", "spool", "spool/tmp", "cache", "state", "log", "out"):
            (folder / name).mkdir()
        folder.chmod(0o755)
        shutil.chown(folder / "spool", "root", "lp")
        shutil.chown(folder / "spool/tmp", "root", "lp")
        (folder / "spool").chmod(0o710)
        (folder / "spool/tmp").chmod(0o1770)
        (folder / "root/cups-files.conf").write_text(FILES_CONF.format(folder))
        (folder / "root/cupsd.conf").write_text(CONF.format(folder))
        self.env = {**os.environ, "CUPS_SERVER": str(folder / "cups.sock"), "PYTHONPATH": str(ROOT)}
        self.scheduler = subprocess.Popen(
            [CUPSD, "-f", "-c", folder / "root/cupsd.conf", "-s", folder / "root/cups-files.conf"]
        )
        self.child = None

    def wait_until_up(self):
        for _ in range(100):
            if (self.folder / "cups.sock").exists() and self.run("lpstat", "-r").returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError("cupsd did not start")

    def run(self, *command):
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False, timeout=30)

    def add(self, name, uri, ppd):
        made = self.run("lpadmin", "-p", name, "-E", "-v", uri, "-P", str(ppd))
        assert made.returncode == 0, made.stderr

    def ask(self, **asked):
        if self.child is None:
            script = Path(__file__).with_name("cups_child.py")
            self.child = subprocess.Popen(
                [sys.executable, script], env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        self.child.stdin.write(json.dumps(asked) + "\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())

    def send(self, pdf, size, printer, tray=""):
        return self.ask(
            do="send", pdf=b64encode(pdf).decode(), width=size.width, height=size.height, printer=printer, tray=tray
        )

    def state(self, printer, number):
        return self.ask(do="state", printer=printer, number=number)["answer"]

    def settled(self, printer, number):
        for _ in range(300):
            state = self.state(printer, number)
            if state in ("completed", "failed", "gone"):
                return state
            time.sleep(0.1)
        told = (self.folder / "log/error").read_text(errors="replace").splitlines()
        raise AssertionError("\n".join(["the job never ended", state, *(one for one in told if "[Job" in one)][-40:]))

    def stop(self):
        if self.child is not None:
            self.child.stdin.close()
            self.child.wait(10)
        self.scheduler.terminate()
        self.scheduler.wait(10)


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


def as_read(page):
    """Width and height in millimetres as the text is read."""
    width, height = (float(one) * 25.4 / 72 for one in (page.mediabox.width, page.mediabox.height))
    return (height, width) if page.get("/Rotate", 0) in (90, 270) else (width, height)


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
    assert as_read(pages[0]) == pytest.approx((size.width, size.height), abs=0.6)
    places = {}
    pages[0].extract_text(visitor_text=lambda text, _c, tm, _f, _s: places.setdefault(text.strip(), tm))
    if paper is PaperKind.INNER_FRONT:
        matrix = next(tm for text, tm in places.items() if text.startswith("20000125-2386"))
        along = matrix[5] if pages[0].get("/Rotate", 0) else matrix[4]
        assert along * 25.4 / 72 == pytest.approx(round(size.width * 0.4), abs=1.0), "printed unscaled, in its place"
    if paper is PaperKind.OUTER:
        assert "Box 2820" in places
        assert "20000125" not in pages[0].extract_text()


def test_the_queue_is_told_nothing_but_the_programs_name(cups, envelope):
    made = papers.make(PaperKind.INNER_FRONT, envelope)
    cups.settled("kuvert", cups.send(made.pdf, C5, "kuvert")["answer"])
    told = (cups.folder / "log/error").read_text(errors="replace")
    assert "spidesk" in told
    for word in ("20000125", "ACDE", "F-2026", "Innerkuvert"):
        assert word not in told
    assert not list((cups.folder / "spool").glob("d*")), "the scheduler of this test keeps no job files"


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
