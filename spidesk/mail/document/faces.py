"""What stands on the faces of a letter: inner front, inner back, outer front and reply front.

Layout: 21 Grams, Adressera rätt (10–12 points, straight left margin, no empty line, 150 × 30 mm bottom right free);
Skatteverket, förmedling av post (personnummer in front, "Personlig utlämning" beside it, own address on the back).
A face is worked out for the area it is printed on, so the same rules hold for every envelope, free size, label and
window. The outer front is made from the edition's address and the neutral line alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from spidesk.documents import fonts
from spidesk.mail.document.layout import (
    QUIET,
    SIZES,
    SMALL,
    Area,
    Code,
    Face,
    Text,
    first_clean,
    folded,
    is_clean,
    stack,
    tall,
)
from spidesk.mail.rules.order import PaperKind
from spidesk.mail.rules.piece import Side, scanned
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import SenderLines
from spidesk.person.identity import shown
from spidesk.refusal import Refusal

STAMP_WIDTH: Final = 74.0
"""Kept free beside the sender line for stamps and the registered letter's own label."""
_CODE_SIZE: Final = 12.0
_BESIDE: Final = 6.0
"""Between the number and "Personlig utlämning"."""
_APART: Final = 2.5
"""Least between two things that are not lines of the same text."""
_ADDRESS_LINES: Final = 5
"""How many lines an envelope's address corner is placed for: the number and the most lines a name may take."""
_MOST_LINES: Final = 8
"""Most lines of an address, wrapped ones counted: more is no address, however large the envelope."""


def face(paper: PaperKind, area: Area, envelope: Envelope) -> Face:
    """The face, laid out. Refusals: `mail.too_long`, `mail.paper_small`, `documents.no_glyph`."""
    if paper is PaperKind.INNER_FRONT:
        return inner_front(area, envelope)
    return open_face(paper, area, envelope.sender, envelope.edition.address)


def open_face(paper: PaperKind, area: Area, sender: SenderLines, address: tuple[str, ...]) -> Face:
    """A face that says nothing of the recipient, and is handed nothing that could."""
    if paper is PaperKind.INNER_BACK:
        return inner_back(area, sender.lines)
    if paper is PaperKind.OUTER:
        return outer(area, address, sender.neutral)
    if paper is PaperKind.REPLY:
        return reply(area, sender.lines)
    raise ValueError("not a face")


def inner_front(area: Area, envelope: Envelope) -> Face:
    """The piece code, the number, "Personlig utlämning" beside it where ordered, the name where it is handed in."""
    code = piece(area, envelope.piece, Side.INNER)
    number = fonts.printable(shown(envelope.number), bold=True)
    beside = envelope.edition.personal if envelope.kind.personal else ""
    said = fonts.printable(beside, bold=True, field="personal")

    def tries(name: str) -> Iterator[Face]:
        for size in SIZES:
            for left, top in _number_places(area, code, _number_wide(number, said, size)):
                found = _number_and_name(area, number, said, name, left, top, size)
                if found is not None:
                    yield (*code, *found)

    whole = first_clean(area, tries(envelope.name))
    if whole is not None:
        return whole
    if envelope.name and first_clean(area, tries("")) is not None:
        raise Refusal("mail.too_long", field="name")
    raise Refusal("mail.paper_small", field="pair")


@lru_cache(maxsize=64)
def inner_back(area: Area, sender: tuple[str, ...]) -> Face:
    """The central address, below the flap and above the part that sorting machines print in if they turn it."""
    lines = folded(("Avsändare", *sender), room=area.room(area.edge), size=SMALL, field="sender")
    if lines is None:
        raise Refusal("mail.too_long", field="sender")
    top = max(area.floor - tall(len(lines), SMALL), area.edge) if area.kept is not None else area.edge
    found = stack(area.edge, top, lines, size=SMALL)
    if not is_clean(area, found):
        raise Refusal("mail.too_long", field="sender")
    return found


