"""What may stand in a line or a note that a person writes. Pure.

Every text is brought to Unicode NFC, so one name has one spelling. Control characters and
invisible direction marks are refused: they can make a name read as another name on screen and
on paper. Every Latin letter with every diacritic is kept as written.
"""

from __future__ import annotations

import unicodedata

from spidesk.refusal import Refusal

NAME_LENGTH = 200
"""Longest name, in characters."""
LINE_LENGTH = 500
"""Longest single line that is not a name, in characters."""
NOTE_LENGTH = 10_000
"""Longest free text, in characters."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = 2  # combining marks allowed after one letter; more can cover the line above


def name(text: str, *, field: str) -> str:
    """A name as it is kept: NFC, single spaces, Latin letters as in folkbokföringen.

    Empty text stays empty. Refuses more than 200 characters, control and direction characters
    and letters outside the Latin alphabet (folkbokföringen holds Latin letters only, and a
    look-alike from another alphabet would never be found again).
    """
    kept = line(text, field=field, limit=NAME_LENGTH)
    marks = 0
    for sign in kept:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > _MARKS:
            raise Refusal("person.text_marks", field=field)
        if sign.isalpha() and not unicodedata.name(sign, "").startswith("LATIN "):
            raise Refusal("person.name_alphabet", field=field)
    return kept


def line(text: str, *, field: str, limit: int = LINE_LENGTH) -> str:
    """One line of text: NFC, trimmed, single spaces. Refuses what ``note`` refuses, and line breaks."""
    kept = _kept(text, field=field, limit=limit, breaks=False)
    return " ".join(kept.split())


def note(text: str, *, field: str, limit: int = NOTE_LENGTH) -> str:
    """Free text over several lines: NFC, trimmed, line ends as ``\\n``.

    Refuses too long text, control characters other than tab and line end, and direction marks.
    """
    unix = text.replace("\r\n", "\n").replace("\r", "\n") if len(text) <= 2 * limit else text
    return _kept(unix, field=field, limit=limit, breaks=True)


def _kept(text: str, *, field: str, limit: int, breaks: bool) -> str:
    """The shared part: size first (a 10 MB paste costs nothing), then every sign."""
    if len(text) > 2 * limit + 64:
        raise Refusal("person.text_long", field=field, limit=limit)
    kept = unicodedata.normalize("NFC", text.strip())
    if len(kept) > limit:
        raise Refusal("person.text_long", field=field, limit=limit)
    for sign in kept:
        if sign in "\n\t" and breaks:
            continue
        if unicodedata.category(sign) in _UNSEEN:
            raise Refusal("person.text_unseen", field=field)
    return kept
