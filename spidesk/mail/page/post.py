"""Post: the postexpeditör's page. Orders of the post circles by state; print, read the codes, post, take returns.

Nothing here leads to the person: an order is known by its own label, and recipient lines open one at a time, logged.
"""

from __future__ import annotations

from spidesk import wording
from spidesk.documents.queue import JobState
from spidesk.mail.actions import posting, printing
from spidesk.mail.actions.shapes import OpenPrint, PostDesk, PostRow
from spidesk.mail.page import words
from spidesk.mail.page.asked import AskedPrints
from spidesk.mail.page.letter import LetterPanel
from spidesk.mail.page.printing import Printout
from spidesk.mail.page.senders import SenderPage
from spidesk.mail.rules.order import PaperKind, State
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.person.page.queue import system_queue
from spidesk.person.rules import Place
from spidesk.refusal import Refusal
from spidesk.ui.beside import Beside
from spidesk.ui.fields import Choice, ChoiceField
from spidesk.ui.page import Page
from spidesk.ui.printing import Offsets, PrintQueue
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import EmptyState, Notice, NoticeKind, QuietButton, Row, Stack

_NARROW = 860
"""Pixels; below this the letter stands under the list."""
_FILTERS: dict[str, tuple[State, ...]] = {
    "todo": (State.ORDERED, State.PRINTED, State.MATCHED),
    "ordered": (State.ORDERED,),
    "printed": (State.PRINTED,),
    "matched": (State.MATCHED,),
    "posted": (State.POSTED,),
    "returned": (State.RETURNED, State.RESENT, State.DONE),
    "all": tuple(State),
}


