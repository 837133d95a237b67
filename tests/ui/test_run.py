"""A run of many pieces: nothing is taken for printed that nobody knows of, and nothing is printed twice by itself."""

import gc
import os
import tracemalloc
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from spidesk.refusal import Refusal
from spidesk.ui.printing.course import Stage
from spidesk.ui.printing.run import Halt, Place, Run, RunPanel, RunPiece
from tests.ui.gallery import a_pdf


class Printer:
    """A queue in memory: each job stands where the test puts it. `most` is how many it ever had at once."""

    forgets = False

    def __init__(self, *, plan=(), alone=False):
        self.jobs, self.sent, self.most = {}, [], 0
        self.plan = dict(plan)
        self.alone = alone

    def printers(self):
        return [SimpleNamespace(name="kuvert", title="Kuvert", trays=())]

    def send(self, pdf, *, width, height, printer, copies=1, tray=""):
        number = len(self.sent) + 1
        if self.plan.get(number) == "refuse":
            self.sent.append(None)
            raise Refusal("ui.print_not_taken")
        self.sent.append((width, height, printer, tray))
        self.jobs[number] = self.plan.get(number, "completed" if self.alone else "accepted")
        self.most = max(self.most, self.standing())
        return SimpleNamespace(state="accepted", number=number, begun=False)

    def standing(self):
        return sum(state in ("accepted", "printing", "held") for state in self.jobs.values())

    def state(self, job):
        said = self.jobs.get(job.number, "gone")
        return SimpleNamespace(state=said, number=job.number, begun=getattr(self, "begun", {}).get(job.number, False))

    def cancel(self, job):
        if self.jobs.get(job.number) in ("accepted", "held"):
            self.jobs[job.number] = "failed"

    def keeps(self, printer):
        return False


def pieces(*sheets, made=None, size=(162, 114)):
    """`("C6-kuvert", 3), ("A4-papper", 2)` in that order."""
    found = []
    for sheet, count, *back in sheets:
        for _ in range(count):
            key = f"p{len(found) + 1}"

            def pdf(key=key):
                if made is not None:
                    made.append(key)
                return a_pdf(*size)

            found.append(
                RunPiece(
                    key=key,
                    name=f"F-2026-000{len(found) + 1}, innerkuvert",
                    sheet=sheet,
                    width=size[0],
                    height=size[1],
                    envelope=True,
                    back=bool(back),
                    pdf=pdf,
                )
            )
    return found


@pytest.fixture
def begin(press, qtbot, qapp):
    runs = []

    def start(queue, wanted, *, allow=None, go=True, **more):
        places = more.pop("places", None)
        run = Run(queue, press, poll_ms=1, **more)
        run.heard, run.allowed = [], []
        run.piece.connect(lambda key, stage: run.heard.append((key, stage.value)))
        run.stopped.connect(lambda key, text: run.heard.append(("stopped", key, run.halt.value, text)))
        run.asked.connect(lambda keys: run.heard.append(("asked", keys)))
        run.finished.connect(lambda: run.heard.append(("finished",)))

        def let(keys, go):
            run.allowed.append(keys)
            go()

        run.start(wanted, "kuvert", "", allow or let, places=places)
        if go:
            run.resume()
        runs.append(run)
        return run

    yield start
    for run in runs:
        run._follower._poll.stop()


def stages(run):
    return {key: stage.value for key, stage in run.pile.stages.items()}


def test_the_tray_is_asked_for_first_and_again_before_another_sheet(begin, qtbot):
    queue = Printer(alone=True)
    made = []
    run = begin(queue, pieces(("C6-kuvert", 2), ("C6-kuvert", 2, "back"), ("C5-kuvert", 3), made=made), go=False)
    assert run.heard == [("stopped", "p1", "tray", "Lägg i 2 C6-kuvert.")]
    assert queue.sent == []
    run.resume()
    qtbot.waitUntil(lambda: run.halt is Halt.TRAY)
    assert "samma ordning" in run.text
    assert made == ["p1", "p2"]
    run.resume()
    qtbot.waitUntil(lambda: run.halt is Halt.TRAY and run.at == "p5")
    assert run.text == "Lägg i 3 C5-kuvert."
    assert run.pile.done == 4
    run.resume()
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert run.pile.done == 7
    assert made == [f"p{at}" for at in range(1, 8)], "each paper is made once, in order, when it is due"


