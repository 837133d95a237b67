"""What the pages say: Swedish for kinds, envelopes, states, reasons and warnings."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from spidesk.documents.formats import Format
from spidesk.mail.actions.shapes import OrderRow, PostRow, Step
from spidesk.mail.rules.batch import Reprint
from spidesk.mail.rules.naming import State as Asked
from spidesk.mail.rules.order import Called, Ended, Kind, Pair, PaperKind, ReturnReason, State, Unmatched, Warned
from spidesk.mail.rules.parcel import Parcel
from spidesk.mail.rules.wording import Edition
from spidesk.ui.words import ChipKind


def _tr(text: str) -> str:
    return QCoreApplication.translate("mail", text)


def kinds() -> dict[Kind, str]:
    """How the letter is sent."""
    return {
        Kind.ORDINARY: _tr("Vanligt brev"),
        Kind.REK: _tr("Rek (rekommenderat)"),
        Kind.REK_PERSONAL: _tr("Rek med personlig utlämning"),
        Kind.PARCEL: _tr("Paket"),
    }


def short_kinds() -> dict[Kind, str]:
    """The same where there is little room."""
    return {
        Kind.ORDINARY: _tr("vanligt"),
        Kind.REK: _tr("rek"),
        Kind.REK_PERSONAL: _tr("rek, personlig"),
        Kind.PARCEL: _tr("paket"),
    }


def kind_help() -> dict[Kind, str]:
    """What each kind means, on one line."""
    return {
        Kind.ORDINARY: _tr("Går inte att spåra."),
        Kind.REK: _tr("Går ensamt i sitt ytterkuvert och kan spåras till Skatteverket."),
        Kind.REK_PERSONAL: _tr("Ombud eller bud kan inte hämta ut brevet."),
        Kind.PARCEL: _tr("Går ensamt. Innerpaketet får personnumret på en etikett, ytterpaketet Skatteverkets adress."),
    }


def pairs() -> dict[Pair, str]:
    """Which envelope lies in which."""
    return {
        Pair.C5_C4: _tr("C5 i C4: A4 vikt en gång"),
        Pair.DL_C5: _tr("DL i C5: A4 vikt i tre"),
        Pair.C6_C5: _tr("C6 i C5: A4 vikt två gånger"),
    }


def pair(row: PostRow | OrderRow) -> str:
    """Which envelope lies in which, or what the parcel weighs."""
    if row.kind is Kind.PARCEL:
        return weight(row.parcel) if row.parcel is not None else _tr("etiketter")
    return row.pair.text


def weight(parcel: Parcel) -> str:
    """2,4 kg."""
    return f"{parcel.weight_g / 1000:g} kg".replace(".", ",")


def states() -> dict[State, str]:
    """Where an order stands."""
    return {
        State.ORDERED: _tr("Beställt"),
        State.PRINTED: _tr("Utskrivet"),
        State.MATCHED: _tr("Koder lästa"),
        State.POSTED: _tr("Postat"),
        State.RETURNED: _tr("I retur"),
        State.RESENT: _tr("Skickat igen"),
        State.DONE: _tr("Avslutat"),
        State.CANCELLED: _tr("Återkallat"),
    }


def waits(row: PostRow) -> bool:
    """Whether the letter waits for the handler's answer about a name in it."""
    open_ = row.state in (State.ORDERED, State.PRINTED, State.MATCHED)
    return open_ and row.question is not None and row.question is not Asked.CLEARED


def where(row: PostRow) -> str:
    """Where an order stands, as the one at the post needs to know it."""
    return _tr("Väntar på svar") if waits(row) else states()[row.state]


CHIPS = {
    State.ORDERED: ChipKind.INFO,
    State.PRINTED: ChipKind.INFO,
    State.MATCHED: ChipKind.INFO,
    State.POSTED: ChipKind.OK,
    State.RETURNED: ChipKind.OVERDUE,
    State.RESENT: ChipKind.NEUTRAL,
    State.DONE: ChipKind.NEUTRAL,
    State.CANCELLED: ChipKind.NEUTRAL,
}


def chip(row: PostRow) -> ChipKind:
    """The chip of where it stands."""
    return ChipKind.SEKRETESS if waits(row) else CHIPS[row.state]


def sheets() -> dict[PaperKind, str]:
    """What each paper is called."""
    return {
        PaperKind.INNER_FRONT: _tr("Innerkuvert, framsida"),
        PaperKind.INNER_BACK: _tr("Innerkuvert, baksida"),
        PaperKind.RECEIPT: _tr("Delgivningskvitto"),
        PaperKind.REPLY: _tr("Svarskuvert"),
        PaperKind.SLIP: _tr("Brevlapp"),
        PaperKind.OUTER: _tr("Ytterkuvert, framsida"),
    }


def tray(size: Format) -> str:
    """What lies in the printer's tray for a paper, after its size: C5-kuvert, A4-papper."""
    return _tr("kuvert") if size.envelope else _tr("papper")


def feeds() -> dict[PaperKind, str]:
    """How to lay the paper in the printer, where the general picture is not enough."""
    return {
        PaperKind.INNER_FRONT: "",
        PaperKind.INNER_BACK: _tr("Samma kuvert en gång till, fliken upptill."),
        PaperKind.RECEIPT: _tr("Vanligt A4-papper."),
        PaperKind.REPLY: "",
        PaperKind.SLIP: _tr("Vanligt A4-papper."),
        PaperKind.OUTER: "",
    }


