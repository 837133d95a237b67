"""Ids are UUIDv7; the canonical encoding never gives two values the same bytes."""

import uuid

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from spidesk.vault import labels
from spidesk.vault.canonical import encode
from spidesk.vault.ids import id_from, is_id, new_id

FIELDS = st.one_of(
    st.none(),
    st.binary(max_size=20),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
    st.integers(),
)
LABELS = st.text(alphabet="abc/1", max_size=6)


@given(st.integers(min_value=0, max_value=2**48 - 1), st.binary(min_size=10, max_size=10))
def test_an_id_is_a_uuid_of_version_seven_with_its_time_in_front(milliseconds, random):
    text = id_from(milliseconds, random)
    known = uuid.UUID(text)
    assert (known.version, known.variant) == (7, uuid.RFC_4122)
    assert int(text[:12], 16) == milliseconds
    assert is_id(text)


def test_new_ids_differ():
    assert len({new_id() for _ in range(10_000)}) == 10_000


SHAPED = "01a1ffe5c2ca75159833bd2497d05527"
WRONG = [
    "",
    "0" * 32,
    SHAPED.upper(),
    SHAPED + "\n",
    SHAPED[:-1],
    str(uuid.UUID(SHAPED)),
    SHAPED[:12] + "4" + SHAPED[13:],
]


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_no_id_is_told(text):
    assert is_id(SHAPED)
    assert not is_id(text)


@given(LABELS, st.lists(FIELDS, max_size=5), LABELS, st.lists(FIELDS, max_size=5))
def test_different_values_never_give_the_same_bytes(label, fields, other_label, others):
    typed = [(type(one), one) for one in (label, *fields)]
    assume(typed != [(type(one), one) for one in (other_label, *others)])
    assert encode(label, *fields) != encode(other_label, *others)


@given(LABELS, st.lists(FIELDS, max_size=5))
def test_the_bytes_can_be_read_back_to_exactly_these_values(label, fields):
    """A decoder that knows only the rule finds the values again: nothing was lost or merged."""
    rest, read = encode(label, *fields), []
    while rest:
        tag, size = rest[:1], int.from_bytes(rest[1:9], "big")
        content, rest = rest[9 : 9 + size], rest[9 + size :]
        assert len(content) == size
        kinds = {b"N": lambda _: None, b"B": bytes, b"S": lambda one: one.decode()}
        kinds[b"I"] = lambda one: int.from_bytes(one, "big", signed=True)
        read.append(kinds[tag](content))
    assert read == [label, *fields]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        ([b"a"], ["a"]),
        ([None], [""]),
        ([None], [b""]),
        ([1], ["1"]),
        ([0], [b"\0"]),
        ([], [None]),
    ],
)
def test_near_neighbours_stay_apart(one, other):
    assert encode("x", *one) != encode("x", *other)


@pytest.mark.parametrize("value", [True, 1.0, ("a",), bytearray(b"a")])
def test_other_types_are_refused(value):
    with pytest.raises(TypeError):
        encode("x", value)


def test_broken_text_is_refused_without_being_quoted():
    with pytest.raises(ValueError) as caught:
        encode("x", "hemlig\ud800")
    assert "hemlig" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_every_label_is_its_own():
    named = [value for name, value in vars(labels).items() if isinstance(value, str) and value.startswith("spidesk/")]
    assert len(named) == len(set(named)) > 15
