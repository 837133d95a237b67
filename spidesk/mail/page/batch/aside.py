"""What can be done with the chosen letter beside reading its codes.

"Står någon mer med i brevet?": the names go to the handler alone. The clerk is told the same words whatever the vault
holds, and learns nothing of who is protected.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import naming
from spidesk.mail.actions.shapes import PostRow
from spidesk.mail.page import words
from spidesk.mail.rules.order import ENCLOSURES_LENGTH, State, Unmatched
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField, LongTextField
from spidesk.ui.form import Form
from spidesk.ui.words import Flow, Muted, Notice, NoticeKind, PlainLabel, QuietButton, Stack

_OPEN = (State.ORDERED, State.PRINTED, State.MATCHED)


class Aside(Stack):
    """`sealed(row, reason)`, `laid_aside(row)`, `asked`: the handler has the question."""

    sealed = Signal(object, object)
    laid_aside = Signal(object)
    asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, single: bool = False) -> None:
        super().__init__(parent=parent, gap=12)
        tr = self.tr
        self._single = single
        self._name = "letter" if single else "batch"
        self._desk = desk
        self._row: PostRow | None = None
        self._draft: Mapping[str, Any] = {}
        self._title = PlainLabel("", wrap=False)
        self.others = marked(
            QuietButton(tr("Står någon mer med i brevet? …"), icon="people", clicked=self._open_names),
            f"{self._name}.others",
        )
        self.unread = marked(
            QuietButton(tr("Klistra igen utan avläsning …"), icon="warning", clicked=self._open_reason),
            f"{self._name}.unmatched",
        )
        self.out = marked(
            QuietButton(tr("Lägg åt sidan"), icon="undo", clicked=self._lay_aside), f"{self._name}.take_out"
        )
        self.names_form = self._make_names()
        self.reason_form = self._make_reason()
        self.notice = marked(Notice(NoticeKind.INFO), f"{self._name}.aside")
        self.add(self._title, Flow(self.others, self.unread, self.out), self.notice, self.names_form, self.reason_form)
        self.show_order(None)

    def show_order(self, row: PostRow | None) -> None:
        """Another letter: what was begun for the one before is put away, but never while names are being written."""
        if row is not None and self._row is not None and row.id == self._row.id:
            self._row = row
            self._enable(row)
            return
        if self.names_form.dirty:
            self._title.setText(self._titled())
            return
        self._row = row
        self.clear()
        self.setVisible(row is not None)
        if row is not None:
            self._title.setText(row.label)
            self._enable(row)

    def clear(self) -> None:
        """Put away what was begun."""
        self.names_form.clear()
        self.reason_form.clear()
        self.names_form.hide()
        self.reason_form.hide()
        self.notice.say("", aloud=False)

    def refuse(self, refusal: Refusal) -> None:
        """What the ledger said no to."""
        form = self.names_form if not self.names_form.isHidden() else self.reason_form
        if form.isHidden():
            self.notice.say(wording.text(refusal), NoticeKind.ERROR)
        else:
            form.refuse(refusal)

    def draft(self) -> Mapping[str, Any] | None:
        """Names half written, and of which letter."""
        if self._row is None or not self.names_form.dirty:
            return None
        return {"order": self._row.id, "label": self._row.label, "names": self.names.value()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show them again, for the letter they were read in."""
        self._draft = dict(draft)

    @property
    def waiting(self) -> str:
        """The letter that names in a draft were read in, until it is shown."""
        return str(self._draft.get("order", ""))

    def take_up(self) -> None:
        """The letter of the draft is chosen: show what was written of it."""
        draft, self._draft = self._draft, {}
        self._open_names()
        self.names.set_value(str(draft.get("names", "")))

    def _make_names(self) -> Form:
        tr = self.tr
        form = Form(save_text=tr("Fråga handläggaren"))
        form.leaves = True
        marked(form.save, f"{self._name}.others.send")
        marked(form.undo, f"{self._name}.others.cancel")
        form.undo.set_words(tr("Avbryt"))
        self.names = named(
            LongTextField(
                tr("Vilka namn står i brevet, utöver mottagarens?"),
                help=tr(
                    "Ett namn på varje rad. De går förslutna till handläggaren. Brevet kan postas när svaret kommer."
                ),
                longest=ENCLOSURES_LENGTH,
                sensitive=True,
                rows=3,
            ),
            f"{self._name}.others.names",
        )
        form.add("names", self.names)
        form.saved.connect(self._ask)
        form.undone.connect(self.clear)
        return form

    def _make_reason(self) -> Form:
        tr = self.tr
        form = Form(save_text=tr("Klistra igen"))
        form.leaves = True
        marked(form.save, f"{self._name}.unmatched.seal")
        marked(form.undo, f"{self._name}.unmatched.cancel")
        form.undo.set_words(tr("Avbryt"))
        self.reason: ChoiceField[Unmatched] = named(
            ChoiceField(
                tr("Varför är koderna inte lästa?"),
                [Choice(value=one, text=text) for one, text in words.unmatched().items()],
                empty=tr("Välj …"),
            ),
            f"{self._name}.unmatched.reason",
        )
        form.add("reason", self.reason)
        form.place(Muted(tr("Orsaken står i liggaren och i loggen.")))
        form.saved.connect(self._seal)
        form.undone.connect(self.clear)
        return form

    def _enable(self, row: PostRow) -> None:
        self._title.setText(self._titled())
        self.others.setVisible(row.state in _OPEN)
        self._title.setVisible(not self._single)
        if self._single:
            self.unread.hide()
            self.out.hide()
            return
        self.unread.setVisible(row.state is State.PRINTED)
        self.out.setVisible(row.state in (*_OPEN, State.CANCELLED))
        removed = self.tr("Papperen är borttagna ur högen")
        self.out.set_words(removed if row.state is State.CANCELLED else self.tr("Lägg åt sidan"))

    def _titled(self) -> str:
        return self.tr("Valt brev: {label}").format(label=self._row.label) if self._row is not None else ""

    def _open_names(self) -> None:
        self.reason_form.hide()
        self.notice.say("", aloud=False)
        self.names_form.show()
        self.names.take_focus()

    def _open_reason(self) -> None:
        self.names_form.hide()
        self.notice.say("", aloud=False)
        self.reason_form.show()
        self.reason.take_focus()

    def _lay_aside(self) -> None:
        if self._row is not None:
            self.laid_aside.emit(self._row)

    def _seal(self) -> None:
        reason = self.reason.value()
        if reason is None:
            self.reason_form.refuse(Refusal("mail.reason_missing", field="reason"))
        elif self._row is not None:
            self.sealed.emit(self._row, reason)

    def _ask(self) -> None:
        row, typed = self._row, self.names.value()
        if row is None:
            return
        self.names_form.set_busy(True)
        self._desk.lane.submit(
            self, lambda vault: naming.ask(vault, row.id, typed), done=lambda _: self._sent(), refused=self.refuse
        )

    def _sent(self) -> None:
        self.names_form.set_busy(False)
        self.clear()
        self.notice.say(
            self.tr("Handläggaren har fått frågan. Lägg brevet åt sidan tills svaret kommer."), NoticeKind.OK
        )
        self.asked.emit()
