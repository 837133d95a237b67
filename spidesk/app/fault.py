"""The fault screen: a defect in the program, or a vault whose content fails its check. The vault is closed already.

It shows a reference to quote and places in the code, never a value: what went wrong may hold a name.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.app.screen import Screen, brand
from spidesk.ui.hands.fault import Fault
from spidesk.ui.words.buttons import LinkButton, PrimaryButton, QuietButton
from spidesk.ui.words.card import Card, Row
from spidesk.ui.words.labels import Muted, PlainLabel, Subheading

_DAMAGED = "Damaged"


class FaultScreen(Screen):
    """`restart` and `quit` are what the user can do."""

    restart = Signal()
    quit = Signal()
    help = "shell"

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault
        card = Card()
        for widget in self._words(fault):
            card.add(widget)
        again = PrimaryButton(self.tr("Starta om låst"), icon="refresh", clicked=self.restart.emit)
        again.setObjectName("fault.restart")
        leave = QuietButton(self.tr("Avsluta"), clicked=self.quit.emit)
        leave.setObjectName("fault.quit")
        more = LinkButton(self.tr("Visa vad som kan lämnas till IT"), clicked=self._toggle)
        more.setObjectName("fault.details")
        self._details = PlainLabel(_details(fault), kind="muted", selectable=True)
        self._details.hide()
        card.add(Row(again, leave), Row(more), self._details)
        self.content.add(brand(), card)
        self.first = again

    def _words(self, fault: Fault) -> list[QWidget]:
        reference = Subheading(fault.reference)
        reference.setObjectName("fault.reference")
        reference.setAccessibleName(self.tr("Felets nummer: {reference}").format(reference=fault.reference))
        if fault.kind == _DAMAGED:
            title = self.tr("Valvet stämmer inte med sin egen kontroll")
            text = self.tr(
                "Något i valvet är skadat eller har bytts ut. Programmet visar inget som inte går att lita på. "
                "Rör inget i valvmappen. Be IT spara en kopia av den som den är och återställa den senaste "
                "säkerhetskopian till en ny mapp."
            )
        else:
            title = self.tr("Något gick fel i programmet")
            text = self.tr(
                "Valvet är stängt. Allt du har sparat finns kvar; det du höll på att skriva kan ha gått förlorat. "
                "Starta om och gör om det sista. Händer det igen, säg till IT och lämna felets nummer."
            )
        return [Subheading(title), PlainLabel(text), Muted(self.tr("Felets nummer")), reference]

    def _toggle(self) -> None:
        self._details.setVisible(self._details.isHidden())


def _details(fault: Fault) -> str:
    """Kind and places in the code; no values."""
    return "\n".join((f"{fault.reference} {fault.kind}", *fault.frames[-12:]))
