"""The first step: the questions that decide whether anything may be registered at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.intake.rules import Source
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.person.page.words import say
from spidesk.person.rules import Category
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, DateField, RadioField
from spidesk.ui.form import Form
from spidesk.ui.wizard import Step
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.card import Row
from spidesk.vault.ids import CircleId
from spidesk.vault.session import Circle

_NO, _YES = "no", "yes"


class FirstStep(Step):
    """Fingerade personuppgifter first, then how the circle was told, which circle and which category."""

    def __init__(
        self, desk: Desk, circles: Sequence[Circle], blank: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Innan du börjar")
        self.text = self.tr("Registrera bara från telefon, möte eller papper. Kopiera inte in gamla anteckningar.")
        self._desk = desk
        self.form = Form(bar=False)
        self.fingerade = self.form.add(
            "fingerade",
            named(
                RadioField[str](
                    self.tr("Har personen fingerade personuppgifter?"),
                    [
                        Choice(value=_NO, text=self.tr("Nej")),
                        Choice(value=_YES, text=self.tr("Ja, en ny identitet som Polismyndigheten har beslutat om")),
                    ],
                ),
                "intake.fingerade",
            ),
        )
        self.source = named(
            RadioField[str](
                self.tr("Hur kom uppgiften in?"), [Choice(value=one.value, text=word) for one, word in self._sources()]
            ),
            "intake.source",
        )
        self.category = named(
            RadioField[str](
                self.tr("Personen är"), [Choice(value=one.value, text=_spoken(self, one)) for one in Category]
            ),
            "intake.category",
        )
        self.form.add_row(("source", self.source), ("category", self.category))
        self.told_on = named(DateField(self.tr("Uppgiften lämnades")), "intake.told_on")
        self.circle = named(
            ChoiceField[CircleId](
                self.tr("Krets"), [Choice(value=one.id, text=one.name) for one in circles], empty=self.tr("Välj …")
            ),
            "intake.circle",
        )
        self.form.add_row(("told_on", self.told_on), ("circle", self.circle))
        self.blank = marked(
            QuietButton(self.tr("Skriv ut tom blankett till mötet"), icon="print", clicked=blank), "intake.blank"
        )
        self.form.place(Row(self.blank))
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.fingerade.changed.connect(self._say_stop)
        self._only = circles[0].id if len(circles) == 1 else None
        self.begin()

    def begin(self) -> None:
        """Empty but for what is nearly always so: told today, in the only circle."""
        self.form.clear()
        self.form.fill({"told_on": self._desk.today(), "circle": self._only})
        self._say_stop()

    def leave(self, go: Callable[[], None]) -> None:
        """Everything must be answered; fingerade stops here and nothing is kept."""
        if not self.form.check():
            return
        missing = self._missing()
        if missing is not None:
            self.form.refuse(missing)
            return
        go()

    def draft(self) -> dict[str, Any]:
        """The answers as plain values."""
        told = self.told_on.value()
        return {
            "fingerade": self.fingerade.value(),
            "source": self.source.value(),
            "category": self.category.value(),
            "told_on": told.isoformat() if told else None,
            "circle": self.circle.value(),
        }

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft."""
        told = draft.get("told_on")
        self.fingerade.set_value(draft.get("fingerade"))
        self.source.set_value(draft.get("source"))
        self.category.set_value(draft.get("category"))
        self.told_on.set_value(date.fromisoformat(told) if told else None)
        self.circle.set_value(draft.get("circle"))

    def _missing(self) -> Refusal | None:
        if self.fingerade.value() is None:
            return Refusal("intake.fingerade_missing", field="fingerade")
        if self.fingerade.value() == _YES:
            return Refusal("intake.fingerade", field="fingerade")
        told = self.told_on.value()
        answers = (
            (self.source.value(), "intake.source_missing", "source"),
            (self.category.value(), "intake.category_missing", "category"),
            (told, "intake.date_missing", "told_on"),
            (self.circle.value(), "intake.circle_missing", "circle"),
        )
        for value, code, field in answers:
            if value is None:
                return Refusal(code, field=field)
        if told is not None and told > self._desk.today():
            return Refusal("intake.told_future", field="told_on")
        return None

    def _say_stop(self) -> None:
        if self.fingerade.value() == _YES:
            self.fingerade.refuse(wording.text(Refusal("intake.fingerade")))

    def _sources(self) -> tuple[tuple[Source, str], ...]:
        return (
            (Source.PHONE, self.tr("Telefon")),
            (Source.MEETING, self.tr("Möte")),
            (Source.PAPER, self.tr("Papper")),
        )


def _spoken(widget: QWidget, category: Category) -> str:
    return widget.tr("Barn till någon i kretsen") if category is Category.BARN else say(category)
