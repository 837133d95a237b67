"""The ledger of letters in a real vault, from the order to the post and back."""

from datetime import date

import pytest
from sqlalchemy import select

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions import Ways, due, ordering, posting, printing, senders
from spidesk.mail.document import papers
from spidesk.mail.rules.order import (
    Enclosures,
    Kind,
    Pair,
    PaperKind,
    RecipientLine,
    ReturnReason,
    State,
    Unmatched,
    Warned,
    papers_of,
)
from spidesk.mail.rules.posting import Outcome
from spidesk.person.rules import Identity, PostWay, Protection, Skydd, SkyddState
from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.session import CircleKind
from tests.mail.world import FAMILY, NUMBERS

TODAY = date(2026, 11, 21)


def refused(code, call, *args, **named):
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    assert caught.value.code == code
    return caught.value


def order_of(vault, label):
    with vault.read() as reader:
        for row in reader.rows(select(records.order)):
            if ordering.label_of(row) == label:
                return row
    raise LookupError(label)


def logged(vault):
    """The actions in the log, oldest first."""
    from spidesk.vault.store import audit

    with vault.read() as reader:
        return [row.action for row in reader.rows(select(audit.EVENT.c.action).order_by(audit.EVENT.c.seq))]


def placed(office, ways, person=None, **changed):
    person = person or office.person()
    label = ordering.place(office.as_("anna"), person.id, office.asked(**changed), ways)
    return order_of(office.vault, label).id


def print_all(office, order):
    vault = office.as_("berit")
    for paper in papers_of(Kind.ORDINARY, False):
        one = printing.begin(vault, order, paper, queue="kuvert")
        printing.sent(vault, one, job=7)
        printing.settled(vault, one, JobState.COMPLETED)


def state_of(office, order):
    with office.vault.read() as reader:
        return State(records.of(reader, order).state)


def piece_of(office, order):
    with office.vault.read() as reader:
        return records.of(reader, order).piece


def test_an_order_goes_all_the_way_to_the_post(office, ways):
    order = placed(office, ways, kind=Kind.REK)
    assert state_of(office, order) is State.ORDERED
    print_all(office, order)
    assert state_of(office, order) is State.PRINTED
    piece = piece_of(office, order)
    assert posting.match(office.vault, order, letter=piece, inner=piece.lower()).matched
    assert state_of(office, order) is State.MATCHED
    posting.post(office.vault, order, on=TODAY, rek="RR 123 456 785 SE")
    (row,) = posting.desk(office.vault, (State.POSTED,)).rows
    assert (row.state, row.posted_on, row.rek) == (State.POSTED, TODAY, "RR123456785SE")
    offer = ordering.offer(office.as_("anna"), order_person(office, order), ways)
    (seen,) = offer.orders
    assert [one.state for one in seen.steps] == [State.ORDERED, State.PRINTED, State.MATCHED, State.POSTED]
    assert [one.by for one in seen.steps] == ["Anna Handläggare", *["Berit Postexpeditör"] * 3]


def order_person(office, order):
    with office.vault.read() as reader:
        return records.of(reader, order).person


def test_the_recipient_line_opens_for_the_post_circle_alone(office, ways):
    order = placed(office, ways)
    refused("mail.not_yours", posting.reveal, office.as_("anna"), order)
    line = posting.reveal(office.as_("berit"), order)
    assert line == RecipientLine(number=NUMBERS[0], name="")
    assert logged(office.vault)[-1] == "mail.recipient_shown"


def test_the_postexpeditor_opens_no_person_and_no_enclosures(office, ways):
    person = office.person()
    order = placed(office, ways, person)
    vault = office.as_("berit")
    refused("person.role_needed", ordering.offer, vault, person.id, ways)
    refused("person.role_needed", ordering.enclosures_of, vault, order)
    (row,) = posting.desk(vault, (State.ORDERED,)).rows
    shown = {name: getattr(row, name) for name in row.__dataclass_fields__}
    assert person.reference not in repr(shown)
    assert person.id not in repr(shown)


