"""Search at the top: names, personnummer or ärendenummer in the user's own circles, all of it from memory.

The answers stand in a list under the box, which keeps the keyboard: arrows choose, Enter opens, Escape closes. The list
goes away, emptied, as soon as the box is left, so that no name stays on the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from spidesk.person.index import Hit, Index
from spidesk.ui.fields import SearchField
from spidesk.ui.words.announce import announce
from spidesk.ui.words.labels import Muted

_MOST = 12
_ROW = 44
_WIDE = 560
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


class SearchBox(QWidget):
    """`chosen(hit)` when an answer is opened."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: Index | None = None
        self._hits: list[Hit] = []
        self.field = SearchField(self.tr("Namn, personnummer eller ärendenummer"), self)
        self.line = self.field.line
        self.line.setObjectName("search")
        self.line.setToolTip(self.tr("Sök i dina kretsar (Ctrl+K)"))
        self.line.textChanged.connect(self.look)
        self.line.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.answers = QListWidget()
        self.answers.setObjectName("search.answers")
        self.answers.setAccessibleName(self.tr("Träffar"))
        self.answers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answers.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.answers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answers.itemClicked.connect(lambda item: self._open(self.answers.row(item)))
        self.word = Muted("", self.answers)
        self.word.setObjectName("search.word")
        self.answers.hide()

    @property
    def hits(self) -> list[Hit]:
        """The answers on the screen."""
        return self._hits

    def set_index(self, index: Index | None) -> None:
        """Search in this from now on; None while there is none yet."""
        self._index = index
        if self.line.text() and self.line.hasFocus():
            self.look()

    def take_focus(self) -> None:
        """Ctrl+K: the keyboard goes to the box, what stood there is selected."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def look(self) -> None:
        """Find what is written and show it."""
        typed = self.line.text().strip()
        self._hits = self._index.find(typed, _MOST) if self._index is not None and typed else []
        self.answers.clear()
        if not typed:
            self.answers.hide()
            return
        for hit in self._hits:
            item = QListWidgetItem(self._words(hit))
            item.setSizeHint(QSize(0, _ROW))
            self.answers.addItem(item)
        if self._hits:
            self.answers.setCurrentRow(0)
            word = ""
        elif self._index is None:
            word = self.tr("Sökningen förbereds. Det tar några sekunder.")
        else:
            word = self.tr("Ingen i dina kretsar. Sökningen ser bara dem.")
        self.word.setText(word)
        self.word.setVisible(bool(word))
        self._place()
        announce(self.line, word or self.tr("{count} träffar").format(count=len(self._hits)))

    def close_answers(self) -> None:
        """Empty the list and take it away."""
        self._hits = []
        self.answers.clear()
        self.word.setText("")
        self.answers.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that belong to the list while the box has the keyboard."""
        if event.type() is QEvent.Type.FocusOut:
            self.close_answers()
        elif event.type() is QEvent.Type.FocusIn and self.line.text():
            self.look()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        return False

    def _key(self, key: Qt.Key) -> bool:
        if key in _STEPS and self._hits:
            row = self.answers.currentRow() + _STEPS[key]
            self.answers.setCurrentRow(max(0, min(row, len(self._hits) - 1)))
            announce(self.line, self.answers.currentItem().text())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._hits:
            self._open(self.answers.currentRow())
            return True
        if key == Qt.Key.Key_Escape:
            self.field.clear()
            self.close_answers()
            return True
        return False

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._hits):
            hit = self._hits[row]
            self.field.clear()
            self.close_answers()
            self.chosen.emit(hit)

    def _words(self, hit: Hit) -> str:
        parts = [hit.person.reference, hit.circle_name]
        if not hit.mine:
            parts.append(self.tr("kräver skäl"))
        return f"{hit.name or self.tr('Utan namn')}   ·   {'   ·   '.join(parts)}"

    def _place(self) -> None:
        """Lay the list over the window, under the box."""
        window = self.window()
        if self.answers.parentWidget() is not window:
            self.answers.setParent(window)
        at = self.mapTo(window, QPoint(0, self.height() + 4))
        width = min(max(self.width(), _WIDE), window.width() - 24)
        left = min(at.x(), window.width() - width - 12)
        height = _ROW * max(1, min(len(self._hits), 8)) + 10
        self.answers.setGeometry(left, at.y(), width, min(height, window.height() - at.y() - 12))
        self.word.setGeometry(12, 4, width - 24, _ROW - 6)
        self.answers.show()
        self.answers.raise_()
