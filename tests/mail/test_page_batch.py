"""A batch worked through by keyboard and scanner: real vault, real lane, real widgets, a queue that answers."""

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
)
from sqlalchemy import select

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions import batching, following
from spidesk.mail.page import PostPage
from spidesk.mail.page.batch.outers import Outers
from spidesk.mail.page.batch.picture import InnerButton
from spidesk.mail.rules.batch import Item, Reprint, propose
from spidesk.mail.rules.order import Kind, Pair, State, Unmatched
from spidesk.mail.rules.piece import Side, scanned
from tests.mail import packing
from tests.mail.driving import answer, find, press, state_of, words
from tests.mail.world import OPEN, Queue


@pytest.fixture
def post(seat, opened):
    """Berit at the batch tab."""

    def sit(queue=None):
        one = seat("berit")
        page = opened(one, PostPage(one.desk, queue=queue or Queue(), ways=OPEN), 1200, 900)
        page.show_tab("batch")
        one.settle()
        return one, page

    return sit


def current(seat):
    return seat.do(batching.current)


def scan(seat, page, typed, letter, inner):
    typed(find(page, "batch.letter", QLineEdit), letter + "\n")
    typed(find(page, "batch.inner", QLineEdit), inner + "\n")
    seat.settle()


def finish_run(seat, page, qtbot):
    """Go on at every stop for another tray, until the run is over."""

    def over():
        panel = page.batch.printed.panel
        if panel is None or not panel.run.under_way:
            return True
        if panel.go.isVisible() and panel.go.isEnabled():
            panel.go.click()
        return False

    qtbot.waitUntil(over, timeout=60_000)
    seat.settle()


def test_letters_are_picked_printed_matched_and_posted(office, post, typed, qtbot):
    kinds = ((Kind.ORDINARY, Pair.C5_C4), (Kind.ORDINARY, Pair.C5_C4), (Kind.REK, Pair.DL_C5))
    orders = [packing.order(office, kind=kind, pair=pair) for kind, pair in kinds]
    pieces = {one: packing.piece_of(office.vault, one) for one in orders}
    queue = Queue()
    one, page = post(queue)
    assert "3 brev i 2 ytterkuvert, varav 1 rek." in words(page)
    press(one, page, "batch.begin")
    batch = current(one)
    assert [len(outer.rows) for outer in batch.outers] == [2, 1]
    press(one, page, "batch.print")
    finish_run(one, page, qtbot)
    one.settle()
    assert len(queue.sent) == 3 * 3 + 2
    assert {state_of(one, order)[0] for order in orders} == {State.PRINTED}
    press(one, page, "batch.step.match")
    assert page.focusWidget() is find(page, "batch.letter", QLineEdit)
    for at, order in enumerate(reversed(orders), start=1):
        scan(one, page, typed, scanned(pieces[order], Side.LETTER), scanned(pieces[order], Side.INNER))
        assert page.batch.matching.station.verdict.kind == "ok"
        assert find(page, "batch.counter").text() == f"{at} / 3"
    press(one, page, "batch.step.post")
    press(one, page, "batch.post")
    one.settle()
    assert state_of(one, orders[0])[0] is State.POSTED
    assert state_of(one, orders[1])[0] is State.POSTED
    typed(find(page, "batch.rek", QLineEdit), "RR123456789SE")
    press(one, page, "batch.post")
    assert page.batch.posting.rek.refused
    assert find(page, "batch.rek", QLineEdit).text() == "RR123456789SE"
    page.batch.posting.rek.set_value(packing.with_check("12345678"))
    press(one, page, "batch.post")
    assert state_of(one, orders[2])[0] is State.POSTED
    press(one, page, "batch.finish")
    one.settle()
    assert current(one) is None
    assert "Inga brev väntar" in words(page)


