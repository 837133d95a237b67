"""Shared by the tests of the widgets: the theme, typing that carries text, real papers, and a queue that can be steered."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from spidesk.ui.look import theme
from spidesk.ui.look.theme import Mode
from spidesk.ui.press import Press
from tests.ui.gallery import a_pdf


@pytest.fixture()
def typed(qtbot):
    """Type a text into a widget, letter by letter, as a keyboard does.

    QTest.keyClicks aborts the process on å, ä and ö in PySide6 6.12, so the key events carry their text themselves.
    """

    def type_into(widget, text):
        widget.setFocus()
        for letter in text:
            key = Qt.Key.Key_Return if letter == "\n" else Qt.Key(0)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(widget, event)

    return type_into


@pytest.fixture(autouse=True)
def themed(qapp):
    """Every widget is tested in the program's own look."""
    return theme.start(qapp, Mode.LIGHT)


@pytest.fixture()
def press():
    """A real press, stopped afterwards."""
    made = Press()
    yield made
    made.stop()


@pytest.fixture()
def pdf(qapp):
    """A C5 envelope."""
    return a_pdf(lines=("Provtext",))


@pytest.fixture()
def shown(qtbot):
    """Show a widget with the keyboard in its window."""

    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        QApplication.setActiveWindow(widget) if hasattr(QApplication, "setActiveWindow") else None
        return widget

    return show
