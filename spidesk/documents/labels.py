"""Sheets of labels: where each label lies. Pure.

Measures of the sheets sold as L7160, L7162 and L7165 (DOMAIN 2). Labels are counted from one, row by row from the
upper left corner, so that a sheet with some labels used up can be put in again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spidesk.documents.formats import A4, Box, Format
from spidesk.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """An A4 sheet of labels, all of one size, in millimetres; `left` and `top` are the first label's corner."""

    key: str
    columns: int
    rows: int
    width: float
    height: float
    across: float
    """From the left edge of a label to that of the next."""
    down: float
    """From the upper edge of a label to that of the one below."""
    left: float
    top: float

    @property
    def paper(self) -> Format:
        """The sheet itself."""
        return A4

    @property
    def count(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    def label(self, number: int) -> Box:
        """Where label `number` lies. Raises ValueError for a label the sheet does not have."""
        if not 1 <= number <= self.count:
            raise ValueError("no such label")
        row, column = divmod(number - 1, self.columns)
        return Box(
            left=self.left + column * self.across,
            top=self.top + row * self.down,
            width=self.width,
            height=self.height,
        )

    def places(self, start: int, wanted: int) -> Iterator[tuple[int, Box]]:
        """Sheet (from nought) and place of so many labels, from label `start` of the first sheet.

        Refusal `documents.label_start` beside "start".
        """
        if not 1 <= start <= self.count:
            raise Refusal("documents.label_start", field="start", most=self.count)
        return self._places(start, wanted)

    def _places(self, start: int, wanted: int) -> Iterator[tuple[int, Box]]:
        for at in range(start - 1, start - 1 + wanted):
            sheet, place = divmod(at, self.count)
            yield sheet, self.label(place + 1)


L7160: Final = LabelSheet(
    key="L7160", columns=3, rows=7, width=63.5, height=38.1, across=66.0, down=38.1, left=7.5, top=15.5
)
L7162: Final = LabelSheet(
    key="L7162", columns=2, rows=8, width=99.1, height=33.9, across=102.5, down=33.9, left=4.0, top=13.0
)
L7165: Final = LabelSheet(
    key="L7165", columns=2, rows=4, width=99.1, height=67.7, across=101.6, down=67.7, left=4.7, top=13.0
)
LABEL_SHEETS: Final = {one.key: one for one in (L7160, L7162, L7165)}
