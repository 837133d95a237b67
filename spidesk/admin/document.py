"""The papers of administration: three recovery cards and the slip with a one-time passphrase.

Each recovery card is a page of its own, so that three people can be handed one each and nobody sees two. A page holds
its own code and nothing of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from spidesk.documents import fonts
from spidesk.documents.formats import A4, Box
from spidesk.documents.sheet import Sheet, line_height

LEFT = 25.0
WIDE = 160.0
_PARAGRAPH = 3.0


def recovery_cards(codes: Sequence[tuple[str, Sequence[str]]], vault_label: str, made_on: date) -> bytes:
    """Print one A4 page a card: its letter, its four lines, what it opens and how it is kept.

    `codes` are the letters with their printed lines; `vault_label` is what tells this vault from another on the paper
    (never a name of a person). Raises `Refusal` if the label cannot be printed or does not fit.
    """
    sheet = Sheet(A4)
    letters = [letter for letter, _ in codes]
    for number, (letter, lines) in enumerate(codes):
        if number:
            sheet.next_page()
        others = " eller ".join(one for one in letters if one != letter)
        _card(sheet, letter, lines, others=others, vault_label=vault_label, made_on=made_on)
    return sheet.bytes()


def _card(sheet: Sheet, letter: str, lines: Sequence[str], *, others: str, vault_label: str, made_on: date) -> None:
    top = _paragraph(sheet, 22.0, f"Återställningskort {letter}", size=24, bold=True)
    top = _paragraph(sheet, top, f"Valv: {vault_label}. Gjort {made_on.isoformat()}.", size=11)
    top = _paragraph(
        sheet,
        top + 2,
        f"Kortet öppnar ingenting ensamt. Tillsammans med kort {others} öppnar det valvet om någon har glömt sin "
        "lösenfras. Två av de tre korten behövs.",
    )
    box = Box(left=LEFT, top=top + 4, width=WIDE, height=14 + 14 * len(lines))
    sheet.frame(box, thick=0.5)
    for number, line in enumerate(lines, start=1):
        at = box.top + 8 + (number - 1) * 14
        sheet.text(LEFT + 8, at + 2.2, str(number), size=12)
        sheet.text(LEFT + 22, at, line, size=24, bold=True)
    top = box.bottom + 8
    top = _paragraph(sheet, top, "Så förvaras kortet", size=14, bold=True)
    for rule in (
        "Lägg kortet i ett förseglat kuvert och skriv namn och datum över förseglingen.",
        "De tre korten förvaras av tre olika personer, på tre olika låsta ställen, aldrig vid datorn.",
        "Fotografera, kopiera eller skriv inte av kortet.",
        "Har kuvertet öppnats eller försvunnit: säg till valvadministratören samma dag.",
    ):
        top = _paragraph(sheet, top, f"–  {rule}")
    top = _paragraph(sheet, top + 4, "Så används kortet", size=14, bold=True)
    for step in (
        "1.  Starta spidesk på datorn där valvet ligger och välj ”Öppna med återställningskort”.",
        "2.  Två personer med var sitt kort skriver in sin kod, rad för rad. Ett skrivfel visas på sin rad. "
        "Stora och små bokstäver är samma sak; bokstäverna I, L, O och U förekommer inte.",
        "3.  Välj vems inloggning som ska få en ny lösenfras.",
    ):
        top = _paragraph(sheet, top, step)
    _signatures(sheet, top + 10)


def _signatures(sheet: Sheet, top: float) -> None:
    for number, label in enumerate(("Förvaras av", "Förvaringsplats", "Mottaget, datum och namnteckning")):
        at = top + number * 14
        sheet.line(LEFT, at + 6, LEFT + WIDE, at + 6)
        sheet.text(LEFT, at + 7, label, size=9)


def one_time_slip(login: str, passphrase: str, vault_label: str, made_on: date) -> bytes:
    """Print the paper that a new user is handed: login, one-time passphrase and what to do first.

    `login` is the colleague's login, `passphrase` the six words that are changed at the first unlock.
    """
    sheet = Sheet(A4)
    top = _paragraph(sheet, 22.0, "Din första inloggning i spidesk", size=22, bold=True)
    top = _paragraph(sheet, top, f"Valv: {vault_label}. Gjort {made_on.isoformat()}.", size=11)
    top = _paragraph(sheet, top + 6, "Inloggningsnamn", size=11)
    top = _paragraph(sheet, top, login, size=18, bold=True)
    top = _paragraph(sheet, top + 4, "Lösenfras för första gången, sex ord med mellanslag mellan", size=11)
    top = _paragraph(sheet, top, passphrase, size=18, bold=True)
    top = _paragraph(sheet, top + 8, "Gör så här", size=14, bold=True)
    for step in (
        "1.  Skriv in namnet och orden ovan.",
        "2.  Välj en egen lösenfras. Programmet föreslår sex ord. Orden på det här papperet slutar då att gälla.",
        "3.  Du får sex kontrollord. Skriv av dem för hand och läs upp dem för kretsägaren, som jämför dem med sin "
        "skärm och släpper in dig.",
        "4.  Riv papperet eller lägg det i dokumentförstöraren.",
    ):
        top = _paragraph(sheet, top, step)
    _paragraph(sheet, top + 6, "Papperet lämnas ur hand i hand, aldrig i internpost, mejl eller chatt.", bold=True)
    return sheet.bytes()


def _paragraph(sheet: Sheet, top: float, text: str, *, size: float = 11, bold: bool = False) -> float:
    """Draw folded text and return where the next paragraph starts, in millimetres from the top."""
    lines = fonts.fold(text, room=WIDE, size=size, bold=bold)
    sheet.block(LEFT, top, lines, size=size, bold=bold)
    return top + len(lines) * line_height(size) + _PARAGRAPH
