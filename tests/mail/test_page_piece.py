"""A code that was scanned tells which paper it stands on, so that one paper read twice is no pair."""

import pytest

from spidesk.mail.rules.piece import ALPHABET, Side, piece_code, read_piece, scanned
from spidesk.refusal import Refusal

PIECE = piece_code([3, 1, 4, 1, 5, 9, 2])


@pytest.mark.parametrize(("field", "side"), [("letter", Side.LETTER), ("inner", Side.INNER)])
def test_a_scanned_code_is_taken_in_its_own_field_however_the_scanner_types_it(field, side):
    for typed in (scanned(PIECE, side), scanned(PIECE, side).lower(), scanned(PIECE, side).replace("-", "+")):
        assert read_piece(typed, field=field) == PIECE
    assert read_piece(PIECE, field=field) == PIECE


@pytest.mark.parametrize(("field", "side"), [("letter", Side.INNER), ("inner", Side.LETTER)])
def test_a_paper_that_is_scanned_twice_is_refused_beside_the_second_field(field, side):
    with pytest.raises(Refusal) as caught:
        read_piece(scanned(PIECE, side), field=field)
    assert (caught.value.code, caught.value.field) == ("mail.code_side", field)


def test_the_marks_are_in_no_code():
    assert not set(ALPHABET) & {side.value for side in Side}
