"""Which letters share an outer envelope: any proposal holds the rules, and nothing else gets past the check."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.mail.rules.batch import (
    ASSUMED_MM,
    MOST_LETTERS,
    PRINT_ORDER,
    Item,
    Outer,
    batch_label,
    check_outers,
    outer_of,
    propose,
)
from spidesk.mail.rules.order import PAIRS, PARCEL_PAIR, Kind, Pair, PaperKind
from spidesk.mail.rules.parcel import Parcel
from spidesk.refusal import Refusal

MOST = 30
A_PARCEL = Parcel(weight_g=900, length_mm=300, width_mm=200, height_mm=80)


def item(order="a", kind=Kind.ORDINARY, pair=Pair.C5_C4, **changed):
    parcel = A_PARCEL if kind is Kind.PARCEL else None
    pair = PARCEL_PAIR if kind is Kind.PARCEL else pair
    return Item(**{"order": order, "label": f"F-{order}", "kind": kind, "pair": pair, "parcel": parcel, **changed})


def letters(count, **changed):
    return [item(str(number), **changed) for number in range(count)]


def refused(code, outers, items, most_mm=MOST):
    with pytest.raises(Refusal) as caught:
        check_outers(outers, items, most_mm=most_mm)
    assert caught.value.code == code
    return caught.value


KINDS = st.sampled_from(list(Kind))
SOME = st.lists(
    st.builds(
        lambda kind, pair, mm, circle: item("", kind, pair, thickness_mm=mm, circle=circle),
        KINDS,
        st.sampled_from(PAIRS),
        st.none() | st.integers(1, MOST),
        st.sampled_from(("posten", "arkivet")),
    ),
    max_size=120,
).map(lambda found: [replace(one, order=str(place), label=f"F-{place}") for place, one in enumerate(found)])


@given(SOME, st.integers(ASSUMED_MM, MOST))
def test_every_proposal_holds_every_rule(items, most):
    items = [one for one in items if one.alone or one.room_mm <= most]
    outers = propose(items, most_mm=most)
    check_outers(outers, items, most_mm=most)
    known = {one.order: one for one in items}
    assert sorted(order for outer in outers for order in outer.orders) == sorted(known)
    for outer in outers:
        inside = [known[order] for order in outer.orders]
        assert len(inside) == 1 or {one.kind for one in inside} == {Kind.ORDINARY}
        assert {one.pair.outer.key for one in inside} == {outer.format}
        assert len({one.circle for one in inside}) == 1
        assert len(inside) == 1 or sum(one.room_mm for one in inside) <= most
        assert outer.registered == any(one.kind in (Kind.REK, Kind.REK_PERSONAL) for one in inside)


@given(SOME)
def test_a_proposal_is_the_same_every_time_and_keeps_the_order_given(items):
    outers = propose(items, most_mm=MOST)
    assert outers == propose(items, most_mm=MOST)
    for outer in outers:
        assert sorted(map(int, outer.orders)) == list(map(int, outer.orders))


@given(SOME)
def test_no_two_proposed_outers_could_have_been_one(items):
    known = {one.order: one for one in items}
    filled = {}
    for outer in propose(items, most_mm=MOST):
        first = known[outer.orders[0]]
        if not first.alone:
            mm = sum(known[order].room_mm for order in outer.orders)
            filled.setdefault((first.circle, outer.format), []).append((mm, len(outer.orders)))
    for found in filled.values():
        halves = [mm for mm, count in found if mm * 2 <= MOST and count * 2 <= MOST_LETTERS]
        assert len(halves) <= 1


@given(SOME.filter(lambda found: len(found) > 1), st.data())
def test_any_other_packing_is_held_against_the_same_rules(items, data):
    """Letters thrown together at random: what the check lets through breaks nothing."""
    places = data.draw(st.lists(st.integers(0, 9), min_size=len(items), max_size=len(items)))
    inside = [[one for one, place in zip(items, places, strict=True) if place == number] for number in range(10)]
    outers = [outer_of(one) for one in inside if one]
    try:
        check_outers(outers, items, most_mm=MOST)
    except Refusal:
        return
    for one in inside:
        assert len(one) < 2 or not any(letter.alone for letter in one)
        assert len({(letter.circle, letter.pair.outer.key) for letter in one}) < 2
        assert len(one) < 2 or sum(letter.room_mm for letter in one) <= MOST


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.REK, "mail.rek_alone"),
        (Kind.REK_PERSONAL, "mail.rek_alone"),
        (Kind.PARCEL, "mail.parcel_alone"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_travels_alone_is_refused_in_company(kind, code, first):
    alone, other = item("r", kind), item("o")
    inside = [alone, other] if first else [other, alone]
    outers = [Outer(format=inside[0].pair.outer.key, registered=inside[0].kind.registered, orders=("r", "o"))]
    assert refused(code, outers, inside).params == {"label": "F-r"}


def test_two_reks_never_share_one_outer():
    two = [item("a", Kind.REK), item("b", Kind.REK)]
    refused("mail.rek_alone", [outer_of(two)], two)


def test_an_ordinary_outer_is_not_declared_as_rek_nor_the_other_way():
    for kind in (Kind.ORDINARY, Kind.REK):
        one = item(kind=kind)
        wrong = replace(outer_of([one]), registered=not kind.registered)
        refused("mail.format_differs", [wrong], [one])


def test_formats_do_not_mix():
    two = [item("a"), item("b", pair=Pair.DL_C5)]
    refused("mail.format_differs", [outer_of(two)], two)
    refused("mail.format_differs", [Outer(format="C5", registered=False, orders=("a",))], two[:1])


def test_letters_of_two_post_circles_never_share():
    two = [item("a", circle="posten"), item("b", circle="arkivet")]
    refused("mail.circles_differ", [outer_of(two)], two)
    assert len(propose(two, most_mm=MOST)) == 2


def test_thickness_is_added_up_and_an_unmeasured_letter_counts_too():
    ten = letters(10)
    assert ASSUMED_MM * 10 == MOST
    check_outers([outer_of(ten)], ten, most_mm=MOST)
    eleven = letters(11)
    found = refused("mail.too_thick", [outer_of(eleven)], eleven)
    assert found.params == {"number": 1, "most": MOST}
    assert [len(one.orders) for one in propose(eleven, most_mm=MOST)] == [10, 1]


def test_a_letter_too_thick_for_any_outer_is_put_alone_and_refused():
    thick = item(thickness_mm=MOST + 1)
    outers = propose([item("b"), thick], most_mm=MOST)
    assert ("a",) in [one.orders for one in outers]
    refused("mail.too_thick", outers, [item("b"), thick])


def test_a_thick_parcel_is_the_parcels_own_business():
    one = item(kind=Kind.PARCEL, thickness_mm=400)
    check_outers(propose([one], most_mm=MOST), [one], most_mm=MOST)


def test_no_more_letters_than_a_person_counts():
    thin = letters(MOST_LETTERS + 1, thickness_mm=1)
    refused("mail.too_many", [outer_of(thin)], thin, most_mm=500)
    assert [len(one.orders) for one in propose(thin, most_mm=500)] == [MOST_LETTERS, 1]


def test_every_letter_lies_in_exactly_one_outer():
    two = letters(2)
    whole = outer_of(two)
    assert refused("mail.order_twice", [whole, outer_of(two[:1])], two).params == {"label": "F-0"}
    refused("mail.order_twice", [Outer(format="C4", registered=False, orders=("0", "0"))], two[:1])
    assert refused("mail.order_left_out", [outer_of(two[:1])], two).params == {"label": "F-1"}
    refused("mail.gone", [whole], two[:1])
    refused("mail.outer_empty", [whole, Outer(format="C4", registered=False, orders=())], two)


def test_ordinary_letters_come_first_then_rek_then_parcels():
    items = [item("p", Kind.PARCEL), item("r", Kind.REK), item("o"), item("q", Kind.REK_PERSONAL)]
    assert [one.orders for one in propose(items, most_mm=MOST)] == [("o",), ("r",), ("q",), ("p",)]


def test_every_paper_has_its_place_in_the_print_order():
    assert set(PRINT_ORDER) == set(PaperKind)
    assert len(PRINT_ORDER) == len(PaperKind)
    assert PRINT_ORDER[0] is PaperKind.INNER_FRONT
    assert PRINT_ORDER[-2:] == (PaperKind.SLIP, PaperKind.OUTER)


def test_the_label_is_a_running_number():
    assert batch_label(2026, 7) == "S-2026-0007"
