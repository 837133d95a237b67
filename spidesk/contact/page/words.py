"""What the tab says: Swedish for channels, rules and outcomes. A headline says what to do, before any detail."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from spidesk.contact.rules import (
    BankIdAnswer,
    Channel,
    Decider,
    Form,
    FullmaktState,
    Ground,
    Outcome,
    Rule,
    Source,
    Voicemail,
)
from spidesk.person.rules import PostWay
from spidesk.ui.words import ChipKind


def _tr(text: str) -> str:
    return QCoreApplication.translate("contact", text)


def channels() -> dict[Channel, str]:
    """Each channel's name."""
    return {
        Channel.TELEFON: _tr("Telefon"),
        Channel.SMS: _tr("Sms"),
        Channel.ROSTMEDDELANDE: _tr("Röstmeddelande"),
        Channel.EPOST: _tr("E-post"),
        Channel.SAKERT_MEDDELANDE: _tr("Säkert meddelande (Mina meddelanden)"),
        Channel.BREV: _tr("Brev"),
        Channel.MOTE: _tr("Möte"),
        Channel.HEMBESOK: _tr("Hembesök"),
        Channel.VIDEOMOTE: _tr("Videomöte"),
        Channel.OMBUD: _tr("Via ombud eller kontaktperson"),
        Channel.DIGITAL_TJANST: _tr("Digital tjänst"),
    }


def within(channel: Channel) -> str:
    """The channel's name inside a sentence."""
    name = channels()[channel]
    return name[0].lower() + name[1:]


def headline(channel: Channel, rule: Rule) -> str:
    """What to do with the channel, in the words one would say aloud: "Ring aldrig"."""
    allowed, never = {
        Channel.TELEFON: (_tr("Ring"), _tr("Ring aldrig")),
        Channel.SMS: (_tr("Skicka sms"), _tr("Skicka aldrig sms")),
        Channel.ROSTMEDDELANDE: (_tr("Tala in meddelande"), _tr("Tala aldrig in meddelande")),
        Channel.EPOST: (_tr("Skicka e-post"), _tr("Skicka aldrig e-post")),
        Channel.SAKERT_MEDDELANDE: (_tr("Skicka säkert meddelande"), _tr("Skicka aldrig säkert meddelande")),
        Channel.BREV: (_tr("Skicka brev"), _tr("Skicka aldrig brev")),
        Channel.MOTE: (_tr("Boka möte"), _tr("Boka aldrig möte")),
        Channel.HEMBESOK: (_tr("Gör hembesök"), _tr("Gör aldrig hembesök")),
        Channel.VIDEOMOTE: (_tr("Boka videomöte"), _tr("Boka aldrig videomöte")),
        Channel.OMBUD: (_tr("Gå via ombud"), _tr("Gå aldrig via ombud")),
        Channel.DIGITAL_TJANST: (_tr("Använd digital tjänst"), _tr("Använd aldrig digital tjänst")),
    }[channel]
    if rule is Rule.NEVER:
        return never
    return _tr("{doing} bara om …").format(doing=allowed) if rule is Rule.ONLY_IF else allowed


def rules() -> dict[Rule, str]:
    """Each rule, as a choice."""
    return {
        Rule.ALLOWED: _tr("Får användas"),
        Rule.ONLY_IF: _tr("Får användas bara om …"),
        Rule.NEVER: _tr("Får aldrig användas"),
    }


def rule_chip(rule: Rule, *, closed: bool) -> tuple[ChipKind, str]:
    """The chip of a line: words, shape and colour together. `closed`: another line blocks the channel."""
    if closed:
        return ChipKind.OVERDUE, _tr("Spärrad av en annan rad")
    return {
        Rule.ALLOWED: (ChipKind.OK, _tr("Får användas")),
        Rule.ONLY_IF: (ChipKind.SEKRETESS, _tr("Bara om")),
        Rule.NEVER: (ChipKind.OVERDUE, _tr("Aldrig")),
    }[rule]


