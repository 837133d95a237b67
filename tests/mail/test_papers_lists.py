"""The lists for signature: every row once, pages numbered, lines to sign on, and nothing about anybody."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spidesk.documents.formats import A4
from spidesk.mail.document import lists
from spidesk.mail.rules.lists import ListedLetter, SendingList
from spidesk.mail.rules.order import Kind
from tests.mail.papering import NAME, NUMBER, SHOWN, TODAY, ink, letters, lines, listed, placed

REK = "RR123456785SE"


def whole(made):
    return [line for at in range(made.pages) for line in lines(made, at)]


def letter(**changed):
    values = {"label": "F-2026-0001", "kind": Kind.ORDINARY, "format": "C4", "outer": 1}
    return ListedLetter(**{**values, **changed})


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 140))
def test_every_letter_stands_once_on_the_sending_list_whatever_the_length(count):
    made = lists.sending(listed(count))
    text = " ".join(whole(made))
    for number in range(1, count + 1):
        assert text.count(f"F-2026-{number:04}") == 1
    assert made.format == A4
    _pages(made, "Sändlista")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 60))
def test_every_registered_letter_stands_once_on_the_rek_list(count):
    made = lists.rek(SendingList(label="S-2026-0001", day=TODAY, letters=letters(count, reks=1)))
    text = " ".join(whole(made))
    for number in range(1, count + 1):
        assert text.count(f"F-2026-{number:04}") == 1
    _pages(made, "Reklista")


def _pages(made, title):
    """Each page has its heading and number; the last, and no other, is signed; all ink lies inside."""
    for at in range(made.pages):
        found = lines(made, at)
        assert f"{title} S-2026-0001" in found
        assert f"Sida {at + 1} av {made.pages}" in found
        assert "Dag: 2026-11-21" in found
        assert found.count("Namnteckning") == (3 if at == made.pages - 1 else 0)
        _left, _top, _right, bottom = ink(made, at).getbbox()
        assert bottom / 10 < 285


def test_ordinary_letters_are_not_on_the_rek_list():
    text = " ".join(whole(lists.rek(listed(10))))
    assert "F-2026-0005" in text
    assert "F-2026-0010" in text
    assert "F-2026-0001" not in text
    assert "2 rekommenderade brev, ett i varje ytterkuvert." in text


def test_the_sums_are_counted_from_the_rows():
    assert "4 ytterkuvert, 10 uppdrag, varav 2 rek." in whole(lists.sending(listed(10)))


def test_an_outer_that_goes_on_over_a_page_is_named_again():
    rows = tuple(letter(label=f"F-2026-{at:04}") for at in range(1, 41))
    made = lists.sending(SendingList(label="S-2026-0001", day=TODAY, letters=rows))
    assert made.pages == 2
    assert "1 (forts.)" in lines(made, 1)
    assert not any("(forts.)" in line for line in lines(made, 0))


def test_a_rek_number_not_known_yet_leaves_a_line_to_write_on():
    rows = (letter(kind=Kind.REK, rek=REK), letter(label="F-2026-0002", kind=Kind.REK, outer=2))
    made = lists.rek(SendingList(label="S-2026-0001", day=TODAY, letters=rows))
    assert whole(made).count(REK) == 1
    (base,) = (base for text, _, base, _ in placed(made) if text == "F-2026-0002")
    written = ink(made).crop((320, round(base * 10) + 5, 700, round(base * 10) + 40))
    assert written.getbbox(), "a line in the column of the number"


def test_a_parcel_and_an_envelope_of_any_size_can_be_listed():
    rows = (letter(kind=Kind.PARCEL, format="A5"), letter(label="F-2026-0002", format="230x160", outer=2))
    text = " ".join(whole(lists.sending(SendingList(label="S-2026-0001", day=TODAY, letters=rows))))
    assert "Paket" in text
    assert "A5" not in text, "a parcel has no envelope; A5 is the sheet with its address"
    assert "230x160" in text


@pytest.mark.parametrize(
    "changed",
    [
        {"label": NAME},
        {"label": SHOWN},
        {"label": "SP-2026-0007"},
        {"label": "F-2026-0001 Åsa"},
        {"format": NAME},
        {"format": NUMBER},
        {"rek": NUMBER},
        {"rek": REK},
        {"kind": Kind.REK, "rek": "Åsa"},
        {"outer": 0},
    ],
)
def test_a_row_takes_no_name_number_or_reference(changed):
    with pytest.raises(ValueError):
        letter(**changed)


@pytest.mark.parametrize("label", [NAME, "F-2026-0001", "SP-2026-0007", ""])
def test_a_list_takes_the_label_of_a_batch_alone(label):
    with pytest.raises(ValueError):
        SendingList(label=label, day=TODAY, letters=())


def test_a_list_has_no_place_for_a_person():
    assert {one.name for one in fields(ListedLetter)} == {"label", "kind", "format", "outer", "rek"}
    assert {one.name for one in fields(SendingList)} == {"label", "day", "letters", "signatures"}


@pytest.mark.parametrize(
    "other",
    [
        {"kind": Kind.REK},
        {"kind": Kind.PARCEL},
        {"format": "C5"},
    ],
)
def test_a_list_that_breaks_the_rule_of_one_outer_is_a_defect(other):
    rows = (letter(), letter(label="F-2026-0002", **other))
    with pytest.raises(ValueError):
        SendingList(label="S-2026-0001", day=TODAY, letters=rows)
    two_reks = (letter(kind=Kind.REK), letter(label="F-2026-0002", kind=Kind.REK))
    with pytest.raises(ValueError):
        SendingList(label="S-2026-0001", day=TODAY, letters=two_reks)


def test_who_signs_can_be_said():
    signed = replace(listed(3), signatures=("Packat av två", "Lämnat till posten"))
    found = lines(lists.sending(signed))
    assert "Packat av två, dag" in found
    assert found.count("Namnteckning") == 2
