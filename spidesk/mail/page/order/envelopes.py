"""Which inner envelope in which outer one: the three most used first, every other pair and free sizes under them."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk import wording
from spidesk.documents import formats
from spidesk.documents.formats import Format
from spidesk.mail.page import words
from spidesk.mail.rules.order import Pair
from spidesk.person.page.naming import named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, NumberField, RadioField
from spidesk.ui.form import Form
from spidesk.ui.words import Flow

OTHER: Final = "other"
FREE: Final = "free"
USUAL: Final = (Pair.C5_C4, Pair.DL_C5, Pair.C6_C5)
_START: Final = {"inner": (230, 160), "outer": (240, 170)}


class Side(QWidget):
    """One envelope of the pair: a usual size, or its own measures. Its fields belong to the form."""

    changed = Signal()

    def __init__(self, form: Form, key: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        own = QCoreApplication.translate("Envelopes", "Eget mått …")
        sizes = [Choice(value=one.key, text=titled(one)) for one in formats.ENVELOPES]
        self.chosen: ChoiceField[str] = ChoiceField(label, [*sizes, Choice(value=FREE, text=own)])
        limits = {"least": formats.LEAST, "most": formats.MOST, "unit": "mm"}
        self.width_mm = NumberField(QCoreApplication.translate("Envelopes", "Bredd"), **limits)  # type: ignore[arg-type]
        self.height_mm = NumberField(QCoreApplication.translate("Envelopes", "Höjd"), **limits)  # type: ignore[arg-type]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for name, field in (("size", self.chosen), ("width", self.width_mm), ("height", self.height_mm)):
            form.know(f"{key}_{name}", named(field, f"mail.{key}.{name}"))
        column.addWidget(self.chosen)
        column.addWidget(Flow(self.width_mm, self.height_mm, gap=24))
        self.chosen.changed.connect(self.adapt)

    def adapt(self) -> None:
        """Measures only where the size is its own."""
        free = not self.isHidden() and self.chosen.value() == FREE
        self.width_mm.setVisible(free)
        self.height_mm.setVisible(free)
        self.chosen.setVisible(not self.isHidden())

    def clear(self) -> None:
        """Begin with a common size and sound measures."""
        self.show_format(formats.C5 if self._key == "inner" else formats.C4)

    def show_format(self, size: Format) -> None:
        """Show a size."""
        named_size = size in formats.ENVELOPES
        self.chosen.set_value(size.key if named_size else FREE)
        wide, high = (round(size.width), round(size.height)) if not named_size else _START[self._key]
        self.width_mm.set_value(wide)
        self.height_mm.set_value(high)

    def format(self) -> Format:
        """The size chosen. Refuses as `formats.free`."""
        key = self.chosen.value() or formats.C5.key
        return formats.free(self.width_mm.value(), self.height_mm.value()) if key == FREE else formats.by_key(key)


class Envelopes(QWidget):
    """The pair. `radio` is the field that a refusal of the pair stands beside."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        choices = [Choice(value=pair.value, text=text) for pair, text in words.pairs().items()]
        more = Choice(value=OTHER, text=tr("Andra kuvert eller egna mått"))
        self.radio: RadioField[str] = named(RadioField(tr("Kuvert"), [*choices, more]), "mail.pair")
        form.know("pair", self.radio)
        self.inner = Side(form, "inner", tr("Innerkuvert, med personnumret"))
        self.outer = Side(form, "outer", tr("Ytterkuvert, till Skatteverket"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.radio, self.inner, self.outer):
            column.addWidget(widget)
        self.radio.changed.connect(self.adapt)

    def adapt(self) -> None:
        """The two sizes only where none of the usual pairs is chosen. A hidden field is not checked."""
        shown = not self.isHidden()
        self.radio.setVisible(shown)
        for side in (self.inner, self.outer):
            side.setVisible(shown and self.radio.value() == OTHER)
            side.adapt()

    def show_pair(self, pair: Pair) -> None:
        """Show a pair."""
        self.inner.show_format(pair.inner)
        self.outer.show_format(pair.outer)
        self.radio.set_value(pair.value if pair in USUAL else OTHER)
        self.adapt()

    def pair(self) -> Pair:
        """The pair chosen. Refuses as `formats.free`."""
        chosen = self.radio.value()
        if chosen is not None and chosen != OTHER:
            return Pair.of(chosen)
        return Pair(self.inner.format(), self.outer.format())

    def wrong(self) -> str:
        """What is wrong with the pair, or nothing."""
        try:
            pair = self.pair()
        except Refusal as refusal:
            return wording.text(refusal)
        if formats.fits_in(pair.inner, pair.outer):
            return ""
        least = self.tr("{inner} går inte i {outer}: det inre ska vara minst {play} mm mindre åt båda hållen.")
        return least.format(inner=titled(pair.inner), outer=titled(pair.outer), play=f"{formats.PLAY:g}")

    def draft(self) -> dict[str, Any]:
        """What is chosen, as plain values; also where the sizes do not fit each other yet."""
        sides = {
            f"{key}_{name}": field.value()
            for key, side in (("inner", self.inner), ("outer", self.outer))
            for name, field in (("size", side.chosen), ("width", side.width_mm), ("height", side.height_mm))
        }
        return {"pair": self.radio.value(), **sides}


def titled(size: Format) -> str:
    """A size for people: C5 (229 × 162 mm); E65 is DL's other name."""
    measures = f"{size.width:g} × {size.height:g} mm"
    if "x" in size.key:
        return measures
    return f"{'DL/E65' if size.key == 'DL' else size.key} ({measures})"
