"""Printing: nothing counts as printed that the queue or a person has not said is."""

import os
import stat
from types import SimpleNamespace

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from spidesk.refusal import Refusal
from spidesk.ui.ask import Question
from spidesk.ui.paper import PaperView, page_image, page_sizes
from spidesk.ui.printing import Paper, PrintDialog
from spidesk.ui.printing.course import Stage
from spidesk.ui.printing.feed import Edge, Feed
from spidesk.ui.printing.feed.place import placed
from spidesk.ui.printing.spooler import Spooler, draw
from tests.ui.gallery import a_pdf


class Steered:
    """A queue that says what the test wants it to say."""

    def __init__(self, *states, printers=("Kuvert",), no=""):
        self.says = list(states)
        self.names = printers
        self.no = no
        self.sent = []

    def printers(self):
        return [SimpleNamespace(name=name, title=name, trays=("Manuell",), default=True) for name in self.names]

    def send(self, pdf, *, width, height, printer, copies=1, tray=""):
        if self.no:
            raise Refusal(self.no)
        self.sent.append(
            SimpleNamespace(pdf=pdf, width=width, height=height, printer=printer, copies=copies, tray=tray)
        )
        return SimpleNamespace(state="accepted", at=0)

    def state(self, job):
        state = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        return SimpleNamespace(state=state)


class Kept:
    def __init__(self):
        self.feeds = {}

    def feed(self, printer, sheet):
        return self.feeds.get((printer, sheet))

    def keep_feed(self, printer, sheet, feed):
        self.feeds[printer, sheet] = feed


@pytest.fixture
def papers(pdf):
    return [
        Paper(key="inner", name="Innerkuvert", sheet="C5-kuvert", width=229, height=162, envelope=True, pdf=pdf),
        Paper(
            key="slip", name="Följesedel", sheet="A4-ark", width=210, height=297, envelope=False, pdf=a_pdf(210, 297)
        ),
    ]


@pytest.fixture
def start(papers, press, shown, qtbot):
    def begin(queue, **more):
        dialog = PrintDialog(papers, queue=queue, press=press, file_name="SP-2026-0007", poll_ms=20, **more)
        dialog.heard = []
        dialog.printed.connect(lambda key, copies: dialog.heard.append(("printed", key, copies)))
        dialog.failed.connect(lambda key: dialog.heard.append(("failed", key)))
        dialog.unsure.connect(lambda key: dialog.heard.append(("unsure", key)))
        dialog.saved.connect(lambda key: dialog.heard.append(("saved", key)))
        shown(dialog)
        qtbot.waitUntil(lambda: not dialog._loading)
        return dialog

    return begin


def test_it_says_how_many_sheets_before_and_after(start, qtbot):
    dialog = start(Steered("accepted", "printing", "completed"))
    dialog.setup.copies.set_value(3)
    assert dialog._need.text() == "Lägg 3 C5-kuvert i skrivaren."
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.heard == [("printed", "inner", 3)])
    assert "3 C5-kuvert" in dialog.talk.notice.text
    assert dialog.print.text() == "Skriv ut igen"
    assert dialog._queue.sent[0].copies == 3
    assert (dialog._queue.sent[0].width, dialog._queue.sent[0].height) == (162, 229), "fed with the short side first"
    assert dialog._queue.sent[0].tray == "Manuell"


@pytest.mark.parametrize("state", ["unknown", "gone", "something new"])
def test_an_unknown_outcome_is_asked(start, qtbot, state):
    dialog = start(Steered("accepted", state))
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.course.stage is Stage.ASKED)
    assert dialog.heard == []
    assert dialog.talk.notice.title == "Kom kuvertet ut rätt?"
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(dialog.focusWidget(), key)
    assert dialog.course.stage is Stage.ASKED
    assert dialog.talk.yes.isVisible()
    dialog.talk.yes.click()
    assert dialog.heard == [("printed", "inner", 1)]


