"""Many letters at once in a real vault: gathered, printed, matched in any order, posted outer by outer."""

import itertools
import random
from datetime import date

import pytest
from sqlalchemy import select

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions import Ways, batching, naming, ordering, posting, printing
from spidesk.mail.rules.batch import PRINT_ORDER, Reprint
from spidesk.mail.rules.order import Kind, Pair, PaperKind, ReturnReason, State, Unmatched
from spidesk.mail.rules.posting import Outcome
from spidesk.person.rules import PostWay
from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.session import CircleKind
from tests.mail.packing import (
    begun,
    order,
    person,
    piece_of,
    print_out,
    printed,
    read_both,
    row_of,
    sealed,
    state_of,
    with_check,
)

TODAY = date(2026, 11, 21)
REK = with_check("12345678")


def refused(code, call, *args, **named):
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    assert caught.value.code == code
    return caught.value


def logged(vault, count):
    """The latest lines of the log: action and details, oldest first."""
    from spidesk.vault.store import audit

    with vault.read() as reader:
        rows = reader.rows(select(audit.EVENT).order_by(audit.EVENT.c.seq.desc()).limit(count))
    return [(row.action, row.details) for row in reversed(rows)]


def steps(vault, one):
    with vault.read() as reader:
        return [(row.state, row.reason) for row in records.steps_of(reader, [one])]


def prints(vault, one):
    with vault.read() as reader:
        return records.prints_of(reader, one)


def test_orders_of_all_circles_gather_and_are_posted_outer_by_outer(office):
    other = membership.add_circle(
        office.as_("anna"),
        name="HR",
        namnd="KS",
        kind=CircleKind.PERSONS,
        owner=office.anna,
        post_circle=office.post_circle,
    )
    office.vault.refresh()
    pupil, clerk = person(office, 0), person(office, 1, circle=other)
    first, second = order(office, pupil), order(office, clerk)
    rek = order(office, pupil, kind=Kind.REK)
    vault = office.as_("berit")
    proposal = batching.proposal(vault)
    assert [one.orders for one in proposal.outers] == [(first, second), (rek,)]
    batch = batching.begin(vault, [one.orders for one in proposal.outers])
    assert (batch.label, batch.circle, batch.mine) == ("S-2026-0001", office.post_circle, True)
    print_out(vault, batching.left(batching.pieces(batch)))
    for one in (second, rek, first):
        assert read_both(vault, batch, one).matched
    shared, alone = batch.outers
    batching.post(vault, batch.id, shared.id, TODAY)
    batching.post(vault, batch.id, alone.id, TODAY, f"{REK[:6]} {REK[6:]}")
    assert [state_of(vault, one) for one in (first, second, rek)] == [State.POSTED] * 3
    assert [row_of(vault, one).rek for one in (first, second, rek)] == [None, None, REK]
    assert {row_of(vault, one).posted_on for one in (first, second, rek)} == {TODAY}
    batching.finish(vault, batch.id)
    assert batching.current(vault) is None
    assert logged(vault, 1) == [("mail.batch_ended", "left=0;posted=3")]
    assert vault.check().ok


def test_the_print_order_is_all_inners_then_all_slips_then_the_outers(office):
    who = person(office)
    pairs = (Pair.C5_C4, Pair.DL_C5, Pair.C5_C4, Pair.C6_C5)
    orders = [order(office, who, pair=pair, delgivning=not place) for place, pair in enumerate(pairs)]
    batch = begun(office, orders)
    pieces = batching.pieces(batch)
    places = [PRINT_ORDER.index(one.paper) for one in pieces]
    assert places == sorted(places)
    assert [one.paper for one in pieces].count(PaperKind.RECEIPT) == 1
    assert [one.paper for one in pieces].count(PaperKind.INNER_FRONT) == len(orders)
    assert [one.paper for one in pieces].count(PaperKind.OUTER) == len(batch.outers)
    for paper in PaperKind:
        formats = [one.format.key for one in pieces if one.paper is paper]
        changes = sum(before != after for before, after in itertools.pairwise(formats))
        assert changes <= max(0, len(set(formats)) - 1), "the tray is changed once a format"
    followed = [
        [one.orders for one in pieces if one.paper is paper]
        for paper in (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.SLIP)
    ]
    assert followed[0] == followed[1] == followed[2]
    assert len({one.key for one in pieces}) == len(pieces)


