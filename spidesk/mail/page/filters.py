"""What the ledger shows: a state in one choice, and kind, days of posting and words when unfolded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from spidesk.mail.page import words
from spidesk.mail.rules.order import Kind, State
from spidesk.person.page.naming import marked, named
from spidesk.ui.fields import Choice, ChoiceField, DateField, SearchField
from spidesk.ui.words import Flow, QuietButton, Row, Stack

STATES: Final[dict[str, tuple[State, ...]]] = {
    "todo": (State.ORDERED, State.PRINTED, State.MATCHED),
    "ordered": (State.ORDERED,),
    "printed": (State.PRINTED,),
    "matched": (State.MATCHED,),
    "posted": (State.POSTED,),
    "returned": (State.RETURNED, State.RESENT),
    "done": (State.DONE, State.CANCELLED),
    "all": tuple(State),
}
_TYPING_MS: Final = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for."""

    states: tuple[State, ...]
    kinds: tuple[Kind, ...] | None = None
    posted: tuple[date | None, date | None] = (None, None)
    text: str = ""

    @property
    def narrow(self) -> bool:
        """Whether more than the state narrows the list."""
        return self.kinds is not None or self.posted != (None, None) or bool(self.text)


class Filters(Stack):
    """`changed`: read again with `wanted`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=8)
        tr = self.tr
        self.state: ChoiceField[str] = named(ChoiceField(tr("Visa"), self._choices({})), "post.filter")
        self.text = named(SearchField(tr("Uppdrag, bunt eller rek-nummer"), sensitive=False), "post.text")
        kinds = [Choice(value=one, text=text) for one, text in words.kinds().items()]
        self.kind: ChoiceField[Kind] = named(ChoiceField(tr("Sändning"), kinds, empty=tr("Alla")), "post.kind")
        self.first = named(DateField(tr("Postat från"), optional=True), "post.from")
        self.last = named(DateField(tr("Postat till"), optional=True), "post.to")
        self.more = marked(QuietButton(tr("Fler filter"), icon="filter", clicked=self._unfold), "post.more")
        self.none = marked(QuietButton(tr("Rensa"), icon="close", clicked=self.clear), "post.clear")
        self._fold = Stack(self.text, Flow(self.kind, self.first, self.last, self.none, gap=16), gap=8)
        self._fold.hide()
        row = Row(self.state, self.more, grow=self.state)
        row.line.setAlignment(self.more, Qt.AlignmentFlag.AlignBottom)
        self.add(row, self._fold)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        for field in (self.state, self.kind):
            field.changed.connect(self.changed)
        for typed in (self.text, self.first, self.last):
            typed.changed.connect(self._typing.start)

    @property
    def wanted(self) -> Wanted:
        """What stands in the fields; a day half typed asks for nothing."""
        kind = self.kind.value()
        return Wanted(
            states=STATES[self.state.value() or "todo"],
            kinds=(kind,) if kind is not None else None,
            posted=(self.first.value(), self.last.value()),
            text=self.text.value(),
        )

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self.state.value() == "all" and not self.wanted.narrow

    def count(self, counts: Mapping[State, int]) -> None:
        """How many there are in each state."""
        self.state.blockSignals(True)
        self.state.set_choices(self._choices(counts))
        self.state.blockSignals(False)

    def show_everything(self) -> None:
        """Leave nothing out."""
        self.state.blockSignals(True)
        self.state.set_value("all")
        self.state.blockSignals(False)
        self.clear()

    def clear(self) -> None:
        """Narrow by nothing but the state."""
        fields = (self.text, self.kind, self.first, self.last)
        for field in fields:
            field.blockSignals(True)
        self.text.clear()
        self.kind.clear()
        self.first.clear()
        self.last.clear()
        for field in fields:
            field.blockSignals(False)
        self.changed.emit()

    def _unfold(self) -> None:
        opened = self._fold.isHidden()
        self._fold.setVisible(opened)
        self.more.set_words(self.tr("Färre filter") if opened else self.tr("Fler filter"))
        if opened:
            self.text.take_focus()
        elif self.wanted.narrow:
            self.clear()

    def _choices(self, counts: Mapping[State, int]) -> list[Choice[str]]:
        tr = self.tr
        titles = {
            "todo": tr("Att göra"),
            "ordered": tr("Att skriva ut"),
            "printed": tr("Att läsa av"),
            "matched": tr("Att posta"),
            "posted": tr("Postade"),
            "returned": tr("Returer"),
            "done": tr("Avslutade och återkallade"),
            "all": tr("Alla"),
        }
        return [
            Choice(value=key, text=f"{title} ({sum(counts.get(state, 0) for state in STATES[key])})")
            for key, title in titles.items()
        ]
