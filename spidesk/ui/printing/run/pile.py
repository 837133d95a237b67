"""The pieces of a run and where each of them is: waiting, allowed to leave, in doubt or done. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spidesk.ui.printing.course import Stage
from spidesk.ui.printing.run.piece import RunPiece, in_row


class Pile:
    """Pieces in the order they are printed; one that comes back waits in its own place."""

    def __init__(self, pieces: Sequence[RunPiece] = ()) -> None:
        self.pieces = {one.key: one for one in pieces}
        if len(self.pieces) != len(pieces):
            raise ValueError("a piece stands twice in the run")
        self.stages = dict.fromkeys(self.pieces, Stage.NOT_YET)
        self.keys = list(self.pieces)
        self.allowed: list[str] = []
        self.doubts: tuple[str, ...] = ()
        self.handed: set[str] = set()
        self._asked: set[str] = set()

    @property
    def done(self) -> int:
        """How many are known to be printed."""
        return sum(stage is Stage.PRINTED for stage in self.stages.values())

    @property
    def first(self) -> RunPiece | None:
        """The piece that leaves next."""
        return self.pieces[self.keys[0]] if self.keys else None

    def waiting(self, most: int | None = None) -> list[RunPiece]:
        """The pieces still to leave, in order."""
        return [self.pieces[key] for key in self.keys[:most]]

    def allow(self, most: int) -> tuple[str, ...]:
        """Let as many leave as lie on the same sheets as the first, at most `most`."""
        count = in_row(self.waiting(most)) if most > 0 else 0
        self.allowed, self.keys = self.keys[:count], self.keys[count:]
        return tuple(self.allowed)

    def take_back(self) -> list[str]:
        """What was allowed to leave and has not waits again."""
        keys, self.allowed = self.allowed, []
        self.back(keys)
        return keys

    def back(self, keys: Iterable[str]) -> None:
        """Let these wait again, each in its place."""
        again = {*keys, *self.keys}
        self.keys = [key for key in self.pieces if key in again]

    def doubt(self, key: str) -> None:
        """Only a person can tell."""
        if key not in self.doubts:
            self.doubts = (*self.doubts, key)

    def settle(self, key: str) -> None:
        """The doubt is over."""
        self.doubts = tuple(one for one in self.doubts if one != key)
        self.handed.discard(key)
        self._asked.discard(key)

    @property
    def usual(self) -> bool:
        """Whether all that is in doubt was handed to a printer that never answers, so that nothing need be wrong."""
        return self.handed.issuperset(self.doubts)

    def ask(self) -> bool:
        """Whether there is a doubt that has not been asked about; it has been now."""
        new = not self._asked.issuperset(self.doubts)
        self._asked = set(self.doubts)
        return new

    def again(self, key: str) -> None:
        """This piece and all after it are printed once more, and what failed before it; what is unsure is left."""
        order = list(self.pieces)
        for one in order[order.index(key) :]:
            self.stages[one] = Stage.NOT_YET
        self.keys = [one for one in order if self.stages[one] in (Stage.NOT_YET, Stage.FAILED)]