def test_a_letter_is_moved_to_an_outer_of_its_own_and_back_by_keyboard(office, post):
    orders = [packing.order(office) for _ in range(3)]
    one, page = post()
    outers = page.batch.pick.outers
    assert outers.orders == (tuple(orders),)
    (letter,) = [button for button in page.findChildren(InnerButton) if button.letter.key == orders[1]]
    letter.setFocus()
    QTest.keyClick(letter, Qt.Key.Key_Space)
    alone = find(page, "batch.alone", QAbstractButton)
    alone.setFocus()
    QTest.keyClick(alone, Qt.Key.Key_Return)
    assert outers.orders == ((orders[0], orders[2]), (orders[1],))
    (letter,) = [button for button in page.findChildren(InnerButton) if button.letter.key == orders[1]]
    assert page.focusWidget() is letter
    QTest.keyClick(letter, Qt.Key.Key_Return)
    outers.target.set_value(0)
    press(one, page, "batch.move")
    assert outers.orders == ((orders[0], orders[2], orders[1]),)
    press(one, page, "batch.proposed")
    assert not outers.by_hand


def test_a_rek_cannot_be_moved_in_beside_another_and_nothing_moves(office, post):
    orders = [packing.order(office), packing.order(office, kind=Kind.REK)]
    one, page = post()
    outers = page.batch.pick.outers
    before = outers.orders
    outers.choose(orders[1])
    outers.target.set_value(0)
    press(one, page, "batch.move")
    assert outers.orders == before
    assert outers.notice.text
    press(one, page, "batch.begin")
    assert [len(outer.rows) for outer in current(one).outers] == [1, 1]


def test_space_leaves_a_letter_out_and_the_proposal_follows(office, post):
    orders = [packing.order(office) for _ in range(2)]
    one, page = post()
    picked = page.batch.pick.orders
    picked.table.choose(lambda row: row.id == orders[0])
    QTest.keyClick(picked.table.view, Qt.Key.Key_Space)
    one.settle()
    assert page.batch.pick.outers.orders == ((orders[1],),)
    press(one, page, "batch.none")
    assert not find(page, "batch.begin", QAbstractButton).isEnabled()


def matching(office, post, count=3):
    orders = [packing.order(office) for _ in range(count)]
    packing.printed(office, orders)
    pieces = [packing.piece_of(office.vault, one) for one in orders]
    one, page = post()
    press(one, page, "batch.step.match")
    return orders, pieces, one, page


def test_an_outer_is_posted_only_when_every_letter_in_it_is_read(office, post, typed):
    orders, pieces, one, page = matching(office, post)
    scan(one, page, typed, pieces[0], pieces[0])
    press(one, page, "batch.step.post")
    button = find(page, "batch.post", QAbstractButton)
    assert not button.isEnabled()
    assert "1 av 3 avlästa: läs av resten först." in words(page)
    assert button.accessibleDescription() == "1 av 3 avlästa: läs av resten först."
    page.batch.posting.form.submit()
    one.settle()
    assert state_of(one, orders[0])[0] is State.MATCHED
    assert not button.isEnabled()
    press(one, page, "batch.step.match")
    for piece in pieces[1:]:
        scan(one, page, typed, piece, piece)
    press(one, page, "batch.step.post")
    assert button.isEnabled()
    assert "läs av resten först" not in words(page)
    press(one, page, "batch.post")
    assert {state_of(one, order)[0] for order in orders} == {State.POSTED}


def test_a_swap_stops_until_somebody_presses_the_way_on_and_a_scan_is_not_a_press(office, post, typed):
    orders, pieces, one, page = matching(office, post)
    scan(one, page, typed, pieces[0], pieces[1])
    station = page.batch.matching.station
    assert station.stopped
    assert "F-2026-0001" in station.verdict.text.text()
    assert "F-2026-0002" in station.verdict.text.text()
    assert current(one).stop is not None
    way_on = find(page, "batch.resume", QAbstractButton)
    assert page.focusWidget() is way_on
    for letter in scanned(pieces[2], Side.LETTER):
        QTest.keyClick(way_on, letter)
    QTest.keyClick(way_on, Qt.Key.Key_Return)
    one.settle()
    assert station.stopped
    assert not station.letter.value()
    QTest.keyClick(way_on, Qt.Key.Key_Space)
    one.settle()
    assert not station.stopped
    assert current(one).stop is None
    for piece in pieces:
        scan(one, page, typed, piece, piece)
    assert {state_of(one, order)[0] for order in orders} == {State.MATCHED}


