"""What lies in the letter: the slip that is matched before sealing, and the delgivningskvitto. No name, no number.

Förmedling gives no proof of receipt (Skatteverket, förmedling av post), so a delgivning is answered by a receipt in a
reply envelope. The receipt is known again by the order's label; it asks the recipient to write no more than a day and
a signature.
"""

from __future__ import annotations

from typing import Final

from spidesk.documents import fonts
from spidesk.documents.formats import A4, Format
from spidesk.documents.sheet import Sheet, line_height
from spidesk.mail.document.faces import piece
from spidesk.mail.document.layout import Area, draw
from spidesk.mail.rules.order import Kind
from spidesk.mail.rules.piece import Side
from spidesk.mail.rules.posting import Envelope

KINDS: Final = {
    Kind.ORDINARY: "Vanligt brev",
    Kind.REK: "Rekommenderat brev (rek)",
    Kind.REK_PERSONAL: "Rekommenderat brev (rek) med personlig utlämning",
    Kind.PARCEL: "Paket",
}
_LEFT: Final = 15.0
_QUARTER: Final = 82.0
"""Width of the slip's text: all of it stands in the upper left quarter of the sheet."""
_SIZE: Final = 10.0
_RECEIPT_LEFT: Final = 20.0
_RECEIPT_WIDE: Final = 165.0
_FOLDS: Final = (
    (297, 210, "Lägg bladet överst i innerkuvertet med brevet; det behöver inte vikas."),
    (210, 148.5, "Vik bladet en gång och lägg det överst i innerkuvertet med brevet."),
    (210, 99, "Vik bladet i tre och lägg det överst i innerkuvertet med brevet."),
    (148.5, 105, "Vik bladet två gånger och lägg det överst i innerkuvertet med brevet."),
    (0, 0, "Vik bladet så att det ryms, med koden utåt, och lägg det överst i innerkuvertet med brevet."),
)
"""An A4 sheet whole and folded: long side, short side, and what to do."""


def slip(sheet: Sheet, envelope: Envelope) -> None:
    """All of it in the upper left quarter, so that it lies outermost however the sheet is folded."""
    corner = Area(width=A4.width / 2, height=A4.height / 2, edge=_LEFT, least=_LEFT)
    draw(sheet, piece(corner, envelope.piece, Side.LETTER))
    below = _LEFT + 17
    for text in _said(envelope):
        box = sheet.block(_LEFT, below, fonts.fold(text, room=_QUARTER, size=_SIZE), size=_SIZE)
        below = box.bottom + 1.5


def _said(envelope: Envelope) -> tuple[str, ...]:
    parcel = envelope.kind is Kind.PARCEL
    size = f"Adressblad: {envelope.pair.inner.key}" if parcel else f"Kuvert: {envelope.pair.text}"
    where = "det inre paketet" if parcel else "innerkuvertet"
    with_it = ("Lägg med: delgivningskvitto och svarskuvert.",) if envelope.delgivning else ()
    return (
        size,
        f"Sändning: {KINDS[envelope.kind]}",
        f"Beställt: {envelope.ordered_on.isoformat()}",
        *with_it,
        "Lägg bladet överst i det inre paketet." if parcel else _folding(envelope.pair.inner),
        f"Läs av koden här och på {where} innan du klistrar igen. Är koderna olika: stanna.",
    )


def _folding(inner: Format) -> str:
    return next(say for long, short, say in _FOLDS if long + 2 <= inner.width and short + 2 <= inner.height)


def receipt(sheet: Sheet, envelope: Envelope) -> None:
    """A delgivningskvitto: the order's label, a day, a signature, and where it goes."""
    sheet.text(_RECEIPT_LEFT, 18, "Delgivningskvitto", size=16, bold=True)
    top = _paragraph(sheet, 28, (f"Försändelse: {envelope.label}", f"Kod: {envelope.piece}"), bold=True)
    top = _paragraph(sheet, top, ("Jag har tagit emot handlingarna i försändelsen.",))
    for label, long in (("Datum då jag tog emot dem", 60.0), ("Underskrift", 120.0)):
        top += 10
        sheet.line(_RECEIPT_LEFT, top, _RECEIPT_LEFT + long, top)
        top = _paragraph(sheet, top + 1, (label,))
    top += 4
    for text in (
        "Skriv inget mer på kvittot: inget personnummer, ingen adress och inget telefonnummer.",
        "Lägg kvittot i svarskuvertet som följer med, klistra igen det och posta det. Det går till:",
    ):
        top = _paragraph(sheet, top, fonts.fold(text, room=_RECEIPT_WIDE, size=11))
    for line in envelope.sender.lines:
        for part in fonts.fold(line, room=_RECEIPT_WIDE, size=11, field="sender"):
            sheet.text(_RECEIPT_LEFT, top, part, size=11)
            top += line_height(11)


def _paragraph(sheet: Sheet, top: float, lines: tuple[str, ...], *, bold: bool = False) -> float:
    """Draw lines; where the next paragraph begins."""
    sheet.block(_RECEIPT_LEFT, top, lines, size=11, bold=bold)
    return top + len(lines) * line_height(11) + 3
