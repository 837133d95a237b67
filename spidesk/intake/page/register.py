"""Ny person: the wizard, and the blank form for the meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.intake import actions
from spidesk.intake.page.blank import print_blank
from spidesk.intake.page.first import FirstStep
from spidesk.intake.page.rest import HandlersStep, ProtectionStep, SummaryStep
from spidesk.intake.page.who import WhoStep
from spidesk.intake.rules import Arrival, Source
from spidesk.person import actions as person_actions
from spidesk.person.actions import Who, person_circles
from spidesk.person.identity import parse, shown
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.page.queue import system_queue
from spidesk.person.page.warning import GUARD, keep_anyway
from spidesk.person.page.words import protection_chip, say, until
from spidesk.person.rules import Category, NewPerson, PersonRef, Place
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.page import Page
from spidesk.ui.printing import PrintQueue
from spidesk.ui.wizard import Step, Wizard
from spidesk.ui.words.empty import EmptyState
from spidesk.vault.ids import CircleId
from spidesk.vault.vault import Vault


class IntakePage(Page):
    """Registers one person; `queue` prints the blank form.

    Nothing is kept before the last step; unsaved work is asked about and drafted.
    """

    def __init__(self, desk: Desk, *, queue: PrintQueue | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Ny person")
        self.help = "intake"
        self._desk = desk
        circles = person_circles(desk.session)
        self.first = FirstStep(desk, circles, lambda: print_blank(desk, queue or system_queue(), self))
        self.who = WhoStep(desk, self._circle, self._category)
        self.protection = ProtectionStep(desk, self._category)
        self.handlers = HandlersStep(desk)
        self.summary = SummaryStep(self._facts, lambda go: self._register(go, seen=False))
        self._steps: tuple[Step, ...] = (self.first, self.who, self.protection, self.handlers, self.summary)
        self.wizard = Wizard(self.tr("Ny person"), self._steps)
        for button, name in (
            (self.wizard.next, "intake.next"),
            (self.wizard.back, "intake.back"),
            (self.wizard.cancel, "intake.cancel"),
        ):
            marked(button, name)
        self.wizard.cancelled.connect(self._cancel)
        self.wizard.finished.connect(self._finished)
        self._new: PersonRef | None = None
        self._offered: CircleId | None = None
        self.first.circle.changed.connect(self._ask_members)
        self._names = {circle.id: circle.name for circle in circles}
        closed = EmptyState(
            self.tr("Du kan inte registrera personer"),
            self.tr("Det gör handläggare och kretsägare i en krets."),
            icon="lock",
        )
        self.column.addWidget(self.wizard if circles and not desk.session.read_only else closed)
        self._ask_members()

    def unsaved(self) -> bool:
        """Whether anything has been answered."""
        forms = (self.first.form, self.who.form, self.protection.form, self.handlers.form)
        return any(form.dirty for form in forms)

    def draft(self) -> Mapping[str, Any] | None:
        """Every step's answers."""
        if not self.unsaved():
            return None
        return {
            "first": self.first.draft(),
            "who": self.who.draft(),
            "protection": self.protection.fields.draft(),
            "handlers": self.handlers.draft(),
            "step": self._steps.index(self.wizard.step),
        }

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show every answer again and go to the step where the user was, past steps that still hold."""
        self.first.restore(draft["first"])
        self.who.restore(draft["who"])
        self.protection.restore(draft["protection"])
        self.handlers.restore(draft["handlers"])
        self._go_towards(int(draft["step"]))

    def place(self) -> Place:
        """Where this is, for the return after a lock."""
        return Place(page="intake")

    def arrival(self, *, seen: bool) -> Arrival:
        """Everything the steps hold. Refuses what a step refuses."""
        circle, category = self._circle(), self._category()
        told = self.first.told_on.value()
        if circle is None:
            raise Refusal("intake.circle_missing", field="circle")
        if category is None:
            raise Refusal("intake.category_missing", field="category")
        if told is None:
            raise Refusal("intake.date_missing", field="told_on")
        return Arrival(
            source=Source(str(self.first.source.value())),
            told_on=told,
            fingerade=self.first.fingerade.value() != "no",
            new=NewPerson(
                circle=circle,
                category=category,
                identity=self.who.identity(),
                protection=self.protection.protection(),
                handlers=self.handlers.handlers.value(),
                same_number=self.who.fields.same_number.value(),
            ),
            note=self.handlers.note.value(),
            note_seen=seen,
        )

    def _ask_members(self) -> None:
        """Another circle has other members to choose as handlers and as those who saw the decision."""
        circle = self._circle()
        if circle is None or circle == self._offered:
            return
        self._offered = circle
        self._desk.lane.submit(
            self,
            lambda vault: _members(vault, circle),
            done=self._offer,
            refused=lambda refusal: self._desk.say(wording.text(refusal), "error"),
        )

    def _offer(self, who: tuple[Who, ...]) -> None:
        self.protection.offer(who)
        self.handlers.offer(who)

    def _register(self, go: Callable[[], None], *, seen: bool) -> None:
        try:
            arrival = self.arrival(seen=seen)
        except Refusal as refusal:
            self._refused(refusal, go)
            return
        self._desk.lane.submit(
            self,
            lambda vault: actions.register(vault, arrival),
            done=lambda ref: self._registered(ref, go),
            refused=lambda refusal: self._refused(refusal, go),
        )

    def _registered(self, ref: PersonRef, go: Callable[[], None]) -> None:
        self._new = ref
        self.summary.set_busy(False)
        go()

    def _refused(self, refusal: Refusal, go: Callable[[], None]) -> None:
        self.summary.set_busy(False)
        if refusal.code == GUARD and keep_anyway(self, refusal):
            self.summary.set_busy(True)
            self._register(go, seen=True)
            return
        step = next((one for one in self._steps[:-1] if _has(one, refusal.field)), None)
        if step is None:
            self.summary.show_refusal(refusal)
            return
        words = self.tr("Gå till {step}").format(step=step.title)
        self.summary.show_refusal(refusal, (words, lambda: self._back_to(step, refusal)))

    def _back_to(self, step: Step, refusal: Refusal) -> None:
        while self.wizard.step is not step:
            self.wizard.go_back()
        form = getattr(step, "form", None)
        if form is not None:
            form.refuse(refusal)

    def _finished(self) -> None:
        ref, self._new = self._new, None
        self.begin()
        if ref is None:
            return
        self._desk.person_changed(ref.id)
        self._desk.refresh_counts()
        self._desk.say(self.tr("{reference} är registrerad.").format(reference=ref.reference))
        self._desk.go(Place(page="people", reference=ref.reference, person=ref.id))

    def begin(self) -> None:
        """Empty, at the first step."""
        while self.wizard.step is not self.first:
            self.wizard.go_back()
        self.first.begin()
        self.who.begin()
        self.protection.form.clear()
        self.handlers.begin()
        self._offered = None
        self._ask_members()

    def _cancel(self) -> None:
        if self.unsaved() and not ask.confirm(
            self,
            self.tr("Avbryta registreringen?"),
            self.tr("Det du har skrivit sparas inte."),
            yes=self.tr("Avbryt registreringen"),
            no=self.tr("Fortsätt registrera"),
            danger=True,
        ):
            return
        self.begin()
        self._desk.go(Place(page="people"))

    def _go_towards(self, at: int) -> None:
        """Step forward as far as the answers hold; steps that ask the lane stop the walk."""
        for step in self._steps[: min(at, len(self._steps) - 1)]:
            if self.wizard.step is step:
                self.wizard.go_on()

    def _circle(self) -> CircleId | None:
        return self.first.circle.value()

    def _category(self) -> Category | None:
        chosen = self.first.category.value()
        return Category(chosen) if chosen else None

    def _facts(self) -> Sequence[tuple[str, str]]:
        identity, protection = self.who.identity(), self.protection.protection()
        today, circle, category = self._desk.today(), self._circle(), self._category()
        numbers = ", ".join(shown(parse(number, today=today).canonical) for number in identity.numbers)
        chosen = set(self.handlers.handlers.value())
        names = ", ".join(one.name for one in self.handlers.offered if one.id in chosen)
        facts = [
            (self.tr("Namn"), identity.name),
            (self.tr("Nummer"), numbers or self.tr("saknas: post kan inte skickas")),
            (self.tr("Alias"), identity.alias),
            (self.tr("Barn till"), identity.child_of),
            (self.tr("Kategori"), say(category) if category else ""),
            (self.tr("Krets"), self._names[circle] if circle else ""),
            (self.tr("Skydd"), protection_chip(protection.level, protection.state)[1]),
            (self.tr("Gäller till"), until(protection.valid_until)),
            (self.tr("Beslut sett"), protection.seen_on.isoformat() if protection.seen_on else self.tr("Nej")),
            (self.tr("Handläggare"), names),
        ]
        return [(name, value) for name, value in facts if value]


def _members(vault: Vault, circle: CircleId) -> tuple[Who, ...]:
    with vault.read() as reader:
        return person_actions.handlers_to_choose(reader, circle)


def _has(step: Step, field: str) -> bool:
    form = getattr(step, "form", None)
    return bool(field) and form is not None and field in form.values()
