"""Choose a passphrase: six generated words offered first, or one's own; then typed again to prove it is known.

Used by the first run, by the forced change of a one-time passphrase, and by recovery. The words are hidden as soon as
they are to be typed again, so that the proof is one of memory or of the note, not of the screen.
"""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui.fields import PassphraseField
from spidesk.ui.words.buttons import LinkButton, QuietButton
from spidesk.ui.words.card import Card, Row, Stack
from spidesk.ui.words.labels import Muted, PlainLabel, Subheading
from spidesk.vault.keys import words
from spidesk.vault.keys.words import Strength

_REFUSALS = {
    Strength.SHORT: "app.passphrase_short",
    Strength.REPEATED: "app.passphrase_repeated",
    Strength.LONG: "app.passphrase_long",
}


def judged(text: str, *, field: str = "own") -> str:
    """The passphrase if it may be used; refuses with its reason otherwise."""
    strength = words.strength(text)
    if not strength.accepted:
        raise Refusal(_REFUSALS[strength], field=field)
    return text


def same(one: str, other: str) -> bool:
    """Whether two passphrases are the same to the vault, which normalises what keyboards give (NFC)."""
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


class ChoosePhrase(Stack):
    """The offer and the proof, one after the other. `name` begins the object names of everything in it.

    `chosen` comes when the first part is done and the proof is asked for; `reopened` when the user goes back to it.
    """

    chosen = Signal()
    reopened = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=16)
        self._phrase = ""
        self._offer = self._make_offer(name)
        self._own = self._make_own(name)
        self._proof = self._make_proof(name)
        self.add(self._offer, self._own, self._proof)
        self.renew()
        self._show(self._offer)

    @property
    def proving(self) -> bool:
        """Whether the passphrase has been chosen and is to be typed again."""
        return not self._proof.isHidden()

    def take_focus(self) -> None:
        """Put the keyboard where the work is."""
        if self.proving:
            self.again.control.setFocus()
        elif self._offer.isHidden():
            self.own.control.setFocus()
        else:
            self._fresh.setFocus()

    def words_shown(self) -> str:
        """The generated words on the screen, or an empty text when the user writes their own."""
        return "" if self._offer.isHidden() else self.offered.text()

    def renew(self) -> None:
        """What "Ny fras" does."""
        self.offered.setText(words.passphrase())
        self.offered.setAccessibleName(self.tr("Förslag till lösenfras: {words}").format(words=self.offered.text()))

    def choose(self) -> bool:
        """Take what is offered or written and ask for the proof. False when it may not be used; the field says why."""
        if self._offer.isHidden():
            try:
                self._phrase = judged(self.own.value())
            except Refusal as refusal:
                self.refuse(refusal)
                return False
        else:
            self._phrase = self.offered.text()
        self.again.clear()
        self._show(self._proof)
        self.again.control.setFocus()
        self.chosen.emit()
        return True

    def proved(self) -> str | None:
        """The passphrase when it has been typed again the same, else None and the field says so."""
        if self.proving and same(self.again.value(), self._phrase):
            return self._phrase
        self.refuse(Refusal("app.passphrase_again", field="again"))
        return None

    def look_again(self) -> None:
        """Go back from the proof to what was chosen."""
        self._show(self._own if self.own.value() and same(self.own.value(), self._phrase) else self._offer)
        self.reopened.emit()

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it belongs to."""
        field = self.again if self.proving else self.own
        field.refuse(wording.text(refusal))
        field.control.setFocus()

    def forget(self) -> None:
        """Let go of everything typed."""
        self._phrase = ""
        self.own.clear()
        self.again.clear()
        self.offered.clear()

    def _make_offer(self, name: str) -> QWidget:
        card = Card(parent=self)
        self.offered = Subheading(parent=card)
        self.offered.setObjectName(f"{name}.words")
        self._fresh = QuietButton(self.tr("Ny fras"), card, icon="refresh", clicked=self.renew)
        self._fresh.setObjectName(f"{name}.fresh")
        own = LinkButton(self.tr("Jag vill skriva en egen fras"), card, clicked=self._write_own)
        own.setObjectName(f"{name}.own")
        card.add(
            Muted(self.tr("Din lösenfras: sex slumpade ord."), card),
            self.offered,
            Muted(
                self.tr("Skriv ned orden tills du kan dem. Förvara lappen inlåst och inte vid datorn."),
                card,
            ),
            Row(self._fresh, own, parent=card),
        )
        return card

    def _make_own(self, name: str) -> QWidget:
        card = Card(parent=self)
        self.own = PassphraseField(
            self.tr("Egen lösenfras"),
            card,
            help=self.tr("Minst 15 tecken. En mening eller flera ord som inte hör ihop är lättast att minnas."),
        )
        self.own.control.setObjectName(f"{name}.own_phrase")
        self.own.eye.setObjectName(f"{name}.own_phrase.show")
        back = LinkButton(self.tr("Ta de sex slumpade orden i stället"), card, clicked=lambda: self._show(self._offer))
        back.setObjectName(f"{name}.generated")
        card.add(self.own, Row(back, parent=card))
        return card

    def _make_proof(self, name: str) -> QWidget:
        card = Card(parent=self)
        self.again = PassphraseField(
            self.tr("Skriv lösenfrasen igen"),
            card,
            help=self.tr("Så vet vi att du har den. Små bokstäver och mellanslag räknas."),
        )
        self.again.control.setObjectName(f"{name}.again")
        self.again.eye.setObjectName(f"{name}.again.show")
        look = LinkButton(self.tr("Titta på frasen igen"), card, clicked=self.look_again)
        look.setObjectName(f"{name}.look")
        card.add(PlainLabel(self.tr("Frasen är vald men inte använd än."), card), self.again, Row(look, parent=card))
        return card

    def _write_own(self) -> None:
        self._show(self._own)
        self.own.control.setFocus()

    def _show(self, part: QWidget) -> None:
        for one in (self._offer, self._own, self._proof):
            one.setVisible(one is part)
