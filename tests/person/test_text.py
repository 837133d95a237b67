"""Names and notes: every Latin letter stays, tricks and floods do not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.person.text import NAME_LENGTH, line, name, note
from spidesk.refusal import Refusal


def code(function, text, **more):
    with pytest.raises(Refusal) as caught:
        function(text, field="family", **more)
    assert caught.value.field == "family"
    assert text[:20] not in repr(caught.value) or not text
    return caught.value.code


@pytest.mark.parametrize(
    "typed",
    [
        "Åsa Öberg",
        "Łucja Żółwińska",
        "Nguyễn Thị Hằng",
        "D'Arcy-Ümit",
        "Þóra Æðelstan",
        "Ġorġ Ħal",
        "Őry ẞtraße",
        "Saint‑Ève",
    ],
)
def test_every_latin_letter_is_kept_and_composed(typed):
    assert name(typed, field="given") == unicodedata.normalize("NFC", typed)
    assert name(unicodedata.normalize("NFD", typed), field="given") == unicodedata.normalize("NFC", typed)


def test_spaces_are_made_single_and_trimmed():
    assert name("  Anna \u00a0 Lisa ", field="given") == "Anna Lisa"


@pytest.mark.parametrize(
    "trick", ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\x00", "\x1b", "\x7f", "\u2028", "\n", "\ue000"]
)
def test_what_cannot_be_seen_is_refused(trick):
    assert code(name, f"An{trick}na") == "person.text_unseen"
    assert code(line, f"An{trick}na") == "person.text_unseen"
    if trick != "\n":
        assert code(note, f"An{trick}na") == "person.text_unseen"


@pytest.mark.parametrize("typed", ["Аnna", "Anna Οlsson", "محمد", "陳"])
def test_letters_outside_the_register_are_refused(typed):
    assert code(name, typed) == "person.name_alphabet"


def test_stacked_marks_are_refused():
    assert code(name, "A" + "\u0333\u0325\u0353\u033a") == "person.text_marks"


def test_two_hundred_letters_fit_and_one_more_does_not():
    assert len(name("å" * NAME_LENGTH, field="given")) == NAME_LENGTH
    assert code(name, "å" * (NAME_LENGTH + 1)) == "person.text_long"
    assert len(name(unicodedata.normalize("NFD", "å" * NAME_LENGTH), field="given")) == NAME_LENGTH


@pytest.mark.timeout(30)
def test_ten_megabytes_are_refused_without_a_hang():
    flood = "A" * 10_000_000
    assert code(name, flood) == "person.text_long"
    assert code(note, flood) == "person.text_long"


def test_a_note_keeps_its_lines():
    assert note(" ett\r\ntvå\ttre\r ", field="note") == "ett\ntvå\ttre"


@given(st.text(max_size=250))
def test_what_is_kept_is_kept_again_unchanged(typed):
    for function in (name, line, note):
        try:
            kept = function(typed, field="x")
        except Refusal:
            continue
        assert function(kept, field="x") == kept
        assert unicodedata.is_normalized("NFC", kept)
