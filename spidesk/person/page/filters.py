"""The line above the list: what may be filtered by, which is open columns only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from spidesk.person.actions import ListRow
from spidesk.person.page.naming import named
from spidesk.person.page.words import say
from spidesk.person.rules import Category, Skydd, Status
from spidesk.ui.fields import Choice, ChoiceField, Field, SearchField, TickField
from spidesk.ui.words.card import Row
from spidesk.ui.words.flow import Flow

_ALL = "all"


class Filters(QWidget):
    """``changed`` when other lines are to be shown. Active people to begin with."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(1)  # so that a window can be made narrow enough for two lines
        self.search = named(SearchField(self.tr("Filtrera på ärendenummer")), "people.search")
        self.search.setMinimumWidth(230)
        self.category = named(
            ChoiceField[str](
                "", [Choice(value=one.value, text=say(one)) for one in Category], empty=self.tr("Alla kategorier")
            ),
            "people.category",
        )
        self.level = named(
            ChoiceField[str](
                "", [Choice(value=one.value, text=say(one)) for one in Skydd], empty=self.tr("Alla skydd")
            ),
            "people.level",
        )
        everyone = Choice(value=_ALL, text=self.tr("Alla, även avslutade"))
        self.status = named(
            ChoiceField[str]("", [*(Choice(value=one.value, text=say(one)) for one in Status), everyone]),
            "people.status",
        )
        self.mine = named(TickField(self.tr("Bara mina")), "people.mine")
        self.category.control.setAccessibleName(self.tr("Kategori"))
        self.level.control.setAccessibleName(self.tr("Skydd"))
        self.status.control.setAccessibleName(self.tr("Status"))
        for chosen in (self.category, self.level, self.status):
            chosen.setMinimumWidth(130)
        fields: tuple[Field[Any], ...] = (self.search, self.category, self.level, self.status, self.mine)
        for one in fields:
            one.changed.connect(self.changed)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(12)
        self._lines.addWidget(Flow(self.search, self.mine, gap=12))
        self._lines.addWidget(Row(self.category, self.level, self.status, gap=12, fill=True), 1)

    def set_narrow(self, narrow: bool) -> None:
        """Two lines when there is no room for one."""
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def keeps(self) -> Callable[[ListRow], bool]:
        """Whether a line is to be shown, as the filters stand now."""
        typed = self.search.value().casefold().replace(" ", "")
        category, level = self.category.value(), self.level.value()
        status, mine = self.status.value() or Status.ACTIVE.value, self.mine.value()

        def keep(row: ListRow) -> bool:
            return (
                (status in (_ALL, row.status.value))
                and (not typed or typed in row.reference.casefold())
                and (category is None or row.category.value == category)
                and (level is None or row.level.value == level)
                and (not mine or row.mine)
            )

        return keep
