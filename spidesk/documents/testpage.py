"""A page with a millimetre cross, to find out how far a printer prints beside what was asked. No personal data."""

from __future__ import annotations

from typing import Final

from spidesk.documents.formats import Box, Format
from spidesk.documents.sheet import MARGIN, Sheet

_ARM: Final = 20
"""Millimetres each way from the middle of the cross."""


def make(paper: Format) -> bytes:
    """The test page of a format as PDF: a cross in the middle, a frame ten millimetres from every edge."""
    sheet = Sheet(paper)
    across, down = paper.width / 2, paper.height / 2
    sheet.line(across - _ARM, down, across + _ARM, down)
    sheet.line(across, down - _ARM, across, down + _ARM)
    for step in range(-_ARM, _ARM + 1):
        tick = 3.0 if step % 10 == 0 else 2.0 if step % 5 == 0 else 1.0
        sheet.line(across + step, down, across + step, down + tick, thick=0.1)
        sheet.line(across, down + step, across + tick, down + step, thick=0.1)
    edge = 2 * MARGIN
    sheet.frame(Box(left=edge, top=edge, width=paper.width - 2 * edge, height=paper.height - 2 * edge))
    said = (
        f"Testsida {paper.key}, {paper.width:g} × {paper.height:g} mm",
        f"Korsets mitt ska ligga {across:g} mm från vänster och {down:g} mm uppifrån.",
        f"Ramen ska ligga {edge:g} mm från varje kant.",
    )
    sheet.block(edge + 4, edge + 3, said, size=9)
    return sheet.bytes()
