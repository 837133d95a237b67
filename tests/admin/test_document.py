"""The cards and the slip, read back from the paper."""

import io
from datetime import date

import pypdf

from spidesk.admin.document import one_time_slip, recovery_cards

ON = date(2026, 11, 21)
CARDS = [(letter, [f"{letter}{line}00-0000-0000" for line in range(1, 5)]) for letter in "ABC"]


def pages(pdf):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_each_card_holds_its_own_code_and_no_other():
    read = pages(recovery_cards(CARDS, "prov", ON))
    assert len(read) == 3
    for text, (letter, lines) in zip(read, CARDS, strict=True):
        assert f"Återställningskort {letter}" in text
        assert all(line in text for line in lines)
        assert not any(line in text for other, theirs in CARDS if other != letter for line in theirs)


def test_the_slip_has_login_and_words_on_one_page():
    (text,) = pages(one_time_slip("bo", "makrill logen skoldag fender hoppa träkol", "prov", ON))
    assert "makrill logen skoldag fender hoppa träkol" in text
    assert " bo " in text
    assert "2026-11-21" in text
    assert "hand i hand" in text
