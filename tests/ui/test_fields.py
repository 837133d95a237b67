"""Fields refuse beside themselves, keep what was typed, and can be named and reached."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from spidesk.ui.fields import (
    Choice,
    ChoiceField,
    DateField,
    FolderField,
    LongTextField,
    MillimetreField,
    NumberField,
    PassphraseField,
    RadioField,
    SearchField,
    TextField,
    TickField,
    TicksField,
)
from spidesk.ui.fields.day import read_day

SENSITIVE = Qt.InputMethodHint.ImhSensitiveData
CHOICES = [Choice(value="a", text="Första", help="Hjälp"), Choice(value="b", text="Andra")]


def paste(widget, text):
    QGuiApplication.clipboard().setText(text)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture(params=["line", "lines", "pass"])
def box(request, shown):
    """Each kind of text field, with its control."""
    made = {
        "line": lambda: TextField("Namn", longest=200),
        "lines": lambda: LongTextField("Anteckning", longest=200),
        "pass": lambda: PassphraseField("Lösenfras"),
    }[request.param]()
    shown(made)
    return made


def test_swedish_letters_can_be_typed(box, typed):
    typed(box.control, "Åsa Öberg ärlig")
    assert box.value() == "Åsa Öberg ärlig"
    assert box.refused == ""


@pytest.mark.parametrize("bad", ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff"])
def test_tricks_are_refused_beside_the_field_when_pasted(box, typed, bad):
    typed(box.control, "Anna")
    paste(box.control, f"gpj{bad}exe")
    assert box.value() == "Anna"
    assert "lades inte in" in box.refused
    assert box._wrong.isVisible()


@pytest.mark.parametrize("bad", ["\u202e", "\u200b"])
def test_tricks_are_refused_when_typed(box, typed, bad):
    typed(box.control, f"An{bad}na")
    assert box.value() == "Anna" or box.value() == "An" + "na"
    assert bad not in box.value()


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b"])
def test_control_characters_are_refused_when_pasted(box, typed, bad):
    typed(box.control, "Anna")
    paste(box.control, f"x{bad}y")
    assert box.value() == "Anna"
    assert box.refused


@pytest.mark.timeout(30)
def test_ten_megabytes_are_neither_taken_nor_hung_on(box, typed):
    typed(box.control, "Anna")
    QGuiApplication.clipboard().setText("å" * 10_000_000)
    QTest.keyClick(box.control, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert box.value() == "Anna"
    assert "för lång" in box.refused
    QGuiApplication.clipboard().clear()


def test_a_refusal_goes_away_with_the_next_change(box, typed):
    typed(box.control, "Anna")
    paste(box.control, "x\u202ey")
    assert box.refused
    typed(box.control, "B")
    assert box.value() == "AnnaB"
    assert box.refused == ""


def test_the_longest_text_is_taken_and_one_more_is_not(shown, typed):
    line, lines = shown(TextField("Namn", longest=200)), shown(LongTextField("Text", longest=200))
    for field in (line, lines):
        paste(field.control, "x" * 200)
        assert len(field.value()) == 200
        typed(field.control, "y")
        assert len(field.value()) == 200
        assert "200 tecken" in field.refused


def test_a_selected_part_makes_room(shown):
    field = shown(LongTextField("Text", longest=10))
    paste(field.control, "x" * 10)
    field.lines.selectAll()
    paste(field.control, "y" * 10)
    assert field.value() == "y" * 10


def test_a_cell_copied_from_a_table_is_taken_without_its_line_end(shown):
    field = shown(TextField("Namn"))
    paste(field.line, "Anna Ek\r\n")
    assert field.value() == "Anna Ek"
    field.clear()
    paste(field.line, "Anna\nEk")
    assert field.value() == ""
    assert "en rad" in field.refused


def test_dropped_and_composed_text_is_looked_at_too(shown):
    field = shown(LongTextField("Text", longest=10))
    dropped = QMimeData()
    dropped.setText("a\u202eb")
    field.lines.insertFromMimeData(dropped)
    composed = QInputMethodEvent()
    composed.setCommitString("c\u200bd")
    QApplication.sendEvent(field.lines, composed)
    assert field.lines.toPlainText() == ""
    line = shown(TextField("Namn"))
    QApplication.sendEvent(line.line, composed)
    assert line.line.text() == ""


def test_many_lines_keep_their_lines(shown, typed):
    field = shown(LongTextField("Text"))
    typed(field.lines, "en\ntvå")
    paste(field.lines, "\r\ntre\tfyra")
    assert field.value() == "en\ntvå\ntre fyra"


def test_tab_leaves_the_long_field():
    assert LongTextField("Text").lines.tabChangesFocus()


def test_sensitive_fields_tell_input_methods_and_have_no_menu(shown):
    for field in (TextField("Namn", sensitive=True), LongTextField("Text", sensitive=True), PassphraseField("Fras")):
        shown(field)
        assert field.control.inputMethodHints() & SENSITIVE
        spot = field.control.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, field.control.mapToGlobal(spot))
        QApplication.sendEvent(field.control, event)
        assert event.isAccepted()
        assert QApplication.activePopupWidget() is None
    assert not TextField("Namn").control.inputMethodHints() & SENSITIVE


def test_a_passphrase_is_dots_cannot_be_copied_and_keeps_every_blank(shown, typed):
    field = shown(PassphraseField("Lösenfras"))
    typed(field.line, " blåbär kanot ")
    assert field.value() == " blåbär kanot "
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    QGuiApplication.clipboard().clear()
    field.line.selectAll()
    QTest.keyClick(field.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ""
    field.eye.click()
    assert field.line.echoMode() is QLineEdit.EchoMode.Normal
    assert "Dölj" in field.eye.accessibleName()
    field.clear()
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    assert not field.line.isUndoAvailable()


def test_refusing_keeps_the_value_marks_the_control_and_is_said(shown, typed):
    field = shown(TextField("Personnummer", help="Tolv siffror."))
    typed(field.line, "19900101-2384")
    field.refuse("Kontrollsiffran stämmer inte.")
    assert field.value() == "19900101-2384"
    assert field.line.accessibleDescription() == "Tolv siffror. Fel: Kontrollsiffran stämmer inte."
    assert field.line.property("wrong") == "true"
    assert field.line.property("announced") == "Personnummer: Kontrollsiffran stämmer inte."
    field.refuse("")
    assert field.line.accessibleDescription() == "Tolv siffror."


def test_value_is_composed(shown):
    field = shown(TextField("Namn"))
    field.set_value(" A\u030asa ")
    assert field.value() == "Åsa"


def test_stored_text_is_shown_but_told_about(shown):
    field = shown(TextField("Namn", longest=5))
    field.set_value("sex te")
    assert not field.check()
    assert "5 tecken" in field.refused


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-21", date(2026, 11, 21)), ("20261121", date(2026, 11, 21)), (" 2024-02-29 ", date(2024, 2, 29)),
     ("2026-02-29", None), ("21/11 2026", None), ("", None), ("0000-01-01", None), ("٢٠٢٦-١١-٢١", None)],
)  # fmt: skip
def test_days_are_read(text, day):
    assert read_day(text) == day


def test_a_date_field_says_what_is_wrong_and_writes_out_the_short_form(shown, typed, qtbot):
    field = shown(DateField("Giltig till"))
    typed(field.line, "20261121")
    field.line.editingFinished.emit()
    assert field.line.text() == "2026-11-21"
    assert field.value() == date(2026, 11, 21)
    field.clear()
    typed(field.line, "2026-02-30")
    assert not field.check()
    assert "finns inte" in field.refused
    field.clear()
    typed(field.line, "i morgon")
    assert field.value() is None
    assert not field.check()
    assert field.line.text() == "i morgon"
    field.clear()
    assert field.check()


def test_the_calendar_is_swedish_and_picks(shown, qtbot):
    field = shown(DateField("Giltig till"))
    field.set_value(date(2026, 11, 21))
    field.pick.click()
    popup = QApplication.activePopupWidget()
    assert popup.calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    assert popup.calendar.locale().dayName(1) == "måndag"
    QTest.keyClick(QApplication.focusWidget() or popup.calendar, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget() or popup.calendar, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field.value() == date(2026, 11, 22))


def test_choices(shown, qtbot):
    listed = shown(ChoiceField("Krets", CHOICES, empty="Välj …"))
    assert listed.value() is None
    with qtbot.waitSignal(listed.changed):
        listed.box.setCurrentIndex(2)
    assert listed.value() == "b"
    with qtbot.assertNotEmitted(listed.changed):  # the same choice under new choices is no change
        listed.set_choices([Choice(value="b", text="Andra"), Choice(value="c", text="Tredje")])
    assert listed.value() == "b"
    with qtbot.waitSignal(listed.changed):
        listed.set_choices([Choice(value="c", text="Tredje")])
    assert listed.value() is None
    listed.set_choices([Choice(value="b", text="Andra"), Choice(value="c", text="Tredje")])
    listed.set_value("b")
    listed.clear()
    assert listed.value() is None
    first = shown(ChoiceField("Krets", CHOICES))
    assert first.value() == "a"
    radio = shown(RadioField("Skydd", CHOICES))
    assert radio.value() is None
    with qtbot.waitSignal(radio.changed):
        radio.buttons[1].click()
    assert radio.value() == "b"
    radio.clear()
    assert radio.value() is None
    radio.set_value("a")
    assert radio.value() == "a"
    assert radio.buttons[0].accessibleName() == "Skydd: Första"
    assert radio.buttons[0].accessibleDescription() == "Hjälp"
    ticks = shown(TicksField("Gäller", CHOICES))
    ticks.boxes[1].click()
    assert ticks.value() == ("b",)
    ticks.set_value(("a", "b"))
    assert ticks.value() == ("a", "b")
    ticks.set_choices([Choice(value="b", text="Andra")])
    assert ticks.value() == ("b",)
    tick = shown(TickField("Jag har sett beslutet"))
    with qtbot.waitSignal(tick.changed):
        QTest.keyClick(tick.box, Qt.Key.Key_Space)
    assert tick.value() is True


def test_numbers_stay_inside_their_limits(shown):
    number = shown(NumberField("Antal", least=1, most=50, unit="st"))
    assert number.value() == 1
    number.set_value(500)
    assert number.value() == 50
    offset = shown(MillimetreField("Åt höger"))
    offset.set_value(1.5)
    assert offset.value() == 1.5
    assert offset.box.text() == "1,5 mm"


def test_a_folder_is_typed_or_picked(shown, typed, tmp_path):
    field = shown(FolderField("Mapp", pick=lambda: str(tmp_path)))
    assert field.value() is None
    field.button.click()
    assert field.value() == Path(tmp_path)


def test_the_search_box_empties_with_escape(shown, typed, qtbot):
    field = shown(SearchField("Namn, personnummer eller ärendenummer"))
    typed(field.line, "Öberg")
    assert field.line.accessibleName().startswith("Namn")
    QApplication.sendEvent(
        field.line, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    )
    assert field.value() == ""


def test_every_control_has_a_name_and_can_be_reached(shown):
    fields = [
        TextField("Namn"), LongTextField("Text"), PassphraseField("Fras"), DateField("Dag"),
        ChoiceField("Krets", CHOICES),
        RadioField("Skydd", CHOICES), TickField("Sett"), TicksField("Gäller", CHOICES), NumberField("Antal"),
        MillimetreField("Åt höger"), FolderField("Mapp"), SearchField("Sök"),
    ]  # fmt: skip
    for field in fields:
        shown(field)
        for widget in field.findChildren(type(field.control)):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget is field.control:
                assert widget.accessibleName()
        field.take_focus()
        assert field.control.accessibleName()


def test_optional_is_said_in_words(shown):
    assert shown(TextField("Alias", optional=True))._label.text() == "Alias (frivilligt)"
