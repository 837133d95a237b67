"""A wizard: one thing a step, what is left to do seen all the time, and nothing lost by going back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spidesk.ui.look import theme
from spidesk.ui.words.announce import announce
from spidesk.ui.words.buttons import PrimaryButton, QuietButton
from spidesk.ui.words.card import Scroll, Stack
from spidesk.ui.words.labels import Heading, IconMark, Muted, PlainLabel

_NARROW: Final = 800
"""Below this width, in pixels, there is no room for the list of steps."""


class Step(QWidget):
    """One step. A subclass sets `title`, fills `self.column`, and may change the words on "Nästa"."""

    title: str = ""
    text: str = ""
    next_text: str = ""
    can_go_back: bool = True
    optional: bool = False

    ready_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(20)

    def entered(self) -> None:
        """The step has come into view."""

    def ready(self) -> bool:
        """Whether "Nästa" can be pressed; emit `ready_changed` when that changes."""
        return True

    def leave(self, go: Callable[[], None]) -> None:
        """ "Nästa" was pressed: check, do what the step does, and call `go()` when all is well, now or later."""
        go()

    def skipped(self) -> bool:
        """Whether this step is passed over, given what was said before."""
        return False


class Wizard(QWidget):
    """The frame. `finished` after the last step, `cancelled` by "Avbryt"."""

    finished = Signal()
    cancelled = Signal()

    def __init__(
        self, title: str, steps: Sequence[Step], parent: QWidget | None = None, *, cancel: bool = True
    ) -> None:
        super().__init__(parent)
        theme.mark(self, "page")
        self.steps = list(steps)
        self._at = 0
        self._heading = Heading("", self)
        self._text = Muted("", self)
        self._count = Muted("", self, wrap=False)
        self._pages = Stack(parent=self, gap=0)
        for step in self.steps:
            self._pages.add(step)
            step.ready_changed.connect(self._show_ready)
        self.back = QuietButton(self.tr("Tillbaka"), self, icon="back", clicked=self.go_back)
        self.next = PrimaryButton(self.tr("Nästa"), self, clicked=self.go_on)
        self.cancel = QuietButton(self.tr("Avbryt"), self, clicked=self.cancelled.emit)
        self.cancel.setVisible(cancel)
        self._rail = _Rail(title, [step.title for step in self.steps], self)
        self._lay_out()
        self._show(0)

    @property
    def step(self) -> Step:
        """The step in view."""
        return self.steps[self._at]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list of steps gives way; "Steg 2 av 5" still says where one is."""
        wide = self.width() >= _NARROW
        self._rail.setVisible(wide)
        side, foot = (40, 14) if wide else (24, 8)
        self._scroll.set_margin(side)
        self._foot.setContentsMargins(side, foot, side, foot)
        super().resizeEvent(event)

    def go_on(self) -> None:
        """What "Nästa" does."""
        step = self.step
        self.next.setEnabled(False)
        step.leave(lambda: self._left(step))
        self._show_ready()

    def go_back(self) -> None:
        """What "Tillbaka" does."""
        earlier = [at for at in range(self._at) if not self.steps[at].skipped()]
        if earlier and self.step.can_go_back:
            self._show(earlier[-1])

    def _left(self, step: Step) -> None:
        if step is not self.step:
            return
        later = [at for at in range(self._at + 1, len(self.steps)) if not self.steps[at].skipped()]
        if later:
            self._show(later[0])
        else:
            self.finished.emit()

    def _show(self, at: int) -> None:
        self._at = at
        step = self.step
        for other in self.steps:
            # Only the step in view asks for room, so that a short step is not as tall as the tallest.
            other.setVisible(other is step)
        self._heading.setText(step.title)
        self._text.setText(step.text)
        self._text.setVisible(bool(step.text))
        seen = [one for one in self.steps if not one.skipped()]
        words = self.tr("Steg {at} av {all}").format(at=seen.index(step) + 1 if step in seen else 1, all=len(seen))
        self._count.setText(words)
        self._rail.show_at(at, [one.skipped() for one in self.steps])
        last = not any(not one.skipped() for one in self.steps[at + 1 :])
        self.next.set_words(step.next_text or (self.tr("Klar") if last else self.tr("Nästa")))
        self.back.setEnabled(step.can_go_back and any(not one.skipped() for one in self.steps[:at]))
        self._scroll.verticalScrollBar().setValue(0)
        step.entered()
        self._take_focus(step)
        self._show_ready()
        announce(self, f"{words}: {step.title}")

    def _take_focus(self, step: Step) -> None:
        """The keyboard follows to the first control of the step; a step without one leaves it on "Nästa"."""
        controls = (
            one
            for one in step.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(step) and one.isEnabled()
        )
        next(controls, self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ready(self) -> None:
        self.next.setEnabled(self.step.ready())

    def _lay_out(self) -> None:
        self._scroll = Scroll(self, widest=720, margin=40)
        self._scroll.content.column.setSpacing(8)
        self._scroll.add(self._count, self._heading, self._text)
        self._scroll.content.column.addSpacing(12)
        self._scroll.add(self._pages)
        foot = QFrame(self)
        foot.setProperty("kind", "foot")
        line = self._foot = QHBoxLayout(foot)
        line.setContentsMargins(40, 14, 40, 14)
        line.setSpacing(8)
        line.addWidget(self.cancel)
        line.addStretch(1)
        line.addWidget(self.back)
        line.addWidget(self.next)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._scroll, 1)
        right.addWidget(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        whole.addLayout(right, 1)


class _Rail(QFrame):
    """The steps, the one in view and those done."""

    def __init__(self, title: str, titles: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setFixedWidth(264)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 40, 24, 24)
        column.setSpacing(4)
        name = PlainLabel(title, self)
        theme.scaled(name, 1.1, bold=True)
        column.addWidget(name)
        column.addSpacing(16)
        self._lines: list[tuple[QWidget, IconMark, PlainLabel]] = []
        for words in titles:
            row = QWidget(self)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 6, 0, 6)
            line.setSpacing(10)
            mark = IconMark("chevron-right", row, colour="muted", size=18)
            label = PlainLabel(words, row, kind="muted")
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label, 1)
            column.addWidget(row)
            self._lines.append((row, mark, label))
        column.addStretch(1)

    def show_at(self, at: int, skipped: Sequence[bool]) -> None:
        """Mark the step in view and those before it."""
        for number, (row, mark, label) in enumerate(self._lines):
            row.setVisible(not skipped[number])
            here, done = number == at, number < at
            mark.show_icon(
                "ok" if done else "forward" if here else "circle",
                colour="on_ok" if done else "primary" if here else "muted",
            )
            theme.mark(label, "primary" if here else "" if done else "muted")
            theme.scaled(label, 1.0, bold=here)
