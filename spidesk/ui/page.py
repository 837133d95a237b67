"""What every page is: a title, at most one primary action, and a draft that outlives the lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk.ui.look import theme
from spidesk.ui.words.card import Scroll

LEAST: Final = 240
"""Pixels: a table with its filters, or a form that scrolls, can be worked in when it is this high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """The page's one primary button: "Ny person", "Nytt uppdrag"."""

    text: str
    icon: str = "plus"
    run: Callable[[], object] = field(repr=False)


class Page(QWidget):
    """A page. A subclass sets `title` and fills `self.column` (or uses `self.scrolling()` for a scrolling column).

    `title` never carries a name or a number, only words or a reference. `renamed` and `action_changed` tell the shell
    to read `title` and `primary_action` again.
    """

    title: str = ""
    help: str = ""
    """Which page of the offline help F1 opens."""

    renamed = Signal()
    action_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, "page")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def scrolling(self, *, widest: int = 1100) -> Scroll:
        """A scrolling column that fills the page; add to it."""
        made = Scroll(self, widest=widest)
        self.column.addWidget(made)
        return made

    def least(self, width: int) -> int:
        """How low the page can be, in pixels, when it is `width` wide: below this the shell scrolls all of it."""
        return LEAST

    def primary_action(self) -> Action | None:
        """The page's one primary button, shown at the top by the shell, or none."""
        return None

    def shown(self) -> None:
        """The page has come into view: ask the lane for what it shows."""

    def left(self) -> None:
        """The page goes out of view: hide what was revealed."""

    def unsaved(self) -> bool:
        """Whether leaving now would lose what the user has typed."""
        return False

    def draft(self) -> Mapping[str, Any] | None:
        """What is typed and not saved, as plain values msgspec can carry, or `None`. Sealed into the vault at lock."""
        return None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show a draft again, as unsaved work."""
