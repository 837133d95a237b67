"""The header card of a person's page: reference, protection, validity, handlers, and the masked identity."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from spidesk.person import actions
from spidesk.person.actions import Overview
from spidesk.person.identity import shown
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.page.words import local, protection_chip, say, until
from spidesk.person.rules import Identity, PersonRef, Status
from spidesk.refusal import Refusal
from spidesk.ui.masked import Masked
from spidesk.ui.words.card import Card, Row, Stack
from spidesk.ui.words.chips import Chip, ChipKind
from spidesk.ui.words.labels import Heading, Muted, PlainLabel


class Header(Card):
    """Shows open columns; the name and the numbers only while "Visa" lasts, each showing logged.

    ``refused`` hears a refusal of a showing, so that the page can ask for a reason again.
    """

    def __init__(
        self, desk: Desk, person: PersonRef, refused: Callable[[Refusal], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent, gap=10)
        self.column.setContentsMargins(24, 16, 24, 16)
        self._desk = desk
        self._person = person
        self._refused = refused
        self._top = Row(gap=12)
        self._facts = Row(gap=32)
        self.name = marked(Masked(self.tr("Namn"), lambda show: self._ask(self.name, _name, show)), "person.name")
        self.number = marked(
            Masked(self.tr("Nummer"), lambda show: self._ask(self.number, _numbers, show), copyable=True),
            "person.number",
        )
        marked(self.name.button, "person.reveal")
        marked(self.number.button, "person.reveal.number")
        identity = Row(self.name, self.number, gap=48)
        for row in (self._top, self._facts, identity):
            row.setMinimumWidth(1)  # a long name is cut before it widens the window
        self.add(self._top, self._facts, identity)

    def show_overview(self, overview: Overview) -> None:
        """Show what the open columns say now."""
        standing = overview.standing
        self._replace(self._top, Heading(standing.reference))
        self._top.line.insertWidget(1, Chip(*protection_chip(standing.level, standing.state)))
        if standing.status is not Status.ACTIVE:
            self._top.line.insertWidget(2, Chip(ChipKind.NEUTRAL, say(standing.status)))
        if standing.held:
            self._top.line.insertWidget(2, Chip(ChipKind.INFO, self.tr("Gallringsstopp")))
        if standing.open_until is not None:
            ends = self.tr("Öppen för dig till {time}").format(time=local(standing.open_until)[-5:])
            self._top.line.insertWidget(2, Chip(ChipKind.INFO, ends))
        handlers = ", ".join(sorted(overview.users.get(user, "") for user in standing.handlers))
        self._replace(
            self._facts,
            _fact(self.tr("Gäller till"), until(standing.valid_until)),
            _fact(self.tr("Handläggare"), handlers),
            _fact(self.tr("Kategori"), say(standing.category)),
            _fact(self.tr("Krets"), overview.circle_name),
        )

    def set_low(self, low: bool) -> None:
        """In a low window the line of facts is left to Översikt."""
        self._facts.setVisible(not low)

    def needs(self, width: int) -> int:
        """The height in pixels that shows all of it."""
        return max(self.column.heightForWidth(width), self.column.sizeHint().height())

    def hide_identity(self) -> None:
        """Dots again, at once."""
        self.name.hide_value()
        self.number.hide_value()

    def _replace(self, row: Row, *widgets: QWidget) -> None:
        while (item := row.line.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for widget in widgets:
            row.line.addWidget(widget)
        row.line.addStretch(1)

    def _ask(self, masked: Masked, part: Callable[[Identity], str], show: Callable[[str], None]) -> None:
        person = self._person.id

        def refused(refusal: Refusal) -> None:
            masked.refused()
            self._refused(refusal)

        self._desk.lane.submit(
            self,
            lambda vault: part(actions.reveal(vault, person).value),
            done=lambda text: show(text or self.tr("saknas")),
            refused=refused,
        )


def _name(identity: Identity) -> str:
    """The name and, where there is one, the alias."""
    return f"{identity.name} ({identity.alias})" if identity.alias else identity.name


def _numbers(identity: Identity) -> str:
    return ", ".join(shown(number) for number in identity.numbers)


def _fact(name: str, value: str) -> QWidget:
    label = PlainLabel(value, wrap=False)
    label.setAccessibleName(f"{name}: {value}")
    return Stack(Muted(name, wrap=False), label, gap=0)
