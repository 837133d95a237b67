"""Draws the papers of one letter.

Layout: 21 Grams, Adressera rätt (10–12 points, straight left margin, no empty line, 150 × 30 mm bottom right free);
Skatteverket, förmedling av post (personnummer in front, "Personlig utlämning" beside it, own address on the back).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from spidesk.documents import fonts
from spidesk.documents.formats import A4, Format, sorting_zone
from spidesk.documents.queue import Paper
from spidesk.documents.sheet import Sheet, line_height
from spidesk.mail.rules.order import Kind, Pair, PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import SenderLines
from spidesk.person.identity import shown
from spidesk.refusal import Refusal

ADDRESS_SIZE: Final = 12.0
SMALL_SIZE: Final = 10.0
_EDGE: Final = 10.0
"""From the left and upper edge to the first thing printed, and least to the right edge, in millimetres."""
_QR: Final = 16.0
_GAP: Final = 6.0

TITLES: Final = {
    PaperKind.INNER_FRONT: "Innerkuvert, framsida",
    PaperKind.INNER_BACK: "Innerkuvert, baksida",
    PaperKind.SLIP: "Brevlapp",
    PaperKind.OUTER: "Ytterkuvert, framsida",
}
KINDS: Final = {
    Kind.ORDINARY: "Vanligt brev",
    Kind.REK: "Rekommenderat brev (rek)",
    Kind.REK_PERSONAL: "Rekommenderat brev (rek) med personlig utlämning",
}


def make(paper: PaperKind, envelope: Envelope, *more: Envelope) -> Paper:
    """One paper of the letter, or of several letters in the same envelopes, a page each.

    Refusals: `mail.too_long`, `documents.no_glyph`. Raises ValueError for letters in different envelopes.
    """
    size = format_of(paper, envelope.pair)
    sheet = Sheet(size)
    for number, one in enumerate((envelope, *more)):
        if format_of(paper, one.pair) != size:
            raise ValueError("one print has one format")
        if number:
            sheet.next_page()
        _DRAW[paper](sheet, one)
    return Paper(key=f"mail.{paper.value}", title=TITLES[paper], format=size, pages=1 + len(more), pdf=sheet.bytes())


def format_of(paper: PaperKind, pair: Pair) -> Format:
    """What the paper is printed on."""
    if paper is PaperKind.SLIP:
        return A4
    return pair.outer if paper is PaperKind.OUTER else pair.inner


def check_fits(pair: Pair, name: str, sender: SenderLines) -> None:
    """Refuse at the order what the papers would refuse later: `mail.too_long`, `documents.no_glyph`."""
    _name_lines(pair.inner, name)
    for line in sender.lines:
        _folded(line, room=pair.inner.width - 2 * _EDGE, size=SMALL_SIZE, most=1, field="sender")
    if sender.neutral:
        _neutral_lines(pair.outer, sender.neutral)


def _inner_front(sheet: Sheet, envelope: Envelope) -> None:
    _piece(sheet, envelope.piece, left=_EDGE - 2, top=_EDGE - 2)
    left, top = _address_corner(sheet.paper)
    number = sheet.text(left, top, shown(envelope.number), size=ADDRESS_SIZE, bold=True)
    if envelope.kind.personal:
        sheet.text(number.right + _GAP, top, envelope.edition.personal, size=ADDRESS_SIZE, bold=True)
    lines = _name_lines(sheet.paper, envelope.name)
    sheet.block(left, top + line_height(ADDRESS_SIZE), lines, size=ADDRESS_SIZE)


def _inner_back(sheet: Sheet, envelope: Envelope) -> None:
    """Below the flap and above the part that sorting machines print in, should they turn the envelope."""
    lines = ("Avsändare", *envelope.sender.lines)
    top = sorting_zone(sheet.paper).top - len(lines) * line_height(SMALL_SIZE)
    sheet.block(_EDGE, top, lines, size=SMALL_SIZE)


def _outer(sheet: Sheet, envelope: Envelope) -> None:
    if envelope.sender.neutral:
        lines = _neutral_lines(sheet.paper, envelope.sender.neutral)
        sheet.block(_EDGE, _EDGE, lines, size=SMALL_SIZE)
    left, top = _address_corner(sheet.paper)
    sheet.block(left, top, envelope.edition.address, size=ADDRESS_SIZE)


def _slip(sheet: Sheet, envelope: Envelope) -> None:
    """All of it in the upper left quarter, so that it lies outermost however the sheet is folded."""
    below = _piece(sheet, envelope.piece, left=15, top=12) + 4
    folding = {"C5": "en gång", "DL": "i tre", "C6": "två gånger"}[envelope.pair.inner.key]
    said = (
        f"Kuvert: {envelope.pair.text}",
        f"Sändning: {KINDS[envelope.kind]}",
        f"Beställt: {envelope.ordered_on.isoformat()}",
        f"Vik bladet {folding} och lägg det överst i innerkuvertet med brevet.",
        "Läs av koden här och på innerkuvertet innan du klistrar igen. Är koderna olika: stanna.",
    )
    for text in said:
        lines = _folded(text, room=82, size=SMALL_SIZE, most=4, field="")
        box = sheet.block(15, below, lines, size=SMALL_SIZE)
        below = box.bottom + 1.5


_DRAW: Final[dict[PaperKind, Callable[[Sheet, Envelope], None]]] = {
    PaperKind.INNER_FRONT: _inner_front,
    PaperKind.INNER_BACK: _inner_back,
    PaperKind.SLIP: _slip,
    PaperKind.OUTER: _outer,
}


def _piece(sheet: Sheet, piece: str, *, left: float, top: float) -> float:
    """The piece code as QR and text; its lower edge."""
    code = sheet.qr(left, top, piece, side=_QR)
    sheet.text(code.right + 2, top + _QR / 2 - 2.5, piece, size=12, bold=True)
    return code.bottom


def _address_corner(paper: Format) -> tuple[float, float]:
    """Upper left corner of the address: right of the middle of the left half, and clear of the sorting zone below."""
    top = min(paper.height * 0.45, sorting_zone(paper).top - 5 * line_height(ADDRESS_SIZE))
    return round(paper.width * 0.4), round(top)


def _name_lines(paper: Format, name: str) -> tuple[str, ...]:
    """The name under the number: as many lines as stand free of the sorting zone."""
    if not name:
        return ()
    left, top = _address_corner(paper)
    free = sorting_zone(paper).top - top - line_height(ADDRESS_SIZE)
    most = int(free / line_height(ADDRESS_SIZE))
    return _folded(name, room=paper.width - left - _EDGE, size=ADDRESS_SIZE, most=most, field="name")


def _neutral_lines(paper: Format, neutral: str) -> tuple[str, ...]:
    return _folded(f"Avs: {neutral}", room=paper.width * 0.6, size=SMALL_SIZE, most=2, field="neutral")


def _folded(text: str, *, room: float, size: float, most: int, field: str) -> tuple[str, ...]:
    """The text in at most so many lines, or Refusal `mail.too_long`."""
    try:
        lines = fonts.fold(text, room=room, size=size, field=field)
    except Refusal as refusal:
        if refusal.code == "documents.too_wide":
            raise Refusal("mail.too_long", field=field) from None
        raise
    if len(lines) > most:
        raise Refusal("mail.too_long", field=field)
    return lines
