"""Buttons. At least 32 px high, reached with Tab, pressed with Space and Enter, each with an accessible name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from spidesk.ui.look import icons, theme
from spidesk.ui.look.tokens import TARGET

_GAP = 4
"""Between an icon and the words after it, beside what the style leaves."""


class _Button(QPushButton):
    _kind = "quiet"
    _colour = "primary"

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        clicked: Callable[[], object] | None = None,
        name: str = "",
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.setAccessibleName(name or text.replace("&", ""))
        self.setAutoDefault(False)
        self.setIconSize(QSize(icons.SIZE + _GAP, icons.SIZE))
        theme.mark(self, self._kind)
        self._tint()
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def set_words(self, text: str, *, icon: str | None = None) -> None:
        """Change what stands on the button, for eyes and ears."""
        self.setText(text)
        self.setAccessibleName(text.replace("&", ""))
        if icon is not None:
            self._icon = icon
            self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon anew when the theme changes."""
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        if self._icon:
            now = theme.tokens()
            off = now.muted if self._kind in ("primary", "danger") else now.disabled
            self.setIcon(icons.icon(self._icon, str(getattr(now, self._colour)), disabled=off, gap=_GAP))


class PrimaryButton(_Button):
    """The one thing the page is for. At most one a page and one a dialog."""

    _kind = "primary"
    _colour = "on_primary"


class QuietButton(_Button):
    """Everything else one may do."""


class DangerButton(_Button):
    """What takes something away or cannot be undone. Always behind a question."""

    _kind = "danger"
    _colour = "on_primary"


class LinkButton(_Button):
    """A place to go to, in the middle of text. `alert=True` in the colour of errors."""

    _kind = "link"

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        clicked: Callable[[], object] | None = None,
        alert: bool = False,
    ) -> None:
        super().__init__(text, parent, clicked=clicked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if alert:
            theme.mark(self, "alert-link")


class RailButton(_Button):
    """A line in the rail: icon and word, checkable, one at a time, with an optional count after the word."""

    _kind = "rail"
    _colour = "text"

    def __init__(self, text: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, icon=icon)
        self._word = text
        self._count = 0
        self._slim = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.toggled.connect(self._tint)

    def set_count(self, count: int) -> None:
        """Show how many things wait there; 0 shows nothing."""
        self._count = count
        self._show_words()
        self.setAccessibleName(
            self.tr("{word}, {count} att göra").format(word=self._word, count=count) if count else self._word
        )

    def set_slim(self, slim: bool) -> None:
        """Only the icon and the count, with the word as a tip."""
        self._slim = slim
        theme.mark(self, "yes" if slim else "", name="slim")
        self._show_words()

    def _show_words(self) -> None:
        count, word = self._count, self._word
        long = f"{word}  ({count})" if count else word
        self.setText((str(count) if count else "") if self._slim else long)
        self.setToolTip(long if self._slim else "")

    def _tint(self) -> None:
        now = theme.tokens()
        colour = now.primary if self.isChecked() else now.muted
        self.setIcon(icons.icon(self._icon, colour, disabled=now.disabled, gap=_GAP))


class IconButton(QToolButton):
    """A button that is only an icon; `name` is said aloud and shown as a tip."""

    def __init__(
        self,
        icon: str,
        name: str,
        parent: QWidget | None = None,
        *,
        clicked: Callable[[], object] | None = None,
        checkable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setMinimumSize(TARGET, TARGET)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCheckable(checkable)
        theme.mark(self, "icon")
        self.set_words(name)
        self._tint()
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def set_words(self, name: str, *, icon: str | None = None) -> None:
        """Change what the button is called, and its icon."""
        self.setAccessibleName(name)
        self.setToolTip(name)
        if icon is not None:
            self._icon = icon
            self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon anew when the theme changes."""
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        now = theme.tokens()
        self.setIcon(icons.icon(self._icon, now.muted, disabled=now.disabled))
