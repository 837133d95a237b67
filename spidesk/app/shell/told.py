"""What the vault has to tell after an unlock, in words: failed attempts, the clock, an older vault, healed files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from spidesk.ui import ask
from spidesk.ui.lane import Lane
from spidesk.ui.words.buttons import LinkButton
from spidesk.ui.words.card import Row, Stack
from spidesk.ui.words.chips import Notice as UiNotice
from spidesk.ui.words.chips import NoticeKind as Kind
from spidesk.vault import membership
from spidesk.vault.check import CheckResult
from spidesk.vault.session import Notice, NoticeKind, Session
from spidesk.vault.vault import Vault


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
        NoticeKind.CARDS_UNPROVED: (
            Kind.WARNING,
            _tr("Ingen har provat valvets återställningskort. Utan dem går en glömd lösenfras inte att rädda."),
        ),
        NoticeKind.CIRCLE_WAITS: (Kind.INFO, _tr("Du äger en ny krets. Dess nycklar görs nu.")),
    }
    found = known.get(notice.kind)
    return None if found is None else Told(*found)


def _tr(text: str) -> str:
    return QCoreApplication.translate("told", text)


def _time(at: datetime | None) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at is not None else _tr("okänd tid")


class Announced(Stack):
    """The notices of an unlock, each with a way to put it away; an older vault with its decision for administrators.

    `decided` when the user has decided that an older vault counts, `cards` when they want to prove the recovery cards.
    """

    decided = Signal()
    cards = Signal()

    def __init__(self, lane: Lane[Vault], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, gap=8)
        self._lane = lane

    def show_session(self, session: Session) -> None:
        """Show what the session has to tell."""
        self.clear()
        for notice in session.notices:
            told = tell(notice)
            if told is None:
                continue
            shown = UiNotice(told.kind, told.text, parent=self)
            if notice.kind is NoticeKind.VAULT_OLDER and session.user.admin:
                shown.below.addWidget(self._decision(shown))
            elif notice.kind is NoticeKind.CARDS_UNPROVED:
                shown.below.addWidget(self._to_cards(shown))
            elif notice.kind is not NoticeKind.VAULT_OLDER:
                shown.below.addWidget(self._close(shown))
            self.add(shown)
        self.setVisible(self.column.count() > 0)

    def show_check(self, result: CheckResult) -> None:
        """Show what the check of the vault found, if anything: codes and counts, never content."""
        if result.ok:
            return
        found = ", ".join(f"{one.code} ({one.count})" for one in result.findings)
        words = self.tr(
            "Kontrollen av valvet hittade något som inte stämmer: {found}. Ändra inget mer. "
            "Lås, be IT spara en kopia av valvmappen som den är, och jämför med den senaste säkerhetskopian."
        )
        self.add(UiNotice(Kind.ERROR, words.format(found=found), parent=self))
        self.show()

    def _close(self, shown: UiNotice) -> QWidget:
        button = LinkButton(self.tr("Jag har läst det"), clicked=shown.hide)
        button.setObjectName("told.close")
        return Row(button)

    def _to_cards(self, shown: UiNotice) -> QWidget:
        button = LinkButton(self.tr("Till korten"), clicked=lambda: self._go_to_cards(shown))
        button.setObjectName("told.cards")
        later = LinkButton(self.tr("Inte nu"), clicked=shown.hide)
        later.setObjectName("told.close")
        return Row(button, later)

    def _go_to_cards(self, shown: UiNotice) -> None:
        shown.hide()
        self.cards.emit()

    def _decision(self, shown: UiNotice) -> QWidget:
        button = LinkButton(self.tr("Det här valvet är det som gäller …"), clicked=lambda: self._decide(shown))
        button.setObjectName("told.accept_older")
        return Row(button)

    def _decide(self, shown: UiNotice) -> None:
        if ask.confirm(
            self,
            self.tr("Ska det äldre valvet gälla?"),
            self.tr("Det som skrevs efter kopian finns inte i det. Beslutet noteras i loggen i ditt namn."),
            yes=self.tr("Låt det gälla"),
            danger=True,
        ):
            self._lane.submit(self, membership.accept_older, done=lambda _: self._accepted(shown))

    def _accepted(self, shown: UiNotice) -> None:
        shown.hide()
        self.decided.emit()
