"""What is kept of a defect: a reference to quote and a list of places in the code. Never a value.

A traceback holds every local variable, and so names, numbers and keys. A `Fault` therefore keeps only module names and
line numbers, in memory, until the process ends. The reference is random and means nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from types import TracebackType
from typing import Final

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0 or 1: the reference is read aloud over a telephone."""

_MOST_FRAMES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One defect: `reference` as shown to the user, `kind` the exception's class, `frames` as `module:line`."""

    reference: str
    kind: str
    frames: tuple[str, ...]


def reference() -> str:
    """A new random reference such as `FEL-7QK2-M4XP`."""
    letters = [secrets.choice(_LETTERS) for _ in range(8)]
    return f"FEL-{''.join(letters[:4])}-{''.join(letters[4:])}"


def of(error: BaseException) -> Fault:
    """Keep what is safe of `error` and cut it loose from the values in its frames."""
    frames: list[str] = []
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "?")
        frames.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    error.__traceback__ = None
    error.__context__ = None
    error.__cause__ = None
    return Fault(reference=reference(), kind=type(error).__name__, frames=tuple(frames[-_MOST_FRAMES:]))
