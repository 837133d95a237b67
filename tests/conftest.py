"""Shared by every test: an offscreen platform, and a HOME of its own so that no test touches the user's files."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """No test reads or leaves anything in the real HOME, settings or state folders."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture
def typed(qtbot):
    """Type a text into a widget, letter by letter, as a keyboard does.

    QTest.keyClicks aborts the process on å, ä and ö in PySide6 6.12, so the key events carry their text themselves.
    """
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    def type_into(widget, text):
        widget.setFocus()
        for letter in text:
            key = Qt.Key.Key_Return if letter == "\n" else Qt.Key(0)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))

    return type_into


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where `installers/test.py` has put everything in place, a skipped test is a failed one."""
    report = (yield).get_result()
    if report.skipped and os.environ.get("SPIDESK_TEST_ALL") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though everything is installed: {report.longrepr}"
