"""The papers read back: text, millimetres, QR codes, and that nothing stands where it must not."""

from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import Kind, Pair, PaperKind
from spidesk.mail.rules.piece import Side, read_piece, scanned
from spidesk.mail.rules.wording import SenderLines
from tests.mail.papering import (
    FACES,
    MM,
    NAME,
    NUMBER,
    OTHER,
    PAIR,
    PIECE,
    SENDER,
    SHOWN,
    SIZES,
    TODAY,
    check_clear,
    check_straight,
    codes,
    envelope,
    ink,
    letter_papers,
    lines,
    placed,
)

PAPERS = list(PaperKind)
INNER = scanned(PIECE, Side.INNER)
LONG = "Ann-Sofie Margareta Elisabet af Wittgenstein-Berleburg von Hohenzollern-Sigmaringen"


@PAIR
def test_a_paper_has_the_size_of_what_it_is_printed_on(pair):
    sizes = {PaperKind.INNER_FRONT: pair.inner, PaperKind.INNER_BACK: pair.inner, PaperKind.OUTER: pair.outer}
    for paper in letter_papers(pair):
        made = papers.make(paper, envelope(pair=pair))
        box = pypdf.PdfReader(BytesIO(made.pdf)).pages[0].mediabox
        assert made.format == papers.format_of(paper, pair)
        assert made.format == sizes.get(paper, made.format)
        assert float(box.width) / MM == pytest.approx(made.width, abs=0.01)
        assert float(box.height) / MM == pytest.approx(made.height, abs=0.01)
        assert made.pages == len(pypdf.PdfReader(BytesIO(made.pdf)).pages) == 1


@PAIR
def test_the_inner_front_has_the_number_and_no_name(pair):
    assert lines(papers.make(PaperKind.INNER_FRONT, envelope(pair=pair))) == [INNER, SHOWN]


def test_the_name_stands_under_the_number_only_where_it_was_handed_in():
    assert lines(papers.make(PaperKind.INNER_FRONT, envelope(name=NAME))) == [INNER, SHOWN, NAME]


@PAIR
def test_personlig_utlamning_stands_beside_the_number(pair):
    paper = papers.make(PaperKind.INNER_FRONT, envelope(pair=pair, kind=Kind.REK_PERSONAL, name=NAME))
    by_text = {text: (left, base) for text, left, base, _ in placed(paper)}
    number, words = by_text[SHOWN], by_text["Personlig utlämning"]
    assert words[1] == pytest.approx(number[1], abs=0.01)
    assert 30 < words[0] - number[0] < 60


@pytest.mark.parametrize("kind", [Kind.ORDINARY, Kind.REK, Kind.PARCEL])
def test_personlig_utlamning_stands_nowhere_else(kind):
    for paper in PaperKind:
        assert "Personlig" not in "".join(lines(papers.make(paper, envelope(kind=kind))))


@PAIR
def test_the_inner_back_has_the_central_address_alone(pair):
    assert lines(papers.make(PaperKind.INNER_BACK, envelope(pair=pair, name=NAME))) == ["Avsändare", *SENDER.lines]


@PAIR
def test_the_outer_front_has_four_lines_with_a_straight_margin_and_none_empty(pair):
    paper = papers.make(PaperKind.OUTER, envelope(pair=pair, name=NAME, kind=Kind.REK_PERSONAL))
    assert lines(paper) == [f"Avs: {SENDER.neutral}", *forms.current(TODAY).address]
    check_straight(placed(paper)[1:])


def test_the_outer_front_without_a_neutral_line_has_the_address_alone():
    bare = SenderLines(lines=SENDER.lines)
    assert lines(papers.make(PaperKind.OUTER, envelope(sender=bare))) == list(forms.current(TODAY).address)


def test_the_outer_front_follows_the_orders_own_edition():
    changed = replace(forms.current(TODAY), address=("Skatteverket", "Box 1", "111 11 Annanstad"))
    made = papers.make(PaperKind.OUTER, envelope(edition=changed, sender=SenderLines(lines=SENDER.lines)))
    assert lines(made) == list(changed.address)


