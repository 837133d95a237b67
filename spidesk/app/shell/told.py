"""What the vault has to tell after an unlock, in words: failed attempts, the clock, an older vault, healed files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from spidesk.ui.words.chips import NoticeKind as Kind
from spidesk.vault.session import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Told:
    """One line for the user: how much it matters, and the words."""

    kind: Kind
    text: str


def tell(notice: Notice) -> Told | None:
    """The words of a notice; None for what has a screen of its own."""
    at = _time(notice.at)
    number = notice.number
    known: dict[NoticeKind, tuple[Kind, str]] = {
        NoticeKind.FAILED_UNLOCKS: (
            Kind.WARNING,
            _tr(
                "{number} misslyckade försök att låsa upp sedan sist, senast {at}. Var det inte du, säg till IT."
            ).format(number=number, at=at),
        ),
        NoticeKind.CLOCK_BACK: (
            Kind.WARNING,
            _tr("Datorns klocka har ställts tillbaka sedan sist. Det är noterat i loggen. Be IT kontrollera klockan."),
        ),
        NoticeKind.KEYRING_HEALED: (
            Kind.INFO,
            _tr("En av valvets två nyckelfiler var skadad och har lagats av den andra. Ta gärna en säkerhetskopia."),
        ),
        NoticeKind.KEYRING_OLDER: (
            Kind.WARNING,
            _tr("Valvets nyckelfil är äldre än valvet. Be valvadministratören kontrollera varifrån den kommer."),
        ),
        NoticeKind.VAULT_OLDER: (
            Kind.ERROR,
            _tr(
                "Valvet är äldre än det den här datorn såg senast, kanske en återlagd kopia. "
                "Det går bara att läsa tills en valvadministratör har beslutat vad som gäller."
            ),
        ),
        NoticeKind.HEAD_LOST: (
            Kind.WARNING,
            _tr(
                "Datorns minne av loggens senaste rad kunde inte läsas. Jämför med den senaste utskrivna granskningen."
            ),
        ),
        NoticeKind.CIRCLE_WAITS: (Kind.INFO, _tr("Du äger en ny krets. Dess nycklar görs nu.")),
    }
    found = known.get(notice.kind)
    return None if found is None else Told(*found)


def _tr(text: str) -> str:
    return QCoreApplication.translate("told", text)


def _time(at: datetime | None) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at is not None else _tr("okänd tid")
