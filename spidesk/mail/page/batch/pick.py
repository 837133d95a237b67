"""The first step of a batch: which letters go now, and how they lie in outer envelopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.actions import Ways, batching, posting
from spidesk.mail.actions.batching import Batch, Proposal
from spidesk.mail.actions.shapes import PostDesk, PostRow
from spidesk.mail.page.batch.halves import Halves
from spidesk.mail.page.batch.outers import Outers
from spidesk.mail.page.batch.ticked import TickedOrders
from spidesk.mail.rules.order import State
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField
from spidesk.ui.words import Card, Flow, Muted, Notice, NoticeKind, PrimaryButton, Stack
from spidesk.vault.ids import RowId


class Pick(Stack):
    """`begun(batch)`: the batch stands in the ledger."""

    begun = Signal(object)

    def __init__(self, desk: Desk, ways: Ways | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=16)
        tr = self.tr
        self._desk = desk
        self._ways = ways
        self._rows: tuple[PostRow, ...] = ()
        self._laid: tuple[tuple[str, ...], ...] = ()
        self._asked: tuple[str, ...] = ()
        self.notice = marked(Notice(NoticeKind.ERROR), "batch.pick.refused")
        self.circle: ChoiceField[str] = named(ChoiceField(tr("Postkrets"), []), "batch.circle")
        self.circle.changed.connect(self._show_circle)
        self.orders = TickedOrders(self)
        self.orders.changed.connect(self._propose)
        self.outers = Outers(self)
        self.outers.changed.connect(self._arranged)
        self.begin = marked(PrimaryButton(tr("Börja bunten"), icon="forward", clicked=self._begin), "batch.begin")
        picked = Card(tr("Vilka brev går nu?"))
        picked.add(self.circle, self.orders)
        self._proposal = Card(tr("Så läggs de i ytterkuvert"))
        self._proposal.add(self.outers)
        self._next = Muted(tr("Sedan skrivs allt ut i ett svep."))
        self.add(self.notice, Halves(picked, self._proposal), Flow(self.begin), self._next)

    def load(self) -> None:
        """Read which orders wait."""
        self._desk.lane.submit(
            self, lambda vault: posting.desk(vault, (State.ORDERED,)), done=self._show, refused=self._refused
        )

    def draft(self) -> Mapping[str, Any] | None:
        """What was laid by hand."""
        if not self.outers.by_hand:
            return None
        return {"out": self.orders.left_out, "laid": [list(one) for one in self.outers.orders]}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Lay it so again, when the orders have been read."""
        self._laid = tuple(tuple(one) for one in draft.get("laid", ()))
        self.orders.leave_out(draft.get("out", ()))

    def _show(self, found: PostDesk) -> None:
        self._rows = tuple(row for row in found.rows if not row.batch)
        titles = {one.id: one.name for one in self._desk.session.circles}
        circles = list(dict.fromkeys(row.circle for row in self._rows))
        self.circle.blockSignals(True)
        self.circle.set_choices([Choice(value=str(one), text=titles.get(one, "")) for one in circles])
        self.circle.blockSignals(False)
        self.circle.setVisible(len(circles) > 1)
        self._show_circle()

    def _show_circle(self) -> None:
        chosen = self.circle.value()
        self.orders.show_rows([row for row in self._rows if chosen is None or row.circle == chosen])
        self._propose()

    def _propose(self) -> None:
        orders = tuple(row.id for row in self.orders.picked)
        self.begin.setEnabled(bool(orders))
        self._proposal.setVisible(bool(orders))
        self._next.setVisible(bool(orders))
        if orders == self._asked and self.outers.outers:
            return
        self._asked = orders
        if orders:
            self._desk.lane.submit(
                self, lambda vault: batching.proposal(vault, orders), done=self._proposed, refused=self._refused
            )

    def _proposed(self, found: Proposal) -> None:
        if tuple(one.order for one in found.items) != self._asked and {one.order for one in found.items} != set(
            self._asked
        ):
            return  # other letters have been picked meanwhile, and asked about
        self.notice.say("", aloud=False)
        self.outers.show_proposal(found.items, found.outers, found.most_mm)
        laid, self._laid = self._laid, ()
        if laid and {one for inside in laid for one in inside} == set(self._asked):
            self.outers.arrange(laid)

    def _arranged(self) -> None:
        self.notice.say("", aloud=False)

    def _begin(self) -> None:
        laid: Sequence[Sequence[RowId]] = [[RowId(one) for one in inside] for inside in self.outers.orders]
        if not laid:
            return
        ways = self._ways
        self.begin.setEnabled(False)
        self._desk.lane.submit(
            self, lambda vault: batching.begin(vault, laid, ways=ways), done=self._begun, refused=self._refused
        )

    def _begun(self, batch: Batch) -> None:
        self._asked = ()
        self.begun.emit(batch)

    def take_focus(self) -> None:
        """To the list of letters."""
        self.orders.table.setFocus()

    def _refused(self, refusal: Refusal) -> None:
        self.begin.setEnabled(True)
        self.notice.say(wording.text(refusal), NoticeKind.ERROR)
