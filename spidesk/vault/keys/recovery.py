"""Recovery: three printed codes, any two of which open.

Each code is 160 random bits. The recovery holder has keys like a user; their secret half
is sealed three times, under the codes A and B, A and C, B and C together. That does what a
two-of-three secret sharing scheme does, with nothing but HKDF and AES-GCM. One code
alone opens nothing and makes guessing no easier. The codes need no Argon2id: nobody can
guess 160 bits.

On paper a code is four lines of ten symbols: eight carry the code, two check the line.
The symbols are Crockford's base32, without I, L, O and U; typed I and L are read as 1, O as
0, small letters as capitals. The check is the line's number and its eight symbols, as one
number, modulo the prime 1021: every single wrong symbol, every two neighbours that changed
places and every line in the wrong place is caught, and the line is known.
"""

import os
from dataclasses import dataclass, field

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.keys import boxes
from spidesk.vault.keys.faults import CodeSlip, SameCode, Unopened

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LINES = 4
_DATA, _CHECK = 8, 2  # symbols in a line
_LINE = _DATA + _CHECK
_PRIME = 1021
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The three codes, 20 bytes each; shown and printed once, then forgotten."""

    a: bytes = field(repr=False)
    b: bytes = field(repr=False)
    c: bytes = field(repr=False)

    def letter(self, code: bytes) -> str | None:
        """Tell which of the codes this is ("A", "B", "C"), to prove a typed code; None if none."""
        matches = [name for name, one in zip("ABC", (self.a, self.b, self.c), strict=True) if boxes.same(one, code)]
        return matches[0] if matches else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairWraps:
    """The recovery holder's secret keys, sealed under each pair of codes."""

    ab: bytes = field(repr=False)
    ac: bytes = field(repr=False)
    bc: bytes = field(repr=False)

    def canonical(self) -> bytes:
        """Return what the keyring's hash covers."""
        return encode(labels.RECOVERY, self.ab, self.ac, self.bc)


def make_codes() -> Codes:
    """Make three new random codes."""
    a, b, c = (os.urandom(labels.RECOVERY_CODE) for _ in range(3))
    return Codes(a=a, b=b, c=c)


def write_code(code: bytes) -> tuple[str, ...]:
    """Return the four printed lines of a code, as `7K3M 9QWX 4T`."""
    number = int.from_bytes(code, "big")
    if len(code) != labels.RECOVERY_CODE:
        raise ValueError("a recovery code is 20 bytes")
    lines = []
    for line in range(1, LINES + 1):
        data = number >> 5 * _DATA * (LINES - line) & (1 << 5 * _DATA) - 1
        text = _symbols(data, _DATA) + _symbols(_check(line, data), _CHECK)
        lines.append(f"{text[:4]} {text[4:8]} {text[8:]}")
    return tuple(lines)


def read_code(text: str) -> bytes:
    """Return the code typed from paper, on four lines or run together; spaces and hyphens are free.

    Raises CodeSlip with the first line that is not as it was printed.
    """
    code = 0
    lines = _split(text)
    for number, line in enumerate(lines[:LINES], start=1):
        code = code << 5 * _DATA | read_line(number, line)
    if len(lines) != LINES:
        raise CodeSlip(min(len(lines) + 1, LINES))
    return code.to_bytes(labels.RECOVERY_CODE, "big")


def read_line(number: int, text: str) -> int:
    """Return the 40 bits of one printed line (number 1 to 4), for a check while typing. Raises CodeSlip."""
    symbols = _bare(text)
    if len(symbols) != _LINE or not set(symbols) <= _VALUES.keys():
        raise CodeSlip(number)
    value = 0
    for symbol in symbols:
        value = value << 5 | _VALUES[symbol]
    data, check = value >> 5 * _CHECK, value & (1 << 5 * _CHECK) - 1
    if check != _check(number, data):
        raise CodeSlip(number)
    return data


def _split(text: str) -> list[str]:
    if len(text) > 1000:  # a pasted book: its first line is wrong already
        raise CodeSlip(1)
    lines = [one for one in map(_bare, text.splitlines()) if one]
    if len(lines) == LINES:
        return lines
    symbols = "".join(lines)
    return [symbols[start : start + _LINE] for start in range(0, len(symbols), _LINE)]


def _bare(text: str) -> str:
    return "".join(text.replace("-", "").upper().split())


def _check(line: int, data: int) -> int:
    return (line << 5 * _DATA | data) % _PRIME


def _symbols(value: int, count: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(count)))


def wrap_pairs(codes: Codes, secret: bytes, vault: str) -> PairWraps:
    """Seal the recovery holder's secret keys under every pair of the codes."""
    return PairWraps(
        ab=_seal(codes.a, codes.b, secret, vault, "AB"),
        ac=_seal(codes.a, codes.c, secret, vault, "AC"),
        bc=_seal(codes.b, codes.c, secret, vault, "BC"),
    )


def open_pair(code1: bytes, code2: bytes, wraps: PairWraps, vault: str) -> bytes:
    """Return the secret sealed by `wrap_pairs`, from any two codes in either order.

    Raises SameCode if they are one and the same, Unopened if they do not belong here.
    """
    if boxes.same(code1, code2):
        raise SameCode
    for pair, box in (("AB", wraps.ab), ("AC", wraps.ac), ("BC", wraps.bc)):
        for first, second in ((code1, code2), (code2, code1)):
            try:
                return boxes.unseal(pair_key(first, second, vault, pair), box, aad=_place(vault, pair))
            except Unopened:
                continue
    raise Unopened


def pair_key(first: bytes, second: bytes, vault: str, pair: str) -> bytes:
    """Return the key that two codes make together; `pair` is "AB", "AC" or "BC"."""
    return boxes.derive(encode(labels.RECOVERY, first, second), labels.RECOVERY, vault, pair)


def _seal(first: bytes, second: bytes, secret: bytes, vault: str, pair: str) -> bytes:
    return boxes.seal(pair_key(first, second, vault, pair), secret, aad=_place(vault, pair))


def _place(vault: str, pair: str) -> bytes:
    return encode(labels.RECOVERY, vault, pair)
