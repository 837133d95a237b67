"""One checklist line: the question, ja, nej or ej aktuellt, and who answered when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from spidesk.intake.rules import Answer, Line
from spidesk.person.page.naming import marked
from spidesk.person.page.words import local
from spidesk.ui.words.card import Row, Stack
from spidesk.ui.words.chips import Chip, ChipKind
from spidesk.ui.words.labels import Muted, PlainLabel
from spidesk.vault.ids import UserId


class LineRow(Stack):
    """``answered(line, answer)`` is called when another answer is pressed."""

    def __init__(
        self,
        line: Line,
        users: dict[UserId, str],
        today: date,
        answered: Callable[[Line, Answer], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent, gap=2)
        self.line = line
        question = PlainLabel(line.text)
        self.add(question)
        self.buttons: dict[Answer, QRadioButton] = {}
        group = QButtonGroup(self)
        row = Row(gap=20)
        for at, (answer, words) in enumerate(self._words()):
            button = QRadioButton(words, row)
            button.setAccessibleName(f"{line.text} {words}")
            button.setChecked(line.answer is answer)
            group.addButton(button)
            button.clicked.connect(lambda _=False, answer=answer: answered(line, answer))
            marked(button, f"intake.line.{line.id}.{answer.value}")
            row.line.insertWidget(at, button)
            self.buttons[answer] = button
        row.line.insertWidget(len(self.buttons), self._state(today))
        self.add(row, Muted(self._told(users)))

    def _state(self, today: date) -> Chip:
        line = self.line
        if line.settled:
            return Chip(ChipKind.OK, self.tr("Klar"))
        if line.due_on < today:
            return Chip(ChipKind.OVERDUE, self.tr("Försenad sedan {day}").format(day=line.due_on.isoformat()))
        return Chip(ChipKind.NEUTRAL, self.tr("Senast {day}").format(day=line.due_on.isoformat()))

    def _told(self, users: dict[UserId, str]) -> str:
        line = self.line
        source = self.tr("Källa: {source}").format(source=line.source)
        if line.answer is None or line.answered_at is None or line.answered_by is None:
            return source
        who = self.tr("Svar {at}, {name}").format(at=local(line.answered_at), name=users.get(line.answered_by, ""))
        still = "" if line.settled else " " + self.tr("Nej: står kvar i Att göra.")
        return f"{who}.{still} {source}"

    def _words(self) -> tuple[tuple[Answer, str], ...]:
        return (
            (Answer.YES, self.tr("Ja")),
            (Answer.NO, self.tr("Nej")),
            (Answer.NOT_APPLICABLE, self.tr("Ej aktuellt")),
        )
