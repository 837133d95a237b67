"""Words: generated passphrases, control words, and which passphrase is accepted.

The list has 7776 Swedish words (resources/words/ord.txt), so six random ones carry 77
bits: out of reach for any guesser against Argon2id. Control words are a short form
of someone's public keys, read aloud between two screens before the keys are trusted.
A passphrase of one's own needs 15 characters (NIST SP 800-63B-4); there are no rules of
composition and no forced change, only a stop for what is no secret at all.
"""

import secrets
import unicodedata
from enum import StrEnum
from functools import cache
from itertools import pairwise

from spidesk import shipped
from spidesk.vault import labels
from spidesk.vault.keys import boxes
from spidesk.vault.keys.pairs import PublicKeys

LIST_LENGTH = 7776
COUNT = 6
SHORTEST = 15  # characters of a passphrase of one's own
_KINDS = 6  # fewer different characters than this is no passphrase


class Strength(StrEnum):
    """What a passphrase is: accepted (GENERATED, OWN) or refused, with the reason."""

    GENERATED = "generated"
    OWN = "own"
    SHORT = "short"
    REPEATED = "repeated"
    LONG = "long"

    @property
    def accepted(self) -> bool:
        """Whether the passphrase may be used."""
        return self in (Strength.GENERATED, Strength.OWN)


@cache
def words() -> tuple[str, ...]:
    """Return the word list. RuntimeError if what is shipped is not 7776 different words."""
    every = tuple(unicodedata.normalize("NFC", one) for one in shipped.text("words", "ord.txt").split())
    if len(every) != LIST_LENGTH or len(set(every)) != LIST_LENGTH:
        raise RuntimeError("the word list is not whole")
    return every


def passphrase() -> str:
    """Return six random words with a space between them."""
    return " ".join(secrets.choice(words()) for _ in range(COUNT))


def control_words(public: PublicKeys, user: str, vault: str) -> tuple[str, ...]:
    """Return the six words that stand for exactly these public keys of this user in this vault.

    77 bits: whoever would swap the keys for others with the same words has to try about
    2^77 key pairs.
    """
    number = int.from_bytes(boxes.digest(labels.CONTROL, vault, user, public.kem, public.sig), "big")
    chosen = []
    for _ in range(COUNT):
        number, place = divmod(number, LIST_LENGTH)
        chosen.append(words()[place])
    return tuple(chosen)


def strength(text: str) -> Strength:
    """Judge a passphrase as someone typed it."""
    text = unicodedata.normalize("NFC", text)
    if len(text.encode("utf-8", "surrogatepass")) > labels.PASSPHRASE_BYTES:
        return Strength.LONG
    parts = text.split(" ")
    if len(parts) >= COUNT and len(set(parts)) == len(parts) and set(parts) <= set(words()):
        return Strength.GENERATED
    if len(text.strip()) < SHORTEST:
        return Strength.SHORT
    folded = text.casefold()
    if len(set(folded)) < _KINDS or _repeats(folded) or _runs(folded):
        return Strength.REPEATED
    return Strength.OWN


def _repeats(text: str) -> bool:
    """The text is one shorter text over and over, the last time perhaps cut: hejhejhejhejhej."""
    return any(text[unit:] == text[:-unit] for unit in range(1, len(text) // 2 + 1))


def _runs(text: str) -> bool:
    """Most characters merely follow the one before: 123456789012345, aaaabbbbccccdddd."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    return 2 * sum(abs(step) <= 1 for step in steps) > len(steps)
