"""The question when nobody knows what came out: all at once when all is well, else one piece after the other.

A key on its way when the question appears answers nothing: the keyboard goes to the words, an answer is a Tab away and
deaf at first, and Enter, which a scanner ends with, never answers.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk.ui.printing.run.piece import Halt
from spidesk.ui.printing.run.run import Run
from spidesk.ui.words import Flow, Notice, NoticeKind, PrimaryButton, QuietButton

_NAMED = 6
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
DEAF: Final = 600
"""How many milliseconds Space answers nothing after a question has appeared."""


class Asking(QWidget):
    """Hidden while nothing is asked."""

    def __init__(self, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._each = False
        self._shown: tuple[object, ...] = ()
        self._since = QElapsedTimer()
        self.notice = Notice(NoticeKind.WARNING, parent=self)
        self.notice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.all_right = PrimaryButton(self.tr("Ja, alla är rätt"), self, clicked=self._all_right)
        self.each = QuietButton(self.tr("Svara för ett i taget"), self, clicked=self._one_by_one)
        self.yes = PrimaryButton(self.tr("Ja, rätt"), self, clicked=lambda: self._answer(True))
        self.no = QuietButton(self.tr("Nej"), self, clicked=lambda: self._answer(False))
        self.unknown = QuietButton(self.tr("Vet inte"), self, clicked=lambda: self._answer(None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.notice)
        column.addWidget(Flow(self.all_right, self.each, self.yes, self.no, self.unknown, parent=self))
        for one in (self.notice, self.all_right, self.each, self.yes, self.no, self.unknown):
            one.installEventFilter(self)
        self.show_doubts()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter answers nothing, and Space only what has stood there a while."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                return True
            if event.key() == Qt.Key.Key_Space:
                return watched is self.notice or event.isAutoRepeat() or not self._since.hasExpired(DEAF)
        return super().eventFilter(watched, event)

    def show_doubts(self) -> None:
        """Ask about what is in doubt now."""
        doubts = self._run.pile.doubts if self._run.halt is Halt.ASKED else ()
        self.setVisible(bool(doubts))
        if not doubts:
            self._each, self._shown = False, ()
            return
        many = len(doubts) > 1 and not self._each
        for button in (self.all_right, self.each):
            button.setVisible(many)
        for button in (self.yes, self.no, self.unknown):
            button.setVisible(not many)
        if (doubts, many) == self._shown:
            return
        self._shown = (doubts, many)
        names = [self._run.pile.pieces[key].name for key in (doubts if many else doubts[:1])]
        told = ", ".join(names[:_NAMED])
        if len(names) > _NAMED:
            told = self.tr("{names} och {more} till").format(names=told, more=len(names) - _NAMED)
        title = self.tr("Kom {count} papper ut rätt?").format(count=len(names)) if many else self.tr("Kom det ut rätt?")
        text = self.tr("Det går inte att se hur det gick. Titta i skrivaren: {names}.").format(names=told)
        self.notice.say(text, NoticeKind.WARNING, title=title)
        self._since.start()
        self.notice.setFocus()

    def _answer(self, printed: bool | None) -> None:
        doubts = self._run.pile.doubts
        self._each = len(doubts) > 1
        if doubts:
            self._run.answer(doubts[0], printed)

    def _one_by_one(self) -> None:
        self._each = True
        self.show_doubts()

    def _all_right(self) -> None:
        for key in self._run.pile.doubts:
            self._run.answer(key, True)