def test_no_more_than_ahead_are_in_the_queue_and_nothing_leaves_before_the_ledger(begin, qtbot):
    queue = Printer()
    waiting = []
    run = begin(queue, pieces(("C6-kuvert", 9)), allow=lambda keys, go: waiting.append((keys, go)), ahead=4)
    assert [keys for keys, _ in waiting] == [("p1", "p2", "p3", "p4")]
    QTest.qWait(30)
    assert queue.sent == []
    waiting.pop()[1]()
    qtbot.waitUntil(lambda: len(run._follower.out) == 4)
    QTest.qWait(30)
    assert waiting == []
    queue.jobs[1] = "completed"
    qtbot.waitUntil(lambda: bool(waiting))
    assert waiting[0][0] == ("p5",)
    assert queue.most == 4


def test_a_piece_that_cannot_be_written_in_the_ledger_does_not_leave(begin, qtbot):
    queue = Printer()
    run = begin(queue, pieces(("C6-kuvert", 3)), allow=lambda keys, go: None)
    run.decline(("p1", "p2", "p3"), "Valvet är stängt.")
    assert (run.halt, run.text) == (Halt.STOPPED, "Valvet är stängt.")
    assert set(stages(run).values()) == {"not_yet"}
    assert queue.sent == []


def test_a_piece_that_fails_stops_all_and_is_the_first_to_go_on(begin, qtbot):
    queue = Printer()
    made = []
    run = begin(queue, pieces(("C6-kuvert", 6), made=made))
    qtbot.waitUntil(lambda: len(run._follower.out) == 4)
    queue.begun = {3: True}
    queue.jobs[3] = "printing"
    qtbot.waitUntil(lambda: run._follower.out["p3"].begun)
    queue.jobs.update({1: "completed", 2: "failed"})
    queue.cancel = lambda job: queue.jobs.update({job.number: "failed"})
    qtbot.waitUntil(lambda: run.halt is Halt.ASKED)
    assert stages(run) == {
        "p1": "printed",
        "p2": "failed",
        "p3": "asked",
        "p4": "not_yet",
        "p5": stages(run)["p5"],
        "p6": "not_yet",
    }
    assert run.pile.doubts == ("p3",), "only the piece the printer had begun on is asked about"
    sent = len(queue.sent)
    run.resume()
    assert run.halt is Halt.ASKED, "nothing goes on before the question is answered"
    run.answer("p3", False)
    assert run.halt is Halt.STOPPED
    QTest.qWait(20)
    assert len(queue.sent) == sent
    queue.alone = True
    run.resume()
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert run.pile.done == 6
    assert made[sent:][:2] == ["p2", "p3"], "from the piece that failed"


def test_a_queue_that_does_not_take_a_piece_has_not_printed_it(begin, qtbot):
    queue = Printer(plan={2: "refuse"}, alone=True)
    run = begin(queue, pieces(("C6-kuvert", 4)))
    qtbot.waitUntil(lambda: run.halt is Halt.STOPPED and run.quiet)
    assert stages(run) == {"p1": "printed", "p2": "failed", "p3": "not_yet", "p4": "not_yet"}
    run.resume()
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert run.pile.done == 4


def test_a_held_job_lets_nothing_more_leave_and_goes_on_by_itself(begin, qtbot):
    queue = Printer()
    run = begin(queue, pieces(("C6-kuvert", 6)), ahead=2)
    qtbot.waitUntil(lambda: len(run._follower.out) == 2)
    queue.jobs[1] = "held"
    qtbot.waitUntil(lambda: run.halt is Halt.HELD)
    queue.jobs[2] = "completed"
    qtbot.waitUntil(lambda: run.in_queue == ("p1",))
    assert len(queue.sent) == 2
    queue.alone = True
    queue.jobs[1] = "completed"
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert run.pile.done == 6


@pytest.mark.parametrize("answer", [True, False, None])
def test_a_vanished_job_is_asked_about_and_only_yes_counts(begin, qtbot, answer):
    queue = Printer()
    run = begin(queue, pieces(("C6-kuvert", 3)), ahead=1)
    qtbot.waitUntil(lambda: list(run._follower.out) == ["p1"])
    del queue.jobs[1]
    qtbot.waitUntil(lambda: ("asked", ("p1",)) in run.heard)
    assert run.pile.done == 0
    QTest.qWait(20)
    assert len(queue.sent) == 1
    queue.alone = True
    run.answer("p1", answer)
    if not answer:
        assert run.halt is Halt.STOPPED
        run.resume()
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert run.pile.done == (2 if answer is None else 3)
    assert len(queue.sent) == (4 if answer is False else 3), "what nobody knows is not printed again by itself"
    assert run.pile.stages["p1"] is (Stage.UNSURE if answer is None else Stage.PRINTED)


