"""Generated words, control words, and which passphrase is accepted."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.vault.ids import new_id
from spidesk.vault.keys.pairs import PublicKeys, UserKeys
from spidesk.vault.keys.words import Strength, control_words, passphrase, strength, words


def test_the_list_is_whole_and_six_words_are_77_bits():
    assert len(set(words())) == 7776
    assert all(word == word.strip().lower() and " " not in word for word in words())
    assert 6 * math.log2(len(words())) > 77


def test_passphrases_are_six_words_and_always_new():
    made = [passphrase() for _ in range(500)]
    assert len(set(made)) == 500
    counted = Counter(word for one in made for word in one.split(" "))
    assert set(counted) <= set(words())
    assert all(len(one.split(" ")) == 6 for one in made)
    assert max(counted.values()) < 10  # 3000 draws of 7776: a word seldom comes more than three times


def test_every_generated_passphrase_is_accepted():
    for _ in range(200):
        text = passphrase()
        if len(set(text.split(" "))) == 6:
            assert strength(text) is Strength.GENERATED


def test_control_words_stand_for_keys_user_and_vault():
    public, user, vault = UserKeys.fresh().public, new_id(), new_id()
    shown = control_words(public, user, vault)
    assert control_words(public, user, vault) == shown
    assert len(shown) == 6
    other = UserKeys.fresh().public
    changed = [
        control_words(PublicKeys(kem=other.kem, sig=public.sig), user, vault),
        control_words(PublicKeys(kem=public.kem, sig=other.sig), user, vault),
        control_words(public, vault, vault),
        control_words(public, user, user),
    ]
    assert len({shown, *changed}) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Strength.SHORT),
        ("kort", Strength.SHORT),
        ("fjorton tecken", Strength.SHORT),
        (" " * 40, Strength.SHORT),
        ("   kort          ", Strength.SHORT),
        ("aaaaaaaaaaaaaaaaaaaa", Strength.REPEATED),
        ("hejhejhejhejhejhejh", Strength.REPEATED),
        ("Sommar1Sommar1Sommar1", Strength.REPEATED),
        ("sommar1 Sommar1 ", Strength.REPEATED),
        ("123456789012345", Strength.REPEATED),
        ("abcdefghijklmnop", Strength.REPEATED),
        ("ponmlkjihgfedcba", Strength.REPEATED),
        ("ababababcdcdcdcdcd", Strength.REPEATED),
        ("min katt heter Bosse", Strength.OWN),
        ("Ränderna går aldrig ur", Strength.OWN),
        ("x" * 4097, Strength.LONG),
        ("å" * 2049, Strength.LONG),
        ("\ud800" * 5, Strength.SHORT),
    ],
)
def test_a_passphrase_of_ones_own_is_judged_by_length_and_monotony(text, expected):
    assert strength(text) is expected
    assert strength(text).accepted is (expected in (Strength.OWN, Strength.GENERATED))


@given(st.text(min_size=1, max_size=8), st.integers(2, 30))
def test_repetition_is_never_accepted(unit, times):
    assert not strength(unit * times).accepted


def test_a_repeated_word_is_not_a_generated_passphrase():
    assert strength(" ".join([words()[0]] * 6)) is not Strength.GENERATED
