"""The steps before there is a vault: where it will lie, who its first user is, and their passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from spidesk.app.firstrun.making import Making
from spidesk.app.opening import vault_folder
from spidesk.app.unlock.explain import explain
from spidesk.app.unlock.phrase import ChoosePhrase
from spidesk.refusal import Refusal
from spidesk.ui.fields import FolderField, TextField
from spidesk.ui.form import Form
from spidesk.ui.wizard import Step
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Muted

_NAME = 80


class PlaceStep(Step):
    """Name and folder of the vault; refuses a place where a vault may not lie, before anything is written."""

    def __init__(self, making: Making, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Var ska valvet ligga?")
        self.text = self.tr(
            "Ett valv är en krypterad mapp på datorns egen disk. "
            "Nätverksmappar, USB-minnen och synkade mappar går inte."
        )
        self._making = making
        self.form = Form(bar=False)
        self.name = self.form.add(
            "name",
            TextField(
                self.tr("Valvets namn"), longest=_NAME, help=self.tr("Till exempel Kommunen. Inga namn på personer.")
            ),
        )
        self.name.set_value(self.tr("Skyddade personer"))
        self.name.control.setObjectName("firstrun.vault_name")
        self.parent_folder = self.form.add("parent", FolderField(self.tr("I mappen")))
        self.parent_folder.set_value(making.start)
        self.parent_folder.control.setObjectName("firstrun.folder")
        self.parent_folder.button.setObjectName("firstrun.pick_folder")
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Put the keyboard in the first field."""
        self.name.control.setFocus()

    def leave(self, go: Callable[[], None]) -> None:
        """Check the place."""
        if not self.form.check():
            return
        try:
            self._making.folder = vault_folder(self.parent_folder.value(), self.name.value())
        except Refusal as refusal:
            self.form.refuse(refusal)
            return
        go()


class UserStep(Step):
    """Who makes the vault."""

    def __init__(self, making: Making, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Vem är du?")
        self.text = self.tr("Du blir valvets första användare och valvadministratör. Fler läggs till efteråt.")
        self._making = making
        self.form = Form(bar=False)
        self.name = self.form.add("name", TextField(self.tr("För- och efternamn"), longest=200))
        self.name.control.setObjectName("firstrun.name")
        self.login = self.form.add(
            "login", TextField(self.tr("Användarnamn"), longest=64, help=self.tr("Gärna samma som du har på datorn."))
        )
        self.login.control.setObjectName("firstrun.login")
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Put the keyboard in the first field."""
        self.name.control.setFocus()

    def leave(self, go: Callable[[], None]) -> None:
        """Both must be filled in."""
        if not self.form.check():
            return
        for field, code, key in ((self.name, "app.name", "name"), (self.login, "app.login", "login")):
            if not field.value():
                self.form.refuse(Refusal(code, field=key))
                return
        self._making.name, self._making.login = self.name.value(), self.login.value()
        go()


class PhraseStep(Step):
    """The passphrase, chosen and then proved; with the proof the vault is made."""

    def __init__(self, making: Making, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Din lösenfras")
        self.text = self.tr("Med den låser du upp valvet. Ingen annan har den, och ingen kan ta fram den åt dig.")
        self._making = making
        self._busy = False
        self.choice = ChoosePhrase("firstrun.phrase", self)
        self.choice.again.line.returnPressed.connect(self._enter)
        self._enter_go: Callable[[], None] | None = None
        self.notice = Notice(NoticeKind.ERROR, parent=self)
        self._wait = Muted("", self)
        self.column.addWidget(self.notice)
        self.column.addWidget(self.choice)
        self.column.addWidget(self._wait)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Put the keyboard on the offer."""
        self.choice.take_focus()

    def ready(self) -> bool:
        """Not while the vault is being made."""
        return not self._busy

    def leave(self, go: Callable[[], None]) -> None:
        """First choose, then prove, then make the vault."""
        self.notice.say("")
        if not self.choice.proving:
            self._enter_go = go
            self.choice.choose()
            return
        phrase = self.choice.proved()
        if phrase is None:
            return
        self._set_busy(True)

        def made() -> None:
            self._set_busy(False)
            self.choice.forget()
            go()

        self._making.create(self, phrase, done=made, refused=self._refused)

    def _enter(self) -> None:
        if self._enter_go is not None and not self._busy:
            self.leave(self._enter_go)

    def _refused(self, refusal: Refusal) -> None:
        self._set_busy(False)
        explained = explain(refusal)
        self.notice.say(explained.text, NoticeKind.ERROR, title=explained.heading)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.choice.setEnabled(not busy)
        self._wait.setText(self.tr("Skapar valvet …") if busy else "")
        self.ready_changed.emit()
