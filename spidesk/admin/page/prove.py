"""Two recovery cards typed back from the paper: then they are known to open the vault, and the log says when."""

from __future__ import annotations

from spidesk import wording
from spidesk.admin import actions
from spidesk.admin.page.codes import CodeField
from spidesk.admin.page.part import View
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui.words import Card, Muted, NoticeKind, PrimaryButton, Row


class ProveView(View):
    """Two fields for two cards. The codes are tried against the vault and kept nowhere."""

    def __init__(self, desk: Desk, *, back: str) -> None:
        super().__init__(desk, back=back)
        self.head(
            self.tr("Prova två av korten"),
            self.tr("Skriv av två av de tre korten från papperet. Inget öppnas eller ändras; provet skrivs i loggen."),
        )
        self.first = CodeField(self.tr("Ett kort"))
        self.second = CodeField(self.tr("Ett annat kort"))
        marked(self.first.lines, "admin.prove.code1")
        marked(self.second.lines, "admin.prove.code2")
        self.yes = marked(PrimaryButton(self.tr("Prova korten"), icon="check", clicked=self._prove), "admin.prove.yes")
        card = Card()
        card.add(
            self.first,
            self.second,
            Muted(self.tr("Lägg tillbaka korten i förseglade kuvert hos tre olika personer när du är klar.")),
            Row(self.yes),
        )
        self.column.add(card)

    def refused(self, refusal: Refusal) -> None:
        """Say why not; what was typed stays."""
        self.yes.setEnabled(True)
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _prove(self) -> None:
        one, other = self.first.code(), self.second.code()
        if one is None or other is None:
            return
        self.yes.setEnabled(False)
        self.submit(lambda vault: actions.prove_cards(vault, one, other), self._proved)

    def _proved(self, _: object) -> None:
        for field in (self.first, self.second):
            field.clear()
        self.done.emit(self.tr("Korten öppnar valvet. Provet står i loggen."))
