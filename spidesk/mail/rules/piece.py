"""The piece code: the same on the letter slip and on the inner envelope, so that the two are matched before sealing.

It is random and says nothing. The alphabet has 23 signs that are not taken for each other in print or when spoken;
23 is a prime, so the weighted check sign tells every single wrong sign and every two signs that have changed places.

What is printed, as QR and as text, has one sign more, which is in no code: on which of the two papers it stands.
Without it, one paper read twice would look like a pair that belongs together. Who types may leave it out.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from spidesk.refusal import Refusal

ALPHABET: Final = "ACDEFHJKMNPRTVWXY234679"
"""Without 0 O Q, 1 I L, 5 S, 8 B, Z, G and U."""
DRAWN: Final = 7
"""Random signs in a code; the eighth is the check sign. 23 ** 7 is 3.4 thousand million codes."""
_HALF: Final = 4


class Side(StrEnum):
    """Which of the two papers a printed code stands on: a sign outside the alphabet, last in it."""

    LETTER = "B"
    INNER = "I"


_FIELDS: Final = {Side.LETTER: "letter", Side.INNER: "inner"}
"""The field each scanned code belongs in."""


def piece_code(drawn: Sequence[int]) -> str:
    """The code for `DRAWN` random numbers below 23, shown as ABCD-EFGH."""
    if len(drawn) != DRAWN:
        raise ValueError("a piece code is drawn from seven numbers")
    signs = "".join(ALPHABET[one] for one in drawn)
    whole = signs + _check(signs)
    return f"{whole[:_HALF]}-{whole[_HALF:]}"


def scanned(piece: str, side: Side) -> str:
    """The code as it is printed: ABCD-EFGH-B on the letter slip, ABCD-EFGH-I on the inner envelope."""
    return f"{piece}-{side.value}"


def read_piece(typed: str, *, field: str) -> str:
    """The code as somebody typed or scanned it, in its written form.

    Small letters, spaces and any or no dash are taken. Refusal `mail.code_empty` or `mail.code_typo`: a slip of the
    hand, which the check sign tells from a code that belongs to another letter; `mail.code_side`: scanned from the
    other paper than `field` ("letter" or "inner") asks for.
    """
    if not typed.strip():
        raise Refusal("mail.code_empty", field=field)
    signs = "".join(one for one in typed[:64].upper() if one.isalnum())
    side = None
    if len(signs) == DRAWN + 2 and signs[-1] in set(Side):
        side, signs = Side(signs[-1]), signs[:-1]
    wrong = len(signs) != DRAWN + 1 or any(one not in ALPHABET for one in signs)
    if wrong or _check(signs[:DRAWN]) != signs[DRAWN]:
        raise Refusal("mail.code_typo", field=field)
    if side is not None and field in _FIELDS.values() and field != _FIELDS[side]:
        raise Refusal("mail.code_side", field=field)
    return f"{signs[:_HALF]}-{signs[_HALF:]}"


def _check(signs: str) -> str:
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(signs, start=1))
    return ALPHABET[total * _INVERSE % len(ALPHABET)]


_INVERSE: Final = len(ALPHABET) - pow(DRAWN + 1, -1, len(ALPHABET))
"""Makes the weighted sum of all eight signs, weights 1 to 8, come out as nought modulo 23."""
