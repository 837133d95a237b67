"""What the tabs share: a list, and above it one thing at a time that the user has begun.

A view (a form, a question, the words to compare) takes the list's place until it is done or left. What is typed in it
survives every refusal and, through `draft`, the lock; what is secret never becomes a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from spidesk import wording
from spidesk.admin import actions
from spidesk.admin.actions import Overview
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.form import Form
from spidesk.ui.look import theme
from spidesk.ui.page import Page
from spidesk.ui.words import Heading, Muted, Notice, NoticeKind, QuietButton, Row, Scroll
from spidesk.vault.vault import Vault

T = TypeVar("T")


class View(QWidget):
    """One thing under way. `closed`: back to the list. `done(text)`: something was changed; say so and read anew."""

    closed = Signal()
    done = Signal(str)

    key = ""
    """What a draft calls the view; empty when nothing in it is kept through a lock."""
    about = ""
    """The user or circle it is about, for the draft."""

    def __init__(self, desk: Desk, *, back: str) -> None:
        super().__init__()
        theme.mark(self, "page")
        self.desk = desk
        self.form: Form | None = None
        self.notice = marked(Notice(NoticeKind.ERROR), "admin.view.notice")
        self.back = marked(QuietButton(back, icon="back", clicked=self.closed.emit), "admin.back")
        scroll = Scroll(self, widest=720, margin=4)
        self.column = scroll.content
        self.column.add(Row(self.back))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        whole.addWidget(scroll)

    def head(self, title: str, text: str = "") -> None:
        """What the view is, before anything else in it."""
        self.column.add(Heading(title))
        if text:
            self.column.add(Muted(text))
        self.column.add(self.notice)

    def unsaved(self) -> bool:
        """Whether leaving now loses something."""
        return self.form is not None and self.form.dirty

    def draft(self) -> dict[str, Any] | None:
        """What is typed, as plain values."""
        if not self.key or self.form is None or not self.form.dirty:
            return None
        return {"view": self.key, "about": self.about, "values": self.form.values()}

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show what was typed, as unsaved work."""
        if self.form is None:
            return
        for key, value in values.items():
            self.form[key].set_value(tuple(value) if isinstance(value, list) else value)

    def submit(self, work: Callable[[Vault], T], done: Callable[[T], object]) -> None:
        """Ask the lane; a refusal stands beside its field, or above all."""
        self.notice.say("", aloud=False)
        if self.form is not None:
            self.form.set_busy(True)
        self.desk.lane.submit(self, work, done=done, refused=self.refused)

    def refused(self, refusal: Refusal) -> None:
        """Show a refusal; what was typed stays."""
        if self.form is not None:
            self.form.refuse(refusal)
            return
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)


class Part(Page):
    """A tab: reads the overview when it comes into view, shows it, and opens views over it."""

    help = "admin"
    key = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.overview: Overview | None = None
        self.view: View | None = None
        self._draft: Mapping[str, Any] | None = None
        self.notice = marked(Notice(NoticeKind.ERROR), f"admin.{self.key}.notice")
        self.list = QWidget()
        self.inside = QVBoxLayout(self.list)
        self.inside.setContentsMargins(4, 16, 4, 16)
        self.inside.setSpacing(12)
        self.inside.addWidget(self.notice)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self.column.addWidget(self._stack)

    def shown(self) -> None:
        """Read anew."""
        self.load()

    def load(self) -> None:
        """Ask the lane for users and circles."""
        self.desk.lane.submit(self, actions.overview, done=self._read, refused=self.say_refusal)

    def show_overview(self, overview: Overview) -> None:
        """Show what was read."""
        raise LookupError(self.key)

    def make(self, view: str, about: str) -> View | None:
        """Make a view anew for a draft, or None if what it was about is gone."""
        return None

    def open_view(self, view: View) -> None:
        """Put a view in the list's place."""
        self._drop()
        self.view = view
        view.closed.connect(self.leave_view)
        view.done.connect(self.finished)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def leave_view(self) -> None:
        """Back to the list; unsaved text is asked about first."""
        if self.view is not None and self.view.unsaved() and not self._may_drop():
            return
        self._drop()
        self.load()

    def finished(self, said: str) -> None:
        """Something was changed: back to the list, read anew, and let the frame know."""
        self._drop()
        if said:
            self.desk.say(said)
        self.desk.refresh_counts()
        self.load()

    def unsaved(self) -> bool:
        """Whether the view in the way holds something."""
        return self.view is not None and self.view.unsaved()

    def draft(self) -> Mapping[str, Any] | None:
        """What is typed in the view."""
        return self.view.draft() if self.view is not None else self._draft

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Open the view again with what was typed, once users and circles have been read."""
        self._draft = draft
        if self.overview is not None:
            self._resume()

    def say_refusal(self, refusal: Refusal) -> None:
        """Show a refusal that belongs to no view."""
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _read(self, overview: Overview) -> None:
        self.overview = overview
        self.notice.say("", aloud=False)
        self.show_overview(overview)
        self._resume()

    def _resume(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        view = self.make(str(draft["view"]), str(draft["about"]))
        if view is not None:
            self.open_view(view)
            view.restore(draft["values"])

    def _may_drop(self) -> bool:
        return ask.confirm(
            self,
            self.tr("Du har inte sparat"),
            self.tr("Det du har skrivit här försvinner om du går tillbaka."),
            yes=self.tr("Släng ändringarna"),
            no=self.tr("Stanna kvar"),
            danger=True,
        )

    def _drop(self) -> None:
        view, self.view = self.view, None
        if view is None:
            return
        self._stack.setCurrentWidget(self.list)
        self._stack.removeWidget(view)
        view.hide()
        view.deleteLater()
