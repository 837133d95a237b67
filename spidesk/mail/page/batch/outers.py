"""The proposed outer envelopes as pictures, and the way to change the proposal by hand.

A change that may not be posted so is refused at once and nothing moves: the rules decide, not the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from spidesk import wording
from spidesk.mail.page import words
from spidesk.mail.page.batch.picture import Inner, OuterPicture, Outside
from spidesk.mail.rules.batch import Item, Outer, check_outers, outer_of
from spidesk.mail.rules.order import Kind
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, ChoiceField
from spidesk.ui.words import Flow, Muted, Notice, NoticeKind, PlainLabel, QuietButton, Stack
from spidesk.ui.words.card import Card

_AT_ONCE: Final = 40
"""Pictures drawn at first; the rest when asked for, so that a batch of a thousand letters opens at once."""


class Outers(Stack):
    """`show_proposal`, then `outers` is what stands there now. `changed`: something was moved."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=12)
        tr = self.tr
        self._items: dict[str, Item] = {}
        self._proposed: tuple[Outer, ...] = ()
        self._outers: tuple[Outer, ...] = ()
        self._most_mm = 0
        self._letter = ""
        self._shown = _AT_ONCE
        self.pictures: list[OuterPicture] = []
        self.sum = marked(Muted(""), "batch.sum")
        self.notice = marked(Notice(NoticeKind.ERROR), "batch.move.refused")
        self._told = PlainLabel("", wrap=False)
        self.target: ChoiceField[int] = named(ChoiceField("", [], empty=tr("Välj ytterkuvert …")), "batch.target")
        self.target.control.setAccessibleName(tr("Flytta till"))
        self.move_it = marked(QuietButton(tr("Flytta"), icon="forward", clicked=self._move_to), "batch.move")
        self.alone = marked(QuietButton(tr("Eget ytterkuvert"), icon="mail", clicked=self._move_out), "batch.alone")
        self.reset = marked(
            QuietButton(tr("Tillbaka till förslaget"), icon="undo", clicked=self._reset), "batch.proposed"
        )
        self._hint = Muted(tr("Tryck på ett brev för att flytta det."))
        self._bar = Card()
        self._bar.column.setContentsMargins(16, 10, 16, 10)
        self._bar.add(Flow(self._told, self.target, self.move_it, self.alone))
        self._drawn = Stack()
        self.more = marked(QuietButton(tr("Visa fler"), icon="chevron-down", clicked=self._more), "batch.more")
        self.add(self.sum, self.notice, self._bar, self._hint, self._drawn, Flow(self.more, self.reset))
        self._refresh()

    @property
    def outers(self) -> tuple[Outer, ...]:
        """What stands there now."""
        return self._outers

    @property
    def orders(self) -> tuple[tuple[str, ...], ...]:
        """The letters of each outer envelope."""
        return tuple(one.orders for one in self._outers)

    @property
    def by_hand(self) -> bool:
        """Whether something else than the proposal stands there."""
        return self._outers != self._proposed

    def show_proposal(self, items: Sequence[Item], outers: Sequence[Outer], most_mm: int) -> None:
        """Show what the rules propose; what was changed by hand for other letters is gone."""
        self._items = {one.order: one for one in items}
        self._proposed = self._outers = tuple(outers)
        self._most_mm = most_mm
        self._letter, self._shown = "", _AT_ONCE
        self.notice.say("", aloud=False)
        self._refresh()

    def arrange(self, orders: Sequence[Sequence[str]]) -> None:
        """Lay the letters so (from a draft); what may not be posted so is left as it was."""
        self._try([tuple(one) for one in orders])

    def choose(self, order: str) -> None:
        """Which letter is to be moved; the same once more: none."""
        self._letter = "" if order == self._letter else order
        for picture in self.pictures:
            picture.choose(self._letter)
        self._show_bar()

    def _move_to(self) -> None:
        at = self.target.value()
        if at is None:
            self.target.take_focus()
            return
        laid = self._without()
        laid[at] = (*laid[at], self._letter)
        self._try(laid)

    def _move_out(self) -> None:
        self._try([*self._without(), (self._letter,)])

    def _without(self) -> list[tuple[str, ...]]:
        return [tuple(one for one in outer.orders if one != self._letter) for outer in self._outers]

    def _try(self, laid: Sequence[tuple[str, ...]]) -> None:
        try:
            outers = tuple(outer_of([self._items[one] for one in inside]) for inside in laid if inside)
            check_outers(outers, list(self._items.values()), most_mm=self._most_mm)
        except KeyError:
            return
        except Refusal as refusal:
            self.notice.say(wording.text(refusal), NoticeKind.ERROR)
            return
        self.notice.say("", aloud=False)
        self._outers, moved, self._letter = outers, self._letter, ""
        self._refresh()
        self._focus(moved)
        self.changed.emit()

    def _focus(self, order: str) -> None:
        for picture in self.pictures:
            for button in picture.letters:
                if button.letter.key == order:
                    button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reset(self) -> None:
        self._outers, self._letter = self._proposed, ""
        self.notice.say("", aloud=False)
        self._refresh()
        self.changed.emit()

    def _more(self) -> None:
        self._shown += _AT_ONCE
        self._refresh()

    def _refresh(self) -> None:
        self._drawn.clear()
        shown = self._outers[: self._shown]
        self.pictures = [OuterPicture(self._outside(at, one)) for at, one in enumerate(shown, start=1)]
        for picture in self.pictures:
            picture.chosen.connect(self.choose)
        self._drawn.add(Flow(*self.pictures, gap=16, lead=16))
        left = len(self._outers) - len(shown)
        self.more.set_words(self.tr("Visa fler ({left})").format(left=left))
        self.more.setVisible(left > 0)
        self.reset.setVisible(self.by_hand)
        tr = self.tr
        rek = sum(1 for one in self._outers if one.registered)
        told = (
            tr("{letters} brev i {outers} ytterkuvert, varav {rek} rek.")
            if rek
            else tr("{letters} brev i {outers} ytterkuvert.")
        )
        self.sum.setText(
            told.format(letters=len(self._items), outers=len(self._outers), rek=rek) if self._items else ""
        )
        self._show_bar()

    def _show_bar(self) -> None:
        item = self._items.get(self._letter)
        self._bar.setVisible(item is not None)
        self._hint.setVisible(item is None and len(self._items) > 1)
        if item is None:
            return
        self._told.setText(self.tr("{label} till").format(label=item.label))
        others = [
            Choice(value=at, text=self._titled(at + 1, one))
            for at, one in enumerate(self._outers)
            if self._letter not in one.orders
        ]
        self.target.set_choices(others)
        self.target.set_value(None)
        self.alone.setEnabled(all(one.orders != (self._letter,) for one in self._outers))

    def _titled(self, number: int, outer: Outer) -> str:
        many = self.tr("{number} · {format}, {letters} brev")
        return many.format(number=number, format=outer.format, letters=len(outer.orders))

    def _outside(self, number: int, outer: Outer) -> Outside:
        inside = [self._items[one] for one in outer.orders]
        size = inside[0].pair.outer
        parcel = inside[0].kind is Kind.PARCEL
        mark = self.tr("PAKET") if parcel else self.tr("REK") if outer.registered else ""
        return Outside(
            key=str(number),
            title=f"{number} · {size.key}" if not parcel else f"{number}",
            mark=mark,
            width=size.width,
            height=size.height,
            letters=tuple(drawn(one) for one in inside),
        )


def drawn(item: Item, *, done: bool = False) -> Inner:
    """A letter as the picture shows it."""
    size = item.pair.inner
    parts = [size.key if item.kind is not Kind.PARCEL else "", words.short_kinds()[item.kind]]
    if item.thickness_mm:
        parts.append(f"{item.thickness_mm} mm")
    if item.parcel is not None:
        parts.append(words.weight(item.parcel))
    return Inner(
        key=item.order,
        label=item.label,
        told=" · ".join(part for part in parts if part),
        format=size.key,
        width=size.width,
        height=size.height,
        parcel=item.kind is Kind.PARCEL,
        done=done,
    )
