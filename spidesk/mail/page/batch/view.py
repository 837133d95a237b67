"""The batch: pick, print, match and post, one step shown at a time and each a press away."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QWidget

from spidesk import wording
from spidesk.mail.actions import Ways, batching
from spidesk.mail.actions.batching import Batch
from spidesk.mail.page.batch.matching import READ, Matching
from spidesk.mail.page.batch.papers.printed import Printed
from spidesk.mail.page.batch.papers.ways import Windows
from spidesk.mail.page.batch.pick import Pick
from spidesk.mail.page.batch.posting import Posting
from spidesk.mail.rules.order import State
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.printing import Offsets, PrintQueue
from spidesk.ui.words import Flow, Notice, NoticeKind, QuietButton, Scroll, Subheading
from spidesk.ui.words.buttons import RailButton
from spidesk.ui.words.card import empty
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault

STEPS: Final = {"print": "print", "match": "qr", "post": "mail"}
"""The steps and their icons."""
_AROUND: Final = 64
"""What stands around the words of a step: its icon and the room at both ends."""


class BatchView(Scroll):
    """The user's unfinished batch, or the way to begin one. `changed`: the ledger has moved."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        queue: PrintQueue,
        offsets: Offsets | None,
        windows: Windows | None = None,
        ways: Ways | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, widest=1280, margin=16)
        self._desk = desk
        self._batch: Batch | None = None
        self._step = ""
        self._taken: RowId | None = None
        self._buttons = self._make_steps()
        self.others = marked(Notice(NoticeKind.INFO), "batch.others_batches")
        self.notice = marked(Notice(NoticeKind.ERROR), "batch.notice")
        self.pick = Pick(desk, ways)
        self.pick.begun.connect(self._begun)
        self.printed = Printed(desk, queue=queue, offsets=offsets, windows=windows)
        self.matching = Matching(desk)
        self.posting = Posting(desk, ways)
        for part in (self.printed, self.matching, self.posting):
            part.changed.connect(self._changed)
        self.printed.done.connect(lambda: self._buttons["match"].setFocus())
        self._label = Subheading("")
        self.finish = marked(QuietButton(self.tr("Avsluta bunten"), icon="check", clicked=self._finish), "batch.finish")
        self._head = Flow(self._label, *self._buttons.values(), self.finish)
        self._parts: dict[str, QWidget] = {"print": self.printed, "match": self.matching, "post": self.posting}
        self.add(self.notice, self._head, self.others, self.pick, *self._parts.values())
        self._head.hide()
        self.pick.hide()
        for widget in self._parts.values():
            widget.hide()

    @property
    def batch(self) -> Batch | None:
        """The batch shown, if one is going on."""
        return self._batch

    def load(self) -> None:
        """Read the batch anew."""
        taken = self._taken
        self._desk.lane.submit(
            self, lambda vault: _unfinished(vault, taken), done=lambda found: self._show(*found), refused=self._refused
        )

    @property
    def running(self) -> bool:
        """Whether a run is under way; it goes on while other pages are looked at."""
        return self.printed.busy

    def draft(self) -> Mapping[str, Any] | None:
        """What is typed in any step."""
        found = {"pick": self.pick.draft(), "match": self.matching.draft(), "post": self.posting.draft()}
        kept = {key: value for key, value in found.items() if value}
        return {**kept, "step": self._step} if kept else None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show it again."""
        for key, part in (("pick", self.pick), ("match", self.matching), ("post", self.posting)):
            if draft.get(key):
                part.restore(draft[key])
        self._step = str(draft.get("step", ""))
        if self._batch is not None or not self.pick.isHidden():
            self.load()

    def show_step(self, step: str) -> None:
        """Show one step; the keyboard goes where the work is."""
        self._step = step
        self._buttons[step].setChecked(True)
        for key, part in self._parts.items():
            part.setVisible(key == step and self._batch is not None)
        if self._batch is None:
            return
        if step == "print":
            self.printed.take_focus()
        elif step == "match":
            self.matching.take_focus()
        elif step == "post":
            self.posting.take_focus()

    def _begun(self, batch: Batch) -> None:
        self._step = ""
        self._show(batch, ())
        self.changed.emit()

    def _changed(self) -> None:
        self.load()
        self.changed.emit()

    def _show(self, batch: Batch | None, others: tuple[Batch, ...]) -> None:
        before, self._batch = self._batch, batch
        self.notice.say("", aloud=False)
        self._head.setVisible(batch is not None)
        self.pick.setVisible(batch is None)
        self._show_others(others if batch is None else ())
        if batch is None:
            for part in self._parts.values():
                part.hide()
            self.pick.load()
            return
        self._label.setText(self._titled(batch))
        rows = tuple(batch.rows)
        printed = sum(1 for row in rows if row.state is not State.ORDERED)
        read = sum(1 for row in rows if row.state in READ)
        outers = [one for one in batch.outers if one.rows]
        posted = sum(1 for one in outers if one.posted_on is not None)
        tr = self.tr
        self._words("print", tr("1. Skriv ut"), printed, len(rows))
        self._words("match", tr("2. Läs av"), read, len(rows))
        self._words("post", tr("3. Posta"), posted, len(outers))
        self.finish.setVisible(True)
        self.printed.show_batch(batch)
        self.matching.show_batch(batch)
        self.posting.show_batch(batch, self._desk.today())
        fresh = before is None or before.id != batch.id or not self._step
        if fresh:
            step = "print" if printed < len(rows) else "match" if read < len(rows) else "post"
            self.show_step(self._step or step)

    def _titled(self, batch: Batch) -> str:
        if batch.mine:
            return self.tr("Bunt {label}").format(label=batch.label)
        return self.tr("Bunt {label} (påbörjad av en kollega)").format(label=batch.label)

    def _words(self, step: str, title: str, done: int, total: int) -> None:
        button = self._buttons[step]
        check = "✓ " if total and done == total else ""
        button.setText(f"{check}{title} ({done}/{total})")
        bold = QFont(button.font())
        bold.setWeight(QFont.Weight.DemiBold)
        button.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(button.text()) + _AROUND)
        button.setAccessibleName(self.tr("{title}, {done} av {total}").format(title=title, done=done, total=total))

    def _finish(self) -> None:
        batch = self._batch
        if batch is None:
            return
        left = sum(1 for one in batch.outers if one.rows and one.posted_on is None)
        if left:
            text = self.tr("{count} ytterkuvert är inte postade. Breven i dem väntar kvar i listan.")
            title, yes = self.tr("Avsluta bunten ändå?"), self.tr("Avsluta bunten")
            if not ask.confirm(self, title, text.format(count=left), yes=yes):
                return
        self._desk.lane.submit(
            self, lambda vault: batching.finish(vault, batch.id), done=lambda _: self._finished(), refused=self._refused
        )

    def _finished(self) -> None:
        self._step, self._taken = "", None
        self._desk.say(self.tr("Bunten är avslutad."), "ok")
        self.pick.show()
        self.pick.take_focus()
        self._changed()

    def _refused(self, refusal: Refusal) -> None:
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)
        self.verticalScrollBar().setValue(0)

    def _make_steps(self) -> dict[str, RailButton]:
        group = QButtonGroup(self)
        buttons: dict[str, RailButton] = {}
        for step, icon in STEPS.items():
            button = marked(RailButton(step, icon), f"batch.step.{step}")
            button.clicked.connect(lambda _=False, step=step: self.show_step(step))
            group.addButton(button)
            buttons[step] = button
        return buttons

    def _show_others(self, others: tuple[Batch, ...]) -> None:
        """Batches that colleagues have left can be gone on with."""
        empty(self.others.below)
        self.others.say(
            self.tr("En kollega har en bunt som inte är avslutad. Den kan fortsättas här.") if others else "",
            NoticeKind.INFO,
            aloud=False,
        )
        for one in others:
            button = QuietButton(self.tr("Fortsätt {label}").format(label=one.label), clicked=partial(self._take, one))
            self.others.below.addWidget(Flow(marked(button, f"batch.take.{one.label}")))

    def _take(self, batch: Batch) -> None:
        self._taken = batch.id
        self._step = ""
        self.load()


def _unfinished(vault: Vault, taken: RowId | None) -> tuple[Batch | None, tuple[Batch, ...]]:
    """The batch to show, and those of colleagues that are not ended."""
    others = tuple(one for one in batching.unfinished(vault) if not one.mine)
    found = next((one for one in others if one.id == taken), None)
    return found or batching.current(vault), others
