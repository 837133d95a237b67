"""The last steps of the wizard: protection, handlers and note, and the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.intake.rules import opening_warnings
from spidesk.person.actions import Who
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.person.page.protecting import ProtectionFields
from spidesk.person.rules import Category, Protection, checked_protection
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, LongTextField, TicksField
from spidesk.ui.form import Form
from spidesk.ui.wizard import Step
from spidesk.ui.words.buttons import LinkButton
from spidesk.ui.words.card import Card, Stack, empty
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Facts
from spidesk.vault.ids import UserId


class ProtectionStep(Step):
    """Level, decision, validity and who saw it, with what one should know before going on."""

    def __init__(self, desk: Desk, category: Callable[[], Category | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Skyddet")
        self.text = self.tr("Skriv det som står i beslutet. Ett slutdatum räknas aldrig ut.")
        self._desk, self._category = desk, category
        self.form = Form(bar=False)
        self.fields = ProtectionFields(self.form, "intake")
        self._warnings = Stack(gap=8)
        self._offered = False
        self._draft: dict[str, Any] | None = None
        self.column.addWidget(self.form)
        self.column.addWidget(self._warnings)
        self.column.addStretch(1)
        self.form.changed.connect(self._warn)

    def entered(self) -> None:
        """The warnings depend on the category too."""
        self._warn()

    def offer(self, who: tuple[Who, ...]) -> None:
        """Offer the circle's members as the ones who saw the decision."""
        self.fields.offer(who)
        self._offered = True
        if self._draft is not None:
            self.fields.restore(self._draft)
            self._draft = None

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft; who saw the decision comes when the members have."""
        self.fields.restore(draft)
        self._draft = None if self._offered else draft

    def protection(self) -> Protection:
        """What the fields say, checked."""
        return checked_protection(self.fields.protection(), today=self._desk.today())

    def leave(self, go: Callable[[], None]) -> None:
        """On when it can be true."""
        if not self.form.check():
            return
        try:
            self.protection()
        except Refusal as refusal:
            self.form.refuse(refusal)
            return
        go()

    def _warn(self) -> None:
        self._warnings.clear()
        category = self._category()
        try:
            said = self.fields.protection()
        except Refusal:
            return
        if category is None:
            return
        words = {
            "decision_unseen": self.tr("Ingen i kretsen har sett beslutet än. Be att få se det vid nästa kontakt."),
            "preliminary": self.tr("Skatteverket har inte beslutat än. Behandla personen som skyddad så länge."),
            "still_distributed": self.tr(
                "Vid sekretessmarkering skickas adressen fortfarande ut till system. Kontrollera alla system."
            ),
            "two_guardians": self.tr("Ta reda på vilka vårdnadshavare som finns. Hotet kan vara en av dem."),
        }
        for code in opening_warnings(said.level, said.state, category, seen=said.seen_by is not None):
            self._warnings.add(Notice(NoticeKind.WARNING, words[code]))


class HandlersStep(Step):
    """Who handles the person, and a first note."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Handläggare")
        self.text = self.tr("Bara de du väljer öppnar sidan utan att ange skäl. Välj så få som möjligt.")
        self._desk = desk
        self._wanted: tuple[UserId, ...] = ()
        self.offered: tuple[Who, ...] = ()
        self.form = Form(bar=False)
        self.handlers = self.form.add("handlers", TicksField[UserId](self.tr("Handläggare"), []))
        self.note = self.form.add(
            "note",
            named(
                LongTextField(
                    self.tr("Anteckning"),
                    help=self.tr("Hur uppgiften kom in. Inga adresser, nummer eller namn på skolor och orter."),
                    optional=True,
                    longest=4000,
                    sensitive=True,
                    rows=4,
                ),
                "intake.note",
            ),
        )
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def begin(self) -> None:
        """Empty."""
        self.form.clear()
        self._wanted = ()

    def offer(self, who: tuple[Who, ...]) -> None:
        """Offer the circle's members; the user is ticked at first."""
        self.offered = who
        self.handlers.set_choices([Choice(value=one.id, text=one.name) for one in who])
        for box, one in zip(self.handlers.boxes, who, strict=True):
            box.setObjectName(f"intake.handlers.{one.id}")
        me = self._desk.session.user.id
        wanted = self._wanted or ((me,) if any(one.id == me for one in who) else ())
        typed = self.form.dirty
        self.handlers.set_value(wanted)
        if not typed:
            self.form.mark_clean()  # the tick is the program's own: nobody has written anything yet

    def leave(self, go: Callable[[], None]) -> None:
        """On when there is at least one handler."""
        if not self.form.check():
            return
        if not self.handlers.value():
            self.form.refuse(Refusal("person.handler_missing", field="handlers"))
            return
        go()

    def draft(self) -> dict[str, Any]:
        """What is ticked and written."""
        return {"handlers": list(self.handlers.value()), "note": self.note.value()}

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft; the ticks come when the members have."""
        self._wanted = tuple(UserId(one) for one in draft.get("handlers", ()))
        self.handlers.set_value(self._wanted)
        self.note.set_value(str(draft.get("note", "")))


class SummaryStep(Step):
    """Everything once more, before it is registered."""

    def __init__(
        self,
        facts: Callable[[], Sequence[tuple[str, str]]],
        register: Callable[[Callable[[], None]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Kontrollera")
        self.text = self.tr("Läs numret siffra för siffra mot det du fick.")
        self.next_text = self.tr("Registrera")
        self._facts, self._register = facts, register
        self._busy = False
        self.refused = marked(Notice(NoticeKind.ERROR), "intake.refused")
        self._shown = Facts()
        card = Card()
        card.add(self._shown)
        self.column.addWidget(self.refused)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Show what the steps hold now."""
        self.show_refusal(None)
        self._shown.show_facts(self._facts())

    def ready(self) -> bool:
        """Not while it is being registered."""
        return not self._busy

    def set_busy(self, busy: bool) -> None:
        """While the lane works the button waits."""
        self._busy = busy
        self.ready_changed.emit()

    def leave(self, go: Callable[[], None]) -> None:
        """Register; go on when it is done."""
        self.set_busy(True)
        self._register(go)

    def show_refusal(self, refusal: Refusal | None, way: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say what was refused, with the way to the step where it is put right."""
        empty(self.refused.below)
        self.refused.say(wording.text(refusal) if refusal else "", NoticeKind.ERROR)
        if refusal is not None and way is not None:
            words, go = way
            self.refused.below.addWidget(marked(LinkButton(words, clicked=go, alert=True), "intake.refused.go"))
