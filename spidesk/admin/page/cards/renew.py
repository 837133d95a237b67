"""New cards for a vault in use, in three steps: two of the present ones, the three new ones, two of the new ones.

Until the last step the present cards hold. So a lock, a closed page or a jammed printer costs nothing but the paper.
"""

from __future__ import annotations

from collections.abc import Callable

from spidesk import wording
from spidesk.admin import actions
from spidesk.admin.actions import CardsInHand
from spidesk.admin.document import recovery_cards
from spidesk.admin.page.cards.shown import CodeCards, paper, two_typed, written
from spidesk.admin.page.codes import CodeField
from spidesk.admin.page.part import View
from spidesk.admin.page.users.new import MakeQueue
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui.printing import Paper, PrintDialog
from spidesk.ui.words import Card, Muted, Notice, NoticeKind, PlainLabel, PrimaryButton, QuietButton, Row, announce

_OF_THE_CARDS = ("vault.code_wrong", "vault.code_same")


class RenewView(View):
    """The codes are held here alone, from the first step to the last, and are kept nowhere."""

    def __init__(self, desk: Desk, queue: MakeQueue, *, back: str) -> None:
        super().__init__(desk, back=back)
        self._queue = queue
        self._new: CardsInHand | None = None
        self.head(
            self.tr("Gör nya kort"),
            self.tr(
                "När ett kort är borta eller ett kuvert har öppnats. Två av korten som gäller nu behövs, så att ingen "
                "kan göra nya kort ensam."
            ),
        )
        self._cards = [self._present_card(), self._shown_card(), self._typed_card()]
        for card in self._cards:
            self.column.add(card)
        self._turn(0)

    def unsaved(self) -> bool:
        """Whether new cards have been made that do not hold yet."""
        return self._new is not None

    def take_focus(self) -> None:
        """Put the keyboard in the first field."""
        self.first.take_focus()

    def forget(self) -> bool:
        """Take everything off the screen; tells whether there were new cards that now never will hold."""
        new, self._new = self._new, None
        self.codes.forget()
        for field in (self.first, self.second, self.third, self.fourth):
            field.clear()
        return new is not None

    def refused(self, refusal: Refusal) -> None:
        """Say why not: of the cards beside the field, of anything else above. What was typed stays."""
        for button in (self.yes, self.hold, self.print):
            button.setEnabled(True)
        if refusal.code in _OF_THE_CARDS:
            field = self.second if self._new is None else self.fourth
            field.refuse(wording.text(refusal))
            field.control.setFocus()
        else:
            self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _present_card(self) -> Card:
        self.first = CodeField(self.tr("Ett kort som gäller nu"))
        self.second = CodeField(self.tr("Ett annat kort som gäller nu"))
        marked(self.first.lines, "admin.renew.old1")
        marked(self.second.lines, "admin.renew.old2")
        self.yes = marked(PrimaryButton(self.tr("Gör nya kort"), icon="key", clicked=self._begin), "admin.renew.begin")
        card = Card(self.tr("1. Skriv av två av korten som gäller nu"))
        card.add(
            self.first,
            self.second,
            Muted(self.tr("Är två av de tre korten borta går det inte att göra nya.")),
            Row(self.yes),
        )
        return card

    def _shown_card(self) -> Card:
        self.codes = CodeCards("admin.renew.card")
        self.sent = marked(Notice(NoticeKind.OK), "admin.renew.sent")
        self.print = marked(
            QuietButton(self.tr("Skriv ut korten …"), icon="print", clicked=self._print), "admin.renew.print"
        )
        self.next = marked(
            PrimaryButton(self.tr("Jag har korten på papper"), clicked=lambda: self._turn(2)), "admin.renew.next"
        )
        card = Card(self.tr("2. Skriv ut de tre nya korten"))
        card.add(
            PlainLabel(
                self.tr(
                    "De gamla korten gäller fortfarande. De nya börjar gälla när du har skrivit av två av dem från "
                    "papperet. Låses programmet eller lämnar du sidan innan dess, riv det du har skrivit ut och börja "
                    "om."
                )
            ),
            self.codes,
            self.sent,
            Row(self.print),
            Row(self.next),
        )
        return card

    def _typed_card(self) -> Card:
        self.third, self.fourth = CodeField(self.tr("Ett nytt kort")), CodeField(self.tr("Ett annat nytt kort"))
        marked(self.third.lines, "admin.renew.new1")
        marked(self.fourth.lines, "admin.renew.new2")
        self.hold = marked(
            PrimaryButton(self.tr("Låt de nya korten gälla"), icon="check", clicked=self._renew), "admin.renew.yes"
        )
        self.again = marked(QuietButton(self.tr("Visa korten igen"), clicked=lambda: self._turn(1)), "admin.renew.show")
        card = Card(self.tr("3. Skriv av två av de nya korten"))
        card.add(
            self.third,
            self.fourth,
            PlainLabel(
                self.tr(
                    "Sedan öppnar de gamla korten inte det här valvet. En äldre kopia av valvet, till exempel en "
                    "säkerhetskopia, öppnar de fortfarande. Riv därför de gamla korten i dag, och de äldre kopior som "
                    "inte behövs."
                )
            ),
            Row(self.hold, self.again),
        )
        return card

    def _turn(self, step: int) -> None:
        for number, card in enumerate(self._cards):
            card.setVisible(number == step)
        self.notice.say("", aloud=False)
        if step == 1:
            announce(self, self.tr("De tre nya korten visas."))
            self.print.setFocus()
        elif step == 2:
            self.third.take_focus()

    def _begin(self) -> None:
        one, other = self.first.code(), self.second.code()
        if one is None or other is None:
            return
        self.yes.setEnabled(False)
        self.submit(lambda vault: actions.begin_cards(vault, one, other), self._begun)

    def _begun(self, new: CardsInHand) -> None:
        self._new = new
        for field in (self.first, self.second):
            field.clear()
        self.codes.show_codes(written(new.cards.codes))
        self._turn(1)

    def _print(self) -> None:
        new, on = self._new, self.desk.today()
        if new is None:
            return
        cards = written(new.cards.codes)
        self.print.setEnabled(False)
        self.desk.press.submit(
            self, lambda: recovery_cards(cards, new.label, on), done=self._made, refused=self.refused
        )

    def _made(self, pdf: bytes) -> None:
        self.print.setEnabled(True)
        dialog = PrintDialog(
            [paper(pdf)],
            queue=self._queue(),
            press=self.desk.press,
            file_name="aterstallningskort",
            allow=self._allow,
            parent=self,
        )
        marked(dialog, "admin.printing")
        dialog.printed.connect(lambda _key, _copies: self._printed())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _allow(self, what: str, _: Paper, go: Callable[[], None]) -> None:
        """Log that the cards leave the program before they do."""
        self.submit(lambda vault: actions.cards_leave(vault, what), lambda _: go())

    def _printed(self) -> None:
        self.sent.say(
            self.tr("Utskriften är skickad. Hämta den direkt och kontrollera att alla tre korten går att läsa."),
            NoticeKind.OK,
        )

    def _renew(self) -> None:
        new = self._new
        if new is None:
            return
        typed = two_typed(new.cards.codes, self.third, self.fourth)
        if typed is None:
            return
        self.hold.setEnabled(False)
        self.submit(lambda vault: actions.renew_cards(vault, new, *typed), self._renewed)

    def _renewed(self, _: object) -> None:
        self.forget()
        self.done.emit(
            self.tr(
                "De nya korten gäller. Lägg dem i tre förslutna kuvert hos tre olika personer, och riv de gamla i dag."
            )
        )
