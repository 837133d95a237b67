"""A form: fields by key, refusals beside them and in a summary, "Spara" and "Ångra".

    form = Form()
    self._name = form.add("name", TextField(self.tr("Namn"), sensitive=True))
    form.saved.connect(self._save)                      # every field could be read; take form values and submit
    …submit(self, work, done=…, refused=form.refuse)    # the text stands beside the field the refusal names

What was typed stays, whatever is refused. `dirty` is true from the first change until `mark_clean`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui.fields.field import Field
from spidesk.ui.words.announce import announce
from spidesk.ui.words.buttons import LinkButton, PrimaryButton, QuietButton
from spidesk.ui.words.card import Row, empty
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Muted, PlainLabel, Subheading

F = TypeVar("F", bound=Field[Any])

_LEAST: Final = 220
"""The least width, in pixels, of a field that shares its line with others."""


class Form(QWidget):
    """Fields and their bar. `saved`: Spara was pressed and every field can be read. `undone`: the values are back."""

    saved = Signal()
    undone = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, bar: bool = True, save_text: str = "", gap: int = 20) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field[Any]] = {}
        self._kept: dict[str, Any] = {}
        self._dirty = False
        self._quiet = False
        self._saves = bar
        self.leaves = False
        """Whether "Ångra" closes the form: then it can be pressed with nothing typed, also after a refusal."""
        self.summary = Notice(NoticeKind.ERROR, parent=self)
        self.summary.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(gap)
        self._column.addWidget(self.summary)
        self.save = PrimaryButton(save_text or self.tr("Spara"), self, clicked=self.submit)
        self.undo = QuietButton(self.tr("Ångra"), self, clicked=self.restore)
        self._bar = QWidget(self)
        line = QHBoxLayout(self._bar)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.save)
        line.addWidget(self.undo)
        line.addStretch(1)
        self._column.addWidget(self._bar)
        self._bar.setVisible(bar)
        if bar:
            shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit)
        self._show_dirty()

    def __getitem__(self, key: str) -> Field[Any]:
        return self._fields[key]

    @property
    def dirty(self) -> bool:
        """Whether something has been changed since `fill` or `mark_clean`."""
        return self._dirty

    def add(self, key: str, field: F) -> F:
        """Put a field last and know it by `key`, the name a refusal's `field` uses."""
        self._know(key, field)
        self._place(field)
        return field

    def add_row(self, *pairs: tuple[str, Field[Any]]) -> None:
        """Put short fields side by side, or under each other where the window is narrow."""
        row = _Side(self)
        for key, field in pairs:
            self._know(key, field)
            row.line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self._place(row)

    def section(self, title: str, text: str = "") -> None:
        """Start a new part with its own title."""
        self._place(Subheading(title, self))
        if text:
            self._place(Muted(text, self))

    def place(self, widget: QWidget) -> None:
        """Put something that is no field among the fields."""
        self._place(widget)

    def know(self, key: str, field: Field[Any]) -> None:
        """Let a field that stands somewhere else belong to the form."""
        self._know(key, field)

    def values(self) -> dict[str, Any]:
        """The value of every field by its key."""
        return {key: field.value() for key, field in self._fields.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show values (those not named are left) and count from there."""
        self._quiet = True
        for key, value in values.items():
            self._fields[key].set_value(value)
        self._quiet = False
        self.clear_refusals()
        self.mark_clean()

    def mark_clean(self) -> None:
        """What stands in the form is what is stored."""
        self._kept = self.values()
        self._dirty = False
        self._show_dirty()

    def submit(self) -> None:
        """What "Spara" does: read every field, show all that is wrong, or emit `saved`."""
        if self.check():
            self.saved.emit()

    def check(self) -> bool:
        """Whether every visible field can be read. What is wrong stands beside the fields and in the summary."""
        self.clear_refusals()
        wrong = [key for key, field in self._fields.items() if not field.isHidden() and not field.check()]
        if wrong:
            self._sum_up([(key, self._fields[key].refused) for key in wrong])
        return not wrong

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside its field and in the summary; the values stay."""
        self.set_busy(False)
        sentence = wording.text(refusal)
        field = self._fields.get(refusal.field)
        if field is not None:
            field.refuse(sentence)
        self._sum_up([(refusal.field, sentence)])

    def clear_refusals(self) -> None:
        """Take every refusal away."""
        for field in self._fields.values():
            if field.refused:
                field.refuse("")
        empty(self.summary.below)
        self.summary.say("", aloud=False)

    def restore(self) -> None:
        """What "Ångra" does: put back the values of `fill` or `mark_clean`."""
        self.fill(self._kept)
        self.undone.emit()

    def clear(self) -> None:
        """Empty every field; nothing is dirty afterwards."""
        self._quiet = True
        for field in self._fields.values():
            field.clear()
        self._quiet = False
        self.clear_refusals()
        self.mark_clean()

    def set_busy(self, busy: bool) -> None:
        """While the lane works: the bar waits, the fields keep what they show."""
        self.save.setEnabled(not busy)
        self.undo.setEnabled(not busy and (self._dirty or self.leaves))

    def _know(self, key: str, field: Field[Any]) -> None:
        if key in self._fields:
            raise KeyError(key)
        self._fields[key] = field
        self._kept[key] = field.value()
        field.changed.connect(self._touched)

    def _place(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)

    def _touched(self) -> None:
        if self._quiet:
            return
        self._dirty = True
        self._show_dirty()
        if not self.summary.isHidden() and not any(field.refused for field in self._fields.values()):
            self.clear_refusals()
        self.changed.emit()

    def _show_dirty(self) -> None:
        self.undo.setEnabled(self._dirty or self.leaves)

    def _sum_up(self, wrong: list[tuple[str, str]]) -> None:
        """Say above the form what is wrong, with a way to each field, and move there when it is one."""
        empty(self.summary.below)
        known = [(key, text) for key, text in wrong if key in self._fields]
        loose = " ".join(text for key, text in wrong if key not in self._fields)
        saving = self.tr("Det gick inte att spara. Rätta det här:")
        title = (saving if self._saves else self.tr("Rätta det här först:")) if known else ""
        self.summary.say(loose, NoticeKind.ERROR, title=title, aloud=False)
        for key, text in known:
            field = self._fields[key]
            self.summary.below.addWidget(self._pointer(field, text))
        announce(self.summary, " ".join([title, loose, *(text for _, text in known)]).strip(), urgent=True)
        if known:
            first = self._fields[known[0][0]]
            first.control.setFocus()
            # Once the summary above has taken its room.
            QTimer.singleShot(0, first, lambda: _into_view(first, first.control))
        elif loose:
            QTimer.singleShot(0, self.summary, lambda: _into_view(self.summary))

    def _pointer(self, field: Field[Any], text: str) -> QWidget:
        """A line of the summary: a way to the field, and what is wrong with it."""
        link = LinkButton(field.name, self.summary, clicked=field.take_focus, alert=True)
        link.setAccessibleName(f"{field.name}: {text}")
        words = PlainLabel(text, self.summary)
        line = Row(link, words, grow=words, gap=6)
        line.line.setAlignment(link, Qt.AlignmentFlag.AlignTop)
        words.setContentsMargins(0, 7, 0, 0)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        return line


def _into_view(*widgets: QWidget) -> None:
    """Scroll to each in turn, the last one above all: words of refusal that nobody sees make a button look dead."""
    above = widgets[0].parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            for widget in widgets:
                above.ensureWidgetVisible(widget, 0, 16)
        above = above.parentWidget()


class _Side(QWidget):
    """Fields side by side while each gets at least `_LEAST` pixels."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(24)

    def minimumSizeHint(self) -> QSize:
        """Never wider than one field needs: the others can go under it."""
        items = [item for at in range(self.line.count()) if (item := self.line.itemAt(at)) is not None]
        widest = max((item.minimumSize().width() for item in items), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the row into a column, or back."""
        room = self.width() // max(1, self.line.count())
        narrow = room < _LEAST
        self.line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)
