"""Fields where one chooses: a list, a few visible choices, a tick, several ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QSizePolicy, QWidget

from spidesk.ui.fields.field import Field
from spidesk.ui.words.card import Stack
from spidesk.ui.words.labels import Muted

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[T]):
    """One thing to choose: the value, its words, and a line of help under it (radio and ticks only)."""

    value: T
    text: str
    help: str = ""
    enabled: bool = True


class ChoiceField(Field[T | None]):
    """A list that opens. With `empty` (such as "Välj …") nothing is chosen at first and `value()` is `None`."""

    def __init__(
        self,
        label: str,
        choices: Sequence[Choice[T]],
        parent: QWidget | None = None,
        *,
        help: str = "",  # noqa: A002
        optional: bool = False,
        empty: str = "",
    ) -> None:
        super().__init__(label, parent, help=help, optional=optional)
        self._empty = empty
        self._choices: list[Choice[T]] = []
        self.box = _Box(self)
        self.box.currentIndexChanged.connect(self._touched)
        self._put(self.box)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice[T]]) -> None:
        """Offer other choices; what was chosen stays chosen if it is still there."""
        before = self.value()
        self.box.blockSignals(True)
        self.box.clear()
        self._choices = [choice for choice in choices if choice.enabled]
        if self._empty:
            self.box.addItem(self._empty)
        for choice in self._choices:
            self.box.addItem(choice.text)
        self.set_value(before)
        self.box.blockSignals(False)
        if self.value() != before:
            self._touched()

    def value(self) -> T | None:
        """The chosen value, or `None` when none is."""
        at = self.box.currentIndex() - (1 if self._empty else 0)
        return self._choices[at].value if 0 <= at < len(self._choices) else None

    def set_value(self, value: T | None) -> None:
        """Choose `value`; one that is not offered chooses nothing (or the first, without `empty`)."""
        at = next((at for at, choice in enumerate(self._choices) if choice.value == value), None)
        first = 0 if self._empty or self._choices else -1
        self.box.setCurrentIndex(first if at is None else at + (1 if self._empty else 0))

    def clear(self) -> None:
        """Choose nothing."""
        self.set_value(None)


class _Box(QComboBox):
    """A list that does not change by a turn of the wheel while one scrolls the page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumWidth(112)

    def sizeHint(self) -> QSize:
        """Roomy where there is room."""
        return super().sizeHint().expandedTo(QSize(160, 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class RadioField(Field[T | None]):
    """A few choices, all of them seen, each with its own help line."""

    def __init__(
        self,
        label: str,
        choices: Sequence[Choice[T]],
        parent: QWidget | None = None,
        *,
        help: str = "",  # noqa: A002
        optional: bool = False,
    ) -> None:
        super().__init__(label, parent, help=help, optional=optional)
        self._choices = list(choices)
        self._group = QButtonGroup(self)
        self.buttons: list[QRadioButton] = []
        stack = Stack(parent=self, gap=0)
        for at, choice in enumerate(self._choices):
            button = QRadioButton(choice.text, stack)
            button.setEnabled(choice.enabled)
            button.setAccessibleName(f"{label}: {choice.text}" if label else choice.text)
            self._group.addButton(button, at)
            self.buttons.append(button)
            stack.add(button)
            if choice.help:
                stack.add(_under(choice.help, stack))
        self._group.idToggled.connect(self._toggled)
        first = self.buttons[0] if self.buttons else stack
        name = first.accessibleName()
        self._put(first, stack)
        first.setAccessibleName(name)

    def value(self) -> T | None:
        """The chosen value, or `None`."""
        at = self._group.checkedId()
        return self._choices[at].value if at >= 0 else None

    def set_value(self, value: T | None) -> None:
        """Choose `value`; one that is not offered chooses nothing."""
        at = next((at for at, choice in enumerate(self._choices) if choice.value == value), None)
        if at is not None:
            self.buttons[at].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self.buttons:
            button.setChecked(False)
        self._group.setExclusive(True)

    def clear(self) -> None:
        """Choose nothing."""
        self.set_value(None)

    def _marked(self) -> list[QWidget]:
        return [*self.buttons]

    def _describe(self) -> None:
        for button, choice in zip(self.buttons, self._choices, strict=True):
            button.setAccessibleDescription(self._description(choice.help))

    def _toggled(self, _: int, on: bool) -> None:
        if on:
            self._touched()


class TickField(Field[bool]):
    """One thing that is so or not."""

    def __init__(self, label: str, parent: QWidget | None = None, *, help: str = "") -> None:  # noqa: A002
        super().__init__(label, parent, help=help)
        self._label.hide()
        self.box = QCheckBox(label, self)
        self.box.toggled.connect(self._touched)
        self._put(self.box)
        self._column.removeWidget(self._help)
        self._column.insertWidget(2, self._help)
        self._help.setContentsMargins(32, 0, 0, 0)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def set_value(self, value: bool) -> None:
        """Tick or not."""
        self.box.setChecked(value)

    def clear(self) -> None:
        """Take the tick away."""
        self.box.setChecked(False)


class TicksField(Field[tuple[T, ...]]):
    """Several of the same kind; `value()` in the order they are shown."""

    def __init__(
        self,
        label: str,
        choices: Sequence[Choice[T]],
        parent: QWidget | None = None,
        *,
        help: str = "",  # noqa: A002
        optional: bool = False,
    ) -> None:
        super().__init__(label, parent, help=help, optional=optional)
        self._choices: list[Choice[T]] = []
        self.boxes: list[QCheckBox] = []
        self._stack = Stack(parent=self, gap=0)
        self._put(self._stack, self._stack)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice[T]]) -> None:
        """Offer other choices; ticks on those that remain stay."""
        before = self.value()
        self._stack.clear()
        self._choices = list(choices)
        self.boxes = []
        for choice in self._choices:
            box = QCheckBox(choice.text, self._stack)
            box.setEnabled(choice.enabled)
            box.setChecked(choice.value in before)
            box.setAccessibleName(f"{self.name}: {choice.text}" if self.name else choice.text)
            box.toggled.connect(self._touched)
            self.boxes.append(box)
            self._stack.add(box)
            if choice.help:
                self._stack.add(_under(choice.help, self._stack))
        self.setFocusProxy(self.boxes[0] if self.boxes else self._stack)
        self._describe()

    def value(self) -> tuple[T, ...]:
        """Everything ticked."""
        return tuple(choice.value for choice, box in zip(self._choices, self.boxes, strict=True) if box.isChecked())

    def set_value(self, value: tuple[T, ...]) -> None:
        """Tick exactly these."""
        for choice, box in zip(self._choices, self.boxes, strict=True):
            box.setChecked(choice.value in value)

    def clear(self) -> None:
        """Take every tick away."""
        self.set_value(())

    def _marked(self) -> list[QWidget]:
        return [*self.boxes]

    def _describe(self) -> None:
        for box, choice in zip(self.boxes, self._choices, strict=True):
            box.setAccessibleDescription(self._description(choice.help))


def _under(text: str, parent: QWidget) -> Muted:
    """A help line under one choice, in line with its words."""
    line = Muted(text, parent)
    line.setContentsMargins(32, 0, 0, 6)
    return line
