"""Forms say what is wrong beside the field and above, keep everything, and know what is unsaved."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui.fields import DateField, TextField
from spidesk.ui.form import Form
from spidesk.ui.words import LinkButton, Scroll


@pytest.fixture
def form(shown):
    made = Form()
    made.add("name", TextField("Namn"))
    made.add_row(("number", TextField("Personnummer")), ("until", DateField("Giltig till")))
    return shown(made)


@pytest.fixture
def refusal(monkeypatch):
    """A refusal beside the number, with a text of the program's own."""
    assert "ui.vault_closed" in wording.texts()
    return Refusal("ui.vault_closed", field="number")


def test_a_refusal_stands_beside_its_field_and_above_and_is_said(form, refusal, typed):
    typed(form["number"].line, "19900101-2384")
    form.refuse(refusal)
    sentence = wording.text(refusal)
    assert form["number"].refused == sentence
    assert form["number"].value() == "19900101-2384"
    assert form.summary.isVisible()
    assert sentence in form.summary.property("announced")
    assert QApplication.focusWidget() is form["number"].line
    link = form.summary.findChild(LinkButton)
    form["name"].take_focus()
    QTest.keyClick(link, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form["number"].line


def test_a_refused_field_that_has_the_keyboard_is_in_view_with_its_words(refusal, shown, qtbot):
    form, above, below, area = Form(), QWidget(), QWidget(), Scroll()
    form.add("number", TextField("Personnummer"))
    above.setFixedHeight(400)
    below.setFixedHeight(500)
    area.add(above, form, below)
    area.resize(500, 240)
    shown(area)
    form["number"].take_focus()
    form.refuse(refusal)

    def in_view(widget):
        return area.viewport().rect().contains(QRect(widget.mapTo(area.viewport(), QPoint(0, 0)), widget.size()))

    qtbot.waitUntil(lambda: in_view(form["number"]) and in_view(form["number"].control))


def test_a_refusal_without_a_field_stands_above(form):
    form.refuse(Refusal("ui.vault_closed"))
    assert form.summary.text == wording.text(Refusal("ui.vault_closed"))
    assert not any(form[key].refused for key in ("name", "number", "until"))


def test_the_summary_goes_away_when_the_last_refusal_does(form, refusal, typed):
    form.refuse(refusal)
    typed(form["name"].line, "Å")
    assert form.summary.isVisible()
    typed(form["number"].line, "1")
    assert not form.summary.isVisible()


def test_saving_waits_until_every_field_can_be_read(form, typed, qtbot):
    saved = []
    form.saved.connect(lambda: saved.append(form.values()))
    typed(form["until"].line, "2026-02-30")
    form.save.click()
    assert saved == []
    assert form["until"].refused
    assert form.summary.isVisible()
    form["until"].set_value(date(2026, 3, 1))
    QTest.keyClick(form.save, Qt.Key.Key_Return)
    assert saved == [{"name": "", "number": "", "until": date(2026, 3, 1)}]


def test_hidden_fields_do_not_stop_the_saving(form, typed, qtbot):
    typed(form["until"].line, "strunt")
    form["until"].hide()
    with qtbot.waitSignal(form.saved):
        form.submit()


def test_control_s_saves(form, qtbot):
    form["name"].take_focus()
    with qtbot.waitSignal(form.saved):
        QTest.keyClick(form["name"].line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_undo_puts_back_what_was_stored(form, typed):
    form.fill({"name": "Åsa", "until": date(2026, 3, 1)})
    assert not form.dirty
    assert not form.undo.isEnabled()
    typed(form["name"].line, "x")
    assert form.dirty
    form.undo.click()
    assert form.values() == {"name": "Åsa", "number": "", "until": date(2026, 3, 1)}
    assert not form.dirty


def test_after_saving_the_new_values_are_the_stored_ones(form, typed):
    typed(form["name"].line, "Åsa")
    form.mark_clean()
    typed(form["name"].line, " Ek")
    form.restore()
    assert form["name"].value() == "Åsa"


def test_a_busy_form_cannot_be_saved_twice_but_keeps_its_values(form, typed):
    typed(form["name"].line, "Åsa")
    form.set_busy(True)
    assert not form.save.isEnabled()
    assert form["name"].value() == "Åsa"
    form.refuse(Refusal("ui.vault_closed"))
    assert form.save.isEnabled()
    assert form.dirty


def test_the_same_key_twice_is_a_defect(form):
    with pytest.raises(KeyError):
        form.add("name", TextField("Namn"))


def test_tab_follows_reading_order(form):
    form["name"].take_focus()
    order = []
    for _ in range(4):
        order.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert order == [form["name"].line, form["number"].line, form["until"].line, form["until"].pick]
    assert QApplication.focusWidget() is form.save


def test_fields_side_by_side_stand_under_each_other_in_a_narrow_window(form):
    number, until = form["number"], form["until"]
    form.resize(900, 600)
    QApplication.processEvents()
    assert number.y() == until.y()
    form.resize(360, 600)
    QApplication.processEvents()
    assert until.y() > number.y()
    assert until.x() == number.x()
    assert form.width() == 360


def test_a_form_that_undo_closes_can_be_left_after_a_refusal_with_nothing_typed(form, refusal):
    form.leaves = True
    form.mark_clean()
    form.refuse(refusal)
    assert form.undo.isEnabled()
    form.leaves = False
    form.mark_clean()
    assert not form.undo.isEnabled()
