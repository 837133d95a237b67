"""The dated checklists that come with the program (``resources/forms/intake_checklists.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from spidesk import shipped
from spidesk.intake.rules import Checklist, Question
from spidesk.person.rules import Category, EventKind


@cache
def checklists() -> dict[EventKind, Checklist]:
    """Every checklist by its event. A file that does not fit raises: it ships with the program."""
    read = tomllib.loads(shipped.text("forms", "intake_checklists.toml"))
    return {
        kind: Checklist(kind=kind, edition=read["edition"], questions=tuple(map(_question, read[kind.value])))
        for kind in EventKind
    }


def _question(row: dict[str, Any]) -> Question:
    return Question(
        key=row["key"],
        text=row["text"],
        source=row["source"],
        within=int(row["within"]),
        stays=bool(row["stays"]),
        categories=tuple(Category(one) for one in row.get("for", ())),
    )