def test_a_shared_outer_is_printed_once_and_stands_in_every_letters_ledger(office):
    who = person(office)
    orders = [order(office, who) for _ in range(3)]
    batch = begun(office, orders)
    (outer,) = [one for one in batching.pieces(batch) if one.paper is PaperKind.OUTER]
    assert set(outer.orders) == set(orders)
    made = printing.begin_many(office.vault, [outer], queue="kuvert")
    assert len(made[outer.key]) == 3
    printing.sent_many(office.vault, dict.fromkeys(made[outer.key], 41))
    told = printing.settled_many(office.vault, dict.fromkeys(made[outer.key], JobState.COMPLETED))
    assert set(told.values()) == {Outcome.COMPLETED}
    for one in orders:
        (line,) = prints(office.vault, one)
        assert (line.paper, line.job, line.outer, line.outcome) == ("outer", 41, outer.outer, "completed")
    assert [action for action, _ in logged(office.vault, 3)] == [
        "mail.prints_begun",
        "mail.prints_sent",
        "mail.prints_settled",
    ]


def test_a_letter_is_printed_when_the_last_of_its_papers_is_out(office):
    orders = [order(office), order(office, delgivning=True)]
    batch = begun(office, orders)
    *before, last = batching.pieces(batch)
    print_out(office.vault, before)
    assert {state_of(office.vault, one) for one in orders} == {State.ORDERED}
    print_out(office.vault, [last])
    assert {state_of(office.vault, one) for one in orders} == {State.PRINTED}
    assert batching.left(batching.pieces(batching.one(office.vault, batch.id))) == ()


def test_after_a_jam_the_run_goes_on_from_the_piece_that_failed(office):
    orders = [order(office) for _ in range(4)]
    batch = begun(office, orders)
    vault, pieces = office.vault, batching.pieces(batch)
    print_out(vault, pieces[:5])
    made = printing.begin_many(vault, pieces[5:8], queue="kuvert")
    failed, *behind = (made[one.key][0] for one in pieces[5:8])
    printing.sent_many(vault, {failed: 6, behind[0]: 7, behind[1]: 8})
    printing.settled_many(vault, {failed: JobState.FAILED, behind[0]: JobState.FAILED, behind[1]: JobState.GONE})
    now = batching.pieces(batching.current(vault))
    assert [one.key for one in now if one.printed] == [one.key for one in pieces[:5]]
    assert [one.key for one in now if one.asked] == [pieces[7].key]
    assert [one.key for one in batching.left(now)] == [one.key for one in (*pieces[5:7], *pieces[8:])]
    asked = posting.desk(vault, (State.ORDERED,)).asked
    assert [one.id for one in asked] == [behind[1]]
    printing.answer_many(vault, {behind[1]: True})
    now = batching.pieces(batching.current(vault))
    print_out(vault, batching.left(now))
    assert {state_of(vault, one) for one in orders} == {State.PRINTED}


def test_what_may_have_come_out_is_printed_again_with_a_reason_only(office):
    one = order(office)
    batch = printed(office, [one])
    vault, pieces = office.vault, batching.pieces(batch)
    refusal = refused("mail.reprint_reason", printing.begin_many, vault, pieces[:1], queue="kuvert")
    assert refusal.field == "reason"
    print_out(vault, pieces[:1], reason=Reprint.SMUDGED)
    assert [line.reason for line in prints(vault, one) if line.paper == "inner_front"] == [None, "smudged"]
    assert ("mail.prints_begun", "again=1;letters=1;papers=1;reason=smudged") in logged(vault, 3)


def test_a_reprint_that_fails_leaves_the_piece_to_be_printed(office):
    one = order(office)
    batch = printed(office, [one])
    vault, pieces = office.vault, batching.pieces(batch)
    print_out(vault, pieces[1:2], reason=Reprint.JAM, state=JobState.FAILED)
    left = batching.left(batching.pieces(batching.current(vault)))
    assert [one.key for one in left] == [pieces[1].key]
    print_out(vault, left)
    assert batching.left(batching.pieces(batching.current(vault))) == ()


