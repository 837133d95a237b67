"""Placing a paper on the page the printer is told of: turned as it is fed, moved by the printer's own offset."""

from __future__ import annotations

import ctypes
from io import BytesIO
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from spidesk.refusal import Refusal
from spidesk.ui.paper import PDFIUM, POINTS_A_MM
from spidesk.ui.printing.feed.lay import Feed, Laid, lay

_SLACK: Final = 1.0
"""Millimetres a page may differ from what its paper is said to be."""
_Matrix = tuple[float, float, float, float, float, float]


def placed(pdf: bytes, feed: Feed, width: float, height: float) -> tuple[bytes, Laid]:
    """The paper as it is to be handed to the printer, with the page it became.

    What would fall outside the paper is not drawn, so nothing lands on the printer's rollers. Refusals:
    `ui.feed_too_wide`; `ui.paper_size` when a page is not of the size said.
    """
    laid = lay(feed, width, height)
    bare = not laid.turn and not feed.right_mm and not feed.down_mm
    if bare and (laid.page_width, laid.page_height) == (width, height):
        return pdf, laid
    out = BytesIO()
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for at in range(len(document)):
                page = document[at]
                _place(page, feed, laid, width, height)
                page.close()
            document.save(out)
        finally:
            document.close()
    return out.getvalue(), laid


def _place(page: pypdfium2.PdfPage, feed: Feed, laid: Laid, width: float, height: float) -> None:
    wide, high = (one / POINTS_A_MM for one in page.get_size())
    left, bottom = page.get_mediabox()[:2]
    plain = not page.get_rotation() and not left and not bottom
    if not plain or abs(wide - width) > _SLACK or abs(high - height) > _SLACK:
        raise Refusal("ui.paper_size")
    a, b, c, d, e, f = (
        one * (POINTS_A_MM if at > 3 else 1) for at, one in enumerate(_matrix(feed, laid, width, height))
    )
    floor = laid.page_height - laid.top - laid.height
    clip = pdfium.FS_RECTF(
        laid.left * POINTS_A_MM,
        (floor + laid.height) * POINTS_A_MM,
        (laid.left + laid.width) * POINTS_A_MM,
        floor * POINTS_A_MM,
    )
    box = (0, 0, laid.page_width * POINTS_A_MM, laid.page_height * POINTS_A_MM)
    for put in (page.set_mediabox, page.set_cropbox):
        put(*box)
    matrix = pdfium.FS_MATRIX(a, b, c, d, e, f)
    pdfium.FPDFPage_TransFormWithClip(page.raw, ctypes.byref(matrix), ctypes.byref(clip))


def _matrix(feed: Feed, laid: Laid, width: float, height: float) -> _Matrix:
    """From the paper as read to the page, millimetres from the lower left corner of each (PDF 8.3.3)."""
    right, down, left, floor = feed.right_mm, feed.down_mm, laid.left, laid.page_height - laid.top
    match laid.turn % 360:
        case 90:
            return 0, -1, 1, 0, left - down, floor - right
        case 180:
            return -1, 0, 0, -1, left + width - right, floor + down
        case 270:
            return 0, 1, -1, 0, left + height + down, floor - width + right
        case _:
            return 1, 0, 0, 1, left + right, floor - height - down
