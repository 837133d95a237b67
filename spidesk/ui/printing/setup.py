"""The right side of the print dialog: which printer and tray, how many, and how the paper lies and where it lands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spidesk.ui.fields import Choice, ChoiceField, NumberField
from spidesk.ui.printing.feed import Feed, fitting
from spidesk.ui.printing.feed.form import FeedForm
from spidesk.ui.printing.feed.turn import Lie
from spidesk.ui.printing.order import Offsets, Order, Paper, Printer, feed_of
from spidesk.ui.words import LinkButton, QuietButton

MOST_COPIES = 50


class Setup(QWidget):
    """The choices; `order(paper)` is what they amount to. `changed` when any of them is, `chosen` with the printer."""

    changed = Signal()
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, offsets: Offsets | None, test: Callable[[], object]) -> None:
        super().__init__(parent)
        self._offsets = offsets
        self._paper: Paper | None = None
        self._printers: list[Printer] = []
        self.printer: ChoiceField[str] = ChoiceField(self.tr("Skrivare"), [], self)
        self.tray: ChoiceField[str] = ChoiceField(self.tr("Fack"), [], self)
        self.copies = NumberField(self.tr("Antal"), self, least=1, most=MOST_COPIES)
        self.more = LinkButton(self.tr("Ändra hur papperet matas och var det trycks"), self, clicked=self._unfold)
        self.test = QuietButton(self.tr("Skriv ut testsida"), self, icon="ruler", clicked=test)
        self.feeding = FeedForm(self, self.test)
        self.right, self.down = self.feeding.right, self.feeding.down
        self._lay_out()
        self.printer.changed.connect(self._other_printer)
        for field in (self.tray, self.copies):
            field.changed.connect(self.changed)
        self.feeding.changed.connect(self._keep)

    def offer(self, printers: Sequence[Printer]) -> None:
        """Show the printers there are."""
        self._printers = list(printers)
        self.printer.set_choices([Choice(value=printer.name, text=printer.title) for printer in printers])
        self._other_printer()

    def show_paper(self, paper: Paper) -> None:
        """Show what is kept for this sheet."""
        self._paper = paper
        self._show_feed()

    def can_print(self) -> bool:
        """Whether there is a printer at all."""
        return self.printer.value() is not None

    def feed(self) -> Feed:
        """How the paper in view is fed."""
        return self.feeding.feed()

    def lie(self, paper: Paper) -> Lie:
        """How `paper` lies before the printer."""
        feed = fitting(self.feed(), paper.width, paper.height)
        return Lie(feed=feed, width=paper.width, height=paper.height, envelope=paper.envelope, back=paper.back)

    def order(self, paper: Paper, pdf: bytes = b"") -> Order:
        """The order for `paper`, or for another PDF of its size such as the test page (one copy)."""
        return Order(
            printer=self.printer.value() or "",
            tray=self.tray.value() or "",
            copies=1 if pdf else self.copies.value(),
            width=paper.width,
            height=paper.height,
            pdf=pdf or paper.pdf,
            feed=self.feed(),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.printer)
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(self.tray, 3, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(self.copies, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(pair)
        column.addWidget(self.more)
        column.addWidget(self.feeding)
        self.feeding.hide()

    def _unfold(self) -> None:
        self.feeding.setVisible(self.feeding.isHidden())
        if not self.feeding.isHidden():
            first = self.feeding.lying if self._paper is not None and self._paper.envelope else self.right
            first.take_focus()

    def _other_printer(self) -> None:
        chosen = self._chosen()
        trays = chosen.trays if chosen is not None else ()
        self.tray.set_choices([Choice(value=tray, text=tray) for tray in trays])
        self.tray.setVisible(bool(trays))
        self._show_feed()
        self.changed.emit()
        self.chosen.emit(self.printer.value() or "")

    def _chosen(self) -> Printer | None:
        return next((one for one in self._printers if one.name == self.printer.value()), None)

    def _show_feed(self) -> None:
        paper = self._paper
        if paper is None:
            return
        lying = bool(getattr(self._chosen(), "lying", False)) and paper.envelope
        feed = feed_of(self._offsets, self.printer.value() or "", paper.sheet, lying=lying)
        self.feeding.show_feed(feed, paper.width, paper.height, envelope=paper.envelope)

    def _keep(self) -> None:
        printer, paper = self.printer.value(), self._paper
        if self._offsets is not None and printer is not None and paper is not None and paper.sheet:
            self._offsets.keep_feed(printer, paper.sheet, self.feed())
        self.changed.emit()
