"""The blank form for the meeting: A4, filled in by hand, without any personal data when it is printed.

The questions follow the intake wizard and the contact tab, so that what is written on paper can
be registered line by line and the paper then disposed of. It has no room for a home address.
Sources: EY's audit of Nacka kommun 2023-05-24 (level, decision seen, wanted channels, post);
Skolverket, "Unga med skyddade personuppgifter" (who may know, how much may be documented).
"""

from __future__ import annotations

from spidesk.documents import fonts
from spidesk.documents.formats import A4, Box
from spidesk.documents.sheet import Sheet, line_height

LEFT = 18.0
RIGHT = A4.width - 18.0
_TOP = 16.0
_LABEL = 8.5
_TEXT = 10.0
_SQUARE = 3.6


def blank_form() -> bytes:
    """The form as a PDF of two pages."""
    paper = _Paper()
    _first(paper)
    _who(paper)
    _protection(paper)
    paper.turn()
    _contact(paper)
    _knowing(paper)
    _closing(paper)
    return paper.bytes()


class _Paper:
    """A sheet with a pen that moves downwards."""

    def __init__(self) -> None:
        self._sheet = Sheet(A4)
        self._page = 1
        self.at = _TOP
        self._sheet.text(LEFT, self.at, "Underlag vid möte", size=18, bold=True)
        self.at += 8.5
        self._sheet.text(LEFT, self.at, "Skyddade personuppgifter: det som ska registreras för hand", size=11)
        self.at += 8
        self.boxed(
            "Skriv för hand. Lägg pappret i låst skåp, aldrig i e-post eller skanner. Gör av med det enligt er rutin "
            "när allt är registrerat. Skriv ingen hemadress: den behövs inte."
        )
        self._foot()

    def bytes(self) -> bytes:
        return self._sheet.bytes()

    def turn(self) -> None:
        """Go on with the second page."""
        self._sheet.next_page()
        self._page += 1
        self.at = _TOP
        self._foot()

    def heading(self, text: str) -> None:
        self.at += 4.5
        self._sheet.text(LEFT, self.at, text, size=12, bold=True)
        self.at += 6.2
        self._sheet.line(LEFT, self.at, RIGHT, self.at, thick=0.35)
        self.at += 3

    def boxed(self, text: str) -> None:
        lines = fonts.fold(text, room=RIGHT - LEFT - 8, size=_TEXT)
        tall = len(lines) * line_height(_TEXT) + 5
        self._sheet.frame(Box(left=LEFT, top=self.at, width=RIGHT - LEFT, height=tall), thick=0.35)
        self._sheet.block(LEFT + 4, self.at + 2.5, lines, size=_TEXT)
        self.at += tall + 1

    def hint(self, text: str) -> None:
        for one in fonts.fold(text, room=RIGHT - LEFT, size=8.5):
            self._sheet.text(LEFT, self.at, one, size=8.5)
            self.at += line_height(8.5)
        self.at += 1.5

    def lines(self, *labels: str, shares: tuple[float, ...] = ()) -> None:
        """Lines to write on, side by side, each with its label above."""
        gap, at = 5.0, LEFT
        whole = RIGHT - LEFT - gap * (len(labels) - 1)
        for label, share in zip(labels, shares or (1 / len(labels),) * len(labels), strict=True):
            width = whole * share
            self._sheet.text(at, self.at, label, size=_LABEL)
            self._sheet.line(at, self.at + 12.5, at + width, self.at + 12.5)
            at += width + gap
        self.at += 15.5

    def digits(self, label: str, *groups: int) -> None:
        """Boxes for one sign each, with a dash between the groups."""
        self._sheet.text(LEFT, self.at, label, size=_LABEL)
        self.at += 4.2
        at, side = LEFT, 7.2
        for number, count in enumerate(groups):
            if number:
                self._sheet.text(at + 0.9, self.at + 1.2, "–", size=12)
                at += 4.2
            for _ in range(count):
                self._sheet.frame(Box(left=at, top=self.at, width=side, height=side + 0.6))
                at += side
        self.at += side + 4

    def ticks(self, label: str, *choices: str, apart: float = 6.0) -> None:
        """A question with squares to tick after it."""
        self._sheet.text(LEFT, self.at, label, size=_TEXT, bold=True)
        at = LEFT + max(62.0, fonts.width(label, size=_TEXT, bold=True) + 6)
        for choice in choices:
            self._sheet.frame(Box(left=at, top=self.at + 0.5, width=_SQUARE, height=_SQUARE), thick=0.35)
            drawn = self._sheet.text(at + _SQUARE + 1.8, self.at, choice, size=_TEXT)
            at = drawn.right + apart
        self.at += 7.2

    def table(self, columns: tuple[str, ...], rows: tuple[str, ...]) -> None:
        """Rows with a square in each column, and a line to write on after them."""
        first, each = 34.0, 19.0
        for number, column in enumerate(columns):
            self._sheet.text(LEFT + first + number * each, self.at, column, size=_LABEL)
        self._sheet.text(LEFT + first + len(columns) * each, self.at, "Villkor, nummer, tider", size=_LABEL)
        self.at += 5.5
        for row in rows:
            self._sheet.text(LEFT, self.at, row, size=_TEXT)
            for number in range(len(columns)):
                left = LEFT + first + number * each + 2
                self._sheet.frame(Box(left=left, top=self.at + 0.4, width=_SQUARE, height=_SQUARE), thick=0.35)
            start = LEFT + first + len(columns) * each
            self._sheet.line(start, self.at + 5, RIGHT, self.at + 5)
            self.at += 8.4
        self.at += 1

    def _foot(self) -> None:
        self._sheet.text(LEFT, A4.height - 14, f"Sida {self._page} av 2", size=8)
        text = "Förvaras inlåst till dess att allt är registrerat."
        self._sheet.text(RIGHT - fonts.width(text, size=8), A4.height - 14, text, size=8)


