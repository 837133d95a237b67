"""Keeps `None` alive under PySide6 6.12 on Python 3.11.

Measured: in PySide6 6.12.0 every call that returns nothing (`widget.update()`) gives back `None` without taking a
reference. From Python 3.12 on `None` is immortal (PEP 683) and nothing happens; on 3.11 its count reaches zero after
some thousand calls and the process ends with "none_dealloc: deallocating None". 6.11.3 does not do it. So before the
first window the count is raised beyond what any run can use up. Nothing else is touched.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

RAISED: Final = 1 << 40
"""More calls than a process that locks and restarts can ever make."""


def hold_none() -> None:
    """Make `None` as good as immortal where Python does not. Calling it again changes nothing."""
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython" and sys.getrefcount(None) < RAISED // 2:
        ctypes.c_ssize_t.from_address(id(None)).value += RAISED