def voicemails() -> dict[Voicemail, str]:
    """What is done when nobody answers."""
    return {Voicemail.SILENT: _tr("Lämna inget meddelande"), Voicemail.EXACT: _tr("Säg exakt de här orden")}


def deciders() -> dict[Decider, str]:
    """Who decided."""
    return {
        Decider.PERSONEN: _tr("Personen själv"),
        Decider.VARDNADSHAVARE: _tr("Vårdnadshavare"),
        Decider.OMBUD: _tr("Ombud eller kontaktperson"),
        Decider.VERKSAMHETEN: _tr("Verksamheten"),
    }


def ways() -> dict[PostWay, str]:
    """Where post goes, as a choice."""
    return {
        PostWay.FORMEDLING: _tr("Genom Skatteverkets förmedling"),
        PostWay.HAMTAS: _tr("Hämtas personligen"),
        PostWay.ADRESS: _tr("Till en adress som personen har lämnat"),
    }


def answers() -> dict[BankIdAnswer, str]:
    """Has someone else used the BankID?"""
    return {
        BankIdAnswer.NEJ: _tr("Nej, ingen annan"),
        BankIdAnswer.JA: _tr("Ja, någon annan har använt det"),
        BankIdAnswer.VET_INTE: _tr("Personen vet inte säkert"),
    }


def forms() -> dict[Form, str]:
    """How a consent was given."""
    return {Form.SKRIFTLIGT: _tr("Skriftligt"), Form.MUNTLIGT: _tr("Muntligt")}


def sources() -> dict[Source, str]:
    """Where a switchboard number was found."""
    return {
        Source.EGEN_LISTA: _tr("Vår egen telefonlista"),
        Source.WEBBPLATS: _tr("Myndighetens webbplats"),
        Source.UPPLYSNING: _tr("Nummerupplysning"),
        Source.TIDIGARE_ARENDE: _tr("Ett tidigare ärende"),
    }


def outcomes() -> dict[Outcome, str]:
    """How a request ended."""
    return {
        Outcome.LAMNADE_UT: _tr("Uppgiften lämnades ut"),
        Outcome.NEKADE: _tr("Nekades efter prövning"),
        Outcome.INTE_BEKRAFTAD: _tr("Växeln kände inte till uppringaren"),
        Outcome.INTE_NADD: _tr("Uppringaren gick inte att nå"),
    }


def grounds() -> dict[Ground, str]:
    """On what a disclosure stands."""
    return {
        Ground.SAMTYCKE: _tr("Samtycke"),
        Ground.UPPGIFTSSKYLDIGHET: _tr("Uppgiftsskyldighet i lag"),
        Ground.PROVNING: _tr("Sekretessprövning"),
    }


def fullmakt_chip(state: FullmaktState) -> tuple[ChipKind, str]:
    """The chip of a fullmakt."""
    return {
        FullmaktState.COMING: (ChipKind.INFO, _tr("Börjar gälla senare")),
        FullmaktState.VALID: (ChipKind.OK, _tr("Gäller")),
        FullmaktState.EXPIRING: (ChipKind.SEKRETESS, _tr("Går snart ut")),
        FullmaktState.EXPIRED: (ChipKind.OVERDUE, _tr("Har gått ut")),
        FullmaktState.ENDED: (ChipKind.NEUTRAL, _tr("Avslutad")),
    }[state]


def day(on: date | None) -> str:
    """A day as it is shown, or "tills vidare"."""
    return _tr("tills vidare") if on is None else on.isoformat()


def told(*pairs: tuple[str, str]) -> str:
    """Pairs of a word and what was written, one under the other; the empty ones are left out."""
    return "\n".join(f"{name}: {text}" for name, text in pairs if text)


def waiting(*, called: bool) -> tuple[ChipKind, str]:
    """The chip of a request without an outcome."""
    return (ChipKind.SEKRETESS, _tr("Väntar på besked")) if called else (ChipKind.OVERDUE, _tr("Ska ringas tillbaka"))