def reprints() -> dict[Reprint, str]:
    """Why a paper is printed once more."""
    return {
        Reprint.JAM: _tr("Papperet fastnade"),
        Reprint.SMUDGED: _tr("Utskriften blev oläslig eller sned"),
        Reprint.LOST: _tr("Papperet har kommit bort"),
        Reprint.WRONG_PAPER: _tr("Fel kuvert eller papper låg i skrivaren"),
    }


def returns() -> dict[ReturnReason, str]:
    """Why a letter came back."""
    return {
        ReturnReason.NOT_COLLECTED: _tr("Inte uthämtat"),
        ReturnReason.UNKNOWN: _tr("Mottagaren okänd för Skatteverket"),
        ReturnReason.NO_PROTECTION: _tr("Skyddet gäller inte längre"),
        ReturnReason.NO_ID: _tr("Mottagaren kunde inte legitimera sig"),
        ReturnReason.DAMAGED: _tr("Brevet var skadat"),
        ReturnReason.NOT_STATED: _tr("Ingen orsak angiven"),
    }


def called() -> dict[Called, str]:
    """Why the handler calls an order off."""
    return {Called.NOT_NEEDED: _tr("Behövs inte längre"), Called.MISTAKE: _tr("Det var ett misstag")}


def endings() -> dict[Ended, str]:
    """How a letter ended."""
    return {
        Ended.RECEIPT: _tr("Delgivningskvittot har kommit"),
        Ended.TOLD: _tr("Personen har fått det"),
        Ended.HANDED_OVER: _tr("Lämnat på annat sätt"),
        Ended.NOT_NEEDED: _tr("Behövs inte längre"),
    }


def ended(row: OrderRow) -> dict[Ended, str]:
    """How this letter may have ended."""
    back = row.state is State.RETURNED
    wrong = {Ended.RECEIPT} if back or not row.delgivning else set()
    return {one: text for one, text in endings().items() if one not in wrong}


def unmatched() -> dict[Unmatched, str]:
    """Why a letter is posted without both codes being read."""
    return {
        Unmatched.UNREADABLE: _tr("Koden går inte att läsa, jag har jämfört för hand"),
        Unmatched.SEALED: _tr("Kuvertet var redan igenklistrat, jag har öppnat och jämfört"),
        Unmatched.ALONE: _tr("Brevet var det enda på bordet"),
    }


def reason(code: str) -> str:
    """The words for a reason's code in the ledger; empty stays empty."""
    by_code = {
        **{one.value: text for one, text in returns().items()},
        **{one.value: text for one, text in unmatched().items()},
        **{one.value: text for one, text in endings().items()},
        **{one.value: text for one, text in called().items()},
        Called.STOPPED.value: _tr("Handläggaren stoppade brevet"),
    }
    return by_code.get(code, "")


def warnings() -> dict[Warned, str]:
    """What the order says without stopping."""
    return {
        Warned.WAY_UNKNOWN: _tr("Ingen har frågat vart posten ska. Fråga, och skriv svaret under Kontaktvägar."),
        Warned.CHILD_REK: _tr("Ett barn utan legitimation kan inte hämta ut rek. Brevet går då tillbaka."),
        Warned.NO_PROOF: _tr(
            "Skatteverket lämnar inget mottagningsbevis. Behövs bevis: lägg i delgivningskvitto och svarskuvert."
        ),
        Warned.SHORT_OF_TIME: _tr("Det är ont om tid: vidaresändningen kan ta längre tid än så."),
        Warned.DELGIVNING: _tr(
            "Delgivning: skriv upp försöket. Beviset är kvittot som kommer tillbaka, Skatteverket lämnar inget."
        ),
        Warned.PRELIMINARY: _tr("Skyddet är preliminärt. Kontrollera att det fortfarande gäller innan brevet postas."),
    }


def figures() -> dict[str, str]:
    """What the figures of an edition are called."""
    return {
        "forwarding_days": _tr("Beräknad vidaresändning"),
        "parcel_weight_g": _tr("Paket väger högst"),
        "parcel_length_mm": _tr("Paket är längst"),
        "parcel_girth_mm": _tr("Paketets längd plus omkrets högst"),
        "outer_thickness_mm": _tr("Fyllt ytterkuvert är tjockast"),
    }


def source(edition: Edition) -> str:
    """Where the rules come from and when they were checked."""
    text = _tr("Adress och regler gäller från {start}, kontrollerade {checked}. Källa: {source}.")
    return text.format(start=edition.valid_from, checked=edition.checked_on, source=edition.source)


def step(line: Step) -> str:
    """A line of the ledger: the state, who, and why where that was asked."""
    parts = [states()[line.state], line.by, reason(line.reason)]
    return " · ".join(one for one in parts if one)


def day(on: date | None) -> str:
    """2026-11-21, or a dash."""
    return on.isoformat() if on else "–"


def moment(at: datetime) -> str:
    """2026-11-21 in the ledger; the hour is in the log."""
    return at.date().isoformat()
