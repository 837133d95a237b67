"""Kontaktvägar: the tab on a person's page. Read at a glance, reveal one thing at a time, change in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QElapsedTimer, QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from spidesk import wording
from spidesk.contact import actions
from spidesk.contact.actions import Overview
from spidesk.contact.page.columns import TWO_FROM
from spidesk.contact.page.part import Part
from spidesk.contact.page.parts.bankid import BankIdPart
from spidesk.contact.page.parts.calls import CallsPart
from spidesk.contact.page.parts.channels import ChannelsPart
from spidesk.contact.page.parts.papers import FullmaktPart, SamtyckePart
from spidesk.contact.page.parts.post import PostPart
from spidesk.contact.rules import confirmed
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked
from spidesk.person.rules import PersonRef
from spidesk.refusal import Refusal
from spidesk.ui.page import Page
from spidesk.ui.words import Muted, Notice, NoticeKind, PrimaryButton, QuietButton, Row, Subheading


class ContactPage(Page):
    """One person's ways of contact, post, BankID, fullmakter, samtycken and motringningar."""

    help = "people"

    def __init__(self, desk: Desk, person: PersonRef) -> None:
        super().__init__()
        self.title = self.tr("Kontaktvägar")
        self.desk = desk
        self.person = person
        self._now = datetime.min
        self._since = QElapsedTimer()
        self._since.start()
        self._notice = marked(Notice(NoticeKind.ERROR), "contact.notice")
        self._stale = marked(Notice(NoticeKind.WARNING), "contact.stale")
        self._confirmed = marked(Muted("", wrap=False), "contact.confirmed")
        self._add = marked(
            PrimaryButton(self.tr("Lägg till kontaktväg"), icon="plus", clicked=self._new), "contact.add"
        )
        self._confirm = marked(
            QuietButton(self.tr("Bekräfta allt i dag"), icon="check", clicked=self._confirm_all), "contact.confirm"
        )
        self.channels = ChannelsPart(desk, person)
        self.post = PostPart(desk, person)
        self.bankid = BankIdPart(desk, person)
        self.fullmakt = FullmaktPart(desk, person)
        self.samtycke = SamtyckePart(desk, person)
        self.calls = CallsPart(desk, person, self._clock)
        self._head = Row(Subheading(self.tr("Kontaktvägar")), None, self._confirmed, self._confirm, self._add)
        self._scroll = self.scrolling()
        self._scroll.add(
            self._notice,
            self._stale,
            self._head,
            *self._parts(),
        )
        for part in self._parts():
            part.saved.connect(self.load)
            part.opened.connect(self._bring_into_view)

    def shown(self) -> None:
        """The tab has come into view."""
        self.load()

    def load(self) -> None:
        """Read the tab anew."""
        person = self.person
        self.desk.lane.submit(
            self, lambda vault: actions.overview(vault, person), done=self._show, refused=self._refused
        )

    def unsaved(self) -> bool:
        """Whether something is typed and not saved in any part."""
        return any(part.unsaved() for part in self._parts())

    def draft(self) -> Mapping[str, Any] | None:
        """What is typed in each part."""
        found = {part.key: draft for part in self._parts() if (draft := part.draft()) is not None}
        return found or None

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Open each part's form again with what was typed."""
        for part in self._parts():
            if part.key in draft:
                part.restore(draft[part.key])

    def _parts(self) -> tuple[Part, ...]:
        return self.channels, self.post, self.bankid, self.fullmakt, self.samtycke, self.calls

    def _clock(self) -> datetime:
        return self._now + timedelta(milliseconds=self._since.elapsed())

    def _show(self, overview: Overview) -> None:
        self._now = overview.now
        self._since.restart()
        self._notice.say("", aloud=False)
        for part in (self.channels, self.post, self.bankid, self.fullmakt, self.samtycke, self.calls):
            part.show_overview(overview)
        dates = [card.row.confirmed_on for card in overview.channels]
        if overview.post is not None:
            dates.append(overview.post.confirmed_on)
        oldest = min(dates, default=None)
        self._confirm.setVisible(bool(dates))
        self._confirmed.setText(self.tr("Äldst bekräftat {day}").format(day=oldest) if oldest else "")
        stale = oldest is not None and not confirmed(oldest, overview.today)
        text = self.tr("Fråga personen om allt fortfarande stämmer, och tryck Bekräfta allt i dag.")
        title = self.tr("Något är inte bekräftat på 12 månader")
        self._stale.say(text if stale else "", title=title if stale else "", aloud=False)

    def _refused(self, refusal: Refusal) -> None:
        self._notice.say(wording.text(refusal), NoticeKind.ERROR)

    def _new(self) -> None:
        self.channels.begin("add", "")

    def _confirm_all(self) -> None:
        person = self.person
        self.desk.lane.submit(
            self, lambda vault: actions.confirm_all(vault, person), done=self._all_confirmed, refused=self._refused
        )

    def _all_confirmed(self, _: int) -> None:
        self.desk.say(self.tr("Allt är bekräftat i dag"))
        self.desk.refresh_counts()
        self.load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the title where the page is narrow."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.line.setDirection(across if self.width() >= TWO_FROM else down)

    def _bring_into_view(self, widget: QWidget) -> None:
        """Scroll so that the top of what was opened is seen."""

        def scroll() -> None:
            inside = self._scroll.widget()
            if inside is not None and inside.isAncestorOf(widget):
                self._scroll.verticalScrollBar().setValue(widget.mapTo(inside, QPoint(0, 0)).y() - 48)

        QTimer.singleShot(0, widget, scroll)
