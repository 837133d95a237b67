"""The first screen where no vault is known: make one, or point at one that is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from spidesk import wording
from spidesk.app.opening import looks_like_vault
from spidesk.app.screen import Screen, brand
from spidesk.refusal import Refusal
from spidesk.ui.fields import FolderField
from spidesk.ui.words.buttons import PrimaryButton, QuietButton
from spidesk.ui.words.card import Card, Row


class WelcomeScreen(Screen):
    """Two ways on: `wants_new`, or `chosen(folder)` when an existing vault has been pointed at."""

    wants_new = Signal()
    chosen = Signal(object)

    def __init__(self, *, start: Path | None = None) -> None:
        super().__init__()
        fresh = PrimaryButton(self.tr("Skapa nytt valv"), icon="plus", clicked=self.wants_new.emit)
        fresh.setObjectName("welcome.new")
        made = Card(
            self.tr("Första gången?"),
            self.tr("Skapa ett valv på den här datorn. Det tar några minuter och kräver en skrivare."),
        )
        made.add(Row(fresh))
        there = Card(
            self.tr("Finns valvet redan?"), self.tr("Peka ut valvmappen. Den har ett namn som slutar på .spivault.")
        )
        self.folder = FolderField(self.tr("Valvmapp"))
        self.folder.set_value(start)
        self.folder.control.setObjectName("welcome.folder")
        self.folder.button.setObjectName("welcome.pick")
        self.folder.line.returnPressed.connect(self.choose)
        opened = QuietButton(self.tr("Öppna valvet"), icon="unlock", clicked=self.choose)
        opened.setObjectName("welcome.open")
        there.add(self.folder, Row(opened))
        self.content.add(brand(self.tr("Register för skyddade personuppgifter")), made, there)
        self.first = fresh

    def choose(self) -> None:
        """Take the folder if there is a vault in it."""
        folder = self.folder.value()
        if not looks_like_vault(folder):
            self.folder.refuse(wording.text(Refusal("app.no_vault", field="folder")))
            return
        self.chosen.emit(folder)
