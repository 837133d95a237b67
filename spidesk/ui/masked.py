"""A protected value: dots, "Visa" for twenty seconds, dots again.

The value is not in the widget until it is asked for, and leaves it when it is hidden: after twenty seconds, when the
keyboard goes elsewhere, when the window is left, and when the page goes out of view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from spidesk.ui.guard import clipboard
from spidesk.ui.words.announce import announce
from spidesk.ui.words.buttons import IconButton, QuietButton
from spidesk.ui.words.labels import Muted, PlainLabel

DOTS: Final = "•••••••••••"
SECONDS: Final = 20
_ONE_LINE: Final = 60
"""Characters; a longer value is shown over several lines, so that it never widens the window."""


class Masked(QWidget):
    """One masked value.

    `reveal(show)` is called when the user presses "Visa": ask the lane (which logs) and call `show(text)` when the
    answer comes. A value that comes after the widget has been left is not shown. `copyable` offers a copy button while
    the value is seen. `revealed` and `hidden_again` tell of the change.
    """

    revealed = Signal()
    hidden_again = Signal()

    def __init__(
        self,
        label: str,
        reveal: Callable[[Callable[[str], None]], object],
        parent: QWidget | None = None,
        *,
        copyable: bool = False,
        seconds: int = SECONDS,
        mask: str = DOTS,
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._reveal = reveal
        self._seconds = seconds
        self._mask = mask
        self._asked = 0
        self._left = 0
        self._shown = False
        self._value = PlainLabel(mask, self)
        self._note = Muted("", self, wrap=False)
        self.button = QuietButton(self.tr("Visa"), self, icon="eye", clicked=self.toggle)
        self.copy = IconButton("copy", self.tr("Kopiera {label}").format(label=label.lower()), self, clicked=self._copy)
        self.copy.setVisible(False)
        self._copyable = copyable
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._count)
        self._lay_out(label)
        self._say_state()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @property
    def shown(self) -> bool:
        """Whether the value is seen now."""
        return self._shown

    def toggle(self) -> None:
        """What "Visa" and "Dölj" do."""
        if self._shown:
            self.hide_value()
            return
        self._asked += 1
        turn = self._asked
        self.button.setEnabled(False)
        self._reveal(lambda text: self._show(turn, text))

    def hide_value(self) -> None:
        """Hide the value and let it go. A reveal under way is no longer wanted."""
        self._asked += 1
        self._tick.stop()
        was, self._shown = self._shown, False
        self._value.setText(self._mask)
        self._value.setWordWrap(False)
        self._note.setText("")
        self.copy.setVisible(False)
        self.button.setEnabled(True)
        self.button.set_words(self.tr("Visa"), icon="eye")
        self._say_state()
        if was:
            self.hidden_again.emit()

    def refused(self) -> None:
        """The value could not be had: offer "Visa" again."""
        self.hide_value()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide when the window is left."""
        if event.type() is QEvent.Type.WindowDeactivate:
            self.hide_value()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the window it has come to stand in."""
        self.window().installEventFilter(self)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of view is out of the widget."""
        self.hide_value()
        super().hideEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """No menu: nothing here is copied but by the button."""
        event.accept()

    def _lay_out(self, label: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if label:
            column.addWidget(Muted(label, self))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._value, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.copy)
        line.addWidget(self.button)
        line.addWidget(self._note)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        self._value.setWordWrap(False)
        self._note.setMinimumWidth(1)  # where there is no room the seconds go, never the value or the button

    def _show(self, turn: int, text: str) -> None:
        if turn != self._asked or not self.isVisible():
            return
        self._shown = True
        self._left = self._seconds
        self._value.setWordWrap(len(text) > _ONE_LINE or "\n" in text)
        self._value.setText(text)
        self.copy.setVisible(self._copyable)
        self.button.setEnabled(True)
        self.button.set_words(self.tr("Dölj"), icon="eye-off")
        self.button.setFocus()
        self._say_state()
        self._count(first=True)
        self._tick.start()
        announce(self, self.tr("{label} visas").format(label=self._label))
        self.revealed.emit()

    def _count(self, *, first: bool = False) -> None:
        if not first:
            self._left -= 1
        if self._left <= 0:
            self.hide_value()
            return
        self._note.setText(self.tr("Döljs om {seconds} s").format(seconds=self._left))

    def _copy(self) -> None:
        if self._shown:
            clipboard.copy(self._value.text())
            self._note.setText(self.tr("Kopierat, töms om 10 s"))
            announce(self, self.tr("Kopierat. Urklipp töms om tio sekunder."))

    def _say_state(self) -> None:
        """What the screen reader says of the value: its own words while shown, that it is hidden otherwise."""
        state = self._value.text() if self._shown else self.tr("dolt")
        self._value.setAccessibleName(f"{self._label}: {state}")
        verb = self.tr("Dölj") if self._shown else self.tr("Visa")
        self.button.setAccessibleName(f"{verb} {self._label.lower()}".strip())

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._shown and now is not None and now is not self and not self.isAncestorOf(now):
            self.hide_value()
