"""What the one at the post asks the handler: somebody more is named in a letter. Only the handler sees who."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import naming
from spidesk.mail.actions.naming import Asked, Meant, Waiting
from spidesk.mail.page import words
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.rules import PersonRef
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.words import Card, DangerButton, Facts, Flow, Muted, Notice, NoticeKind, PlainLabel, QuietButton, Stack
from spidesk.vault.vault import Vault


class Questions(Stack):
    """One card a question of this person's letters. `answered`: read the letters again."""

    answered = Signal()

    def __init__(self, desk: Desk, person: PersonRef, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=12)
        self._desk = desk
        self._person = person
        self._cards: dict[str, QuestionCard] = {}
        self.hide()

    def load(self) -> None:
        """Read which questions wait. Opens nothing."""
        self._desk.lane.submit(self, naming.questions, done=self._show, refused=lambda _: None)

    def left(self) -> None:
        """Hide the names."""
        for card in self._cards.values():
            card.hide_names()

    def _show(self, found: tuple[Waiting, ...]) -> None:
        mine = [one for one in found if one.person.id == self._person.id]
        if [one.id for one in mine] == list(self._cards):
            return
        self.clear()
        self._cards = {one.id: QuestionCard(self._desk, one) for one in mine}
        for card in self._cards.values():
            card.answered.connect(self._answered)
            self.add(card)
        self.setVisible(bool(mine))

    def _answered(self) -> None:
        self._desk.refresh_counts()
        self.load()
        self.answered.emit()


class QuestionCard(Card):
    """One question: the names open on a press, logged; the answer is possible when they have been read."""

    answered = Signal()

    def __init__(self, desk: Desk, waiting: Waiting, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        tr = self.tr
        self._desk = desk
        self._waiting = waiting
        self.title.setText(tr("Står någon mer med i {label}?").format(label=waiting.label))
        self.title.show()
        asked = tr("Postexpeditören har läst namn i brevet {day} och väntar på ditt svar.")
        self._asked = Muted(asked.format(day=words.moment(waiting.at)))
        self.notice = marked(Notice(NoticeKind.ERROR), "mail.question.refused")
        self.show_names = marked(QuietButton(tr("Visa namnen"), icon="eye", clicked=self._read), "mail.question.show")
        self._names = PlainLabel("")
        self._meant = Facts()
        self._none = Muted(tr("Ingen i kretsen har de namnen. Fråga dig ändå om de får bli kända för mottagaren."))
        self.may_go = marked(QuietButton(tr("Brevet får gå"), icon="check", clicked=self._clear), "mail.question.clear")
        self.stop = marked(DangerButton(tr("Stoppa brevet"), icon="block", clicked=self._stop), "mail.question.stop")
        self._answers = Flow(self.may_go, self.stop)
        self.add(self._asked, self.notice, Flow(self.show_names), self._names, self._meant, self._none, self._answers)
        self.hide_names()

    def hide_names(self) -> None:
        """As it was before the names were shown."""
        self._names.setText("")
        self._meant.show_facts([])
        for widget in (self._names, self._meant, self._none, self._answers):
            widget.hide()
        self.show_names.show()

    def _read(self) -> None:
        one = self._waiting.id
        self._desk.lane.submit(self, lambda vault: naming.read(vault, one), done=self._show, refused=self._refused)

    def _show(self, asked: Asked) -> None:
        self.notice.say("", aloud=False)
        self._names.setText(asked.names)
        facts: list[tuple[str, str | QWidget]] = [
            (self._sure(one), f"{one.name} ({one.person.reference})") for one in asked.meant
        ]
        self._meant.show_facts(facts)
        self._names.show()
        self._meant.setVisible(bool(facts))
        self._none.setVisible(not facts)
        self._answers.show()
        self.show_names.hide()
        self.may_go.setFocus()

    def _sure(self, one: Meant) -> str:
        if one.recipient:
            return self.tr("Mottagaren själv")
        return self.tr("Skyddad i kretsen") if one.sure else self.tr("Kan vara")

    def _clear(self) -> None:
        self._do(lambda vault: naming.clear(vault, self._waiting.id), self.tr("Svaret är lämnat: brevet får gå."))

    def _stop(self) -> None:
        title, yes = self.tr("Stoppa brevet?"), self.tr("Stoppa brevet")
        text = self.tr("Uppdraget återkallas. Det som är utskrivet kastas i sekretesspapper.")
        if ask.confirm(self, title, text, yes=yes, danger=True):
            self._do(lambda vault: naming.stop(vault, self._waiting.id), self.tr("Brevet är stoppat."))

    def _do(self, work: Callable[[Vault], object], said: str) -> None:
        self._desk.lane.submit(self, work, done=lambda _: self._done(said), refused=self._refused)

    def _done(self, said: str) -> None:
        self._desk.say(said, "ok")
        self.answered.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)
