"""Moving what is drawn on every page by some tenths of a millimetre, for printers that feed a little askew."""

from __future__ import annotations

import ctypes
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium

from spidesk.ui.paper import PDFIUM, POINTS_A_MM


def shifted(pdf: bytes, right: float, down: float) -> bytes:
    """The same paper with every page's drawing moved `right` and `down` millimetres; the page itself stays."""
    if not right and not down:
        return pdf
    matrix = pdfium.FS_MATRIX(1, 0, 0, 1, right * POINTS_A_MM, -down * POINTS_A_MM)
    out = BytesIO()
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for at in range(len(document)):
                page = document[at]
                width, height = page.get_size()
                clip = pdfium.FS_RECTF(0, height, width, 0)
                pdfium.FPDFPage_TransFormWithClip(page.raw, ctypes.byref(matrix), ctypes.byref(clip))
                page.close()
            document.save(out)
        finally:
            document.close()
    return out.getvalue()
