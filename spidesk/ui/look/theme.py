"""The theme at work: palette, style sheet, type and focus ring on the application, following the system or chosen.

theme.start(app)                    # once, before the first window
theme.choose(Mode.DARK)             # from the settings
theme.tokens().on_error             # for those who paint themselves
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from spidesk import shipped
from spidesk.ui.look.ring import FocusRing
from spidesk.ui.look.sheet import sheet
from spidesk.ui.look.tokens import BASE_POINTS, DARK, LIGHT, Tokens


class Mode(StrEnum):
    """What the user has chosen."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The one theme of an application; `changed` comes after new colours are in place."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._system_points = app.font().pointSizeF()
        self.mode = Mode.SYSTEM
        self.tokens = LIGHT
        self.ring = FocusRing(app, lambda: self.tokens)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def choose(self, mode: Mode) -> None:
        """Use `mode` from now on."""
        self.mode = mode
        dark = mode is Mode.DARK
        if mode is Mode.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        self._put(DARK if dark else LIGHT)

    def _system_changed(self) -> None:
        if self.mode is Mode.SYSTEM:
            self.choose(Mode.SYSTEM)

    def _put(self, chosen: Tokens) -> None:
        self.tokens = chosen
        self._app.setStyle(QStyleFactory.create("Fusion"))
        self._app.setPalette(palette(chosen))
        font = QFont(self._app.font())
        font.setPointSizeF(max(BASE_POINTS, self._system_points))
        self._app.setFont(font)
        folder = shipped.path("icons", "tinted", "dark" if chosen.dark else "light")
        pictures = {name: (folder / f"{name}.svg").as_posix() for name in ("check", "dot", "chevron", "chevron_up")}
        self._app.setStyleSheet(sheet(chosen, pictures))
        self.changed.emit()


_THEMES: dict[QApplication, Theme] = {}


def start(app: QApplication, mode: Mode = Mode.SYSTEM) -> Theme:
    """Put the theme on `app`; a second call only chooses the mode."""
    theme = _THEMES.get(app)
    if theme is None:
        QLocale.setDefault(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
        theme = _THEMES[app] = Theme(app)
    theme.choose(mode)
    return theme


def tokens() -> Tokens:
    """The colours in use; the light ones before `start`."""
    app = QApplication.instance()
    theme = _THEMES.get(app) if isinstance(app, QApplication) else None
    return LIGHT if theme is None else theme.tokens


def choose(mode: Mode) -> None:
    """Change between light, dark and the system's choice."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        start(app, mode)


def mark(widget: QWidget, kind: str, *, name: str = "kind") -> None:
    """Set the property the style sheet knows `widget` by, and draw it anew."""
    if widget.property(name) != kind:
        widget.setProperty(name, kind)
        polish(widget)


def polish(widget: QWidget) -> None:
    """Have the style sheet look at `widget` anew, if it ever has: before it is first shown that comes by itself."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def scaled(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Set the widget's type to `factor` times the base size."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)


def palette(chosen: Tokens) -> QPalette:
    """The palette for what the style sheet does not reach."""
    roles = {
        QPalette.ColorRole.Window: chosen.page,
        QPalette.ColorRole.WindowText: chosen.text,
        QPalette.ColorRole.Base: chosen.field,
        QPalette.ColorRole.AlternateBase: chosen.page,
        QPalette.ColorRole.Text: chosen.text,
        QPalette.ColorRole.Button: chosen.card,
        QPalette.ColorRole.ButtonText: chosen.text,
        QPalette.ColorRole.BrightText: chosen.on_error,
        QPalette.ColorRole.Highlight: chosen.primary,
        QPalette.ColorRole.HighlightedText: chosen.on_primary,
        QPalette.ColorRole.Link: chosen.primary,
        QPalette.ColorRole.LinkVisited: chosen.primary,
        QPalette.ColorRole.ToolTipBase: chosen.card,
        QPalette.ColorRole.ToolTipText: chosen.text,
        QPalette.ColorRole.PlaceholderText: chosen.muted,
        QPalette.ColorRole.Mid: chosen.line,
        QPalette.ColorRole.Dark: chosen.edge,
        QPalette.ColorRole.Light: chosen.card,
        QPalette.ColorRole.Midlight: chosen.soft,
        QPalette.ColorRole.Accent: chosen.primary,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.disabled))
    return made
