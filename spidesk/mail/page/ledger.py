"""The ledger: orders of the post circles to the left, the chosen letter to the right.

Nothing here leads to the person: an order is known by its own label, and recipient lines open one at a time, logged.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal

from spidesk import wording
from spidesk.mail.actions import Ways, posting
from spidesk.mail.actions.shapes import PostDesk, PostRow
from spidesk.mail.page import words
from spidesk.mail.page.code import CodeField
from spidesk.mail.page.filters import Filters
from spidesk.mail.page.letter import LetterPanel
from spidesk.mail.page.printing import Printout
from spidesk.mail.rules.order import PaperKind
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.beside import Beside
from spidesk.ui.printing import Offsets, PrintQueue
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import EmptyState, Flow, Notice, NoticeKind, QuietButton, Stack

_NARROW: Final = 860
"""Pixels; below this the letter stands under the list."""
_LIST: Final = 220
_LETTER: Final = 260


class Ledger(Stack):
    """`changed`: something was written. `read(desk)`: the list was read, with what must be asked about."""

    changed = Signal()
    read = Signal(object)
    batch_asked = Signal()

    def __init__(self, desk: Desk, *, queue: PrintQueue, offsets: Offsets | None, ways: Ways | None = None) -> None:
        super().__init__(gap=0)
        self._desk = desk
        self._queue = queue
        self._offsets = offsets
        self._wanted = ""
        self.printout: Printout | None = None
        self.notice = marked(Notice(NoticeKind.ERROR), "post.notice")
        self.filters = Filters()
        self.filters.changed.connect(self.load)
        self.table = self._orders_table()
        self.letter = LetterPanel(desk, ways=ways)
        self.letter.changed.connect(self.changed)
        self.letter.print_asked.connect(self.print_papers)
        self.letter.batch_asked.connect(self.batch_asked)
        self.came_back = marked(
            QuietButton(self.tr("Brev i retur: läs av …"), icon="qr", clicked=self._unfold), "post.came_back"
        )
        self.code = named(CodeField(self.tr("Koden på innerkuvertet som kom tillbaka")), "post.return_code")
        self.code.entered.connect(self._find_returned)
        self.code.hide()
        left = Stack(self.filters, Flow(self.came_back), self.code, gap=12, margin=16)
        left.column.addWidget(self.table, 1)
        split = marked(Beside(left, self.letter, least=420), "post.split")
        self.add(self.notice)
        self.column.addWidget(split, 1)
        self.letter.hide()

    def load(self) -> None:
        """Read the list anew."""
        wanted = self.filters.wanted

        self._desk.lane.submit(
            self,
            lambda vault: posting.desk(
                vault, wanted.states, kinds=wanted.kinds, posted=wanted.posted, text=wanted.text
            ),
            done=self._show,
            refused=self._refused,
        )

    def seek(self, label: str) -> None:
        """Show one order by its label, whatever its state."""
        self._wanted = label
        if not self.table.choose(lambda row: row.label == label):
            self.filters.show_everything()

    def least(self, width: int) -> int:
        """How low it can be and still be worked in: list and letter under each other in a narrow window."""
        above = self.filters.sizeHint().height() + self.came_back.sizeHint().height() + 60
        if not self.code.isHidden():
            above += self.code.sizeHint().height()
        return above + (_LIST + _LETTER if width < _NARROW else _LIST)

    def _unfold(self) -> None:
        self.code.setVisible(self.code.isHidden())
        if not self.code.isHidden():
            self.code.take_focus()

    def _find_returned(self) -> None:
        typed = self.code.value()
        self._desk.lane.submit(
            self, lambda vault: posting.returned(vault, typed), done=self._found, refused=self._not_found
        )

    def _found(self, row: PostRow) -> None:
        self.code.clear()
        self.code.hide()
        self.seek(row.label)
        self.load()

    def _not_found(self, refusal: Refusal) -> None:
        self.code.refuse(wording.text(refusal))
        self.code.take_focus()

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
        self.changed.emit()

    def _not_printed(self, text: str) -> None:
        self._end_printout()
        self.notice.say(text, NoticeKind.ERROR)

    def _end_printout(self) -> None:
        if self.printout is not None:
            self.printout.deleteLater()
            self.printout = None

    def _show(self, found: PostDesk) -> None:
        self.filters.count(found.counts)
        self.table.set_rows(found.rows, keep=lambda row: row.id)
        wanted = self._wanted
        if wanted and (self.table.choose(lambda row: row.label == wanted) or self.filters.everything):
            self._wanted = ""
        if self.table.current() is None and found.rows:
            self.table.choose(lambda _: True)
        self.read.emit(found)

    def _chosen(self, row: PostRow | None) -> None:
        self.letter.setVisible(row is not None)
        if row is not None:
            self.letter.show_order(row, self._desk.today())

    def _refused(self, refusal: Refusal) -> None:
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _orders_table(self) -> RowTable[PostRow]:
        tr, kinds = self.tr, words.short_kinds()
        columns: list[Column[PostRow]] = [
            Column(tr("Uppdrag"), lambda row: row.label, width=125),
            Column(tr("Läge"), words.where, chip=words.chip, width=146),
            Column(tr("Sändning"), lambda row: f"{kinds[row.kind]}, {words.pair(row)}"),
            Column(tr("Bunt"), lambda row: row.batch or "–", width=116, spare=True),
            Column(tr("Posta senast"), lambda row: words.day(row.post_by), width=136),
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
