"""Events of all the program's windows, dialogs too, without standing in the way of every event of every widget.

A filter on the application is asked about each event of each widget, some ten thousand for one page drawn, and each
question is a call into Python. Keys, clicks, wheel and touch reach a window before they reach a widget, so it is
enough to stand at the windows.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication


class Windows(QObject):
    """Has `listener.eventFilter` see the events of every window there is and every one that comes, until `stop`.

    A new window is taken in when the keyboard goes to it or to any other window.
    """

    def __init__(self, listener: QObject) -> None:
        super().__init__(listener)
        self._listener = listener
        self._on = False

    def start(self) -> None:
        """Listen from now on."""
        application = QGuiApplication.instance()
        if not self._on and isinstance(application, QGuiApplication):
            self._on = True
            application.focusWindowChanged.connect(self._take_in)
            self._take_in()

    def stop(self) -> None:
        """Listen no more."""
        application = QGuiApplication.instance()
        if self._on and isinstance(application, QGuiApplication):
            self._on = False
            application.focusWindowChanged.disconnect(self._take_in)
            for window in QGuiApplication.allWindows():
                window.removeEventFilter(self._listener)

    def _take_in(self) -> None:
        for window in QGuiApplication.allWindows():
            window.installEventFilter(self._listener)
