"""Recovery: two of the three cards, whose passphrase is to be renewed, and the new passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk import wording
from spidesk.admin.page.codes import CodeField
from spidesk.app.opening import Opening, unlocked
from spidesk.app.unlock.explain import explain
from spidesk.app.unlock.phrase import ChoosePhrase
from spidesk.refusal import Refusal
from spidesk.ui.fields import TextField
from spidesk.ui.lane import Lane
from spidesk.ui.wizard import Step, Wizard
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Muted
from spidesk.vault.session import Session
from spidesk.vault.vault import Vault


class _Cards(Step):
    """Two cards, and the login of the one who is to get a new passphrase."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("Två återställningskort")
        self.text = self.tr("Vilka två som helst av de tre korten. Helst är de som förvarar korten med i rummet.")
        self.login = TextField(self.tr("Användarnamn som ska få ny lösenfras"), sensitive=True)
        self.login.control.setObjectName("recovery.login")
        self.first, self.second = CodeField(self.tr("Ett kort")), CodeField(self.tr("Ett annat kort"))
        self.first.control.setObjectName("recovery.code1")
        self.second.control.setObjectName("recovery.code2")
        self.codes: tuple[bytes, bytes] | None = None
        for widget in (self.login, self.first, self.second):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Put the keyboard in the first field."""
        self.login.control.setFocus()

    def leave(self, go: Callable[[], None]) -> None:
        """Both cards must be as printed, and two."""
        if not self.login.value():
            self.login.refuse(wording.text(Refusal("app.login")))
            self.login.control.setFocus()
            return
        one, other = self.first.code(), self.second.code()
        if one is None or other is None:
            return
        if one == other:
            self.second.refuse(wording.text(Refusal("app.code_same")))
            return
        self.codes = (one, other)
        go()


class _Phrase(Step):
    """The new passphrase; with its proof the vault is opened."""

    def __init__(self, recover: Callable[[_Phrase, str, Callable[[], None]], None]) -> None:
        super().__init__()
        self.title = self.tr("Ny lösenfras")
        self.next_text = self.tr("Återställ")
        self._recover = recover
        self.busy = False
        self.notice = Notice(NoticeKind.ERROR)
        self.choice = ChoosePhrase("recovery.phrase")
        self._wait = Muted("")
        for widget in (self.notice, self.choice, self._wait):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Put the keyboard on the offer."""
        self.choice.take_focus()

    def ready(self) -> bool:
        """Not while the vault is being opened."""
        return not self.busy

    def set_busy(self, busy: bool) -> None:
        """Show that the vault is being opened."""
        self.busy = busy
        self.choice.setEnabled(not busy)
        self._wait.setText(self.tr("Återställer …") if busy else "")
        self.ready_changed.emit()

    def leave(self, go: Callable[[], None]) -> None:
        """Choose, prove, recover."""
        self.notice.say("")
        if not self.choice.proving:
            self.choice.choose()
            return
        phrase = self.choice.proved()
        if phrase is not None:
            self._recover(self, phrase, go)


class RecoveryScreen(QWidget):
    """`opened(session)` when the vault is open under the new passphrase; `cancelled` to go back."""

    opened = Signal(object)
    cancelled = Signal()
    help = "unlock"

    def __init__(self, lane: Lane[Vault], opening: Opening, folder: Path) -> None:
        super().__init__()
        self._lane, self._opening, self._folder = lane, opening, folder
        self._cards = _Cards()
        self._phrase = _Phrase(self._recover)
        self.wizard = Wizard(self.tr("Återställ"), [self._cards, self._phrase], self)
        self.wizard.next.setObjectName("recovery.next")
        self.wizard.back.setObjectName("recovery.back")
        self.wizard.cancel.setObjectName("recovery.cancel")
        self.wizard.cancelled.connect(self.cancelled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.wizard)

    def unsaved(self) -> bool:
        """Nothing here is kept."""
        return False

    def _recover(self, step: _Phrase, phrase: str, go: Callable[[], None]) -> None:
        codes = self._cards.codes
        if codes is None:
            return
        opening, folder, login = self._opening, self._folder, self._cards.login.value()
        step.set_busy(True)

        def opened(session: Session) -> None:
            go()
            self.opened.emit(session)

        self._lane.open(
            self,
            lambda: opening.recover(folder, codes, login=login, passphrase=phrase),
            read=unlocked,
            done=opened,
            refused=self._refused,
        )

    def _refused(self, refusal: Refusal) -> None:
        self._phrase.set_busy(False)
        explained = explain(refusal)
        self._phrase.notice.say(explained.text, NoticeKind.ERROR, title=explained.heading)
