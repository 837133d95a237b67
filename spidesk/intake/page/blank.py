"""Printing the blank form: made on the press, shown from memory, no personal data on it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.documents.formats import A4
from spidesk.intake.document import blank_form
from spidesk.person.page.desk import Desk
from spidesk.refusal import Refusal
from spidesk.ui.printing import Paper, PrintDialog, PrintQueue


def print_blank(desk: Desk, queue: PrintQueue, parent: QWidget) -> None:
    """Make the form and open the print dialog over ``parent``."""

    def show(pdf: bytes) -> None:
        paper = Paper(
            key="intake",
            name=parent.tr("Underlag vid möte"),
            sheet=parent.tr("A4-ark"),
            width=A4.width,
            height=A4.height,
            envelope=False,
            pdf=pdf,
        )
        dialog = PrintDialog([paper], queue=queue, press=desk.press, file_name="spidesk-underlag", parent=parent)
        dialog.setObjectName("intake.print")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def refused(refusal: Refusal) -> None:
        desk.say(wording.text(refusal), "error")

    desk.press.submit(parent, blank_form, done=show, refused=refused)
