"""Post: the postexpeditör's page. The ledger, the batch, and what stands on the envelopes.

Above everything stands what must be answered first: papers nobody knows the fate of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTabWidget

from spidesk import wording
from spidesk.documents.queue import JobState
from spidesk.mail.actions import Ways, editions, printing
from spidesk.mail.actions.editions import KeptEdition
from spidesk.mail.actions.shapes import OpenPrint, PostDesk, PostRow
from spidesk.mail.page.asked import AskedPrints
from spidesk.mail.page.batch.papers.ways import Windows
from spidesk.mail.page.batch.view import BatchView
from spidesk.mail.page.kept.editions import EditionPage
from spidesk.mail.page.kept.printers import PrinterPage
from spidesk.mail.page.kept.senders import SenderPage
from spidesk.mail.page.ledger import Ledger
from spidesk.mail.page.letter import LetterPanel
from spidesk.mail.page.printing import Printout
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.page.queue import system_queue
from spidesk.person.rules import Place
from spidesk.refusal import Refusal
from spidesk.ui.page import Page
from spidesk.ui.printing import Offsets, PrintQueue
from spidesk.ui.table import RowTable
from spidesk.ui.words import Notice, NoticeKind, Stack

TABS: Final = ("ledger", "batch", "senders", "rules", "printers")
"""The tabs by name: the tab that is shown belongs to the place, so that a lock comes back to it."""


_LEAST: Final = 240


class PostPage(Page):
    """The tabs, each made when it is first shown."""

    help = "post"

    def __init__(
        self,
        desk: Desk,
        *,
        queue: PrintQueue | None = None,
        offsets: Offsets | None = None,
        windows: Windows | None = None,
        ways: Ways | None = None,
    ) -> None:
        super().__init__()
        self.title = self.tr("Post")
        self._desk = desk
        self._queue = queue or system_queue()
        self._offsets = offsets
        self._draft: Mapping[str, Any] = {}
        self.asked = AskedPrints()
        self.asked.answered.connect(self._answer)
        self.ledger = Ledger(desk, queue=self._queue, offsets=offsets, ways=ways)
        self.ledger.changed.connect(self._changed)
        self.ledger.read.connect(self._settle)
        self.ledger.batch_asked.connect(lambda: self.show_tab("batch"))
        self.batch = BatchView(desk, queue=self._queue, offsets=offsets, windows=windows, ways=ways)
        self.batch.changed.connect(self._batch_changed)
        self.sender_page = SenderPage(desk)
        self.edition_page = EditionPage(desk)
        self.printer_page = PrinterPage(desk, queue=self._queue, offsets=offsets)
        self.tabs = marked(QTabWidget(self), "post.tabs")
        self.tabs.setAccessibleName(self.tr("Post"))
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _: self._tab_shown())

    def _lay_out(self) -> None:
        tr = self.tr
        titles = (tr("Brev"), tr("Bunt"), tr("Returadresser"), tr("Regler"), tr("Skrivare"))
        parts = (self.ledger, self.batch, self.sender_page, self.edition_page, self.printer_page)
        for title, part in zip(titles, parts, strict=True):
            self.tabs.addTab(part, title)
        bar = self.tabs.tabBar()
        bar.setObjectName("post.tabbar")
        bar.setAccessibleName(tr("Delar av Post"))
        bar.setUsesScrollButtons(True)
        self.moved = marked(Notice(NoticeKind.WARNING), "post.moved")
        self.moved.installEventFilter(self)
        said = Stack(self.moved, self.asked, gap=8)
        said.column.setContentsMargins(16, 8, 16, 0)
        self._said = said
        self._said.hide()
        self.asked.installEventFilter(self)
        self.column.setSpacing(0)
        self.column.setContentsMargins(8, 0, 0, 0)
        self.column.addWidget(said)
        self.column.addWidget(self.tabs, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Room above the tabs only while something is asked or told."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._said.setVisible(not (self.asked.isHidden() and self.moved.isHidden()))
        return super().eventFilter(watched, event)

    @property
    def table(self) -> RowTable[PostRow]:
        """The list of the ledger."""
        return self.ledger.table

    @property
    def letter(self) -> LetterPanel:
        """The chosen letter."""
        return self.ledger.letter

    @property
    def printout(self) -> Printout | None:
        """The print dialog of one letter, while it is open."""
        return self.ledger.printout

    def shown(self) -> None:
        """The page has come into view."""
        self.ledger.load()
        self._tab_shown()
        self._desk.lane.submit(self, editions.moved, done=self._tell_moved, refused=lambda _: None)

    def _tell_moved(self, found: KeptEdition | None) -> None:
        """An administrator alone can change where all post goes: whoever prints is told, and by whom."""
        told = ""
        if found is not None:
            told = self.tr(
                "Ytterkuverten får adressen {address} sedan {day}. Den lades in av {name}. "
                "Jämför med skatteverket.se innan du skriver ut. Stämmer den inte: skriv inte ut, och säg till."
            ).format(address=", ".join(found.edition.address), day=found.edition.valid_from, name=found.made_by)
        title = self.tr("Adressen är en annan än den programmet kom med") if told else ""
        if told != self.moved.text:
            self.moved.say(told, NoticeKind.WARNING, title=title)

    def left(self) -> None:
        """Hide what was revealed."""
        self.ledger.letter.left()

    def least(self, width: int) -> int:
        """How low the page can be: the other tabs scroll by themselves."""
        above = self.tabs.tabBar().sizeHint().height()
        if not self._said.isHidden():
            above += self._said.sizeHint().height()
        return above + (self.ledger.least(width) if self.tabs.currentIndex() == 0 else _LEAST)

    def unsaved(self) -> bool:
        """Whether something is half written that leaving would lose; a batch stays as it is, and its run goes on."""
        return self.sender_page.unsaved() or self.edition_page.unsaved()

    def draft(self) -> Mapping[str, Any] | None:
        """What is half written in any tab."""
        found = {
            "batch": self.batch.draft(),
            "senders": self.sender_page.draft(),
            "rules": self.edition_page.draft(),
        }
        kept = {key: value for key, value in found.items() if value}
        return {**kept, "tab": TABS[self.tabs.currentIndex()]} if kept else None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show it again."""
        for key, part in (("batch", self.batch), ("senders", self.sender_page), ("rules", self.edition_page)):
            if draft.get(key):
                part.restore(draft[key])
        self.show_tab(str(draft.get("tab", "")))

    def show_tab(self, tab: str) -> None:
        """Show one tab by its name."""
        if tab in TABS:
            self.tabs.setCurrentIndex(TABS.index(tab))

    def show_place(self, place: Place) -> None:
        """Show one order by its label, whatever its state, or a tab."""
        self.show_tab(place.tab or ("ledger" if place.reference else ""))
        if place.reference and self.tabs.currentIndex() == 0:
            self.ledger.seek(place.reference)

    def place(self) -> Place:
        """Where this is, for the return after a lock."""
        tab = TABS[self.tabs.currentIndex()]
        row = self.ledger.letter.row
        label = row.label if row is not None and tab == "ledger" else ""
        return Place(page="post", reference=label, tab="" if tab == "ledger" else tab)

    def _tab_shown(self) -> None:
        shown = TABS[self.tabs.currentIndex()]
        if shown == "batch":
            self.batch.load()
        elif shown == "senders":
            self.sender_page.shown()
        elif shown == "rules":
            self.edition_page.shown()
        elif shown == "printers":
            self.printer_page.shown()

    def _changed(self) -> None:
        self._desk.refresh_counts()
        self.ledger.load()

    def _batch_changed(self) -> None:
        self._changed()

    def _settle(self, found: PostDesk) -> None:
        """Ask the queue about jobs it may still know; ask the user about the rest."""
        if self.ledger.printout is not None or self.batch.running:
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
        settled = {one.id: state for one, state in answers if state.settled}
        if settled:
            self._desk.lane.submit(
                self,
                lambda vault: printing.settled_many(vault, settled),
                done=lambda _: self._changed(),
                refused=self._refused,
            )

    def _answer(self, prints: tuple[OpenPrint, ...], printed: bool) -> None:
        answers = {one.id: printed for one in prints}
        self._desk.lane.submit(
            self,
            lambda vault: printing.answer_many(vault, answers),
            done=lambda _: self._answered(),
            refused=self._refused,
        )

    def _answered(self) -> None:
        self._changed()
        if TABS[self.tabs.currentIndex()] == "batch":
            self.batch.load()

    def _refused(self, refusal: Refusal) -> None:
        self.ledger.notice.say(wording.text(refusal), NoticeKind.ERROR)