def test_the_handler_reads_the_enclosures_and_it_is_logged(office, ways):
    order = placed(office, ways, others_named=True, others="Ett syskon", others_checked=True)
    assert ordering.enclosures_of(office.vault, order) == Enclosures(contents="beslut, två sidor", others="Ett syskon")
    assert logged(office.vault)[-1] == "mail.enclosures_read"


def test_nothing_of_the_person_stands_in_an_open_column(office, ways):
    placed(office, ways, others_named=True, others="Ett syskon", others_checked=True)
    with office.vault.read() as reader:
        whole = repr([tuple(row) for table in (records.order, records.step) for row in reader.rows(select(table))])
    for word in (NUMBERS[0], NUMBERS[0][2:], FAMILY, "Örjan", "beslut", "syskon"):
        assert word not in whole


def test_only_the_inner_front_opens_the_recipient_line(office, ways):
    order = placed(office, ways)
    vault = office.as_("berit")
    before = len(logged(vault))
    assert posting.envelope(vault, order, PaperKind.INNER_FRONT).number == NUMBERS[0]
    for paper in (PaperKind.INNER_BACK, PaperKind.SLIP, PaperKind.OUTER):
        papers.make(paper, posting.envelope(vault, order, paper))
        assert posting.envelope(vault, order, paper).number == ""
    assert logged(vault)[before:] == ["mail.paper_made"]


def test_the_other_papers_carry_nothing_of_it_and_see_that_the_order_is_as_ordered(office, ways):
    order = placed(office, ways)
    vault = office.as_("berit")
    before = len(logged(vault))
    for paper in (PaperKind.INNER_BACK, PaperKind.OUTER):
        found = posting.envelope(vault, order, paper)
        assert (found.number, found.name) == ("", "")
    assert logged(vault)[before:] == ["mail.order_checked"]


def test_the_name_is_sealed_only_where_the_setting_says_so(office, ways):
    person = office.person()
    senders.put_name_on_inner(office.as_("anna"), wanted=True)
    named = placed(office, ways, person)
    senders.put_name_on_inner(office.vault, wanted=False)
    bare = placed(office, ways, person)
    vault = office.as_("berit")
    assert posting.reveal(vault, named).name == f"Örjan {FAMILY}"
    assert posting.reveal(vault, bare).name == ""


def test_a_name_that_fits_no_envelope_is_refused_at_the_order(office, ways):
    senders.put_name_on_inner(office.as_("anna"), wanted=True)
    person = office.person(identity=Identity(given="Ann " * 20, family="W" * 60, numbers=(NUMBERS[1],)))
    refused("mail.too_long", ordering.place, office.vault, person.id, office.asked(pair=Pair.C6_C5), ways)
    assert ordering.offer(office.vault, person.id, ways).orders == ()


@pytest.mark.parametrize(("way", "code"), [(PostWay.HAMTAS, "mail.collected"), (PostWay.ADRESS, "mail.other_address")])
def test_an_order_stops_where_post_goes_another_way(office, ways, way, code):
    person = office.person()
    other = Ways(post_way=lambda *_: way, check_allowed=ways.check_allowed)
    assert ordering.offer(office.vault, person.id, other).stop.code == code
    refused(code, ordering.place, office.vault, person.id, office.asked(), other)


def test_a_blocked_channel_stops_the_order(office, ways):
    def never(_reader, _person, channel):
        assert channel == "brev"
        raise Refusal("contact.blocked")

    person = office.person()
    blocked = Ways(post_way=ways.post_way, check_allowed=never)
    assert ordering.offer(office.vault, person.id, blocked).stop.code == "contact.blocked"
    refused("contact.blocked", ordering.place, office.vault, person.id, office.asked(), blocked)


