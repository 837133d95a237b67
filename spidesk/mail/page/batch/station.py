"""The match station: letter and inner envelope under the scanner, green and on to the next.

A scanner types the code and ends with Enter. The fields are emptied as soon as both are read, so that the next letter
can be read while the answer is on its way. At a stop nothing more is taken until somebody has pressed the way on, and
that button does not listen to Enter: a reading cannot press it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spidesk import wording
from spidesk.mail.page.code import CodeField
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.form import Form
from spidesk.ui.look import theme
from spidesk.ui.words import Card, IconMark, Muted, PlainLabel, PrimaryButton, QuietButton, Row, announce

_COUNTER = 2.6
_VERDICT = 1.5


class Verdict(QFrame):
    """What the last reading showed, in big words, with an icon and a colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconMark("qr", self, size=32)
        self.title = PlainLabel("", self)
        theme.scaled(self.title, _VERDICT, bold=True)
        self.text = PlainLabel("", self)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(14)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.kind = ""

    def say(self, kind: str, title: str, text: str = "") -> None:
        """Show it: `kind` is ok, error or info."""
        self.kind = kind
        theme.mark(self, f"notice-{kind}")
        self._icon.show_icon({"ok": "ok", "error": "error"}.get(kind, "qr"), colour=f"on_{kind}")
        for label, words in ((self.title, title), (self.text, text)):
            label.setText(words)
            label.setVisible(bool(words))
            theme.polish(label)
        self.setAccessibleName(f"{title}. {text}" if text else title)
        announce(self, self.accessibleName(), urgent=kind == "error")


class WayOn(QuietButton):
    """The way on after a stop. Space or a click presses it; Enter, which every reading ends with, does not."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter fall."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)


class Station(Card):
    """Counter, verdict and the two fields. `asked(letter, inner)`: both are read. `went_on`: the stop is over."""

    asked = Signal(str, str)
    went_on = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        tr = self.tr
        self._last = ("", "")
        self._stopped = False
        self.counter = marked(PlainLabel("", wrap=False), "batch.counter")
        theme.scaled(self.counter, _COUNTER, bold=True)
        self._of = Muted(tr("brev avlästa"), wrap=False)
        counted = QWidget(self)
        column = QVBoxLayout(counted)
        column.setContentsMargins(0, 0, 16, 0)
        column.setSpacing(0)
        column.addWidget(self.counter)
        column.addWidget(self._of)
        column.addStretch(1)
        self.verdict = marked(Verdict(self), "batch.verdict")
        self.form = Form(bar=False)
        self.letter = named(CodeField(tr("Koden på brevlappen"), big=True), "batch.letter")
        self.inner = named(CodeField(tr("Koden på innerkuvertet"), big=True), "batch.inner")
        self.form.add_row(("letter", self.letter), ("inner", self.inner))
        self.check = marked(PrimaryButton(tr("Kontrollera"), icon="qr", clicked=self._ask), "batch.match")
        self.way_on = marked(
            WayOn(tr("Jag har skilt dem åt. Fortsätt"), icon="forward", clicked=self.went_on.emit), "batch.resume"
        )
        self._top = QWidget(self)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._top)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(counted)
        self._line.addWidget(self.verdict, 1)
        self.add(self._top, self.form, Row(self.check, self.way_on))
        self.letter.entered.connect(self._letter_entered)
        self.inner.entered.connect(self._ask)
        self.start()

    @property
    def stopped(self) -> bool:
        """Whether a stop waits for its way on."""
        return self._stopped

    def start(self) -> None:
        """Ready for a letter."""
        self._set_stopped(False)
        self.form.clear()
        self.verdict.say("info", self.tr("Läs av brevlappen, sedan innerkuvertet"))

    def count(self, done: int, total: int) -> None:
        """How far it has come."""
        self.counter.setText(f"{done} / {total}")
        self.counter.setAccessibleName(self.tr("{done} av {total} brev avlästa").format(done=done, total=total))

    def right(self, label: str, left: int) -> None:
        """They belong together."""
        tr = self.tr
        more = tr("Nästa brev.") if left else tr("Det var det sista.")
        self.verdict.say("ok", tr("{label} stämmer").format(label=label), f"{tr('Klistra igen kuvertet.')} {more}")

    def stop(self, letter: str, inner: str) -> None:
        """They do not: both labels and the way on. `letter` and `inner` may be empty when a code is unknown."""
        tr = self.tr
        strange = tr("ett okänt uppdrag")
        said = tr(
            "Brevet hör till {letter}, kuvertet till {inner}. Klistra inte igen. Två kan ha bytt plats: "
            "lägg varje brev i kuvertet med samma kod, tryck Fortsätt (mellanslag) och läs av dem igen."
        )
        self.form.clear()
        self._set_stopped(True)
        self.verdict.say(
            "error",
            tr("Stopp: brev och kuvert hör inte ihop"),
            said.format(letter=letter or strange, inner=inner or strange),
        )
        self.way_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, refusal: Refusal) -> None:
        """A reading that could not be used: both codes stand there again, the wrong one marked for the next reading."""
        letter, inner = self._last
        if not self.letter.value() and not self.inner.value():
            self.letter.set_value(letter)
            self.inner.set_value(inner)
        said = wording.text(refusal)
        self.verdict.say("error", self.tr("Läs av igen"), said)
        field = {"letter": self.letter, "inner": self.inner}.get(refusal.field)
        if field is not None:
            field.refuse(said)
        (field or self.letter).take_focus()

    def take_focus(self) -> None:
        """The keyboard, and so the scanner, to where the next thing happens."""
        (self.way_on if self._stopped else self.letter).setFocus(Qt.FocusReason.OtherFocusReason)

    def _letter_entered(self) -> None:
        if self.letter.value():
            self.inner.take_focus()

    def _ask(self) -> None:
        if self._stopped:
            return
        self.form.clear_refusals()
        letter, inner = self.letter.value(), self.inner.value()
        if not letter or not inner:
            (self.inner if letter else self.letter).take_focus()
            return
        self._last = (letter, inner)
        self.form.clear()
        self.verdict.say("info", self.tr("Jämför …"))
        self.letter.take_focus()
        self.asked.emit(letter, inner)

    def _set_stopped(self, stopped: bool) -> None:
        self._stopped = stopped
        self.form.setVisible(not stopped)
        self.check.setVisible(not stopped)
        self.way_on.setVisible(stopped)
