"""The blank form, read back: two A4 pages, the questions, and nothing about anybody."""

import re
from io import BytesIO

from pypdf import PdfReader

from spidesk.intake.document import blank_form


def test_the_form_asks_what_the_wizard_asks_and_knows_nobody():
    read = PdfReader(BytesIO(blank_form()))
    assert len(read.pages) == 2
    for page in read.pages:
        assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [210, 297]
    text = " ".join(page.extract_text() for page in read.pages)
    for words in (
        "Fingerade personuppgifter?",
        "Sekretessmarkering",
        "Skyddad folkbokföring",
        "Tills vidare",
        "Beslutet sett av",
        "Personnummer, samordningsnummer eller TF-nummer",
        "BankID",
        "Vilka som får veta",
    ):
        assert words in text, words
    assert not re.search(r"\d{6}", text)
    assert read.metadata.title == "spidesk"


def test_the_same_form_gives_the_same_bytes():
    assert blank_form() == blank_form()
