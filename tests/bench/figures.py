"""The table of figures: what was measured, in which unit, and what DESIGN 8 wants of it."""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure. `under` is what it has to stay under, in the same unit; None where nothing is promised."""

    name: str
    value: float
    unit: str
    under: float | None = None
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether the promise is kept; true where there is none."""
        return self.under is None or self.value < self.under


def percentile(values: Sequence[float], share: int) -> float:
    """The value that `share` percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * share // 100) - 1)]


def median(values: Iterable[float]) -> float:
    """The middle value."""
    return float(statistics.median(values))


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text, those that are not held marked."""
    rows = [(one.name, f"{one.value:.4g} {one.unit}", _promise(one), _verdict(one), one.note) for one in figures]
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    return "\n".join(
        "  ".join([*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[4]]).rstrip()
        for row in rows
    )


def as_json(figures: Sequence[Figure], people: int) -> str:
    """The figures with the machine they were measured on."""
    machine = {"python": platform.python_version(), "system": platform.platform()}
    return json.dumps({"people": people, **machine, "figures": [asdict(one) for one in figures]}, indent=1)


def _promise(one: Figure) -> str:
    return "" if one.under is None else f"under {one.under:g} {one.unit}"


def _verdict(one: Figure) -> str:
    return "" if one.under is None else "held" if one.held else "MISSED"
