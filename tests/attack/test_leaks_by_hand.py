"""What a hand on the keyboard, or a line in the environment, gets out of the running program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

import spidesk
from spidesk.ui.fields import LongTextField, PassphraseField, TextField
from spidesk.ui.table import Column, RowTable

NUMBER = "19890010-9802"
ROOT = Path(spidesk.__file__).parents[1]
KEPT_OUT = "x-kde-passwordManagerHint"


@pytest.fixture
def shared(qtbot):
    QGuiApplication.clipboard().clear()
    yield QGuiApplication.clipboard()
    QGuiApplication.clipboard().clear()


def copied(qtbot, field, control):
    qtbot.addWidget(field)
    field.show()
    field.set_value(NUMBER)
    control.selectAll()
    qtbot.keyClick(control, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_a_number_copied_from_a_field_is_kept_out_of_histories(qtbot, shared):
    field = TextField("Nummer", sensitive=True)
    copied(qtbot, field, field.line)
    assert shared.text() == NUMBER
    assert shared.mimeData().hasFormat(KEPT_OUT)


def test_a_text_copied_from_many_lines_is_kept_out_of_histories(qtbot, shared):
    field = LongTextField("Anteckning", sensitive=True)
    copied(qtbot, field, field.lines)
    assert shared.text() == NUMBER
    assert shared.mimeData().hasFormat(KEPT_OUT)
    assert not shared.mimeData().hasHtml()
    assert field.lines.createMimeDataFromSelection().text() == "", "nothing to drag away"


def test_a_passphrase_that_is_looked_at_is_copied_marked_and_not_undone(qtbot, shared):
    field = PassphraseField("Lösenfras")
    qtbot.addWidget(field)
    field.show()
    field.eye.setChecked(True)
    field.line.insert(NUMBER)
    field.clear()
    field.eye.setChecked(True)
    field.line.undo()
    assert field.value() == ""


def test_an_emptied_field_gives_nothing_back(qtbot):
    field = TextField("Nummer", sensitive=True)
    qtbot.addWidget(field)
    field.set_value(NUMBER)
    field.line.insert("x")
    field.clear()
    field.line.undo()
    assert field.line.text() == ""


def test_a_table_puts_nothing_on_the_clipboard(qtbot, shared):
    table = RowTable([Column("Namn", str)], name="Prov")
    qtbot.addWidget(table)
    table.set_rows([NUMBER])
    table.show()
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert shared.text() == ""


HOSTILE = {
    "CUPS_SERVER": "print.attacker.invalid",
    "IPP_PORT": "6631",
    "SSLKEYLOGFILE": "/dev/shm/keys",
    "GTK_MODULES": "/dev/shm/evil.so",
    "GIO_EXTRA_MODULES": "/dev/shm",
    "GCONV_PATH": "/dev/shm",
    "LD_AUDIT": "",
    "SQLITE_TMPDIR": "/dev/shm",
}


def test_the_environment_does_not_say_where_envelopes_are_printed():
    code = "import spidesk.__main__, os; print(sorted(os.environ))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **HOSTILE, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not set(HOSTILE) & set(eval(told.stdout))


@pytest.mark.parametrize("way", ["raise ValueError(NUMBER)", "threaded()", "del_()"])
def test_an_error_nobody_caught_prints_no_value(way):
    code = f"""
import threading
from spidesk.app import hardening
hardening.hush()
NUMBER = {NUMBER!r}
def threaded():
    one = threading.Thread(target=int, args=(NUMBER,)); one.start(); one.join()
class Dying:
    def __del__(self):
        raise ValueError(NUMBER)
def del_():
    Dying()
{way}
"""
    told = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert NUMBER not in told.stdout + told.stderr
    assert "ValueError" in told.stderr
