"""The second step of a batch: every letter is read together with its inner envelope before it is sealed.

Beside the station stand the letters that are left, and what can be done with one that cannot be read, names somebody
more, or is to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import batching
from spidesk.mail.actions.batching import Batch, Match
from spidesk.mail.actions.shapes import PostRow
from spidesk.mail.page import words
from spidesk.mail.page.batch.aside import Aside
from spidesk.mail.page.batch.station import Station
from spidesk.mail.rules.order import State, Unmatched
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.refusal import Refusal
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import Card, EmptyState, Notice, NoticeKind, Stack
from spidesk.vault.vault import Vault

READ = (State.MATCHED, State.POSTED, State.RETURNED, State.RESENT, State.DONE)
"""The states of a letter that is sealed."""


class Matching(Stack):
    """`changed`: read the batch again."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=16)
        self._desk = desk
        self._batch: Batch | None = None
        self.notice = marked(Notice(NoticeKind.WARNING), "batch.match.notice")
        self.station = Station(self)
        self.station.asked.connect(self._match)
        self.station.went_on.connect(self._resume)
        self.table = self._letters()
        self.aside = Aside(desk, self)
        self.aside.sealed.connect(self._seal)
        self.aside.laid_aside.connect(self._take_out)
        self.aside.asked.connect(self.changed)
        self._card = Card(self.tr("Breven i bunten"))
        self._card.add(self.table, self.aside)
        self.add(self.notice, self.station, self._card)

    def show_batch(self, batch: Batch) -> None:
        """Show how far it has come; a stop that stands in the ledger stands here too."""
        other = self._batch is None or self._batch.id != batch.id
        self._batch = batch
        rows = tuple(batch.rows)
        done = sum(1 for row in rows if row.state in READ)
        self.station.count(done, len(rows))
        if other:
            self.station.start()
        if batch.stop is not None and not self.station.stopped:
            self.station.stop(batch.stop.letter, batch.stop.inner)
        elif batch.stop is None and self.station.stopped:
            self.station.start()
        self.table.set_rows([*batch.called_off, *rows], keep=lambda row: row.id)
        self.table.fit(8)
        if self.aside.waiting and self.table.choose(lambda row: row.id == self.aside.waiting):
            self.aside.take_up()
        elif self.table.current() is None:
            self.table.choose(lambda _: True)
        self._tell(batch, rows)

    def take_focus(self) -> None:
        """The scanner's next reading comes here."""
        self.station.take_focus()

    def draft(self) -> Mapping[str, Any] | None:
        """The names half written."""
        return self.aside.draft()

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show them again."""
        self.aside.restore(draft)

    def _tell(self, batch: Batch, rows: tuple[PostRow, ...]) -> None:
        tr = self.tr
        unprinted = sum(1 for row in rows if row.state is State.ORDERED)
        said = []
        if batch.called_off:
            labels = ", ".join(row.label for row in batch.called_off)
            said.append(
                tr("Återkallat av handläggaren: {labels}. Ta bort papperen ur högen och lägg dem åt sidan.").format(
                    labels=labels
                )
            )
        if unprinted:
            said.append(tr("{count} brev är inte färdigutskrivna än.").format(count=unprinted))
        self.notice.say("\n".join(said), NoticeKind.WARNING, aloud=False)

    def _match(self, letter: str, inner: str) -> None:
        batch = self._batch
        if batch is None:
            return
        self._desk.lane.submit(
            self,
            lambda vault: batching.match(vault, batch.id, letter=letter, inner=inner),
            done=self._matched,
            refused=self.station.refuse,
        )

    def _matched(self, found: Match) -> None:
        batch = self._batch
        if batch is None:
            return
        if not found.matched:
            self.station.stop(found.letter, found.inner)
        else:
            left = sum(1 for row in batch.rows if row.state not in READ and row.id != found.order)
            self.station.right(found.letter, left)
        self.changed.emit()

    def _resume(self) -> None:
        batch = self._batch
        if batch is not None:
            self._do(lambda vault: batching.resume(vault, batch.id), self._resumed)

    def _resumed(self) -> None:
        self.station.start()
        self.station.take_focus()
        self.changed.emit()

    def _seal(self, row: PostRow, reason: Unmatched) -> None:
        said = self.tr("{label} är igenklistrat utan avläsning. Det står i loggen.").format(label=row.label)
        self._do(lambda vault: batching.unmatched(vault, row.id, reason), lambda: self._aside_done(said))

    def _take_out(self, row: PostRow) -> None:
        batch = self._batch
        said = self.tr("{label} är lagt åt sidan.").format(label=row.label)
        if batch is not None:
            self._do(lambda vault: batching.take_out(vault, batch.id, row.id), lambda: self._aside_done(said))

    def _aside_done(self, said: str) -> None:
        self.aside.clear()
        self._desk.say(said, "ok")
        self.changed.emit()
        self.station.take_focus()

    def _do(self, work: Callable[[Vault], object], done: Callable[[], object]) -> None:
        self._desk.lane.submit(self, work, done=lambda _: done(), refused=self._refused)

    def _refused(self, refusal: Refusal) -> None:
        self.aside.refuse(refusal)
        self._desk.say(wording.text(refusal), "error")

    def _letters(self) -> RowTable[PostRow]:
        tr, kinds = self.tr, words.short_kinds()
        columns: list[Column[PostRow]] = [
            Column(tr("Uppdrag"), lambda row: row.label, width=122),
            Column(tr("Läge"), words.where, chip=words.chip, width=160),
            Column(tr("Sändning"), lambda row: f"{kinds[row.kind]}, {words.pair(row)}"),
        ]
        table: RowTable[PostRow] = RowTable(
            columns, name=tr("Breven i bunten"), empty=EmptyState(tr("Inga brev kvar i bunten"))
        )
        marked(table.view, "batch.letters")
        table.chosen.connect(lambda row: self.aside.show_order(row))
        return table
