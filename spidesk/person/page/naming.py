"""Object names, so that a test or a journey finds the widget it drives: "intake.number", "person.reveal"."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtWidgets import QComboBox, QWidget

from spidesk.ui.fields import ChoiceField, DateField, Field, RadioField, TicksField

F = TypeVar("F", bound=Field[Any])
W = TypeVar("W", bound=QWidget)


def named(field: F, name: str) -> F:
    """Name the control a user types or presses in; radio buttons and ticks get ``name.<value>``.

    The field itself is called ``name.field``, the calendar button of a date ``name.pick``.
    """
    field.setObjectName(f"{name}.field")
    if isinstance(field, RadioField | TicksField):
        buttons = field.buttons if isinstance(field, RadioField) else field.boxes
        for choice, button in zip(field._choices, buttons, strict=True):
            button.setObjectName(f"{name}.{choice.value}")
        return field
    field.control.setObjectName(name)
    if isinstance(field, DateField):
        field.pick.setObjectName(f"{name}.pick")
    if isinstance(field, ChoiceField) and isinstance(field.control, QComboBox):
        field.control.view().setObjectName(f"{name}.list")
    return field


def marked(widget: W, name: str) -> W:
    """Name a button or another widget that is no field."""
    widget.setObjectName(name)
    return widget
