"""A list whose rows are taken along or not: Space, Enter or a double click changes the chosen row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk.mail.actions.shapes import PostRow
from spidesk.mail.page import words
from spidesk.person.page.naming import marked
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import ChipKind, EmptyState, Flow, QuietButton

_MOST_ROWS = 9


class TickedOrders(QWidget):
    """Orders to take along. `changed`: other ones are."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self._out: set[str] = set()
        with_it, without = tr("Ja"), tr("Nej")
        columns: list[Column[PostRow]] = [
            Column(
                tr("Tas med"),
                lambda row: without if row.id in self._out else with_it,
                chip=lambda row: ChipKind.NEUTRAL if row.id in self._out else ChipKind.OK,
                width=94,
            ),
            Column(tr("Uppdrag"), lambda row: row.label, width=126),
            Column(tr("Sändning"), lambda row: f"{words.short_kinds()[row.kind]}, {words.pair(row)}"),
            Column(tr("Posta senast"), lambda row: words.day(row.post_by), width=134, spare=True),
        ]
        empty = EmptyState(
            tr("Inga brev väntar"), tr("Här står brev som är beställda och inte utskrivna."), icon="mail"
        )
        self.table: RowTable[PostRow] = RowTable(columns, name=tr("Brev att ta med i bunten"), empty=empty)
        marked(self.table.view, "batch.orders")
        self.table.view.setAccessibleDescription(tr("Mellanslag tar med brevet eller lämnar det."))
        self.table.opened.connect(self._turn)
        self.table.view.installEventFilter(self)
        self.all = marked(QuietButton(tr("Ta med alla"), clicked=lambda: self._set(())), "batch.all")
        self.none = marked(QuietButton(tr("Ta inte med något"), clicked=self._leave_all), "batch.none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table)
        column.addWidget(Flow(self.all, self.none))

    @property
    def picked(self) -> tuple[PostRow, ...]:
        """What is taken along, in the order of the ledger: due first."""
        return tuple(row for row in self._rows if row.id not in self._out)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not, for a draft."""
        return tuple(sorted(self._out))

    def show_rows(self, rows: Sequence[PostRow]) -> None:
        """Show other orders; what was left out stays so."""
        self._rows = tuple(rows)
        self._out &= {row.id for row in rows}
        self.table.set_rows(rows, keep=lambda row: row.id)
        self.table.fit(_MOST_ROWS)
        for button in (self.all, self.none):
            button.setEnabled(bool(rows))
        if self.table.current() is None and rows:
            self.table.choose(lambda _: True)

    def leave_out(self, orders: Iterable[str]) -> None:
        """Leave these out, from a draft."""
        self._set(orders)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space on a row."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            row = self.table.current()
            if row is not None:
                self._turn(row)
            return True
        return super().eventFilter(watched, event)

    _rows: tuple[PostRow, ...] = ()

    def _turn(self, row: PostRow) -> None:
        self._set(self._out ^ {row.id})

    def _leave_all(self) -> None:
        self._set(row.id for row in self._rows)

    def _set(self, out: Iterable[str]) -> None:
        self._out = set(out)
        model = self.table.model
        if model.rows:
            model.dataChanged.emit(model.index(0, 0), model.index(len(model.rows) - 1, 0))
        self.changed.emit()
