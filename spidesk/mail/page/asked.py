"""The question when nobody knows whether a paper was printed: asked for each, never assumed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.mail.actions.shapes import OpenPrint
from spidesk.mail.page import words
from spidesk.mail.rules.posting import Outcome
from spidesk.person.page.naming import marked
from spidesk.ui.words import Flow, Muted, Notice, NoticeKind, PlainLabel, QuietButton
from spidesk.ui.words.card import empty

_AT_ONCE: Final = 3


class AskedPrints(Notice):
    """One line a print, each with its two answers. `answered(prints, printed)`. Hidden while nothing is asked."""

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
        """A few lines at a time, so that the work below is not pushed away; an outer of several letters is one."""
        empty(self.below)
        papers = _by_paper(self._prints)
        title = self.tr("Kom papperet ut rätt?") if papers else ""
        text = self.tr("Det går inte att se hur det gick. Titta i skrivaren och svara.") if papers else ""
        self.say(text, NoticeKind.WARNING, title=title, aloud=bool(papers))
        for several in papers[:_AT_ONCE]:
            self.below.addWidget(self._line(several))
        left = len(papers) - _AT_ONCE
        if left > 0:
            self.below.addWidget(Muted(self.tr("Sedan frågas om {left} papper till.").format(left=left)))

    def _line(self, several: tuple[OpenPrint, ...]) -> Flow:
        tr, one = self.tr, several[0]
        saved = tr("sparad som PDF") if one.outcome is Outcome.SAVED or not one.queue else one.queue
        labels = ", ".join(dict.fromkeys(each.label for each in several))
        told = " · ".join(part for part in (labels, words.sheets()[one.paper], saved) if part)
        right, wrong = tr("Ja, rätt"), tr("Nej")
        yes = QuietButton(right, clicked=lambda: self.answered.emit(several, True), name=f"{told}: {right}")
        no = QuietButton(wrong, clicked=lambda: self.answered.emit(several, False), name=f"{told}: {wrong}")
        marked(yes, f"post.asked.yes.{one.paper.value}")
        marked(no, f"post.asked.no.{one.paper.value}")
        return Flow(PlainLabel(told, wrap=False), yes, no, parent=self)


def _by_paper(prints: Sequence[OpenPrint]) -> list[tuple[OpenPrint, ...]]:
    """Prints that were one and the same sheet together: the same job of the same queue, or begun as one."""
    sheets: dict[tuple[object, ...], list[OpenPrint]] = {}
    for one in prints:
        key = (one.queue, one.number, one.paper, one.at) if one.number is not None else (one.id,)
        sheets.setdefault(key, []).append(one)
    return [tuple(several) for several in sheets.values()]