def test_a_school_number_and_an_ended_protection_are_refused(office, ways):
    school = office.person(identity=Identity(given="Barn", family="Ett", numbers=("20150102TF01",)))
    refused("mail.tf_number", ordering.place, office.vault, school.id, office.asked(), ways)
    ended = Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.ENDED, valid_until=date(2026, 11, 1))
    over = office.person(NUMBERS[2], protection=ended)
    refused("mail.protection_ended", ordering.place, office.vault, over.id, office.asked(), ways)


def test_traces_in_the_enclosures_are_warned_of_first(office, ways):
    person = office.person()
    asked = office.asked(contents="brev till Storgatan 12")
    refused("person.text_guard", ordering.place, office.vault, person.id, asked, ways)
    ordering.place(office.vault, person.id, asked, ways, seen=True)
    assert "person.guard_passed" in logged(office.vault)


def test_a_circle_without_a_ready_post_circle_cannot_order(office, ways):
    vault = office.as_("anna")
    bare = membership.add_circle(vault, name="Ensam", namnd="Socialnämnden", kind=CircleKind.PERSONS, owner=office.anna)
    waits = membership.add_circle(vault, name="Väntar", namnd="Socialnämnden", kind=CircleKind.POST, owner=office.berit)
    half = membership.add_circle(
        vault, name="Halv", namnd="Socialnämnden", kind=CircleKind.PERSONS, owner=office.anna, post_circle=waits
    )
    vault.refresh()
    for circle, number, code in ((bare, NUMBERS[1], "no_post_circle"), (half, NUMBERS[2], "post_circle_waits")):
        person = office.person(number, circle=circle)
        assert ordering.offer(vault, person.id, ways).stop.code == f"mail.{code}"
        refused(f"mail.{code}", ordering.place, vault, person.id, office.asked(), ways)


def test_a_failed_print_never_counts_and_an_unknown_one_is_asked(office, ways):
    order = placed(office, ways)
    vault = office.as_("berit")
    for paper, state in zip(papers_of(Kind.ORDINARY, False), ("completed", "failed", "gone", "unknown"), strict=True):
        one = printing.begin(vault, order, paper, queue="kuvert")
        printing.sent(vault, one, job=1)
        printing.settled(vault, one, JobState(state))
    desk = posting.desk(vault, (State.ORDERED,))
    (row,) = desk.rows
    assert row.printed == {PaperKind.INNER_FRONT}
    assert [one.paper for one in desk.asked] == [PaperKind.SLIP, PaperKind.OUTER]
    for one in desk.asked:
        printing.answer(vault, one.id, printed=True)
    assert state_of(office, order) is State.ORDERED, "the back is still missing"
    again = printing.begin(vault, order, PaperKind.INNER_BACK, queue="kuvert")
    printing.settled(vault, again, JobState.COMPLETED)
    assert state_of(office, order) is State.PRINTED


@pytest.mark.parametrize("how", ["begun", "sent", "saved"])
def test_a_print_cut_off_in_the_middle_is_asked_at_the_next_opening(office, ways, how):
    """As after a power cut between the printer and the ledger: the vault is opened anew and nothing is assumed."""
    order = placed(office, ways)
    vault = office.as_("berit")
    if how == "saved":
        printing.saved(vault, order, PaperKind.SLIP)
    else:
        one = printing.begin(vault, order, PaperKind.SLIP, queue="kuvert")
        if how == "sent":
            printing.sent(vault, one, job=9)
    office.as_("anna")
    (asked,) = posting.desk(office.as_("berit"), ()).asked
    assert asked.outcome is Outcome(how)
    assert (asked.job is not None) == (how == "sent")
    with office.vault.read() as reader:
        assert any("skrevs papperet ut" in one.title for one in due(reader, TODAY))
    printing.answer(office.vault, asked.id, printed=False)
    assert posting.desk(office.vault, (State.ORDERED,)).rows[0].printed == frozenset()


def test_a_refused_print_is_a_failed_one(office, ways):
    order = placed(office, ways)
    one = printing.begin(office.as_("berit"), order, PaperKind.OUTER, queue="kuvert")
    printing.refused(office.vault, one)
    desk = posting.desk(office.vault, (State.ORDERED,))
    assert desk.asked == ()
    assert desk.rows[0].printed == frozenset()


