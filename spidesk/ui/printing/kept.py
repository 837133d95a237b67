"""The warning where a print queue keeps what it has printed on the computer's disk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from spidesk.ui.press import Press
from spidesk.ui.printing.order import PrintQueue, keeps
from spidesk.ui.words import Notice, NoticeKind


class KeptNotice(Notice):
    """Hidden while nothing is known of the printers, and where their queue throws away what it has printed."""

    def __init__(self, queue: PrintQueue, press: Press, parent: QWidget | None = None) -> None:
        super().__init__(NoticeKind.WARNING, parent=parent)
        self._queue = queue
        self._press = press
        self._turn = 0

    def look(self, *printers: str) -> None:
        """Ask the queue about these printers, all at once; nothing is asked where the queue cannot be asked."""
        self._turn += 1
        turn, queue = self._turn, self._queue
        self.say("")
        named = [one for one in printers if one]
        if named and hasattr(queue, "keeps"):
            self._press.submit(
                self,
                lambda: _worst([keeps(queue, one) for one in named]),
                done=lambda told: self._told(turn, told),
                refused=lambda _: self._told(turn, None),
            )

    def _told(self, turn: int, told: bool | None) -> None:
        if turn != self._turn or told is False:
            return
        if told:
            self.say(
                self.tr(
                    "Datorns skrivarkö sparar det som skrivits ut. Personnummer på kuvert kan ligga kvar på disken. "
                    "Be IT ställa in att utskrivna jobb inte sparas."
                ),
                NoticeKind.WARNING,
                title=self.tr("Utskrifter sparas på datorn"),
                aloud=False,
            )
        else:
            self.say(
                self.tr("Det går inte att se om datorns skrivarkö sparar det som skrivits ut. Fråga IT."),
                NoticeKind.INFO,
                aloud=False,
            )


def _worst(told: Sequence[bool | None]) -> bool | None:
    """Kept by one is kept; not known of one is not known."""
    return True if True in told else None if None in told else False