def test_a_stop_that_stands_in_the_ledger_stands_on_the_page_after_a_new_start(office, post, typed):
    _, pieces, one, page = matching(office, post)
    scan(one, page, typed, pieces[0], pieces[1])
    page.close()
    one, page = post()
    press(one, page, "batch.step.match")
    assert page.batch.matching.station.stopped
    assert "F-2026-0002" in words(page)


def test_one_paper_read_twice_is_no_pair_and_both_readings_stay(office, post, typed):
    orders, pieces, one, page = matching(office, post)
    twice = scanned(pieces[0], Side.LETTER)
    scan(one, page, typed, twice, twice)
    station = page.batch.matching.station
    assert not station.stopped
    assert "andra papperet" in station.inner.refused
    assert (station.letter.value(), station.inner.value()) == (twice, twice)
    assert state_of(one, orders[0])[0] is State.PRINTED
    assert page.focusWidget() is station.inner.line
    typed(station.inner.line, scanned(pieces[0], Side.INNER) + "\n")
    one.settle()
    assert state_of(one, orders[0])[0] is State.MATCHED


def test_a_letter_is_sealed_without_reading_only_with_a_reason(office, post):
    orders, _, one, page = matching(office, post, 1)
    press(one, page, "batch.unmatched")
    press(one, page, "batch.unmatched.seal")
    assert page.batch.matching.aside.reason.refused
    assert state_of(one, orders[0])[0] is State.PRINTED
    page.batch.matching.aside.reason.set_value(Unmatched.UNREADABLE)
    press(one, page, "batch.unmatched.seal")
    assert state_of(one, orders[0])[0] is State.MATCHED


def test_the_clerk_is_told_the_same_whoever_is_named(office, post, typed):
    known = packing.person(office, 1)
    orders, _, one, page = matching(office, post, 2)
    heard = []
    for order, name in zip(orders, (packing.NAMES[1], "Ingen Alls"), strict=True):
        page.batch.matching.table.choose(lambda row, order=order: row.id == order)
        press(one, page, "batch.others")
        typed(find(page, "batch.others.names", QPlainTextEdit), name)
        press(one, page, "batch.others.send")
        one.settle()
        heard.append(page.batch.matching.aside.notice.text)
        assert known.reference not in words(page)
        assert name not in words(page)
    assert heard[0] == heard[1] != ""


def test_names_half_written_survive_a_lock(office, post, typed):
    orders, _, one, page = matching(office, post, 2)
    page.batch.matching.table.choose(lambda row: row.id == orders[1])
    press(one, page, "batch.others")
    typed(find(page, "batch.others.names", QPlainTextEdit), "Ett Namn")
    draft = page.draft()
    page.close()
    one, page = post()
    page.restore(draft)
    one.settle()
    press(one, page, "batch.step.match")
    assert find(page, "batch.others.names", QPlainTextEdit).toPlainText() == "Ett Namn"
    assert page.batch.matching.table.current().id == orders[1]


def test_a_jam_stops_the_run_and_it_goes_on_from_the_piece_that_failed(office, post, qtbot):
    orders = [packing.order(office) for _ in range(2)]
    queue = Queue(JobState.COMPLETED, JobState.FAILED)
    one, page = post(queue)
    press(one, page, "batch.begin")
    press(one, page, "batch.print")
    finish_run(one, page, qtbot)
    one.settle()
    assert {state_of(one, order)[0] for order in orders} == {State.PRINTED}
    assert not page.asked.prints