def test_a_printer_that_never_answers_is_asked_about_once_for_a_tray_and_a_jam_before_that(begin, qtbot):
    queue = Printer(alone=True)
    lost = set()
    queue.state = lambda job: SimpleNamespace(state="gone", number=job.number, handed=job.number not in lost)
    run = begin(queue, pieces(("C6-kuvert", 6), ("C5-kuvert", 6)))
    qtbot.waitUntil(lambda: run.halt is Halt.ASKED)
    assert run.pile.doubts == ("p1", "p2", "p3", "p4", "p5", "p6")
    assert run.pile.done == 0
    for key in run.pile.doubts:
        run.answer(key, True)
    lost.add(8)
    run.resume()
    qtbot.waitUntil(lambda: run.halt is Halt.ASKED and run.quiet is False and not run.in_queue)
    assert "p8" in run.pile.doubts
    assert "p12" not in run.pile.doubts, "one that vanished without being handed over is asked about at once"


def test_a_queue_that_forgets_everything_is_asked_about_once_for_a_tray(begin, qtbot):
    queue = Printer(alone=True)
    queue.forgets = True
    queue.state = lambda job: SimpleNamespace(state="gone", number=job.number)
    run = begin(queue, pieces(("C6-kuvert", 6), ("C5-kuvert", 2)))
    qtbot.waitUntil(lambda: run.halt is Halt.ASKED)
    assert run.pile.doubts == ("p1", "p2", "p3", "p4", "p5", "p6")
    assert run.pile.done == 0
    for key in run.pile.doubts:
        run.answer(key, True)
    assert run.halt is Halt.TRAY
    assert run.pile.done == 6


def test_a_scheduler_that_does_not_answer_is_given_some_time_and_then_asked_about(begin, qtbot):
    queue = Printer()
    asked = []
    queue.state = lambda job: asked.append(job) or SimpleNamespace(state="unknown", number=job.number)
    run = begin(queue, pieces(("C6-kuvert", 1)))
    qtbot.waitUntil(lambda: run.halt is Halt.ASKED)
    assert len(asked) == 5


def test_a_press_that_breaks_while_a_piece_leaves_makes_it_a_question(begin, qtbot, press):
    queue = Printer()

    def broken(*_, **__):
        raise OSError("boom")

    queue.send = broken
    run = begin(queue, pieces(("C6-kuvert", 3)))
    qtbot.waitUntil(lambda: run.halt is Halt.ASKED)
    assert stages(run) == {"p1": "asked", "p2": "not_yet", "p3": "not_yet"}


def test_pause_lets_out_what_is_in_the_queue_and_nothing_more(begin, qtbot):
    queue = Printer()
    run = begin(queue, pieces(("C6-kuvert", 8)), ahead=3)
    qtbot.waitUntil(lambda: len(run._follower.out) == 3)
    run.pause()
    queue.jobs.update({1: "completed", 2: "completed", 3: "completed"})
    qtbot.waitUntil(lambda: run.quiet)
    assert (run.pile.done, len(queue.sent), run.halt) == (3, 3, Halt.PAUSED)
    queue.alone = True
    run.resume()
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert run.pile.done == 8


def test_printing_again_from_a_piece_takes_that_and_all_after_it(begin, qtbot):
    queue = Printer(alone=True)
    run = begin(queue, pieces(("C6-kuvert", 5)))
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert run.again("p4")
    assert (run.halt, run.text) == (Halt.TRAY, "Lägg i 2 C6-kuvert.")
    assert run.pile.done == 3
    run.resume()
    qtbot.waitUntil(lambda: run.pile.done == 5)
    assert len(queue.sent) == 7


def test_a_run_cannot_be_left_or_begun_anew_while_something_is_open(begin, qtbot):
    queue = Printer()
    run = begin(queue, pieces(("C6-kuvert", 3)))
    qtbot.waitUntil(lambda: len(run._follower.out) == 3)
    assert not run.again("p1")
    assert not run.end()
    run.ask_now()
    assert not run.end()
    for key in run.pile.doubts:
        run.answer(key, None)
    assert run.end()
    assert ("finished",) in run.heard
    assert run.pile.done == 0


def test_pieces_go_where_their_sheet_is_printed_and_as_it_is_fed(begin, qtbot):
    queue = Printer(alone=True)
    places = {"A4-papper": Place(printer="kontoret", tray="fack-2"), "C6-kuvert": Place(printer="kuvert", lying=True)}
    run = begin(queue, pieces(("C6-kuvert", 1), ("A4-papper", 1)), places=places)
    qtbot.waitUntil(lambda: run.halt is Halt.TRAY and run.at == "p2")
    run.resume()
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert [(round(wide), round(high), *rest) for wide, high, *rest in queue.sent] == [
        (162, 114, "kuvert", ""),
        (114, 162, "kontoret", "fack-2"),
    ]


