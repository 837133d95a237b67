"""The sending list and the list of registered letters, A4 for signature: labels and numbers, nothing about anybody.

Many rows go on over pages, each with its heading and page number; an outer that goes on over a page is named again.
The signature lines stand whole on the last page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spidesk.documents import fonts
from spidesk.documents.formats import A4
from spidesk.documents.queue import Paper
from spidesk.documents.sheet import Sheet
from spidesk.mail.rules.lists import ListedLetter, SendingList
from spidesk.mail.rules.order import Kind

_LEFT: Final = 18.0
_RIGHT: Final = A4.width - 18.0
_SIZE: Final = 10.0
_HEAD: Final = 47.0
"""Where the rows of a page begin."""
_FOOT: Final = A4.height - 22.0
"""Where they end."""
_ROW: Final = 7.0
_SIGNATURE: Final = 20.0
_KINDS: Final = {
    Kind.ORDINARY: "Vanligt brev",
    Kind.REK: "Rek",
    Kind.REK_PERSONAL: "Rek, personlig utlämning",
    Kind.PARCEL: "Paket",
}
_BY_HAND: Final = "\x00"
"""A cell to be written in by hand: its line is thicker."""
_Row = tuple[str, ...]


class _Columns:
    """The columns of one list: where each begins and what it is called."""

    def __init__(self, *columns: tuple[float, str]) -> None:
        self.lefts = tuple(left for left, _ in columns)
        self.names = tuple(name for _, name in columns)

    def end(self, place: int) -> float:
        """Where a column ends."""
        return self.lefts[place + 1] - 4 if place + 1 < len(self.lefts) else _RIGHT


_SENDING: Final = _Columns((18, "Ytterkuvert"), (46, "Format"), (74, "Uppdrag"), (106, "Sändning"), (156, "Rek-nummer"))
_REK: Final = _Columns((18, "Nr"), (32, "Rek-nummer"), (76, "Uppdrag"), (108, "Sändning"), (156, "Format"))


def sending(listed: SendingList) -> Paper:
    """Everything that goes to the post together, by outer."""
    rows: list[_Row] = []
    before = 0
    for one in listed.by_outer:
        first = one.outer != before
        before = one.outer
        size = "–" if one.kind is Kind.PARCEL else one.format
        number, size = (str(one.outer), size) if first else ("", "")
        rows.append((number, size, one.label, _KINDS[one.kind], _rek(one)))
    letters, registered = len(listed.letters), len(listed.registered)
    said = f"{_count(listed.outers, 'ytterkuvert', 'ytterkuvert')}, {_count(letters, 'uppdrag', 'uppdrag')}, "
    said += f"varav {registered} rek."
    again = [str(one.outer) for one in listed.by_outer]
    return _made("mail.sending_list", "Sändlista", listed, _SENDING, rows, said, again)


def rek(listed: SendingList) -> Paper:
    """The registered letters alone: a number each, as the post takes them one by one."""
    rows = [
        (str(place), _rek(one), one.label, _KINDS[one.kind], one.format)
        for place, one in enumerate(listed.registered, start=1)
    ]
    said = f"{_count(len(rows), 'rekommenderat brev', 'rekommenderade brev')}, ett i varje ytterkuvert."
    return _made("mail.rek_list", "Reklista", listed, _REK, rows, said, ())


def _rek(one: ListedLetter) -> str:
    return (one.rek or _BY_HAND) if one.kind.registered else "–"


def _count(number: int, single: str, plural: str) -> str:
    return f"{number} {single if number == 1 else plural}"


def _made(
    key: str,
    title: str,
    listed: SendingList,
    columns: _Columns,
    rows: Sequence[_Row],
    said: str,
    again: Sequence[str],
) -> Paper:
    closing = _ROW + 4 + _SIGNATURE * len(listed.signatures)
    pages = _paged(len(rows), closing)
    sheet = Sheet(A4)
    for number, (first, last) in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        _heading(sheet, f"{title} {listed.label}", listed, columns, f"Sida {number} av {len(pages)}")
        for place, row in enumerate(rows[first:last]):
            shown = (f"{again[first]} (forts.)", *row[1:]) if again and place == 0 and not row[0] else row
            _row(sheet, columns, shown, _HEAD + place * _ROW)
    _closing(sheet, listed, said, _HEAD + (pages[-1][1] - pages[-1][0]) * _ROW + 4)
    return Paper(key=key, title=title, format=A4, pages=len(pages), pdf=sheet.bytes())


def _paged(rows: int, closing: float) -> list[tuple[int, int]]:
    """First and last row of each page; the last page has room for the signatures."""
    most = int((_FOOT - _HEAD) / _ROW)
    last = int((_FOOT - _HEAD - closing) / _ROW)
    pages = [(at, min(at + most, rows)) for at in range(0, max(rows, 1), most)]
    first, end = pages[-1]
    if end - first > last:
        pages[-1] = (first, end - 1)
        pages.append((end - 1, end))
    return pages


def _heading(sheet: Sheet, title: str, listed: SendingList, columns: _Columns, page: str) -> None:
    sheet.text(_LEFT, 16, title, size=16, bold=True)
    sheet.text(_RIGHT - fonts.width(page, size=_SIZE), 18, page, size=_SIZE)
    sheet.text(_LEFT, 26, f"Dag: {listed.day.isoformat()}", size=_SIZE)
    for left, name in zip(columns.lefts, columns.names, strict=True):
        sheet.text(left, _HEAD - 8, name, size=_SIZE, bold=True)
    sheet.line(_LEFT, _HEAD - 2, _RIGHT, _HEAD - 2, thick=0.4)


def _row(sheet: Sheet, columns: _Columns, row: _Row, top: float) -> None:
    for place, (left, cell) in enumerate(zip(columns.lefts, row, strict=True)):
        if cell == _BY_HAND:
            sheet.line(left, top + 5.6, columns.end(place), top + 5.6, thick=0.5)
        elif cell:
            sheet.text(left, top, cell, size=_SIZE)
    sheet.line(_LEFT, top + 5.6, _RIGHT, top + 5.6, thick=0.1)


def _closing(sheet: Sheet, listed: SendingList, said: str, top: float) -> None:
    sheet.text(_LEFT, top, said, size=_SIZE, bold=True)
    for place, what in enumerate(listed.signatures, start=1):
        at = top + _ROW + place * _SIGNATURE - 6
        for left, right, under in ((_LEFT, 60.0, f"{what}, dag"), (70.0, _RIGHT, "Namnteckning")):
            sheet.line(left, at, right, at)
            sheet.text(left, at + 1, under, size=8.5)
