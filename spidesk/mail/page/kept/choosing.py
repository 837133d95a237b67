"""Which of the approved return addresses a circle uses: its owner chooses."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import senders
from spidesk.mail.actions.senders import CircleChoice
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, TicksField
from spidesk.ui.form import Form
from spidesk.ui.words import Card, Muted, Notice, NoticeKind, Stack
from spidesk.vault.ids import RowId


class CircleSenders(Stack):
    """One card a circle this user works in; only its owner changes it. `changed`: read again."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=16)
        self._desk = desk
        self.forms: dict[str, Form] = {}

    def load(self) -> None:
        """Read the circles anew; what is half chosen stays."""
        if not self.unsaved():
            self._desk.lane.submit(self, senders.choices, done=self._show, refused=lambda _: None)

    def unsaved(self) -> bool:
        """Whether a choice is not saved."""
        return any(form.dirty for form in self.forms.values())

    def _show(self, circles: tuple[CircleChoice, ...]) -> None:
        self.clear()
        self.forms = {}
        for one in circles:
            self.add(self._card(one))

    def _card(self, one: CircleChoice) -> Card:
        tr = self.tr
        card = Card(
            tr("Kretsen {circle}").format(circle=one.name),
            tr("Kryssa för de adresser som kretsens brev får ha. Inget kryss betyder alla godkända."),
        )
        if one.ignored:
            broken = Notice(NoticeKind.WARNING, parent=card)
            broken.say(
                tr("Kretsens val är inte gjort av kretsägaren och används inte. Kretsägaren behöver välja på nytt."),
                aloud=False,
            )
            card.add(broken)
        ticks: TicksField[RowId] = TicksField(
            tr("Returadresser"),
            [Choice(value=sender.id, text=sender.title, enabled=one.may_choose) for sender in one.approved],
        )
        ticks.set_value(tuple(sender.id for sender in one.approved if sender.id in one.chosen))
        if not one.may_choose:
            card.add(ticks, Muted(tr("Kretsägaren väljer.")))
            return card
        form = Form(save_text=tr("Spara valet"))
        marked(form.save, f"senders.circle.{one.name}.save")
        marked(form.undo, f"senders.circle.{one.name}.undo")
        form.add("senders", named(ticks, f"senders.circle.{one.name}"))
        form.mark_clean()
        form.saved.connect(lambda: self._choose(one, form))
        self.forms[one.circle] = form
        card.add(form)
        return card

    def _choose(self, one: CircleChoice, form: Form) -> None:
        wanted = form.values()["senders"]
        form.set_busy(True)
        self._desk.lane.submit(
            self,
            lambda vault: senders.choose(vault, one.circle, wanted),
            done=lambda _: self._chose(form),
            refused=lambda refusal: self._refused(form, refusal),
        )

    def _chose(self, form: Form) -> None:
        form.set_busy(False)
        form.mark_clean()
        self._desk.say(self.tr("Kretsens returadresser är sparade."), "ok")
        self.changed.emit()

    def _refused(self, form: Form, refusal: Refusal) -> None:
        form.refuse(refusal)
        self._desk.say(wording.text(refusal), "error")
