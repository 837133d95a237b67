"""The form for something that has happened: what, when, a note, and the protection where it changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.intake import actions
from spidesk.intake.rules import NewEvent
from spidesk.person.actions import Who
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.person.page.protecting import ProtectionFields
from spidesk.person.page.warning import GUARD, keep_anyway
from spidesk.person.page.words import say
from spidesk.person.rules import EventKind, PersonRef, Protection, SkyddState
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, DateField, LongTextField
from spidesk.ui.form import Form
from spidesk.ui.words.card import Card
from spidesk.ui.words.chips import Notice, NoticeKind

_CHANGING = (EventKind.GRANTED, EventKind.MARK_CHANGED)


class HappeningCard(Card):
    """``saved`` after the event is kept; ``closed`` when the user turns back."""

    saved = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, person: PersonRef, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title.setText(self.tr("Ny händelse"))
        self.title.show()
        self._desk, self._person = desk, person
        self.form = Form(save_text=self.tr("Spara händelsen"))
        self.kind = named(
            ChoiceField[str](
                self.tr("Vad har hänt?"),
                [Choice(value=one.value, text=say(one)) for one in EventKind if one is not EventKind.REGISTERED],
                empty=self.tr("Välj …"),
            ),
            "intake.event.kind",
        )
        self.on = named(DateField(self.tr("Vilken dag?")), "intake.event.on")
        self.form.add_row(("kind", self.kind), ("on", self.on))
        self._means = Notice(NoticeKind.INFO)
        self.form.place(self._means)
        self._protecting = Form(bar=False)
        self.protection = ProtectionFields(
            self._protecting, "intake.event", states=(SkyddState.PRELIMINARY, SkyddState.DECIDED)
        )
        self.form.place(self._protecting)
        self.note = self.form.add(
            "note",
            named(
                LongTextField(
                    self.tr("Anteckning"),
                    help=self.tr("Inga adresser, nummer eller namn på skolor och orter."),
                    optional=True,
                    longest=4000,
                    sensitive=True,
                    rows=3,
                ),
                "intake.event.note",
            ),
        )
        marked(self.form.save, "intake.event.save")
        marked(self.form.undo, "intake.event.undo")
        self.form.undo.set_words(self.tr("Avbryt"))
        self.form.leaves = True
        self.form.undo.clicked.disconnect()
        self.form.undo.clicked.connect(self.closed)
        self.add(self.form)
        self.kind.changed.connect(self._fit)
        self.form.saved.connect(lambda: self._submit(seen=False))
        self.begin(None, ())

    @property
    def dirty(self) -> bool:
        """Whether something is written and not saved."""
        return self.form.dirty or (self._changing and self._protecting.dirty)

    def begin(self, current: Protection | None, users: tuple[Who, ...]) -> None:
        """Empty, from today, with the protection there is now."""
        self.form.clear()
        self.form.fill({"on": self._desk.today()})
        self.protection.offer(users)
        if current is not None:
            self.protection.fill(current)
        self._fit()

    def draft(self) -> dict[str, Any] | None:
        """What is written, as plain values."""
        if not self.dirty:
            return None
        on = self.on.value()
        return {
            "kind": self.kind.value(),
            "on": on.isoformat() if on else None,
            "note": self.note.value(),
            "protection": self.protection.draft(),
        }

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show a draft as unsaved work."""
        self.kind.set_value(draft.get("kind"))
        self.on.set_value(date.fromisoformat(draft["on"]) if draft.get("on") else None)
        self.note.set_value(str(draft.get("note", "")))
        self.protection.restore(draft["protection"])

    @property
    def _changing(self) -> bool:
        return self.kind.value() in {one.value for one in _CHANGING}

    def _fit(self) -> None:
        self._protecting.setVisible(self._changing)
        words = {
            EventKind.LAPSED.value: self.tr(
                "Skyddet märks som upphört. Ingenting avmaskas: namn och nummer förblir dolda här, och vad som får "
                "synas i andra system beslutas rad för rad i checklistan."
            ),
            EventKind.MOVED.value: self.tr("Skriv inte den nya adressen. Den ska inte finnas här."),
            EventKind.LEFT.value: self.tr("Personen flyttas från listan över aktiva. Ingenting raderas."),
            EventKind.DECEASED.value: self.tr(
                "Personen flyttas från listan över aktiva. Sekretessen kan behöva hållas för de närstående."
            ),
        }
        self._means.say(words.get(str(self.kind.value()), ""), NoticeKind.INFO, aloud=False)

    def _event(self, *, seen: bool) -> NewEvent:
        kind, on = self.kind.value(), self.on.value()
        if kind is None:
            raise Refusal("intake.kind_missing", field="kind")
        if on is None:
            raise Refusal("intake.date_missing", field="on")
        return NewEvent(
            person=self._person.id,
            kind=EventKind(kind),
            on=on,
            note=self.note.value(),
            note_seen=seen,
            protection=self.protection.protection() if self._changing else None,
        )

    def _submit(self, *, seen: bool) -> None:
        if self._changing and not self._protecting.check():
            return
        try:
            event = self._event(seen=seen)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self.form.set_busy(True)
        self._desk.lane.submit(
            self, lambda vault: actions.add_event(vault, event), done=lambda _: self._saved(), refused=self._refused
        )

    def _saved(self) -> None:
        self.form.set_busy(False)
        self.form.clear()
        self._desk.say(self.tr("Händelsen är sparad."))
        self._desk.refresh_counts()
        self.saved.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.form.set_busy(False)
        if refusal.code == GUARD and keep_anyway(self, refusal):
            self._submit(seen=True)
        elif refusal.field in self._protecting.values():
            self._protecting.refuse(refusal)
        else:
            self.form.refuse(refusal)
