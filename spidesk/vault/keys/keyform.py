"""The keyring as a file: one strict spelling, and nothing else is read.

    {"format":1,"check":"<SHA-256 of the rest, 64 hex digits>",
    <the keyring as JSON, byte strings in base64>}

The first line has this shape in every format to come. It is read before anything else, so a
file of a newer program is known as such even though the rest means nothing here; and
the check says whether the number in it is a newer format or merely a damaged digit.
The check is against accidents. What gives the content its authority is the signature,
made over the canonical encoding and never over this text. After reading, the file is written
anew in memory and must come out byte for byte the same: whatever JSON would let pass
(spaces, doubled or unknown keys, another spelling of a letter) is damage.
"""

import json
import re
from typing import Any

import msgspec

from spidesk.vault import labels
from spidesk.vault.keys import boxes
from spidesk.vault.keys.faults import DamagedKeyring, Malformed, NewerFormat
from spidesk.vault.keys.keyring import Keyring, check

_FIRST = re.compile(rb'\{"format":([1-9][0-9]{0,8}),"check":"([0-9a-f]{64})",\n')
_FIRST_LENGTH = 120  # longest first line


def to_bytes(keyring: Keyring) -> bytes:
    """Return the file of a signed keyring. Raises DamagedKeyring if it is not signed or not sound."""
    check(keyring)
    return _written(keyring)


def from_bytes(data: bytes) -> Keyring:
    """Return the keyring of a file.

    Raises NewerFormat for an undamaged file of a later format, DamagedKeyring for anything
    that is not, byte for byte, what `to_bytes` writes with a signature that holds.
    """
    if len(data) > labels.KEYRING_BYTES:
        raise DamagedKeyring
    first = _FIRST.match(data[:_FIRST_LENGTH])
    if first is None:
        raise DamagedKeyring
    number, rest = int(first[1]), data[first.end() :]
    if not boxes.same(first[2], _check_of(number, rest)):
        raise DamagedKeyring
    if number > labels.KEYRING_FORMAT:
        raise NewerFormat
    keyring = _parsed(rest)
    check(keyring)
    if _written(keyring) != data:
        raise DamagedKeyring
    return keyring


def _parsed(rest: bytes) -> Keyring:
    try:
        return msgspec.json.decode(b"{" + rest, type=Keyring)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError, Malformed):
        # The original may quote the file: it goes no further.
        raise DamagedKeyring from None


def _written(keyring: Keyring) -> bytes:
    # The standard library's spelling, which stays as it is; bytes became base64 before.
    rest = json.dumps(_plain(keyring), ensure_ascii=True, indent=1)[2:].encode("ascii") + b"\n"
    number = labels.KEYRING_FORMAT
    return b'{"format":%d,"check":"%s",\n' % (number, _check_of(number, rest)) + rest


def _plain(keyring: Keyring) -> dict[str, Any]:
    """The keyring as dictionaries in field order, wraps sorted: one order only."""
    plain: dict[str, Any] = msgspec.to_builtins(keyring)
    for phase in (plain["current"], plain["next"]):
        if phase is not None:
            phase["wraps"] = dict(sorted(phase["wraps"].items()))
    return plain


def _check_of(number: int, rest: bytes) -> bytes:
    return boxes.digest(labels.KEYRING_FILE, number, rest).hex().encode()
