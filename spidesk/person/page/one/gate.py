"""The gate before a page the user does not handle: a reason, then three hours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from spidesk.person import actions
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.person.page.warning import GUARD, keep_anyway
from spidesk.person.page.words import protection_chip
from spidesk.person.rules import Standing
from spidesk.refusal import Refusal
from spidesk.ui.fields import LongTextField
from spidesk.ui.form import Form
from spidesk.ui.words.card import Card, Row, Scroll
from spidesk.ui.words.chips import Chip
from spidesk.ui.words.labels import Heading, PlainLabel

_LONGEST = 2000


class Gate(Scroll):
    """Asks for the reason. ``opened`` is called when the page may be shown."""

    def __init__(
        self, desk: Desk, standing: Standing, opened: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, widest=720)
        self._desk = desk
        self._person = standing.person
        self._opened = opened
        card = Card()
        card.add(Row(Heading(standing.reference), Chip(*protection_chip(standing.level, standing.state)), gap=16))
        card.add(
            PlainLabel(
                self.tr(
                    "Du är inte handläggare för personen. Skriv varför du behöver öppna. "
                    "Då är sidan öppen för dig i tre timmar. Skälet sparas, och öppningen granskas i efterhand."
                )
            )
        )
        self.form = Form(save_text=self.tr("Öppna i tre timmar"))
        self.reason = self.form.add(
            "reason",
            named(
                LongTextField(
                    self.tr("Skäl"),
                    help=self.tr("Till exempel: ersätter ordinarie handläggare i dag. Skriv inga namn eller adresser."),
                    longest=_LONGEST,
                    sensitive=True,
                    rows=3,
                ),
                "person.reason",
            ),
        )
        marked(self.form.save, "person.reason.open")
        self.form.undo.hide()
        self.form.saved.connect(lambda: self._submit(seen=False))
        card.add(self.form)
        self.add(card)

    def draft(self) -> str:
        """What is written and not sent."""
        return self.reason.value()

    def _submit(self, *, seen: bool) -> None:
        person, reason = self._person.id, self.reason.value()
        self.form.set_busy(True)
        self._desk.lane.submit(
            self,
            lambda vault: actions.give_reason(vault, person, reason, seen=seen),
            done=lambda _: self._done(),
            refused=self._refused,
        )

    def _done(self) -> None:
        self.form.clear()
        self._opened()

    def _refused(self, refusal: Refusal) -> None:
        self.form.set_busy(False)
        if refusal.code == GUARD and keep_anyway(self, refusal):
            self._submit(seen=True)
            return
        self.form.refuse(refusal)
