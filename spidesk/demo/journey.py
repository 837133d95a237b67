"""The journey: the main job of the program done in its real windows, offscreen, from an empty folder.

It leaves in OUT numbered pictures, every paper as PDF and `journey.txt`, then has `spidesk vault check` go through the
vault it made. Nothing of it touches the user's own settings, state or vaults: HOME is a folder in OUT for the while.
"""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from spidesk import shipped
from spidesk.app.opening import Opening
from spidesk.app.program import Program
from spidesk.demo import people
from spidesk.demo.build import CIRCLES, FASTER, RETURN_ADDRESS
from spidesk.demo.driver import Driver, Script, StepFailed
from spidesk.demo.firstsession import LOGIN, FirstSession
from spidesk.demo.mailroom import FolderQueue, Mailroom
from spidesk.demo.mainjob import MainJob, Told
from spidesk.demo.people import Case
from spidesk.vault.outside.heads import HeadStore

VAULT = "Skyddade personer"
SIZE = (1366, 768)


def travel(out: Path, cases: tuple[Case, ...] | None) -> int:
    """Drive the windows with the given people, or the built-in twelve; give the exit code of `spidesk demo`."""
    papers, place = out / "papers", out / "vault"
    for folder in (out, papers, place, out / "home"):
        folder.mkdir(parents=True, exist_ok=True)
    if any(place.iterdir()):
        print(f"{place} is not empty: choose another OUT, or remove it.", file=sys.stderr)
        return 2
    _own_home(out / "home")
    qInstallMessageHandler(_quiet)
    journey = _Journey(out, papers, place, cases or people.load(shipped.path("demo", "people.toml")))
    failed = journey.run()
    checked = journey.check() if failed is None else 1
    journey.report(failed, checked)
    return 0 if failed is None and checked == 0 else 1


def _quiet(_: QtMsgType, __: QMessageLogContext, text: str) -> None:
    """Keep Qt's messages but for what the offscreen platform says of every window that has a smallest size."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


def _own_home(home: Path) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        os.environ[name] = str(home)


class _Journey:
    def __init__(self, out: Path, papers: Path, place: Path, cases: tuple[Case, ...]) -> None:
        self._out = out
        self._cases = cases
        self._queue = FolderQueue(papers)
        self._heads = HeadStore(out / "home" / "heads")
        self._locked: list[Path] = []
        self._program = Program(
            [], opening=Opening(params=FASTER, seen=self._heads), leave=self._left, queue=self._queue
        )
        self._driver = Driver(out)
        self._first = FirstSession(self._driver, place, VAULT)
        self._job = MainJob(self._driver)
        self._mail = Mailroom(self._driver, self._queue)
        self._checked = ""

    @property
    def told(self) -> list[Told]:
        """What became of each person."""
        return self._job.told

    def run(self) -> Exception | None:
        """Drive; give what went wrong, or None."""
        self._program.start()
        self._program.window.resize(*SIZE)
        self._driver.run(self._script(), lambda: self._program.application.exit(0))
        self._program.application.exec()
        if self._driver.failed is not None:
            self._program.window.grab().save(str(self._out / "failed.png"))
        self._program.stop()
        return self._driver.failed

    def _script(self) -> Script:
        circles = list(dict.fromkeys(case.circle for case in self._cases if case.circle)) or [CIRCLES[0][0]]
        namnder = {name: namnd for name, namnd, _ in CIRCLES}
        yield from self._first.make(circles[0], namnder.get(circles[0], "Kommunstyrelsen"))
        for name in circles[1:]:
            yield from self._first.add_circle(name, namnder.get(name, "Kommunstyrelsen"))
        yield from self._mail.approve(RETURN_ADDRESS)
        yield from self._job.each(tuple(replace(case, circle=case.circle or circles[0]) for case in self._cases))
        yield from self._driver.click("rail.worklist")
        yield from self._driver.shot("Att göra")
        yield from self._mail.work(sum(one.letters for one in self.told))
        yield from self._driver.click("rail.lock")
        yield from self._driver.wait(lambda: self._locked, "locked")

    def _left(self, folder: Path, login: str) -> None:
        """What a lock does instead of starting a new process: the journey is over and looks at its vault."""
        self._locked.append(folder)

    def check(self) -> int:
        """Have `spidesk vault check` go through the vault in a process of its own; give its exit code."""
        command = [sys.executable, "-m", "spidesk", "vault", "check", str(self._locked[0]), "--login", LOGIN]
        done = subprocess.run(
            [*command, "--passphrase-fd", "0"],
            input=self._first.passphrase + "\n",
            text=True,
            encoding="utf-8",
            capture_output=True,
            cwd=Path(__file__).resolve().parents[2],
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        self._checked = done.stdout + done.stderr
        return done.returncode

    def report(self, failed: Exception | None, checked: int) -> None:
        """Say what became of each person, by place in the file and reference, and write it to `journey.txt`."""
        lines = [f"Person {one.number}: {_outcome(one)}" for one in self.told]
        lines.append(f"Papper: {len(self._queue.sent)}. Postade brev: {self._mail.posted}.")
        if failed is not None:
            where = "".join(traceback.format_tb(failed.__traceback__)) if not isinstance(failed, StepFailed) else ""
            lines.append(f"Resan stannade vid {self._driver.step} ({type(failed).__name__}).\n{where}".rstrip())
        else:
            lines.append(f"spidesk vault check, kod {checked}:\n{self._checked}".rstrip())
        text = "\n".join(lines)
        (self._out / "journey.txt").write_text(text + "\n", encoding="utf-8")
        print(text)
        print(f"Bilder och papper: {self._out}")


def _outcome(one: Told) -> str:
    """What became of a person: the reference if registered, and what was refused if anything."""
    if one.refused:
        return f"{one.reference}, nekad: {one.refused}" if one.reference else f"nekad: {one.refused}"
    return f"{one.reference}, brev: {one.letters}"