def test_print_again_from_one_piece_on(office):
    batch = printed(office, [order(office), order(office)])
    pieces = batching.pieces(batch)
    again = batching.onward(pieces, pieces[3].key)
    assert again == pieces[3:]
    print_out(office.vault, again, reason=Reprint.WRONG_PAPER)
    refused("mail.gone", batching.onward, pieces, "inner_front.nothing")


def test_an_unanswered_print_needs_a_reason_too_and_a_failed_one_does_not(office):
    batch = begun(office, [order(office)])
    vault, pieces = office.vault, batching.pieces(batch)
    made = printing.begin_many(vault, pieces[:1], queue="kuvert")
    refused("mail.reprint_reason", printing.begin_many, vault, pieces[:1], queue="kuvert")
    printing.refused_many(vault, made[pieces[0].key])
    printing.begin_many(vault, pieces[:1], queue="kuvert")


def test_nothing_is_begun_when_one_of_many_is_refused(office):
    orders = [order(office), order(office)]
    batch = begun(office, orders)
    pieces = batching.pieces(batch)
    print_out(office.vault, pieces[-1:])
    refused("mail.reprint_reason", printing.begin_many, office.vault, pieces, queue="kuvert")
    assert sum(len(prints(office.vault, one)) for one in orders) == 2


def test_what_a_person_said_of_a_print_stands_against_the_queue(office):
    batch = begun(office, [order(office)])
    made = printing.begin_many(office.vault, batching.pieces(batch)[:1], queue="kuvert")
    ((one,),) = made.values()
    printing.answer_many(office.vault, {one: False})
    assert printing.settled_many(office.vault, {one: JobState.COMPLETED}) == {one: Outcome.FAILED}


def test_saved_papers_are_asked_about(office):
    batch = begun(office, [order(office)])
    made = printing.saved_many(office.vault, batching.pieces(batch))
    assert len(posting.desk(office.vault, (State.ORDERED,)).asked) == len(made)
    assert batching.left(batching.pieces(batching.current(office.vault))) == ()


def test_one_paper_printed_by_itself_counts_in_the_batch(office):
    one = order(office)
    batch = begun(office, [one])
    for paper in (PaperKind.INNER_FRONT, PaperKind.OUTER):
        made = printing.begin(office.vault, one, paper, queue="kuvert")
        printing.sent(office.vault, made, job=3)
        printing.settled(office.vault, made, JobState.COMPLETED)
    left = batching.left(batching.pieces(batching.one(office.vault, batch.id)))
    assert [one.paper for one in left] == [PaperKind.INNER_BACK, PaperKind.SLIP]


def test_letters_are_matched_in_any_order(office):
    orders = [order(office) for _ in range(6)]
    batch = printed(office, orders)
    shuffled = random.Random(5).sample(orders, len(orders))
    for one in shuffled:
        found = read_both(office.vault, batch, one)
        assert (found.matched, found.order) == (True, one)
        assert found.letter == found.inner != ""
    assert {state_of(office.vault, one) for one in orders} == {State.MATCHED}


def test_a_swap_stops_the_batch_tells_which_two_and_is_logged(office):
    orders = [order(office) for _ in range(3)]
    batch = printed(office, orders)
    vault = office.vault
    found = read_both(vault, batch, orders[0], orders[2])
    assert (found.matched, found.letter, found.inner) == (False, "F-2026-0001", "F-2026-0003")
    assert logged(vault, 1) == [("mail.mismatch", f"inner={orders[2]};letter={orders[0]}")]
    stop = batching.current(vault).stop
    assert (stop.letter, stop.inner) == ("F-2026-0001", "F-2026-0003")
    pieces = batching.pieces(batch)
    for call, args, named in (
        (read_both, (vault, batch, orders[1]), {}),
        (batching.unmatched, (vault, orders[1], Unmatched.SEALED), {}),
        (batching.post, (vault, batch.id, batch.outers[0].id, TODAY), {}),
        (batching.finish, (vault, batch.id), {}),
        (batching.faces, (vault, pieces[:1]), {}),
        (printing.begin_many, (vault, pieces[:1]), {"queue": "kuvert", "reason": Reprint.LOST}),
        (printing.begin, (vault, orders[1], PaperKind.SLIP), {"queue": "kuvert"}),
    ):
        refused("mail.batch_stopped", call, *args, **named)
    batching.resume(vault, batch.id)
    assert batching.current(vault).stop is None
    for one in orders:
        assert read_both(vault, batch, one).matched
    refused("mail.not_now", batching.resume, vault, batch.id)


