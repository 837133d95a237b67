"""The first run as one screen: a wizard from an empty disk to a vault that can be worked in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk.app.firstrun.cards import CardsStep, ProveStep
from spidesk.app.firstrun.circles import CirclesStep, DoneStep
from spidesk.app.firstrun.making import Making
from spidesk.app.firstrun.start import PhraseStep, PlaceStep, UserStep
from spidesk.ui import ask
from spidesk.ui.wizard import Wizard


class FirstRunScreen(QWidget):
    """`done(session, folder)` when the vault is ready; `cancelled` when nothing was made, or what was made is gone."""

    done = Signal(object, object)
    cancelled = Signal()
    help = "firstrun"

    def __init__(self, making: Making) -> None:
        super().__init__()
        self.making = making
        steps = [
            PlaceStep(making),
            UserStep(making),
            PhraseStep(making),
            CardsStep(making),
            ProveStep(making),
            CirclesStep(making),
            DoneStep(making),
        ]
        self.wizard = Wizard(self.tr("Nytt valv"), steps, self)
        self.wizard.next.setObjectName("firstrun.next")
        self.wizard.back.setObjectName("firstrun.back")
        self.wizard.cancel.setObjectName("firstrun.cancel")
        self.wizard.cancelled.connect(self._cancel)
        self.wizard.finished.connect(lambda: self.done.emit(making.session, making.folder))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.wizard)

    def unsaved(self) -> bool:
        """Whether a vault has been made whose cards nobody has proved."""
        return self.making.made and not self.making.proved

    def undo(self) -> None:
        """Take away a vault that was made but not finished; `cancelled` when it is gone."""
        self.making.undo(self, self.cancelled.emit)

    def _cancel(self) -> None:
        if not self.making.made:
            self.cancelled.emit()
        elif self.making.proved:
            self.done.emit(self.making.session, self.making.folder)
        elif self.may_undo():
            self.undo()

    def may_undo(self) -> bool:
        """Ask before a vault without proved cards is taken away."""
        return ask.confirm(
            self,
            self.tr("Avbryta?"),
            self.tr("Korten är inte provade än. Valvet är tomt och tas bort; du börjar om från början nästa gång."),
            yes=self.tr("Ta bort valvet"),
            no=self.tr("Fortsätt"),
            danger=True,
        )