def test_a_plain_sheet_is_not_turned_because_the_printer_takes_envelopes_lying(begin, qtbot):
    queue = Printer(alone=True)
    one = RunPiece(
        key="a", name="x", sheet="A4-papper", width=210, height=297, envelope=False, pdf=lambda: a_pdf(210, 297)
    )
    run = begin(queue, [one], places={"A4-papper": Place(printer="kuvert", lying=True)})
    qtbot.waitUntil(lambda: ("finished",) in run.heard)
    assert queue.sent[0][:2] == (210, 297)


def test_a_piece_twice_or_no_piece_is_no_run(press, qapp):
    one = pieces(("C6-kuvert", 1))
    for wrong in ([], one + one):
        with pytest.raises(ValueError, match=r"run|twice"):
            Run(Printer(), press).start(wrong, "kuvert", "", lambda _keys, go: go())


def test_a_thousand_pieces_leave_memory_flat_and_nothing_on_disk(begin, qtbot, tmp_path, monkeypatch):
    temp = tmp_path / "temp"
    temp.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temp))
    monkeypatch.chdir(temp)
    before = {path: path.stat().st_mtime_ns for path in Path.home().rglob("*")}
    big = a_pdf() + b"%" + b"x" * 200_000
    queue = Printer(alone=True)
    wanted = [
        RunPiece(
            key=f"p{at}", name="x", sheet="C5-kuvert", width=229, height=162, envelope=True, pdf=lambda: bytes(big)
        )
        for at in range(1000)
    ]
    run = begin(queue, wanted, go=False)
    levels = []

    def level(done, _total):
        if done in (100, 1000):
            gc.collect()
            levels.append(tracemalloc.get_traced_memory()[0])

    run.moved.connect(level)
    tracemalloc.start()
    try:
        run.resume()
        qtbot.waitUntil(lambda: ("finished",) in run.heard, timeout=120_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert run.pile.done == 1000
    assert queue.most <= 4
    assert levels[1] - levels[0] < 2_000_000, "900 pieces later no more is held"
    assert peak < 20_000_000
    assert list(temp.iterdir()) == []
    assert {path: path.stat().st_mtime_ns for path in Path.home().rglob("*")} == before
    assert not [name for name in os.listdir(Path.cwd())]


@pytest.fixture
def panel(begin, shown, qtbot):
    def make(queue, wanted, **more):
        run = begin(queue, wanted, go=False, **more)
        made = shown(RunPanel(run))
        made.resize(700, 640)
        return made

    return make


def test_the_panel_says_what_to_lay_in_and_shows_how(panel, qtbot):
    queue = Printer(alone=True)
    made = panel(queue, pieces(("C6-kuvert", 2), ("C6-kuvert", 2, "back")))
    assert (made.notice.title, made.notice.text) == ("Fyll på skrivaren", "Lägg i 2 C6-kuvert.")
    assert made.turn.isVisible()
    assert "Adressidan uppåt, vänster kortsida in först" in made.feed.text()
    made.go.click()
    qtbot.waitUntil(lambda: "Nu trycks fliksidan" in made.notice.text)
    assert "Fliksidan uppåt" in made.feed.text()
    assert made.count.text() == "2 av 4 utskrivna"
    made.go.click()
    qtbot.waitUntil(lambda: made.notice.title == "Allt är utskrivet")
    assert (made.bar.value(), made.bar.maximum()) == (4, 4)
    assert not made.go.isVisible()


def test_the_panel_pauses_goes_on_and_stops(panel, qtbot):
    queue = Printer()
    made = panel(queue, pieces(("C6-kuvert", 6)), ahead=2)
    made.go.click()
    qtbot.waitUntil(lambda: len(made.run._follower.out) == 2)
    assert "F-2026-0001, innerkuvert" in made.now.text()
    made.pause.click()
    assert made.notice.title == "Pausad"
    assert not made.stop.isVisible(), "not while something is in the printer"
    queue.jobs.update({1: "completed", 2: "completed"})
    qtbot.waitUntil(made.stop.isVisible)
    made.stop.click()
    assert made.notice.title == "Allt är inte utskrivet"
    assert "Inte utskrivna: 4." in made.notice.text


def test_the_panel_asks_about_all_at_once_or_one_by_one(panel, qtbot):
    queue = Printer()
    made = panel(queue, pieces(("C6-kuvert", 3)))
    made.go.click()
    qtbot.waitUntil(lambda: len(made.run._follower.out) == 3)
    made.run.ask_now()
    assert made.asking.notice.title == "Kom 3 papper ut rätt?"
    made.asking.each.click()
    assert made.asking.notice.title == "Kom det ut rätt?"
    made.asking.yes.click()
    made.asking.no.click()
    made.asking.unknown.click()
    assert stages(made.run) == {"p1": "printed", "p2": "failed", "p3": "unsure"}
    assert not made.asking.isVisible()
    assert made.notice.title == "Utskriften är stoppad"
    queue.alone = True
    made.go.click()
    qtbot.waitUntil(lambda: not made.run.under_way)
    assert "Osäkra: 1." in made.notice.text


def test_the_panel_prints_again_from_the_piece_that_is_chosen(panel, qtbot):
    queue = Printer(alone=True)
    made = panel(queue, pieces(("C6-kuvert", 4)))
    heard = []
    made.repeated.connect(heard.append)
    made.go.click()
    qtbot.waitUntil(made.repeat.isVisible)
    made.whence.set_value("p3")
    made.repeat.click()
    assert heard == ["p3"]
    assert made.notice.text == "Lägg i 2 C6-kuvert."


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ((False, True), "sparar"),
        ((True, None), "sparar"),
        ((False, None), "Fråga IT"),
        ((False, False), ""),
    ],
)
def test_a_queue_that_keeps_what_it_prints_is_warned_about(panel, qtbot, kept, words):
    queue = Printer()
    queue.keeps = dict(zip(("kuvert", "kontoret"), kept, strict=True)).get
    made = panel(queue, pieces(("C6-kuvert", 1), ("A4-papper", 1)), places={"A4-papper": Place(printer="kontoret")})
    qtbot.waitUntil(lambda: words in made.kept.text and made.kept.isVisible() == bool(words))


