"""Several papers as one PDF, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pypdfium2

from spidesk.ui.paper import PDFIUM


def merged(papers: Sequence[bytes]) -> bytes:
    """Their pages after each other; a single paper as it is. On the press's thread."""
    if len(papers) == 1:
        return papers[0]
    with PDFIUM:
        whole = pypdfium2.PdfDocument.new()
        try:
            for paper in papers:
                one = pypdfium2.PdfDocument(paper)
                try:
                    whole.import_pages(one)
                finally:
                    one.close()
            out = BytesIO()
            whole.save(out)
            return out.getvalue()
        finally:
            whole.close()
