"""The fields of an identity, and the card in Översikt where they are changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.person import actions
from spidesk.person.identity import shown
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.person.rules import Identity, PersonRef
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.fields import TextField, TickField
from spidesk.ui.form import Form
from spidesk.ui.words.buttons import QuietButton
from spidesk.ui.words.card import Card, Row
from spidesk.ui.words.labels import Muted
from spidesk.vault.handles import Opened

KEYS = ("given", "family", "alias", "number", "other_number", "child_of")
DUPLICATE = "person.duplicate"
"""The code of the refusal that the tick "registrera ändå" answers."""


class IdentityFields:
    """Puts name, alias and numbers into a form under the keys the rules refuse by."""

    def __init__(self, form: Form, name: str) -> None:
        self._form = form
        tr: Callable[[str], str] = form.tr
        self.given = named(TextField(tr("Förnamn"), form, sensitive=True), f"{name}.given")
        self.family = named(TextField(tr("Efternamn"), form, sensitive=True), f"{name}.family")
        self.number = named(
            TextField(
                tr("Nummer"),
                form,
                help=tr("Personnummer, samordningsnummer eller TF-nummer. ÅÅÅÅMMDD-NNNN"),
                sensitive=True,
                width=18,
                optional=True,
            ),
            f"{name}.number",
        )
        self.other_number = named(
            TextField(
                tr("Annat nummer"), form, help=tr("Om personen har två"), sensitive=True, width=18, optional=True
            ),
            f"{name}.other_number",
        )
        self.alias = named(
            TextField(tr("Alias"), form, help=tr("Namnet som används i system"), sensitive=True, optional=True),
            f"{name}.alias",
        )
        self.child_of = named(
            TextField(
                tr("Barn till"), form, help=tr("Ärendenummer eller namn på föräldern"), sensitive=True, optional=True
            ),
            f"{name}.child_of",
        )
        form.add_row(("given", self.given), ("family", self.family))
        form.add_row(("number", self.number), ("other_number", self.other_number))
        self.same_number = named(
            TickField(tr("Jag har kontrollerat. Registrera ändå med samma nummer"), form), f"{name}.same_number"
        )
        form.add("same_number", self.same_number)
        form.add_row(("alias", self.alias), ("child_of", self.child_of))
        self.same_number.hide()

    def identity(self) -> Identity:
        """What the fields say, as typed; the action checks it."""
        numbers = (self.number.value(), self.other_number.value())
        return Identity(
            given=self.given.value(),
            family=self.family.value(),
            alias=self.alias.value(),
            child_of=self.child_of.value(),
            numbers=tuple(number for number in numbers if number),
        )

    def fill(self, identity: Identity) -> None:
        """Show an identity as saved."""
        numbers = [*identity.numbers, "", ""]
        self._form.fill(
            {
                "given": identity.given,
                "family": identity.family,
                "alias": identity.alias,
                "child_of": identity.child_of,
                "number": shown(numbers[0]),
                "other_number": shown(numbers[1]),
                "same_number": False,
            }
        )
        self.same_number.hide()

    def offer_same_number(self) -> None:
        """After a duplicate was refused: let the user say that it was seen."""
        self.same_number.show()

    def draft(self) -> dict[str, str]:
        """What stands in the fields, as plain values."""
        return {key: str(self._form[key].value()) for key in KEYS}

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft as unsaved work."""
        for key in KEYS:
            self._form[key].set_value(str(draft.get(key, "")))


class _Fields:
    """The open card: the form and the way to close it."""

    def __init__(self, parent: QWidget, save: Callable[[], object], close: Callable[[], object]) -> None:
        self.form = Form(parent)
        self.fields = IdentityFields(self.form, "person.identity")
        marked(self.form.save, "person.identity.save")
        marked(self.form.undo, "person.identity.undo")
        self.form.saved.connect(save)
        self.close = marked(QuietButton(parent.tr("Stäng"), icon="eye-off", clicked=close), "person.identity.close")


class IdentityCard(Card):
    """Closed at first. "Visa och ändra" opens the sealed identity (logged) in fields. ``changed`` after a save."""

    changed = Signal()

    def __init__(
        self, desk: Desk, person: PersonRef, refused: Callable[[Refusal], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.title.setText(self.tr("Personuppgifter"))
        self.title.show()
        self._desk, self._person, self._refused = desk, person, refused
        self._version = 0
        self._draft: dict[str, Any] | None = None
        self._closed = Muted(
            self.tr("Namn och nummer är dolda. När du ändrar dem visas de tills du sparar eller stänger.")
        )
        self.open = marked(
            QuietButton(self.tr("Visa och ändra"), icon="edit", clicked=self._open), "person.identity.edit"
        )
        self._fields: _Fields | None = None
        self.add(self._closed, Row(self.open))

    @property
    def form(self) -> Form:
        """The form, made when it is first asked for: most visits never change an identity."""
        return self._inside.form

    @property
    def fields(self) -> IdentityFields:
        """What stands in the form."""
        return self._inside.fields

    @property
    def _inside(self) -> _Fields:
        if self._fields is None:
            self._fields = _Fields(self, self._save, self._ask_close)
            self.add(self._fields.form, Row(self._fields.close))
        return self._fields

    @property
    def dirty(self) -> bool:
        """Whether something is changed and not saved."""
        return self._fields is not None and not self.form.isHidden() and self.form.dirty

    def close_fields(self) -> None:
        """Empty the fields and hide them."""
        if self._fields is None:
            return
        self.form.clear()
        self.form.hide()
        self._fields.close.hide()
        self._closed.show()
        self.open.show()

    def draft(self) -> dict[str, Any] | None:
        """The fields with the version they began from, when they hold unsaved work."""
        return {**self.fields.draft(), "version": self._version} if self.dirty else None

    def restore(self, draft: dict[str, Any]) -> None:
        """Open the identity again (logged) and put the unsaved values over it."""
        self._draft = draft
        self._open()

    def _ask_close(self) -> None:
        if not self.form.dirty or self._drop():
            self.close_fields()

    def _drop(self) -> bool:
        return ask.confirm(
            self,
            self.tr("Du har inte sparat"),
            self.tr("Ändringarna i personuppgifterna försvinner om du stänger."),
            yes=self.tr("Släng ändringarna"),
            no=self.tr("Stanna kvar"),
        )

    def _open(self) -> None:
        person = self._person.id
        self._desk.lane.submit(
            self, lambda vault: actions.reveal(vault, person), done=self._opened, refused=self._refused
        )

    def _opened(self, opened: Opened[Identity]) -> None:
        self._version = opened.version
        self.fields.fill(opened.value)
        if self._draft is not None:
            self._version = int(self._draft.get("version", opened.version))
            self.fields.restore(self._draft)
            self._draft = None
        self._closed.hide()
        self.open.hide()
        self.form.show()
        self._inside.close.show()
        self.fields.given.take_focus()

    def _save(self) -> None:
        person, identity, after = self._person.id, self.fields.identity(), self._version
        same = self.fields.same_number.value()
        self.form.set_busy(True)
        self._desk.lane.submit(
            self,
            lambda vault: actions.change_identity(vault, person, identity, after=after, same_number=same),
            done=lambda _: self._saved(),
            refused=self._declined,
        )

    def _saved(self) -> None:
        self.form.set_busy(False)
        self.close_fields()
        self._desk.say(self.tr("Personuppgifterna är sparade."))
        self._desk.person_changed(self._person.id)
        self.changed.emit()

    def _declined(self, refusal: Refusal) -> None:
        if refusal.code == DUPLICATE:
            self.fields.offer_same_number()
        self.form.refuse(refusal)