def test_a_paper_is_printed_again_only_with_a_reason(office, post, qtbot):
    orders = [packing.order(office) for _ in range(2)]
    batch = packing.printed(office, orders)
    queue = Queue()
    one, page = post(queue)
    press(one, page, "batch.step.print")
    press(one, page, "batch.more_ways")
    press(one, page, "batch.reprint")
    printed = page.batch.printed
    assert printed.again_from.refused
    printed.again_from.set_value(batching.pieces(batch)[0].key)
    press(one, page, "batch.reprint")
    assert printed.again_why.refused
    assert queue.sent == []
    printed.again_why.set_value(Reprint.JAM)
    press(one, page, "batch.reprint")
    finish_run(one, page, qtbot)
    assert len(queue.sent) == 1


def test_labels_too_small_are_refused_where_they_were_asked_for(office, post, qtbot):
    packing.order(office, kind=Kind.REK_PERSONAL)
    one, page = post()
    press(one, page, "batch.begin")
    press(one, page, "batch.more_ways")
    labels = page.batch.printed.ways.labels
    labels["sheet"].set_value("L7160")
    press(one, page, "batch.labels")
    one.settle()
    assert "F-2026-0001 ryms inte på etiketten" in labels.summary.text
    qtbot.waitUntil(lambda: not labels.summary.visibleRegion().isEmpty())


def test_labels_and_a_window_page_are_printed_with_their_lines_in_the_ledger(office, post):
    orders = [packing.order(office) for _ in range(2)]
    packing.begun(office, orders)
    queue = Queue()
    one, page = post(queue)
    press(one, page, "batch.more_ways")
    page.batch.printed.ways.labels["start"].set_value(3)
    press(one, page, "batch.labels")
    dialog = page.batch.printed._printout.dialog
    press(one, dialog, "batch.dialog.print")
    dialog.close()
    one.settle()
    assert len(queue.sent) == 1
    press(one, page, "batch.window")
    dialog = page.batch.printed._printout.dialog
    press(one, dialog, "batch.dialog.print")
    dialog.close()
    one.settle()
    left = batching.left(batching.pieces(current(one)))
    assert {piece.paper.value for piece in left} == {"slip"}


def test_the_sending_list_is_logged_before_it_leaves(office, post):
    packing.begun(office, [packing.order(office)])
    queue = Queue()
    one, page = post(queue)
    press(one, page, "batch.more_ways")
    press(one, page, "batch.list")
    press(one, page.batch.printed.lists.dialog, "batch.list_dialog.print")
    assert len(queue.sent) == 1
    page.batch.printed.lists.dialog.close()


def test_a_letter_called_off_is_said_and_taken_out(office, post):
    orders = [packing.order(office) for _ in range(2)]
    packing.printed(office, orders)
    following.call_off(office.as_("anna"), orders[0])
    one, page = post()
    press(one, page, "batch.step.match")
    assert "Återkallat av handläggaren: F-2026-0001" in words(page)
    page.batch.matching.table.choose(lambda row: row.id == orders[0])
    press(one, page, "batch.take_out")
    assert "Återkallat av handläggaren" not in words(page)


