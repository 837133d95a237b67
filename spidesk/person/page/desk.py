"""The desk: what every page is handed when it is made. The app builds one for each unlock.

A page never keeps the vault: it submits a closure of plain values to ``lane`` and gets an
answer or a refusal back. Papers are made on ``press``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from spidesk.person.rules import PersonRef, Place
from spidesk.ui.lane import Lane
from spidesk.ui.page import Page
from spidesk.ui.press import Press
from spidesk.vault.ids import PersonId
from spidesk.vault.session import Session
from spidesk.vault.vault import Vault


def _nothing(_person: PersonId) -> None:
    """Used when nobody keeps an index to bring up to date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Lane, press and the few things a page asks of the frame around it.

    ``current`` gives the session as it is now (it changes with membership); ``open_place`` moves
    the frame; ``clock`` is the day in Sweden; ``speak`` shows a short line (kind: ok, warning,
    error), never with a name in it; ``recount`` refreshes the badge of Att göra;
    ``person_changed`` lets the search index read one person again.
    """

    lane: Lane[Vault]
    press: Press
    current: Callable[[], Session]
    open_place: Callable[[Place], None]
    clock: Callable[[], date]
    speak: Callable[[str, str], None]
    recount: Callable[[], None]
    person_changed: Callable[[PersonId], None] = _nothing

    @property
    def session(self) -> Session:
        """Who is logged in, with which circles and roles, as of now."""
        return self.current()

    def go(self, place: Place) -> None:
        """Show the place."""
        self.open_place(place)

    def today(self) -> date:
        """The day it is."""
        return self.clock()

    def say(self, text: str, kind: str = "ok") -> None:
        """A short line at the foot of the window. No personal data."""
        self.speak(text, kind)

    def refresh_counts(self) -> None:
        """Something was done: count what is due again."""
        self.recount()


class MakeTab(Protocol):
    """Makes the page under a tab for one person."""

    def __call__(self, desk: Desk, person: PersonRef, /) -> Page:
        """Make it; the person page keeps it while the person is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabSpec:
    """A tab on the person's page, handed over by the app from the room that owns it."""

    key: str
    title: str
    make: MakeTab