@PAIR
def test_nothing_of_the_recipient_is_in_the_other_papers(pair):
    """The same bytes whoever it goes to, so not even a hidden object can carry a name or number."""
    for paper in letter_papers(pair):
        if paper is PaperKind.INNER_FRONT:
            continue
        one = papers.make(paper, envelope(pair=pair, name=NAME))
        other = papers.make(paper, envelope(pair=pair, name="", number=""))
        assert one.pdf == other.pdf


@pytest.mark.parametrize("paper", [PaperKind.OUTER, PaperKind.REPLY, PaperKind.INNER_BACK])
def test_these_faces_carry_neither_piece_code_nor_label(paper):
    other = envelope(piece=OTHER, label="F-2026-0999")
    assert papers.make(paper, envelope()).pdf == papers.make(paper, other).pdf


@PAIR
@pytest.mark.parametrize(("paper", "side"), [(PaperKind.INNER_FRONT, Side.INNER), (PaperKind.SLIP, Side.LETTER)])
def test_the_qr_code_is_the_printed_code_and_tells_which_paper_it_is_on(pair, paper, side):
    made = papers.make(paper, envelope(pair=pair))
    ((text, left, top, wide),) = codes(made)
    assert text == scanned(PIECE, side)
    assert read_piece(text, field={Side.INNER: "inner", Side.LETTER: "letter"}[side]) == PIECE
    assert text in lines(made)
    assert left + wide < made.width / 2
    assert top + wide < made.height / 2


@pytest.mark.parametrize("paper", [PaperKind.OUTER, PaperKind.INNER_BACK, PaperKind.REPLY, PaperKind.RECEIPT])
def test_the_other_papers_have_no_code_to_scan(paper):
    assert codes(papers.make(paper, envelope())) == []


@PAIR
@pytest.mark.parametrize("paper", [*FACES, PaperKind.REPLY])
def test_ink_stays_inside_the_paper_and_out_of_the_sorting_zone(pair, paper):
    if paper not in letter_papers(pair):
        return
    made = papers.make(paper, envelope(pair=pair, name=LONG, kind=Kind.REK_PERSONAL))
    check_clear(made)


def test_the_number_stands_where_it_was_meant():
    by_text = {text: (left, base) for text, left, base, _ in placed(papers.make(PaperKind.INNER_FRONT, envelope()))}
    left, base = by_text[SHOWN]
    assert left == pytest.approx(229 * 0.4, abs=0.5)
    assert base == pytest.approx(73 + 12 * 0.927 / MM, abs=0.5)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.key)
def test_the_sender_line_is_clear_of_the_stamp(size):
    long = replace(SENDER, neutral="Storstads kommun, Box 1234, 123 45 Storstad")
    made = papers.make(PaperKind.OUTER, envelope(pair=Pair(size, size), sender=long))
    edge = round((made.width - 74) * 10)
    assert ink(made).crop((edge, 0, round(made.width * 10), 250)).getbbox() is None


@pytest.mark.parametrize("paper", PAPERS)
def test_the_files_metadata_says_nothing_of_anyone(paper):
    made = papers.make(paper, envelope(name=NAME, kind=Kind.REK))
    said = " ".join(str(value) for value in pypdf.PdfReader(BytesIO(made.pdf)).metadata.values())
    for word in (NUMBER, SHOWN, PIECE, "F-2026", *NAME.split()):
        assert word not in said
    assert NAME not in repr(made)


def test_several_letters_share_one_print_a_page_each():
    made = papers.make(PaperKind.INNER_FRONT, envelope(), envelope(piece=OTHER))
    assert made.pages == 2
    assert [codes(made, at)[0][0] for at in range(2)] == [scanned(PIECE, Side.INNER), scanned(OTHER, Side.INNER)]
    with pytest.raises(ValueError):
        papers.make(PaperKind.INNER_FRONT, envelope(), envelope(pair=Pair.DL_C5))
