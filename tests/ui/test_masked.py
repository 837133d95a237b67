"""A protected value is in the widget only while it is seen."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from spidesk.ui.guard import clipboard
from spidesk.ui.masked import DOTS, Masked

VALUE = "19900101-2385"


def texts(widget):
    found = [widget.accessibleName(), widget.accessibleDescription()]
    for child in widget.findChildren(QWidget):
        found += [child.accessibleName(), child.accessibleDescription(), str(getattr(child, "text", str)())]
    return " ".join(found)


@pytest.fixture
def page(shown):
    window = QWidget()
    column = QVBoxLayout(window)
    window.masked = Masked("Personnummer", lambda show: show(VALUE), copyable=True, seconds=2)
    window.other = QLineEdit()
    column.addWidget(window.masked)
    column.addWidget(window.other)
    return shown(window)


def test_nothing_is_there_before_it_is_asked_for(page):
    assert VALUE not in texts(page)
    assert DOTS in texts(page)
    assert "Personnummer: dolt" in texts(page)
    assert page.masked.button.accessibleName() == "Visa personnummer"
    assert not page.masked.copy.isVisible()


def test_it_is_shown_by_keyboard_and_hidden_after_its_time(page, qtbot):
    page.masked.button.setFocus()
    QTest.keyClick(page.masked.button, Qt.Key.Key_Space)
    assert page.masked.shown
    assert VALUE in texts(page)
    assert page.masked.button.accessibleName() == "Dölj personnummer"
    with qtbot.waitSignal(page.masked.hidden_again, timeout=4000):
        pass
    assert VALUE not in texts(page)


def test_it_is_hidden_when_the_keyboard_goes_elsewhere(page):
    page.masked.toggle()
    page.masked.copy.setFocus()
    assert page.masked.shown
    page.other.setFocus()
    assert VALUE not in texts(page)


def test_it_is_hidden_when_the_window_is_left(page):
    page.masked.toggle()
    QApplication.sendEvent(page, QEvent(QEvent.Type.WindowDeactivate))
    assert VALUE not in texts(page)


def test_it_is_hidden_when_the_page_goes_out_of_view(page):
    page.masked.toggle()
    page.masked.hide()
    assert VALUE not in texts(page)


def test_pressing_again_hides(page):
    page.masked.toggle()
    page.masked.button.click()
    assert not page.masked.shown


def test_an_answer_that_comes_too_late_is_not_shown(shown):
    waiting = []
    masked = shown(Masked("Namn", waiting.append))
    masked.toggle()
    assert not masked.button.isEnabled()
    masked.hide_value()
    waiting[0](VALUE)
    assert VALUE not in texts(masked)
    masked.toggle()
    waiting[1](VALUE)
    assert masked.shown


def test_copying_is_a_button_and_only_while_seen(page):
    QGuiApplication.clipboard().clear()
    page.masked._copy()
    assert QGuiApplication.clipboard().text() == ""
    page.masked.toggle()
    page.masked.copy.click()
    assert QGuiApplication.clipboard().text() == VALUE
    clipboard.clear()
    assert QGuiApplication.clipboard().text() == ""


def test_the_value_is_neither_parsed_nor_selectable(shown):
    masked = shown(Masked("Namn", lambda show: show("<b>Åsa</b>")))
    masked.toggle()
    assert masked._value.text() == "<b>Åsa</b>"
    assert masked._value.textFormat() is Qt.TextFormat.PlainText
    assert masked._value.textInteractionFlags() == Qt.TextInteractionFlag.LinksAccessibleByMouse