def test_a_mismatch_stops_tells_whose_it_is_and_is_logged(office, ways):
    person = office.person()
    first, second = placed(office, ways, person), placed(office, ways, person)
    for order in (first, second):
        print_all(office, order)
    mine, other = piece_of(office, first), piece_of(office, second)
    answer = posting.match(office.vault, first, letter=mine, inner=other)
    assert (answer.matched, answer.letter, answer.inner) == (False, "F-2026-0001", "F-2026-0002")
    assert logged(office.vault)[-1] == "mail.mismatch"
    assert state_of(office, first) is State.PRINTED
    assert refused("mail.code_typo", posting.match, office.vault, first, letter=mine, inner="x").field == "inner"
    assert state_of(office, first) is State.PRINTED


def test_a_swapped_pair_is_no_match_even_when_the_codes_agree(office, ways):
    person = office.person()
    first, second = placed(office, ways, person), placed(office, ways, person)
    for order in (first, second):
        print_all(office, order)
    other = piece_of(office, second)
    assert not posting.match(office.vault, first, letter=other, inner=other).matched


def test_nothing_is_matched_or_posted_before_it_is_printed(office, ways):
    order = placed(office, ways)
    office.as_("berit")
    piece = piece_of(office, order)
    refused("mail.not_printed", posting.match, office.vault, order, letter=piece, inner=piece)
    refused("mail.not_printed", posting.post, office.vault, order, on=TODAY, reason=Unmatched.ALONE)


def test_posting_without_a_match_needs_a_reason_that_stays_in_the_ledger(office, ways):
    order = placed(office, ways)
    print_all(office, order)
    refused("mail.not_matched", posting.post, office.vault, order, on=TODAY)
    posting.post(office.vault, order, on=TODAY, reason=Unmatched.UNREADABLE)
    with office.vault.read() as reader:
        assert records.steps_of(reader, [order])[-1].reason == "unreadable"


def test_a_matched_inner_envelope_is_not_printed_again(office, ways):
    order = placed(office, ways)
    print_all(office, order)
    piece = piece_of(office, order)
    posting.match(office.vault, order, letter=piece, inner=piece)
    refused("mail.print_late", printing.begin, office.vault, order, PaperKind.INNER_FRONT, queue="kuvert")
    printing.begin(office.vault, order, PaperKind.OUTER, queue="kuvert")


def returned(office, ways, person):
    order = placed(office, ways, person)
    print_all(office, order)
    posting.post(office.vault, order, on=TODAY, reason=Unmatched.ALONE)
    office.clock.days(5)
    posting.take_return(office.vault, order, on=date(2026, 11, 26), reason=ReturnReason.NOT_COLLECTED)
    return order


def test_a_return_becomes_work_for_the_handler_until_it_is_sent_again(office, ways):
    person = office.person()
    order = returned(office, ways, person)
    vault = office.as_("anna")
    with vault.read() as reader:
        (item,) = due(reader, date(2026, 11, 26))
    assert item.title == "Brev F-2026-0001 har kommit i retur"
    assert (item.place.page, item.place.person, item.place.tab) == ("people", person.id, "post")
    ordering.place(vault, person.id, office.asked(resends=order), ways)
    assert state_of(office, order) is State.RESENT
    with vault.read() as reader:
        assert due(reader, date(2026, 11, 26)) == []


def test_a_return_can_be_closed_in_another_way(office, ways):
    order = returned(office, ways, office.person())
    ordering.close_return(office.as_("anna"), order)
    assert state_of(office, order) is State.DONE
    refused("mail.not_now", ordering.close_return, office.vault, order)


def test_only_a_returned_letter_is_sent_again(office, ways):
    person = office.person()
    order = placed(office, ways, person)
    asked = office.asked(resends=order)
    refused("mail.not_returned", ordering.place, office.vault, person.id, asked, ways)
    assert len(ordering.offer(office.vault, person.id, ways).orders) == 1


