"""Which text a field takes, what the clipboard keeps, and which windows are shielded."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from spidesk.ui.guard.clipboard import Copier
from spidesk.ui.guard.shield import EXCLUDE, SHOW, Shield
from spidesk.ui.guard.text import Slip, slip, tidy

TRICKS = [0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F, 0x061C]
HIDDEN = [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD]


@pytest.mark.parametrize("code", TRICKS)
def test_marks_that_turn_the_reading_direction_are_refused(code):
    assert slip(f"An{chr(code)}na", longest=20) is Slip.TURNING


@pytest.mark.parametrize("code", HIDDEN)
def test_letters_without_width_are_refused(code):
    assert slip(f"An{chr(code)}na", longest=20) is Slip.WIDTHLESS


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ue000", "\ud800"])
def test_control_characters_are_refused_in_one_line_and_many(letter):
    assert slip(f"a{letter}b", longest=9) is Slip.CONTROL
    assert slip(f"a{letter}b", longest=9, lines=True) is Slip.CONTROL


def test_lines_only_where_there_are_lines():
    assert slip("a\nb", longest=9) is Slip.LINES
    assert slip("a\nb\tc", longest=9, lines=True) is None
    assert slip("a\tb", longest=9) is Slip.CONTROL


@pytest.mark.parametrize(
    "name", ["Åsa Öberg-Ärlig", "Đoàn Thị Hương", "O’Neill", "Łukasz", "Øyvind", "محمد", "李", "Anna 🙂"]
)
def test_real_names_are_taken(name):
    assert slip(name, longest=200) is None


@given(st.text(max_size=60))
def test_what_is_taken_can_be_seen(text):
    if slip(text, longest=60) is None:
        assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text)
        assert not set(text) & set(map(chr, TRICKS + HIDDEN))


@given(st.text(max_size=60), st.integers(0, 59))
def test_too_long_is_too_long_whatever_it_holds(text, longest):
    assert (slip(text, longest=longest) is Slip.TOO_LONG) == (len(text) > longest)


def test_tidy_composes_and_trims():
    assert tidy("  A\u030asa\u00a0O\u0308 ") == "Åsa Ö"


def test_a_copy_is_marked_and_taken_away(qtbot):
    copier = Copier(clear_after_ms=80)
    copier.copy("070-1740605")
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "070-1740605"
    formats = " ".join(clipboard.mimeData().formats())
    for mark in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        assert mark in formats
    assert bytes(clipboard.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=2000)


def test_clearing_leaves_newer_content_alone(qtbot):
    copier = Copier(clear_after_ms=60)
    copier.copy("070-1740605")
    QGuiApplication.clipboard().setText("något annat")
    qtbot.wait(150)
    assert QGuiApplication.clipboard().text() == "något annat"


def test_clearing_at_lock_does_not_wait(qtbot):
    copier = Copier()
    copier.copy("070-1740605")
    copier.clear()
    assert QGuiApplication.clipboard().text() == ""


def test_the_copier_keeps_no_plain_copy():
    copier = Copier()
    copier.copy("070-1740605")
    assert "1740605" not in repr(vars(copier))
    copier.clear()


def test_every_window_is_shielded_before_it_is_seen(qapp, qtbot):
    calls = []
    shield = Shield(qapp, affinity=lambda window, value: calls.append((window, value)) or True)
    page, dialog, menu = QWidget(), QDialog(), QMenu()
    menu.addAction("Rad")
    for widget in (page, dialog, menu):
        qtbot.addWidget(widget)
        widget.show()
    assert {(int(widget.winId()), EXCLUDE) for widget in (page, dialog, menu)} <= set(calls)
    calls.clear()
    shield.set_on(False)
    assert (int(page.winId()), SHOW) in calls
    qapp.removeEventFilter(shield)


def test_elsewhere_the_shield_says_that_it_does_nothing(qapp, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    shield = Shield(qapp)
    assert not shield.works
    shield.set_on(False)
