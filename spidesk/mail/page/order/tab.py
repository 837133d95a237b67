"""Post on a person's page: the letters so far, where each stands, and the order of a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import fill
from typing import Any

from spidesk import wording
from spidesk.mail.actions import Ways, following, ordering
from spidesk.mail.actions.shapes import Offer, OrderRow
from spidesk.mail.page import words
from spidesk.mail.page.order.card import LetterCard
from spidesk.mail.page.order.form import OrderForm
from spidesk.mail.page.order.questions import Questions
from spidesk.mail.rules.order import Called, Ended, NewOrder
from spidesk.person.page.desk import Desk, TabSpec
from spidesk.person.page.naming import marked
from spidesk.person.page.warning import GUARD, keep_anyway
from spidesk.person.rules import PersonRef
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.page import Page
from spidesk.ui.table import Column, RowTable
from spidesk.ui.words import (
    Card,
    EmptyState,
    Notice,
    NoticeKind,
    PrimaryButton,
    Row,
    Subheading,
)
from spidesk.vault.vault import Vault

TAB = "post"
_WIDE = 56
"""Characters in a line of a revealed text: it stands beside its button, also at 200 %."""


def post_tab(ways: Ways) -> TabSpec:
    """The tab for the person's page; `ways` is what mail asks of contact."""

    def make(desk: Desk, person: PersonRef) -> Page:
        return MailTab(desk, person, ways)

    return TabSpec(key=TAB, title="Post", make=make)


