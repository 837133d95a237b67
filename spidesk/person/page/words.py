"""The Swedish words for what the open columns say, and the chip that goes with a protection."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

from PySide6.QtCore import QCoreApplication

from spidesk.person.identity import NumberKind
from spidesk.person.rules import Category, EventKind, Skydd, SkyddState, Status
from spidesk.ui.words.chips import ChipKind

Said = Skydd | SkyddState | Category | Status | EventKind | NumberKind


@cache
def _words() -> dict[tuple[type, str], str]:
    """Every word by the type and the value: values of different types are equal as text."""
    tr = QCoreApplication.translate
    said: tuple[tuple[Said, str], ...] = (
        (Skydd.SEKRETESSMARKERING, tr("person", "Sekretessmarkering")),
        (Skydd.SKYDDAD_FOLKBOKFORING, tr("person", "Skyddad folkbokföring")),
        (SkyddState.PRELIMINARY, tr("person", "Preliminärt")),
        (SkyddState.DECIDED, tr("person", "Beslutat")),
        (SkyddState.ENDED, tr("person", "Upphört")),
        (Category.ANSTALLD, tr("person", "Anställd")),
        (Category.ELEV, tr("person", "Elev")),
        (Category.KLIENT, tr("person", "Klient")),
        (Category.BARN, tr("person", "Barn till")),
        (Status.ACTIVE, tr("person", "Aktiv")),
        (Status.LEFT, tr("person", "Slutat")),
        (Status.DECEASED, tr("person", "Avliden")),
        (EventKind.REGISTERED, tr("person", "Registrerad")),
        (EventKind.GRANTED, tr("person", "Skydd beviljat")),
        (EventKind.MOVED, tr("person", "Flyttat")),
        (EventKind.MARK_CHANGED, tr("person", "Markering ändrad")),
        (EventKind.LAPSED, tr("person", "Skyddet upphört")),
        (EventKind.LEFT, tr("person", "Slutat")),
        (EventKind.DECEASED, tr("person", "Avliden")),
        (NumberKind.PERSONNUMMER, tr("person", "Personnummer")),
        (NumberKind.SAMORDNINGSNUMMER, tr("person", "Samordningsnummer")),
        (NumberKind.TF_NUMMER, tr("person", "TF-nummer")),
    )
    return {(type(key), key.value): text for key, text in said}


def say(value: Said) -> str:
    """The words for one value."""
    return _words()[type(value), value.value]


def protection_chip(level: Skydd, state: SkyddState) -> tuple[ChipKind, str]:
    """Words, shape and colour of a protection. An ended one still says which it was."""
    words = say(level)
    if state is SkyddState.ENDED:
        return ChipKind.NEUTRAL, QCoreApplication.translate("person", "{level}, upphört").format(level=words)
    kind = ChipKind.SEKRETESS if level is Skydd.SEKRETESSMARKERING else ChipKind.SKYDDAD
    if state is SkyddState.PRELIMINARY:
        return kind, QCoreApplication.translate("person", "{level}, preliminärt").format(level=words)
    return kind, words


def until(day: date | None) -> str:
    """An end date, or tills vidare."""
    return day.isoformat() if day else QCoreApplication.translate("person", "Tills vidare")


def local(at: datetime) -> str:
    """A moment from the vault (UTC, no zone) as the clock on the wall: 2026-11-21 14:05."""
    return at.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")
