"""The first unlock with a one-time passphrase: choose one's own, then read out the control words of the new keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk import wording
from spidesk.app.unlock.phrase import ChoosePhrase
from spidesk.refusal import Refusal
from spidesk.ui.lane import Lane
from spidesk.ui.wizard import Step, Wizard
from spidesk.ui.words.card import Card
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Muted, PlainLabel, Subheading
from spidesk.vault import membership
from spidesk.vault.session import Session
from spidesk.vault.vault import Vault


class _Phrase(Step):
    """The passphrase of one's own; with its proof the keys are renewed."""

    def __init__(self, change: Callable[[str, Callable[[], None]], None]) -> None:
        super().__init__()
        self.title = self.tr("Välj din egen lösenfras")
        self.text = self.tr("Engångsfrasen slutar gälla. Nya nycklar görs, som bara du kan öppna.")
        self._change = change
        self.busy = False
        self.notice = Notice(NoticeKind.ERROR)
        self.choice = ChoosePhrase("first.phrase")
        self._wait = Muted("")
        for widget in (self.notice, self.choice, self._wait):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Put the keyboard on the offer."""
        self.choice.take_focus()

    def ready(self) -> bool:
        """Not while the keys are being made."""
        return not self.busy

    def set_busy(self, busy: bool) -> None:
        """Show that the keys are being made."""
        self.busy = busy
        self.choice.setEnabled(not busy)
        self._wait.setText(self.tr("Gör nya nycklar …") if busy else "")
        self.ready_changed.emit()

    def leave(self, go: Callable[[], None]) -> None:
        """Choose, prove, change."""
        self.notice.say("")
        if not self.choice.proving:
            self.choice.choose()
            return
        phrase = self.choice.proved()
        if phrase is not None:
            self._change(phrase, go)


class _Words(Step):
    """The six control words, to be read out to the kretsägare."""

    can_go_back = False

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("Dina kontrollord")
        self.text = self.tr(
            "Läs upp orden för kretsägaren, i samma rum eller i telefon. Kretsägaren ser samma ord på sin skärm och "
            "vet då att nyckeln är din. Innan dess kan du inte läggas till i en krets."
        )
        self.next_text = self.tr("Orden är upplästa")
        card = Card()
        self._words = Subheading()
        self._words.setObjectName("first.words")
        later = self.tr("Du hittar orden igen under Administration.")
        card.add(PlainLabel(self.tr("Läs i den här ordningen:")), self._words, Muted(later))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def show_words(self, words: tuple[str, ...]) -> None:
        """Show the words of the new keys."""
        self._words.setText("  ·  ".join(words))


class FirstUnlockScreen(QWidget):
    """`done(session)` when the passphrase is changed and the words have been shown; `cancelled` to log out again."""

    done = Signal(object)
    cancelled = Signal()
    help = "unlock"

    def __init__(self, lane: Lane[Vault]) -> None:
        super().__init__()
        self._lane = lane
        self._session: Session | None = None
        self._phrase, self._words = _Phrase(self._change), _Words()
        self.wizard = Wizard(self.tr("Första gången"), [self._phrase, self._words], self)
        self.wizard.next.setObjectName("first.next")
        self.wizard.back.setObjectName("first.back")
        self.wizard.cancel.setObjectName("first.cancel")
        self.wizard.cancelled.connect(self.cancelled)
        self.wizard.finished.connect(lambda: self.done.emit(self._session))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.wizard)

    def unsaved(self) -> bool:
        """Nothing here is kept."""
        return False

    def _change(self, phrase: str, go: Callable[[], None]) -> None:
        self._phrase.set_busy(True)

        def changed(answer: tuple[tuple[str, ...], Session]) -> None:
            words, self._session = answer
            self._phrase.set_busy(False)
            self._phrase.choice.forget()
            self._words.show_words(words)
            self.wizard.cancel.hide()
            go()

        self._lane.submit(self, lambda vault: _finish(vault, phrase), done=changed, refused=self._refused)

    def _refused(self, refusal: Refusal) -> None:
        self._phrase.set_busy(False)
        self._phrase.notice.say(wording.text(refusal), NoticeKind.ERROR)
        self._phrase.choice.look_again()


def _finish(vault: Vault, phrase: str) -> tuple[tuple[str, ...], Session]:
    membership.finish_first_unlock(vault, phrase)
    return membership.control_words(vault, vault.session.user.id), vault.session
