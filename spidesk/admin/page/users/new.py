"""A new user, and the one-time passphrase: shown once, printed if wanted, gone when it has been handed over."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from spidesk.admin import actions
from spidesk.admin.actions import NewUser
from spidesk.admin.document import one_time_slip
from spidesk.admin.page.part import View
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.ui.fields import Choice, RadioField, TextField
from spidesk.ui.form import Form
from spidesk.ui.look import theme
from spidesk.ui.printing import Paper, PrintDialog, PrintQueue
from spidesk.ui.words import Card, Facts, Muted, NoticeKind, PlainLabel, PrimaryButton, QuietButton, Row, announce

MakeQueue = Callable[[], PrintQueue]
_A4 = (210.0, 297.0)
_BIG = 1.8


class NewUserView(View):
    """Login, name, valvadministratör or not. `made(NewUser)` when the vault has made the user."""

    key = "new_user"
    made = Signal(object)

    def __init__(self, desk: Desk, *, back: str) -> None:
        super().__init__(desk, back=back)
        self.head(
            self.tr("Ny användare"),
            self.tr(
                "Användaren kan öppna valvet men ser ingen person förrän en kretsägare har jämfört kontrollorden och "
                "släppt in hen."
            ),
        )
        self.form = form = Form(save_text=self.tr("Skapa användaren"))
        marked(form.save, "admin.new_user.save")
        marked(form.undo, "admin.new_user.undo").setVisible(False)
        self._login = form.add(
            "login",
            named(
                TextField(
                    self.tr("Användarnamn"),
                    help=self.tr("Det kollegan skriver när valvet öppnas, utan mellanslag. Byts inte efteråt."),
                    longest=40,
                    width=24,
                ),
                "admin.new_user.login",
            ),
        )
        self._name = form.add(
            "name", named(TextField(self.tr("För- och efternamn"), longest=200), "admin.new_user.name")
        )
        self._admin = form.add(
            "admin",
            named(
                RadioField[bool](
                    self.tr("Ska användaren vara valvadministratör?"),
                    [
                        Choice(value=False, text=self.tr("Nej"), help=self.tr("Vanligast. Rollerna ges i kretsarna.")),
                        Choice(
                            value=True,
                            text=self.tr("Ja"),
                            help=self.tr("Får lägga upp användare och kretsar. Ser inga personer av det."),
                        ),
                    ],
                ),
                "admin.new_user.admin",
            ),
        )
        for button, name in zip(self._admin.buttons, ("no", "yes"), strict=True):
            marked(button, f"admin.new_user.admin.{name}")
        form.fill({"admin": False})
        form.saved.connect(self._save)
        card = Card()
        card.add(form)
        self.column.add(card)

    def _save(self) -> None:
        login, name, admin = self._login.value(), self._name.value(), bool(self._admin.value())
        self.submit(lambda vault: actions.new_user(vault, login=login, name=name, admin=admin), self.made.emit)


class OneTimeView(View):
    """The six words, until they have been handed over. They are kept nowhere: not in the vault, not in a draft.

    `said` is what the frame says then.
    """

    def __init__(self, desk: Desk, user: NewUser, queue: MakeQueue, *, said: str) -> None:
        super().__init__(desk, back="")
        self.head(
            self.tr("Lämna över engångsfrasen"),
            self.tr("Orden visas bara nu. Lämna dem ur hand i hand, aldrig i mejl, chatt eller internpost."),
        )
        self.back.hide()
        self._user: NewUser | None = user
        self._queue, self._said = queue, said
        self.phrase = marked(PlainLabel(user.passphrase), "admin.one_time")
        theme.scaled(self.phrase, _BIG, bold=True)
        self.phrase.setAccessibleName(self.tr("Engångsfras: {words}").format(words=user.passphrase))
        login = marked(PlainLabel(user.login), "admin.one_time.login")
        theme.scaled(login, 1.25, bold=True)
        self.print = marked(
            QuietButton(self.tr("Skriv ut lapp …"), icon="print", clicked=self._print), "admin.one_time.print"
        )
        self.handed = marked(
            PrimaryButton(self.tr("Jag har lämnat den"), icon="check", clicked=self._handed_over), "admin.one_time.done"
        )
        card = Card()
        card.add(
            Facts([(self.tr("Användarnamn"), login)]),
            Muted(self.tr("Engångsfras, sex ord med mellanslag mellan")),
            self.phrase,
            Muted(
                self.tr(
                    "Vid första inloggningen byter kollegan till en egen lösenfras och får sex kontrollord. "
                    "Sedan slutar engångsfrasen att gälla."
                )
            ),
            Row(self.handed),
            Row(self.print),
        )
        self.column.add(card)
        announce(self, self.phrase.accessibleName())

    def unsaved(self) -> bool:
        """The words are lost if the page is left before they have been handed over."""
        return self._user is not None

    def _handed_over(self) -> None:
        self._user = None
        self.phrase.clear()
        self.phrase.setAccessibleName("")
        self.done.emit(self._said)

    def _print(self) -> None:
        user, on = self._user, self.desk.today()
        if user is None:
            return
        self.print.setEnabled(False)
        self.desk.press.submit(
            self,
            lambda: one_time_slip(user.login, user.passphrase, user.label, on),
            done=self._made,
            refused=self.refused,
        )

    def _made(self, pdf: bytes) -> None:
        self.print.setEnabled(True)
        width, height = _A4
        paper = Paper(key="slip", name=self.tr("Lapp"), sheet="A4", width=width, height=height, envelope=False, pdf=pdf)
        dialog = PrintDialog(
            [paper],
            queue=self._queue(),
            press=self.desk.press,
            file_name="engangsfras",
            allow=self._allow,
            parent=self,
        )
        marked(dialog, "admin.printing")
        dialog.printed.connect(lambda _key, _copies: self._printed())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _allow(self, what: str, _: Paper, go: Callable[[], None]) -> None:
        """Log that the slip leaves the program before it does."""
        user = self._user
        if user is not None:
            self.submit(lambda vault: actions.slip_leaves(vault, user.id, what), lambda _: go())

    def _printed(self) -> None:
        self.notice.say(self.tr("Lappen är utskriven. Hämta den direkt."), NoticeKind.OK)
