"""One letter's way through the printer: papers made on the press, every print in the ledger before and after.

A print is written down before the paper leaves the program; what the queue or the user then says is written after.
What neither knows stays open, and the Post page asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.documents import testpage
from spidesk.documents.formats import Format
from spidesk.documents.queue import Job
from spidesk.documents.queue import JobState as Told
from spidesk.documents.queue import Paper as Made
from spidesk.mail.actions import posting, printing
from spidesk.mail.actions.shapes import PostRow
from spidesk.mail.document import papers
from spidesk.mail.page import words
from spidesk.mail.page.dialogs import name_dialog
from spidesk.mail.page.queue import Watched
from spidesk.mail.rules.order import PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.person.page.desk import Desk
from spidesk.refusal import Refusal
from spidesk.ui.printing import JobState, Offsets, Paper, PrintDialog, PrintQueue
from spidesk.ui.printing.course import Stage
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


class Printout(QObject):
    """From "Skriv ut" to the closed dialog. `closed`: read the desk again. `refused(text)`: nothing was opened."""

    closed = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk, row: PostRow, queue: PrintQueue, offsets: Offsets | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row = row
        self._parent = parent
        self._queue = Watched(queue, self)
        self._offsets = offsets
        self._print: RowId | None = None
        self._formats: dict[str, Format] = {}
        self.dialog: PrintDialog | None = None

    def start(self, kinds: Sequence[PaperKind]) -> None:
        """Open what the papers say (logged), make them, and show the dialog."""
        order, wanted = self._row.id, tuple(kinds)

        def said(vault: Vault) -> list[Envelope]:
            return [posting.envelope(vault, order, kind) for kind in wanted]

        self._desk.lane.submit(self, said, done=lambda found: self._make(wanted, found), refused=self._refused)

    def _make(self, kinds: Sequence[PaperKind], said: Sequence[Envelope]) -> None:
        def made() -> list[Made]:
            return [papers.make(kind, envelope) for kind, envelope in zip(kinds, said, strict=True)]

        self._desk.press.submit(self, made, done=lambda found: self._show(kinds, found), refused=self._refused)

    def _show(self, kinds: Sequence[PaperKind], made: Sequence[Made]) -> None:
        titles, feeds = words.sheets(), words.feeds()
        self._formats = {kind.value: paper.format for kind, paper in zip(kinds, made, strict=True)}
        shown = [
            Paper(
                key=kind.value,
                name=titles[kind],
                sheet=self._sheet(paper),
                width=paper.width,
                height=paper.height,
                envelope=paper.format.envelope,
                pdf=paper.pdf,
                feed=feeds[kind],
                back=kind is PaperKind.INNER_BACK,
            )
            for kind, paper in zip(kinds, made, strict=True)
        ]
        dialog = PrintDialog(
            shown,
            queue=self._queue,
            press=self._desk.press,
            file_name=lambda paper: f"{self._row.label}-{paper.key}",
            offsets=self._offsets,
            allow=self._allow,
            test_page=lambda paper: testpage.make(self._formats[paper.key]),
            parent=self._parent,
        )
        self.dialog = name_dialog(dialog, "post.dialog")
        self._queue.taken.connect(self._taken)
        dialog.printed.connect(lambda *_: self._ended(True))
        dialog.failed.connect(lambda _: self._ended(False))
        dialog.unsure.connect(lambda _: self._ended(None))
        dialog.finished.connect(self._closed)
        dialog.open()

    def _sheet(self, paper: Made) -> str:
        """What lies in the tray, as one says it after a number."""
        return f"{paper.format.key}-{words.tray(paper.format)}"

    def _allow(self, what: str, paper: Paper, go: Callable[[], None]) -> None:
        """The line in the ledger first; then the paper may leave."""
        if what == "test" or self.dialog is None:
            go()
            return
        order, kind, lane = self._row.id, PaperKind(paper.key), self._desk.lane
        if what == "save":
            lane.submit(self, lambda vault: printing.saved(vault, order, kind), done=lambda _: go(), refused=self._stop)
            return
        choice = self.dialog.setup.order(paper)
        lane.submit(
            self,
            lambda vault: printing.begin(vault, order, kind, queue=choice.printer, copies=choice.copies),
            done=lambda one: self._begun(one, go),
            refused=self._stop,
        )

    def _begun(self, one: RowId, go: Callable[[], None]) -> None:
        self._print = one
        go()

    def _taken(self, job: object) -> None:
        """Only a queue that numbers its jobs can be asked about one after the program has been closed."""
        one = self._print
        if one is not None and isinstance(job, Job):
            self._desk.lane.submit(self, lambda vault: printing.sent(vault, one, job=job.number), done=lambda _: None)

    def _ended(self, printed: bool | None) -> None:
        """The queue has told, or the user has answered; a print that was never taken has failed."""
        one, dialog, self._print = self._print, self.dialog, None
        if one is None or dialog is None:
            return
        self._desk.lane.submit(self, _outcome(one, dialog, printed), done=lambda _: None, refused=self._stop)

    def _stop(self, refusal: Refusal) -> None:
        if self.dialog is not None:
            self.dialog.talk.refused(refusal)

    def _refused(self, refusal: Refusal) -> None:
        self.refused.emit(wording.text(refusal))

    def _closed(self, _: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self._desk.lane.submit(self, lambda _: None, done=lambda _: self.closed.emit())


def _outcome(one: RowId, dialog: PrintDialog, printed: bool | None) -> Callable[[Vault], object]:
    """What to write in the ledger of a print that is over."""
    course = dialog.course
    if printed is None:
        return lambda vault: printing.settled(vault, one, Told.UNKNOWN)
    if course.wrong:
        return lambda vault: printing.refused(vault, one)
    if course.stage is Stage.PRINTED and course.state is JobState.COMPLETED:
        return lambda vault: printing.settled(vault, one, Told.COMPLETED)
    if course.stage is Stage.FAILED and course.state is JobState.FAILED:
        return lambda vault: printing.settled(vault, one, Told.FAILED)
    return lambda vault: printing.answer(vault, one, printed=printed)
