"""Printing as the app offers it to pages: the system's queue, what this workstation remembers of feeds, the dialog.

What is remembered is how a printer takes a sheet and where it draws on it, never what was drawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from spidesk.app.workstation import settings
from spidesk.person.page.queue import system_queue
from spidesk.ui.press import Press
from spidesk.ui.printing import Paper, PrintDialog, PrintQueue
from spidesk.ui.printing.feed import Edge, Feed

_FARTHEST = 50.0
_MOST = 200


class RememberedOffsets:
    """How each sheet is fed through each printer, beside the settings and under the same rules.

    An older program kept two numbers for each, right and down; they are read as they are.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or settings.file().with_name("offsets.json")
        self._known = self._read()

    def feed(self, printer: str, sheet: str) -> Feed | None:
        """How this sheet is fed through this printer; nothing when no one has said."""
        return self._known.get(f"{printer}\n{sheet}")

    def keep_feed(self, printer: str, sheet: str, feed: Feed) -> None:
        """Remember it, with the drawing moved five centimetres at most."""
        key = f"{printer}\n{sheet}"
        if max(abs(feed.right_mm), abs(feed.down_mm)) <= _FARTHEST and (len(self._known) < _MOST or key in self._known):
            self._known[key] = feed
            settings.write_whole(self._file, {name: asdict(one) for name, one in self._known.items()})

    def _read(self) -> dict[str, Feed]:
        try:
            found = json.loads(self._file.read_bytes()[: 128 * 1024])
            return {str(key): _feed(value) for key, value in found.items()}
        except (OSError, ValueError, AttributeError, TypeError, KeyError):
            return {}


def _feed(value: Any) -> Feed:
    if not isinstance(value, dict):
        right, down = (_near(one) for one in value)
        return Feed(right_mm=right, down_mm=down)
    bare = Feed()
    return Feed(
        lying=value.get("lying", bare.lying) is True,
        edge=Edge(value.get("edge", bare.edge)),
        face_up=value.get("face_up", bare.face_up) is True,
        turned=value.get("turned", bare.turned) is True,
        upside_down=value.get("upside_down", bare.upside_down) is True,
        right_mm=_near(value.get("right_mm", 0.0)),
        down_mm=_near(value.get("down_mm", 0.0)),
    )


def _near(value: Any) -> float:
    return round(max(-_FARTHEST, min(_FARTHEST, float(value))), 1)


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
