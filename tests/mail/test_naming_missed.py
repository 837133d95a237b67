"""Names and numbers that were once passed over: somebody who is read in a letter and not found costs them their safety.

Found by attack: names that are also words, names of one letter, names in the genitive, names written together or apart,
and numbers side by side.
"""

import pytest

from spidesk.mail.rules.naming import Known, meant

NUMBER = "189001019802"


def found(text, *names, numbers=()):
    return [hit.sure for hit in meant(text, [Known(person="one", names=names, numbers=numbers)])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Min Han", "Min Han"),
        ("Son", "Son Nguyen"),
        ("Van", "Van Nguyen"),
        ("Ö", "Bo Ö"),
        ("Annakarin Ek", "Anna-Karin Ek"),
        ("Anna Karin Ek", "Annakarin Ek"),
        ("Eva-Lena Bo", "Evalena Bo"),
    ],
)
def test_a_name_that_is_also_a_word_or_is_written_otherwise_is_found(text, name):
    assert found(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Annas mamma", "Anna Ek"), ("Evas", "Eva Lund"), ("Al-Hassan", "Ali Alhassan"), ("min son", "Son Nguyen")],
)
def test_what_may_be_a_name_is_shown_as_unsure(text, name):
    assert found(text, name) == [False]


@pytest.mark.parametrize("text", ["min mamma och hennes son", "rektorn", "barnet", "deras man"])
def test_words_alone_are_nobody(text):
    assert found(text, "Anna Kristina Eriksson", "Kicki Lind") == []


@pytest.mark.parametrize(
    "text",
    [
        "900101-9802 910101-2384",
        "910101-2384 900101-9802",
        "900101-9802 0701234567",
        "19910101-2384 19900101-9802",
        "19900101–9802",
        "900101.9802",
        "1990 01 01 9802",
    ],
)
def test_a_number_is_found_beside_others_and_however_it_is_parted(text):
    assert found(text, "Anna Eriksson", numbers=(NUMBER,)) == [True]


def test_numbers_of_others_are_nobodys():
    assert found("910101-2384 920202-1234 0701234567", "Anna Eriksson", numbers=(NUMBER,)) == []
