"""The Swedish text of a refusal: what is wrong and what to do about it.

Texts stand in `resources/refusals/*.toml`, one file a room, each line `"room.reason" = "Text."`.
"""

from __future__ import annotations

import tomllib
from functools import cache

from spidesk import shipped
from spidesk.refusal import Refusal


@cache
def texts() -> dict[str, str]:
    """Every refusal's text by its code."""
    gathered: dict[str, str] = {}
    for file in sorted(shipped.path("refusals").glob("*.toml")):
        for code, sentence in tomllib.loads(file.read_text(encoding="utf-8")).items():
            gathered[str(code)] = str(sentence)
    return gathered


def text(refusal: Refusal) -> str:
    """What the user is told. A code without a text is a defect and raises `KeyError`; a test holds that none is."""
    return texts()[refusal.code].format(**refusal.params)