class MailTab(Page):
    """One person's letters."""

    help = "post"

    def __init__(self, desk: Desk, person: PersonRef, ways: Ways) -> None:
        super().__init__()
        self.title = self.tr("Post")
        self._desk = desk
        self._person = person
        self._ways = ways
        self._offer: Offer | None = None
        self._waiting: Mapping[str, Any] | None = None
        self._new_label = ""
        self._notice = marked(Notice(NoticeKind.ERROR), "mail.notice")
        self._stop = marked(Notice(NoticeKind.WARNING), "mail.stop")
        self._new = marked(PrimaryButton(self.tr("Nytt uppdrag"), icon="plus", clicked=self.begin), "mail.order")
        self.form = OrderForm()
        self.form.saved.connect(lambda: self._place(seen=False))
        self.form.undone.connect(self._close)
        self._card = Card(self.tr("Nytt förmedlingsuppdrag"))
        self._card.add(self.form)
        self._table = self._orders_table()
        self._one = LetterCard()
        self.questions = Questions(desk, person)
        self.questions.answered.connect(self.load)
        heading = Subheading(self.tr("Post genom Skatteverket"))
        scroll = self.scrolling()
        scroll.add(
            self._notice,
            Row(heading, self._new, grow=heading),
            self._stop,
            self.questions,
            self._card,
            self._table,
            self._one,
        )
        self._one.reveal_asked.connect(self.reveal)
        self._one.again.connect(self.send_again)
        self._one.closed.connect(self.end)
        self._one.called_off.connect(self.call_off)
        self._card.hide()
        self._one.hide()
        self._new.hide()

    @property
    def offer(self) -> Offer | None:
        """What was read last."""
        return self._offer

    def shown(self) -> None:
        """The tab has come into view."""
        self.load()

    def left(self) -> None:
        """Hide what was revealed."""
        self._one.contents.hide_value()
        self.questions.left()

    def load(self) -> None:
        """Read the letters anew."""
        person, ways = self._person.id, self._ways
        self._desk.lane.submit(
            self, lambda vault: ordering.offer(vault, person, ways), done=self._show, refused=self._refused
        )
        self.questions.load()

    def begin(self) -> None:
        """What "Nytt uppdrag" does."""
        self._begin(None)

    def unsaved(self) -> bool:
        """Whether an order is half written."""
        return not self._card.isHidden() and self.form.dirty

    def draft(self) -> Mapping[str, Any] | None:
        """The half-written order."""
        return self.form.draft() if self.unsaved() else None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show a half-written order again, when what it may say has been read."""
        self._waiting = draft
        if self._offer is not None:
            self._take_up(self._offer)

    def send_again(self, row: OrderRow) -> None:
        """What "Skicka igen" does: a new order like the one that came back."""
        self._begin(row)

    def call_off(self, row: OrderRow) -> None:
        """What "Återkalla" does."""
        text = self.tr("Det som redan är utskrivet kastas i sekretesspapper. Varför återkallas brevet?")
        answers = [(one.value, said) for one, said in words.called().items()]
        chosen = ask.choose(self, self.tr("Återkalla uppdraget?"), text, [("", self.tr("Avbryt")), *answers])
        if chosen:
            reason = Called(chosen)
            self._do(
                lambda vault: following.call_off(vault, row.id, reason=reason), self.tr("Uppdraget är återkallat.")
            )

    def end(self, row: OrderRow) -> None:
        """What "Avsluta" does: how the letter ended."""
        text = self.tr("Skatteverket lämnar inget besked. Hur vet du att brevet är klart?")
        answers = [(one.value, said) for one, said in words.ended(row).items()]
        chosen = ask.choose(self, self.tr("Avsluta brevet?"), text, [("", self.tr("Avbryt")), *answers])
        if chosen:
            how = Ended(chosen)
            self._do(lambda vault: following.close(vault, row.id, how=how), self.tr("Brevet är avslutat."))

    def reveal(self, row: OrderRow, show: Callable[[str], None]) -> None:
        """What "Visa" does for the contents: a logged opening."""
        titled = self.tr("Står med: {others}")

        def shown(vault: Vault) -> str:
            found = following.enclosures_of(vault, row.id)
            others = titled.format(others=found.others) if found.others else ""
            return "\n".join(fill(one, _WIDE) for one in (found.contents, others) if one)

        self._desk.lane.submit(self, shown, done=show, refused=self._refused)

    def _begin(self, row: OrderRow | None) -> None:
        if self._offer is None or self._offer.stop is not None:
            return
        self.form.start(self._offer, resends=row)
        self._open_form()

    def _open_form(self) -> None:
        self._notice.say("", aloud=False)
        again = bool(self.form.resends)
        self._card.title.setText(self.tr("Skicka igen") if again else self.tr("Nytt förmedlingsuppdrag"))
        self._card.show()
        self._new.hide()
        self.form.set_busy(False)
        self.form["contents"].take_focus()

    def _close(self) -> None:
        self._card.hide()
        self._new.setVisible(self._offer is not None and self._offer.stop is None)

    def _place(self, *, seen: bool) -> None:
        new, person, ways = self.form.asked(), self._person.id, self._ways
        self.form.set_busy(True)
        self._desk.lane.submit(
            self,
            lambda vault: ordering.place(vault, person, new, ways, seen=seen),
            done=self._placed,
            refused=lambda refusal: self._not_placed(refusal, new),
        )

    def _placed(self, label: str) -> None:
        self.form.set_busy(False)
        self.form.clear()
        self._close()
        self._new_label = label
        self._desk.say(self.tr("Uppdrag {label} är beställt.").format(label=label), "ok")
        self._desk.refresh_counts()
        self.load()

    def _not_placed(self, refusal: Refusal, new: NewOrder) -> None:
        self.form.refuse(refusal)
        if refusal.code == GUARD and keep_anyway(self, refusal):
            self.form.clear_refusals()
            self._place(seen=True)

    def _do(self, work: Callable[[Vault], object], said: str) -> None:
        self._desk.lane.submit(self, work, done=lambda _: self._did(said), refused=self._refused)

    def _did(self, said: str) -> None:
        self._desk.say(said, "ok")
        self._desk.refresh_counts()
        self.load()

    def _show(self, offer: Offer) -> None:
        self._offer = offer
        self._notice.say("", aloud=False)
        stop = wording.text(offer.stop) if offer.stop is not None else ""
        self._stop.say(stop, NoticeKind.WARNING, title=self.tr("Brev kan inte beställas") if stop else "")
        self._new.setVisible(not stop and self._card.isHidden())
        if stop:
            self._card.hide()
        self._table.set_rows(offer.orders, keep=lambda row: row.id)
        self._table.fit(8)
        self._table.setVisible(bool(offer.orders) or not stop)  # an empty list asks for an order
        label, self._new_label = self._new_label, ""
        if not self._table.choose(lambda row: row.label == label) and self._table.current() is None:
            self._table.choose(lambda _: True)
        if self._waiting is not None:
            self._take_up(offer)

    def _take_up(self, offer: Offer) -> None:
        draft, self._waiting = self._waiting, None
        if draft is not None and offer.stop is None:
            self.form.take_up(offer, draft)
            self._open_form()

    def _refused(self, refusal: Refusal) -> None:
        self._one.contents.refused()
        self._notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _orders_table(self) -> RowTable[OrderRow]:
        tr, states, kinds = self.tr, words.states(), words.kinds()
        columns: list[Column[OrderRow]] = [
            Column(tr("Uppdrag"), lambda row: row.label, width=130),
            Column(tr("Läge"), lambda row: states[row.state], chip=lambda row: words.CHIPS[row.state], width=160),
            Column(tr("Sändning"), lambda row: kinds[row.kind]),
            Column(tr("Beställt"), lambda row: words.day(row.ordered_on), width=120),
            Column(tr("Postat"), lambda row: words.day(row.posted_on), width=120),
        ]
        table: RowTable[OrderRow] = RowTable(
            columns,
            name=tr("Brev till personen"),
            empty=EmptyState(tr("Inga brev än"), tr("Beställ ett med Nytt uppdrag."), icon="mail"),
        )
        marked(table.view, "mail.orders")
        table.chosen.connect(self._chosen)
        return table

    def _chosen(self, row: OrderRow | None) -> None:
        self._one.setVisible(row is not None)
        if row is not None:
            self._one.show_order(row)
