"""Return addresses and the setting of the inner envelope, kept by a valvadministratör."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from spidesk import wording
from spidesk.mail.actions import senders
from spidesk.mail.actions.senders import Kept
from spidesk.mail.actions.shapes import Sender
from spidesk.mail.page import words
from spidesk.mail.page.kept.choosing import CircleSenders
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.fields import LongTextField, TextField, TickField
from spidesk.ui.form import Form
from spidesk.ui.page import Page
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import (
    Card,
    EmptyState,
    Notice,
    NoticeKind,
    QuietButton,
    Row,
)
from spidesk.vault.vault import Vault


class SenderPage(Page):
    """What stands on the envelopes besides the recipient."""

    help = "post"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.title = self.tr("Returadresser")
        self._desk = desk
        self._filling = False
        self._may_change = False
        self._notice = marked(Notice(NoticeKind.ERROR), "senders.notice")
        self._table = self._addresses()
        self._end = marked(QuietButton(self.tr("Sluta använda"), icon="block", clicked=self._end_chosen), "senders.end")
        self._addresses_card = Card(
            self.tr("Godkända returadresser"),
            self.tr(
                "Står på innerkuvertets baksida. Bara kommunens centrala adress: ingen enhet, skola eller verksamhet."
            ),
        )
        self._addresses_card.add(self._table, Row(self._end))
        self.form = self._form()
        self._form_card = Card(self.tr("Godkänn en adress"))
        self._form_card.add(self.form)
        self._name = named(
            TickField(
                self.tr("Skriv mottagarens namn på innerkuvertet"),
                help=self.tr(
                    "Annars står bara personnumret, och namnet lämnar aldrig personens sida. Gäller nya uppdrag."
                ),
            ),
            "senders.name",
        )
        self._name.changed.connect(self._name_changed)
        self._inner = Card(self.tr("Innerkuvertet"))
        self._inner.add(self._name)
        self.circles = CircleSenders(desk)
        self.circles.changed.connect(self.load)
        scroll = self.scrolling(widest=900)
        scroll.add(self._notice, self._addresses_card, self.circles, self._form_card, self._inner)

    def shown(self) -> None:
        """The page has come into view."""
        self.load()

    def load(self) -> None:
        """Read addresses and setting anew."""
        self._desk.lane.submit(self, senders.kept, done=self._show, refused=self._refused)
        self.circles.load()

    def unsaved(self) -> bool:
        """Whether an address is half written, or a circle's choice is not saved."""
        return self.form.dirty or self.circles.unsaved()

    def draft(self) -> Mapping[str, Any] | None:
        """The half-written address."""
        return self.form.values() if self.form.dirty else None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show it again."""
        for key, value in draft.items():
            self.form[key].set_value(value)

    def _form(self) -> Form:
        tr = self.tr
        form = Form(save_text=tr("Godkänn"))
        marked(form.save, "senders.approve")
        marked(form.undo, "senders.undo")
        lines = LongTextField(
            tr("Adress"), help=tr("Två till fyra rader, postnummer och ort sist."), longest=300, rows=4
        )
        form.add("lines", named(lines, "senders.lines"))
        neutral = TextField(
            tr("Avsändare på ytterkuvertet"),
            help=tr("En neutral rad efter Avs:, till exempel Box 12, 123 45 Storstad. Får vara tom."),
            optional=True,
            longest=60,
        )
        form.add("neutral", named(neutral, "senders.neutral"))
        form.saved.connect(self._approve)
        return form

    def _addresses(self) -> RowTable[Sender]:
        tr = self.tr
        columns: list[Column[Sender]] = [
            Column(tr("Adress"), lambda row: row.title),
            Column(tr("Avs på ytterkuvert"), lambda row: row.shown.neutral or "–", width=200),
            Column(tr("Godkänd"), lambda row: words.day(row.approved_on), width=125, spare=True),
            Column(tr("Används till"), lambda row: words.day(row.ended_on), width=140),
        ]
        empty = EmptyState(tr("Ingen returadress än"), tr("Godkänn en nedan; utan den kan inget brev beställas."))
        table: RowTable[Sender] = RowTable(columns, name=tr("Returadresser"), empty=empty)
        marked(table.view, "senders.table")
        table.chosen.connect(self._chosen)
        return table

    def _chosen(self, row: Sender | None) -> None:
        self._end.setVisible(self._may_change and row is not None and row.ended_on is None)

    def _approve(self) -> None:
        values = self.form.values()
        self.form.set_busy(True)
        self._desk.lane.submit(
            self,
            lambda vault: senders.approve(vault, lines=values["lines"], neutral=values["neutral"]),
            done=lambda _: self._approved(),
            refused=self.form.refuse,
        )

    def _approved(self) -> None:
        self.form.set_busy(False)
        self.form.clear()
        self._desk.say(self.tr("Adressen är godkänd."), "ok")
        self.load()

    def _end_chosen(self) -> None:
        row = self._table.current()
        if row is None:
            return
        text = self.tr("Den kan inte väljas i nya uppdrag. Brev som redan är beställda behåller den.")
        if ask.confirm(self, self.tr("Sluta använda adressen?"), text, yes=self.tr("Sluta använda")):
            self._do(lambda vault: senders.end(vault, row.id))

    def _name_changed(self) -> None:
        if not self._filling:
            wanted = self._name.value()
            self._do(lambda vault: senders.put_name_on_inner(vault, wanted=wanted))

    def _do(self, work: Callable[[Vault], object]) -> None:
        self._desk.lane.submit(self, work, done=lambda _: self.load(), refused=self._not_done)

    def _not_done(self, refusal: Refusal) -> None:
        self.load()
        self._refused(refusal)

    def _show(self, kept: Kept) -> None:
        self._notice.say("", aloud=False)
        self._may_change = kept.may_change
        self._table.set_rows(kept.senders, keep=lambda row: row.id)
        self._table.fit(6)
        self._filling = True
        self._name.set_value(kept.name_on_inner)
        self._filling = False
        self._form_card.setVisible(kept.may_change)
        self._name.setEnabled(kept.may_change)

    def _refused(self, refusal: Refusal) -> None:
        self._notice.say(wording.text(refusal), NoticeKind.ERROR)
