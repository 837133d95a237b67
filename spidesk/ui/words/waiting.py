"""Waiting: nothing at first, a bar after 0.3 s, a way out after 3 s."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from spidesk.ui.hands.runner import CANCEL_AFTER_MS, SHOW_AFTER_MS, Ticket
from spidesk.ui.words.announce import announce
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.labels import Muted


class Waiting(QWidget):
    """Shows how far one `Ticket` has come. Hidden before, and gone as soon as the work is."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticket: Ticket | None = None
        self._text = Muted(text, self)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(text)
        self._bar.setTextVisible(False)
        self._stop = QuietButton(self.tr("Avbryt"), self, clicked=self.cancel)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addLayout(column, 1)
        line.addWidget(self._stop)
        self._show = _timer(self, SHOW_AFTER_MS, self._appear)
        self._offer = _timer(self, CANCEL_AFTER_MS, self._offer_way_out)
        self.hide()

    def watch(self, ticket: Ticket, text: str = "") -> None:
        """Follow `ticket` from now on."""
        self._ticket = ticket
        if text:
            self._text.setText(text)
            self._bar.setAccessibleName(text)
        self._bar.setRange(0, 0)
        self._stop.hide()
        self._stop.setEnabled(True)
        ticket.stepped.connect(self._step)
        ticket.ended.connect(self.finish)
        self._show.start()
        self._offer.start()

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._ticket is not None:
            self._stop.setEnabled(False)
            self._ticket.cancel()

    def finish(self) -> None:
        """Hide; the work is over."""
        self._show.stop()
        self._offer.stop()
        self._ticket = None
        self.hide()

    def _step(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)

    def _appear(self) -> None:
        self.show()
        announce(self, self._text.text())

    def _offer_way_out(self) -> None:
        self._stop.show()


def _timer(parent: Waiting, after: int, slot: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(slot)
    return timer
