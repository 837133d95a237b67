"""A run of the real program, offscreen: started, unlocked, searched in, a person opened, verified. One JSON line out.

python -m tests.bench.window ROOT BEGAN start      from the start of the process to a painted unlock window
python -m tests.bench.window ROOT BEGAN session N  everything after the unlock
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import spidesk.__main__ as entry  # the scrub, as the program does it
from spidesk.app import hardening

hardening.harden()

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from spidesk.app.program import Program  # noqa: E402

_PATIENCE = 120.0
_TICK_MS = 1
_TYPING = 2.0
"""Seconds it takes somebody to type login and passphrase, while the program loads its rooms."""


class Painted(QObject):
    """Notices when a widget is drawn."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() is QEvent.Type.Paint
        return False


def until(ready: Any) -> float:
    """Let the program work until `ready()`; gives the monotonic time then.

    It sleeps between events as the program's own loop does: polling would take the interpreter from the lane.
    """
    end = time.monotonic() + _PATIENCE
    tick = QTimer(interval=_TICK_MS)
    tick.start()
    while not ready():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if time.monotonic() > end:
            raise TimeoutError
    tick.stop()
    return time.monotonic()


def drawn(widget: QWidget) -> float:
    """Let the program work until the widget has been drawn once more."""
    painted = Painted(widget)
    widget.update()
    return until(lambda: painted.seen)


def start(root: Path, began: float) -> dict[str, Any]:
    """From the start of the process to a painted unlock window."""
    program = Program(["--vault", str(root / "bench.spivault")])
    program.start()
    shown = until(lambda: program.window.content is not None)
    shown = drawn(program.window.content)
    program.stop()
    return {"seconds": shown - began}


def session(root: Path, effort: int) -> dict[str, Any]:
    """Unlock, type `effort` words, open as many people. Argon2id is so cheap here that the times are without it."""
    from spidesk.app.opening import Opening
    from tests.bench import people
    from tests.bench.working import Working

    place = people.place_under(root)
    program = Program(["--vault", str(place.folder)], opening=Opening(**place.settings))
    program.start()
    until(lambda: program.window.isVisible() and "spidesk.app.wiring" in sys.modules)
    rested = time.monotonic() + _TYPING
    until(lambda: time.monotonic() > rested)
    working = Working(program, until, drawn)
    found = working.unlock(people.LOGIN, people.PASSPHRASE)
    found |= working.index()
    found |= working.search(effort)
    found |= working.people(effort)
    found |= working.verify()
    program.stop()
    return found


def main(words: list[str]) -> None:
    """Run one of the two."""
    from tests.bench import child

    root, began, what = Path(words[0]), float(words[1]), words[2]
    child.answer(start(root, began) if what == "start" else session(root, int(words[3])))


if __name__ == "__main__":
    assert entry
    main(sys.argv[1:])
