"""The question when nobody knows whether a paper was printed: asked for each, never assumed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.mail.actions.shapes import OpenPrint
from spidesk.mail.page import words
from spidesk.mail.rules.posting import Outcome
from spidesk.person.page.naming import marked
from spidesk.ui.words import Notice, NoticeKind, PlainLabel, QuietButton, Row
from spidesk.ui.words.card import empty


class AskedPrints(Notice):
    """One line a print, each with its two answers. `answered(print, printed)`. Hidden while nothing is asked."""

    answered = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NoticeKind.WARNING, "", parent)
        marked(self, "post.asked")
        self._prints: list[OpenPrint] = []

    @property
    def prints(self) -> tuple[OpenPrint, ...]:
        """What is asked about."""
        return tuple(self._prints)

    def show_prints(self, prints: Sequence[OpenPrint]) -> None:
        """Ask about exactly these."""
        self._prints = list(prints)
        self._refresh()

    def add_prints(self, prints: Sequence[OpenPrint]) -> None:
        """Ask about these too."""
        self._prints += [one for one in prints if all(one.id != other.id for other in self._prints)]
        self._refresh()

    def _refresh(self) -> None:
        empty(self.below)
        title = self.tr("Kom papperet ut rätt?") if self._prints else ""
        text = self.tr("Det går inte att se hur det gick. Titta i skrivaren och svara.") if self._prints else ""
        self.say(text, NoticeKind.WARNING, title=title, aloud=bool(self._prints))
        for one in self._prints:
            self.below.addWidget(self._line(one))

    def _line(self, one: OpenPrint) -> Row:
        tr = self.tr
        saved = tr("sparad som PDF") if one.outcome is Outcome.SAVED else one.queue
        told = " · ".join(part for part in (one.label, words.sheets()[one.paper], saved) if part)
        right, wrong = tr("Ja, rätt"), tr("Nej")
        yes = QuietButton(right, clicked=lambda: self.answered.emit(one, True), name=f"{told}: {right}")
        no = QuietButton(wrong, clicked=lambda: self.answered.emit(one, False), name=f"{told}: {wrong}")
        marked(yes, f"post.asked.yes.{one.paper.value}")
        marked(no, f"post.asked.no.{one.paper.value}")
        return Row(PlainLabel(told, wrap=False), yes, no, parent=self)
