"""Which printer each kind of sheet goes to: envelopes often have one of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.ui.fields import Choice, ChoiceField
from spidesk.ui.printing import Printer, PrintQueue
from spidesk.ui.printing.run import Place
from spidesk.ui.words import Flow, Muted, Notice, NoticeKind, Stack

_LEAST = 250
"""So that the words over a field stand on one line."""


class Trays(Stack):
    """`show_sheets(["C5-kuvert", …])`, then `places` says where each is printed. `changed`: something was chosen."""

    changed = Signal()

    def __init__(self, desk: Desk, queue: PrintQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=12)
        self._desk = desk
        self._queue = queue
        self._printers: list[Printer] = []
        self._asked = False
        self._sheets: tuple[tuple[str, int], ...] = ()
        self._chosen: dict[str, str] = {}
        self._trays: dict[str, str] = {}
        self.fields: dict[str, ChoiceField[str]] = {}
        self.tray_fields: dict[str, ChoiceField[str]] = {}
        self.none = marked(Notice(NoticeKind.WARNING), "batch.no_printer")
        self._looking = Muted(self.tr("Söker skrivare …"))
        self._drawn = Stack()
        self.add(self.none, self._looking, self._drawn)

    @property
    def ready(self) -> bool:
        """Whether there is a printer for every sheet."""
        return bool(self._printers) and bool(self._sheets)

    @property
    def printers(self) -> Sequence[Printer]:
        """Those there are."""
        return self._printers

    @property
    def places(self) -> Mapping[str, Place]:
        """Where each sheet is printed."""
        return {
            sheet: Place(
                printer=field.value() or "",
                tray=self.tray_fields[sheet].value() or "",
                lying=any(getattr(one, "lying", False) for one in self._printers if one.name == field.value()),
            )
            for sheet, field in self.fields.items()
        }

    def show_sheets(self, sheets: Sequence[tuple[str, int]]) -> None:
        """Other sheets, with how many of each; what was chosen for one stays."""
        self._sheets = tuple(sheets)
        if not self._asked:
            self._asked = True
            queue = self._queue
            self._desk.press.submit(
                self, lambda: list(queue.printers()), done=self._found, refused=lambda _: self._found([])
            )
        self._draw()

    def _found(self, printers: list[Printer]) -> None:
        self._printers = printers
        self._looking.hide()
        if not printers:
            self.none.say(
                self.tr("Be IT lägga till en. Papperen kan sparas som PDF under Andra sätt."),
                title=self.tr("Ingen skrivare hittades"),
            )
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        known = [sheet for sheet, _ in self._sheets]
        if not self._printers:
            return
        if known != list(self.fields):
            self._drawn.clear()
            self.fields, self.tray_fields = {}, {}
            self._drawn.add(Flow(*(self._line(sheet) for sheet in known), gap=24, lead=12))
        for sheet, count in self._sheets:
            self.fields[sheet].set_label(self.tr("{count} {sheet} skrivs ut på").format(count=count, sheet=sheet))

    def _line(self, sheet: str) -> Flow:
        printer: ChoiceField[str] = ChoiceField(
            sheet, [Choice(value=one.name, text=one.title) for one in self._printers]
        )
        tray: ChoiceField[str] = ChoiceField(self.tr("Fack"), [])
        printer.setMinimumWidth(_LEAST)
        named(printer, f"batch.printer.{sheet}")
        named(tray, f"batch.tray.{sheet}")
        tray.control.setAccessibleName(self.tr("Fack för {sheet}").format(sheet=sheet))
        self.fields[sheet], self.tray_fields[sheet] = printer, tray
        if sheet in self._chosen:
            printer.set_value(self._chosen[sheet])
        self._offer_trays(sheet)
        printer.changed.connect(lambda: self._picked(sheet))
        tray.changed.connect(lambda: self._trays.update({sheet: tray.value() or ""}))
        return Flow(printer, tray, gap=16)

    def _picked(self, sheet: str) -> None:
        self._chosen[sheet] = self.fields[sheet].value() or ""
        self._offer_trays(sheet)
        self.changed.emit()

    def _offer_trays(self, sheet: str) -> None:
        chosen = self.fields[sheet].value()
        found = next((one.trays for one in self._printers if one.name == chosen), ())
        tray = self.tray_fields[sheet]
        tray.set_choices([Choice(value=one, text=one) for one in found])
        tray.setVisible(bool(found))
        if self._trays.get(sheet) in found:
            tray.set_value(self._trays[sheet])
