"""Sizes: the named ones, free ones, and what goes into what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.documents import testpage
from spidesk.documents.formats import DL, ENVELOPES, by_key, fits_in, free, sorting_zone
from spidesk.refusal import Refusal

NOMINAL = {
    "C6": (162, 114),
    "C65": (229, 114),
    "C5": (229, 162),
    "C4": (324, 229),
    "DL": (220, 110),
    "E6": (155, 110),
    "E5": (220, 155),
    "E4": (312, 220),
}
sides = st.integers(60, 400)


def test_the_named_envelopes_measure_what_they_should():
    assert {one.key: (one.width, one.height) for one in ENVELOPES} == NOMINAL
    assert all(one.envelope for one in ENVELOPES)


def test_the_sheets_are_no_envelopes():
    assert [(by_key(key).width, by_key(key).height, by_key(key).envelope) for key in ("A4", "A5")] == [
        (210, 297, False),
        (210, 148, False),
    ]


def test_e65_is_dl():
    assert by_key("E65") is DL


@given(sides, sides)
def test_a_free_size_lies_and_is_found_again_by_its_key(one, other):
    made = free(one, other)
    assert made.width >= made.height
    assert {made.width, made.height} == {one, other}
    assert by_key(made.key) == made == free(other, one)
    assert made.envelope


@pytest.mark.parametrize("key", NOMINAL)
def test_a_free_size_that_has_a_name_is_the_named_one(key):
    long, short = NOMINAL[key]
    assert free(short, long) is by_key(key) is by_key(f"{long}x{short}")


@pytest.mark.parametrize(
    ("width", "height", "field"), [(59, 200, "width"), (200, 59, "height"), (401, 200, "width"), (100, 401, "height")]
)
def test_what_is_no_envelope_is_refused_beside_its_field(width, height, field):
    with pytest.raises(Refusal) as caught:
        free(width, height)
    assert (caught.value.code, caught.value.field) == ("documents.size_range", field)


@pytest.mark.parametrize("key", ["", "C7", "230×160", "230x160 ", "0230x160", "-30x160", "230x160_C4", "١٢٣x٤٥٦"])
def test_what_is_no_key_is_a_defect(key):
    with pytest.raises(ValueError):
        by_key(key)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [("E5", "C5"), ("C5", "C4"), ("C5", "E4"), ("DL", "C5"), ("C6", "C5"), ("E4", "C4"), ("DL", "C65")],
)
def test_what_goes_in(inner, outer):
    assert fits_in(by_key(inner), by_key(outer))
    assert not fits_in(by_key(outer), by_key(inner))


@pytest.mark.parametrize(("inner", "outer"), [("C5", "C5"), ("C65", "C5"), ("DL", "E5"), ("161x113", "C6")])
def test_what_has_to_be_forced_does_not_go_in(inner, outer):
    assert not fits_in(by_key(inner), by_key(outer))


@given(sides, sides)
def test_the_sorting_zone_lies_on_the_paper(one, other):
    paper = free(one, other)
    zone = sorting_zone(paper)
    assert zone.left >= 0
    assert (zone.right, zone.bottom, zone.height) == (paper.width, paper.height, 30)
    assert zone.width == min(150, paper.width)


@given(sides, sides)
def test_every_size_has_a_test_page(one, other):
    assert testpage.make(free(one, other)).startswith(b"%PDF")
