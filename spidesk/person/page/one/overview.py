"""The tab Översikt: the protection to edit, the identity, the handlers and what has happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spidesk.person import actions
from spidesk.person.actions import Overview
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.page.one.cards import AccessesCard, EventsCard, HandlersCard, HistoryCard, HoldCard, PersonCard
from spidesk.person.page.one.identifying import IdentityCard
from spidesk.person.page.protecting import ProtectionFields
from spidesk.person.rules import PersonRef
from spidesk.refusal import Refusal
from spidesk.ui.form import Form
from spidesk.ui.page import Page
from spidesk.ui.words.card import Card, Scroll
from spidesk.ui.words.labels import Muted

TAB = "oversikt"
ROW_CHANGED = "vault.row_changed"


class OverviewPage(Page):
    """Edits in place with Spara and Ångra. ``changed`` tells the person's page to read everything again."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        person: PersonRef,
        *,
        refused: Callable[[Refusal], object],
        events_tab: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Översikt")
        self.help = "people"
        self._desk, self._person, self._refused = desk, person, refused
        self._version = 0
        self._loaded = self._overtaken = False
        self._draft: Mapping[str, Any] | None = None
        column = Scroll(self, widest=960, margin=0)
        self.column.addWidget(column)
        column.content.column.setContentsMargins(0, 16, 16, 24)
        within = column.content
        card = Card(self.tr("Skydd"), parent=within)
        self.form = Form(card)
        self.protection = ProtectionFields(self.form, "person")
        marked(self.form.save, "person.save")
        marked(self.form.undo, "person.undo")
        self.form.saved.connect(self._save)
        card.add(
            Muted(self.tr("Namn och nummer förblir dolda också när skyddet har upphört. Slutdatum räknas aldrig ut."))
        )
        card.add(self.form)
        self.identity = IdentityCard(desk, person, refused, within)
        self.handlers = HandlersCard(desk, person, within)
        self.history = HistoryCard(desk, person, within)
        self.hold = HoldCard(desk, person, within)
        self.accesses = AccessesCard(desk, person, within)
        self._cards: list[PersonCard] = [
            self.handlers,
            EventsCard(desk, person, events_tab, within),
            self.history,
            self.hold,
            self.accesses,
        ]
        column.add(card, self.identity, *self._cards)
        self.identity.changed.connect(self.changed)
        for one in self._cards:
            one.changed.connect(self.changed)

    def show_overview(self, overview: Overview) -> None:
        """Show what is stored; unsaved work in the protection stays as typed."""
        self.protection.offer(overview.choices)
        if self._overtaken or not self.form.dirty:
            self._version = overview.version
        self._overtaken = False
        if not self.form.dirty:
            self.protection.fill(overview.history[0].protection)
        self._loaded = True
        self._take_draft()
        for card in self._cards:
            card.show_overview(overview)

    def left(self) -> None:
        """Out of view: an identity that is not being changed is hidden."""
        if not self.identity.dirty:
            self.identity.close_fields()

    def unsaved(self) -> bool:
        """Whether protection or identity hold unsaved work."""
        return self.form.dirty or self.identity.dirty

    def draft(self) -> Mapping[str, Any] | None:
        """Unsaved protection and identity."""
        if self._draft is not None:
            return self._draft
        found: dict[str, Any] = {}
        if self.form.dirty:
            found["protection"] = {**self.protection.draft(), "version": self._version}
        identity = self.identity.draft()
        if identity is not None:
            found["identity"] = identity
        return found or None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show unsaved work again, over what is stored and from the version it began with."""
        self._draft = draft
        if self._loaded:
            self._take_draft()

    def _take_draft(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if "protection" in draft:
            self._version = int(draft["protection"]["version"])
            self.protection.restore(draft["protection"])
        if "identity" in draft:
            self.identity.restore(draft["identity"])

    def _save(self) -> None:
        try:
            protection = self.protection.protection()
        except Refusal as refusal:
            self.form.refuse(refusal)
            return
        person, version = self._person.id, self._version
        self.form.set_busy(True)
        self._desk.lane.submit(
            self,
            lambda vault: actions.protect(vault, person, protection, version=version),
            done=lambda _: self._saved(),
            refused=self._declined,
        )

    def _saved(self) -> None:
        self.form.set_busy(False)
        self.form.mark_clean()
        self._desk.say(self.tr("Skyddet är sparat."))
        self._desk.refresh_counts()
        self.changed.emit()

    def _declined(self, refusal: Refusal) -> None:
        """Beside the field. When somebody else has saved, the history shows theirs and the typed values stay."""
        self.form.refuse(refusal)
        if refusal.code == ROW_CHANGED:
            self._overtaken = True
            self.changed.emit()