@pytest.mark.parametrize(("button", "said"), [("no", ("failed", "inner")), ("unknown", ("unsure", "inner"))])
def test_no_and_do_not_know_never_count_as_printed(start, qtbot, button, said):
    dialog = start(Steered("unknown"))
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.course.stage is Stage.ASKED)
    getattr(dialog.talk, button).click()
    assert dialog.heard == [said]
    assert dialog.print.isEnabled()


def test_a_failed_print_never_counts_and_can_be_tried_again(start, qtbot):
    dialog = start(Steered("accepted", "failed"))
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.heard == [("failed", "inner")])
    assert dialog.talk.notice.title == "Inget räknas som utskrivet"
    dialog._queue.says = ["completed"]
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.heard[-1] == ("printed", "inner", 1))


def test_a_queue_that_does_not_take_the_paper_says_why(start, qtbot):
    dialog = start(Steered("completed", no="ui.print_not_taken"))
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.heard == [("failed", "inner")])
    assert "tog inte emot" in dialog.talk.notice.text


def test_a_held_job_says_so_and_can_be_answered_without_waiting(start, qtbot):
    dialog = start(Steered("held"))
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.talk.notice.title == "Skrivaren väntar")
    dialog.course._long.setInterval(1)
    dialog.course._long.start()
    qtbot.waitUntil(dialog.talk.now.isVisible)
    dialog.talk.now.click()
    assert dialog.course.stage is Stage.ASKED


def test_closing_while_printing_asks_first(start, qtbot):
    dialog = start(Steered("accepted"))
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.course.stage is Stage.FOLLOWED)
    dialog.close()
    assert dialog.isVisible()
    assert dialog.course.stage is Stage.ASKED
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.talk.unknown.click()
    assert dialog.heard == [("unsure", "inner")]
    dialog.close()
    assert not dialog.isVisible()


def test_a_press_that_breaks_leaves_the_outcome_to_the_user(start, qtbot, press):
    class Broken(Steered):
        def state(self, job):
            raise OSError("boom")

    dialog = start(Broken("x"))
    dialog.print.click()
    qtbot.waitUntil(lambda: dialog.course.stage is Stage.ASKED)
    assert dialog.heard == []


def test_the_log_line_comes_before_the_paper(start, qtbot):
    order = []
    dialog = start(Steered("completed"), allow=lambda what, paper, go: order.append((what, paper.key, go)))
    dialog.print.click()
    qtbot.wait(60)
    assert dialog._queue.sent == []
    assert order[0][:2] == ("print", "inner")
    order[0][2]()
    qtbot.waitUntil(lambda: dialog.heard == [("printed", "inner", 1)])


def test_several_papers_are_chosen_and_remembered(start, qtbot):
    dialog = start(Steered("completed"))
    dialog.print.click()
    qtbot.waitUntil(lambda: bool(dialog.heard))
    dialog.which.buttons[1].click()
    assert dialog.paper.key == "slip"
    assert not dialog.turn.isVisible()
    assert dialog._need.text() == "Lägg 1 A4-ark i skrivaren."
    assert dialog.which.buttons[0].text() == "Innerkuvert – utskrivet"
    dialog.print.click()
    qtbot.waitUntil(lambda: ("printed", "slip", 1) in dialog.heard)
    assert dialog.stages == {"inner": Stage.PRINTED, "slip": Stage.PRINTED}


def test_without_a_printer_only_saving_is_left(start):
    dialog = start(Steered("completed", printers=()))
    assert dialog.no_printer.isVisible()
    assert not dialog.print.isEnabled()
    assert dialog.save.isEnabled()


