"""The sending list and the list of registered letters, for signature: no name, no number, no reference."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.documents.queue import Paper as Made
from spidesk.mail.actions import batching
from spidesk.mail.actions.batching import Batch
from spidesk.mail.document import lists
from spidesk.mail.page import words
from spidesk.mail.page.dialogs import name_dialog
from spidesk.mail.rules.lists import SendingList
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui.printing import Offsets, Paper, PrintDialog, PrintQueue
from spidesk.ui.words import Card, Flow, Notice, NoticeKind, QuietButton


class Lists(Card):
    """Two buttons; each list is made from the ledger as it stands, and its printing is logged."""

    def __init__(
        self, desk: Desk, *, queue: PrintQueue, offsets: Offsets | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent=parent)
        tr = self.tr
        self.title.setText(tr("Listor att skriva under"))
        self.title.show()
        self._desk, self._queue, self._offsets = desk, queue, offsets
        self._batch: Batch | None = None
        self.dialog: PrintDialog | None = None
        self.notice = marked(Notice(NoticeKind.ERROR), "batch.lists.refused")
        self.sending = marked(
            QuietButton(tr("Sändlista …"), icon="list", clicked=lambda: self._open(registered=False)), "batch.list"
        )
        self.rek = marked(
            QuietButton(tr("Reklista …"), icon="list", clicked=lambda: self._open(registered=True)), "batch.rek_list"
        )
        self.add(self.notice, Flow(self.sending, self.rek))

    def show_batch(self, batch: Batch) -> None:
        """Whose lists they are."""
        self._batch = batch
        self.rek.setEnabled(any(one.registered and one.rows for one in batch.outers))

    def _open(self, *, registered: bool) -> None:
        batch = self._batch
        if batch is None or self.dialog is not None:
            return
        make = lists.rek if registered else lists.sending

        def made(found: SendingList) -> None:
            self._desk.press.submit(
                self,
                lambda: make(found),
                done=lambda paper: self._show(batch, paper, registered),
                refused=self._refused,
            )

        self._desk.lane.submit(
            self, lambda vault: batching.sending_list(vault, batch.id), done=made, refused=self._refused
        )

    def _show(self, batch: Batch, made: Made, registered: bool) -> None:
        paper = Paper(
            key="rek" if registered else "list",
            name=made.title,
            sheet=f"{made.format.key}-{words.tray(made.format)}",
            width=made.width,
            height=made.height,
            envelope=False,
            pdf=made.pdf,
        )

        def allow(what: str, _: Paper, go: Callable[[], None]) -> None:
            if what == "test":
                go()
                return
            self._desk.lane.submit(
                self,
                lambda vault: batching.list_made(vault, batch.id, registered=registered, saved=what == "save"),
                done=lambda _: go(),
                refused=self._refused,
            )

        self.dialog = PrintDialog(
            [paper],
            queue=self._queue,
            press=self._desk.press,
            file_name=f"{batch.label}-{paper.key}",
            offsets=self._offsets,
            allow=allow,
            parent=self,
        )
        name_dialog(self.dialog, "batch.list_dialog")
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self, _: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _refused(self, refusal: Refusal) -> None:
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)
