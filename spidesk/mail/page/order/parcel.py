"""A parcel's weight and measures, as they are read off a scale and a ruler."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk.mail.rules.parcel import Parcel
from spidesk.mail.rules.wording import Edition
from spidesk.person.page.naming import named
from spidesk.ui.fields import NumberField
from spidesk.ui.form import Form
from spidesk.ui.words import Flow, Muted

_SIDES = ("length_mm", "width_mm", "height_mm")
_MM = 10


class ParcelFields(QWidget):
    """Grams and centimetres; the limits stand above, from the edition in force."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self._limits = Muted("")
        self.weight = NumberField(tr("Vikt"), most=99_999, unit="g")
        titles = (tr("Längd"), tr("Bredd"), tr("Höjd"))
        self.sides = {key: NumberField(title, most=999, unit="cm") for key, title in zip(_SIDES, titles, strict=True)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._limits)
        form.know("weight_g", named(self.weight, "mail.parcel.weight"))
        for key, field in self.sides.items():
            form.know(key, named(field, f"mail.parcel.{key.removesuffix('_mm')}"))

        column.addWidget(Flow(self.weight, *self.sides.values(), gap=24, lead=12))

    def set_limits(self, edition: Edition) -> None:
        """What Skatteverket takes."""
        text = self.tr("Högst {kg} kg, {length} cm långt, och längd plus omkrets högst {girth} cm.")
        self._limits.setText(
            text.format(
                kg=f"{edition.parcel_weight_g / 1000:g}".replace(".", ","),
                length=edition.parcel_length_mm // _MM,
                girth=edition.parcel_girth_mm // _MM,
            )
        )

    def adapt(self) -> None:
        """A hidden field is not checked."""
        for field in (self.weight, *self.sides.values()):
            field.setVisible(not self.isHidden())

    def parcel(self) -> Parcel:
        """What is typed, in grams and millimetres."""
        measured = {key: field.value() * _MM for key, field in self.sides.items()}
        return Parcel(weight_g=self.weight.value(), **measured)

    def show_parcel(self, parcel: Parcel) -> None:
        """Show another parcel's figures."""
        self.weight.set_value(parcel.weight_g)
        for key, field in self.sides.items():
            field.set_value(round(getattr(parcel, key) / _MM))
