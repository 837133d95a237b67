"""What lies in the letter and what a parcel bears: slip, delgivningskvitto, reply envelope, address sheets."""

import pytest

from spidesk.documents.formats import A4, C6, C65, DL, E6, by_key, fits_in
from spidesk.mail.document import papers
from spidesk.mail.rules.order import PARCEL_PAIR, Kind, Pair, PaperKind
from tests.mail.papering import (
    FACES,
    NAME,
    NUMBER,
    PAIR,
    PIECE,
    SENDER,
    SHOWN,
    check_straight,
    envelope,
    ink,
    lines,
    placed,
    refusal,
)


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
    check_straight(placed(made))


@pytest.mark.parametrize("paper", FACES)
def test_a_parcels_faces_are_sheets_not_envelopes(paper):
    made = papers.make(paper, envelope(pair=PARCEL_PAIR, kind=Kind.PARCEL))
    assert (made.format.key, made.format.envelope) == ("A5", False)


def test_a_parcels_slip_says_nothing_of_envelopes():
    text = " ".join(lines(papers.make(PaperKind.SLIP, envelope(pair=PARCEL_PAIR, kind=Kind.PARCEL))))
    assert "Paket" in text
    assert "kuvert" not in text.lower()
