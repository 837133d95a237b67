"""The mail room's decisions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.mail.document import forms
from spidesk.mail.rules import order, piece, posting, wording
from spidesk.mail.rules.order import PAIRS, Kind, NewOrder, Pair, PaperKind, State, Unmatched
from spidesk.person.identity import NumberKind
from spidesk.person.rules import Category, PersonRef, PostWay, Skydd, SkyddState, Standing, Status
from spidesk.refusal import Refusal

TODAY = date(2026, 11, 21)
EDITION = forms.current(TODAY)

draws = st.lists(st.integers(0, len(piece.ALPHABET) - 1), min_size=piece.DRAWN, max_size=piece.DRAWN)


def refused(code, call, *args, **named):
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    assert caught.value.code == code
    return caught.value


def standing(**changed):
    values = {
        "person": PersonRef(id="p", circle="c", reference="SP-2026-0001"),
        "category": Category.KLIENT,
        "status": Status.ACTIVE,
        "level": Skydd.SEKRETESSMARKERING,
        "state": SkyddState.DECIDED,
        "valid_until": None,
        "handlers": (),
        "held": False,
        "may_open": True,
        "needs_reason": False,
    }
    return Standing(**{**values, **changed})


def new(**changed):
    values = {"kind": Kind.ORDINARY, "pair": Pair.C5_C4, "sender": "s", "contents": "Beslut", "others_named": False}
    return NewOrder(**{**values, **changed})


@given(draws)
def test_a_piece_code_reads_back_however_it_is_typed(drawn):
    code = piece.piece_code(drawn)
    assert len(code) == 9
    assert code[4] == "-"
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code[:2]} {code[2:]} "):
        assert piece.read_piece(typed, field="letter") == code


@given(draws, st.integers(0, 7), st.integers(1, 22))
def test_every_single_wrong_sign_is_told(drawn, place, shift):
    signs = list(piece.piece_code(drawn).replace("-", ""))
    signs[place] = piece.ALPHABET[(piece.ALPHABET.index(signs[place]) + shift) % 23]
    assert refused("mail.code_typo", piece.read_piece, "".join(signs), field="inner").field == "inner"


@given(draws, st.integers(0, 7), st.integers(0, 7))
def test_every_two_signs_that_change_places_are_told(drawn, one, other):
    signs = list(piece.piece_code(drawn).replace("-", ""))
    if signs[one] != signs[other]:
        signs[one], signs[other] = signs[other], signs[one]
        refused("mail.code_typo", piece.read_piece, "".join(signs), field="letter")


def test_the_alphabet_has_a_prime_number_of_signs_and_none_that_look_alike():
    assert len(set(piece.ALPHABET)) == 23
    assert not set(piece.ALPHABET) & set("0OQ1IL5S8BZGU")


@pytest.mark.parametrize("typed", ["", "   "])
def test_no_code_is_not_a_typo(typed):
    refused("mail.code_empty", piece.read_piece, typed, field="letter")


def test_a_pasted_book_is_a_typo_at_once():
    refused("mail.code_typo", piece.read_piece, "A" * 10_000_000, field="letter")


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"contents": "  "}, "mail.contents_empty", "contents"),
        ({"latest_arrival": date(2026, 11, 20)}, "mail.arrival_past", "latest_arrival"),
        ({"others_named": None}, "mail.others_unanswered", "others_named"),
        ({"others_named": True}, "mail.others_empty", "others"),
        ({"others_named": True, "others": "En till"}, "mail.others_unchecked", "others_checked"),
    ],
)
def test_an_order_is_refused_beside_its_field(changed, code, field):
    assert refused(code, order.checked_order, new(**changed), EDITION, today=TODAY).field == field


def test_an_order_with_everything_answered_stands():
    asked = new(others_named=True, others="En till", others_checked=True, latest_arrival=TODAY)
    assert order.checked_order(asked, EDITION, today=TODAY) is asked


@pytest.mark.parametrize(
    ("way", "changed", "code"),
    [
        (PostWay.HAMTAS, {}, "mail.collected"),
        (PostWay.ADRESS, {}, "mail.other_address"),
        (PostWay.FORMEDLING, {"status": Status.DECEASED}, "mail.deceased"),
        (PostWay.FORMEDLING, {"state": SkyddState.ENDED}, "mail.protection_ended"),
    ],
)
def test_a_letter_that_may_not_go_by_formedling_stops(way, changed, code):
    refused(code, order.check_person, standing(**changed), way)


@pytest.mark.parametrize("way", [PostWay.FORMEDLING, PostWay.OKANT])
def test_formedling_or_no_word_lets_the_order_pass(way):
    order.check_person(standing(), way)


def test_a_school_number_is_refused_and_others_are_not():
    refused("mail.tf_number", order.check_number, NumberKind.TF_NUMMER)
    order.check_number(NumberKind.PERSONNUMMER)
    order.check_number(NumberKind.SAMORDNINGSNUMMER)


def test_warnings_say_what_formedling_cannot_do():
    def found(kind, arrival=None, way=PostWay.FORMEDLING, **changed):
        return set(order.warnings(kind, arrival, standing(**changed), way, EDITION, today=TODAY))

    assert found(Kind.ORDINARY) == set()
    assert found(Kind.REK) == {order.Warned.NO_PROOF}
    assert found(Kind.REK_PERSONAL, category=Category.ELEV) == {order.Warned.NO_PROOF, order.Warned.CHILD_REK}
    assert found(Kind.ORDINARY, way=PostWay.OKANT) == {order.Warned.WAY_UNKNOWN}
    assert found(Kind.ORDINARY, date(2026, 11, 24)) == {order.Warned.SHORT_OF_TIME}
    assert found(Kind.ORDINARY, date(2026, 12, 24)) == set()
    assert found(Kind.ORDINARY, state=SkyddState.PRELIMINARY) == {order.Warned.PRELIMINARY}


@given(st.sampled_from(State), st.sampled_from(State))
def test_only_the_ledgers_own_steps_are_taken(old, after):
    if after in order.FOLLOWS[old]:
        order.check_step(old, after)
    else:
        refused("mail.not_now", order.check_step, old, after)


def test_an_inner_envelope_fits_in_its_outer_one():
    for pair in PAIRS:
        assert pair.inner.width < pair.outer.width
        assert pair.inner.height < pair.outer.height


def test_a_matched_inner_envelope_is_not_printed_again():
    posting.check_print(State.MATCHED, PaperKind.OUTER)
    for paper in set(PaperKind) - {PaperKind.OUTER}:
        refused("mail.print_late", posting.check_print, State.MATCHED, paper)
    refused("mail.print_late", posting.check_print, State.POSTED, PaperKind.OUTER)


def test_three_papers_of_four_are_not_all():
    assert posting.all_printed(PaperKind, PaperKind)
    for missing in PaperKind:
        assert not posting.all_printed(set(PaperKind) - {missing}, PaperKind)


def posted(**changed):
    values = {"on": TODAY, "ordered_on": TODAY, "rek": "", "reason": None, "today": TODAY}
    state, kind = changed.pop("state", State.MATCHED), changed.pop("kind", Kind.ORDINARY)
    return posting.check_posting(state, kind, **{**values, **changed})


def test_posting_needs_the_match_or_a_reason():
    assert posted() == ""
    assert refused("mail.not_matched", posted, state=State.PRINTED).field == "reason"
    assert posted(state=State.PRINTED, reason=Unmatched.UNREADABLE) == ""
    refused("mail.not_printed", posted, state=State.ORDERED, reason=Unmatched.UNREADABLE)
    refused("mail.posted_future", posted, on=date(2026, 11, 22))
    refused("mail.posted_early", posted, on=date(2026, 11, 20))


@pytest.mark.parametrize("typed", ["RR123456785SE", " rr 123 456 785 se "])
def test_a_rek_number_is_kept_in_one_form(typed):
    assert posted(kind=Kind.REK, rek=typed) == "RR123456785SE"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "mail.rek_missing"),
        ("RR123456784SE", "mail.rek_check"),
        ("RR12345678SE", "mail.rek_form"),
        ("123456785", "mail.rek_form"),
        ("RR１２３４５６７８５SE", "mail.rek_form"),
    ],
)
def test_a_wrong_rek_number_is_refused(typed, code):
    assert refused(code, posted, kind=Kind.REK, rek=typed).field == "rek"


def test_an_ordinary_letter_has_no_rek_number():
    refused("mail.rek_unwanted", posted, rek="RR123456785SE")


@pytest.mark.parametrize(
    "line",
    ["Björkskolan", "Enheten för stöd", "Storstads gymnasium", "Socialtjänsten", "Rektor", "LSS", "Norra hvb-boendet"],
)
def test_a_unit_or_school_is_refused_in_a_return_address(line):
    refused("mail.sender_unit", wording.checked_sender, f"{line}\nBox 12\n123 45 Storstad", "", EDITION)
    refused("mail.sender_unit", wording.checked_sender, "Box 12\n123 45 Storstad", line, EDITION)


@pytest.mark.parametrize("line", ["Storstads kommun", "Skolgatan 1", "Enhagsvägen 2", "Boendalsvägen 3"])
def test_a_central_address_and_a_street_are_taken(line):
    kept = wording.checked_sender(f" {line} \n\nBox  12\n123 45 Storstad", " Box 12 ", EDITION)
    assert kept.lines == (line, "Box 12", "123 45 Storstad")
    assert kept.neutral == "Box 12"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123 45 Storstad", "mail.sender_lines"),
        ("a\nb\nc\nd\n123 45 Storstad", "mail.sender_lines"),
        ("Box 12\nStorstad", "mail.sender_place"),
        ("x" * 61 + "\n123 45 Storstad", "mail.sender_long"),
    ],
)
def test_a_return_address_of_the_wrong_shape_is_refused(typed, code):
    refused(code, wording.checked_sender, typed, "", EDITION)


def test_the_edition_in_force_is_the_newest_begun():
    newer = wording.Edition(**{**fields(EDITION), "valid_from": date(2027, 1, 1)})
    assert wording.in_force((EDITION, newer), date(2026, 12, 31)) is EDITION
    assert wording.in_force((EDITION, newer), date(2027, 1, 1)) is newer
    assert wording.in_force((newer, EDITION), date(1999, 1, 1)) is EDITION


def test_the_shipped_edition_says_what_skatteverket_asks():
    assert EDITION.address == ("Skatteverket", "Förmedlingsuppdrag", "Box 2820", "403 20 Göteborg")
    assert EDITION.personal == "Personlig utlämning"
    assert EDITION.source


def fields(edition):
    return {name: getattr(edition, name) for name in edition.__dataclass_fields__}