def test_the_stop_is_there_again_after_the_program_has_been_closed(office):
    orders = [order(office) for _ in range(2)]
    batch = printed(office, orders)
    read_both(office.vault, batch, *orders)
    office.as_("anna")
    office.as_("berit")
    assert batching.current(office.vault).stop.letter == "F-2026-0001"
    refused("mail.batch_stopped", read_both, office.vault, batch, orders[0])


def test_a_stopped_batch_is_not_passed_by_way_of_the_single_letter(office):
    orders = [order(office) for _ in range(2)]
    batch = printed(office, orders)
    vault = office.vault
    read_both(vault, batch, *orders)
    piece = piece_of(vault, orders[0])
    refused("mail.in_batch", posting.match, vault, orders[0], letter=piece, inner=piece)
    refused("mail.in_batch", posting.post, vault, orders[0], on=TODAY, reason=Unmatched.ALONE)


def test_a_code_of_a_letter_outside_the_batch_never_matches(office):
    outside, inside = order(office), order(office)
    batch = printed(office, [inside])
    vault = office.vault
    refused("mail.not_in_batch", read_both, vault, batch, outside)
    found = read_both(vault, batch, inside, outside)
    assert (found.matched, found.letter, found.inner) == (False, "F-2026-0002", "F-2026-0001")
    assert batching.current(vault).stop is not None


def test_an_unknown_code_says_nothing_and_stops(office):
    one = order(office)
    batch = printed(office, [one])
    refused("mail.code_typo", batching.match, office.vault, batch.id, "AAAA-AAAC", "AAAA-AAAA")
    found = batching.match(office.vault, batch.id, piece_of(office.vault, one), "AAAA-AAAA")
    assert (found.matched, found.letter, found.inner) == (False, "F-2026-0001", "")
    assert batching.current(office.vault).stop is not None


def test_a_letter_is_matched_once_and_not_before_it_is_printed(office):
    one = order(office)
    batch = begun(office, [one])
    refused("mail.not_printed", read_both, office.vault, batch, one)
    print_out(office.vault, batching.pieces(batch))
    assert read_both(office.vault, batch, one).matched
    refused("mail.matched_already", read_both, office.vault, batch, one)


def test_the_same_paper_read_twice_is_no_pair(office):
    one = order(office)
    batch = printed(office, [one])
    slip = f"{piece_of(office.vault, one)}-B"
    assert refused("mail.code_side", batching.match, office.vault, batch.id, slip, slip).field == "inner"
    assert state_of(office.vault, one) is State.PRINTED


def test_sealing_without_a_match_needs_a_reason_that_stays_in_the_ledger(office):
    one, other = order(office), order(office)
    batch = printed(office, [one, other])
    vault = office.vault
    assert refused("mail.not_matched", batching.unmatched, vault, one, None).field == "reason"
    batching.unmatched(vault, one, Unmatched.UNREADABLE)
    assert steps(vault, one)[-1] == ("matched", "unreadable")
    assert logged(vault, 1) == [("mail.sealed_unmatched", "reason=unreadable")]
    read_both(vault, batch, other)
    batching.post(vault, batch.id, batch.outers[0].id, TODAY)
    assert [details for action, details in logged(vault, 3) if action == "mail.posted"] == ["matched=no", "matched=yes"]


