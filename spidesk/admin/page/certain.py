"""One thing that is hard to take back, said plainly; the button says what it does, the bar how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from spidesk.admin.page.part import View
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui.lane import Progress
from spidesk.ui.words import Card, DangerButton, NoticeKind, PlainLabel, QuietButton, Row, Waiting
from spidesk.vault.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is about to be done: its object name, the words for it, and the work for the lane."""

    name: str
    title: str
    points: tuple[str, ...]
    yes: str
    done: str
    back: str
    work: Callable[[Vault, Progress], object] = field(repr=False)
    then: Callable[[Any], object] | None = field(default=None, repr=False)
    """What is done with the work's result, where saying `done` is not all."""
    waiting: str = ""


class Certain(View):
    """The points to know, then "yes" or back. The work can be stopped while it runs; then nothing has changed."""

    def __init__(self, desk: Desk, deed: Deed) -> None:
        super().__init__(desk, back=deed.back)
        self.head(deed.title)
        self._deed = deed
        self.yes = marked(DangerButton(deed.yes, clicked=self._do), deed.name)
        self.no = marked(QuietButton(self.tr("Avbryt"), clicked=self.closed.emit), f"{deed.name}.no")
        self.waiting = Waiting(deed.waiting or self.tr("Nycklarna byts …"))
        card = Card()
        shown: list[QWidget] = [PlainLabel(point) for point in deed.points]
        card.add(*shown, self.waiting, Row(self.yes, self.no))
        self.column.add(card)

    def refused(self, refusal: Refusal) -> None:
        """Say why not, and let the user try again."""
        self._busy(False)
        super().refused(refusal)

    def _do(self) -> None:
        self._busy(True)
        self.notice.say("", aloud=False)
        ticket = self.desk.lane.submit_long(
            self, self._deed.work, done=self._did, refused=self.refused, cancelled=self._stopped
        )
        self.waiting.watch(ticket)

    def _did(self, result: object) -> None:
        if self._deed.then is not None:
            self._deed.then(result)
        else:
            self.done.emit(self._deed.done)

    def _stopped(self) -> None:
        self._busy(False)
        self.notice.say(self.tr("Avbrutet. Inget har ändrats."), NoticeKind.INFO)

    def _busy(self, busy: bool) -> None:
        for button in (self.yes, self.no, self.back):
            button.setEnabled(not busy)
