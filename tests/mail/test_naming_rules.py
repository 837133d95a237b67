"""Who is meant by the names read in a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.mail.rules.naming import Known, checked_names, meant
from tests.mail.test_rules import refused

ERIKSSON = Known(person="eriksson", names=("Anna Kristina Eriksson", "Kicki Lind"), numbers=("189001019802",))
OBERG = Known(person="oberg", names=("Örjan Öberg",), numbers=("20150102TF01",))
EVERYONE = (ERIKSSON, OBERG)


def sure(text):
    return {hit.person for hit in meant(text, EVERYONE) if hit.sure}


def perhaps(text):
    return {hit.person for hit in meant(text, EVERYONE) if not hit.sure}


@pytest.mark.parametrize(
    "text",
    [
        "Anna Eriksson",
        "eriksson, anna",
        "ANNA ERICSSON",
        "Anna Erikson",
        "Christina Ericsson",
        "Kristina",
        "Syskonet Anna",
        "mamma Kicki",
        "Kicki Lind och hennes mor",
        "19900101-9802",
        "900101-9802",
        "någon född 900101 står med",
        "18900101 9802",
        "Berit Olsson\nAnna Eriksson",
        "Berit Olsson; Anna  Eriksson",
        "Berit Olsson och Anna Eriksson",
        "A\u0301nna Eriksson",
    ],
)
def test_somebody_named_is_found(text):
    assert sure(text) == {"eriksson"}


@pytest.mark.parametrize("text", ["Anna Svensson", "Bertil Eriksson", "Anna Lindberg", "Eriksen Berit"])
def test_a_part_of_a_name_is_shown_as_unsure(text):
    assert (sure(text), perhaps(text)) == (set(), {"eriksson"})


@pytest.mark.parametrize("text", ["Bertil Svensson", "beslut, två sidor", "mamma", "12", "–", "Rektor"])
def test_nobody_is_found_where_nobody_is_named(text):
    assert meant(text, EVERYONE) == ()


def test_diacritics_do_not_hide_anybody():
    assert sure("orjan oberg") == {"oberg"}
    assert sure("född 2015-01-02") == sure("20150102") == {"oberg"}
    assert sure("2015-01-03") == set()


@given(st.text(max_size=500))
def test_any_text_is_compared(text):
    assert {hit.person for hit in meant(text, EVERYONE)} <= {"eriksson", "oberg"}


@given(st.sampled_from(EVERYONE), st.text("abc \n,;", max_size=40), st.text("abc \n,;", max_size=40))
def test_whoever_is_named_in_full_is_always_found(known, before, after):
    assert known.person in sure(f"{before}\n{known.names[0]}\n{after}")


@pytest.mark.parametrize("text", ["", "  \n", "–,.", "\u200b"])
def test_a_question_without_a_name_is_refused(text):
    assert refused("mail.names_empty", checked_names, text).field == "names"
