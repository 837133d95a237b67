"""The Swedish words of administration: roles, how far a user has come, kinds of circle, findings of a check."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from spidesk.admin.rules import Stage
from spidesk.ui.words import ChipKind
from spidesk.vault.check import Finding
from spidesk.vault.session import CircleKind, Role

tr = QCoreApplication.translate


def role(one: Role) -> str:
    """The word for a role."""
    return {
        Role.HANDLAGGARE: tr("admin", "handläggare"),
        Role.KRETSAGARE: tr("admin", "kretsägare"),
        Role.POSTEXPEDITOR: tr("admin", "postexpeditör"),
        Role.ARKIVANSVARIG: tr("admin", "arkivansvarig"),
        Role.LOGGRANSKARE: tr("admin", "loggranskare"),
        Role.VALVADMINISTRATOR: tr("admin", "valvadministratör"),
    }[one]


def roles(some: Collection[Role]) -> str:
    """Several roles, in the order of the law of the house: handläggare first."""
    return ", ".join(role(one) for one in Role if one in some)


def role_help(one: Role, kind: CircleKind) -> str:
    """What a role may do in such a circle, in one line."""
    if one is Role.KRETSAGARE and kind is CircleKind.POST:
        return tr("admin", "Släpper in och tar bort medlemmar i postkretsen.")
    return {
        Role.HANDLAGGARE: tr("admin", "Registrerar personer och arbetar med dem."),
        Role.KRETSAGARE: tr("admin", "Får allt en handläggare får. Släpper in och tar bort medlemmar."),
        Role.POSTEXPEDITOR: tr("admin", "Ser och skriver ut det som ska postas, inget annat."),
        Role.ARKIVANSVARIG: tr("admin", "Sköter arkivregistret i koder. Ser inte vilka personerna är."),
        Role.LOGGRANSKARE: tr("admin", "Granskar loggen. Ser inte vilka personerna är."),
        Role.VALVADMINISTRATOR: tr("admin", "Lägger upp användare och kretsar. Ser inte vilka personerna är."),
    }[one]


def stage(one: Stage) -> tuple[ChipKind, str]:
    """How far a user has come: shape, colour and words."""
    return {
        Stage.FIRST: (ChipKind.NEUTRAL, tr("admin", "Har inte loggat in")),
        Stage.WORDS: (ChipKind.SEKRETESS, tr("admin", "Kontrollord kvar")),
        Stage.READY: (ChipKind.OK, tr("admin", "Klar")),
        Stage.CLOSED: (ChipKind.NEUTRAL, tr("admin", "Avslutad")),
    }[one]


def kind(one: CircleKind) -> str:
    """What a circle is for."""
    return tr("admin", "Personer") if one is CircleKind.PERSONS else tr("admin", "Post")


def day(at: datetime) -> str:
    """The day of a moment on the wall's calendar: 2026-11-21."""
    return at.astimezone().date().isoformat()


def at(moment: datetime | None) -> str:
    """A moment on the wall's clock: 2026-11-21 14:05; or that it has not been."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else tr("admin", "Inte än")


def number(count: int) -> str:
    """A number with a space between thousands."""
    return f"{count:,}".replace(",", "\u00a0")


def size(count: int) -> str:
    """A size on disk in MB, one decimal and a comma."""
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def finding(one: Finding) -> str:
    """What a check found, in a sentence that says what to think of it, with the code for IT."""
    said = {
        "log": tr("admin", "Loggen är ändrad, eller rader saknas"),
        "audit": tr("admin", "Loggen är ändrad, eller rader saknas"),
        "row": tr("admin", "Uppgifter är ändrade utanför programmet"),
        "table": tr("admin", "En tabell saknas"),
        "database": tr("admin", "Filen är skadad"),
        "part": tr("admin", "Förseglade uppgifter går inte att öppna"),
        "membership": tr("admin", "Rättigheter är ändrade utanför programmet"),
        "trust": tr("admin", "En underskrift på någons nycklar stämmer inte"),
        "grant": tr("admin", "En underskrift på ett medlemskap stämmer inte"),
        "circle": tr("admin", "En krets nycklar stämmer inte"),
        "keyring": tr("admin", "Nyckelringen stämmer inte med valvet"),
    }.get(one.code.partition(".")[0], tr("admin", "Något stämmer inte"))
    where = f"{one.code}, {one.where}" if one.where else one.code
    return tr("admin", "{said}: {count} st ({where}).").format(said=said, count=number(one.count), where=where)
