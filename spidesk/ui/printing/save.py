"""Saving a paper outside the vault: the warning and the place; `file` writes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from spidesk.ui.ask import confirm


def warned(parent: QWidget) -> bool:
    """Whether the user wants it after being told what it means."""
    text = _tr(
        "Filen blir inte krypterad och kan läsas av alla som kommer åt den. Spara bara om du måste, "
        "och ta bort filen när du är klar. Att du sparar loggas."
    )
    return confirm(parent, _tr("Spara utanför valvet?"), text, yes=_tr("Spara PDF"), danger=True)


def ask_where(parent: QWidget, name: str) -> str:
    """Where the user wants it; "" when nowhere."""
    return QFileDialog.getSaveFileName(parent, _tr("Spara PDF"), str(Path.home() / name), "PDF (*.pdf)")[0]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PrintDialog", text)
