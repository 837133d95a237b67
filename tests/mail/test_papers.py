"""The papers read back: text, millimetres, QR codes, and that nothing stands where it must not."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spidesk.documents.formats import A4, C5, C6, C65, DL, E6, by_key, fits_in, free, sorting_zone
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import PARCEL_PAIR, Kind, Pair, PaperKind, papers_of
from spidesk.mail.rules.piece import Side, read_piece, scanned
from spidesk.mail.rules.wording import SenderLines
from spidesk.refusal import Refusal
from tests.mail.papering import (
    FACES,
    MM,
    NAME,
    NUMBER,
    OTHER,
    PIECE,
    SENDER,
    SHOWN,
    SIZES,
    TODAY,
    TRIED,
    codes,
    envelope,
    ink,
    lines,
    overlapping,
    placed,
)

KINDS = list(Kind)
PAPERS = list(PaperKind)
PAIR = pytest.mark.parametrize("pair", TRIED, ids=lambda pair: pair.value)
LONG = "Ann-Sofie Margareta Elisabet af Wittgenstein-Berleburg von Hohenzollern-Sigmaringen"
ROOMY = Pair(C5, by_key("C4"))


def refusal(call, *args, **named):
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    return caught.value.code, caught.value.field


def letter_papers(pair):
    """Every paper this pair of envelopes can have."""
    return [one for one in PaperKind if one is not PaperKind.REPLY or fits_in(E6, pair.inner)]


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
    assert lines(papers.make(PaperKind.INNER_FRONT, envelope(pair=pair))) == [PIECE, SHOWN]


def test_the_name_stands_under_the_number_only_where_it_was_handed_in():
    assert lines(papers.make(PaperKind.INNER_FRONT, envelope(name=NAME))) == [PIECE, SHOWN, NAME]


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
    _straight(placed(paper)[1:])


def _straight(block):
    """One left margin, ten to twelve points, and no empty line between."""
    assert len({round(left, 2) for _, left, _, _ in block}) == 1
    assert all(10 <= size <= 12 for *_, size in block)
    steps = {round(low[2] - high[2], 2) for high, low in pairwise(block)}
    assert len(steps) == 1
    assert steps.pop() < block[0][3] * 1.5 / MM


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
def test_the_slip_says_code_envelopes_kind_and_day(pair):
    text = " ".join(lines(papers.make(PaperKind.SLIP, envelope(pair=pair, name=NAME, kind=Kind.REK))))
    for part in (PIECE, pair.text, "2026-11-21", "Rekommenderat brev (rek)", "Är koderna olika: stanna."):
        assert part in text
    assert "F-2026" not in text
    assert "delgivning" not in text


@pytest.mark.parametrize(
    ("inner", "fold"),
    [
        ("C4", "behöver inte vikas"),
        ("C5", "en gång"),
        ("E5", "en gång"),
        ("C65", "i tre"),
        ("DL", "i tre"),
        ("C6", "två gånger"),
        ("E6", "två gånger"),
        ("140x90", "så att det ryms"),
    ],
)
def test_the_slip_says_how_it_is_folded_to_go_in(inner, fold):
    text = " ".join(lines(papers.make(PaperKind.SLIP, envelope(pair=Pair.of(f"{inner}_C4")))))
    assert fold in text


def test_the_slip_of_a_delgivning_says_what_goes_with_it():
    text = " ".join(lines(papers.make(PaperKind.SLIP, envelope(delgivning=True))))
    assert "delgivningskvitto och svarskuvert" in text


@PAIR
@pytest.mark.parametrize("delgivning", [False, True])
def test_the_slip_stands_in_the_part_that_lies_outermost_when_folded(pair, delgivning):
    for kind in Kind:
        made = papers.make(PaperKind.SLIP, envelope(pair=pair, kind=kind, delgivning=delgivning))
        _left, _top, right, bottom = (value / 10 for value in ink(made).getbbox())
        assert right < 105
        assert bottom < 99, "the upper third"


@PAIR
@pytest.mark.parametrize(("paper", "side"), [(PaperKind.INNER_FRONT, Side.INNER), (PaperKind.SLIP, Side.LETTER)])
def test_the_qr_code_is_the_printed_code_and_tells_which_paper_it_is_on(pair, paper, side):
    made = papers.make(paper, envelope(pair=pair))
    ((text, left, top, wide),) = codes(made)
    assert text == scanned(PIECE, side)
    assert read_piece(text, field={Side.INNER: "inner", Side.LETTER: "letter"}[side]) == PIECE
    assert PIECE in lines(made)
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
    _clear(made)


def _clear(made):
    dark = ink(made)
    left, top, right, bottom = (value / 10 for value in dark.getbbox())
    assert left >= 5
    assert top >= 5
    assert right <= made.width - 5
    assert bottom <= made.height - 5
    zone = sorting_zone(made.format)
    crop = dark.crop(tuple(round(value * 10) for value in (zone.left, zone.top, zone.right, zone.bottom)))
    assert crop.getbbox() is None


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


@PAIR
def test_a_name_too_long_is_refused_not_cut(pair):
    long = envelope(pair=pair, name="Ab " * 400)
    assert refusal(papers.make, PaperKind.INNER_FRONT, long) == ("mail.too_long", "name")
    assert refusal(papers.check_fits, pair, "Ab " * 400, SENDER) == ("mail.too_long", "name")
    assert refusal(papers.check_fits, pair, "A" * 200, SENDER) == ("mail.too_long", "name")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(TRIED),
    st.sampled_from(KINDS),
    st.text(st.sampled_from("aåäöéüñçşğłőřßĐŁŠŽŒÆØþ- "), max_size=200),
)
def test_a_name_is_printed_whole_or_refused(pair, kind, name):
    try:
        made = papers.make(PaperKind.INNER_FRONT, envelope(pair=pair, kind=kind, name=name))
    except Refusal as caught:
        if caught.code != "mail.too_long":
            raise
        return
    found = placed(made)
    read = "".join(text for text, *_ in found[(3 if kind.personal else 2) :])
    assert read.replace(" ", "") == name.replace(" ", "")
    zone = sorting_zone(made.format)
    for text, left, base, size in found:
        assert base + size * 0.3 / MM <= zone.top, text
        assert left >= 5


@settings(max_examples=60, deadline=None)
@given(st.integers(60, 400), st.integers(60, 400), st.sampled_from(KINDS), st.sampled_from([*FACES, PaperKind.REPLY]))
@example(100, 70, Kind.ORDINARY, PaperKind.INNER_FRONT)
@example(130, 75, Kind.REK_PERSONAL, PaperKind.INNER_FRONT)
@example(80, 75, Kind.ORDINARY, PaperKind.OUTER)
def test_a_free_size_holds_the_layout_or_is_refused(width, height, kind, paper):
    size = free(width, height)
    letter = envelope(pair=Pair(size, size), kind=kind, name=NAME)
    try:
        made = papers.make(paper, letter)
    except Refusal as caught:
        if caught.code not in ("mail.paper_small", "mail.too_long", "mail.reply_too_large"):
            raise
        return
    _clear(made)
    assert overlapping(made) == []
    if paper is PaperKind.INNER_FRONT:
        assert [one[0] for one in codes(made)] == [scanned(PIECE, Side.INNER)]
        assert SHOWN in " ".join(lines(made))
    else:
        _straight(placed(made)[-4 if paper is PaperKind.OUTER else 0 :])


def test_a_size_from_140_by_90_holds_every_face():
    """What a post office takes as a letter."""
    for width, height in ((140, 90), (90, 140), (400, 90), (140, 400)):
        size = free(width, height)
        papers.check_fits(Pair(size, size), NAME, SENDER, kind=Kind.REK_PERSONAL)


def test_an_envelope_with_no_room_is_refused_beside_the_pair():
    small = free(60, 60)
    assert refusal(papers.make, PaperKind.INNER_FRONT, envelope(pair=Pair(small, C5), kind=Kind.REK_PERSONAL)) == (
        "mail.paper_small",
        "pair",
    )
    tight = free(150, 60)
    assert refusal(papers.make, PaperKind.OUTER, envelope(pair=Pair(C6, tight))) == ("mail.paper_small", "pair")
    assert refusal(papers.check_fits, Pair(C6, tight), "", SENDER) == ("mail.paper_small", "pair")


def test_a_sender_too_long_is_refused_beside_its_field():
    wide = SenderLines(lines=("Ö" * 60, "123 45 Storstad"))
    many = SenderLines(lines=tuple("Storstads kommun och alla dess många grannar runt om" for _ in range(20)))
    short = SenderLines(lines=SENDER.lines, neutral="Storstads kommun, kommunhuset vid torget, Storstad, " * 4)
    assert refusal(papers.check_fits, Pair.C6_C5, "", wide) == ("mail.too_long", "sender")
    assert refusal(papers.check_fits, Pair.C6_C5, "", many) == ("mail.too_long", "sender")
    assert refusal(papers.check_fits, Pair.C6_C5, "", short) == ("mail.too_long", "neutral")


def test_a_long_sender_wraps_whole():
    long = "Storstads kommun, centrala postmottagningens gemensamma box"
    sender = SenderLines(lines=(long, "Box 12", "123 45 Storstad"), neutral=long)
    for pair in (Pair.C6_C5, Pair.of("E6_C6"), Pair.DL_C5):
        back = papers.make(PaperKind.INNER_BACK, envelope(pair=pair, sender=sender))
        assert " ".join(lines(back)) == " ".join(("Avsändare", *sender.lines))
        front = papers.make(PaperKind.OUTER, envelope(pair=pair, sender=sender))
        assert " ".join(lines(front)) == " ".join((f"Avs: {long}", *forms.current(TODAY).address))


@PAIR
def test_what_fits_at_the_order_fits_at_the_printer(pair):
    for kind in Kind:
        papers.check_fits(pair, NAME, SENDER, kind=kind)
        for paper in papers_of(kind, False):
            papers.make(paper, envelope(pair=pair, kind=kind, name=NAME))


def test_the_edition_that_came_with_the_program_fits_everything():
    papers.check_edition(forms.current(TODAY))


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"address": ("Skatteverket", *("Rad",) * 12)}, ("mail.too_long", "address")),
        ({"address": ("S" * 90,)}, ("mail.too_long", "address")),
        ({"address": ("Skatteverket", "中")}, ("documents.no_glyph", "address")),
        (
            {"personal": "Personlig utlämning till adressaten själv och ingen annan, mot giltig legitimation"},
            ("mail.too_long", "personal"),
        ),
        ({"personal": "個人"}, ("documents.no_glyph", "personal")),
    ],
)
def test_an_edition_that_does_not_fit_is_refused_beside_its_field(changed, answer):
    assert refusal(papers.check_edition, replace(forms.current(TODAY), **changed)) == answer


def test_several_letters_share_one_print_a_page_each():
    made = papers.make(PaperKind.INNER_FRONT, envelope(), envelope(piece=OTHER))
    assert made.pages == 2
    assert [codes(made, at)[0][0] for at in range(2)] == [scanned(PIECE, Side.INNER), scanned(OTHER, Side.INNER)]
    with pytest.raises(ValueError):
        papers.make(PaperKind.INNER_FRONT, envelope(), envelope(pair=Pair.DL_C5))


# Delgivning


def test_the_receipt_asks_for_a_day_and_a_signature_and_says_where_it_goes():
    made = papers.make(PaperKind.RECEIPT, envelope(name=NAME, delgivning=True))
    text = " ".join(lines(made))
    for part in ("Delgivningskvitto", "F-2026-0001", "Datum", "Underskrift", PIECE, *SENDER.lines):
        assert part in text
    for part in (NUMBER, SHOWN, *NAME.split()):
        assert part not in text
    assert made.format == A4
    _left, _top, _right, bottom = ink(made).getbbox()
    assert bottom / 10 < 200


@pytest.mark.parametrize(
    ("inner", "reply"), [("C4", C65), ("E4", C65), ("C5", DL), ("C65", DL), ("E5", C6), ("C6", E6), ("230x160", DL)]
)
def test_the_reply_envelope_goes_into_the_inner_one(inner, reply):
    found = papers.format_of(PaperKind.REPLY, Pair.of(f"{inner}_C4"))
    assert found == reply
    assert fits_in(found, by_key(inner))


@pytest.mark.parametrize("inner", ["DL", "E6", "140x90"])
def test_a_reply_envelope_too_large_is_refused_at_the_order(inner):
    pair = Pair.of(f"{inner}_C4")
    assert refusal(papers.make, PaperKind.REPLY, envelope(pair=pair)) == ("mail.reply_too_large", "pair")
    assert refusal(papers.check_fits, pair, "", SENDER, delgivning=True) == ("mail.reply_too_large", "pair")
    papers.check_fits(pair, "", SENDER)


@pytest.mark.parametrize("inner", ["C4", "C5", "E5", "C6"])
def test_the_reply_goes_to_the_senders_own_address_and_nowhere_else(inner):
    made = papers.make(PaperKind.REPLY, envelope(pair=Pair.of(f"{inner}_C4"), name=NAME))
    assert lines(made) == list(SENDER.lines)
    _straight(placed(made))


# Parcels


@pytest.mark.parametrize("paper", FACES)
def test_a_parcels_faces_are_sheets_not_envelopes(paper):
    made = papers.make(paper, envelope(pair=PARCEL_PAIR, kind=Kind.PARCEL))
    assert (made.format.key, made.format.envelope) == ("A5", False)


def test_a_parcels_slip_says_nothing_of_envelopes():
    text = " ".join(lines(papers.make(PaperKind.SLIP, envelope(pair=PARCEL_PAIR, kind=Kind.PARCEL))))
    assert "Paket" in text
    assert "kuvert" not in text.lower()
