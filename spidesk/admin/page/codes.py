"""A field for one recovery card: four lines, each checked on its own, so that a slip is told by its line."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui.fields import LongTextField
from spidesk.vault.keys.faults import CodeSlip
from spidesk.vault.keys.recovery import read_code


class CodeField(LongTextField):
    """The four lines of a card as they are printed; blanks, hyphens and small letters are free."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent, longest=400, sensitive=True, rows=5)
        self.lines.setTabChangesFocus(True)
        self.set_help(self.tr("Skriv av kortets fyra rader. Små och stora bokstäver spelar ingen roll."))

    def code(self) -> bytes | None:
        """The code, or None when a line is not as it was printed; the field then says which."""
        try:
            return read_code(self.lines.toPlainText())
        except CodeSlip as slip:
            self.refuse(wording.text(Refusal("app.code_line", line=slip.line)))
            self.control.setFocus()
            return None