def _first(paper: _Paper) -> None:
    paper.heading("1. Innan ni börjar")
    paper.ticks("Fingerade personuppgifter?", "Nej", "Ja")
    paper.hint(
        "Ja: avbryt och spara ingenting. Personen har en ny identitet och behandlas som vem som helst. "
        "Två identiteter får aldrig kopplas ihop."
    )
    paper.ticks("Hur kom uppgiften in?", "Telefon", "Möte", "Papper")
    paper.lines("Datum (ÅÅÅÅ-MM-DD)", "Tog emot uppgiften", "Krets eller nämnd", shares=(0.25, 0.375, 0.375))
    paper.ticks("Personen är", "Anställd", "Elev", "Klient", "Barn till någon i kretsen")


def _who(paper: _Paper) -> None:
    paper.heading("2. Vem det gäller")
    paper.lines("Förnamn", "Efternamn")
    paper.digits("Personnummer, samordningsnummer eller TF-nummer (ÅÅÅÅMMDD-NNNN)", 8, 4)
    paper.lines("Alias: namnet som får stå i system", "Förälderns ärendenummer, om personen är barn till någon")


def _protection(paper: _Paper) -> None:
    paper.heading("3. Skyddet")
    paper.ticks("Nivå", "Sekretessmarkering", "Skyddad folkbokföring")
    paper.ticks("Skatteverkets beslut", "Preliminärt", "Beslutat", "Upphört")
    paper.ticks("Gäller till", "Ett datum, se nedan", "Tills vidare")
    paper.lines("Gäller från", "Sista dag", "Beslutet sett av", "Sett den", shares=(0.2, 0.2, 0.4, 0.2))
    paper.hint("Räkna aldrig ut ett slutdatum. Skriv det som står i beslutet, eller kryssa i tills vidare.")


def _contact(paper: _Paper) -> None:
    paper.heading("4. Kontakt: fråga om varje väg")
    paper.table(
        ("Får", "Bara om", "Aldrig"),
        ("Telefon", "Sms", "Röstmeddelande", "E-post", "Brev", "Digital post", "Besök"),
    )
    paper.lines("Vem svarar, och namn att fråga efter", "Ord som visar att det är rätt person")
    paper.ticks("Posten går", "genom Skatteverket", "hämtas", "annan väg")
    paper.ticks("Kan någon annan använda personens BankID?", "Nej", "Ja", "Vet inte")


def _knowing(paper: _Paper) -> None:
    paper.heading("5. Vilka som får veta")
    paper.lines("Får känna till skyddet (funktion, inte namn om det går)")
    paper.lines("Så mycket får dokumenteras")
    paper.lines("För barn: vårdnadshavare, och om någon av dem inte får få uppgifter")


def _closing(paper: _Paper) -> None:
    paper.heading("6. Avslut")
    paper.lines("Handläggare", "Uppgifterna lämnade av (underskrift)")
    paper.lines("Registrerat den", "Ärendenummer SP-", "Pappret borttaget den, av", shares=(0.25, 0.35, 0.4))
