"""The six control words, compared by two people; signed only after "yes, the same"."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from spidesk.admin import actions
from spidesk.admin.actions import UserView
from spidesk.admin.page.part import View
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.ui.look import theme
from spidesk.ui.words import (
    Card,
    DangerButton,
    Muted,
    NoticeKind,
    PlainLabel,
    PrimaryButton,
    Row,
    Subheading,
    announce,
)

_BIG = 1.6
_COLUMNS = 2


class SixWords(QWidget):
    """Six words in big type, numbered, in three rows: read aloud one by one. `name` begins the object names."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(12)
        self.words: tuple[str, ...] = ()
        self._labels: list[PlainLabel] = []
        for at in range(6):
            word = marked(PlainLabel("", self, wrap=False), f"{name}.{at + 1}")
            theme.scaled(word, _BIG, bold=True)
            self._labels.append(word)
            place = Row(Muted(f"{at + 1}", self, wrap=False), word, gap=10)
            self._grid.addWidget(place, at // _COLUMNS, at % _COLUMNS)

    def show_words(self, words: tuple[str, ...]) -> None:
        """Show the words and have them read aloud; none takes them away."""
        self.words = words
        for at, label in enumerate(self._labels):
            label.setText(words[at] if at < len(words) else "")
            label.setAccessibleName(f"{at + 1}: {label.text()}")
        if words:
            announce(self, " ".join(words))


class CompareView(View):
    """The words as they follow from the colleague's keys in the vault. `agreed`: signed, so letting in comes next."""

    agreed = Signal()

    def __init__(self, desk: Desk, user: UserView, *, back: str) -> None:
        super().__init__(desk, back=back)
        self.head(self.tr("Kontrollord för {name}").format(name=user.name))
        self._user = user.id
        self.words = SixWords("admin.words")
        self.yes = marked(PrimaryButton(self.tr("Ja, samma ord"), clicked=self._agree), "admin.attest.yes")
        self.no = marked(DangerButton(self.tr("Nej, orden skiljer sig"), clicked=self._differ), "admin.attest.no")
        self._card = Card()
        self._card.add(
            PlainLabel(
                self.tr(
                    "Be kollegan läsa upp sina sex ord, i samma rum eller i telefon med någon du känner igen på "
                    "rösten. Kollegan fick dem på sin skärm vid första inloggningen och ser dem under "
                    "Administration, Min inloggning."
                )
            ),
            self.words,
            Subheading(self.tr("Är det samma ord på kollegans skärm?")),
            Muted(self.tr("Alla sex, i samma ordning. Svarar du ja undertecknar du att nyckeln är kollegans.")),
            Row(self.yes, self.no),
        )
        self.column.add(self._card)
        self._card.hide()
        self._ready(False)
        wanted = self._user
        self.submit(lambda vault: actions.words_of(vault, wanted), self._show)

    def _show(self, found: tuple[str, ...]) -> None:
        self.words.show_words(found)
        self._card.show()
        self._ready(True)

    def _agree(self) -> None:
        user, compared = self._user, self.words.words
        self.submit(lambda vault: actions.attest(vault, user, compared), lambda _: self.agreed.emit())

    def _differ(self) -> None:
        user = self._user
        self._ready(False)
        self.submit(lambda vault: actions.words_differ(vault, user), self._told)

    def _told(self, _: object) -> None:
        text = self.tr(
            "Inget är undertecknat, och kollegan släpps inte in. Kontrollera att ni jämförde samma användare och att "
            "kollegan läste alla orden. Skiljer de sig ändå: släpp inte in någon, och prata med säkerhetsansvarig. "
            "Det står i loggen att orden skilde sig."
        )
        self.notice.say(text, NoticeKind.ERROR, title=self.tr("Orden är inte samma"))

    def _ready(self, ready: bool) -> None:
        for button in (self.yes, self.no):
            button.setEnabled(ready)
