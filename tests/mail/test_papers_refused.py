"""What does not fit is refused beside its field, at the order and at the printer alike, and nothing is cut."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spidesk.documents.formats import C5, C6, free, sorting_zone
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import Kind, Pair, PaperKind, papers_of
from spidesk.mail.rules.piece import Side, scanned
from spidesk.mail.rules.wording import SenderLines
from spidesk.refusal import Refusal
from tests.mail.papering import (
    FACES,
    MM,
    NAME,
    PAIR,
    PIECE,
    SENDER,
    SHOWN,
    TODAY,
    TRIED,
    check_clear,
    check_straight,
    codes,
    envelope,
    lines,
    overlapping,
    placed,
    refusal,
)

KINDS = list(Kind)


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
    check_clear(made)
    assert overlapping(made) == []
    if paper is PaperKind.INNER_FRONT:
        assert [one[0] for one in codes(made)] == [scanned(PIECE, Side.INNER)]
        assert SHOWN in " ".join(lines(made))
    else:
        check_straight(placed(made)[-4 if paper is PaperKind.OUTER else 0 :])


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
