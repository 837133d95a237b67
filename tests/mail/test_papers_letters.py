"""Names as people have them: every Latin letter with its marks prints, or the field is refused."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spidesk.documents import fonts
from spidesk.documents.formats import C5
from spidesk.documents.sheet import Sheet, text_height
from spidesk.mail.document import papers
from spidesk.mail.rules.order import Pair, PaperKind
from spidesk.mail.rules.wording import SenderLines
from spidesk.refusal import Refusal
from tests.mail.papering import MM, NAME, SENDER, envelope, ink, lines

BLOCKS = {
    "Latin-1 Supplement": range(0x00C0, 0x0100),
    "Latin Extended-A": range(0x0100, 0x0180),
    "Latin Extended-B": range(0x0180, 0x0250),
    "Latin Extended Additional": range(0x1E00, 0x1F00),
}
IN_NAMES = "'’-·."


def letters(block):
    return [chr(one) for one in block if unicodedata.category(chr(one)).startswith("L")]


ALL = [one for block in BLOCKS.values() for one in letters(block)]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("block", BLOCKS)
def test_every_letter_is_drawn_and_unlike_its_neighbours(block, bold):
    """Not an empty box and not the same box: each letter leaves ink of its own."""
    found = letters(BLOCKS[block])
    sheet = Sheet(C5)
    places = [(12 + at % 25 * 8, 12 + at // 25 * 10) for at in range(len(found))]
    for letter, (left, top) in zip(found, places, strict=True):
        sheet.text(left, top, letter, size=14, bold=bold)
    drawn = ink(_Page(sheet.bytes()))
    seen = {}
    for letter, (left, top) in zip(found, places, strict=True):
        cell = drawn.crop(((left - 1) * 10, (top - 2) * 10, (left + 7) * 10, (top + 8) * 10))
        assert cell.getbbox(), letter
        seen.setdefault(cell.crop(cell.getbbox()).tobytes() + bytes(str(cell.getbbox()), "ascii"), []).append(letter)
    alike = [one for one in seen.values() if len(one) > 1]
    assert all({"Ð", "Đ", "Ɖ"} >= set(one) for one in alike), alike


class _Page:
    """Enough of a paper to be drawn."""

    def __init__(self, pdf):
        self.pdf = pdf


@pytest.mark.parametrize("letter", ["Ǟ", "Ấ", "Ṻ", "Ḝ", "Ǭ", "Ỵ", "Ȩ", "ẞ", "Ṩ"])
def test_marks_on_marks_stay_within_the_lines_own_air(letter):
    sheet = Sheet(C5)
    box = sheet.text(20, 20, letter, size=12)
    _left, top, _right, bottom = (value / 10 for value in ink(_Page(sheet.bytes())).getbbox())
    assert top >= 20 - 0.14 * 12 / MM
    assert bottom <= box.bottom + 0.1
    assert box.height == text_height(12)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_letter_reads_back_from_an_inner_envelope(block):
    found = letters(BLOCKS[block])
    for at in range(0, len(found), 24):
        name = "".join(found[at : at + 24])
        read = lines(papers.make(PaperKind.INNER_FRONT, envelope(pair=Pair.C5_C4, name=name)))
        assert "".join(read[2:]) == name


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from([*ALL, *IN_NAMES, *"abcdefghijklmnopqrstuvwxyzåäöABCÅÄÖ  "]), min_size=1, max_size=60))
def test_a_name_in_loose_marks_is_the_same_paper(name):
    """NFD and NFC are the same name, so they are the same bytes."""
    try:
        composed = papers.make(PaperKind.INNER_FRONT, envelope(name=unicodedata.normalize("NFC", name)))
    except Refusal as caught:
        if caught.code != "mail.too_long":
            raise
        return
    loose = papers.make(PaperKind.INNER_FRONT, envelope(name=unicodedata.normalize("NFD", name)))
    assert loose.pdf == composed.pdf


@pytest.mark.parametrize(
    "wrong", ["Åsa 中", "Ali \u0639\u0644\u064a", "A\u202eb", "Anna\tB", "Anna\u200bB", "X\u030c", "\ufffd", "😀", "Ꞻ"]
)
def test_what_cannot_be_printed_is_refused_beside_its_field(wrong):
    def answer(call, *args):
        with pytest.raises(Refusal) as caught:
            call(*args)
        return caught.value.code, caught.value.field

    sender = SenderLines(lines=(wrong, "123 45 Storstad"))
    neutral = SenderLines(lines=SENDER.lines, neutral=wrong)
    assert answer(papers.check_fits, Pair.C5_C4, wrong, SENDER) == ("documents.no_glyph", "name")
    assert answer(papers.check_fits, Pair.C5_C4, "", sender) == ("documents.no_glyph", "sender")
    assert answer(papers.check_fits, Pair.C5_C4, "", neutral) == ("documents.no_glyph", "neutral")
    assert answer(papers.make, PaperKind.INNER_FRONT, envelope(name=wrong)) == ("documents.no_glyph", "name")


@pytest.mark.parametrize(
    "name",
    [
        NAME,
        "Ðặng Thị Ngọc Ánh Nguyễn",
        "Þórdís Kolbrún Reykfjörð Gylfadóttir",
        "Adébáyọ Ọlátúnjí Ṣadé",
        "Jean-François d’Œuvre-Ÿ’Aïn",
        "Įžeikė Šiaulytė-Žąsinaitė",
        "Ø",
        "O'Brien",
        "Maria del Carmen Fernández-Núñez y García de la Peña Rodríguez-Sánchez Zapatero",
    ],
)
def test_names_of_many_languages_print_whole(name):
    read = lines(papers.make(PaperKind.INNER_FRONT, envelope(name=name)))
    assert "".join("".join(read[2:]).split()) == "".join(name.split())


def test_a_letter_is_never_changed_for_another():
    for letter in ALL:
        assert fonts.printable(letter) == letter