def unnamed(page):
    """What can be used and has no name to find it by, or none to hear."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QTableView)
    inside = ("qt_spinbox_lineedit", "qt_tabwidget_tabbar")
    for control in (one for kind in kinds for one in page.findChildren(kind) if one.isVisible()):
        inner = control.objectName() in inside or type(control.parent()) is QTabBar or isinstance(control, InnerButton)
        spoken = control.accessibleName() or getattr(control, "text", str)()
        if not inner and not (control.objectName() and spoken):
            yield type(control).__name__, control.objectName(), spoken


def test_every_control_of_the_page_has_a_name_and_a_spoken_name(office, post):
    packing.sealed(office, [packing.order(office), packing.order(office, kind=Kind.REK)])
    one, page = post()
    press(one, page, "batch.step.print")
    press(one, page, "batch.more_ways")
    for step in ("print", "match", "post"):
        press(one, page, f"batch.step.{step}")
        assert list(unnamed(page)) == []
    for tab in ("ledger", "senders", "rules", "printers"):
        page.show_tab(tab)
        one.settle()
        if tab == "ledger":
            press(one, page, "post.more")
            press(one, page, "post.came_back")
        assert list(unnamed(page)) == [], tab


def test_a_thousand_letters_open_with_the_first_pictures_and_the_rest_on_asking(qtbot):
    letters = [
        Item(order=str(at), label=f"F-2026-{at:04}", kind=Kind.REK, pair=Pair.C6_C5, circle="post")
        for at in range(1000)
    ]
    outers = Outers()
    qtbot.addWidget(outers)
    outers.show_proposal(letters, propose(letters, most_mm=30), 30)
    assert len(outers.outers) == 1000
    assert len(outers.pictures) < 100
    before = len(outers.pictures)
    outers.more.click()
    assert len(outers.pictures) > before


def run_through(office, post, qtbot):
    """A batch of one letter whose run is over."""
    packing.order(office)
    queue = Queue()
    one, page = post(queue)
    press(one, page, "batch.begin")
    press(one, page, "batch.print")
    finish_run(one, page, qtbot)
    return queue, one, page


def test_the_run_is_gone_on_with_from_a_piece_once_more_when_the_reason_is_given(office, post, qtbot):
    queue, one, page = run_through(office, post, qtbot)
    sent = len(queue.sent)
    answer(Reprint.SMUDGED.value)
    press(one, page, "run.again")
    finish_run(one, page, qtbot)
    assert len(queue.sent) == sent + 1

    def reasons(vault):
        with vault.read() as reader:
            return [line.reason for line in reader.rows(select(records.print_)) if line.reason]

    assert one.do(reasons) == [Reprint.SMUDGED.value]


def test_a_run_that_is_over_tells_what_of_the_batch_is_still_asked_about(office, post, qtbot, tmp_path):
    packing.begun(office, [packing.order(office)])
    one, page = post()
    press(one, page, "batch.more_ways")
    press(one, page, "batch.each")
    dialog = page.batch.printed._printout.dialog
    dialog._pick = lambda _: str(tmp_path / "ut.pdf")
    answer("yes")
    press(one, dialog, "batch.dialog.save")
    dialog.close()
    one.settle()
    page.shown()
    one.settle()
    press(one, page, "batch.print")
    finish_run(one, page, qtbot)
    one.settle()
    notice = page.batch.printed.panel.notice
    assert notice.title == "Den här utskriften är klar"
    assert "0 att skriva ut, 1 att svara på" in notice.text
    page.asked.findChildren(QAbstractButton, "post.asked.yes.inner_front")[0].click()
    one.settle()
    assert notice.title == "Allt är utskrivet"


def test_without_a_reason_nothing_is_printed_once_more(office, post, qtbot):
    queue, one, page = run_through(office, post, qtbot)
    sent = len(queue.sent)
    answer(Reprint.JAM.value, escape=True)
    press(one, page, "run.again")
    one.settle()
    panel = page.batch.printed.panel
    if panel.go.isVisible():
        panel.go.click()
    one.settle()
    assert len(queue.sent) == sent
    assert not panel.run.in_queue


def test_a_sort_is_saved_as_one_pdf_and_asked_about_afterwards(office, post, tmp_path):
    packing.begun(office, [packing.order(office) for _ in range(3)])
    queue = Queue()
    one, page = post(queue)
    press(one, page, "batch.more_ways")
    press(one, page, "batch.each")
    dialog = page.batch.printed._printout.dialog
    names = []
    dialog._pick = lambda name: names.append(name) or str(tmp_path / "ut.pdf")
    answer("yes")
    press(one, dialog, "batch.dialog.save")
    assert names == ["S-2026-0001-inner_front-C5.pdf"]
    assert len(pypdf.PdfReader(tmp_path / "ut.pdf").pages) == 3
    assert queue.sent == []
    dialog.close()
    one.settle()
    page.shown()
    one.settle()
    assert {asked.paper.value for asked in page.asked.prints} == {"inner_front"}
    assert len(page.asked.prints) == 3
    for _ in range(3):
        page.asked.findChildren(QAbstractButton, "post.asked.yes.inner_front")[0].click()
        one.settle()
    assert page.asked.prints == ()
    left = batching.left(batching.pieces(current(one)))
    assert "inner_front" not in {piece.paper.value for piece in left}
