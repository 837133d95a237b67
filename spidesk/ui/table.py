"""A table of rows: sortable, chosen and opened by keyboard, and saying what to do when it is empty.

table = RowTable([Column("Ärende", lambda row: row.reference), Column("Skydd", …, chip=…)], name="Personer")
table.opened.connect(self._open)        # Enter or double click; carries the row object
table.set_rows(rows)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from spidesk.ui.look import sight, theme
from spidesk.ui.words.chips import HEIGHT, ChipKind, chip_width, draw_chip
from spidesk.ui.words.empty import EmptyState

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 44
_SHARE = 90
"""Pixels that are left to each column without a width of its own."""
_CHIP = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. `text` gives what is shown, `sort` what is sorted by (the text without it), `chip` draws a chip
    round the text when it gives a kind. `width` in pixels, 0 shares what is left over. A `spare` column is the first to
    go where there is no room: what it says must stand where the row is opened too."""

    title: str
    text: Callable[[R], str] = field(repr=False)
    sort: Callable[[R], Any] | None = field(default=None, repr=False)
    chip: Callable[[R], ChipKind | None] | None = field(default=None, repr=False)
    width: int = 0
    right: bool = False
    spare: bool = False


class Rows(QAbstractTableModel, Generic[R]):
    """The rows as Qt sees them; sorts its own list, so a hundred thousand rows cost one Python sort."""

    def __init__(self, columns: Sequence[Column[R]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.rows: list[R] = []
        self._by: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows, sorted as before."""
        self.beginResetModel()
        self.rows = list(rows)
        self._sort()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        column = self.columns[index.column()]
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == _CHIP:
            return column.chip(row) if column.chip is not None else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title of a column."""
        if orientation is Qt.Orientation.Horizontal:
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one keeps the order the rows came in."""
        self.layoutAboutToBeChanged.emit()
        self._by = (column, order) if column >= 0 else None
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        if self._by is None:
            return
        at, order = self._by
        column = self.columns[at]
        key = column.sort or (lambda row: _swedish(column.text(row)))
        self.rows.sort(key=lambda row: _last(key(row)), reverse=order is Qt.SortOrder.DescendingOrder)


class RowTable(QWidget, Generic[R]):
    """The table with its empty state. `opened(row)`: Enter or double click. `chosen(row | None)`: another row."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        parent: QWidget | None = None,
        *,
        name: str,
        empty: EmptyState | None = None,
    ) -> None:
        super().__init__(parent)
        self.model: Rows[R] = Rows(columns, self)
        self.view = _View(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(name)
        self.view.entered_row.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current()))
        self.view.take_columns(columns)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty or EmptyState(self.tr("Här är tomt")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.view)

    def set_rows(self, rows: Sequence[R], *, keep: Callable[[R], object] | None = None) -> None:
        """Show other rows. `keep` names a row (its id, say) so that the chosen one stays chosen."""
        before = self.current()
        wanted = keep(before) if keep is not None and before is not None else None
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if wanted is not None and keep is not None:
            self.choose(lambda row: keep(row) == wanted)
        self.chosen.emit(self.current())

    def rows(self) -> list[R]:
        """The rows in the order they are shown."""
        return list(self.model.rows)

    def current(self) -> R | None:
        """The chosen row."""
        at = self.view.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def choose(self, which: Callable[[R], bool]) -> bool:
        """Choose the first row `which` says yes to; whether there was one."""
        for at, row in enumerate(self.model.rows):
            if which(row):
                self.view.selectRow(at)
                self.view.scrollTo(self.model.index(at, 0))
                return True
        return False

    def sort_by(self, column: int, *, descending: bool = False) -> None:
        """Sort by a column, as if its title had been pressed."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.sortByColumn(column, order)

    def fit(self, most: int = 12) -> None:
        """Make the table as high as its rows, at most `most` of them, for tables among other things on a page."""
        rows = min(max(len(self.model.rows), 3), most)
        self.setFixedHeight(self.view.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + 2)

    def _open(self, at: int) -> None:
        if 0 <= at < len(self.model.rows):
            self.opened.emit(self.model.rows[at])


class _View(QTableView):
    """Whole rows, never wider than the view. Arrows move, Enter opens, Tab leaves."""

    entered_row = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: list[Column[Any]] = []
        self._narrow = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSortingEnabled(True)
        self.setItemDelegate(_Cells(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(60)
        self.doubleClicked.connect(lambda index: self.entered_row.emit(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns(self.viewport().width())
        super().resizeEvent(event)

    def take_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Know how wide each wants to be."""
        self._columns = list(columns)
        header = self.horizontalHeader()
        for at, column in enumerate(columns):
            if column.width:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(at, column.width)
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def _fit_columns(self, room: int) -> None:
        """Where they all have room the widths are the user's own; else spare columns go, then the rest give way."""
        shown = list(range(len(self._columns)))
        narrow = sum(self._columns[at].width or _SHARE for at in shown) > room
        if narrow or self._narrow:
            for spare in [at for at in shown if self._columns[at].spare]:
                if sum(self._columns[at].width or _SHARE for at in shown) > room:
                    shown.remove(spare)
            fixed = sum(self._columns[at].width for at in shown)
            left = room - _SHARE * sum(not self._columns[at].width for at in shown)
            part = min(1.0, left / fixed) if fixed else 1.0
            for at, column in enumerate(self._columns):
                self.setColumnHidden(at, at not in shown)
                if column.width and at in shown:
                    self.horizontalHeader().resizeSection(at, int(column.width * part))
        self._narrow = narrow

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The row one has moved to is seen, also where the page scrolls and not the table."""
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            sight.bring(self.viewport(), self.visualRect(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(self.currentIndex().row())
            return
        if event.matches(QKeySequence.StandardKey.Copy):  # Qt would put the cell on the clipboard, unmarked
            event.accept()
            return
        super().keyPressEvent(event)


class _Cells(QStyledItemDelegate):
    """Draws chips in cells that have one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        kind = index.data(_CHIP)
        if kind is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        box = QRectF(option.rect)
        width = min(chip_width(text, option.font) + 1.0, box.width() - 16)
        painter.setFont(option.font)
        draw_chip(
            painter,
            QRectF(box.left() + 8, box.center().y() - HEIGHT / 2, width, HEIGHT),
            ChipKind(kind),
            text,
            theme.tokens(),
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)


_AFTER_Z = str.maketrans({"å": "z\ue001", "ä": "z\ue002", "ö": "z\ue003"})


def _swedish(text: str) -> str:
    """A key that sorts å, ä and ö after z, without regard to case."""
    return text.casefold().translate(_AFTER_Z)


def _last(key: Any) -> tuple[bool, Any]:
    """Nothing sorts after everything."""
    return key is None, "" if key is None else key