def test_an_outer_is_posted_only_with_every_letter_sealed(office):
    orders = [order(office) for _ in range(2)]
    batch = printed(office, orders)
    vault, outer = office.vault, batch.outers[0].id
    read_both(vault, batch, orders[0])
    assert refused("mail.letter_unmatched", batching.post, vault, batch.id, outer, TODAY).params == {
        "label": "F-2026-0002"
    }
    assert {state_of(vault, one) for one in orders} == {State.MATCHED, State.PRINTED}
    read_both(vault, batch, orders[1])
    batching.post(vault, batch.id, outer, TODAY)
    refused("mail.not_now", batching.post, vault, batch.id, outer, TODAY)


def test_an_outer_is_not_posted_before_it_is_printed(office):
    one = order(office)
    batch = begun(office, [one])
    refused("mail.letter_unprinted", batching.post, office.vault, batch.id, batch.outers[0].id, TODAY)


def test_a_rek_goes_with_its_number_and_no_other_letter_has_it(office):
    orders = [order(office, kind=Kind.REK), order(office, kind=Kind.REK_PERSONAL), order(office)]
    batch = sealed(office, orders)
    vault = office.vault
    ordinary, rek, personal = batch.outers
    post = batching.post
    assert [outer.registered for outer in batch.outers] == [False, True, True]
    refused("mail.rek_missing", post, vault, batch.id, rek.id, TODAY)
    wrong = f"{REK[:10]}{(int(REK[10]) + 1) % 10}SE"
    assert refused("mail.rek_check", post, vault, batch.id, rek.id, TODAY, wrong).field == "rek"
    refused("mail.rek_unwanted", post, vault, batch.id, ordinary.id, TODAY, REK)
    refused("mail.day_missing", post, vault, batch.id, rek.id, None, REK)
    refused("mail.posted_future", post, vault, batch.id, rek.id, date(2026, 11, 22), REK)
    post(vault, batch.id, rek.id, TODAY, REK)
    assert refused("mail.rek_used", post, vault, batch.id, personal.id, TODAY, REK).field == "rek"
    batching.take_out(vault, batch.id, orders[1])
    assert refused("mail.rek_used", posting.post, vault, orders[1], on=TODAY, rek=REK).field == "rek"
    now = batching.one(vault, batch.id)
    assert [outer.rek for outer in now.outers] == ["", REK]


def test_two_reks_or_a_rek_in_company_are_never_begun(office):
    rek, other, letter = order(office, kind=Kind.REK), order(office, kind=Kind.REK), order(office)
    vault = office.as_("berit")
    for together in ([rek, other], [rek, letter]):
        refused("mail.rek_alone", batching.begin, vault, [together])
    with vault.read() as reader:
        assert reader.rows(select(records.batch)) == []


def test_a_parcel_travels_alone(office):
    parcel, letter = order(office, kind=Kind.PARCEL), order(office)
    vault = office.as_("berit")
    proposal = batching.proposal(vault)
    assert [one.orders for one in proposal.outers] == [(letter,), (parcel,)]
    other = order(office, kind=Kind.PARCEL)
    refused("mail.parcel_alone", batching.begin, office.as_("berit"), [[parcel, other]])


def test_a_letter_lies_in_one_open_batch_and_a_user_has_one(office):
    one, other = order(office), order(office)
    batch = begun(office, [one])
    vault = office.vault
    refused("mail.batch_open", batching.begin, vault, [[other]])
    assert [item.order for item in batching.proposal(vault).items] == [other]
    refused("mail.in_batch", batching.proposal, vault, [one])
    batching.finish(vault, batch.id)
    refused("mail.batch_ended", batching.finish, vault, batch.id)
    refused("mail.batch_ended", printing.begin_many, vault, batching.pieces(batch), queue="kuvert")
    again = batching.begin(vault, [[one, other]])
    assert again.label == "S-2026-0002"


def test_what_was_printed_in_an_ended_batch_is_not_printed_again_in_the_next(office):
    one = order(office)
    batch = sealed(office, [one])
    batching.finish(office.vault, batch.id)
    again = begun(office, [one])
    (outer,) = batching.pieces(again)
    assert (outer.paper, outer.printed) == (PaperKind.OUTER, False)
    print_out(office.vault, [outer])
    batching.post(office.vault, again.id, again.outers[0].id, TODAY)
    assert state_of(office.vault, one) is State.POSTED


