"""The question asked when free text looks like an address, a number, a school or a place."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui import ask

GUARD = "person.text_guard"
"""The code of the refusal that this question answers."""


def keep_anyway(parent: QWidget, refusal: Refusal) -> bool:
    """Does the writer keep the text? False: they go back and change it."""
    return ask.confirm(
        parent,
        parent.tr("Kan texten röja personen?"),
        wording.text(refusal),
        yes=parent.tr("Spara ändå"),
        no=parent.tr("Ändra texten"),
    )
