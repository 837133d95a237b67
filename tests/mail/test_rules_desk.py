"""The decisions of the whole desk: parcels, pairs of envelopes, delgivning, how letters end, editions."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.documents.formats import C5, fits_in, free
from spidesk.mail.document import forms
from spidesk.mail.rules import edition as editions
from spidesk.mail.rules import order, parcel, wording
from spidesk.mail.rules.order import (
    PAIRS,
    PARCEL_PAIR,
    Ended,
    Kind,
    Pair,
    PaperKind,
    Parcel,
    State,
    Warned,
    papers_of,
)
from spidesk.person.rules import PostWay
from spidesk.refusal import Refusal
from tests.mail.test_rules import EDITION, TODAY, new, refused, standing

SMALL = Parcel(weight_g=1500, length_mm=300, width_mm=200, height_mm=100)
DRAFT = editions.drafted(EDITION, today=TODAY)


def test_a_parcel_within_the_limits_is_taken():
    asked = new(kind=Kind.PARCEL, pair=PARCEL_PAIR, parcel=SMALL)
    assert order.checked_order(asked, EDITION, today=TODAY) is asked
    edge = Parcel(weight_g=20_000, length_mm=1_000, width_mm=500, height_mm=250)
    assert edge.girth_mm == 2_500
    assert parcel.checked_parcel(edge, EDITION) is edge


@pytest.mark.parametrize(
    ("changed", "code", "field", "said"),
    [
        ({"weight_g": 20_001}, "mail.parcel_heavy", "weight_g", {"most": "20"}),
        ({"weight_g": 0}, "mail.parcel_weight_missing", "weight_g", {}),
        ({"height_mm": 0}, "mail.parcel_size_missing", "height_mm", {}),
        ({"width_mm": -1}, "mail.parcel_size_missing", "width_mm", {}),
        ({"length_mm": 1_001}, "mail.parcel_long", "length_mm", {"most": "100"}),
        ({"height_mm": 1_001}, "mail.parcel_long", "length_mm", {"most": "100"}),
        (
            {"length_mm": 1_000, "width_mm": 500, "height_mm": 251},
            "mail.parcel_girth",
            "length_mm",
            {"most": "250", "measured": "250,2"},
        ),
    ],
)
def test_a_parcel_past_a_limit_is_refused(changed, code, field, said):
    caught = refused(code, parcel.checked_parcel, replace(SMALL, **changed), EDITION)
    assert (caught.field, caught.params) == (field, said)


@given(st.permutations([400, 300, 200]))
def test_which_side_is_called_length_changes_nothing(sides):
    one = Parcel(weight_g=1, length_mm=sides[0], width_mm=sides[1], height_mm=sides[2])
    assert (one.longest_mm, one.girth_mm) == (400, 1_400)


def test_the_limits_are_the_editions():
    strict = replace(EDITION, parcel_weight_g=1_000)
    refused("mail.parcel_heavy", parcel.checked_parcel, SMALL, strict)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"kind": Kind.PARCEL, "pair": PARCEL_PAIR}, "mail.parcel_missing", "weight_g"),
        ({"kind": Kind.PARCEL, "parcel": SMALL}, "mail.parcel_pair", "pair"),
        (
            {"kind": Kind.PARCEL, "pair": PARCEL_PAIR, "parcel": SMALL, "thickness_mm": 3},
            "mail.thickness_unwanted",
            "thickness_mm",
        ),
        ({"parcel": SMALL}, "mail.parcel_unwanted", "weight_g"),
        ({"pair": PARCEL_PAIR}, "mail.pair_envelopes", "pair"),
        ({"pair": Pair(C5, C5)}, "mail.pair_fit", "pair"),
        ({"pair": Pair(free(240, 165), C5)}, "mail.pair_fit", "pair"),
        ({"thickness_mm": 0}, "mail.thickness_range", "thickness_mm"),
        ({"thickness_mm": 31}, "mail.thickness_range", "thickness_mm"),
    ],
)
def test_a_letter_has_envelopes_that_fit_and_a_parcel_has_measures(changed, code, field):
    assert refused(code, order.checked_order, new(**changed), EDITION, today=TODAY).field == field


def test_every_offered_pair_fits_and_is_found_again_by_its_value():
    assert PAIRS[:3] == (Pair.C5_C4, Pair.DL_C5, Pair.C6_C5)
    assert len(set(PAIRS)) == len(PAIRS) > 15
    for pair in PAIRS:
        assert fits_in(pair.inner, pair.outer)
        assert Pair.of(pair.value) == pair
    own = Pair.of("230x160_C4")
    assert (own.value, own.text, own.inner.width) == ("230x160_C4", "230x160 i C4", 230)


@pytest.mark.parametrize("kind", Kind)
def test_delgivning_adds_a_receipt_and_a_reply_before_the_slip(kind):
    assert papers_of(kind, False) == (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.SLIP, PaperKind.OUTER)
    assert set(papers_of(kind, True)) == set(PaperKind)
    assert papers_of(kind, True)[2:4] == (PaperKind.RECEIPT, PaperKind.REPLY)


def test_what_goes_alone():
    assert [one for one in Kind if one.alone] == [Kind.REK, Kind.REK_PERSONAL, Kind.PARCEL]
    assert [one for one in Kind if one.registered] == [Kind.REK, Kind.REK_PERSONAL]


def warned(kind, arrival=None, edition=EDITION, *, delgivning=False):
    return set(
        order.warnings(kind, arrival, standing(), PostWay.FORMEDLING, edition, today=TODAY, delgivning=delgivning)
    )


def test_delgivning_says_that_the_slip_is_the_proof():
    assert warned(Kind.REK, delgivning=True) == {Warned.DELGIVNING}
    assert warned(Kind.ORDINARY, delgivning=True) == {Warned.DELGIVNING}
    assert warned(Kind.REK) == {Warned.NO_PROOF}
    assert warned(Kind.PARCEL) == set()


def test_the_time_to_forward_is_the_editions():
    slow = replace(EDITION, forwarding_days=30)
    assert warned(Kind.ORDINARY, date(2026, 12, 10)) == set()
    assert warned(Kind.ORDINARY, date(2026, 12, 10), slow) == {Warned.SHORT_OF_TIME}


def test_how_a_letter_ends():
    assert order.check_ended(State.POSTED, Ended.RECEIPT, delgivning=True) is Ended.RECEIPT
    assert order.check_ended(State.RETURNED, Ended.HANDED_OVER, delgivning=True) is Ended.HANDED_OVER
    assert refused("mail.ended_missing", order.check_ended, State.POSTED, None, delgivning=True).field == "ended"
    refused("mail.receipt_unasked", order.check_ended, State.POSTED, Ended.RECEIPT, delgivning=False)
    refused("mail.not_now", order.check_ended, State.RETURNED, Ended.RECEIPT, delgivning=True)
    for state in set(State) - {State.POSTED, State.RETURNED}:
        refused("mail.not_now", order.check_ended, state, Ended.TOLD, delgivning=False)


def test_a_missing_receipt_is_asked_after_when_the_letter_should_long_be_there():
    assert order.receipt_by(date(2026, 11, 1), EDITION) == date(2026, 11, 25)


def test_a_draft_of_what_is_in_force_says_the_same_again():
    made = editions.checked_edition(DRAFT, EDITION, today=TODAY)
    assert replace(made, valid_from=EDITION.valid_from, checked_on=EDITION.checked_on) == EDITION


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"valid_from": None}, "mail.edition_from_missing", "valid_from"),
        ({"valid_from": date(2026, 11, 20)}, "mail.edition_past", "valid_from"),
        ({"checked_on": None}, "mail.edition_checked_missing", "checked_on"),
        ({"checked_on": date(2026, 11, 22)}, "mail.edition_checked_future", "checked_on"),
        ({"source": " \n "}, "mail.edition_source", "source"),
        ({"source": "x" * 301}, "mail.edition_source_long", "source"),
        ({"address": "403 20 Göteborg"}, "mail.edition_address", "address"),
        ({"address": "Skatteverket\nGöteborg"}, "mail.edition_address", "address"),
        ({"address": "\n".join("abcde") + "\n403 20 Göteborg"}, "mail.edition_address", "address"),
        ({"address": "x" * 41 + "\n403 20 Göteborg"}, "mail.edition_address_long", "address"),
        ({"address": "Skatteverket\n19890010-9802\n403 20 Göteborg"}, "mail.edition_address_person", "address"),
        ({"address": "Skatteverket\n890010 9802\n403 20 Göteborg"}, "mail.edition_address_person", "address"),
        ({"personal": ""}, "mail.edition_personal", "personal"),
        ({"personal": "x" * 41}, "mail.edition_personal", "personal"),
        ({"forwarding_days": 0}, "mail.edition_range", "forwarding_days"),
        ({"parcel_weight_g": 100_001}, "mail.edition_range", "parcel_weight_g"),
        ({"parcel_length_mm": 99}, "mail.edition_range", "parcel_length_mm"),
        ({"parcel_girth_mm": 10_001}, "mail.edition_range", "parcel_girth_mm"),
        ({"outer_thickness_mm": 2}, "mail.edition_range", "outer_thickness_mm"),
        ({"parcel_girth_mm": 1_000}, "mail.edition_girth", "parcel_girth_mm"),
    ],
)
def test_an_edition_that_cannot_be_right_is_refused_beside_its_field(changed, code, field):
    caught = refused(code, editions.checked_edition, replace(DRAFT, **changed), EDITION, today=TODAY)
    assert caught.field == field


def test_of_two_editions_of_one_day_the_later_made_is_in_force():
    first, second = (replace(EDITION, valid_from=TODAY, number=number) for number in (1, 2))
    for known in ((first, second, EDITION), (EDITION, second, first)):
        assert wording.in_force(known, TODAY) is second
        assert wording.in_force(known, date(2026, 11, 20)) is EDITION


def test_the_shipped_editions_hold_every_limit():
    for one in forms.editions():
        assert (one.id, one.number) == ("", 0)
        try:
            editions.checked_edition(editions.drafted(one, today=TODAY), one, today=TODAY)
        except Refusal as refusal:
            raise AssertionError(refusal.code) from refusal