def test_an_empty_or_strange_batch_is_not_begun(office):
    one = order(office)
    vault = office.as_("berit")
    refused("mail.batch_empty", batching.begin, vault, [])
    refused("mail.batch_empty", batching.begin, vault, [[]])
    refused("mail.order_twice", batching.begin, vault, [[one], [one]])
    refused("mail.gone", batching.begin, vault, [["0" * 32]])


def test_a_letter_called_off_is_out_of_its_outer_and_must_be_taken_out_of_the_pile(office):
    orders = [order(office) for _ in range(3)]
    batch = sealed(office, orders)
    ordering.call_off(office.as_("anna"), orders[1])
    vault = office.as_("berit")
    now = batching.current(vault)
    assert [row.id for row in now.rows] == [orders[0], orders[2]]
    assert [row.id for row in now.called_off] == [orders[1]]
    outer = now.outers[0].id
    assert refused("mail.called_off_inside", batching.post, vault, batch.id, outer, TODAY).params == {
        "label": "F-2026-0002"
    }
    refused("mail.called_off_inside", batching.finish, vault, batch.id)
    refused("mail.called_off", printing.begin_many, vault, [batching.pieces(batch)[-1]], queue="k", reason=Reprint.LOST)
    batching.take_out(vault, batch.id, orders[1])
    assert logged(vault, 1) == [("mail.taken_out", "called_off=yes")]
    batching.post(vault, batch.id, outer, TODAY)
    assert [state_of(vault, one) for one in orders] == [State.POSTED, State.CANCELLED, State.POSTED]


def test_a_letter_called_off_before_anything_was_printed_asks_for_nothing(office):
    orders = [order(office) for _ in range(2)]
    batch = begun(office, orders)
    ordering.call_off(office.as_("anna"), orders[1])
    vault = office.as_("berit")
    now = batching.current(vault)
    assert now.called_off == ()
    print_out(vault, batching.pieces(now))
    read_both(vault, batch, orders[0])
    batching.post(vault, batch.id, now.outers[0].id, TODAY)
    batching.finish(vault, batch.id)


def test_a_called_off_letter_that_is_read_says_so(office):
    orders = [order(office) for _ in range(2)]
    batch = printed(office, orders)
    ordering.call_off(office.as_("anna"), orders[0])
    assert refused("mail.called_off", read_both, office.as_("berit"), batch, orders[0]).params == {
        "label": "F-2026-0001"
    }


def test_an_outer_whose_letters_are_all_called_off_is_not_posted(office):
    one = order(office)
    batch = begun(office, [one])
    ordering.call_off(office.as_("anna"), one)
    vault = office.as_("berit")
    refused("mail.outer_empty", batching.post, vault, batch.id, batch.outers[0].id, TODAY)
    assert batching.current(vault).outers == ()


def test_a_letter_laid_aside_waits_on_the_desk_as_it_is(office):
    orders = [order(office) for _ in range(2)]
    batch = sealed(office, orders)
    vault = office.vault
    batching.take_out(vault, batch.id, orders[1])
    assert state_of(vault, orders[1]) is State.MATCHED
    assert [item.order for item in batching.proposal(vault).items] == [orders[1]]
    refused("mail.not_in_batch", batching.take_out, vault, batch.id, orders[1])
    batching.post(vault, batch.id, batch.outers[0].id, TODAY)
    refused("mail.not_now", batching.take_out, vault, batch.id, orders[0])
    assert state_of(vault, orders[1]) is State.MATCHED


def test_a_posted_letter_comes_back_and_its_batch_is_no_hindrance(office):
    one = order(office)
    batch = sealed(office, [one])
    vault = office.vault
    batching.post(vault, batch.id, batch.outers[0].id, TODAY)
    office.clock.days(3)
    posting.take_return(vault, one, on=date(2026, 11, 24), reason=ReturnReason.NOT_COLLECTED)
    assert state_of(vault, one) is State.RETURNED
    batching.finish(vault, batch.id)


