"""The one dialog every paper is printed from.

    dialog = PrintDialog(papers, queue=queue, press=desk.press, file_name="SP-2026-0007-inner", parent=self)
    dialog.printed.connect(self._printed)       # key of the paper, copies: the printer or the user says it came out
    dialog.open()

It says how many sheets and of what, before and after. A print that failed, or that nobody knows about, never counts as
printed: `failed(key)` and `unsure(key)` tell. `allow(what, paper, go)` is called before anything leaves the program
(`what` is "print", "test" or "save"): write the log line, then call `go()`. The preview is drawn from memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from spidesk.ui.fields import Choice, RadioField
from spidesk.ui.paper import PaperView
from spidesk.ui.press import Press
from spidesk.ui.printing import file, save
from spidesk.ui.printing.course import POLL_MS, Course, Stage, send
from spidesk.ui.printing.feed import turn
from spidesk.ui.printing.feed.turn import TurnPicture
from spidesk.ui.printing.halves import Halves
from spidesk.ui.printing.kept import KeptNotice
from spidesk.ui.printing.order import Job, Offsets, Paper, Printer, PrintQueue
from spidesk.ui.printing.setup import Setup
from spidesk.ui.printing.talk import Talk
from spidesk.ui.words import Muted, Notice, NoticeKind, PlainLabel, PrimaryButton, QuietButton, Subheading

Allow = Callable[[str, Paper, Callable[[], None]], object]


class PrintDialog(QDialog):
    """Preview to the left, choices to the right, what happens below them."""

    printed = Signal(str, int)
    failed = Signal(str)
    unsure = Signal(str)
    saved = Signal(str)

    def __init__(
        self,
        papers: Sequence[Paper],
        *,
        queue: PrintQueue,
        press: Press,
        file_name: str | Callable[[Paper], str],
        offsets: Offsets | None = None,
        allow: Allow | None = None,
        test_page: Callable[[Paper], bytes] | None = None,
        pick: Callable[[str], str] | None = None,
        poll_ms: int = POLL_MS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if not papers:
            raise ValueError("nothing to print")
        self.papers = {paper.key: paper for paper in papers}
        self.stages = dict.fromkeys(self.papers, Stage.NOT_YET)
        self._queue = queue
        self._press = press
        self._file_name = file_name
        self._allow: Allow = allow or (lambda _what, _paper, go: go())
        self._test_page = test_page
        self._pick = pick or (lambda name: save.ask_where(self, name))
        self._paper = papers[0]
        self._copies = 1
        self._loading = True
        self.setWindowTitle(self.tr("Skriv ut"))
        self.course = Course(queue, press, self, poll_ms=poll_ms)
        self.preview = PaperView(self.tr("Förhandsvisning"), self)
        self.which: RadioField[str] = RadioField(self.tr("Papper"), self._choices(), self)
        self.which.setVisible(len(papers) > 1)
        self.turn = TurnPicture(self)
        self.setup = Setup(self, offsets=offsets, test=self.print_test)
        self.setup.test.setVisible(test_page is not None)
        self.talk = Talk(self)
        self._heading = Subheading("", self)
        self._need = PlainLabel("", self)
        self._feed = Muted("", self)
        self.no_printer = Notice(NoticeKind.WARNING, parent=self)
        self.kept = KeptNotice(queue, press, self)
        self.print = PrimaryButton(self.tr("Skriv ut"), self, icon="print", clicked=self.print_now)
        self.save = QuietButton(self.tr("Spara PDF …"), self, icon="pdf", clicked=self.save_pdf)
        self.shut = QuietButton(self.tr("Stäng"), self, clicked=self.close)
        told = (self._heading, self.which, self._need, self.no_printer, self.kept, self.talk)
        right = (*told, self.turn, self._feed, self.setup)
        self._halves = Halves(self, self.preview, right, (self.save, None, self.shut, self.print))
        self.which.changed.connect(self._other_paper)
        self.setup.changed.connect(self._show)
        self.setup.chosen.connect(self.kept.look)
        self.course.moved.connect(self._moved)
        self.course.slow.connect(lambda: self.talk.offer_ask())
        self.talk.answered.connect(self.course.answer)
        self.talk.asked_for.connect(self.course.ask_now)
        press.fault.connect(self._broke)
        self._show_paper(papers[0])
        press.submit(self, self._find_printers, done=self._found, refused=lambda _: self._found([]))

    @property
    def paper(self) -> Paper:
        """The paper in view."""
        return self._paper

    def print_now(self) -> None:
        """What "Skriv ut" does: the caller's log line first, then the queue."""
        paper = self._paper
        if self.course.under_way or not self.setup.can_print():
            return
        order = self.setup.order(paper)
        self._copies = order.copies
        self._allow("print", paper, lambda: self.course.start(order))

    def print_test(self) -> None:
        """Print the page with the millimetre cross. Its outcome is not asked about: nothing depends on it."""
        paper, make = self._paper, self._test_page
        if make is None or self.course.under_way or not self.setup.can_print():
            return
        order, queue = self.setup.order(paper, b"test"), self._queue

        def work() -> Job:
            return send(queue, replace(order, pdf=make(paper)))

        def go() -> None:
            self._press.submit(self, work, done=lambda _: self.talk.tested(), refused=self.talk.refused)

        self._allow("test", paper, go)

    def save_pdf(self) -> None:
        """What "Spara PDF" does: warn, ask where, log, write."""
        paper = self._paper
        if not save.warned(self):
            return
        name = self._file_name if isinstance(self._file_name, str) else self._file_name(paper)
        where = self._pick(f"{name}.pdf")
        if where:
            self._allow("save", paper, lambda: self._write(paper, Path(where)))

    def done(self, result: int) -> None:
        """Closing waits for the answer to what became of the paper."""
        if self.course.stage in (Stage.SENDING, Stage.FOLLOWED):
            self.course.ask_now()
            return
        if self.course.stage is Stage.ASKED:
            self.talk.insist()
            return
        self.preview.clear()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross in the corner is no way round the question."""
        self.done(0)
        event.setAccepted(not self.isVisible())

    def showEvent(self, event: QShowEvent) -> None:
        """The preview is as high as the window lets it be seen whole."""
        super().showEvent(event)
        self._halves.fit()

    def _find_printers(self) -> list[Printer]:
        return list(self._queue.printers())

    def _found(self, printers: list[Printer]) -> None:
        self._loading = False
        self.setup.offer(printers)
        if not printers:
            self.no_printer.say(
                self.tr("Datorn har ingen skrivare. Be IT lägga till en. Du kan spara papperet som PDF."),
                title=self.tr("Ingen skrivare hittades"),
            )
        self._show()
        (self.print if printers else self.save).setFocus()

    def _choices(self) -> list[Choice[str]]:
        words = {
            Stage.PRINTED: self.tr("utskrivet"),
            Stage.FAILED: self.tr("misslyckades"),
            Stage.UNSURE: self.tr("osäkert"),
        }
        return [
            Choice(
                value=key, text=f"{paper.name} – {words[self.stages[key]]}" if self.stages[key] in words else paper.name
            )
            for key, paper in self.papers.items()
        ]

    def _other_paper(self) -> None:
        key = self.which.value()
        if key is not None and key != self._paper.key and not self.course.under_way:
            self.course.reset()
            self._show_paper(self.papers[key])

    def _show_paper(self, paper: Paper) -> None:
        self._paper = paper
        self.which.set_value(paper.key)
        self.preview.show_paper(paper.pdf)
        self.setup.show_paper(paper)
        self.turn.setVisible(paper.envelope)
        self._heading.setText(paper.name)
        self._show()

    def _moved(self) -> None:
        stage, key = self.course.stage, self._paper.key
        self.talk.show_course(self.course, self._paper, self._sheets(self._copies))
        if stage in (Stage.PRINTED, Stage.FAILED, Stage.UNSURE):
            self.stages[key] = stage
            for button, choice in zip(self.which.buttons, self._choices(), strict=True):
                button.setText(choice.text)
            if stage is Stage.PRINTED:
                self.printed.emit(key, self._copies)
            elif stage is Stage.FAILED:
                self.failed.emit(key)
            else:
                self.unsure.emit(key)
        self._show()
        # After the layout has made room for what is said now.
        QTimer.singleShot(0, self, lambda: self._halves.bring_into_view(self.talk))

    def _show(self) -> None:
        self._show_lie()
        busy = self.course.under_way
        again = self.stages[self._paper.key] is not Stage.NOT_YET
        self.print.set_words(self.tr("Skriv ut igen") if again else self.tr("Skriv ut"))
        self.print.setEnabled(self.setup.can_print() and not busy)
        self.save.setEnabled(not busy)
        self.setup.setEnabled(self.setup.can_print() and not busy)
        self.which.setEnabled(not busy)
        self._need.setText(
            self.tr("Söker skrivare …")
            if self._loading
            else self.tr("Lägg {sheets} i skrivaren.").format(sheets=self._sheets(self.setup.copies.value()))
        )

    def _show_lie(self) -> None:
        paper = self._paper
        lie = self.setup.lie(paper)
        self.turn.show_lie(lie)
        told = self.tr("Vänd kuvertet så här: {words}").format(words=turn.words(lie)) if paper.envelope else ""
        self._feed.setText(" ".join(one for one in (told, paper.feed) if one))
        self._feed.setVisible(bool(self._feed.text()))

    def _sheets(self, copies: int) -> str:
        return f"{max(1, self.preview.pages) * copies} {self._paper.sheet}"

    def _broke(self, _: str) -> None:
        self.course.lost()

    def _write(self, paper: Paper, where: Path) -> None:
        why = file.write(where, paper.pdf)
        if why is not None:
            self.talk.not_saved(why)
            return
        self.talk.saved()
        self.saved.emit(paper.key)
