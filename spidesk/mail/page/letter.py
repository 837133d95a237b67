"""The chosen order on the Post page: what the envelopes say, and the one step that comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import Ways, posting
from spidesk.mail.actions.shapes import Match, PostRow, Step
from spidesk.mail.page import words
from spidesk.mail.page.batch.aside import Aside
from spidesk.mail.page.steps import MatchStep, PostStep, PrintStep, ReturnStep
from spidesk.mail.rules.naming import State as Asked
from spidesk.mail.rules.order import Kind, RecipientLine, State
from spidesk.person.identity import shown
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui.masked import Masked
from spidesk.ui.words import (
    Card,
    Chip,
    ChipKind,
    Facts,
    Flow,
    Notice,
    NoticeKind,
    QuietButton,
    Row,
    Scroll,
    Subheading,
)
from spidesk.vault.vault import Vault


class LetterPanel(Scroll):
    """One order. `changed`: something was written, read the desk again. `print_asked(papers)`: open the dialog."""

    changed = Signal()
    print_asked = Signal(object)
    batch_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, ways: Ways | None = None) -> None:
        super().__init__(parent, widest=640, margin=16)
        self._desk = desk
        self._ways = ways
        self._row: PostRow | None = None
        tr = self.tr
        self.notice = marked(Notice(NoticeKind.ERROR), "post.letter.notice")
        self._label = Subheading("")
        self._chip = Chip(ChipKind.INFO, "")
        self._facts = Facts()
        self.recipient = marked(Masked(tr("Står på innerkuvertet"), self._reveal), "post.recipient")
        marked(self.recipient.button, "post.reveal")
        head = Card()
        head.add(Row(self._label, self._chip), self._facts, self.recipient)
        self.print_step = PrintStep(self)
        self.match_step = MatchStep(self)
        self.post_step = PostStep(self)
        self.return_step = ReturnStep(self)
        self._batch = marked(Notice(NoticeKind.INFO), "post.letter.batch")
        self._open_batch = marked(
            QuietButton(tr("Öppna bunten"), icon="forward", clicked=self.batch_asked.emit), "post.open_batch"
        )
        self._batch.below.addWidget(Flow(self._open_batch))
        self._question = marked(Notice(NoticeKind.WARNING), "post.letter.question")
        self.aside = Aside(desk, single=True)
        self.aside.asked.connect(self.changed)
        self._aside_card = Card()
        self._aside_card.add(self.aside)
        self._history = Facts()
        self._ledger = Card(tr("Liggare"))
        self._ledger.add(self._history)
        self._steps: tuple[Card, ...] = (self.print_step, self.match_step, self.post_step, self.return_step)
        self.add(self.notice, head, self._batch, self._question, *self._steps, self._aside_card, self._ledger)
        self.print_step.asked.connect(self.print_asked)
        self.match_step.asked.connect(self._match)
        self.post_step.form.saved.connect(self._post)
        self.return_step.form.saved.connect(self._return)

    @property
    def row(self) -> PostRow | None:
        """The order shown."""
        return self._row

    def show_order(self, row: PostRow, today: date) -> None:
        """Show an order; another one than before starts with empty fields."""
        if self._row is None or self._row.id != row.id:
            self.recipient.hide_value()
            self.notice.say("", aloud=False)
            self.match_step.clear()
            self.post_step.start(today)
            self.return_step.start(today)
            self.verticalScrollBar().setValue(0)
        self._row = row
        self._read_history(row)
        self._label.setText(row.label)
        self._chip.show_state(words.CHIPS[row.state], words.states()[row.state])
        self._facts.show_facts(self._told(row))
        self.print_step.show_order(row)
        self.post_step.show_order(row)
        self.match_step.setVisible(row.state is State.PRINTED)
        self._show_batch(row)
        self._show_question(row)
        self._aside_card.setVisible(row.state in (State.ORDERED, State.PRINTED, State.MATCHED) and not row.batch)
        self.aside.show_order(row)
        self.return_step.setVisible(row.state is State.POSTED)

    def _show_batch(self, row: PostRow) -> None:
        """A letter in a batch is worked with there: nothing of it is done behind the batch's back."""
        said = self.tr("Brevet ligger i bunt {batch}. Skriv ut, läs av och posta det där.").format(batch=row.batch)
        self._batch.say(said if row.batch else "", NoticeKind.INFO, aloud=False)
        if row.batch:
            for step in (self.print_step, self.match_step, self.post_step):
                step.hide()

    def _show_question(self, row: PostRow) -> None:
        texts = {
            Asked.OPEN: self.tr("Handläggaren har fått en fråga om brevet. Det kan postas när svaret har kommit."),
            Asked.STOPPED: self.tr("Handläggaren har stoppat brevet. Kasta det som är utskrivet i sekretesspapper."),
        }
        said = texts.get(row.question, "") if row.question is not None else ""
        self._question.say(said, NoticeKind.WARNING, aloud=False)

    def _read_history(self, row: PostRow) -> None:
        order = row.id

        def show(steps: tuple[Step, ...]) -> None:
            if self._row is not None and self._row.id == order:
                self._history.show_facts([(words.moment(one.at), words.step(one)) for one in steps])

        self._desk.lane.submit(self, lambda vault: posting.history(vault, order), done=show, refused=self._refused)

    def left(self) -> None:
        """Hide what was revealed."""
        self.recipient.hide_value()

    def _told(self, row: PostRow) -> list[tuple[str, str | QWidget]]:
        tr = self.tr
        facts: list[tuple[str, str | QWidget]] = [
            (tr("Sändning"), words.kinds()[row.kind]),
            (tr("Paket") if row.kind is Kind.PARCEL else tr("Kuvert"), words.pair(row)),
            (tr("Returadress"), ", ".join(row.sender.lines)),
            (tr("Beställt"), words.day(row.ordered_on)),
        ]
        if row.latest_arrival and row.state in (State.ORDERED, State.PRINTED, State.MATCHED):
            facts.append((tr("Senast framme"), words.day(row.latest_arrival)))
            facts.append((tr("Posta senast"), words.day(row.post_by)))
        if row.posted_on:
            facts.append((tr("Postat"), words.day(row.posted_on)))
        if row.delgivning:
            facts.append((tr("Delgivning"), tr("kvitto och svarskuvert läggs i")))
        if row.rek:
            facts.append((tr("Rek-nummer"), row.rek))
        if row.returned_on:
            facts.append((tr("I retur"), words.day(row.returned_on)))
        return facts

    def _reveal(self, show: Callable[[str], None]) -> None:
        if self._row is None:
            return
        order = self._row.id

        def told(line: RecipientLine) -> None:
            show("\n".join(one for one in (shown(line.number), line.name) if one))

        self._desk.lane.submit(self, lambda vault: posting.reveal(vault, order), done=told, refused=self._refused)

    def _match(self, letter: str, inner: str) -> None:
        if self._row is None:
            return
        order = self._row.id
        self._desk.lane.submit(
            self,
            lambda vault: posting.match(vault, order, letter=letter, inner=inner),
            done=self._matched,
            refused=self.match_step.refuse,
        )

    def _matched(self, found: Match) -> None:
        self.match_step.show_match(found)
        if found.matched:
            self._desk.say(self.tr("Koderna stämmer. Klistra igen."), "ok")
            self.changed.emit()

    def _post(self) -> None:
        if self._row is None:
            return
        order, values, ways = self._row.id, self.post_step.form.values(), self._ways
        reason = values["reason"] if self._row.state is State.PRINTED else None
        self._do(
            lambda vault: posting.post(
                vault, order, on=values["posted_on"], rek=values["rek"], reason=reason, ways=ways
            ),
            self.post_step.form.refuse,
            self.tr("Brevet är postat."),
        )

    def _return(self) -> None:
        if self._row is None:
            return
        order, values = self._row.id, self.return_step.form.values()
        self._do(
            lambda vault: posting.take_return(vault, order, on=values["returned_on"], reason=values["reason"]),
            self.return_step.form.refuse,
            self.tr("Returen är noterad. Handläggaren får den i Att göra."),
        )

    def _do(self, work: Callable[[Vault], object], refused: Callable[[Refusal], object], said: str) -> None:
        self._desk.lane.submit(self, work, done=lambda _: self._did(said), refused=refused)

    def _did(self, said: str) -> None:
        self._desk.say(said, "ok")
        self.changed.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.recipient.refused()
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)
