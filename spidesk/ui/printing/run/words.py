"""What a run says in words when it stands still."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from spidesk.ui.printing.run.piece import Halt, RunPiece
from spidesk.ui.words import NoticeKind


def fill(piece: RunPiece, count: int) -> str:
    """What to lay in the printer before `piece`."""
    if piece.back:
        several = _tr("Lägg i de {count} {sheet} som just kom ut, i samma ordning. Nu trycks fliksidan.")
        told = _tr("Lägg i samma {sheet} som just kom ut. Nu trycks fliksidan.") if count == 1 else several
    else:
        told = _tr("Lägg i {count} {sheet}.")
    return told.format(sheet=piece.sheet, count=count)


def failed(piece: RunPiece) -> str:
    """The queue gave up a piece."""
    return _tr(
        "{name} skrevs inte ut. Rätta till skrivaren och lägg det som kom ut fel i sekretesspapper. "
        "Fortsätt sedan, så skrivs det ut igen."
    ).format(name=piece.name)


def held(piece: RunPiece) -> str:
    """The printer stands still."""
    return _tr(
        "Skrivaren väntar med {name}. Kontrollera att den är på, att inget har fastnat och att rätt papper ligger i. "
        "Utskriften fortsätter av sig själv."
    ).format(name=piece.name)


def not_right(piece: RunPiece, printed: bool | None) -> str:
    """A person says that a piece did not come out right, or does not know."""
    if printed is None:
        told = _tr("{name} räknas inte som utskrivet och skrivs inte ut igen av sig själv. Leta efter det först.")
    else:
        told = _tr("{name} skrivs ut igen när du fortsätter. Lägg det som kom ut fel i sekretesspapper.")
    return told.format(name=piece.name)


def of(
    halt: Halt, text: str, left: tuple[int, int], *, over: bool, rest: tuple[int, int] = (0, 0)
) -> tuple[NoticeKind, str, str]:
    """What the panel says: kind, title and text. `left`: how many are not printed, and of how many nobody knows;
    `rest`: the same of the papers that belong with these and were not in this run."""
    missing, unsure = left
    if over:
        if not missing and not unsure and any(rest):
            told = _tr("Kvar utanför den här utskriften: {missing} att skriva ut, {unsure} att svara på.")
            told = told.format(missing=rest[0], unsure=rest[1])
            return NoticeKind.WARNING, _tr("Den här utskriften är klar"), told
        if not missing and not unsure:
            told = _tr("Räkna det som ligger i skrivaren innan du tar nästa steg.")
            return NoticeKind.OK, _tr("Allt är utskrivet"), told
        told = _tr("Inte utskrivna: {missing}. Osäkra: {unsure}. Osäkra räknas inte som utskrivna.")
        return NoticeKind.WARNING, _tr("Allt är inte utskrivet"), told.format(missing=missing, unsure=unsure)
    titles = {
        Halt.TRAY: (NoticeKind.INFO, _tr("Fyll på skrivaren")),
        Halt.STOPPED: (NoticeKind.ERROR, _tr("Utskriften är stoppad")),
        Halt.HELD: (NoticeKind.WARNING, _tr("Skrivaren väntar")),
    }
    if halt in titles:
        return (*titles[halt], text)
    if halt is Halt.PAUSED:
        return NoticeKind.INFO, _tr("Pausad"), _tr("Inget mer skickas till skrivaren förrän du fortsätter.")
    return NoticeKind.INFO, "", ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Run", text)
