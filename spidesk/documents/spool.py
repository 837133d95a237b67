"""Whether the CUPS queue of this computer keeps what it has printed.

Known in one of two ways: from jobs that are over, which tell how many of their documents are still kept, or from the
scheduler's own settings where this user may read them. `PreserveJobFiles` not set means one day (cupsd.conf(5), CUPS
1.5 and later). What a print server or a printer further on keeps is not known here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from spidesk.documents import cupsjobs, libcups

_OFF: Final = frozenset(("no", "off", "false", "0"))


def keeps(printer: str) -> bool | None:
    """True, False, or nothing when it cannot be seen."""
    return True if _kept_documents(printer) else _by_settings()


def by_settings(text: str) -> bool:
    """What the scheduler's settings, as text, say of a job that is over. Pure; the last word of each setting counts."""
    said = {"preservejobfiles": "86400", "preservejobhistory": "yes"}
    for line in text.splitlines():
        name, _, value = line.strip().partition(" ")
        if name.lower() in said:
            said[name.lower()] = value.strip().lower()
    return not (said["preservejobfiles"] in _OFF or said["preservejobhistory"] in _OFF)


def _by_settings() -> bool | None:
    server = libcups.loaded().cupsServer() or b""
    if not server.startswith((b"/", b"localhost", b"127.", b"::1")):
        return None
    folder = Path(os.environ.get("CUPS_SERVERROOT") or "/etc/cups")
    try:
        return by_settings((folder / "cupsd.conf").read_text(errors="replace"))
    except OSError:
        return None


def _kept_documents(printer: str) -> bool:
    about = {"printer-uri": f"ipp://localhost/printers/{printer}", "which-jobs": "completed"}
    found = cupsjobs.ask(cupsjobs.GET_JOBS, about, ("number-of-documents",))
    return any(isinstance(one, int) and one > 0 for one in (found or {}).get("number-of-documents", ()))
