"""Att göra: what waits, by when it is due. Enter on a line opens the place where the work is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent

from spidesk import wording
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.person.rules import DueItem
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField
from spidesk.ui.page import Page
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import ChipKind, EmptyState, Muted, Notice, NoticeKind, QuietButton, Row
from spidesk.worklist import actions
from spidesk.worklist.actions import Source
from spidesk.worklist.rules import Group, arranged, dated, filtered, urgent

_KINDS = {
    Group.FORSENAT: ChipKind.OVERDUE,
    Group.I_DAG: ChipKind.SEKRETESS,
    Group.VECKAN: ChipKind.INFO,
    Group.SENARE: ChipKind.NEUTRAL,
}
_CIRCLE, _ROOM = 3, 4
_WIDE = 860
_ROOM_FOR_SUM = 560
"""Pixels from which circle and room have columns of their own; the filters name them anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table: the title of a group (`count` of it), or one thing to do."""

    group: Group
    count: int = 0
    item: DueItem | None = None


class WorklistPage(Page):
    """Everything that waits for the user. `counted(int)`: how many are late or due today, for the badge."""

    help = "worklist"
    counted = Signal(int)

    def __init__(self, desk: Desk, sources: Sequence[Source]) -> None:
        super().__init__()
        self.title = self.tr("Att göra")
        self.desk = desk
        self._sources = tuple(sources)
        self._items: list[DueItem] = []
        self._several = False
        self.column.setContentsMargins(24, 24, 24, 24)
        self._notice = marked(Notice(NoticeKind.ERROR), "worklist.notice")
        everything = self.tr("Alla")
        self._circle = named(ChoiceField[str](self.tr("Krets"), [], empty=everything), "worklist.circle")
        self._room = named(ChoiceField[str](self.tr("Område"), [], empty=everything), "worklist.room")
        self._again = marked(QuietButton(self.tr("Visa alla"), icon="close", clicked=self._clear), "worklist.clear")
        self._sum = marked(Muted("", wrap=False), "worklist.sum")
        self.table: RowTable[Line] = RowTable(self._columns(), name=self.tr("Att göra"), empty=self._empty())
        self.table.setObjectName("worklist")
        self.table.view.setObjectName("worklist.table")
        self.table.view.setSortingEnabled(False)
        self.table.opened.connect(self._go)
        self._filters = filters = Row(self._circle, self._room, self._again, None, self._sum, gap=16)
        for widget in (self._again, self._sum):
            filters.line.setAlignment(widget, Qt.AlignmentFlag.AlignBottom)
        self.column.addWidget(self._notice)
        self.column.addWidget(filters)
        self.column.addWidget(self.table, 1)
        for field in (self._circle, self._room):
            field.changed.connect(self._refresh)

    def shown(self) -> None:
        """The page has come into view."""
        self.load()

    def load(self) -> None:
        """Gather what waits anew."""
        sources, today = self._sources, self.desk.today()
        self.desk.lane.submit(
            self, lambda vault: actions.gather(vault, sources, today), done=self._show, refused=self._refused
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is: what is to be done is worth more than where it belongs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.table.view.setColumnHidden(_CIRCLE, not self._several or self.width() < _WIDE)
        self.table.view.setColumnHidden(_ROOM, self.width() < _WIDE)
        self._sum.setVisible(self.width() >= _ROOM_FOR_SUM)

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(self.tr("När"), self._when, chip=lambda line: None if line.item else _KINDS[line.group], width=160),
            Column(self.tr("Vad"), lambda line: line.item.title if line.item else ""),
            Column(self.tr("Ärende"), lambda line: line.item.reference if line.item else "", width=140),
            Column(self.tr("Krets"), self._circle_name, width=150),
            Column(self.tr("Område"), lambda line: self._room_name(line.item.room) if line.item else "", width=140),
        ]

    def _empty(self) -> EmptyState:
        return EmptyState(
            self.tr("Inget väntar på dig"),
            self.tr("Här samlas det som ska göras i dina kretsar, och det som har blivit försenat."),
            icon="ok",
        )

    def _show(self, items: list[DueItem]) -> None:
        self._items = items
        self._notice.say("", aloud=False)
        names = {circle.id: circle.name for circle in self.desk.session.circles}
        circles = sorted({item.circle for item in items if item.circle}, key=lambda one: names.get(one, ""))
        self._circle.set_choices([Choice(value=str(one), text=names.get(one, "")) for one in circles])
        rooms = sorted({item.room for item in items}, key=self._room_name)
        self._room.set_choices([Choice(value=one, text=self._room_name(one)) for one in rooms])
        self._circle.setVisible(len(circles) > 1)
        self._several = len(circles) > 1
        self._fit()
        self._filters.setVisible(bool(items))
        self.counted.emit(urgent(items, self.desk.today()))
        self._refresh()

    def _refresh(self) -> None:
        chosen = filtered(self._items, circle=self._circle.value() or "", room=self._room.value() or "")
        lines: list[Line] = []
        for group, items in arranged(chosen, self.desk.today()):
            lines.append(Line(group=group, count=len(items)))
            lines += [Line(group=group, item=item) for item in items]
        self.table.set_rows(lines, keep=lambda line: line.item)
        self.table.view.clearSpans()
        for at, line in enumerate(lines):
            if line.item is None:
                self.table.view.setSpan(at, 0, 1, self.table.model.columnCount())
        current = self.table.current()
        if current is None or current.item is None:
            self.table.choose(lambda line: line.item is not None)
        self._again.setVisible(len(chosen) != len(self._items))
        late = urgent(chosen, self.desk.today())
        text = self.tr("{count} saker, {late} försenade eller i dag") if chosen else ""
        self._sum.setText(text.format(count=len(chosen), late=late))

    def _clear(self) -> None:
        self._circle.clear()
        self._room.clear()

    def _go(self, line: Line) -> None:
        if line.item is not None:
            self.desk.go(line.item.place)

    def _refused(self, refusal: Refusal) -> None:
        self._notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _when(self, line: Line) -> str:
        if line.item is not None:
            return dated(line.item.on) or self.tr("Utan datum")
        title = {
            Group.FORSENAT: self.tr("Försenat"),
            Group.I_DAG: self.tr("I dag"),
            Group.VECKAN: self.tr("Den här veckan"),
            Group.SENARE: self.tr("Senare"),
        }[line.group]
        return f"{title} ({line.count})"

    def _circle_name(self, line: Line) -> str:
        if line.item is None or line.item.circle is None:
            return ""
        wanted = line.item.circle
        return next((one.name for one in self.desk.session.circles if one.id == wanted), "")

    def _room_name(self, room: str) -> str:
        known = {
            "person": self.tr("Skydd"),
            "intake": self.tr("Händelser"),
            "contact": self.tr("Kontaktvägar"),
            "mail": self.tr("Post"),
            "admin": self.tr("Administration"),
        }
        return known.get(room, room.capitalize())
