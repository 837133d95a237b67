"""Makes the papers of one letter, a page each, and tells at the order what they would refuse later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from spidesk.documents.formats import A4, A5, C6, C65, DL, E6, ENVELOPES, Format, fits_in
from spidesk.documents.queue import Paper
from spidesk.documents.sheet import Sheet
from spidesk.mail.document import enclosed, faces, forms
from spidesk.mail.document.enclosed import KINDS
from spidesk.mail.document.layout import draw, envelope_area
from spidesk.mail.rules.order import Kind, Pair, PaperKind, papers_of
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import Edition, SenderLines
from spidesk.refusal import Refusal

__all__ = ["KINDS", "TITLES", "check_edition", "check_fits", "format_of", "make", "reply_format"]

TITLES: Final = {
    PaperKind.INNER_FRONT: "Innerkuvert, framsida",
    PaperKind.INNER_BACK: "Innerkuvert, baksida",
    PaperKind.RECEIPT: "Delgivningskvitto",
    PaperKind.REPLY: "Svarskuvert, framsida",
    PaperKind.SLIP: "Brevlapp",
    PaperKind.OUTER: "Ytterkuvert, framsida",
}
_SHEETS: Final[dict[PaperKind, Callable[[Sheet, Envelope], None]]] = {
    PaperKind.SLIP: enclosed.slip,
    PaperKind.RECEIPT: enclosed.receipt,
}
_OPEN: Final = (PaperKind.INNER_BACK, PaperKind.REPLY, PaperKind.OUTER)
_REPLIES: Final = (C65, DL, C6, E6)
"""Reply envelopes that are to be had, the first that goes into the inner one is taken."""
_WIDEST: Final = "200000000000"
"""Stands for the number, which is not opened to see if it fits: the typeface's figures are equally wide."""


def make(paper: PaperKind, envelope: Envelope, *more: Envelope) -> Paper:
    """One paper of the letter, or of several letters in the same envelopes, a page each.

    Refusals: `mail.too_long`, `mail.paper_small`, `mail.reply_too_large`, `documents.no_glyph`. Raises ValueError for
    letters in different envelopes.
    """
    size = format_of(paper, envelope.pair)
    letters = (envelope, *more)
    if any(format_of(paper, one.pair) != size for one in more):
        raise ValueError("one print has one format")
    if paper in _OPEN and not more:
        pdf = _open(paper, size, envelope.sender, envelope.edition.address)
    else:
        pdf = _drawn(paper, size, letters)
    return Paper(key=f"mail.{paper.value}", title=TITLES[paper], format=size, pages=len(letters), pdf=pdf)


def _drawn(paper: PaperKind, size: Format, letters: Sequence[Envelope]) -> bytes:
    sheet = Sheet(size)
    for number, one in enumerate(letters):
        if number:
            sheet.next_page()
        if paper in _SHEETS:
            _SHEETS[paper](sheet, one)
        else:
            draw(sheet, faces.face(paper, envelope_area(size), one))
    return sheet.bytes()


@lru_cache(maxsize=64)
def _open(paper: PaperKind, size: Format, sender: SenderLines, address: tuple[str, ...]) -> bytes:
    """A face that is the same for every recipient: drawn once for a batch. Nothing of a recipient is ever kept here."""
    sheet = Sheet(size)
    draw(sheet, faces.open_face(paper, envelope_area(size), sender, address))
    return sheet.bytes()


def format_of(paper: PaperKind, pair: Pair) -> Format:
    """What the paper is printed on. Refusal `mail.reply_too_large` for a reply that no envelope is small enough for."""
    if paper in _SHEETS:
        return A4
    if paper is PaperKind.REPLY:
        return reply_format(pair.inner)
    return pair.outer if paper is PaperKind.OUTER else pair.inner


def reply_format(inner: Format) -> Format:
    """The reply envelope that goes flat into the inner one, or refusal `mail.reply_too_large` beside "pair"."""
    for one in _REPLIES:
        if fits_in(one, inner):
            return one
    raise Refusal("mail.reply_too_large", field="pair")


def check_fits(
    pair: Pair,
    name: str,
    sender: SenderLines,
    *,
    kind: Kind = Kind.ORDINARY,
    delgivning: bool = False,
    edition: Edition | None = None,
) -> None:
    """Refuse at the order what the papers would refuse later, by laying every face out.

    `mail.too_long` beside "name", "sender" or "neutral", `mail.paper_small` and `mail.reply_too_large` beside "pair",
    `documents.no_glyph`. Without an edition, the newest that came with the program.
    """
    said = edition if edition is not None else forms.editions()[-1]
    letter = _proof(pair, name, sender, kind, said)
    for paper in papers_of(kind, delgivning):
        if paper not in _SHEETS:
            faces.face(paper, envelope_area(format_of(paper, pair)), letter)


def check_edition(edition: Edition) -> None:
    """Refuse an edition whose words do not fit every envelope there is: `mail.too_long` beside "address" or "personal".

    Refusal `documents.no_glyph` beside the same fields.
    """
    for size in (*ENVELOPES, A5):
        letter = _proof(Pair(size, size), "", SenderLines(lines=()), Kind.REK_PERSONAL, edition)
        for paper, field in ((PaperKind.OUTER, "address"), (PaperKind.INNER_FRONT, "personal")):
            try:
                faces.face(paper, envelope_area(size), letter)
            except Refusal as refusal:
                if refusal.code == "mail.paper_small":
                    raise Refusal("mail.too_long", field=field) from None
                raise


def _proof(pair: Pair, name: str, sender: SenderLines, kind: Kind, edition: Edition) -> Envelope:
    """A letter to lay out, with nobody's number on it."""
    return Envelope(
        label="",
        kind=kind,
        pair=pair,
        piece="MMMM-MMMM",
        ordered_on=edition.valid_from,
        number=_WIDEST,
        name=name,
        sender=sender,
        edition=edition,
    )
