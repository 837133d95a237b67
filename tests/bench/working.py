"""What a user does after the unlock, timed in the real windows."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from spidesk.app.program import Program
from spidesk.person.rules import Place
from tests.bench import child, people

_FINGER = 0.08
"""Seconds between two keys of one who types fast."""


class Working:
    """The open program and how to wait for it."""

    def __init__(self, program: Program, until: Callable[[Any], float], drawn: Callable[[QWidget], float]) -> None:
        self._program, self._until, self._drawn = program, until, drawn
        self._unlocked = 0.0
        self._hits: list[Any] = []

    @property
    def _shell(self) -> Any:
        return self._program.shell

    def unlock(self, login: str, passphrase: str) -> dict[str, Any]:
        """From the press on "Lås upp" to the first page's list, and to the list of everyone, both drawn."""
        screen = self._program.window.content
        screen.login.set_value(login)
        screen.phrase.set_value(passphrase)
        self._unlocked = time.monotonic()
        screen.submit()
        shell = self._until(lambda: self._shell is not None)
        page = self._shell.pages.page
        self._until(lambda: bool(page.table.rows()))
        first = self._drawn(page)
        title = page.title
        self._shell.go(Place(page="people"))
        everyone = self._shell.pages.page
        self._until(lambda: bool(everyone.table.rows()))
        listed = self._drawn(everyone)
        return {
            "shell": shell - self._unlocked,
            "first": first - self._unlocked,
            "first_page": title,
            "latest": listed - self._unlocked,
        }

    def index(self) -> dict[str, Any]:
        """To the search index being there, and to everyone standing in Personer."""
        ready = self._until(lambda: self._shell.background.index is not None)
        count, page = len(self._shell.background.index), self._shell.pages.page
        listed = self._until(lambda: len(page.table.rows()) == count)
        return {
            "index": ready - self._unlocked,
            "everyone": listed - self._unlocked,
            "rows": count,
            "memory": child.memory(),
        }

    def search(self, words: int) -> dict[str, Any]:
        """Type names, numbers and references, letter by letter, into the box; find alone, and find with drawing."""
        found, drawn, index = [], [], self._shell.background.index
        box = self._shell.search
        box.take_focus()
        for typed in _typed(len(index), words):
            began = time.perf_counter()
            index.find(typed, 20)
            found.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            box.line.setText(typed)
            self._drawn(box.answers if box.answers.isVisible() else box)
            drawn.append((time.perf_counter() - began) * 1000)
            self._hits += box.hits[:1]
        box.field.clear()
        box.close_answers()
        return {"find": found, "keystroke": drawn}

    def people(self, openings: int) -> dict[str, Any]:
        """Open one person after another, as from a hit of the search, and the tab with sealed terms."""
        page_times, tab_times = [], []
        for hit in _some(self._hits, openings):
            self._hand()
            began = time.perf_counter()
            self._shell.go(Place(page="people", person=hit.person.id, reference=hit.person.reference))
            self._until(lambda hit=hit: self._shows(hit))
            page = self._shell.pages.page.person
            self._drawn(page)
            page_times.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            page.show_tab("kontakt")
            self._settled()
            self._drawn(page.tab_page("kontakt"))
            tab_times.append((time.perf_counter() - began) * 1000)
        return {"page": page_times, "tab": tab_times}

    def _hand(self) -> None:
        """A key as the system gives it, a moment before: whoever opens a page has typed or clicked.

        The vault's check in the background rests then, as it does for a person; without it every second opening would
        wait for a slice of the check, which no user sees.
        """
        QTest.keyClick(self._program.window.windowHandle(), Qt.Key.Key_Shift)
        rested = time.monotonic() + _FINGER
        self._until(lambda: time.monotonic() > rested)

    def _settled(self) -> None:
        """Until the lane has answered what it was asked so far."""
        answers: list[None] = []
        self._program.lane.submit(self._program, lambda _: None, done=answers.append)
        self._until(lambda: bool(answers))

    def _shows(self, hit: Any) -> bool:
        """Whether the page of this person is there with what the lane answered."""
        page = self._shell.pages.page.person
        return page is not None and page.person.id == hit.person.id and page.tabs.isVisible()

    def verify(self) -> dict[str, Any]:
        """The check of the whole vault that goes on in the background, in the lane."""
        answers: list[Any] = []
        began = time.monotonic()
        self._program.lane.submit(self._program, lambda vault: vault.verify(), done=answers.append)
        ended = self._until(lambda: bool(answers))
        result = answers[0]
        return {
            "verify": ended - began,
            "verify_ok": result.ok,
            "lines": result.lines,
            "checked": result.rows,
            "memory_after": child.memory(),
        }


def _some(hits: list[Any], many: int) -> list[Any]:
    """So many different people among the hits."""
    different = list({hit.person.id: hit for hit in hits}.values())
    return random.Random(5).sample(different, min(many, len(different)))


def _typed(count: int, many: int) -> list[str]:
    """What is typed: every beginning of some names, numbers and references, and of words that nobody is called."""
    at = random.Random(3)
    known = list(people.identities(min(count, 2000)))
    words: list[str] = []
    for one in at.sample(known, min(many, len(known))):
        kinds = (one.family, one.given, one.name, one.number[:8] + "-" + one.number[8:], "Zzvoxq", "SP-2026-0")
        words.append(kinds[len(words) % len(kinds)])
    return [word[:end] for word in words for end in range(1, len(word) + 1)]
