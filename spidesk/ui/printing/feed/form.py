"""How one printer takes one kind of sheet: what is chosen about it, remembered for the two of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spidesk.ui.fields import Choice, ChoiceField, MillimetreField, RadioField, TickField
from spidesk.ui.printing.feed.lay import Edge, Feed, fits, fitting
from spidesk.ui.words import Flow, Muted, QuietButton

_STEP = 0.1


class FeedForm(QWidget):
    """The choices. `changed` after each by the user; the lay is asked about only for envelopes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None, test: QuietButton) -> None:
        super().__init__(parent)
        self._size = (229.0, 162.0)
        self._quiet = False
        self.lying: RadioField[bool] = RadioField(
            self.tr("Vilken sida går in först?"),
            [Choice(value=False, text=self.tr("Kortsidan")), Choice(value=True, text=self.tr("Långsidan"))],
            self,
        )
        self.face_up: RadioField[bool] = RadioField(
            self.tr("Sidan som trycks ligger"),
            [Choice(value=True, text=self.tr("uppåt")), Choice(value=False, text=self.tr("nedåt"))],
            self,
        )
        self.edge: ChoiceField[Edge] = ChoiceField(self.tr("Skrivaren ställs på"), [], self)
        self.turned = TickField(self.tr("Vänd kuvertet ett halvt varv"), self)
        self.upside_down = TickField(
            self.tr("Trycket kommer upp och ner"),
            self,
            help=self.tr("Vänder bara trycket. Kuvertet ligger kvar som på bilden."),
        )
        self.right = MillimetreField(self.tr("Åt höger"), self)
        self.down = MillimetreField(self.tr("Nedåt"), self)
        for place in (self.right, self.down):
            place.box.setSingleStep(_STEP)
        self._lay = (self.lying, self.face_up, self.edge, self.turned, self.upside_down)
        self._lay_out(test)
        for field in (*self._lay, self.right, self.down):
            field.changed.connect(self._touched)

    def show_feed(self, feed: Feed, width: float, height: float, *, envelope: bool) -> None:
        """Show what is kept for a sheet of this size, as read."""
        self._quiet = True
        self._size = (width, height)
        feed = fitting(feed, width, height)
        self.lying.set_value(feed.lying)
        self.face_up.set_value(feed.face_up)
        self._offer_edges(feed.lying)
        self.edge.set_value(feed.edge)
        self.turned.set_value(feed.turned)
        self.upside_down.set_value(feed.upside_down)
        self.right.set_value(feed.right_mm)
        self.down.set_value(feed.down_mm)
        for field in self._lay:
            field.setVisible(envelope)
        self._quiet = False

    def feed(self) -> Feed:
        """What the choices amount to."""
        return Feed(
            lying=bool(self.lying.value()),
            edge=self.edge.value() or Edge.OWN,
            face_up=self.face_up.value() is not False,
            turned=self.turned.value(),
            upside_down=self.upside_down.value(),
            right_mm=round(self.right.value(), 1),
            down_mm=round(self.down.value(), 1),
        )

    def _offer_edges(self, lying: bool) -> None:
        words = {
            Edge.OWN: self.tr("kuvertets egen storlek"),
            Edge.LEFT: self.tr("A4, kuvertet mot vänster kant"),
            Edge.CENTRE: self.tr("A4, kuvertet i mitten"),
        }
        width, height = self._size
        sound = [edge for edge in Edge if fits(edge, lying=lying, width=width, height=height)]
        self.edge.set_choices([Choice(value=edge, text=words[edge]) for edge in sound])
        self.edge.setEnabled(len(sound) > 1)

    def _touched(self) -> None:
        if self._quiet:
            return
        self._quiet = True
        self._offer_edges(bool(self.lying.value()))
        self._quiet = False
        self.changed.emit()

    def _lay_out(self, test: QuietButton) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Flow(self.lying, self.face_up, parent=self, gap=24))
        for field in (self.edge, self.turned, self.upside_down):
            column.addWidget(field)
        column.addWidget(Flow(self.right, self.down, parent=self, gap=16))
        text = self.tr("Skriv ut en testsida och mät korset. Det du väljer sparas för den här skrivaren och storleken.")
        column.addWidget(Muted(text, self))
        column.addWidget(test, 0, Qt.AlignmentFlag.AlignLeft)
