"""Text on the screen. Everything is plain: `<b>` in a stored name is shown as five characters, never as bold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QWidget  # noqa: TID251  the one place it is wrapped

from spidesk.ui.look import icons, theme
from spidesk.ui.look.tokens import HEADING, SUBHEADING, Tokens


class PlainLabel(QLabel):
    """A label that never parses what it shows. `kind` is "", "muted", "error", "ok" or "primary"."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        kind: str = "",
        wrap: bool = True,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if kind:
            theme.mark(self, kind)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def setTextFormat(self, text_format: Qt.TextFormat) -> None:
        """Stay plain: asking for anything else is a defect."""
        if text_format is not Qt.TextFormat.PlainText:
            raise ValueError("labels are plain text")
        super().setTextFormat(text_format)


class Heading(PlainLabel):
    """A page's title, 1.6 times the base size."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        theme.scaled(self, HEADING, bold=True)


class Subheading(PlainLabel):
    """The title of a card or a part of a page, 1.25 times the base size."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        theme.scaled(self, SUBHEADING, bold=True)


class Muted(PlainLabel):
    """Quiet text: explanations, dates, who did it."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, wrap: bool = True) -> None:
        super().__init__(text, parent, kind="muted", wrap=wrap)


class IconMark(QWidget):
    """An icon that only illustrates the words beside it; `colour` is the name of a token."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, colour: str = "text", size: int = icons.SIZE
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._colour = colour
        self.setFixedSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_icon(self, name: str, *, colour: str = "") -> None:
        """Show another icon, in the token `colour` if given."""
        self._name = name
        self._colour = colour or self._colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in the theme's colour."""
        painter = QPainter(self)
        painter.drawPixmap(
            0,
            0,
            icons.pixmap(self._name, _colour(theme.tokens(), self._colour), self.width(), self.devicePixelRatioF()),
        )

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew when the theme changes."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.update()
        super().changeEvent(event)


class Facts(QWidget):
    """Pairs of a quiet name and its value, read line by line: `Facts([("Giltig till", "2026-11-21")])`."""

    def __init__(self, facts: Sequence[tuple[str, str | QWidget]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QFormLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(24)
        self._lines.setVerticalSpacing(8)
        self._lines.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._lines.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.show_facts(facts)

    def show_facts(self, facts: Sequence[tuple[str, str | QWidget]]) -> None:
        """Replace every pair."""
        while self._lines.rowCount():
            self._lines.removeRow(0)
        for name, value in facts:
            shown = value if isinstance(value, QWidget) else PlainLabel(value, self)
            if not shown.accessibleName() and isinstance(value, str):
                shown.setAccessibleName(f"{name}: {value}")
            self._lines.addRow(Muted(name, self, wrap=False), shown)


def _colour(tokens: Tokens, name: str) -> str:
    return str(getattr(tokens, name))
