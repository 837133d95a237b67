"""Names for what a test or a journey presses in the print dialog."""

from __future__ import annotations

from spidesk.person.page.naming import marked
from spidesk.ui.printing import PrintDialog


def name_dialog(dialog: PrintDialog, name: str) -> PrintDialog:
    """`name.print`, `name.save` and so on; a paper's choice is `name.<key>`."""
    marked(dialog, name)
    marked(dialog.print, f"{name}.print")
    marked(dialog.save, f"{name}.save")
    marked(dialog.shut, f"{name}.close")
    marked(dialog.setup.printer.control, f"{name}.printer")
    marked(dialog.talk.yes, f"{name}.yes")
    marked(dialog.talk.no, f"{name}.no")
    marked(dialog.talk.unknown, f"{name}.unknown")
    for key, button in zip(dialog.papers, dialog.which.buttons, strict=True):
        marked(button, f"{name}.{key}")
    return dialog