def test_the_offset_is_saved_for_printer_and_format_and_used(start, qtbot):
    kept = Kept()
    dialog = start(Steered("completed"), offsets=kept)
    dialog.setup.more.click()
    dialog.setup.right.set_value(2.5)
    dialog.setup.down.set_value(-1)
    assert kept.feeds == {("Kuvert", "C5-kuvert"): Feed(right_mm=2.5, down_mm=-1.0)}
    dialog.which.buttons[1].click()
    assert dialog.setup.right.value() == 0
    dialog.which.buttons[0].click()
    assert dialog.setup.right.value() == 2.5
    dialog.print.click()
    qtbot.waitUntil(lambda: bool(dialog.heard))
    assert dialog._queue.sent[0].pdf != dialog.papers["inner"].pdf


def test_the_test_page_is_one_copy_and_its_outcome_counts_for_nothing(start, qtbot):
    dialog = start(Steered("completed"), test_page=lambda paper: a_pdf(paper.width, paper.height, ("Kors",)))
    dialog.setup.copies.set_value(5)
    dialog.setup.more.click()
    dialog.setup.test.click()
    qtbot.waitUntil(lambda: dialog.talk.notice.title == "Testsidan är skickad")
    assert dialog._queue.sent[0].copies == 1
    assert dialog.heard == []


def answer(button):
    def press_it():
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Question) and window.isVisible():
                window.buttons[button].click()
                return
        QTimer.singleShot(20, press_it)

    QTimer.singleShot(20, press_it)


def test_saving_warns_asks_logs_and_then_writes_for_the_owner_only(start, tmp_path, pdf):
    names, order = [], []
    target = tmp_path / "ut.pdf"

    def allow(what, paper, go):
        order.append((what, target.exists()))
        go()

    dialog = start(Steered("completed"), pick=lambda name: (names.append(name), str(target))[1], allow=allow)
    answer("no")
    dialog.save_pdf()
    assert not target.exists()
    answer("yes")
    dialog.save_pdf()
    assert names == ["SP-2026-0007.pdf"]
    assert order == [("save", False)]
    assert target.read_bytes() == pdf
    assert dialog.heard == [("saved", "inner")]
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_told(start, tmp_path):
    dialog = start(Steered("completed"), pick=lambda name: str(tmp_path / "finns" / "inte" / name))
    answer("yes")
    dialog.save_pdf()
    assert dialog.heard == []
    assert dialog.talk.notice.title == "Inte sparad"
    assert dialog.talk.notice.text == "Mappen finns inte. Välj en mapp som finns."


def test_the_preview_is_drawn_from_memory(pdf, shown, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    view = shown(PaperView("Förhandsvisning"))
    view.show_paper(pdf)
    assert view.pages == 1
    assert page_sizes(pdf)[0] == pytest.approx((229, 162), abs=0.5)
    image = page_image(pdf, 0, 72)
    assert (image.width(), image.height()) == pytest.approx((649, 459), abs=3)
    assert any(image.pixelColor(x, y).lightness() < 100 for x in range(0, 649, 1) for y in range(200, 240))
    assert list(tmp_path.iterdir()) == []
    view.clear()
    assert view.pages == 0


def test_the_preview_turns_pages_and_zooms(shown):
    document = pypdfium2.PdfDocument.new()
    for _ in range(3):
        document.new_page(300, 400)
    import io

    out = io.BytesIO()
    document.save(out)
    view = shown(PaperView("Förhandsvisning"))
    view.show_paper(out.getvalue())
    assert view.pages == 3
    view._later.click()
    view._later.click()
    assert view.page == 2
    assert not view._later.isEnabled()
    before = view._sheet.width()
    view._in.click()
    assert view._sheet.width() > before


def _ink(pdf):
    """The left and top edge of what is drawn, in millimetres."""
    image = page_image(pdf, 0, 127)
    dark = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 128
    ]
    return min(x for x, _ in dark) / 5, min(y for _, y in dark) / 5


def test_an_offset_moves_what_is_drawn_and_not_the_page(qapp):
    pdf = a_pdf(162, 114, ("Provtext",))
    moved, _ = placed(pdf, Feed(lying=True, right_mm=5, down_mm=3), 162, 114)
    assert page_sizes(moved)[0] == pytest.approx((162, 114), abs=0.01)
    left, top = _ink(pdf)
    right, down = _ink(moved)
    assert (right - left, down - top) == pytest.approx((5, 3), abs=0.3)
    assert placed(pdf, Feed(lying=True), 162, 114)[0] is pdf


