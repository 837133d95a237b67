"""The one window: its content is swapped, its title never carries a name, and a cover hides all of it at once."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QVBoxLayout, QWidget

from spidesk.app.workstation.settings import Settings
from spidesk.ui import ask
from spidesk.ui.guard import clipboard
from spidesk.ui.look import icons, theme
from spidesk.ui.words.labels import IconMark, Subheading

_REFERENCE = re.compile(r"SP-\d{4}-\d{4,6}", re.ASCII)
_SMALLEST = (960, 600)
_USUAL = (1280, 800)


def window_title(reference: str) -> str:
    """`spidesk`, or `spidesk – SP-2026-0007`: anything that is not a reference is left out."""
    return f"spidesk – {reference}" if _REFERENCE.fullmatch(reference) else "spidesk"


class Frame(QMainWindow):
    """`closing(event)` before the window closes; whoever listens may ignore the event."""

    closing = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("spidesk")
        self.setAccessibleName("spidesk")
        self.setWindowTitle(window_title(""))
        self.setWindowIcon(icons.icon("shield", theme.tokens().primary))
        theme.mark(self, "page")
        self._cover: QFrame | None = None
        self._fit(settings)

    @property
    def content(self) -> QWidget | None:
        """What fills the window now."""
        return self.centralWidget()

    @property
    def covered(self) -> bool:
        """Whether everything is hidden under the cover."""
        return self._cover is not None

    def fill(self, content: QWidget) -> None:
        """Fill the window with something else; what was there is let go at once."""
        before = self.takeCentralWidget()
        if before is not None:
            before.hide()
            before.setParent(None)
            before.deleteLater()
        self.setCentralWidget(content)
        self.name_reference("")
        content.show()
        if self._cover is not None:
            self._cover.raise_()

    def name_reference(self, reference: str) -> None:
        """Show which case is open, or none."""
        self.setWindowTitle(window_title(reference))

    def cover(self) -> None:
        """Hide everything the program shows, in every window and dialog, and what it put on the clipboard."""
        clipboard.clear()
        for window in QApplication.topLevelWidgets():
            if window is not self and window.isVisible():
                window.hide()
        self.name_reference("")
        if self._cover is None:
            self._cover = _cover(self, self.tr("Låser …"))
        self._cover.setGeometry(self.rect())
        self._cover.show()
        self._cover.raise_()
        self._cover.setFocus()
        self._cover.repaint()

    def uncover(self) -> None:
        """Take the cover away."""
        if self._cover is not None:
            self._cover.hide()
            self._cover.deleteLater()
            self._cover = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first."""
        self.closing.emit(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cover covers all of the window."""
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())

    def _fit(self, settings: Settings) -> None:
        room = self.screen().availableGeometry()
        self.setMinimumSize(min(_SMALLEST[0], room.width()), min(_SMALLEST[1], room.height()))
        width, height = settings.width or _USUAL[0], settings.height or _USUAL[1]
        self.resize(min(width, room.width()), min(height, room.height()))


def _cover(parent: QWidget, words: str) -> QFrame:
    cover = QFrame(parent)
    cover.setObjectName("cover")
    cover.setAccessibleName(words)
    cover.setAutoFillBackground(True)
    cover.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    theme.mark(cover, "card")
    column = QVBoxLayout(cover)
    column.addStretch(1)
    column.addWidget(IconMark("lock", cover, colour="muted", size=48), 0, Qt.AlignmentFlag.AlignHCenter)
    label = Subheading(words, cover)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(label)
    column.addStretch(1)
    return cover


def application() -> QApplication:
    """The one application of the process, in Swedish; it ends when the program says so, not with its last window."""
    running = QApplication.instance()
    one = running if isinstance(running, QApplication) else QApplication(["spidesk"])
    one.setApplicationName("spidesk")
    one.setQuitOnLastWindowClosed(False)
    QLocale.setDefault(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
    return one


def may_quit(window: QWidget) -> bool:
    """Ask before the program ends with unsaved text."""
    return ask.confirm(
        window,
        window.tr("Du har inte sparat"),
        window.tr("Det du har skrivit försvinner om du avslutar. Lås i stället, så finns det kvar när du låser upp."),
        yes=window.tr("Avsluta utan att spara"),
        no=window.tr("Stanna kvar"),
        danger=True,
    )
