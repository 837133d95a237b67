"""The typeface of every paper: Roboto, which has all Latin letters with their marks, embedded in the PDF.

A character the typeface lacks is refused before anything is drawn: an empty box on an envelope is a wrong name.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import font_roboto
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from spidesk.refusal import Refusal

REGULAR: Final = "Roboto"
BOLD: Final = "Roboto-Bold"
_FILES: Final = {REGULAR: "Roboto-Regular.ttf", BOLD: "Roboto-Bold.ttf"}
_LOW: Final = frozenset("acegmnopqrsuvwxyzæœøəǝŋ")
"""Letters low enough for a mark that is set at the height of a small letter."""
_BELOW: Final = frozenset({202, 220})
"""Combining classes of the marks that stand under a letter."""
_LOST: Final = "\ufffd"
"""Stands for a sign that some other program could not read: the typeface has it, but it is in nobody's name."""


@cache
def register() -> dict[str, frozenset[int]]:
    """Register the typeface with reportlab, once a process; the code points each face has a glyph for."""
    folder = Path(font_roboto.font_directory)
    glyphs = {}
    for name, file in _FILES.items():
        font = TTFont(name, str(folder / file))
        pdfmetrics.registerFont(font)
        glyphs[name] = frozenset(font.face.charToGlyph)
    return glyphs


def face(bold: bool) -> str:
    """The registered name of the regular or the bold face."""
    register()
    return BOLD if bold else REGULAR


def printable(text: str, *, bold: bool = False, field: str = "") -> str:
    """`text` composed (NFC) and fit to print, or Refusal `documents.no_glyph`.

    Refused are control characters, direction marks, the sign of a lost letter, anything the typeface has no glyph for,
    and a loose mark with no composed form where the typeface would set it wrong: over a capital, an ascender or another
    mark.
    """
    whole = unicodedata.normalize("NFC", text)
    known = register()[face(bold)]
    before = " "
    for one in whole:
        kind = unicodedata.category(one)
        unfit = one == _LOST or kind[0] == "C" or (kind[0] == "M" and not _carries(before, one))
        if unfit or ord(one) not in known:
            raise Refusal("documents.no_glyph", field=field)
        before = one
    return whole


def _carries(letter: str, mark: str) -> bool:
    """Whether the typeface sets a loose `mark` rightly on `letter`."""
    if not letter.isalpha() or len(unicodedata.normalize("NFD", letter)) > 1:
        return False
    return unicodedata.combining(mark) in _BELOW or letter in _LOW


def width(text: str, *, size: float, bold: bool = False) -> float:
    """How wide `text` prints, in millimetres, at `size` points."""
    points: float = pdfmetrics.stringWidth(text, face(bold), size)
    return points * 25.4 / 72


def fold(text: str, *, room: float, size: float, bold: bool = False, field: str = "") -> tuple[str, ...]:
    """`text` in lines no wider than `room` millimetres, broken between words or after a hyphen.

    Never inside a word, nor between a word and its number. Refusal `documents.too_wide` when one word alone is wider
    than the room.
    """
    lines: list[str] = []
    current = ""
    for word in _pieces(printable(text, bold=bold, field=field)):
        if current and width((current + word).rstrip(), size=size, bold=bold) > room:
            lines.append(current.rstrip())
            current = ""
        current += word if current else word.lstrip()
        if width(current.rstrip(), size=size, bold=bold) > room:
            raise Refusal("documents.too_wide", field=field)
    if current.strip():
        lines.append(current.rstrip())
    return tuple(lines)


def _pieces(text: str) -> list[str]:
    """The shortest pieces a line may be broken between, each with the space or hyphen that ends it.

    A number stays with the word before it unless a comma parts them: "Box 12", "123 45", "Storgatan 7" are not broken.
    """
    pieces: list[str] = []
    piece = ""
    for one, after in zip(text, (*text[1:], ""), strict=True):
        piece += one
        glued = one == " " and after.isdigit() and not piece.endswith(", ")
        if one in " -\u2010" and piece.strip() and not glued:
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces
