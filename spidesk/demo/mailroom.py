"""The post room's part of the journey: the letters are gathered in a batch, printed in one run, matched and posted.

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
_A4 = ("210x297", "297x210")
"""The slips' size in the name of the file, however the printer takes its sheets."""
_TRAYS_SHOWN = 3
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

    @property
    def forgets(self) -> bool:
        """Never."""
        return False

    def keeps(self, printer: str) -> bool | None:
        """What is printed stays in the folder: that is what the journey is for."""
        return False

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
    """Prints, matches and posts the letters that wait, as one batch."""

    def __init__(self, driver: Driver, queue: FolderQueue) -> None:
        self.driver = driver
        self.queue = queue
        self.posted = 0

    def approve(self, address: str) -> Script:
        """A valvadministratör approves the central return address."""
        d = self.driver
        yield from d.click("rail.post")
        yield from d.settle(0.3)
        yield from d.tab("Returadresser")
        yield from d.write("senders.lines", address)
        yield from d.shot("Returadress")
        yield from d.click("senders.approve")
        yield from d.settle(0.4)
        yield from d.tab("Regler")
        yield from d.settle(0.3)
        yield from d.shot("Förmedlingsregler")
        yield from d.tab("Brev")

    def work(self, letters: int) -> Script:
        """Do every letter that waits, in one batch; every step with a picture."""
        d = self.driver
        yield from d.click("rail.post")
        yield from d.settle(0.4)
        yield from d.shot("Post, att göra")
        if not letters:
            return
        yield from d.click("post.reveal")
        yield from d.settle(0.3)
        yield from d.shot("Brevet, mottagarraden visad")
        yield from d.tab("Bunt")
        yield from d.appears("batch.begin")
        yield from d.settle(0.3)
        yield from d.shot("Bunt, så läggs breven")
        yield from d.click("batch.begin")
        yield from self._print()
        yield from self._match(letters)
        yield from self._post(letters)
        yield from d.tab("Brev")
        yield from d.settle(0.4)
        yield from d.shot("Post, allt postat")

    def _print(self) -> Script:
        """One run; at every stop the tray is filled and the run goes on."""
        d = self.driver
        yield from d.appears("batch.print")
        yield from d.settle(0.3)
        yield from d.shot("Bunt, skriv ut")
        yield from d.click("batch.print")
        shown = 0

        def over() -> bool:
            return d.sees("batch.run") and not any(d.sees(f"run.{name}") for name in ("resume", "pause"))

        while not over():
            yield from d.wait(lambda: over() or d.find("run.resume") is not None, "the run")
            if not over():
                shown += 1
                if shown <= _TRAYS_SHOWN:
                    yield from d.shot("Bunt, lägg i kuvert")
                yield from d.click("run.resume")
                yield from d.settle(0.1)
        yield from d.settle(0.4)
        yield from d.shot("Bunt, allt utskrivet")

    def _match(self, letters: int) -> Script:
        """The codes are read off the papers: every slip with the inner envelope that bears the same."""
        d = self.driver
        yield from d.click("batch.step.match")
        yield from d.appears("batch.letter")
        slips = [code_on(paper) for paper in self.queue.sent if any(size in paper.name for size in _A4)]
        fronts = {code_on(paper) for paper in self.queue.sent if not any(size in paper.name for size in _A4)}
        codes = [code for code in dict.fromkeys(slips) if code and code in fronts]
        for number, code in enumerate(codes, start=1):
            yield from d.write("batch.letter", code)
            yield from d.write("batch.inner", code)
            if number == 1:
                yield from d.shot("Bunt, läs av koderna")
            yield from d.click("batch.match")
            read = f"{number} / {letters}"
            yield from d.wait(partial(self._read, read), f"matched {number}")
        yield from d.shot("Bunt, alla avlästa")

    def _read(self, wanted: str) -> bool:
        return self.driver.words("batch.counter") == wanted

    def _moved(self, before: str) -> bool:
        return self.driver.words("batch.step.post") != before

    def _post(self, letters: int) -> Script:
        """Every outer envelope, a rek with its number; each one more than the one before."""
        d = self.driver
        yield from d.click("batch.step.post")
        yield from d.settle(0.3)
        number = 0
        while d.find("batch.post") is not None:
            number += 1
            if d.find("batch.rek") is not None:
                yield from d.write("batch.rek", rek_number(12345678 + number))
            if number == 1:
                yield from d.shot("Bunt, lämna till posten")
            said = d.words("batch.step.post")
            yield from d.click("batch.post")
            yield from d.wait(partial(self._moved, said), f"posted {number}")
            yield from d.settle(0.3)
        yield from d.shot("Bunt, allt postat")
        self.posted = letters
        yield from d.click("batch.finish")
        yield from d.settle(0.4)


def rek_number(digits: int) -> str:
    """A registered item's number with these eight digits and its check digit (UPU S10)."""
    signs = f"{digits:08}"
    left = 11 - sum(int(one) * weight for one, weight in zip(signs, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    check = {10: 0, 11: 5}.get(left, left)
    return f"RR{signs}{check}SE"
