"""Text fields: one line, many lines, and the search box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from spidesk.ui.fields.field import Field
from spidesk.ui.fields.line import Line, Lines
from spidesk.ui.guard.text import Slip, slip, tidy
from spidesk.ui.look import icons, theme


class TextField(Field[str]):
    """One line of at most `longest` characters. `value()` is composed (NFC) and without blanks at the ends.

    `sensitive=True` tells input methods not to learn the text and takes the context menu away. `width` in characters
    makes the line as long as what it expects, 0 as wide as the form.
    """

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        help: str = "",  # noqa: A002
        optional: bool = False,
        longest: int = 200,
        sensitive: bool = False,
        width: int = 0,
        placeholder: str = "",
    ) -> None:
        super().__init__(label, parent, help=help, optional=optional)
        self._longest = longest
        self.line = Line(self, longest=longest, sensitive=sensitive)
        self.line.setPlaceholderText(placeholder)
        if width:
            self.line.setMaximumWidth(self.line.fontMetrics().horizontalAdvance("n") * (width + 4) + 24)
        self.line.textChanged.connect(self._touched)
        self.line.slipped.connect(self._slipped)
        self._put(self.line)

    def value(self) -> str:
        """What is typed, composed and without blanks at its ends."""
        return tidy(self.line.text())

    def set_value(self, value: str) -> None:
        """Show `value`."""
        self.line.setText(value)
        self.line.setCursorPosition(0)

    def clear(self) -> None:
        """Empty the line, and what could be undone in it: `QLineEdit.clear` alone would leave the text to Ctrl+Z."""
        self.line.setText("")

    def problem(self) -> str:
        """Only what came in by `set_value` can be wrong: nothing else gets past the line."""
        found = slip(self.line.text(), longest=self._longest)
        return "" if found is None else slip_text(self, found, self._longest)

    def _slipped(self, found: Slip) -> None:
        self.refuse(slip_text(self, found, self._longest))


class LongTextField(Field[str]):
    """Many lines, at most `longest` characters, `rows` lines high; a count of what is left near the end."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        help: str = "",  # noqa: A002
        optional: bool = False,
        longest: int = 4000,
        sensitive: bool = False,
        rows: int = 4,
    ) -> None:
        super().__init__(label, parent, help=help, optional=optional)
        self._longest = longest
        self.lines = Lines(self, longest=longest, sensitive=sensitive)
        self.lines.setFixedHeight(self.lines.fontMetrics().lineSpacing() * rows + 22)
        self.lines.textChanged.connect(self._touched)
        self.lines.slipped.connect(self._slipped)
        self._put(self.lines)

    def value(self) -> str:
        """What is typed, composed and without blanks at its ends."""
        return tidy(self.lines.toPlainText())

    def set_value(self, value: str) -> None:
        """Show `value`."""
        self.lines.setPlainText(value)

    def clear(self) -> None:
        """Empty the field, and what could be undone in it."""
        self.lines.clear()
        self.lines.document().clearUndoRedoStacks()

    def problem(self) -> str:
        """Only what came in by `set_value` can be wrong."""
        found = slip(self.lines.toPlainText(), longest=self._longest, lines=True)
        return "" if found is None else slip_text(self, found, self._longest)

    def _slipped(self, found: Slip) -> None:
        self.refuse(slip_text(self, found, self._longest))


class SearchField(TextField):
    """The search box: no label, an icon, Escape empties it."""

    def __init__(self, name: str, parent: QWidget | None = None, *, sensitive: bool = True) -> None:
        super().__init__("", parent, longest=100, sensitive=sensitive, placeholder=name)
        self.name = name
        self.line.setAccessibleName(name)
        theme.mark(self.line, "search")
        self.line.setClearButtonEnabled(False)
        self._icon = _Glass(self.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the box before it does anything else."""
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.clear()
            return
        super().keyPressEvent(event)


class _Glass(QWidget):
    """The magnifying glass inside the search box."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(9, 0, icons.SIZE, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self.parentWidget()
        height = line.height() if line is not None else icons.SIZE
        self.setGeometry(9, (height - icons.SIZE) // 2, icons.SIZE, icons.SIZE)
        drawn = icons.pixmap("search", theme.tokens().muted, icons.SIZE, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, drawn)


def slip_text(field: QWidget, found: Slip, longest: int) -> str:
    """What the user is told about a text that was not taken."""
    if found is Slip.TOO_LONG:
        return field.tr("Texten är för lång och lades inte in. Här får det stå högst {longest} tecken.").format(
            longest=longest
        )
    if found is Slip.LINES:
        return field.tr("Texten har flera rader och lades inte in. Här får det bara stå en rad.")
    if found is Slip.TURNING:
        return field.tr("Texten lades inte in. Den har dolda tecken som vänder läsriktningen.")
    if found is Slip.WIDTHLESS:
        return field.tr("Texten lades inte in. Den har tecken som inte syns.")
    return field.tr("Texten lades inte in. Den har styrtecken som inte går att läsa.")