@lru_cache(maxsize=64)
def outer(area: Area, address: tuple[str, ...], neutral: str) -> Face:
    """Skatteverket's address and the neutral sender line: nothing else is handed in, so nothing else can stand here."""
    sender = _neutral(area, neutral)
    found = first_clean(area, _addresses(area, address, sender, field="address"))
    if found is None:
        raise Refusal("mail.paper_small", field="pair")
    return found


@lru_cache(maxsize=64)
def reply(area: Area, sender: tuple[str, ...]) -> Face:
    """The sender's own approved address, in front of the reply envelope."""
    found = first_clean(area, _addresses(area, sender, (), field="sender"))
    if found is None:
        raise Refusal("mail.too_long", field="sender")
    return found


def piece(area: Area, code: str, side: Side) -> Face:
    """The piece code with the sign of its paper, as QR and as text: the same in both, in the upper left corner."""
    corner, said = area.edge - QUIET, scanned(code, side)
    square = Code(left=corner, top=corner, side=area.code, text=said)
    text = Text(left=square.box.right + 2, top=corner + square.side / 2 - 2.5, text=said, size=_CODE_SIZE, bold=True)
    return (square, text)


def _number_places(area: Area, code: Face, wide: float) -> Iterator[tuple[float, float]]:
    """Where the number may stand, the best place first: the address corner, below the code, beside it."""
    square, text = (one.box for one in code)
    if area.kept is not None:
        left, top = _corner(area)
        yield left, top
        yield max(area.edge, min(left, area.width - area.edge - wide)), top
    yield area.edge, square.bottom + _APART
    yield square.right + 2, text.bottom + _APART
    yield text.right + 2 * _APART, area.edge


def _corner(area: Area) -> tuple[float, float]:
    """The address corner: in the right part of the left half, high enough for five lines above the sorting code."""
    top = min(area.height * 0.45, area.floor - tall(_ADDRESS_LINES, SIZES[0]))
    return round(area.width * 0.4), round(top)


def _number_wide(number: str, said: str, size: float) -> float:
    wide = fonts.width(number, size=size, bold=True)
    return wide + _BESIDE + fonts.width(said, size=size, bold=True) if said else wide


def _number_and_name(
    area: Area, number: str, said: str, name: str, left: float, top: float, size: float
) -> Face | None:
    first = Text(left=left, top=top, text=number, size=size, bold=True)
    found: list[Text] = [first]
    if said:
        found.append(Text(left=first.box.right + _BESIDE, top=top, text=said, size=size, bold=True))
    lines = folded((name,), room=area.room(left), size=size, field="name") if name else ()
    if lines is None or len(lines) >= _ADDRESS_LINES:
        return None
    return (*found, *stack(left, top + tall(1, size), lines, size=size))


def _neutral(area: Area, neutral: str) -> Face:
    """The sender line in the upper left corner, clear of the stamp; on a label or in a window the whole width."""
    if not neutral:
        return ()
    room = area.room(area.edge)
    if area.kept is not None:
        room = min(room, max(area.width * 0.4, area.width - area.edge - STAMP_WIDTH))
    lines = folded((f"Avs: {neutral}",), room=room, size=SMALL, field="neutral")
    if lines is None or len(lines) > 2:
        raise Refusal("mail.too_long", field="neutral")
    return stack(area.edge, area.edge, lines, size=SMALL)


def _addresses(area: Area, lines: Iterable[str], sender: Face, *, field: str) -> Iterator[Face]:
    """The address with the sender above it, in every place and size there is, the best first."""
    said = tuple(lines)
    below = sender[-1].box.bottom + _APART if sender else area.edge
    for size in SIZES:
        for left in _lefts(area):
            found = folded(said, room=area.room(left), size=size, field=field)
            if found is None or len(found) > _MOST_LINES:
                continue
            high = tall(len(found), size)
            top = max(min(_corner(area)[1], area.floor - high), below) if area.kept is not None else below
            yield (*sender, *stack(left, top, found, size=size))


def _lefts(area: Area) -> tuple[float, ...]:
    """Where an address may begin: at the address corner of an envelope, else at the edge."""
    return (_corner(area)[0], area.edge) if area.kept is not None else (area.edge,)
