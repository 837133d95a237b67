"""The step that says who it is: names and numbers, each number looked at as soon as it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.person import actions as person_actions
from spidesk.person.identity import parse
from spidesk.person.page.desk import Desk
from spidesk.person.page.one.identifying import DUPLICATE, IdentityFields
from spidesk.person.page.words import say
from spidesk.person.rules import Category, Identity, checked_identity
from spidesk.refusal import Refusal
from spidesk.ui.form import Form
from spidesk.ui.wizard import Step
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.vault.ids import CircleId


class WhoStep(Step):
    """Refuses beside the field; warns when the number is already in the circle."""

    def __init__(
        self,
        desk: Desk,
        circle: Callable[[], CircleId | None],
        category: Callable[[], Category | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Vem det gäller")
        self.text = self.tr("Skriv namnet som i folkbokföringen. Hemadressen ska inte registreras.")
        self._desk, self._circle, self._category = desk, circle, category
        self.form = Form(bar=False)
        self.fields = IdentityFields(self.form, "intake")
        self._about = Notice(NoticeKind.INFO)
        self._known = Notice(NoticeKind.WARNING)
        self.form.place(self._about)
        self.form.place(self._known)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.fields.number.line.editingFinished.connect(self._look)
        self.fields.number.changed.connect(self._forget)

    def entered(self) -> None:
        """A child has a parent to name."""
        self.fields.child_of.setVisible(self._category() is Category.BARN)

    def identity(self) -> Identity:
        """What is typed."""
        return self.fields.identity()

    def leave(self, go: Callable[[], None]) -> None:
        """On when every number is right, somebody is named, and a duplicate has been seen."""
        if not self.form.check():
            return
        identity = self.identity()
        try:
            canonical = self._canonical(identity)
        except Refusal as refusal:
            self.form.refuse(refusal)
            return
        circle = self._circle()
        if circle is None or not canonical or self.fields.same_number.value():
            go()
            return
        self._desk.lane.submit(
            self,
            lambda vault: [one for number in canonical for one in person_actions.same_number(vault, circle, number)],
            done=lambda found: self._answered(found, go),
            refused=self.form.refuse,
        )

    def begin(self) -> None:
        """Empty."""
        self.form.clear()
        self._forget()

    def _canonical(self, identity: Identity) -> tuple[str, ...]:
        """The typed numbers, checked. Refuses beside the field that is wrong."""
        today = self._desk.today()
        found = []
        for field in ("number", "other_number"):
            typed = str(self.form[field].value())
            if typed:
                found.append(parse(typed, today=today, field=field).canonical)
        checked_identity(
            Identity(given=identity.given, family=identity.family, alias=identity.alias, numbers=tuple(found))
        )
        return tuple(found)

    def _look(self) -> None:
        """Say what kind of number it is and how old the person is, and whether the circle knows it."""
        typed = self.fields.number.value()
        if not typed:
            return
        try:
            number = parse(typed, today=self._desk.today())
        except Refusal as refusal:
            self.fields.number.refuse(wording.text(refusal))
            return
        age = number.age(self._desk.today())
        words = say(number.kind)
        self._about.say(words if age is None else self.tr("{kind}, {age} år").format(kind=words, age=age))
        circle, canonical = self._circle(), number.canonical
        if circle is not None:
            self._desk.lane.submit(
                self,
                lambda vault: person_actions.same_number(vault, circle, canonical),
                done=self._warn,
                refused=self.form.refuse,
            )

    def _warn(self, found: list[str]) -> None:
        if not found:
            return
        text = wording.text(Refusal(DUPLICATE, reference=found[0]))
        self._known.say(text, NoticeKind.WARNING, title=self.tr("Finns redan i kretsen"))
        self.fields.offer_same_number()

    def _answered(self, found: list[str], go: Callable[[], None]) -> None:
        if not found:
            go()
            return
        self._known.say("", aloud=False)
        self.fields.offer_same_number()
        self.form.refuse(Refusal(DUPLICATE, field="number", reference=found[0]))

    def _forget(self) -> None:
        """The number is being changed: what was said of it no longer holds."""
        self._about.say("", aloud=False)
        self._known.say("", aloud=False)
        self.fields.same_number.set_value(False)
        self.fields.same_number.hide()

    def draft(self) -> dict[str, Any]:
        """What is typed, as plain values."""
        return self.fields.draft()

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft."""
        self.fields.restore(draft)