class PostPage(Page):
    """The list to the left, the chosen letter to the right, and above them what must be answered first."""

    help = "post"

    def __init__(self, desk: Desk, *, queue: PrintQueue | None = None, offsets: Offsets | None = None) -> None:
        super().__init__()
        self.title = self.tr("Post")
        self._desk = desk
        self._queue = queue or system_queue()
        self._offsets = offsets
        self._wanted = ""
        self._last_place = Place(page="post")
        self.printout: Printout | None = None
        self.notice = marked(Notice(NoticeKind.ERROR), "post.notice")
        self.asked = AskedPrints()
        self.asked.answered.connect(self._answer)
        self.filter: ChoiceField[str] = named(ChoiceField(self.tr("Visa"), self._choices({})), "post.filter")
        self.filter.changed.connect(self.load)
        self._senders = marked(
            QuietButton(self.tr("Returadresser"), icon="settings", clicked=self._show_senders), "post.senders"
        )
        self.table = self._orders_table()
        self.letter = LetterPanel(desk)
        self.letter.changed.connect(self._changed)
        self.letter.print_asked.connect(self.print_papers)
        self.sender_page: SenderPage | None = None
        self._work = self._lay_out()

    def shown(self) -> None:
        """The page has come into view."""
        self._senders.setVisible(self._desk.session.user.admin)
        if self.sender_page is not None and not self.sender_page.isHidden():
            self.sender_page.shown()
        self.load()

    def left(self) -> None:
        """Hide what was revealed."""
        self.letter.left()

    def least(self, width: int) -> int:
        """The list and the letter stand under each other in a narrow window, each with room to work in."""
        return 2 * super().least(width) if width < _NARROW else super().least(width)

    def unsaved(self) -> bool:
        """Whether a return address is half written; codes and dates are read off again."""
        return self.sender_page is not None and self.sender_page.unsaved()

    def show_place(self, place: Place) -> None:
        """Show one order by its label, whatever its state."""
        self._back()
        if place.reference:
            self._wanted = place.reference
            if not self.table.choose(lambda row: row.label == place.reference):
                self.filter.set_value("all")

    def place(self) -> Place:
        """Where this is, for the return after a lock."""
        row = self.letter.row
        return Place(page="post", reference=row.label if row is not None else "")

    def load(self) -> None:
        """Read the list anew."""
        states = _FILTERS[self.filter.value() or "todo"]
        self._desk.lane.submit(self, lambda vault: posting.desk(vault, states), done=self._show, refused=self._refused)

    def print_papers(self, kinds: tuple[PaperKind, ...]) -> None:
        """What "Granska och skriv ut" does."""
        row = self.letter.row
        if row is None or self.printout is not None:
            return
        self.notice.say("", aloud=False)
        self.printout = Printout(self._desk, row, self._queue, self._offsets, self)
        self.printout.closed.connect(self._printed)
        self.printout.refused.connect(self._not_printed)
        self.printout.start(kinds)

    def _printed(self) -> None:
        self._end_printout()
        self._changed()

    def _not_printed(self, text: str) -> None:
        self._end_printout()
        self.notice.say(text, NoticeKind.ERROR)

    def _end_printout(self) -> None:
        if self.printout is not None:
            self.printout.deleteLater()
            self.printout = None

    def _changed(self) -> None:
        self._desk.refresh_counts()
        self.load()

    def _show(self, found: PostDesk) -> None:
        self.filter.blockSignals(True)
        self.filter.set_choices(self._choices(found.counts))
        self.filter.blockSignals(False)
        self.table.set_rows(found.rows, keep=lambda row: row.id)
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.table.choose(lambda row: row.label == wanted)
        if self.table.current() is None and found.rows:
            self.table.choose(lambda _: True)
        self._settle(found)

    def _settle(self, found: PostDesk) -> None:
        """Ask the queue about jobs it may still know; ask the user about the rest."""
        if self.printout is not None:
            return
        followed = [(one, one.job) for one in found.asked if one.job is not None]
        self.asked.show_prints([one for one in found.asked if one.job is None])
        queue = self._queue

        def ask() -> list[tuple[OpenPrint, JobState]]:
            return [(one, JobState(queue.state(job).state)) for one, job in followed]

        if followed:
            self._desk.press.submit(self, ask, done=self._told, refused=lambda _: self.asked.show_prints(found.asked))

    def _told(self, answers: list[tuple[OpenPrint, JobState]]) -> None:
        """A job the queue has forgotten is written down as unknown; a silent queue is asked again later."""
        self.asked.add_prints([one for one, state in answers if state.must_ask])
        for one, state in answers:
            if state.settled:
                self._settled(one, state)

    def _settled(self, one: OpenPrint, state: JobState) -> None:
        self._desk.lane.submit(
            self,
            lambda vault: printing.settled(vault, one.id, state),
            done=lambda _: self._changed(),
            refused=self._refused,
        )

    def _answer(self, one: OpenPrint, printed: bool) -> None:
        self._desk.lane.submit(
            self,
            lambda vault: printing.answer(vault, one.id, printed=printed),
            done=lambda _: self._changed(),
            refused=self._refused,
        )

    def _chosen(self, row: PostRow | None) -> None:
        self.letter.setVisible(row is not None)
        if row is not None:
            self.letter.show_order(row, self._desk.today())

    def _refused(self, refusal: Refusal) -> None:
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _show_senders(self) -> None:
        if self.sender_page is None:
            self.sender_page = SenderPage(self._desk)
            self.column.addWidget(self.sender_page)
        self._work.hide()
        self._way_back.show()
        self.sender_page.show()
        self.sender_page.shown()

    def _back(self) -> None:
        if self.sender_page is not None:
            self.sender_page.hide()
        self._way_back.hide()
        self._work.show()

    def _choices(self, counts: dict[State, int]) -> list[Choice[str]]:
        tr = self.tr
        titles = {
            "todo": tr("Att göra"),
            "ordered": tr("Att skriva ut"),
            "printed": tr("Att läsa av"),
            "matched": tr("Att posta"),
            "posted": tr("Postade"),
            "returned": tr("Returer"),
            "all": tr("Alla"),
        }
        return [
            Choice(value=key, text=f"{title} ({sum(counts.get(state, 0) for state in _FILTERS[key])})")
            for key, title in titles.items()
        ]

    def _orders_table(self) -> RowTable[PostRow]:
        tr, states, kinds = self.tr, words.states(), words.kinds()
        columns: list[Column[PostRow]] = [
            Column(tr("Uppdrag"), lambda row: row.label, width=125),
            Column(tr("Läge"), lambda row: states[row.state], chip=lambda row: words.CHIPS[row.state], width=150),
            Column(tr("Sändning"), lambda row: kinds[row.kind]),
            Column(tr("Posta senast"), lambda row: words.day(row.post_by), width=140),
        ]
        empty = EmptyState(
            tr("Inga brev här"),
            tr("Brev beställs från en persons sida, under Post. De visas här när det är dags att skriva ut dem."),
            icon="mail",
        )
        table: RowTable[PostRow] = RowTable(columns, name=tr("Uppdrag"), empty=empty)
        marked(table.view, "post.orders")
        table.chosen.connect(self._chosen)
        return table

    def _lay_out(self) -> Stack:
        left = Stack(Row(self.filter, None, self._senders), gap=12, margin=16)
        left.column.addWidget(self.table, 1)
        split = marked(Beside(left, self.letter, least=420), "post.split")
        said = Stack(self.notice, self.asked, gap=8)
        said.column.setContentsMargins(16, 12, 16, 0)
        work = Stack(said, gap=0)
        work.column.addWidget(split, 1)
        self._way_back = Row(
            marked(QuietButton(self.tr("Tillbaka till breven"), icon="back", clicked=self._back), "post.back")
        )
        self._way_back.line.setContentsMargins(16, 12, 16, 0)
        self._way_back.hide()
        self.letter.hide()
        self.column.addWidget(self._way_back)
        self.column.addWidget(work, 1)
        return work