def test_a_letter_with_an_open_question_is_neither_sealed_nor_posted(office):
    orders = [order(office) for _ in range(2)]
    batch = printed(office, orders)
    vault = office.vault
    naming.ask(vault, orders[0], "Någon Annan")
    refused("mail.question_open", read_both, vault, batch, orders[0])
    refused("mail.question_open", batching.unmatched, vault, orders[0], Unmatched.SEALED)
    read_both(vault, batch, orders[1])
    naming.ask(vault, orders[1], "Någon Annan")
    batching.take_out(vault, batch.id, orders[0])
    refused("mail.question_open", batching.post, vault, batch.id, batch.outers[0].id, TODAY)
    assert state_of(vault, orders[1]) is State.MATCHED


def test_a_letter_whose_person_has_said_no_since_is_not_begun_and_not_posted(office):
    one = order(office)
    vault = office.as_("berit")
    said = {"way": PostWay.FORMEDLING, "blocked": False}

    def check_allowed(_reader, _person, channel):
        assert channel == "brev"
        if said["blocked"]:
            raise Refusal("contact.blocked")

    ways = Ways(post_way=lambda *_: said["way"], check_allowed=check_allowed)
    for change in ({"way": PostWay.HAMTAS}, {"way": PostWay.ADRESS}, {"blocked": True}):
        said.update({"way": PostWay.FORMEDLING, "blocked": False} | change)
        assert refused("mail.changed_since", batching.begin, vault, [[one]], ways=ways).params == {
            "label": "F-2026-0001"
        }
    said.update(blocked=False, way=PostWay.FORMEDLING)
    batch = batching.begin(vault, [[one]], ways=ways)
    print_out(vault, batching.pieces(batch))
    read_both(vault, batch, one)
    said.update(blocked=True)
    refused("mail.changed_since", batching.post, vault, batch.id, batch.outers[0].id, TODAY, ways=ways)
    batching.take_out(vault, batch.id, one)
    refused("mail.changed_since", posting.post, vault, one, on=TODAY, ways=ways)
    assert state_of(vault, one) is State.MATCHED


def test_only_one_who_works_in_the_post_circle_may_do_anything(office):
    one = order(office)
    batch = printed(office, [one])
    pieces = batching.pieces(batch)
    with office.vault.read() as reader:
        line = records.prints_of(reader, one)[0].id
    vault = office.as_("anna")
    assert batching.current(vault) is None
    assert batching.unfinished(vault) == ()
    assert batching.proposal(vault).items == ()
    outer = batch.outers[0].id
    for call, args, named in (
        (batching.begin, ([[one]],), {}),
        (batching.proposal, ([one],), {}),
        (batching.one, (batch.id,), {}),
        (batching.faces, (pieces[:1],), {}),
        (batching.match, (batch.id, "AAAA-AAAA", "AAAA-AAAA"), {}),
        (batching.unmatched, (one, Unmatched.ALONE), {}),
        (batching.resume, (batch.id,), {}),
        (batching.post, (batch.id, outer, TODAY), {}),
        (batching.take_out, (batch.id, one), {}),
        (batching.finish, (batch.id,), {}),
        (batching.sending_list, (batch.id,), {}),
        (batching.list_made, (batch.id,), {"registered": False, "saved": False}),
        (printing.begin_many, (pieces,), {"queue": "kuvert", "reason": Reprint.LOST}),
        (printing.saved_many, (pieces,), {"reason": Reprint.LOST}),
        (printing.sent_many, ({line: 1},), {}),
        (printing.settled_many, ({line: JobState.FAILED},), {}),
        (printing.refused_many, ([line],), {}),
        (printing.answer_many, ({line: False},), {}),
    ):
        refused("mail.not_yours", call, vault, *args, **named)


