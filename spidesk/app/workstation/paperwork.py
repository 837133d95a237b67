"""Printing as the app offers it to pages: the system's queue, the offsets this workstation remembers, the dialog.

What is remembered is where a printer draws on a sheet, never what was drawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from spidesk.app.workstation import settings
from spidesk.person.page.queue import system_queue
from spidesk.ui.press import Press
from spidesk.ui.printing import Paper, PrintDialog, PrintQueue

_FARTHEST = 50.0
_MOST = 200


class RememberedOffsets:
    """The offsets by printer and sheet, beside the settings and under the same rules."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or settings.file().with_name("offsets.json")
        self._known = self._read()

    def offset(self, printer: str, sheet: str) -> tuple[float, float]:
        """Right and down in millimetres; (0, 0) when none is saved."""
        return self._known.get(f"{printer}\n{sheet}", (0.0, 0.0))

    def keep_offset(self, printer: str, sheet: str, right: float, down: float) -> None:
        """Remember it, within five centimetres."""
        if max(abs(right), abs(down)) <= _FARTHEST and (
            len(self._known) < _MOST or f"{printer}\n{sheet}" in self._known
        ):
            self._known[f"{printer}\n{sheet}"] = (right, down)
            settings.write_whole(self._file, self._known)

    def _read(self) -> dict[str, tuple[float, float]]:
        try:
            found = json.loads(self._file.read_bytes()[: 64 * 1024])
            return {str(key): _pair(value) for key, value in found.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}


def _pair(value: Sequence[float]) -> tuple[float, float]:
    right, down = (max(-_FARTHEST, min(_FARTHEST, float(one))) for one in value)
    return right, down


def print_papers(
    parent: QWidget,
    papers: Sequence[Paper],
    *,
    press: Press,
    queue: PrintQueue | None,
    file_name: str,
    printed: Callable[[], object],
) -> PrintDialog:
    """Open the print dialog; `printed` when a paper came out or was saved. Without `queue`, the computer's own."""
    dialog = PrintDialog(
        papers,
        queue=queue or system_queue(),
        press=press,
        file_name=file_name,
        offsets=RememberedOffsets(),
        parent=parent,
    )
    dialog.setObjectName("printing")
    dialog.printed.connect(lambda _key, _copies: printed())
    dialog.saved.connect(lambda _key: printed())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
