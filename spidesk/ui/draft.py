"""Unsaved work when the program locks: gathered from the pages, handed back to them after unlock.

drafts = Drafts()
drafts.watch("person:SP-2026-0007:identity", page)      # the place, never a name
drafts.gather()                                         # at lock: {place: values} to be sealed by the vault
drafts.give(stored)                                     # after unlock; what finds its page at once is shown there
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Any

import shiboken6

from spidesk.ui.page import Page


class Drafts:
    """Which page stands at which place, and drafts waiting for a page that is not open yet."""

    def __init__(self) -> None:
        self._pages: dict[str, weakref.ref[Page]] = {}
        self._waiting: dict[str, Mapping[str, Any]] = {}

    def watch(self, place: str, page: Page) -> bool:
        """Know `page` by `place`; gives back its waiting draft if there is one, and says whether it did."""
        self._pages[place] = weakref.ref(page)
        draft = self._waiting.pop(place, None)
        if draft is None:
            return False
        page.restore(draft)
        return True

    def gather(self) -> dict[str, Mapping[str, Any]]:
        """Every draft there is, the waiting ones too: nobody's work is lost because a page was not reopened."""
        found = dict(self._waiting)
        for place, held in self._pages.items():
            page = held()
            if page is None or not shiboken6.isValid(page):
                continue
            draft = page.draft()
            if draft is not None:
                found[place] = draft
        return found

    def give(self, stored: Mapping[str, Mapping[str, Any]]) -> None:
        """Take drafts out of the vault; each is shown when its page is."""
        for place, draft in stored.items():
            held = self._pages.get(place)
            page = held() if held is not None else None
            if page is not None and shiboken6.isValid(page):
                page.restore(draft)
            else:
                self._waiting[place] = draft

    def waiting(self) -> tuple[str, ...]:
        """Places whose drafts no page has taken yet."""
        return tuple(self._waiting)

    def forget(self) -> None:
        """Drop everything."""
        self._pages.clear()
        self._waiting.clear()
