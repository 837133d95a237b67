"""Faces on sheets of labels, to be stuck on envelopes and parcels: as many sheets as it takes, from any label.

A label carries exactly what the face of an envelope would; a face that has no room on the label is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spidesk.documents.labels import L7160, L7162, L7165, LABEL_SHEETS, LabelSheet
from spidesk.documents.queue import Paper
from spidesk.documents.sheet import Sheet
from spidesk.mail.document import faces
from spidesk.mail.document.layout import Area, Face, draw, label_area
from spidesk.mail.rules.order import PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.refusal import Refusal

__all__ = ["L7160", "L7162", "L7165", "LABEL_SHEETS", "ON_LABELS", "LabelSheet", "make"]

ON_LABELS: Final = (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.REPLY, PaperKind.OUTER)
"""The papers that can be a label."""


def make(sheet: LabelSheet, wanted: Sequence[tuple[PaperKind, Envelope]], *, start: int = 1) -> Paper:
    """One label for each face, in this order, from label `start` of the first sheet.

    Refusals: `documents.label_start`, `mail.too_long`, `documents.no_glyph`, and `mail.label_small` or
    `mail.label_full` (no larger sheet is sure to take it), both with the letter's `label`. Raises ValueError for
    no faces at all, and for a paper that is no face.
    """
    if not wanted:
        raise ValueError("no labels to print")
    area = label_area(sheet.width, sheet.height)
    places = sheet.places(start, len(wanted))
    drawn = Sheet(sheet.paper)
    page = 0
    for (kind, envelope), (at, box) in zip(wanted, places, strict=True):
        if at != page:
            drawn.next_page()
            page = at
        draw(drawn, _face(sheet, kind, area, envelope), across=box.left, down=box.top)
    title = f"Etiketter {sheet.key}"
    return Paper(key="mail.labels", title=title, format=sheet.paper, pages=page + 1, pdf=drawn.bytes())


def _face(sheet: LabelSheet, kind: PaperKind, area: Area, envelope: Envelope) -> Face:
    """The face; where it has no room, the refusal names the letter: the sheet holds many."""
    try:
        return faces.face(kind, area, envelope)
    except Refusal as refusal:
        if refusal.code != "mail.paper_small":
            raise
        code = "mail.label_small" if sheet is L7160 else "mail.label_full"
        raise Refusal(code, field=refusal.field, label=envelope.label) from None
