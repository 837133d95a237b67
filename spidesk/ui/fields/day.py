"""The date field: typed as 2026-11-21, or picked in a calendar."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from spidesk.ui.fields.field import Field
from spidesk.ui.fields.line import Line
from spidesk.ui.fields.text import slip_text
from spidesk.ui.guard.text import Slip
from spidesk.ui.words.buttons import IconButton
from spidesk.ui.words.card import Row

_WRITTEN = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)
_LONGEST = 20


class DateField(Field[date | None]):
    """A day, or none. What cannot be read as a day is `problem()`, and `value()` is then `None`."""

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        help: str = "",  # noqa: A002
        optional: bool = False,
    ) -> None:
        super().__init__(label, parent, help=help, optional=optional)
        self.line = Line(self, longest=_LONGEST)
        self.line.setPlaceholderText(self.tr("ÅÅÅÅ-MM-DD"))
        self.line.setMaximumWidth(self.line.fontMetrics().horizontalAdvance("0") * 16 + 24)
        self.line.textChanged.connect(self._touched)
        self.line.slipped.connect(self._slipped)
        self.line.editingFinished.connect(self._write_out)
        self.pick = IconButton("calendar", self.tr("Välj datum: {label}").format(label=label), self, clicked=self._open)
        self._put(self.line, Row(self.line, self.pick, parent=self))

    def value(self) -> date | None:
        """The day, or `None` when the line is empty or cannot be read."""
        return read_day(self.line.text())

    def set_value(self, value: date | None) -> None:
        """Show the day as 2026-11-21."""
        self.line.setText("" if value is None else value.isoformat())

    def clear(self) -> None:
        """Empty the line."""
        self.line.clear()

    def problem(self) -> str:
        """A text that is no day: wrong form, or a day that does not exist."""
        text = self.line.text().strip()
        if not text or read_day(text) is not None:
            return ""
        if _WRITTEN.fullmatch(text):
            return self.tr("Det datumet finns inte. Kontrollera månad och dag.")
        return self.tr("Skriv datumet som 2026-11-21.")

    def _write_out(self) -> None:
        day = self.value()
        if day is not None and self.line.text() != day.isoformat():
            self.line.setText(day.isoformat())

    def _slipped(self, found: Slip) -> None:
        self.refuse(slip_text(self, found, _LONGEST))

    def _open(self) -> None:
        popup = _Calendar(self)
        popup.calendar.setSelectedDate(_qdate(self.value()) or QDate.currentDate())
        popup.calendar.activated.connect(self._picked)
        popup.calendar.clicked.connect(self._picked)
        popup.calendar.clicked.connect(popup.close)
        popup.calendar.activated.connect(popup.close)
        popup.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 6)))
        popup.show()
        popup.calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self.line.setFocus()


class _Calendar(QFrame):
    """A month to pick from; Escape closes it."""

    def __init__(self, field: DateField) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget(self)
        self.calendar.setLocale(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setAccessibleName(field.pick.accessibleName())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.calendar)


def read_day(text: str) -> date | None:
    """The day written as 2026-11-21 or 20261121, or `None`."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _qdate(day: date | None) -> QDate | None:
    return None if day is None else QDate(day.year, day.month, day.day)
