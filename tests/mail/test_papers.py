"""The papers read back: text, millimetres, QR codes, and that nothing stands where it must not."""

from datetime import date
from io import BytesIO
from itertools import pairwise

import pypdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from spidesk.documents.formats import sorting_zone
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import Kind, Pair, PaperKind
from spidesk.mail.rules.piece import piece_code
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import SenderLines
from spidesk.refusal import Refusal

TODAY = date(2026, 11, 21)
MM = 72 / 25.4
PIECE = piece_code([1, 2, 3, 4, 5, 6, 7])
SENDER = SenderLines(lines=("Storstads kommun", "Box 12", "123 45 Storstad"), neutral="Box 12, 123 45 Storstad")
NUMBER, SHOWN, NAME = "200001252386", "20000125-2386", "Åsa-Maria Šťastný von Öhrn"


def envelope(**changed):
    values = {
        "label": "F-2026-0001",
        "kind": Kind.ORDINARY,
        "pair": Pair.C5_C4,
        "piece": PIECE,
        "ordered_on": TODAY,
        "number": NUMBER,
        "name": "",
        "sender": SENDER,
        "edition": forms.current(TODAY),
    }
    return Envelope(**{**values, **changed})


def page(paper):
    return pypdf.PdfReader(BytesIO(paper.pdf)).pages[0]


def lines(paper):
    return [one.strip() for one in page(paper).extract_text().splitlines() if one.strip()]


def placed(paper):
    """Each text drawn: (text, left, baseline from the top, size), in millimetres and points."""
    found = []

    def see(text, _cm, tm, _font, size):
        if text.strip():
            found.append((text.strip(), tm[4] / MM, paper.height - tm[5] / MM, size))

    page(paper).extract_text(visitor_text=see)
    return found


