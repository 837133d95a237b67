"""Where the files that come with the program stand: word list, forms, icons, texts.

In a source tree they are `resources/` beside the package; in an installed package they are `spidesk/_shipped/`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder of shipped files. Raises `FileNotFoundError` when the installation is not whole."""
    package = Path(__file__).resolve().parent
    for candidate in (package / "_shipped", package.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("shipped files are missing")


def path(*parts: str) -> Path:
    """The path of one shipped file, named by its parts below the root."""
    return root().joinpath(*parts)


def text(*parts: str) -> str:
    """The text (UTF-8) of one shipped file."""
    return path(*parts).read_text(encoding="utf-8")
