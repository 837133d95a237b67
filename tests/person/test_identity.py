"""Numbers: every published test number, every kind of slip, and the package as a second opinion."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personnummer import personnummer

from spidesk.person.identity import NumberKind, luhn, parse, shown
from spidesk.refusal import Refusal

_DATA = Path(__file__).parent / "data"
PERSONNUMMER = (_DATA / "personnummer.txt").read_text().split()
SAMORDNINGSNUMMER = (_DATA / "samordningsnummer.txt").read_text().split()
TODAY = date(2026, 11, 21)
_TWELVE = re.compile(r"(19|20)\d\d(0[1-9]|1[012])([012]\d|3[01]|6[1-9]|[78]\d|9[01])\d{4}", re.ASCII)


def code(text, today=TODAY):
    with pytest.raises(Refusal) as caught:
        parse(text, today=today)
    assert caught.value.field == "number"
    assert not any(sign.isdigit() for sign in str(caught.value) + repr(caught.value)), "no number in an exception"
    assert caught.value.__cause__ is None
    return caught.value.code


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [(PERSONNUMMER, NumberKind.PERSONNUMMER), (SAMORDNINGSNUMMER, NumberKind.SAMORDNINGSNUMMER)],
)
def test_every_published_number_is_read_in_every_form(numbers, kind):
    assert len(numbers) >= 200
    for number in numbers:
        sign = "+" if TODAY.year - int(number[:4]) >= 100 else "-"
        for typed in (
            number,
            shown(number),
            f" {number[:4]} {number[4:8]}-{number[8:]} ",
            f"{number[2:8]}{sign}{number[8:]}",
            f"{number[:8]}–{number[8:]}",
            f"{number[:8]}\u00a0{number[8:]}",
        ):
            read = parse(typed, today=TODAY)
            assert (read.kind, read.canonical) == (kind, number)
            assert read.shown == f"{number[:8]}-{number[8:]}"


@given(st.from_regex(_TWELVE, fullmatch=True))
def test_the_package_agrees_on_twelve_digits(typed):
    try:
        read = parse(typed, today=TODAY)
    except Refusal as refusal:
        if refusal.code == "person.number_future":
            return
        assert not personnummer.valid(typed)
    else:
        if read.born is None:
            return
        assert personnummer.valid(typed)
        assert read.canonical == typed


@given(st.sampled_from(PERSONNUMMER + SAMORDNINGSNUMMER), st.integers(0, 3), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, back, step):
    place = len(number) - 1 - back
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert code(wrong) == "person.number_check"


@given(st.text(max_size=60))
def test_whatever_is_typed_gets_a_number_or_a_refusal(typed):
    try:
        read = parse(typed, today=TODAY)
    except Refusal:
        assert code(typed).startswith("person.number_")
        return
    assert len(read.canonical) == 12
    assert parse(read.shown, today=TODAY) == read


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "person.number_empty"),
        (" \t", "person.number_empty"),
        ("198801012380", "person.number_check"),
        ("198802302389", "person.number_date"),
        ("198813012389", "person.number_date"),
        ("202612312389", "person.number_future"),
        ("261231-2389", "person.number_future"),
        ("19880101+2389", "person.number_plus"),
        ("178801012389", "person.number_date"),
        ("1988-01-01-2389", "person.number_form"),
        ("88010123", "person.number_form"),
        ("abc", "person.number_form"),
        ("9" * 41, "person.number_form"),
        ("9" * 10_000_000, "person.number_form"),
        ("١٩٨٨٠١٠١٢٣٨٩", "person.number_digits"),
        ("19880101238９", "person.number_digits"),
        ("198801010002", "person.number_check"),
        ("19880101-TG01", "person.number_form"),
        ("20270101-TF01", "person.number_future"),
        ("20200230-TF01", "person.number_date"),
        ("196109922393", "person.number_date"),
        ("196113732393", "person.number_date"),
    ],
)
def test_each_slip_has_its_own_answer(typed, expected):
    assert code(typed) == expected


def test_ten_digits_lie_within_a_century_and_plus_means_a_hundred():
    number = next(one for one in PERSONNUMMER if one.startswith("1926"))
    ten = number[2:8], number[8:]
    assert parse("+".join(ten), today=TODAY).canonical == number
    assert parse("-".join(ten), today=date(2025, 6, 1)).canonical == number
    in_2026 = TODAY.replace(month=12, day=31)
    assert parse("-".join(ten), today=in_2026).canonical == "20" + number[2:]


@pytest.mark.parametrize("typed", ["20140310-TF01", "20140310tf01", " 20140310 - TF01", "20140310T123"])
def test_a_school_number_is_kept_as_the_school_writes_it(typed):
    read = parse(typed, today=TODAY)
    assert read.kind is NumberKind.TF_NUMMER
    assert read.born == date(2014, 3, 10)
    assert read.shown in ("20140310-TF01", "20140310-T123")


def test_a_samordningsnummer_is_born_sixty_days_earlier():
    read = parse("196109732393", today=TODAY)
    assert (read.kind, read.born) == (NumberKind.SAMORDNINGSNUMMER, date(1961, 9, 13))


@pytest.mark.parametrize(
    "typed", [one for one in SAMORDNINGSNUMMER if one[4:6] == "00" or one[6:8] in ("60", "91")][:20]
)
def test_a_samordningsnummer_may_leave_the_day_of_birth_open(typed):
    read = parse(typed, today=TODAY)
    assert read.born is None or read.born.day == 31
    assert (read.age(TODAY) is None) == (read.born is None)


def test_age_turns_on_the_birthday():
    read = parse("198801012389", today=TODAY)
    assert read.age(date(2026, 1, 1)) == 38
    assert read.age(date(2025, 12, 31)) == 37


def test_a_number_hides_in_its_repr():
    assert "1988" not in repr(parse("198801012389", today=TODAY))


def test_luhn_of_the_example_in_the_statute_handbook():
    assert luhn("880101238") == 9
