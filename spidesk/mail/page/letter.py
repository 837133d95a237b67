"""The chosen order on the Post page: what the envelopes say, and the one step that comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import posting
from spidesk.mail.actions.shapes import Match, PostRow
from spidesk.mail.page import words
from spidesk.mail.page.steps import MatchStep, PostStep, PrintStep, ReturnStep
from spidesk.mail.rules.order import RecipientLine, State
from spidesk.person.identity import shown
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui.masked import Masked
from spidesk.ui.words import Card, Chip, ChipKind, Facts, Notice, NoticeKind, Row, Scroll, Subheading
from spidesk.vault.vault import Vault


class LetterPanel(Scroll):
    """One order. `changed`: something was written, read the desk again. `print_asked(papers)`: open the dialog."""

    changed = Signal()
    print_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, widest=640, margin=16)
        self._desk = desk
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
        self._steps: tuple[Card, ...] = (self.print_step, self.match_step, self.post_step, self.return_step)
        self.add(self.notice, head, *self._steps)
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
        self._label.setText(row.label)
        self._chip.show_state(words.CHIPS[row.state], words.states()[row.state])
        self._facts.show_facts(self._told(row))
        self.print_step.show_order(row)
        self.post_step.show_order(row)
        self.match_step.setVisible(row.state is State.PRINTED)
        self.return_step.setVisible(row.state is State.POSTED)

    def left(self) -> None:
        """Hide what was revealed."""
        self.recipient.hide_value()

    def _told(self, row: PostRow) -> list[tuple[str, str | QWidget]]:
        tr = self.tr
        facts: list[tuple[str, str | QWidget]] = [
            (tr("Sändning"), words.kinds()[row.kind]),
            (tr("Kuvert"), row.pair.text),
            (tr("Returadress"), ", ".join(row.sender.lines)),
            (tr("Beställt"), words.day(row.ordered_on)),
        ]
        if row.latest_arrival and row.state in (State.ORDERED, State.PRINTED, State.MATCHED):
            facts.append((tr("Senast framme"), words.day(row.latest_arrival)))
            facts.append((tr("Posta senast"), words.day(row.post_by)))
        if row.posted_on:
            facts.append((tr("Postat"), words.day(row.posted_on)))
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
        order, values = self._row.id, self.post_step.form.values()
        reason = values["reason"] if self._row.state is State.PRINTED else None
        self._do(
            lambda vault: posting.post(vault, order, on=values["posted_on"], rek=values["rek"], reason=reason),
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
