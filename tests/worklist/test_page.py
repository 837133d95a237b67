"""Att göra: what the rooms send is shown by day, opened by Enter, and counted."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QTableView

from spidesk.contact import actions as contact
from spidesk.contact.rules import Fullmakt
from spidesk.person.rules import DueItem, Place
from spidesk.refusal import Refusal
from spidesk.ui.words import Muted
from spidesk.worklist import actions
from spidesk.worklist.page import WorklistPage

TODAY = date(2026, 11, 21)


def sent(days, *, title="Gör något", room="mail", circle=None, reference="SP-2026-0009"):
    on = None if days is None else TODAY + timedelta(days=days)
    place = Place(page="post", reference=reference)
    return DueItem(on=on, title=title, reference=reference, place=place, room=room, circle=circle)


@pytest.fixture
def shown(qtbot, office):
    def make(*sources):
        page = WorklistPage(office.desk, sources)
        qtbot.addWidget(page)
        page.resize(1366, 768)
        page.show()
        qtbot.waitExposed(page)
        page.counts = []
        page.counted.connect(page.counts.append)
        page.shown()
        office.settle()
        return page

    return make


def lines(page):
    table = page.findChild(QTableView, "worklist.table")
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def choose(page, name, text):
    box = page.findChild(QComboBox, name)
    box.setCurrentIndex(box.findText(text))


def test_what_waits_stands_in_groups_with_weekdays(shown):
    items = [sent(1), sent(-3), sent(0), sent(40), sent(None)]
    page = shown(lambda reader, today: items)
    assert [line[0] for line in lines(page)] == [
        "Försenat (1)",
        "2026-11-18 ons",
        "I dag (1)",
        "2026-11-21 lör",
        "Den här veckan (1)",
        "2026-11-22 sön",
        "Senare (2)",
        "2026-12-31 tor",
        "Utan datum",
    ]
    assert page.counts == [2]
    assert page.findChild(Muted, "worklist.sum").text() == "5 saker, 2 försenade eller i dag"


def test_a_line_opens_its_place_by_keyboard_and_a_title_opens_nothing(shown, office):
    page = shown(lambda reader, today: [sent(-1, reference="SP-2026-0001"), sent(3, reference="SP-2026-0002")])
    table = page.findChild(QTableView, "worklist.table")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert [place.reference for place in office.places] == ["SP-2026-0001"]
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert len(office.places) == 1
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert [place.reference for place in office.places] == ["SP-2026-0001", "SP-2026-0002"]


def test_filters_by_circle_and_room_and_shows_everything_again(shown, office):
    here = office.desk.session.circles[0]
    page = shown(
        lambda reader, today: [sent(-1, circle=here.id), sent(2, circle="other", room="contact"), sent(2)],
    )
    assert len(lines(page)) == 5
    choose(page, "worklist.room", "Kontaktvägar")
    assert [line[4] for line in lines(page)] == ["", "Kontaktvägar"]
    clear = page.findChild(QAbstractButton, "worklist.clear")
    assert clear.isVisible()
    clear.click()
    choose(page, "worklist.circle", here.name)
    assert [line[3] for line in lines(page)] == ["", here.name]
    clear.click()
    assert len(lines(page)) == 5
    assert not clear.isVisible()


def test_the_chosen_line_stays_chosen_when_the_list_is_read_again(shown, office):
    items = [sent(2, reference="SP-2026-0001"), sent(3, reference="SP-2026-0002")]
    page = shown(lambda reader, today: list(items))
    page.table.choose(lambda line: line.item is not None and line.item.reference == "SP-2026-0002")
    items.insert(0, sent(-5, reference="SP-2026-0003"))
    page.load()
    office.settle()
    assert page.table.current().item.reference == "SP-2026-0002"


def test_an_empty_list_says_so(shown):
    page = shown()
    assert lines(page) == []
    assert page.counts == [0]
    assert not page.findChild(QComboBox, "worklist.room").isVisible()


def test_a_refusal_is_said(shown, office):
    def refused(reader, today):
        raise Refusal("vault.row_changed")

    page = shown(refused)
    from spidesk.ui.words import Notice

    assert page.findChild(Notice, "worklist.notice").text


def test_the_rooms_of_the_program_feed_it(shown, office, person):
    paper = Fullmakt(holder="Ombudet", scope="Ekonomi", seen="Original")
    until = TODAY - timedelta(days=1)
    office.do(
        lambda vault: contact.add_fullmakt(
            vault, person, paper, valid_from=until - timedelta(days=9), valid_until=until
        )
    )
    assert office.do(lambda vault: actions.count(vault, [contact.due], TODAY)) == 1
    page = shown(contact.due)
    assert lines(page)[1][1:3] == ["Fullmakt har gått ut: avsluta eller förnya", person.reference]
    QTest.keyClick(page.findChild(QTableView, "worklist.table"), Qt.Key.Key_Return)
    assert (office.places[0].person, office.places[0].tab) == (person.id, "kontakt")


def test_everything_one_presses_has_a_name(shown):
    page = shown(lambda reader, today: [sent(1)])
    for kind in (QAbstractButton, QComboBox, QTableView):
        for one in page.findChildren(kind):
            if one.isVisible() and not one.parent().inherits("QTableView"):
                assert one.accessibleName(), one
                assert one.objectName(), one
