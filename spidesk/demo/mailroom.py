"""The post room's part of the journey: every letter is reviewed, printed, matched by its codes and posted.

The journey's printer is a queue that puts each paper in a folder instead of on an envelope. The codes are read off
those papers, as a person reads them, never out of the vault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdfium2

from spidesk.demo.driver import Driver, Script
from spidesk.documents.queue import Job, JobState, Printer
from spidesk.mail.rules.piece import ALPHABET
from spidesk.ui.paper import PDFIUM

PRINTER = "Resans skrivare"
_SIGN = f"[{ALPHABET}]"
_CODE = re.compile(rf"\b{_SIGN}{{4}}-{_SIGN}{{4}}\b")


class FolderQueue:
    """A print queue whose paper is a PDF file in a folder: what the journey prints to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sent: list[Path] = []
        self.label = "papper"

    @property
    def available(self) -> bool:
        """Always."""
        return True

    def printers(self) -> Sequence[Printer]:
        """The one printer."""
        return (Printer(name=PRINTER, title=PRINTER, default=True, lying=True),)

    def send(self, pdf: bytes, *, width: float, height: float, printer: str, copies: int = 1, tray: str = "") -> Job:
        """Keep the paper, named by its number and size, never by what stands on it."""
        number = len(self.sent) + 1
        file = self._folder / f"paper-{number:03d}-{width:.0f}x{height:.0f}mm.pdf"
        file.write_bytes(pdf)
        self.sent.append(file)
        return Job(printer=printer, number=number)

    def state(self, job: Job) -> Job:
        """Printed at once."""
        return replace(job, state=JobState.COMPLETED)

    def cancel(self, job: Job) -> None:
        """Too late: it is printed."""


def text_of(paper: Path) -> str:
    """The words on a paper, every page."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(paper)
        try:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()


def code_on(paper: Path) -> str:
    """The piece code on a paper, or an empty text when it has none."""
    found = _CODE.search(text_of(paper))
    return found.group() if found else ""


class Mailroom:
    """Prints, matches and posts the letters that wait."""

    def __init__(self, driver: Driver, queue: FolderQueue) -> None:
        self.driver = driver
        self.queue = queue
        self.posted = 0

    def approve(self, address: str) -> Script:
        """A valvadministratör approves the central return address."""
        d = self.driver
        yield from d.click("rail.post")
        yield from d.settle(0.3)
        yield from d.click("post.senders")
        yield from d.write("senders.lines", address)
        yield from d.shot("Returadress")
        yield from d.click("senders.approve")
        yield from d.settle(0.4)
        yield from d.click("post.back")

    def work(self, letters: int) -> Script:
        """Do every letter that waits, the first with pictures."""
        d = self.driver
        yield from d.click("rail.post")
        yield from d.settle(0.4)
        yield from d.shot("Post, att göra")
        while self.posted < letters:
            yield from self._one(first=self.posted == 0)
            self.posted += 1
        yield from d.shot("Post, allt postat")

    def _printed(self, papers: int) -> bool:
        return len(self.queue.sent) >= papers

    def _one(self, *, first: bool) -> Script:
        d = self.driver
        before = len(self.queue.sent)
        yield from d.click("post.reveal")
        yield from d.settle(0.3)
        if first:
            yield from d.shot("Brevet, mottagarraden visad")
        yield from d.click("post.print")
        for number, kind in enumerate(("inner_front", "inner_back", "slip", "outer"), start=1):
            yield from d.click(f"post.dialog.{kind}")
            yield from d.settle(0.2)
            if first:
                yield from d.shot(f"Utskrift, {kind}")
            yield from d.click("post.dialog.print")
            yield from d.wait(partial(self._printed, before + number), f"print {kind}")
            yield from d.settle(0.4)
        yield from d.click("post.dialog.close")
        yield from d.appears("post.letter")
        front, slip = self.queue.sent[before], self.queue.sent[before + 2]
        yield from d.write("post.letter", code_on(slip))
        yield from d.write("post.inner", code_on(front))
        if first:
            yield from d.shot("Koderna avlästa")
        yield from d.click("post.match")
        yield from d.appears("post.post")
        if d.find("post.rek") is not None:
            yield from d.write("post.rek", "RR123456785SE")
        if first:
            yield from d.shot("Lämna till posten")
        yield from d.click("post.post")
        yield from d.wait(lambda: not d.sees("post.post"), "post.post done")
        yield from d.settle(0.4)
