"""Pages with a millimetre cross or the outline of labels, to find out how far beside what was asked a printer prints.

No personal data.
"""

from __future__ import annotations

from typing import Final

from spidesk.documents import fonts
from spidesk.documents.formats import Box, Format
from spidesk.documents.labels import LabelSheet
from spidesk.documents.sheet import MARGIN, Sheet, line_height
from spidesk.refusal import Refusal

_ARM: Final = 20
"""Millimetres each way from the middle of the cross."""
_SIZE: Final = 9.0
_SMALLER: Final = 7.0


def make(paper: Format) -> bytes:
    """The test page of a format as PDF: a cross in the middle, a frame ten millimetres from every edge."""
    sheet = Sheet(paper)
    across, down = paper.width / 2, paper.height / 2
    edge = 2 * MARGIN
    arm = min(_ARM, int(min(across, down) - edge))
    sheet.line(across - arm, down, across + arm, down)
    sheet.line(across, down - arm, across, down + arm)
    for step in range(-arm, arm + 1):
        tick = 3.0 if step % 10 == 0 else 2.0 if step % 5 == 0 else 1.0
        sheet.line(across + step, down, across + step, down + tick, thick=0.1)
        sheet.line(across, down + step, across + tick, down + step, thick=0.1)
    sheet.frame(Box(left=edge, top=edge, width=paper.width - 2 * edge, height=paper.height - 2 * edge))
    _say(sheet, edge, across, down)
    return sheet.bytes()


def labels(of: LabelSheet) -> bytes:
    """A sheet's labels as outlines with their numbers: print on plain paper and hold it against the sheet."""
    sheet = Sheet(of.paper)
    for number in range(1, of.count + 1):
        box = of.label(number)
        inside = Box(
            left=max(box.left, MARGIN),
            top=box.top,
            width=min(box.right, of.paper.width - MARGIN) - max(box.left, MARGIN),
            height=box.height,
        )
        sheet.frame(inside, thick=0.1)
        sheet.text(box.left + 4, box.top + 3, f"{of.key}, etikett {number}", size=_SIZE)
    return sheet.bytes()


def _say(sheet: Sheet, edge: float, across: float, down: float) -> None:
    """What to measure: above the cross where there is room, else in few words in the corner left of it."""
    paper = sheet.paper
    said = (
        f"Testsida {paper.key}, {_mm(paper.width)} × {_mm(paper.height)} mm",
        f"Korsets mitt ska ligga {_mm(across)} mm från vänster och {_mm(down)} mm uppifrån.",
        f"Ramen ska ligga {_mm(edge)} mm från varje kant.",
    )
    short = (paper.key, f"Kors {_mm(across)} / {_mm(down)} mm", f"Ram {_mm(edge)} mm")
    above, beside = paper.width - 2 * edge - 6, across - edge - 4
    if _fits(said, above, _SIZE, down - _ARM - edge):
        lines, size = _folded(said, above, _SIZE), _SIZE
    elif _fits(said, beside, _SIZE, down - edge):
        lines, size = _folded(said, beside, _SIZE), _SIZE
    else:
        lines, size = _folded(short, beside, _SMALLER), _SMALLER
    sheet.block(edge + 3, edge + 2, lines, size=size)


def _folded(said: tuple[str, ...], room: float, size: float) -> tuple[str, ...]:
    return tuple(line for one in said for line in fonts.fold(one, room=room, size=size))


def _fits(said: tuple[str, ...], room: float, size: float, high: float) -> bool:
    try:
        return (len(_folded(said, room, size)) + 1) * line_height(size) <= high
    except Refusal:
        return False


def _mm(value: float) -> str:
    return f"{value:g}".replace(".", ",")
