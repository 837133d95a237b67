"""One thread holds the vault; answers come back on the window's thread, to owners that live."""

import gc
import threading
import time

import pytest
from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtWidgets import QWidget

from spidesk.refusal import Refusal
from spidesk.ui.hands import fault
from spidesk.ui.hands.sweep import Sweeper
from spidesk.ui.lane import Lane
from spidesk.ui.words import Waiting


class Box:
    """Something to open: remembers which threads have touched it."""

    def __init__(self):
        self.threads = {threading.get_ident()}
        self.closed_by = None
        self.rows = []

    def touch(self):
        self.threads.add(threading.get_ident())
        return self

    def close(self):
        self.closed_by = threading.get_ident()


@pytest.fixture
def lane(qtbot):
    made = Lane()
    yield made
    made.stop()


@pytest.fixture
def box(lane, qtbot):
    opened = []
    owner = QObject()
    lane.open(owner, Box, read=lambda made: made, done=opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    return opened[0]


def test_everything_happens_on_one_other_thread(lane, box, qtbot):
    owner, answers, where = QObject(), [], []
    for number in range(5):
        lane.submit(
            owner,
            lambda held, n=number: (held.touch(), n)[1],
            done=lambda n: (answers.append(n), where.append(QThread.currentThread())),
        )
    qtbot.waitUntil(lambda: len(answers) == 5)
    assert answers == [0, 1, 2, 3, 4]
    assert len(box.threads) == 1
    assert threading.get_ident() not in box.threads
    assert all(thread is QThread.currentThread() for thread in where)


def test_a_refusal_reaches_refused_and_the_vault_stays_open(lane, box, qtbot):
    owner, refused, done = QObject(), [], []

    def work(_):
        raise Refusal("ui.vault_closed", field="number")

    lane.submit(owner, work, done=done.append, refused=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].field == "number"
    assert refused[0].__traceback__ is None
    assert not done
    assert box.closed_by is None


def test_a_defect_closes_the_vault_on_its_thread_and_tells_nothing_of_values(lane, box, qtbot):
    owner, refused, done, later = QObject(), [], [], []
    secret = "Åsa Öberg 19900101-2385"

    def work(_):
        name = secret
        raise ValueError(name)

    lane.submit(owner, work, done=done.append, refused=refused.append)
    lane.submit(owner, lambda held: held.rows.append(1), done=later.append, refused=later.append)
    with qtbot.waitSignal(lane.fault) as told:
        pass
    reference = told.args[0]
    known = lane.fault_of(reference)
    assert known.kind == "ValueError"
    assert any(frame.startswith("spidesk.ui.lane:") for frame in known.frames)
    assert secret not in repr(known)
    assert "Åsa" not in reference
    assert box.closed_by in box.threads
    assert box.rows == []
    qtbot.wait(50)
    assert (refused, done, later) == ([], [], [])


def test_after_a_fault_another_vault_can_be_opened(lane, box, qtbot):
    owner, opened = QObject(), []

    def work(_):
        raise ZeroDivisionError

    lane.submit(owner, work, done=print)
    with qtbot.waitSignal(lane.fault):
        pass
    lane.open(owner, Box, read=lambda held: len(held.rows), done=opened.append)
    qtbot.waitUntil(lambda: opened == [0])


def test_a_fault_reference_is_random_and_easy_to_read_aloud():
    made = {fault.reference() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 13 and not set(one[4:]) & set("IO01") for one in made)


def test_an_owner_that_is_gone_hears_nothing(lane, box, qtbot):
    heard, go = [], threading.Event()
    owner = QWidget()
    lane.submit(owner, lambda _: go.wait(5), done=heard.append)
    owner.deleteLater()
    qtbot.wait(30)
    go.set()
    still, answered = QObject(), []
    lane.submit(still, lambda _: 1, done=answered.append)
    qtbot.waitUntil(lambda: answered == [1])
    assert heard == []


def test_work_and_callbacks_die_on_the_windows_thread(lane, box, qtbot):
    died, answers, owner = [], [], QObject()

    class Held:
        def __del__(self):
            died.append(threading.get_ident())

    def submit():
        held = Held()
        lane.submit(owner, lambda _: held is not None, done=answers.append)

    submit()
    qtbot.waitUntil(lambda: answers == [True])
    qtbot.waitUntil(lambda: bool(died))
    assert died == [threading.get_ident()]


def test_busy_is_shown_only_for_work_that_takes_its_time(lane, box, qtbot):
    owner, seen, answers = QObject(), [], []
    lane.busy.connect(seen.append)
    lane.submit(owner, lambda _: 1, done=answers.append)
    qtbot.waitUntil(lambda: answers == [1])
    qtbot.wait(350)
    assert seen == []
    lane.submit(owner, lambda _: time.sleep(0.5), done=answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert seen == [True, False]


def test_long_work_reports_and_can_be_cancelled(lane, box, qtbot):
    owner, steps, done, cancelled = QObject(), [], [], []

    def work(_, progress):
        for at in range(10_000):
            progress.step(at, 10_000)
            time.sleep(0.001)

    ticket = lane.submit_long(
        owner, work, done=done.append, progress=lambda *at: steps.append(at), cancelled=lambda: cancelled.append(1)
    )
    qtbot.waitUntil(lambda: len(steps) > 2)
    ticket.cancel()
    qtbot.waitUntil(lambda: cancelled == [1])
    assert done == []
    assert box.closed_by is None
    assert all(total == 10_000 for _, total in steps)


def test_waiting_appears_late_offers_a_way_out_later_and_goes_away(lane, box, qtbot, shown, monkeypatch):
    owner, done, go = QObject(), [], threading.Event()

    def work(_, progress):
        at = 0
        while not go.is_set():
            at += 1
            progress.step(at, 1000)
            time.sleep(0.01)

    page = shown(QWidget())
    waiting = Waiting("Bygger sökregistret …", page)
    waiting._offer.setInterval(600)
    waiting.watch(lane.submit_long(owner, work, done=done.append))
    assert not waiting.isVisible()
    qtbot.wait(150)
    assert not waiting.isVisible()
    qtbot.waitUntil(waiting.isVisible, timeout=2000)
    assert not waiting._stop.isVisible()
    qtbot.waitUntil(waiting._stop.isVisible, timeout=2000)
    go.set()
    qtbot.waitUntil(lambda: bool(done))
    qtbot.waitUntil(lambda: not waiting.isVisible())


def test_closing_lets_queued_work_finish_first(lane, box, qtbot):
    owner, order = QObject(), []
    lane.submit(owner, lambda held: held.rows.append(1), done=lambda _: order.append("saved"))
    lane.close(owner, lambda: order.append("closed"))
    qtbot.waitUntil(lambda: order == ["saved", "closed"])
    assert box.rows == [1]
    refused = []
    lane.submit(owner, lambda held: 1, done=print, refused=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].code == "ui.vault_closed"


def test_stop_closes_the_vault(qtbot):
    lane, opened = Lane(), []
    owner = QObject()
    lane.open(owner, Box, read=lambda made: made, done=opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    lane.stop()
    assert opened[0].closed_by is not None


def test_the_press_answers_without_a_vault(press, qtbot):
    owner, answers, refused = QObject(), [], []

    def no():
        raise Refusal("ui.print_not_taken")

    press.submit(owner, lambda: threading.get_ident(), done=answers.append)
    press.submit(owner, no, done=answers.append, refused=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert answers != [threading.get_ident()]
    assert len(answers) == 1


def test_dead_windows_are_never_destroyed_on_the_lanes_thread(lane, box, qtbot):
    died, answers, owner = [], [], QObject()
    for _ in range(20):
        window = QWidget()
        window.itself = window
        window.destroyed.connect(lambda: died.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)
    del window
    assert not gc.isenabled()

    def work(_):
        return len([[number] for number in range(200_000)])

    lane.submit(owner, work, done=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert died == []
    gc.collect()
    assert died == [threading.get_ident()] * 20


def test_the_sweeper_collects_on_this_thread_and_lets_go(qtbot):
    mine = Sweeper()
    was = gc.isenabled()
    mine.hold()
    try:
        window = QObject()
        window.itself = window
        gone = []
        window.destroyed.connect(lambda: gone.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)
        del window
        mine._full_at -= 120
        mine.sweep()
        assert gone == [threading.get_ident()]
    finally:
        mine.release()
    assert gc.isenabled()
    if not was:
        gc.disable()