def test_what_was_about_to_leave_stays_when_the_printer_stops_meanwhile(begin, qtbot):
    queue = Printer(plan={1: "held"})
    send = queue.send

    def slowly(*words, **more):
        QTest.qSleep(30)
        return send(*words, **more)

    queue.send = slowly
    run = begin(queue, pieces(("C6-kuvert", 40)), ahead=40)
    qtbot.waitUntil(lambda: run.halt is Halt.HELD and not run._follower.sending)
    assert len(queue.sent) < 40
    assert run.pile.stages["p40"] is Stage.NOT_YET
    assert ("p40", "not_yet") in run.heard, "the ledger is told that it never left"


def test_what_nobody_knows_is_not_printed_again_unless_it_is_asked_for(begin, qtbot):
    queue = Printer()
    run = begin(queue, pieces(("C6-kuvert", 4)))
    qtbot.waitUntil(lambda: len(run._follower.out) == 4)
    run.ask_now()
    for key in run.pile.doubts:
        run.answer(key, None if key == "p1" else True)
    assert run.again("p3")
    assert [one.key for one in run.pile.waiting()] == ["p3", "p4"]
    assert run.pile.stages["p1"] is Stage.UNSURE
    assert run.again("p1")
    assert [one.key for one in run.pile.waiting()] == ["p1", "p2", "p3", "p4"]


def test_a_key_on_its_way_answers_nothing_when_a_question_appears(panel, qtbot, monkeypatch):
    made = panel(Printer(), pieces(("C6-kuvert", 3)))
    made.go.click()
    qtbot.waitUntil(lambda: len(made.run._follower.out) == 3)
    made.run.ask_now()
    asking = made.asking
    assert made.window().focusWidget() is asking.notice
    assert "Kom 3 papper ut rätt?" in asking.notice.accessibleName()
    for one in (asking.notice, asking.all_right):
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QTest.keyClick(one, key)
    assert set(stages(made.run).values()) == {"asked"}
    monkeypatch.setattr("spidesk.ui.printing.run.asking.DEAF", 0)
    qtbot.wait(5)
    QTest.keyClick(asking.all_right, Qt.Key.Key_Return)
    assert set(stages(made.run).values()) == {"asked"}, "no scanner answers, however long it stood there"
    QTest.keyClick(asking.all_right, Qt.Key.Key_Space)
    assert set(stages(made.run).values()) == {"printed"}


def test_the_end_of_a_run_is_not_the_end_of_all_while_other_papers_are_left(panel, qtbot):
    made = panel(Printer(alone=True), pieces(("C6-kuvert", 2)))
    made.show_rest(0, 1)
    made.go.click()
    qtbot.waitUntil(lambda: not made.run.under_way)
    assert made.notice.title == "Den här utskriften är klar"
    assert "0 att skriva ut, 1 att svara på" in made.notice.text
    made.show_rest(0, 0)
    assert made.notice.title == "Allt är utskrivet"
