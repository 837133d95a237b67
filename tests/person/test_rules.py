"""Protection, identity and reminders: what may be true, and the day it is said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.person.rules import (
    Identity,
    Protection,
    Skydd,
    SkyddState,
    checked_identity,
    checked_protection,
    reference_text,
    warned_on,
)
from spidesk.refusal import Refusal

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


def protection(**more):
    return Protection(**{"level": Skydd.SEKRETESSMARKERING, "state": SkyddState.DECIDED, **more})


@pytest.mark.parametrize(
    ("made", "code", "field"),
    [
        ({"valid_from": TODAY, "valid_until": TODAY - DAY}, "person.end_before_start", "valid_until"),
        ({"state": SkyddState.ENDED}, "person.end_missing", "valid_until"),
        ({"state": SkyddState.ENDED, "valid_until": TODAY + DAY}, "person.end_future", "valid_until"),
        ({"seen_by": "u"}, "person.seen_half", "seen_on"),
        ({"seen_on": TODAY}, "person.seen_half", "seen_on"),
        ({"seen_by": "u", "seen_on": TODAY + DAY}, "person.seen_future", "seen_on"),
    ],
)
def test_what_cannot_be_true_is_refused_beside_its_field(made, code, field):
    with pytest.raises(Refusal) as caught:
        checked_protection(protection(**made), today=TODAY)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_an_end_is_never_computed():
    made = protection(valid_from=TODAY, valid_until=None)
    assert checked_protection(made, today=TODAY).valid_until is None
    one_day = protection(valid_from=TODAY, valid_until=TODAY)
    assert checked_protection(one_day, today=TODAY) == one_day


def test_fingerade_is_not_a_level():
    assert {level.value for level in Skydd} == {"sekretessmarkering", "skyddad_folkbokforing"}


def test_somebody_must_be_named():
    with pytest.raises(Refusal) as caught:
        checked_identity(Identity(alias="Elev 4"))
    assert caught.value.code == "person.nobody"
    with pytest.raises(Refusal) as caught:
        checked_identity(Identity(family="Prov", numbers=("198801012389", "198801012389")))
    assert caught.value.code == "person.number_twice"
    assert "Prov" not in repr(checked_identity(Identity(family="Prov")))


def test_a_reference_grows_past_four_digits():
    assert reference_text(2026, 7) == "SP-2026-0007"
    assert reference_text(2026, 100_000) == "SP-2026-100000"


@given(st.integers(-400, 400))
def test_reminders_come_at_ninety_thirty_and_seven_days(left):
    expected = 0 if left < 0 else 7 if left <= 7 else 30 if left <= 30 else 90 if left <= 90 else None
    assert warned_on(TODAY + timedelta(days=left), TODAY) == expected
