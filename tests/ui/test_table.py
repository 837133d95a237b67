"""Tables sort in Swedish, open by keyboard, keep what is chosen and say what to do when empty."""

from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import ChipKind, EmptyState, QuietButton

NAMES = ["Öberg", "Åkesson", "Zetterlund", "ärlig", "Ek"]


def row(name, due=None, number=0):
    return SimpleNamespace(id=name, name=name, due=due, number=number)


@pytest.fixture
def table(shown):
    made = RowTable(
        [
            Column("Namn", lambda one: one.name),
            Column("Senast", lambda one: one.due.isoformat() if one.due else "–", sort=lambda one: one.due, width=120),
            Column("Skydd", lambda _: "Sekretessmarkering", chip=lambda _: ChipKind.SEKRETESS, width=220),
        ],
        name="Personer",
        empty=EmptyState(
            "Inga personer än", "Registrera den första.", button="Ny person", clicked=lambda: pressed.append(1)
        ),
    )
    pressed = made.pressed = []
    made.resize(700, 400)
    return shown(made)


def test_an_empty_table_offers_what_to_do(table):
    table.set_rows([])
    button = table.findChild(QuietButton)
    assert button.isVisible()
    assert button.accessibleName() == "Ny person"
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert table.pressed == [1]
    table.set_rows([row("Ek")])
    assert not button.isVisible()


def test_sorting_is_swedish(table):
    table.set_rows([row(name) for name in NAMES])
    assert [one.name for one in table.rows()] == NAMES
    table.sort_by(0)
    assert [one.name for one in table.rows()] == ["Ek", "Zetterlund", "Åkesson", "ärlig", "Öberg"]
    table.sort_by(0, descending=True)
    assert table.rows()[0].name == "Öberg"


def test_sorting_by_day_puts_none_last(table):
    table.set_rows([row("a"), row("b", date(2027, 1, 1)), row("c", date(2026, 1, 1))])
    table.sort_by(1)
    assert [one.name for one in table.rows()] == ["c", "b", "a"]


def test_the_chosen_row_stays_chosen(table):
    table.set_rows([row(name) for name in NAMES])
    table.choose(lambda one: one.name == "Ek")
    table.set_rows([row(name) for name in reversed(NAMES)], keep=lambda one: one.id)
    assert table.current().name == "Ek"
    table.sort_by(0)
    assert table.current().name == "Ek"


def test_rows_open_by_keyboard_and_arrows_move(table, qtbot):
    table.set_rows([row(name) for name in NAMES])
    table.setFocus()
    table.choose(lambda one: one.name == "Öberg")
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args[0].name == "Åkesson"


def test_tab_leaves_the_table(table):
    assert not table.view.tabKeyNavigation()


@pytest.mark.timeout(60)
def test_a_hundred_thousand_rows_are_sorted_and_scrolled(table):
    table.set_rows([row(f"P{number:06}", number=number) for number in range(100_000)])
    table.sort_by(0, descending=True)
    table.view.scrollToBottom()
    QApplication.processEvents()
    assert table.rows()[-1].name == "P000000"


def test_cells_and_titles_have_words_for_the_screen_reader(table):
    table.set_rows([row("Ek")])
    model = table.model
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0, 2), role) == "Sekretessmarkering"
    assert model.headerData(1, Qt.Orientation.Horizontal, role) == "Senast"
    assert table.view.accessibleName() == "Personer"


def test_stored_html_is_shown_as_it_stands(table):
    table.set_rows([row("<b>Ek</b>")])
    image = table.view.grab().toImage()
    assert not image.isNull()
    assert table.model.data(table.model.index(0, 0)) == "<b>Ek</b>"
