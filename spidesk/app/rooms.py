"""Loading the rooms' code while the user types login and passphrase: it takes as long as all before it.

Two threads that import modules which import each other can meet half-made ones. So one thread loads everything, and
who needs a room before that is done waits for it.
"""

from __future__ import annotations

import threading
from importlib import import_module


class Rooms:
    """`load` on a thread of the press; `wait` before anything else is imported, which is free if nothing was begun."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._done.set()

    def begin(self) -> None:
        """Say that `load` is on its way."""
        self._done.clear()

    def load(self) -> None:
        """Import every room."""
        try:
            import_module("spidesk.app.wiring")
            import_module("spidesk.app.firstrun.screen")
        finally:
            self._done.set()

    def wait(self) -> None:
        """Return when `load` is done."""
        self._done.wait()
