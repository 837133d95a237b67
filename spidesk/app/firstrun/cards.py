"""The recovery cards: shown, printed, and two of them typed back before the codes are let go of."""

from __future__ import annotations

from collections.abc import Callable

from spidesk import wording
from spidesk.admin.document import recovery_cards
from spidesk.admin.page.cards import CodeCards, paper, two_typed
from spidesk.admin.page.codes import CodeField
from spidesk.app.firstrun.making import Making
from spidesk.app.workstation.paperwork import print_papers
from spidesk.refusal import Refusal
from spidesk.ui.wizard import Step
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.card import Row, Stack
from spidesk.ui.words.chips import Notice, NoticeKind


class CardsStep(Step):
    """The three codes, to print or to write down by hand."""

    can_go_back = False

    def __init__(self, making: Making) -> None:
        super().__init__()
        self.title = self.tr("Återställningskort")
        self.text = self.tr(
            "Vilka två som helst av de tre korten öppnar valvet om en lösenfras är glömd. Skriv ut dem nu och lägg dem "
            "i tre förslutna kuvert hos tre olika personer. De visas bara den här gången."
        )
        self.next_text = self.tr("Jag har korten på papper")
        self._making = making
        self.notice = Notice(NoticeKind.INFO)
        self.printing = QuietButton(self.tr("Skriv ut korten …"), icon="print", clicked=self._print)
        self.printing.setObjectName("firstrun.print_cards")
        self._cards = CodeCards("firstrun.card")
        self.column.addWidget(self._cards)
        self.column.addWidget(Stack(self.notice, Row(self.printing)))
        self.column.addStretch(1)

    def entered(self) -> None:
        """Show the codes."""
        self._cards.show_codes(self._making.cards())

    def _print(self) -> None:
        making, cards, on = self._making, self._making.cards(), self._making.opening.today()
        self.printing.setEnabled(False)
        making.press.submit(
            self, lambda: recovery_cards(cards, making.label, on), done=self._made, refused=self._refused
        )

    def _made(self, pdf: bytes) -> None:
        self.printing.setEnabled(True)
        print_papers(
            self,
            [paper(pdf)],
            press=self._making.press,
            queue=self._making.queue,
            file_name="aterstallningskort",
            printed=self._printed,
        )

    def _printed(self) -> None:
        self.notice.say(self.tr("Utskriften är skickad. Kontrollera att alla tre korten går att läsa."), NoticeKind.OK)

    def _refused(self, refusal: Refusal) -> None:
        self.printing.setEnabled(True)
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)


class ProveStep(Step):
    """Two of the cards, typed from the paper."""

    def __init__(self, making: Making) -> None:
        super().__init__()
        self.title = self.tr("Prova två av korten")
        self.text = self.tr("Skriv av två av korten från papperet. Då vet du att de går att läsa den dag de behövs.")
        self._making = making
        self._waiting = False
        self.first, self.second = CodeField(self.tr("Ett kort")), CodeField(self.tr("Ett annat kort"))
        self.first.control.setObjectName("firstrun.code1")
        self.second.control.setObjectName("firstrun.code2")
        self.column.addWidget(self.first)
        self.column.addWidget(self.second)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Put the keyboard in the first field."""
        self.first.control.setFocus()

    def leave(self, go: Callable[[], None]) -> None:
        """Both must be cards of this vault, and two."""
        codes = self._making.codes
        if codes is None:
            go()
            return
        if self._waiting:
            return
        typed = two_typed(codes, self.first, self.second)
        if typed is None:
            return
        self._waiting = True
        self._making.prove(self, typed, done=lambda: self._proved(go), refused=self._refused)

    def _proved(self, go: Callable[[], None]) -> None:
        self._waiting = False
        for field in (self.first, self.second):
            field.clear()
        go()

    def _refused(self, refusal: Refusal) -> None:
        self._waiting = False
        self.second.refuse(wording.text(refusal))
