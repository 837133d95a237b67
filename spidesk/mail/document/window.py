"""A page for an outer envelope with a window: Skatteverket's address where the window is, and nothing else.

Only the outer face can be made: a window shows what lies behind it, so no number and no name is ever put on such a
page, and the page is otherwise empty, so that nothing more is seen when it slides. It must lie between the window and
the inner envelope.
"""

from __future__ import annotations

from dataclasses import dataclass

from spidesk.documents.formats import A4, Box
from spidesk.documents.queue import Paper
from spidesk.documents.sheet import MARGIN, Sheet
from spidesk.mail.document.faces import outer
from spidesk.mail.document.layout import Area, draw
from spidesk.mail.rules.order import Kind
from spidesk.mail.rules.posting import Envelope
from spidesk.refusal import Refusal

_INSIDE = 3.0
"""Least from the window's edge to the text, in millimetres: the page slides a little in the envelope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Where the window lies over an A4 page, millimetres from the page's upper left corner.

    No standard's measures could be confirmed (DOMAIN 2): the default is ours, and each office sets its own by the test
    page.
    """

    left: float = 102.0
    top: float = 45.0
    width: float = 90.0
    height: float = 35.0

    @property
    def box(self) -> Box:
        """The window as a rectangle on the page."""
        return Box(left=self.left, top=self.top, width=self.width, height=self.height)


def checked_window(window: Window) -> Window:
    """The window if it lies on the page, within what a printer reaches; else `mail.window_outside` with its field."""
    for field, value in (("left", window.left), ("top", window.top)):
        if value < MARGIN:
            raise Refusal("mail.window_outside", field=field)
    if window.width <= 0 or window.box.right > A4.width - MARGIN:
        raise Refusal("mail.window_outside", field="width")
    if window.height <= 0 or window.box.bottom > A4.height - MARGIN:
        raise Refusal("mail.window_outside", field="height")
    return window


def make(envelope: Envelope, window: Window) -> Paper:
    """The page with the outer face in its window.

    Refusals: `mail.window_outside`, `mail.window_small`, `documents.no_glyph`. Raises ValueError for a parcel.
    """
    if envelope.kind is Kind.PARCEL:
        raise ValueError("a parcel has no window")
    box = checked_window(window).box
    area = Area(width=box.width, height=box.height, edge=_INSIDE, least=_INSIDE)
    try:
        face = outer(area, envelope.edition.address, envelope.sender.neutral)
    except Refusal as refusal:
        if refusal.code in ("mail.paper_small", "mail.too_long"):
            raise Refusal("mail.window_small", field="width") from None
        raise
    sheet = Sheet(A4)
    draw(sheet, face, across=box.left, down=box.top)
    return Paper(key="mail.window", title="Blad för fönsterkuvert", format=A4, pages=1, pdf=sheet.bytes())


def outline(window: Window) -> bytes:
    """The window's outline on a page, to be put in an envelope and looked at. No personal data."""
    box = checked_window(window).box
    sheet = Sheet(A4)
    sheet.frame(box, thick=0.3)
    said = (
        "Provblad för fönsterkuvert",
        f"Ramen: {_mm(box.left)} mm från vänster, {_mm(box.top)} mm uppifrån, "
        f"{_mm(box.width)} mm bred, {_mm(box.height)} mm hög.",
        "Lägg bladet i kuvertet. Hela ramen ska synas i fönstret också när bladet glider.",
    )
    below = box.bottom + 10 if box.bottom < A4.height / 2 else 20.0
    sheet.block(20, below, said, size=10)
    return sheet.bytes()


def _mm(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")
