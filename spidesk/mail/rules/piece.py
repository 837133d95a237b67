"""The piece code: the same on the letter slip and on the inner envelope, so that the two are matched before sealing.

It is random and says nothing. The alphabet has 23 signs that are not taken for each other in print or when spoken;
23 is a prime, so the weighted check sign tells every single wrong sign and every two signs that have changed places.
"""

from collections.abc import Sequence
from typing import Final

from spidesk.refusal import Refusal

ALPHABET: Final = "ACDEFHJKMNPRTVWXY234679"
"""Without 0 O Q, 1 I L, 5 S, 8 B, Z, G and U."""
DRAWN: Final = 7
"""Random signs in a code; the eighth is the check sign. 23 ** 7 is 3.4 thousand million codes."""
_HALF: Final = 4


def piece_code(drawn: Sequence[int]) -> str:
    """The code for `DRAWN` random numbers below 23, shown as ABCD-EFGH."""
    if len(drawn) != DRAWN:
        raise ValueError("a piece code is drawn from seven numbers")
    signs = "".join(ALPHABET[one] for one in drawn)
    whole = signs + _check(signs)
    return f"{whole[:_HALF]}-{whole[_HALF:]}"


def read_piece(typed: str, *, field: str) -> str:
    """The code as somebody typed or scanned it, in its written form.

    Small letters, spaces and any or no dash are taken. Refusal `mail.code_empty` or `mail.code_typo`: a slip of the
    hand, which the check sign tells from a code that belongs to another letter.
    """
    if not typed.strip():
        raise Refusal("mail.code_empty", field=field)
    signs = "".join(one for one in typed[:64].upper() if one.isalnum())
    wrong = len(signs) != DRAWN + 1 or any(one not in ALPHABET for one in signs)
    if wrong or _check(signs[:DRAWN]) != signs[DRAWN]:
        raise Refusal("mail.code_typo", field=field)
    return f"{signs[:_HALF]}-{signs[_HALF:]}"


def _check(signs: str) -> str:
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(signs, start=1))
    return ALPHABET[total * _INVERSE % len(ALPHABET)]


_INVERSE: Final = len(ALPHABET) - pow(DRAWN + 1, -1, len(ALPHABET))
"""Makes the weighted sum of all eight signs, weights 1 to 8, come out as nought modulo 23."""