def test_an_order_is_called_off_until_it_is_posted(office, ways):
    person = office.person()
    first, second = placed(office, ways, person), placed(office, ways, person)
    ordering.call_off(office.vault, first)
    assert state_of(office, first) is State.CANCELLED
    refused("mail.print_late", printing.begin, office.as_("berit"), first, PaperKind.SLIP, queue="kuvert")
    print_all(office, second)
    posting.post(office.vault, second, on=TODAY, reason=Unmatched.ALONE)
    refused("mail.not_now", ordering.call_off, office.as_("anna"), second)


def test_what_is_due_at_the_post_follows_the_ledger(office, ways):
    order = placed(office, ways, latest_arrival=date(2026, 12, 24))
    with office.as_("berit").read() as reader:
        (item,) = due(reader, TODAY)
    assert (item.on, item.reference, item.place.page) == (date(2026, 12, 14), "F-2026-0001", "post")
    print_all(office, order)
    with office.vault.read() as reader:
        assert [one.title for one in due(reader, TODAY)] == ["Läs av koderna före igenklistring"]


def test_a_letter_that_is_late_is_the_handlers_business_too(office, ways):
    placed(office, ways, latest_arrival=date(2026, 12, 24))
    with office.vault.read() as reader:
        assert due(reader, date(2026, 12, 14)) == []
        (item,) = due(reader, date(2026, 12, 15))
    assert item.title == "Brev F-2026-0001 är inte postat i tid"


def test_only_an_administrator_keeps_the_return_addresses(office):
    lines = "Storstads kommun\nBox 99\n123 45 Storstad"
    vault = office.as_("berit")
    refused("mail.admin_needed", senders.approve, vault, lines=lines)
    refused("mail.admin_needed", senders.end, vault, office.sender)
    refused("mail.admin_needed", senders.put_name_on_inner, vault, wanted=True)
    assert not senders.kept(vault).may_change


def test_an_ended_return_address_is_offered_no_more_and_old_letters_keep_it(office, ways):
    person = office.person()
    order = placed(office, ways, person)
    other = senders.approve(office.vault, lines="Storstads kommun\nBox 99\n123 45 Storstad")
    senders.end(office.vault, office.sender)
    offer = ordering.offer(office.vault, person.id, ways)
    assert [one.id for one in offer.senders] == [other]
    asked = office.asked()
    refused("mail.sender_missing", ordering.place, office.vault, person.id, asked, ways)
    refused("mail.gone", senders.end, office.vault, office.sender)
    back = posting.envelope(office.as_("berit"), order, PaperKind.INNER_BACK)
    assert back.sender.lines == ("Storstads kommun", "Box 12", "123 45 Storstad")


def test_without_any_return_address_the_offer_says_so(office, ways):
    person = office.person()
    senders.end(office.vault, office.sender)
    assert ordering.offer(office.vault, person.id, ways).stop.code == "mail.no_sender"


def test_piece_codes_are_not_shared(office, ways):
    person = office.person()
    orders = [placed(office, ways, person) for _ in range(5)]
    assert len({piece_of(office, order) for order in orders}) == 5


def test_a_refused_order_leaves_no_trace(office, ways):
    person = office.person()
    refused("mail.contents_empty", ordering.place, office.vault, person.id, office.asked(contents=" "), ways)
    with office.vault.read() as reader:
        assert reader.rows(select(records.order)) == []


def test_the_warnings_of_the_rules_reach_the_offer(office):
    ways = Ways(post_way=lambda *_: PostWay.OKANT, check_allowed=lambda *_: None)
    offer = ordering.offer(office.as_("anna"), office.person().id, ways)
    found = offer.warnings(Kind.REK, None)
    assert set(found) == {Warned.WAY_UNKNOWN, Warned.NO_PROOF, Warned.CHILD_REK}
