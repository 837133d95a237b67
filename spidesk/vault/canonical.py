"""One way to turn values into bytes before they are hashed, signed or bound.

Use: `encode(labels.GRANT, circle, epoch, user)` for everything that a hash, a
signature, a key derivation or associated data covers. Not for storing: there is
no decoder. The promise: different values never give the same bytes. Each field
is a type letter, its length as eight bytes big-endian, and its content, and the
label is always the first field; so neither fields nor types can run together.
JSON text, with its many spellings of one value, is never hashed or signed.
"""

from typing import TypeAlias

Field: TypeAlias = bytes | str | int | None


def encode(label: str, *fields: Field) -> bytes:
    """Return the bytes that stand for the label and the fields, in their order.

    Raises TypeError for any other type (a bool too: it would pass as a number),
    ValueError for text that is not valid Unicode.
    """
    return b"".join(_field(one) for one in (label, *fields))


def _field(value: Field) -> bytes:
    tag, content = _content(value)
    return tag + len(content).to_bytes(8, "big") + content


def _content(value: Field) -> tuple[bytes, bytes]:
    if value is None:
        return b"N", b""
    if isinstance(value, bytes):
        return b"B", value
    if isinstance(value, str):
        return b"S", _text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        # The shortest two's complement form, so one number has one spelling.
        bits = (value if value >= 0 else ~value).bit_length()
        return b"I", value.to_bytes(bits // 8 + 1, "big", signed=True)
    raise TypeError("only bytes, text, whole numbers and None can be encoded")


def _text(value: str) -> bytes:
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError:
        # The original error carries the text itself: it goes no further.
        raise ValueError("text holds half a surrogate pair") from None
