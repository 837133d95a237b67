"""Shared by the tests of the widgets: theme, real papers, a press, a window with the keyboard."""

import pytest

from spidesk.ui.look import theme
from spidesk.ui.look.theme import Mode
from spidesk.ui.press import Press
from tests.ui.gallery import a_pdf


@pytest.fixture(autouse=True)
def themed(qapp):
    """Every widget is tested in the program's own look."""
    return theme.start(qapp, Mode.LIGHT)


@pytest.fixture
def press():
    """A real press, stopped afterwards."""
    made = Press()
    yield made
    made.stop()


@pytest.fixture
def pdf(qapp):
    """A C5 envelope."""
    return a_pdf(lines=("Provtext",))


@pytest.fixture
def shown(qtbot):
    """Show a widget with the keyboard in its window."""

    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show
