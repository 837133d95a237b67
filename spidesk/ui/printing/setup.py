"""The right side of the print dialog: which printer and tray, how many, and where on the paper it lands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spidesk.ui.fields import Choice, ChoiceField, MillimetreField, NumberField
from spidesk.ui.printing.order import Offsets, Order, Paper, Printer
from spidesk.ui.words import LinkButton, Muted, QuietButton, Stack

MOST_COPIES = 50


class Setup(QWidget):
    """The choices; `order(paper)` is what they amount to. `changed` when any of them is."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, offsets: Offsets | None, test: Callable[[], object]) -> None:
        super().__init__(parent)
        self._offsets = offsets
        self._sheet = ""
        self._printers: list[Printer] = []
        self.printer: ChoiceField[str] = ChoiceField(self.tr("Skrivare"), [], self)
        self.tray: ChoiceField[str] = ChoiceField(self.tr("Fack"), [], self)
        self.copies = NumberField(self.tr("Antal"), self, least=1, most=MOST_COPIES)
        self.right = MillimetreField(self.tr("Åt höger"), self)
        self.down = MillimetreField(self.tr("Nedåt"), self)
        self.more = LinkButton(self.tr("Justera läget på papperet"), self, clicked=self._unfold)
        self.test = QuietButton(self.tr("Skriv ut testsida"), self, icon="ruler", clicked=test)
        self._lay_out()
        self.printer.changed.connect(self._other_printer)
        for field in (self.tray, self.copies):
            field.changed.connect(self.changed)
        for place in (self.right, self.down):
            place.changed.connect(self._keep)

    def offer(self, printers: Sequence[Printer]) -> None:
        """Show the printers there are."""
        self._printers = list(printers)
        self.printer.set_choices([Choice(value=printer.name, text=printer.title) for printer in printers])
        self._other_printer()

    def show_paper(self, paper: Paper) -> None:
        """Show what is saved for this format."""
        self._sheet = paper.sheet
        self._show_offset()

    def can_print(self) -> bool:
        """Whether there is a printer at all."""
        return self.printer.value() is not None

    def order(self, paper: Paper, pdf: bytes = b"") -> Order:
        """The order for `paper`, or for another PDF of its size such as the test page (one copy)."""
        return Order(
            printer=self.printer.value() or "",
            tray=self.tray.value() or "",
            copies=1 if pdf else self.copies.value(),
            width=paper.width,
            height=paper.height,
            pdf=pdf or paper.pdf,
            right=self.right.value(),
            down=self.down.value(),
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
        place = QHBoxLayout()
        place.setSpacing(16)
        place.addWidget(self.right)
        place.addWidget(self.down)
        place.addStretch(1)
        help_text = self.tr("Skriv ut en testsida och mät korset. Läget sparas för den här skrivaren och storleken.")
        self._fold = Stack(Muted(help_text, self), parent=self, gap=10)
        self._fold.column.addLayout(place)
        self._fold.add(self.test)
        self._fold.hide()
        column.addWidget(self._fold)

    def _unfold(self) -> None:
        self._fold.setVisible(self._fold.isHidden())
        if not self._fold.isHidden():
            self.right.take_focus()

    def _other_printer(self) -> None:
        chosen = next((one for one in self._printers if one.name == self.printer.value()), None)
        trays = chosen.trays if chosen is not None else ()
        self.tray.set_choices([Choice(value=tray, text=tray) for tray in trays])
        self.tray.setVisible(bool(trays))
        self._show_offset()
        self.changed.emit()

    def _show_offset(self) -> None:
        printer = self.printer.value()
        right, down = (0.0, 0.0)
        if self._offsets is not None and printer is not None and self._sheet:
            right, down = self._offsets.offset(printer, self._sheet)
        for field, value in ((self.right, right), (self.down, down)):
            field.blockSignals(True)
            field.set_value(value)
            field.blockSignals(False)

    def _keep(self) -> None:
        printer = self.printer.value()
        if self._offsets is not None and printer is not None and self._sheet:
            self._offsets.keep_offset(printer, self._sheet, self.right.value(), self.down.value())
        self.changed.emit()
