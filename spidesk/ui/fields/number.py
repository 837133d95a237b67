"""A whole number, and a folder on this workstation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QFileDialog, QSpinBox, QWidget

from spidesk.ui.fields.field import Field
from spidesk.ui.fields.line import Line
from spidesk.ui.fields.text import slip_text
from spidesk.ui.guard.text import Slip
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.card import Row

_LONGEST = 1000
_INDENT = 8


class NumberField(Field[int]):
    """A whole number between `least` and `most`, with its unit after it."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        least: int = 0,
        most: int = 999,
        unit: str = "",
        help: str = "",  # noqa: A002
    ) -> None:
        super().__init__(label, parent, help=help)
        self.box = _Spin(self)
        self.box.setRange(least, most)
        if unit:
            self.box.setSuffix(f" {unit}")
        self.box.setMaximumWidth(160)
        self.box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
        self.box.valueChanged.connect(self._touched)
        self._put(self.box)

    def value(self) -> int:
        """The number."""
        return self.box.value()

    def set_value(self, value: int) -> None:
        """Show `value`, moved inside the limits."""
        self.box.setValue(value)

    def clear(self) -> None:
        """Go back to the least."""
        self.box.setValue(self.box.minimum())


class _Spin(QSpinBox):
    """Does not change by a turn of the wheel while one scrolls the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FolderField(Field[Path | None]):
    """A folder, typed or picked. `pick` may replace the system's dialog (tests do)."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        help: str = "",  # noqa: A002
        pick: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(label, parent, help=help)
        self._pick = pick or self._ask
        self.line = Line(self, longest=_LONGEST)
        self.line.textChanged.connect(self._touched)
        self.line.slipped.connect(self._slipped)
        self.button = QuietButton(self.tr("Välj mapp …"), self, icon="folder", clicked=self._picked)
        self._put(self.line, Row(self.line, self.button, parent=self, grow=self.line))

    def value(self) -> Path | None:
        """The folder, or `None` when nothing is written."""
        text = self.line.text().strip()
        return Path(text) if text else None

    def set_value(self, value: Path | None) -> None:
        """Show the folder."""
        self.line.setText("" if value is None else str(value))

    def clear(self) -> None:
        """Empty the line."""
        self.line.clear()

    def _ask(self) -> str:
        start = self.line.text() or str(Path.home())
        return QFileDialog.getExistingDirectory(self, self.name, start)

    def _picked(self) -> None:
        chosen = self._pick()
        if chosen:
            self.line.setText(chosen)

    def _slipped(self, found: Slip) -> None:
        self.refuse(slip_text(self, found, _LONGEST))


class MillimetreField(Field[float]):
    """Millimetres with one decimal, up and down by half a millimetre."""

    def __init__(self, label: str, parent: QWidget | None = None, *, least: float = -20, most: float = 20) -> None:
        super().__init__(label, parent)
        self.box = _Millimetres(self)
        self.box.setRange(least, most)
        self.box.setDecimals(1)
        self.box.setSingleStep(0.5)
        self.box.setSuffix(" mm")
        self.box.setMaximumWidth(140)
        self.box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
        self.box.valueChanged.connect(self._touched)
        self._put(self.box)

    def value(self) -> float:
        """The millimetres."""
        return self.box.value()

    def set_value(self, value: float) -> None:
        """Show `value`, moved inside the limits."""
        self.box.setValue(value)

    def clear(self) -> None:
        """Go back to zero."""
        self.box.setValue(0)


class _Millimetres(QDoubleSpinBox):
    """Does not change by a turn of the wheel while one scrolls the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
