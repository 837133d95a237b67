"""Questions before something that matters: Swedish buttons, the safe answer first in line, Escape is always no."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from spidesk.ui.fields.text import LongTextField
from spidesk.ui.words.buttons import DangerButton, PrimaryButton, QuietButton
from spidesk.ui.words.labels import PlainLabel, Subheading


class Question(QDialog):
    """A question with its answers; `answer` is the key of the one pressed, "" for Escape."""

    def __init__(
        self,
        title: str,
        text: str,
        answers: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        danger: str = "",
    ) -> None:
        super().__init__(parent)
        self.answer = ""
        self.setWindowTitle(self.tr("spidesk"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setMinimumWidth(440)
        self.setMaximumWidth(620)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 24, 28, 24)
        self.column.setSpacing(12)
        self.column.addWidget(Subheading(title, self))
        self.column.addWidget(PlainLabel(text, self))
        self.inside = QVBoxLayout()
        self.column.addLayout(self.inside)
        line = QHBoxLayout()
        line.setContentsMargins(0, 12, 0, 0)
        line.setSpacing(8)
        line.addStretch(1)
        self.buttons: dict[str, PrimaryButton | QuietButton | DangerButton] = {}
        for at, (key, words) in enumerate(answers):
            last = at == len(answers) - 1
            make = DangerButton if key == danger else PrimaryButton if last and not danger else QuietButton
            button = make(words, self)
            button.setObjectName(f"ask.{key}")
            button.clicked.connect(lambda _=False, key=key: self._answered(key))
            line.addWidget(button)
            self.buttons[key] = button
        self.column.addLayout(line)
        first = next(iter(self.buttons.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self, key: str) -> None:
        self.answer = key
        self.accept()


def confirm(parent: QWidget, title: str, text: str, *, yes: str, no: str = "", danger: bool = False) -> bool:
    """Ask and wait. `yes` says what will happen ("Ta bort"), never only "Ja"."""
    question = Question(
        title,
        text,
        [("no", no or parent.tr("Avbryt")), ("yes", yes)],
        parent,
        danger="yes" if danger else "",
    )
    question.exec()
    answer = question.answer
    question.deleteLater()
    return answer == "yes"


def choose(parent: QWidget, title: str, text: str, answers: Sequence[tuple[str, str]]) -> str:
    """Ask with several answers `(key, words)`; the key, or "" for Escape."""
    question = Question(title, text, answers, parent)
    question.exec()
    answer = question.answer
    question.deleteLater()
    return answer


def leave_unsaved(parent: QWidget) -> str:
    """Ask before unsaved work is lost: "save", "drop" or "" to stay."""
    return choose(
        parent,
        parent.tr("Du har inte sparat"),
        parent.tr("Det du har skrivit här är inte sparat. Vad vill du göra?"),
        [("", parent.tr("Stanna kvar")), ("drop", parent.tr("Släng ändringarna")), ("save", parent.tr("Spara"))],
    )


class Reason(Question):
    """A question that wants a reason in words; the answer button works only when something is written."""

    def __init__(
        self,
        title: str,
        text: str,
        parent: QWidget | None = None,
        *,
        label: str,
        yes: str,
        no: str = "",
        longest: int = 500,
    ) -> None:
        super().__init__(title, text, [("no", no or "Avbryt"), ("yes", yes)], parent)
        self.buttons["no"].set_words(no or self.tr("Avbryt"))
        self.field = LongTextField(label, self, longest=longest, sensitive=True, rows=3)
        self.inside.addWidget(self.field)
        self.field.setFocus()

    def _answered(self, key: str) -> None:
        if key == "yes" and not self.field.value():
            self.field.refuse(self.tr("Skriv varför."))
            self.field.take_focus()
            return
        super()._answered(key)


def ask_reason(parent: QWidget, title: str, text: str, *, label: str, yes: str, longest: int = 500) -> str | None:
    """Ask for a reason; `None` when the user turned back."""
    asked = Reason(title, text, parent, label=label, yes=yes, longest=longest)
    asked.exec()
    reason = asked.field.value() if asked.answer == "yes" else None
    asked.field.clear()
    asked.deleteLater()
    return reason
