"""The unlock screen: login, passphrase, and behind "Mer" the key file and the ways round a forgotten passphrase.

One text whatever was wrong with login, passphrase or key file; what is typed stays. Anything else that stops the vault
from opening gets its own plain explanation and the next step.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from spidesk import wording
from spidesk.app.opening import SUFFIX, Opening, read_key_file, unlocked
from spidesk.app.screen import Screen, brand
from spidesk.app.unlock.capslock import CapsLock
from spidesk.app.unlock.explain import Step, explain
from spidesk.refusal import Refusal
from spidesk.ui.fields import PassphraseField, TextField
from spidesk.ui.lane import Lane
from spidesk.ui.words.buttons import LinkButton, PrimaryButton, QuietButton
from spidesk.ui.words.card import Card, Row, Stack
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Subheading
from spidesk.vault.session import Session
from spidesk.vault.vault import Vault

_WRONG = "vault.wrong_passphrase"


class UnlockScreen(Screen):
    """Opens one vault. `opened(session)`; or the user wants something else: another vault, a new one, recovery."""

    opened = Signal(object)
    wants_other = Signal()
    wants_new = Signal()
    wants_recovery = Signal()

    def __init__(
        self, lane: Lane[Vault], opening: Opening, folder: Path, *, login: str = "", locked: bool = False
    ) -> None:
        super().__init__(widest=480)
        self._lane = lane
        self._opening = opening
        self._folder = folder
        self.notice = Notice(NoticeKind.INFO)
        self._step = QuietButton(self.tr("Försök igen"), clicked=self._next_step)
        self._step.setObjectName("unlock.step")
        self._step.hide()
        self._explained = Step.NONE
        card = Card()
        card.add(self._title(locked), self.notice, Row(self._step), *self._fields(login), self._button())
        self.content.add(brand(folder.name.removesuffix(SUFFIX)), card, self._more())
        self.first = self.phrase.control if login else self.login.control
        if locked:
            self.notice.say(self.tr("Programmet är låst. Det du inte hann spara finns kvar."), NoticeKind.INFO)

    def submit(self) -> None:
        """Try to open the vault with what is typed."""
        if not self.button.isEnabled():
            return
        for field, code in ((self.login, "app.login"), (self.phrase, "app.passphrase_missing")):
            if not field.value():
                field.refuse(wording.text(Refusal(code)))
                field.control.setFocus()
                return
        try:
            name = self.key_file.value()
            key_file = read_key_file(Path(name)) if name else None
        except Refusal as refusal:
            self._show_more(True)
            self.key_file.refuse(wording.text(refusal))
            self.key_file.control.setFocus()
            return
        self._set_busy(True)
        opening, folder, login, phrase = self._opening, self._folder, self.login.value(), self.phrase.value()
        self._lane.open(
            self,
            lambda: opening.open(folder, login=login, passphrase=phrase, key_file=key_file),
            read=unlocked,
            done=self._opened,
            refused=self._refused,
        )

    def _title(self, locked: bool) -> QWidget:
        return Subheading(self.tr("Programmet är låst") if locked else self.tr("Lås upp valvet"))

    def _fields(self, login: str) -> tuple[QWidget, ...]:
        self.login = TextField(self.tr("Användarnamn"), sensitive=True)
        self.login.set_value(login)
        self.login.control.setObjectName("unlock.login")
        self.phrase = PassphraseField(self.tr("Lösenfras"))
        self.phrase.control.setObjectName("unlock.passphrase")
        self.phrase.eye.setObjectName("unlock.show")
        self.login.line.returnPressed.connect(self.phrase.control.setFocus)
        self.phrase.line.returnPressed.connect(self.submit)
        self.caps = Notice(NoticeKind.WARNING)
        self.caps.setObjectName("unlock.caps")
        CapsLock(self.phrase.control).turned.connect(self._caps_turned)
        return self.login, self.phrase, self.caps

    def _button(self) -> QWidget:
        self.button = PrimaryButton(self.tr("Lås upp"), icon="unlock", clicked=self.submit)
        self.button.setObjectName("unlock.submit")
        self.more = LinkButton(self.tr("Mer"), clicked=lambda: self._show_more(self._extra.isHidden()))
        self.more.setObjectName("unlock.more")
        self.more.setAccessibleDescription(self.tr("Nyckelfil, återställning och andra valv"))
        return Row(self.button, None, self.more)

    def _more(self) -> QWidget:
        self.key_file = TextField(
            self.tr("Nyckelfil"), optional=True, longest=1000, help=self.tr("Bara om du fått en nyckelfil av din IT.")
        )
        self.key_file.control.setObjectName("unlock.key_file")
        pick = QuietButton(self.tr("Välj fil …"), icon="folder", clicked=self._pick)
        pick.setObjectName("unlock.pick_key_file")
        recover = LinkButton(self.tr("Glömt lösenfrasen? Återställ med två kort"), clicked=self.wants_recovery.emit)
        recover.setObjectName("unlock.recover")
        other = LinkButton(self.tr("Öppna ett annat valv"), clicked=self.wants_other.emit)
        other.setObjectName("unlock.other")
        fresh = LinkButton(self.tr("Skapa nytt valv"), clicked=self.wants_new.emit)
        fresh.setObjectName("unlock.new")
        self._extra = Card()
        self._extra.add(self.key_file, Row(pick), Stack(Row(recover), Row(other), Row(fresh), gap=4))
        self._extra.hide()
        return self._extra

    def _show_more(self, shown: bool) -> None:
        self._extra.setVisible(shown)
        self.more.set_words(self.tr("Mindre") if shown else self.tr("Mer"))

    def _pick(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Välj nyckelfil"))
        if chosen:
            self.key_file.set_value(chosen)

    def _caps_turned(self, on: bool) -> None:
        self.caps.say(self.tr("Caps Lock verkar vara på.") if on else "")

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.button, self.more, self._step, self.login, self.phrase, self._extra):
            widget.setEnabled(not busy)
        self.button.set_words(self.tr("Låser upp …") if busy else self.tr("Lås upp"))
        if busy:
            self.notice.say("")
            self._step.hide()

    def _opened(self, session: Session) -> None:
        self.phrase.clear()
        self.opened.emit(session)

    def _refused(self, refusal: Refusal) -> None:
        self._set_busy(False)
        if refusal.code == _WRONG:
            self.phrase.refuse(wording.text(refusal))
            self.phrase.line.selectAll()
            self.phrase.control.setFocus()
            return
        explained = explain(refusal)
        self.notice.say(explained.text, NoticeKind.ERROR, title=explained.heading)
        self._explained = explained.step
        words = {
            Step.RETRY: self.tr("Försök igen"),
            Step.CHOOSE: self.tr("Välj ett annat valv"),
            Step.CREATE: self.tr("Skapa nytt valv"),
        }
        self._step.setVisible(explained.step in words)
        if explained.step in words:
            self._step.set_words(words[explained.step])
            self._step.setFocus()

    def _next_step(self) -> None:
        if self._explained is Step.RETRY:
            self.submit()
        elif self._explained is Step.CREATE:
            self.wants_new.emit()
        else:
            self.wants_other.emit()
