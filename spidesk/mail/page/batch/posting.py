"""The third step of a batch: each outer envelope is handed to the post, a rek with its number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import Ways, batching
from spidesk.mail.actions.batching import Batch, OuterView
from spidesk.mail.actions.shapes import PostRow
from spidesk.mail.page import words
from spidesk.mail.page.batch.matching import READ
from spidesk.mail.rules.order import Kind
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import DateField, TextField
from spidesk.ui.form import Form
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import Card, ChipKind, EmptyState, Flow, Muted, Notice, NoticeKind, PlainLabel, QuietButton, Stack
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault


class Posting(Stack):
    """`changed`: read the batch again."""

    changed = Signal()

    def __init__(self, desk: Desk, ways: Ways | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=16)
        tr = self.tr
        self._desk = desk
        self._ways = ways
        self._batch: Batch | None = None
        self._outer: OuterView | None = None
        self._typed: dict[str, str] = {}
        self._moved_on = False
        self.table = self._outers()
        self._title = PlainLabel("")
        self._inside = PlainLabel("", kind="muted")
        self.notice = marked(Notice(NoticeKind.ERROR), "batch.post.refused")
        self.form = Form(save_text=tr("Ytterkuvertet är postat"))
        marked(self.form.save, "batch.post")
        self.form.undo.hide()
        self.day = self.form.add("posted_on", named(DateField(tr("Postat")), "batch.posted_on"))
        self.rek = self.form.add(
            "rek",
            named(
                TextField(tr("Rek-nummer"), help=tr("Från postens kvitto, till exempel RR123456785SE."), width=20),
                "batch.rek",
            ),
        )
        self._why_not = marked(Muted(""), "batch.post.why_not")
        self.form.place(self._why_not)
        self.form.saved.connect(self._post)
        self.all = marked(QuietButton(tr("Posta alla"), icon="mail", clicked=self._post_all), "batch.post_all")
        listed = Card(tr("Ytterkuvert"))
        listed.add(self.table, Flow(self.all))
        self._one = Card()
        self._one.add(self._title, self._inside, self.notice, self.form)
        self.add(listed, self._one)

    def show_batch(self, batch: Batch, today: date) -> None:
        """Show what is posted and what is left; the first that is left is chosen."""
        other = self._batch is None or self._batch.id != batch.id
        self._batch = batch
        if other:
            self._typed.clear()
            self.form.fill({"posted_on": today})
        chosen = self._outer.id if self._outer is not None else None
        outers = [one for one in batch.outers if one.rows]
        self.table.set_rows(outers, keep=lambda one: one.id)
        self.table.fit(8)
        left = [one for one in outers if one.posted_on is None]
        if not any(one.id == chosen for one in left) and left:
            self.table.choose(lambda one: one.posted_on is None)
        elif self.table.current() is None:
            self.table.choose(lambda _: True)
        if self._moved_on:
            self._moved_on = False
            self.take_focus()
        ready = self._ready()
        self.all.set_words(self.tr("Posta alla utan rek som är klara ({count})").format(count=len(ready)))
        self.all.setVisible(len(ready) > 1)

    def take_focus(self) -> None:
        """To what is filled in next."""
        outer = self._outer
        if outer is None or outer.posted_on is not None:
            self.table.setFocus()
        elif outer.registered:
            self.rek.take_focus()
        elif self.form.save.isEnabled():
            self.form.save.setFocus()
        else:
            self.table.setFocus()

    def draft(self) -> Mapping[str, Any] | None:
        """Rek numbers typed and not posted."""
        self._remember()
        typed = {key: text for key, text in self._typed.items() if text}
        return {"rek": typed} if typed else None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show them again, each at its outer envelope."""
        self._typed = {str(key): str(text) for key, text in dict(draft.get("rek", {})).items()}

    def _ready(self) -> list[OuterView]:
        if self._batch is None:
            return []
        return [
            one
            for one in self._batch.outers
            if one.rows and one.posted_on is None and not one.registered and all(map(_may_go, one.rows))
        ]

    def _chosen(self, outer: OuterView | None) -> None:
        self._remember()
        moved = outer is None or self._outer is None or outer.id != self._outer.id
        self._outer = outer
        self._one.setVisible(outer is not None)
        if outer is None:
            return
        tr = self.tr
        self._title.setText(tr("Ytterkuvert {number}, {format}").format(number=outer.number, format=self._size(outer)))
        self._inside.setText(", ".join(row.label for row in outer.rows))
        self.form.setVisible(outer.posted_on is None)
        self.rek.setVisible(outer.registered)
        self._show_ready()
        if moved:
            self.form.clear_refusals()
            self.notice.say("", aloud=False)
            self.rek.set_value(self._typed.get(outer.id, ""))

    def _show_ready(self) -> None:
        """The button waits, and says for what, until every letter inside may go."""
        outer = self._outer
        why = self._missing(outer) if outer is not None and outer.posted_on is None else ""
        self.form.save.setEnabled(not why)
        self.form.save.setAccessibleDescription(why)
        self._why_not.setText(why)
        self._why_not.setVisible(bool(why))

    def _missing(self, outer: OuterView) -> str:
        """What is to be done before this can be posted; empty when nothing is."""
        read = sum(1 for row in outer.rows if row.state in READ)
        if read < len(outer.rows):
            told = self.tr("{read} av {all} avlästa: läs av resten först.")
            return told.format(read=read, all=len(outer.rows))
        if any(words.waits(row) for row in outer.rows):
            return self.tr("Ett brev väntar på svar: posta när svaret har kommit.")
        return ""

    def _remember(self) -> None:
        """A number that is typed stays with its envelope."""
        if self._outer is not None and self._outer.registered and self._outer.posted_on is None:
            self._typed[self._outer.id] = self.rek.value()

    def _post(self) -> None:
        batch, outer, ways = self._batch, self._outer, self._ways
        if batch is None or outer is None or self._missing(outer):
            return
        on, rek = self.day.value(), self.rek.value() if outer.registered else ""
        self.form.set_busy(True)
        self._desk.lane.submit(
            self,
            lambda vault: batching.post(vault, batch.id, outer.id, on, rek, ways=ways),
            done=lambda _: self._posted(outer),
            refused=self._refused,
        )

    def _posted(self, outer: OuterView) -> None:
        self.form.set_busy(False)
        self._typed.pop(outer.id, None)
        self.rek.clear()
        self._outer = None
        self._moved_on = True
        self._desk.say(self.tr("Ytterkuvert {number} är postat.").format(number=outer.number), "ok")
        self.changed.emit()

    def _post_all(self) -> None:
        batch, ways, on = self._batch, self._ways, self.day.value()
        if batch is None:
            return
        ready = tuple(one.id for one in self._ready())

        def work(vault: Vault) -> int:
            return _post_each(vault, batch.id, ready, on, ways)

        self._desk.lane.submit(self, work, done=self._posted_all, refused=self._not_all)

    def _posted_all(self, count: int) -> None:
        self._desk.say(self.tr("{count} ytterkuvert är postade.").format(count=count), "ok")
        self.changed.emit()

    def _not_all(self, refusal: Refusal) -> None:
        self._refused(refusal)
        self.changed.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.form.set_busy(False)
        if refusal.field in ("posted_on", "rek") and not self.form.isHidden():
            self.form.refuse(refusal)
        else:
            self.notice.say(wording.text(refusal), NoticeKind.ERROR)
        self._show_ready()

    def _size(self, outer: OuterView) -> str:
        parcel = outer.rows[0].kind is Kind.PARCEL
        return self.tr("paket") if parcel else outer.format

    def _state(self, outer: OuterView) -> str:
        if outer.posted_on is not None:
            return self.tr("Postat {day}").format(day=words.day(outer.posted_on))
        if any(words.waits(row) for row in outer.rows):
            return self.tr("Väntar på svar")
        read = sum(1 for row in outer.rows if row.state in READ)
        if read == len(outer.rows):
            return self.tr("Att posta")
        return self.tr("{read} av {all} avlästa").format(read=read, all=len(outer.rows))

    def _chip(self, outer: OuterView) -> ChipKind:
        if outer.posted_on is not None:
            return ChipKind.OK
        if any(words.waits(row) for row in outer.rows):
            return ChipKind.SEKRETESS
        return ChipKind.INFO if all(row.state in READ for row in outer.rows) else ChipKind.NEUTRAL

    def _outers(self) -> RowTable[OuterView]:
        tr = self.tr
        columns: list[Column[OuterView]] = [
            Column(tr("Nr"), lambda one: str(one.number), sort=lambda one: one.number, width=64),
            Column(tr("Läge"), self._state, chip=self._chip, width=196),
            Column(tr("Storlek"), lambda one: self._size(one) + (tr(", rek") if one.registered else "")),
            Column(tr("Brev"), lambda one: str(len(one.rows)), sort=lambda one: len(one.rows), width=74),
            Column(tr("Rek-nummer"), lambda one: one.rek or "–", width=150, spare=True),
        ]
        table: RowTable[OuterView] = RowTable(
            columns, name=tr("Ytterkuvert i bunten"), empty=EmptyState(tr("Inga ytterkuvert kvar"))
        )
        marked(table.view, "batch.outers")
        table.chosen.connect(self._chosen)
        return table


def _may_go(row: PostRow) -> bool:
    return row.state in READ and not words.waits(row)


def _post_each(vault: Vault, batch: RowId, outers: tuple[RowId, ...], on: date | None, ways: Ways | None) -> int:
    """Each in a transaction of its own: one that is refused leaves those before it posted."""
    for outer in outers:
        batching.post(vault, batch, outer, on, "", ways=ways)
    return len(outers)
