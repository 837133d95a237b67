"""Everyone in a circle at once, for the search index: the same boxes as `parts`, opened in one pass.

What is bound to each box is put together from pieces that are encoded once; a test holds that it comes to the same
bytes as `parts.key_aad` and `parts.part_aad`. Replays are not looked up one by one here: `check` goes through the whole
vault right after unlock.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any, TypeVar, cast

import msgspec

from spidesk.vault import labels
from spidesk.vault.canonical import Field, encode
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import CircleId, PersonId
from spidesk.vault.keys import boxes
from spidesk.vault.keys.faults import Malformed, Unopened
from spidesk.vault.sealed import parts
from spidesk.vault.store.cipher import faults
from spidesk.vault.store.held import Held

T = TypeVar("T")

_ROWS = (
    "SELECT p.id, p.epoch, p.generation, p.sealed, t.version, t.generation, t.sealed "
    "FROM vault_person p JOIN vault_part t ON t.person = p.id AND t.name = ?2 "
    "WHERE p.circle = ?1 ORDER BY p.id, t.version"
)


def opened(held: Held, circle: CircleId, name: str, kind: type[T]) -> Iterator[tuple[PersonId, T]]:
    """Open the newest version of one part of everyone in a circle. Raises Damaged for one that does not open."""
    epoch, circle_key = held.circle_key(circle)
    bound = Bound(held.vault, circle, epoch, name)
    decoder = parts.decoder(cast(Hashable, kind))
    latest: tuple[Any, ...] | None = None
    with faults():
        for row in held.db.driver.execute(_ROWS, (circle, name)):
            if latest is not None and latest[0] != row[0]:
                yield latest[0], cast(T, _one(bound, circle_key, latest, decoder))
            latest = row
        if latest is not None:
            yield latest[0], cast(T, _one(bound, circle_key, latest, decoder))


class Bound:
    """The associated data of one circle's person keys and of one part's versions, from pieces encoded once."""

    def __init__(self, vault: str, circle: str, epoch: int, name: str) -> None:
        self.epoch = epoch
        self._key = encode(labels.PERSON_KEY, vault, circle, epoch)
        self._part = encode(labels.PART, vault, circle, name)

    def key(self, generation: int, person: str) -> bytes:
        """Give the same bytes as `parts.key_aad`."""
        return self._key + _number(generation) + _text(person)

    def part(self, version: int, generation: int, person: str) -> bytes:
        """Give the same bytes as `parts.part_aad`."""
        return self._part + _number(version) + _number(generation) + _text(person)


def _one(bound: Bound, circle_key: bytes, row: tuple[Any, ...], decoder: msgspec.msgpack.Decoder[Any]) -> Any:
    person, epoch, generation, sealed_key, version, part_generation, sealed = row
    if epoch != bound.epoch:
        raise Damaged("person.epoch")
    try:
        key = boxes.unseal(circle_key, sealed_key, aad=bound.key(generation, person))
        return decoder.decode(boxes.unpad(boxes.unseal(key, sealed, aad=bound.part(version, part_generation, person))))
    except Unopened:
        raise Damaged("part.unopened") from None
    except (Malformed, msgspec.DecodeError):
        raise Damaged("part.content") from None


def _alone(value: Field) -> bytes:
    """Give one field as `canonical.encode` writes it."""
    return encode("", value)[len(encode("")) :]


_number = lru_cache(maxsize=1024)(_alone)
_ID = 32
_ID_HEAD = _alone("0" * _ID)[:-_ID]


def _text(text: str) -> bytes:
    return _ID_HEAD + text.encode() if len(text) == _ID and text.isascii() else _alone(text)