def test_the_spooler_draws_at_true_size(pdf, tmp_path, qapp):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "ut.pdf"))
    opened = []
    draw(pdf, printer, width=229, height=162, begun=lambda: opened.append(printer.printerState()))
    assert opened == [QPrinter.PrinterState.Active], "told once, while the system has the job open"
    made = (tmp_path / "ut.pdf").read_bytes()
    assert page_sizes(made)[0] == pytest.approx((229, 162), abs=0.5)
    assert _ink(made) == pytest.approx(_ink(pdf), abs=0.5)


def test_the_spooler_cannot_follow_a_job():
    spooler = Spooler()
    job = SimpleNamespace(state="unknown")
    assert spooler.state(job) is job


def test_how_an_envelope_is_fed_is_chosen_shown_kept_and_printed(start, qtbot):
    kept = Kept()
    dialog = start(Steered("completed"), offsets=kept)
    assert "Adressidan uppåt, vänster kortsida in först." in dialog._feed.text()
    dialog.setup.more.click()
    dialog.setup.feeding.lying.buttons[1].click()
    dialog.setup.feeding.turned.box.click()
    assert "nedre långsidan in först" in dialog._feed.text()
    assert "nedre långsidan in först" in dialog.turn.accessibleName()
    assert kept.feeds == {("Kuvert", "C5-kuvert"): Feed(lying=True, turned=True)}
    dialog.print.click()
    qtbot.waitUntil(lambda: bool(dialog.heard))
    sent = dialog._queue.sent[0]
    assert (sent.width, sent.height) == (229, 162)
    turned = placed(dialog.papers["inner"].pdf, Feed(lying=True, turned=True), 229, 162)[0]
    assert page_image(sent.pdf, 0, 100) == page_image(turned, 0, 100)
    assert page_image(sent.pdf, 0, 100) != page_image(dialog.papers["inner"].pdf, 0, 100)
    dialog.which.buttons[1].click()
    assert not dialog.turn.isVisible()
    assert "in först" not in dialog._feed.text(), "a plain sheet is not turned"


def test_the_test_page_is_fed_like_the_paper(start, qtbot):
    kept = Kept()
    kept.feeds["Kuvert", "C5-kuvert"] = Feed(edge=Edge.CENTRE, right_mm=0.4)
    dialog = start(Steered("completed"), offsets=kept, test_page=lambda paper: a_pdf(paper.width, paper.height, ("K",)))
    dialog.setup.more.click()
    dialog.setup.test.click()
    qtbot.waitUntil(lambda: bool(dialog._queue.sent))
    assert (dialog._queue.sent[0].width, dialog._queue.sent[0].height) == (210, 297)


def test_a_printer_that_takes_the_long_side_first_is_fed_so_until_someone_says_otherwise(start, qtbot):
    queue = Steered("completed")
    queue.printers = lambda: [SimpleNamespace(name="Kuvert", title="Kuvert", trays=(), lying=True)]
    dialog = start(queue)
    assert "övre långsidan in först" in dialog._feed.text()
    dialog.print.click()
    qtbot.waitUntil(lambda: bool(queue.sent))
    assert queue.sent[0].pdf is dialog.papers["inner"].pdf


@pytest.mark.parametrize(("kept", "words"), [(True, "sparar"), (None, "Fråga IT"), (False, "")])
def test_a_queue_that_keeps_what_it_prints_is_warned_about_before_printing(start, qtbot, kept, words):
    queue = Steered("completed")
    queue.keeps = lambda printer: kept if printer == "Kuvert" else not kept
    dialog = start(queue)
    qtbot.waitUntil(lambda: words in dialog.kept.text and dialog.kept.isVisible() == bool(words))
