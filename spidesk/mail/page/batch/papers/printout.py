"""Other ways out of a batch: papers of one kind together in the print dialog, to print or to save as PDF.

The same promise as a run: the ledger is written before anything leaves, and what the queue or the user then says after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from spidesk.documents import testpage
from spidesk.documents.formats import Format
from spidesk.documents.queue import JobState as Told
from spidesk.documents.queue import Paper as Made
from spidesk.mail.actions import batching, printing
from spidesk.mail.actions.batching import Piece
from spidesk.mail.page import words
from spidesk.mail.page.batch.papers.merged import merged
from spidesk.mail.page.dialogs import name_dialog
from spidesk.mail.rules.batch import Reprint
from spidesk.mail.rules.posting import Envelope
from spidesk.person.page.desk import Desk
from spidesk.refusal import Refusal
from spidesk.ui.printing import Offsets, Paper, PrintDialog, PrintQueue
from spidesk.ui.printing.course import Stage
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Papers that go together: `make` turns what the pieces say into papers, on the press's thread."""

    key: str
    name: str
    pieces: tuple[Piece, ...]
    make: Callable[[Sequence[Envelope]], Sequence[Made]] = field(repr=False)


class BundlePrintout(QObject):
    """From the button to the closed dialog. `closed`: read the batch again. `refused(refusal)`: nothing was opened."""

    closed = Signal()
    refused = Signal(object)

    def __init__(
        self,
        desk: Desk,
        bundles: Sequence[Bundle],
        *,
        queue: PrintQueue,
        offsets: Offsets | None,
        file_name: str,
        reason: Reprint | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bundles = {one.key: one for one in bundles}
        self._queue, self._offsets, self._file_name, self._reason = queue, offsets, file_name, reason
        self._window = parent
        self._formats: dict[str, Format] = {}
        self._prints: tuple[RowId, ...] = ()
        self.dialog: PrintDialog | None = None

    def start(self) -> None:
        """Open what the papers say (logged), make them, and show the dialog."""
        bundles = tuple(self._bundles.values())

        def said(vault: Vault) -> list[list[Envelope]]:
            return [batching.faces(vault, one.pieces) for one in bundles]

        def made(found: list[list[Envelope]]) -> list[tuple[bytes, Format]]:
            papers = [list(one.make(faces)) for one, faces in zip(bundles, found, strict=True)]
            return [(merged([paper.pdf for paper in several]), several[0].format) for several in papers]

        self._desk.lane.submit(
            self,
            said,
            done=lambda found: self._desk.press.submit(
                self, lambda: made(found), done=self._show, refused=self._not_made
            ),
            refused=self._not_made,
        )

    def _show(self, made: Sequence[tuple[bytes, Format]]) -> None:
        bundles = tuple(self._bundles.values())
        self._formats = {one.key: size for one, (_, size) in zip(bundles, made, strict=True)}
        shown = [
            Paper(
                key=one.key,
                name=one.name,
                sheet=f"{size.key}-{words.tray(size)}",
                width=size.width,
                height=size.height,
                envelope=size.envelope,
                pdf=pdf,
            )
            for one, (pdf, size) in zip(bundles, made, strict=True)
        ]
        dialog = PrintDialog(
            shown,
            queue=self._queue,
            press=self._desk.press,
            file_name=lambda paper: f"{self._file_name}-{paper.key}",
            offsets=self._offsets,
            allow=self._allow,
            test_page=lambda paper: testpage.make(self._formats[paper.key]),
            parent=self._window,
        )
        self.dialog = name_dialog(dialog, "batch.dialog")
        dialog.printed.connect(lambda *_: self._ended(True))
        dialog.failed.connect(lambda _: self._ended(False))
        dialog.unsure.connect(lambda _: self._ended(None))
        dialog.finished.connect(self._closed)
        dialog.open()

    def _allow(self, what: str, paper: Paper, go: Callable[[], None]) -> None:
        """The lines in the ledger first; then the papers may leave."""
        dialog = self.dialog
        if what == "test" or dialog is None:
            go()
            return
        pieces, reason = self._bundles[paper.key].pieces, self._reason
        printer = "" if what == "save" else dialog.setup.order(paper).printer
        saved = what == "save"

        def work(vault: Vault) -> tuple[RowId, ...]:
            if saved:
                printing.saved_many(vault, pieces, reason=reason)
                return ()
            begun = printing.begin_many(vault, pieces, queue=printer, reason=reason)
            return tuple(one for ids in begun.values() for one in ids)

        def done(prints: tuple[RowId, ...]) -> None:
            self._prints = prints
            go()

        self._desk.lane.submit(self, work, done=done, refused=self._stop)

    def _ended(self, printed: bool | None) -> None:
        prints, dialog, self._prints = self._prints, self.dialog, ()
        if not prints or dialog is None:
            return
        asked = dialog.course.stage is Stage.PRINTED and str(dialog.course.state) != Told.COMPLETED.value
        if printed is None:
            self._write(lambda vault: printing.settled_many(vault, dict.fromkeys(prints, Told.UNKNOWN)))
        elif printed and not asked:
            self._write(lambda vault: printing.settled_many(vault, dict.fromkeys(prints, Told.COMPLETED)))
        elif printed:
            self._write(lambda vault: printing.answer_many(vault, dict.fromkeys(prints, True)))
        else:
            self._write(lambda vault: printing.settled_many(vault, dict.fromkeys(prints, Told.FAILED)))

    def _write(self, work: Callable[[Vault], object]) -> None:
        self._desk.lane.submit(self, work, done=lambda _: None, refused=self._stop)

    def _stop(self, refusal: Refusal) -> None:
        if self.dialog is not None:
            self.dialog.talk.refused(refusal)

    def _not_made(self, refusal: Refusal) -> None:
        self.refused.emit(refusal)

    def _closed(self, _: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self._desk.lane.submit(self, lambda _: None, done=lambda _: self.closed.emit())
