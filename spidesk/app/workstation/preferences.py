"""What the user has chosen on this workstation, put to work and remembered: theme, idle time, size, last vault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QApplication

from spidesk.app.workstation import settings
from spidesk.app.workstation.settings import Settings
from spidesk.ui.look import theme


class Preferences(QObject):
    """`changed(settings)` after each choice; what is chosen is remembered at once."""

    changed = Signal(object)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.settings: Settings = settings.load()
        self._theme = theme.start(application, theme.Mode(self.settings.theme))

    def choose_theme(self, mode: str) -> None:
        """Light, dark or as the system."""
        self._remember(replace(self.settings, theme=mode))
        self._theme.choose(theme.Mode(mode))

    def choose_idle(self, seconds: int) -> None:
        """How long nobody may touch the program before it locks."""
        self._remember(replace(self.settings, idle_seconds=seconds))

    def remember_vault(self, folder: Path) -> None:
        """The vault to offer at the next start."""
        self._remember(replace(self.settings, vault=str(folder)))

    def remember_size(self, size: QSize) -> None:
        """The window's size."""
        self._remember(replace(self.settings, width=size.width(), height=size.height()))

    def _remember(self, chosen: Settings) -> None:
        self.settings = chosen
        settings.save(chosen)
        self.changed.emit(chosen)
