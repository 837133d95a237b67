"""Where the window of this office's envelopes lies: four measures, nothing about anybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from spidesk.app.workstation import settings

_KEYS: Final = ("left", "top", "width", "height")
_FARTHEST: Final = 297.0
_LARGEST: Final = 4 * 1024


class RememberedWindow:
    """The place beside the settings, and under the same rules."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or settings.file().with_name("window.json")

    def window(self) -> dict[str, float] | None:
        """Millimetres by left, top, width and height; nothing when no one has said, or what is kept is no place."""
        try:
            found = json.loads(self._file.read_bytes()[:_LARGEST])
            place = {key: float(found[key]) for key in _KEYS}
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return place if all(0 <= one <= _FARTHEST for one in place.values()) else None

    def keep_window(self, place: dict[str, float]) -> None:
        """Remember it."""
        settings.write_whole(self._file, {key: float(place[key]) for key in _KEYS})