def codes(paper):
    image = pypdfium2.PdfDocument(paper.pdf)[0].render(scale=300 / 72).to_pil()
    return [(one.text, one.position, image) for one in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("pair", Pair)
@pytest.mark.parametrize("paper", PaperKind)
def test_a_paper_has_the_size_of_what_it_is_printed_on(pair, paper):
    made = papers.make(paper, envelope(pair=pair))
    box = page(made).mediabox
    size = papers.format_of(paper, pair)
    assert float(box.width) / MM == pytest.approx(size.width, abs=0.01)
    assert float(box.height) / MM == pytest.approx(size.height, abs=0.01)
    assert made.pages == len(pypdf.PdfReader(BytesIO(made.pdf)).pages) == 1


@pytest.mark.parametrize("pair", Pair)
def test_the_inner_front_has_the_number_and_no_name(pair):
    assert lines(papers.make(PaperKind.INNER_FRONT, envelope(pair=pair))) == [PIECE, SHOWN]


def test_the_name_stands_under_the_number_only_where_it_was_handed_in():
    assert lines(papers.make(PaperKind.INNER_FRONT, envelope(name=NAME))) == [PIECE, SHOWN, NAME]


@pytest.mark.parametrize("pair", Pair)
def test_personlig_utlamning_stands_beside_the_number(pair):
    paper = papers.make(PaperKind.INNER_FRONT, envelope(pair=pair, kind=Kind.REK_PERSONAL, name=NAME))
    by_text = {text: (left, base) for text, left, base, _ in placed(paper)}
    number, words = by_text[SHOWN], by_text["Personlig utlämning"]
    assert words[1] == pytest.approx(number[1], abs=0.01)
    assert 30 < words[0] - number[0] < 60


@pytest.mark.parametrize("kind", [Kind.ORDINARY, Kind.REK])
def test_personlig_utlamning_stands_nowhere_else(kind):
    for paper in PaperKind:
        assert "Personlig" not in "".join(lines(papers.make(paper, envelope(kind=kind))))


@pytest.mark.parametrize("pair", Pair)
def test_the_inner_back_has_the_central_address_alone(pair):
    assert lines(papers.make(PaperKind.INNER_BACK, envelope(pair=pair, name=NAME))) == ["Avsändare", *SENDER.lines]


@pytest.mark.parametrize("pair", Pair)
def test_the_outer_front_has_four_lines_with_a_straight_margin_and_none_empty(pair):
    paper = papers.make(PaperKind.OUTER, envelope(pair=pair, name=NAME, kind=Kind.REK_PERSONAL))
    assert lines(paper) == [f"Avs: {SENDER.neutral}", *forms.current(TODAY).address]
    address = placed(paper)[1:]
    assert len({round(left, 2) for _, left, _, _ in address}) == 1
    assert all(10 <= size <= 12 for *_, size in address)
    steps = {round(low[2] - high[2], 2) for high, low in pairwise(address)}
    assert len(steps) == 1
    assert steps.pop() < 12 * 1.5 / MM


def test_the_outer_front_without_a_neutral_line_has_the_address_alone():
    bare = SenderLines(lines=SENDER.lines)
    assert lines(papers.make(PaperKind.OUTER, envelope(sender=bare))) == list(forms.current(TODAY).address)


@pytest.mark.parametrize("paper", [PaperKind.OUTER, PaperKind.SLIP, PaperKind.INNER_BACK])
def test_nothing_of_the_recipient_is_in_the_other_papers(paper):
    """The same bytes whoever it goes to, so not even a hidden object can carry a name or number."""
    one = papers.make(paper, envelope(name=NAME))
    other = papers.make(paper, envelope(name="", number="", label="F-2026-0999"))
    assert one.pdf == other.pdf


def test_the_outer_front_does_not_even_carry_the_piece_code():
    other = piece_code([7, 6, 5, 4, 3, 2, 1])
    assert papers.make(PaperKind.OUTER, envelope()).pdf == papers.make(PaperKind.OUTER, envelope(piece=other)).pdf


@pytest.mark.parametrize("pair", Pair)
def test_the_slip_says_code_envelopes_kind_and_day(pair):
    text = " ".join(lines(papers.make(PaperKind.SLIP, envelope(pair=pair, name=NAME, kind=Kind.REK))))
    for part in (PIECE, pair.text, "2026-11-21", "Rekommenderat brev (rek)", "Är koderna olika: stanna."):
        assert part in text
    assert "F-2026" not in text


@pytest.mark.parametrize("pair", Pair)
@pytest.mark.parametrize("paper", [PaperKind.INNER_FRONT, PaperKind.SLIP])
def test_the_qr_code_is_the_printed_code_and_stands_top_left(pair, paper):
    made = papers.make(paper, envelope(pair=pair))
    ((text, where, image),) = codes(made)
    assert text == PIECE
    assert PIECE in lines(made)
    assert where.bottom_right.x < image.width / 2
    assert where.bottom_right.y < image.height / 2


@pytest.mark.parametrize("paper", [PaperKind.OUTER, PaperKind.INNER_BACK])
def test_the_other_sides_have_no_code(paper):
    assert codes(papers.make(paper, envelope())) == []


@pytest.mark.parametrize("pair", Pair)
@pytest.mark.parametrize("paper", [PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.OUTER])
def test_ink_stays_inside_the_paper_and_out_of_the_sorting_zone(pair, paper):
    long = "Ann-Sofie Margareta Elisabet af Wittgenstein-Berleburg von Hohenzollern-Sigmaringen"
    made = papers.make(paper, envelope(pair=pair, name=long, kind=Kind.REK_PERSONAL))
    image = pypdfium2.PdfDocument(made.pdf)[0].render(scale=10 / MM, grayscale=True).to_pil()
    ink = image.point(lambda value: 255 if value < 200 else 0)
    assert ink.getbbox()
    left, top, right, bottom = (value / 10 for value in ink.getbbox())
    assert left >= 5
    assert top >= 5
    assert right <= made.width - 5
    assert bottom <= made.height - 5
    zone = sorting_zone(made.format)
    crop = ink.crop(tuple(round(value * 10) for value in (zone.left, zone.top, zone.right, zone.bottom)))
    assert crop.getbbox() is None


def test_the_number_stands_where_it_was_meant():
    by_text = {text: (left, base) for text, left, base, _ in placed(papers.make(PaperKind.INNER_FRONT, envelope()))}
    left, base = by_text[SHOWN]
    assert left == pytest.approx(229 * 0.4, abs=0.5)
    assert base == pytest.approx(73 + 12 * 0.927 / MM, abs=0.5)


@pytest.mark.parametrize("paper", PaperKind)
def test_the_same_letter_gives_the_same_bytes(paper):
    assert papers.make(paper, envelope(name=NAME)).pdf == papers.make(paper, envelope(name=NAME)).pdf


@pytest.mark.parametrize("paper", PaperKind)
def test_the_files_metadata_says_nothing_of_anyone(paper):
    made = papers.make(paper, envelope(name=NAME, kind=Kind.REK))
    said = " ".join(str(value) for value in pypdf.PdfReader(BytesIO(made.pdf)).metadata.values())
    for word in (NUMBER, SHOWN, PIECE, "F-2026", *NAME.split()):
        assert word not in said
    assert NAME not in repr(made)


@pytest.mark.parametrize("pair", Pair)
def test_a_name_too_long_is_refused_not_cut(pair):
    with pytest.raises(Refusal) as caught:
        papers.make(PaperKind.INNER_FRONT, envelope(pair=pair, name="Ab " * 400))
    assert caught.value.code == "mail.too_long"
    with pytest.raises(Refusal):
        papers.check_fits(pair, "Ab " * 400, SENDER)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(Pair),
    st.sampled_from(Kind),
    st.text(st.sampled_from("aåäöéüñçşğłőřßĐŁŠŽŒÆØþ- "), max_size=200),
)
def test_a_name_is_printed_whole_or_refused(pair, kind, name):
    try:
        made = papers.make(PaperKind.INNER_FRONT, envelope(pair=pair, kind=kind, name=name))
    except Refusal as refusal:
        if refusal.code != "mail.too_long":
            raise
        return
    read = "".join(text for text, *_ in placed(made)[(3 if kind.personal else 2) :])
    assert read.replace(" ", "") == name.replace(" ", "")
    zone = sorting_zone(made.format)
    for text, left, base, size in placed(made):
        assert base + size * 0.3 / MM <= zone.top, text
        assert left >= 5


def test_several_letters_share_one_print_a_page_each():
    other = piece_code([7, 6, 5, 4, 3, 2, 1])
    made = papers.make(PaperKind.INNER_FRONT, envelope(), envelope(piece=other))
    assert made.pages == 2
    found = pypdfium2.PdfDocument(made.pdf)
    read = [zxingcpp.read_barcodes(found[at].render(scale=300 / 72).to_pil())[0].text for at in range(2)]
    assert read == [PIECE, other]
    with pytest.raises(ValueError):
        papers.make(PaperKind.INNER_FRONT, envelope(), envelope(pair=Pair.DL_C5))