def test_two_post_circles_never_share_an_outer_or_a_batch(office):
    vault = office.as_("anna")
    second = membership.add_circle(vault, name="Posten två", namnd="KS", kind=CircleKind.POST, owner=office.berit)
    membership.adopt_circles(office.as_("berit"))
    office.vault.refresh()
    other = membership.add_circle(
        office.as_("anna"), name="HR", namnd="KS", kind=CircleKind.PERSONS, owner=office.anna, post_circle=second
    )
    office.vault.refresh()
    here, there = order(office, person(office, 0)), order(office, person(office, 1, circle=other))
    vault = office.as_("berit")
    vault.refresh()
    assert [one.orders for one in batching.proposal(vault).outers] == [(here,), (there,)] or [
        one.orders for one in batching.proposal(vault).outers
    ] == [(there,), (here,)]
    refused("mail.circles_differ", batching.begin, vault, [[here, there]])
    refused("mail.circles_differ", batching.begin, vault, [[here], [there]])
    batching.begin(vault, [[there]])
    assert batching.current(vault).circle == second


def test_a_colleague_sees_the_unfinished_batch_and_may_end_it(office):
    one = order(office)
    batch = begun(office, [one])
    vault = office.as_("anna")
    once = membership.add_user(vault, login="cilla", name="Cilla Postexpeditör")
    office._open("cilla", once)
    from tests.mail.world import PASSPHRASE

    membership.finish_first_unlock(office.vault, PASSPHRASE)
    cilla = office.vault.session.user.id
    assert batching.unfinished(office.vault) == ()
    vault = office.as_("berit")
    from spidesk.vault.session import Role

    membership.attest(vault, cilla)
    membership.join(vault, office.post_circle, cilla, (Role.POSTEXPEDITOR,))
    vault = office.as_("cilla")
    assert batching.current(vault) is None
    (found,) = batching.unfinished(vault)
    assert (found.id, found.mine) == (batch.id, False)
    batching.finish(vault, batch.id)


def test_faces_open_the_recipient_line_of_inner_fronts_alone_and_it_is_logged_first(office):
    orders = [order(office, person(office, place)) for place in range(2)]
    batch = begun(office, orders)
    pieces = batching.pieces(batch)
    said = batching.faces(office.vault, pieces)
    for piece, face in zip(pieces, said, strict=True):
        assert bool(face.number) == (piece.paper is PaperKind.INNER_FRONT)
    actions = [action for action, _ in logged(office.vault, 4)]
    assert actions == ["mail.papers_asked", "mail.paper_made", "mail.paper_made", "mail.papers_opened"]
    assert len({face.number for face in said if face.number}) == 2


def test_what_the_post_writes_is_whole_and_what_an_outsider_writes_there_is_found(office):
    one = order(office)
    batch = printed(office, [one])
    naming.ask(office.vault, one, "Någon Annan")
    assert office.vault.check().findings == ()
    with office.as_("anna").write() as writer:
        row = writer.one(select(records.outer))
        writer.update(records.outer, row.id, version=row.version, posted_on=TODAY)
        writer.note("mail.outer_posted", object=batch.id)
    found = [(finding.code, finding.where) for finding in office.vault.check().findings]
    assert found == [("row.writer", "mail_outer")]


def test_the_lists_say_labels_and_formats_and_are_logged(office):
    who = person(office)
    orders = [order(office, who), order(office, who, kind=Kind.REK)]
    batch = sealed(office, orders)
    batching.post(office.vault, batch.id, batch.outers[1].id, TODAY, REK)
    found = batching.sending_list(office.vault, batch.id)
    assert batching.list_made(office.vault, batch.id, registered=True, saved=False) == found
    assert (found.label, found.day, found.outers) == ("S-2026-0001", TODAY, 2)
    assert [(one.label, one.rek) for one in found.letters] == [("F-2026-0001", ""), ("F-2026-0002", REK)]
    assert logged(office.vault, 1) == [("mail.list_printed", "letters=2;registered=yes")]


def test_nothing_of_the_person_stands_in_the_batchs_open_columns(office):
    who = person(office, 3)
    sealed(office, [order(office, who)])
    with office.vault.read() as reader:
        tables = (records.batch, records.outer, records.print_, records.step)
        whole = repr([tuple(row) for table in tables for row in reader.rows(select(table))])
    for word in (who.reference, who.id, "Prov3", "rlemyr"):
        assert word not in whole
