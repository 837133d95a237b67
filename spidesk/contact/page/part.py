"""One part of the tab: what stands, and a form in its place while something is written.

A part reads rows only through actions, in the lane. What is typed survives every refusal: beside its field, in a
question about free text, or in a comparison when someone else has changed the same row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from textwrap import fill
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.page.warning import GUARD, keep_anyway
from spidesk.person.rules import PersonRef
from spidesk.refusal import Refusal
from spidesk.ui.fields import DateField
from spidesk.ui.form import Form
from spidesk.ui.masked import Masked
from spidesk.ui.words import Card, Muted, Notice, NoticeKind, QuietButton, Row, Stack, Subheading
from spidesk.ui.words.card import empty
from spidesk.vault.vault import Vault

T = TypeVar("T")
Work = Callable[[Vault], object]
Make = Callable[[frozenset[str]], Work]
"""Makes the closure for the lane; given the fields whose warning about free text has been seen."""

WIDE = 56
"""Characters in a line of a revealed text: it stands beside its button, also at 200 %."""


@dataclass(slots=True, kw_only=True)
class Editor:
    """An open form: what it is for (`kind`), the row it changes, and the versions it builds on."""

    kind: str
    form: Form = field(repr=False)
    make: Make = field(repr=False)
    row: str = ""
    versions: tuple[int, ...] = ()
    changed: Callable[[], object] | None = field(default=None, repr=False)
    """What to do when someone else changed the row: fetch it and show both. None: the refusal says it."""


class Part(Stack):
    """What the parts share. `saved`: read the tab again. `opened(widget)`: bring the form into view."""

    saved = Signal()
    opened = Signal(object)

    def __init__(self, desk: Desk, person: PersonRef, key: str) -> None:
        super().__init__(gap=12)
        self.desk = desk
        self.person = person
        self.key = key
        self.editor: Editor | None = None
        self.place: Stack | None = None
        self.conflict: QWidget | None = None
        self.notice = marked(Notice(NoticeKind.ERROR), f"contact.{key}.notice")

    def begin(self, kind: str, row: str, ready: Callable[[], object] | None = None) -> None:
        """Open the form for a kind of work on a row ("" for a new one); `ready` when it is on the screen."""
        raise LookupError(kind)

    def refresh(self) -> None:
        """Show what stands, and the open form if there is one."""
        raise LookupError(self.key)

    def unsaved(self) -> bool:
        """Whether something is typed and not saved."""
        return self.editor is not None and self.editor.form.dirty

    def open_editor(self, editor: Editor, title: str) -> None:
        """Show a form: its title, what is said about it, and its bar. Ångra with nothing typed closes it."""
        self.drop_editor()
        self.notice.say("", aloud=False)
        self.editor = editor
        self.place = marked(Stack(Subheading(title), editor.form, gap=16), f"contact.{self.key}.editor")
        name = f"contact.{self.key}.{editor.kind}" if editor.kind != "edit" else f"contact.{self.key}"
        marked(editor.form.save, f"{name}.save" if self.key != "channel" else "contact.save")
        marked(editor.form.undo, f"{name}.undo" if self.key != "channel" else "contact.undo")
        editor.form.leaves = True
        editor.form.set_busy(False)
        editor.form.saved.connect(self.save)
        editor.form.undone.connect(self.close_editor)
        self.refresh()
        self.opened.emit(self.place)

    def show_in(self, card: Card, standing: Callable[[], object]) -> None:
        """Empty the card below its title and fill it with the open form, or with what stands."""
        empty(card.column, keep=lambda widget: widget in (card.title, self.place, self.notice))
        card.add(self.notice)
        if self.place is None:
            standing()
            return
        card.add(self.place)
        self.place.show()

    def button(self, text: str, icon: str, name: str, clicked: Callable[[], object]) -> QuietButton:
        """A button of the part, by name."""
        return marked(QuietButton(text, icon=icon, clicked=clicked), name)

    def headed(self, title: QWidget, chip: QWidget) -> Row:
        """A title that takes the room there is, and its chip to the right."""
        row = Row(title, chip, fill=True)
        row.line.setStretchFactor(chip, 0)
        row.line.setAlignment(chip, Qt.AlignmentFlag.AlignTop)
        return row

    def line(
        self,
        name: str,
        head: QWidget,
        masked: Masked,
        *,
        buttons: Sequence[QWidget] = (),
        ended_on: date | None = None,
        end: Callable[[], object] | None = None,
    ) -> QWidget:
        """One dated paper or request: what it is, what it says when asked, and what can be done with it."""
        shown = marked(Stack(head, masked, gap=8), name)
        if ended_on is not None:
            shown.add(Muted(self.tr("Upphörde {day}").format(day=ended_on.isoformat())))
        elif end is not None:
            shown.add(Row(self.button(self.tr("Avsluta"), "close", f"{name}.end", end)))
        if buttons:
            shown.add(Row(*buttons))
        return shown

    def keep(self) -> None:
        """Let go of what was typed: what someone else stored stands."""
        self.drop_editor()
        self.saved.emit()

    def close_editor(self) -> None:
        """Let the form go and show what stands."""
        self.drop_editor()
        self.refresh()

    def drop_editor(self) -> None:
        """Let the form go, with everything typed in it."""
        if self.place is not None:
            self.place.hide()
            self.place.setParent(None)
            self.place.deleteLater()
        self.editor, self.place, self.conflict = None, None, None

    def show_conflict(self, panel: QWidget) -> None:
        """Put the comparison above the form, in the place of an earlier one."""
        if self.place is None:
            return
        if self.conflict is not None:
            self.conflict.hide()
            self.conflict.deleteLater()
        self.conflict = panel
        self.place.column.insertWidget(1, panel)
        self.opened.emit(self.place)

    def save(self, seen: frozenset[str] = frozenset()) -> None:
        """Have the lane save what is typed."""
        editor = self.editor
        if editor is None:
            return
        try:
            work = editor.make(seen)
        except Refusal as refusal:
            editor.form.refuse(refusal)
            return
        editor.form.set_busy(True)
        self.desk.lane.submit(
            self, work, done=lambda _: self._saved(editor), refused=lambda refusal: self._refused(editor, seen, refusal)
        )

    def ask(self, work: Callable[[Vault], T], done: Callable[[T], object], masked: Masked | None = None) -> None:
        """Ask the lane; a refusal stands at the top of the part."""

        def refused(refusal: Refusal) -> None:
            if masked is not None:
                masked.refused()
            self.say_refusal(refusal)

        self.desk.lane.submit(self, work, done=done, refused=refused)

    def say_refusal(self, refusal: Refusal) -> None:
        """Show a refusal that belongs to no field."""
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def masked(self, label: str, name: str, work: Callable[[Vault], str], *, copyable: bool = False) -> Masked:
        """A value that is fetched, and logged, only when somebody presses Visa."""

        def reveal(show: Callable[[str], None]) -> None:
            self.notice.say("", aloud=False)
            self.ask(work, lambda text: show(folded(text)), made)

        made = marked(Masked(label, reveal, copyable=copyable), name)
        made.button.setObjectName(f"{name}.show")
        made.copy.setObjectName(f"{name}.copy")
        return made

    def draft(self) -> dict[str, Any] | None:
        """What is typed and not saved, as plain values."""
        if self.editor is None or not self.editor.form.dirty:
            return None
        values = {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in self.editor.form.values().items()
        }
        return {
            "kind": self.editor.kind,
            "row": self.editor.row,
            "versions": list(self.editor.versions),
            "values": values,
        }

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Open the form again with what was typed, as unsaved work on the versions it was built on."""

        def ready() -> None:
            editor = self.editor
            if editor is None:
                return
            editor.versions = tuple(draft["versions"])
            for key, value in draft["values"].items():
                field = editor.form[key]
                dated = isinstance(field, DateField) and value
                field.set_value(date.fromisoformat(value) if dated else value)

        self.begin(draft["kind"], draft["row"], ready)

    def _saved(self, editor: Editor) -> None:
        if self.editor is editor:
            self.drop_editor()
        self.desk.say(self.tr("Sparat"))
        self.desk.refresh_counts()
        self.saved.emit()

    def _refused(self, editor: Editor, seen: frozenset[str], refusal: Refusal) -> None:
        if self.editor is not editor:
            return
        editor.form.set_busy(False)
        if refusal.code == GUARD and keep_anyway(self, refusal):
            self.save(seen | {refusal.field})
        elif refusal.code == "vault.row_changed" and editor.changed is not None:
            editor.changed()
        else:
            editor.form.refuse(refusal)


def folded(text: str) -> str:
    """A text in lines short enough to stand beside a button; its own line breaks stay."""
    return "\n".join(fill(line, WIDE) for line in text.split("\n"))
