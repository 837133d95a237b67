"""What this workstation remembers between starts: an allow-list of choices, never anything about a person.

The file lies in the user's own configuration folder, readable by that user only. A file that is damaged or holds more
than the list is read as far as it is known; the rest is forgotten at the next save.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

THEMES = ("system", "light", "dark")
IDLE_CHOICES = (60, 180, 300, 600)
_LARGEST_FILE = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The allow-list.

    `vault` is the folder opened last (absolute path, or empty), `theme` one of `THEMES`, `idle_seconds` how long
    nobody may touch the program before it locks, `width` and `height` the window's size in device-independent pixels
    (0: as the screen allows). Who logged in is not remembered.
    """

    vault: str = ""
    theme: str = "system"
    idle_seconds: int = 180
    width: int = 0
    height: int = 0


def _path_like(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 4096 and value.isprintable()


def _size(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 20_000


_ALLOWED: dict[str, Callable[[Any], bool]] = {
    "vault": _path_like,
    "theme": lambda value: value in THEMES,
    "idle_seconds": lambda value: type(value) is int and value in IDLE_CHOICES,
    "width": _size,
    "height": _size,
}


def file() -> Path:
    """Where the settings lie on this workstation."""
    return platformdirs.user_config_path("spidesk", appauthor=False) / "settings.json"


def load() -> Settings:
    """Read the settings; what is missing, unknown or out of bounds is as it was when the program was new."""
    try:
        raw = file().read_bytes()[:_LARGEST_FILE]
        known = json.loads(raw)
    except (OSError, ValueError):
        return Settings()
    if not isinstance(known, dict):
        return Settings()
    names = {one.name for one in fields(Settings)}
    return Settings(**{name: known[name] for name in names & known.keys() if _ALLOWED[name](known[name])})


def save(settings: Settings) -> None:
    """Keep the settings, whole or not at all. A folder that cannot be written only means they are asked for again."""
    write_whole(file(), asdict(settings))


def write_whole(target: Path, content: Mapping[str, Any]) -> None:
    """Write a small file of this workstation's own, for its user alone, in one step; or leave it as it was."""
    with contextlib.suppress(OSError):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(content, stream, ensure_ascii=False, indent=1)
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
