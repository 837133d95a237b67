"""The canvas and the typeface."""

import unicodedata
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from spidesk.documents import fonts, testpage
from spidesk.documents.formats import A4, C5, C6, Box, sorting_zone
from spidesk.documents.sheet import Sheet
from spidesk.refusal import Refusal

LATIN = "".join(
    sign
    for sign in map(chr, [*range(0x20, 0x250), *range(0x1E00, 0x1F00)])
    if unicodedata.category(sign) not in ("Cc", "Cf")
)


def code(call, *args, **named):
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    return caught.value.code


@pytest.mark.parametrize("bold", [False, True])
def test_every_latin_letter_with_its_marks_has_a_glyph(bold):
    for sign in LATIN:
        assert fonts.printable(sign, bold=bold) == unicodedata.normalize("NFC", sign)


def test_letters_read_back_from_the_paper_as_they_were_written():
    text = "Åsa Šťastný Đặng Łukasz Ñandú Þór Ørsted Gülşah Ijäs ŠČŽ ḿ ẞ"
    sheet = Sheet(A4)
    sheet.text(20, 20, text)
    read = pypdf.PdfReader(BytesIO(sheet.bytes())).pages[0].extract_text()
    assert read.strip() == text


@pytest.mark.parametrize(
    "text",
    ["中", "שלום", "😀", "a\u202eb", "a\tb", "a\nb", "a\u200bb", "X\u030c", "b\u0302", "a\u0302\u0302", "\ufffd"],
)
def test_what_would_print_wrong_is_refused(text):
    assert code(fonts.printable, text) == "documents.no_glyph"


@pytest.mark.parametrize("text", ["m\u0302", "x\u0331", "K\u0331", "e\u0301"])
def test_a_loose_mark_the_typeface_sets_rightly_is_taken(text):
    assert fonts.printable(text) == unicodedata.normalize("NFC", text)


@given(st.lists(st.text("abcåäö", min_size=1, max_size=12), min_size=1, max_size=30))
def test_folding_loses_nothing_and_keeps_to_the_room(words):
    text = " ".join(words)
    lines = fonts.fold(text, room=40, size=11)
    assert " ".join(lines) == text
    assert all(fonts.width(one, size=11) <= 40 for one in lines)


def test_folding_breaks_after_a_hyphen_but_never_inside_a_word():
    assert fonts.fold("Wittgenstein-Berleburg", room=30, size=11) == ("Wittgenstein-", "Berleburg")
    assert code(fonts.fold, "W" * 40, room=30, size=11) == "documents.too_wide"


@pytest.mark.parametrize("room", range(24, 100, 3))
def test_folding_keeps_a_number_with_its_word(room):
    lines = fonts.fold("Storstads kommun, Box 12, 123 45 Storstad", room=room, size=10)
    assert " ".join(lines) == "Storstads kommun, Box 12, 123 45 Storstad"
    assert any("Box 12" in one for one in lines)
    assert any("123 45" in one for one in lines)


def test_what_would_leave_the_page_is_refused():
    sheet = Sheet(C6)
    assert code(sheet.text, 140, 50, "Alldeles för lång rad") == "documents.too_long"
    assert code(sheet.text, 10, 110, "Under kanten") == "documents.too_long"
    assert code(sheet.text, 2, 50, "Kant") == "documents.too_long"
    assert code(sheet.qr, 150, 10, "AB") == "documents.too_long"


def test_a_line_starts_where_it_was_put():
    sheet = Sheet(C5)
    box = sheet.text(30, 40, "Här", size=12)
    seen = []
    page = pypdf.PdfReader(BytesIO(sheet.bytes())).pages[0]
    page.extract_text(visitor_text=lambda text, _c, tm, _f, _s: seen.append((text, tm[4], tm[5])))
    (_, x, y) = next(one for one in seen if one[0].strip() == "Här")
    assert x * 25.4 / 72 == pytest.approx(30, abs=0.01)
    top, bottom = C5.height - box.top, C5.height - box.bottom
    assert bottom < y * 25.4 / 72 < top


def test_pages_share_one_format():
    sheet = Sheet(A4)
    sheet.text(20, 20, "ett")
    sheet.next_page()
    sheet.text(20, 20, "två")
    pages = pypdf.PdfReader(BytesIO(sheet.bytes())).pages
    assert [one.extract_text().strip() for one in pages] == ["ett", "två"]


def test_the_sorting_zone_is_the_lower_right_corner():
    zone = sorting_zone(C5)
    assert (zone.left, zone.top, zone.right, zone.bottom) == (79, 132, 229, 162)
    assert zone.meets(Box(left=70, top=130, width=20, height=5))
    assert not zone.meets(Box(left=10, top=130, width=20, height=20))
    assert not zone.meets(Box(left=100, top=120, width=20, height=12))


@pytest.mark.parametrize("paper", [A4, C5, C6])
def test_the_test_page_has_its_cross_in_the_middle_and_says_so(paper):
    made = testpage.make(paper)
    text = pypdf.PdfReader(BytesIO(made)).pages[0].extract_text()
    assert f"{paper.width / 2:g} mm från vänster".replace(".", ",") in text
    image = pypdfium2.PdfDocument(made)[0].render(scale=10 * 25.4 / 72, grayscale=True).to_pil()
    across, down = round(paper.width * 5), round(paper.height * 5)
    arm = [image.crop((across - 2, at, across + 2, at + 1)).getextrema()[0] for at in range(down - 190, down)]
    assert max(arm) < 160, "an unbroken line of twenty millimetres up from the middle"


@pytest.mark.parametrize("text", ["ACDE-FHJ4", "https", "Å" * 40, "1" * 200])
def test_any_text_reads_back_from_its_qr_code(text):
    sheet = Sheet(A4)
    sheet.qr(20, 20, text, side=40)
    image = pypdfium2.PdfDocument(sheet.bytes())[0].render(scale=4).to_pil()
    assert [one.text for one in zxingcpp.read_barcodes(image)] == [text]
