"""What every field is: label above, help, the control, and a line for what is wrong.

A refusal stands beside the field, is said aloud and becomes the control's description until the user changes the
value. The control keeps what it shows.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spidesk.ui.look import theme
from spidesk.ui.words.announce import announce
from spidesk.ui.words.labels import IconMark, Muted, PlainLabel

T = TypeVar("T")


class _Wrong(QWidget):
    """The line for what is wrong; most fields never need one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.mark(self, "plain")
        self.words = PlainLabel("", self, kind="error")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(IconMark("error", self, colour="on_error", size=18), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)


class Field(QWidget, Generic[T]):
    """The common part; a subclass calls `_put(control)` once and gives `value` and `set_value`.

    `changed` comes when the user (or `set_value`) has changed the value.
    """

    changed = Signal()

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        help: str = "",  # noqa: A002
        optional: bool = False,
    ) -> None:
        super().__init__(parent)
        self.name = label
        self.optional = optional
        self._control: QWidget | None = None
        self._refused = ""
        shown = self.tr("{label} (frivilligt)").format(label=label) if optional else label
        self._label = PlainLabel(shown, self)
        theme.scaled(self._label, 1.0, bold=True)
        self._label.setVisible(bool(label))
        self._help = Muted(help, self)
        self._help.setVisible(bool(help))
        self._wrong: _Wrong | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._label)
        self._column.addWidget(self._help)
        self._column.addStretch(1)

    @property
    def control(self) -> QWidget:
        """The widget that takes the keyboard."""
        if self._control is None:
            raise LookupError("a field without a control")
        return self._control

    @property
    def refused(self) -> str:
        """The refusal shown beside the field, or ""."""
        return self._refused

    def value(self) -> T:
        """The value as it is stored."""
        raise LookupError("a field without a value")

    def set_value(self, value: T) -> None:
        """Show `value`."""
        raise LookupError("a field without a value")

    def clear(self) -> None:
        """Empty the field."""
        raise LookupError("a field without a value")

    def problem(self) -> str:
        """What the field itself finds wrong with what stands in it, in Swedish, or ""."""
        return ""

    def check(self) -> bool:
        """Whether what stands in the field can be read; if not, says so beside it."""
        problem = self.problem()
        if problem:
            self.refuse(problem)
        return not problem

    def refuse(self, text: str) -> None:
        """Show `text` beside the field and say it aloud. An empty text takes the refusal away."""
        self._refused = text
        if text and self._wrong is None:
            self._wrong = _Wrong(self)
            self._column.insertWidget(self._column.count() - 1, self._wrong)
        if self._wrong is not None:
            self._wrong.words.setText(text)
            self._wrong.setVisible(bool(text))
        for widget in self._marked():
            theme.mark(widget, "true" if text else "false", name="wrong")
        self._describe()
        if text:
            announce(self.control, f"{self.name}: {text}", urgent=True)

    def take_focus(self) -> None:
        """Move the keyboard here and bring the field into view."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_help(self, text: str) -> None:
        """Change the help line."""
        self._help.setText(text)
        self._help.setVisible(bool(text))
        self._describe()

    def set_label(self, text: str) -> None:
        """Change the label, for eyes and ears."""
        self.name = text
        self._label.setText(self.tr("{label} (frivilligt)").format(label=text) if self.optional else text)
        self.control.setAccessibleName(text)

    def _put(self, control: QWidget, beside: QWidget | None = None, *, stretch: int = 1) -> None:
        """Place the control (in `beside` when it has company) between help and refusal, and name it."""
        self._control = control
        place = beside if beside is not None else control
        self._column.insertWidget(2, place)
        self._label.setBuddy(control)
        control.setAccessibleName(self.name)
        self.setFocusProxy(control)
        self._describe()

    def _marked(self) -> list[QWidget]:
        """The widgets that get a red edge."""
        return [self.control]

    def _describe(self) -> None:
        self.control.setAccessibleDescription(self._description())

    def _description(self, own: str = "") -> str:
        """What the screen reader says after the name: help, what is special to this choice, what is wrong."""
        wrong = self.tr("Fel: {text}").format(text=self._refused) if self._refused else ""
        return " ".join(part for part in (own, self._help.text(), wrong) if part)

    def _touched(self) -> None:
        """The user changed the value: an old refusal no longer holds."""
        if self._refused:
            self.refuse("")
        self.changed.emit()
