"""The ledger of the whole desk: parcels, delgivning, returns, ends, filters, and what a postexpeditör never gets."""

from datetime import date

import pytest

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions import batching, due, ordering, posting, printing
from spidesk.mail.document import papers
from spidesk.mail.rules.order import (
    PARCEL_PAIR,
    Called,
    Ended,
    Kind,
    Pair,
    PaperKind,
    Parcel,
    ReturnReason,
    State,
    Unmatched,
    Warned,
    papers_of,
)
from spidesk.mail.rules.piece import Side, scanned
from spidesk.vault.errors import Damaged
from tests.mail.forging import forge, stranger
from tests.mail.test_actions import TODAY, logged, piece_of, placed, refused, state_of

PARCEL = Parcel(weight_g=1_500, length_mm=300, width_mm=200, height_mm=100)
AS_PARCEL = {"kind": Kind.PARCEL, "pair": PARCEL_PAIR, "parcel": PARCEL}


@pytest.fixture
def recipient(office):
    return office.person()


def print_all(office, order):
    vault = office.as_("berit")
    row = posting.one(vault, order)
    for paper in papers_of(row.kind, row.delgivning):
        one = printing.begin(vault, order, paper, queue="kuvert")
        printing.sent(vault, one, job=7)
        printing.settled(vault, one, JobState.COMPLETED)


def posted(office, ways, recipient, **changed):
    order = placed(office, ways, recipient, **changed)
    print_all(office, order)
    posting.post(office.vault, order, on=TODAY, rek=changed.pop("rek", ""), reason=Unmatched.UNREADABLE)
    return order


def person_row(office, ways, recipient):
    return ordering.offer(office.as_("anna"), recipient.id, ways).orders[0]


def test_a_parcel_goes_from_the_order_to_the_post_with_its_measures(office, ways, recipient):
    order = placed(office, ways, recipient, **AS_PARCEL)
    vault = office.as_("berit")
    row = posting.one(vault, order)
    assert (row.kind, row.pair, row.parcel, row.thickness_mm, row.delgivning) == (
        Kind.PARCEL, PARCEL_PAIR, PARCEL, None, False,
    )  # fmt: skip
    found = posting.envelope(vault, order, PaperKind.INNER_FRONT)
    assert (found.parcel, found.kind) == (PARCEL, Kind.PARCEL)
    for paper in papers_of(row.kind, row.delgivning):
        assert papers.make(paper, found).pdf
    print_all(office, order)
    posting.post(vault, order, on=TODAY, reason=Unmatched.UNREADABLE)
    assert person_row(office, ways, recipient).parcel == PARCEL


def test_a_delgivning_is_printed_when_receipt_and_reply_are_too(office, ways, recipient):
    order = placed(office, ways, recipient, kind=Kind.REK, delgivning=True, thickness_mm=4)
    vault = office.as_("berit")
    for paper in papers_of(Kind.REK, False):
        one = printing.begin(vault, order, paper, queue="kuvert")
        printing.settled(vault, one, JobState.COMPLETED)
    assert state_of(office, order) is State.ORDERED
    for paper in (PaperKind.RECEIPT, PaperKind.REPLY):
        one = printing.begin(vault, order, paper, queue="kuvert")
        printing.settled(vault, one, JobState.COMPLETED)
    assert state_of(office, order) is State.PRINTED
    assert posting.one(vault, order).thickness_mm == 4
    made = posting.envelope(vault, order, PaperKind.RECEIPT)
    assert (made.delgivning, made.number) == (True, "")


def test_a_delgivning_is_closed_by_its_receipt_and_asked_after_when_none_comes(office, ways, recipient, clock):
    order = posted(office, ways, recipient, delgivning=True)

    def asked(on):
        with office.as_("anna").read() as reader:
            return [one.title for one in due(reader, on) if "Delgivningskvittot" in one.title]

    assert asked(date(2026, 12, 14)) == []
    (title,) = asked(date(2026, 12, 15))
    assert person_row(office, ways, recipient).label in title
    ordering.close(office.vault, order, how=Ended.RECEIPT)
    assert asked(date(2026, 12, 31)) == []
    seen = person_row(office, ways, recipient)
    assert (seen.state, seen.steps[-1].reason, seen.delgivning) == (State.DONE, "receipt", True)


def test_how_a_letter_ended_is_kept_and_only_its_handler_says_so(office, ways, recipient):
    order = posted(office, ways, recipient)
    refused("person.role_needed", ordering.close, office.vault, order, how=Ended.TOLD)
    refused("mail.ended_missing", ordering.close, office.as_("anna"), order, how=None)
    refused("mail.receipt_unasked", ordering.close, office.vault, order, how=Ended.RECEIPT)
    ordering.close(office.vault, order, how=Ended.TOLD)
    assert logged(office.vault)[-1] == "mail.done"
    refused("mail.not_now", ordering.close, office.vault, order, how=Ended.TOLD)
    refused("mail.not_now", posting.take_return, office.as_("berit"), order, on=TODAY, reason=ReturnReason.DAMAGED)


def test_a_return_is_found_by_its_code_and_becomes_work_until_it_is_resent(office, ways, recipient):
    order = posted(office, ways, recipient)
    vault = office.as_("berit")
    piece = piece_of(office, order)
    assert posting.returned(vault, scanned(piece, Side.INNER)).id == order
    assert posting.returned(vault, piece.lower()).id == order
    refused("mail.code_empty", posting.returned, vault, " ")
    refused("mail.code_unknown", posting.returned, office.as_("anna"), piece)
    posting.take_return(office.as_("berit"), order, on=TODAY, reason=ReturnReason.NO_ID)
    with office.as_("anna").read() as reader:
        assert [one.title for one in due(reader, TODAY) if "retur" in one.title]
    again = placed(office, ways, recipient, resends=order)
    assert state_of(office, order) is State.RESENT
    newest, oldest = ordering.offer(office.as_("anna"), recipient.id, ways).orders
    assert (newest.resends, oldest.resends) == (oldest.label, "")
    assert [(one.state, one.reason) for one in oldest.steps][-2:] == [(State.RETURNED, "no_id"), (State.RESENT, "")]
    with office.vault.read() as reader:
        assert not [one.title for one in due(reader, TODAY) if "retur" in one.title]
    refused("mail.not_returned", placed, office, ways, recipient, resends=again)


def test_a_returned_letter_is_closed_with_how_it_was_dealt_with(office, ways, recipient):
    order = posted(office, ways, recipient)
    posting.take_return(office.vault, order, on=TODAY, reason=ReturnReason.NOT_COLLECTED)
    ordering.close(office.as_("anna"), order, how=Ended.HANDED_OVER)
    assert logged(office.vault)[-1] == "mail.return_closed"
    assert person_row(office, ways, recipient).steps[-1].reason == "handed_over"


def test_why_an_order_was_called_off_is_kept(office, ways, recipient):
    order = placed(office, ways, recipient)
    ordering.call_off(office.vault, order, reason=Called.MISTAKE)
    assert person_row(office, ways, recipient).steps[-1].reason == "mistake"
    assert [one.reason for one in posting.history(office.as_("berit"), order)] == ["", "mistake"]


def test_the_ledger_is_filtered(office, ways, recipient, clock):
    first = posted(office, ways, recipient)
    clock.days(10)
    second = placed(office, ways, recipient, kind=Kind.REK)
    print_all(office, second)
    later = date(2026, 12, 1)
    posting.post(office.vault, second, on=later, rek="RR123456785SE", reason=Unmatched.SEALED)
    third = placed(office, ways, recipient, **AS_PARCEL)
    vault = office.as_("berit")

    def found(states=tuple(State), **named):
        return [row.id for row in posting.desk(vault, states, **named).rows]

    assert found() == [first, second, third]
    assert found((State.POSTED,)) == [first, second]
    assert found(kinds=(Kind.REK, Kind.PARCEL)) == [second, third]
    assert found(posted=(later, None)) == [second]
    assert found(posted=(None, TODAY)) == [first]
    assert found(posted=(TODAY, later)) == [first, second]
    assert found(posted=(date(2026, 12, 2), None)) == []
    assert found(text="f-2026-0003") == [third]
    assert found(text="0002") == [second]
    assert found(text="rr 123 456") == [second]
    assert found(text="SP-2026") == []
    assert found(outer="0" * 32) == []


def test_nothing_a_postexpeditor_gets_leads_to_the_person(office, ways, recipient):
    order = posted(office, ways, recipient, delgivning=True)
    vault = office.as_("berit")
    with vault.read() as reader:
        told: list[object] = list(due(reader, date(2027, 3, 1)))
        row = records.of(reader, order)
    told += [*posting.desk(vault, tuple(State)).rows, posting.one(vault, order), *posting.history(vault, order)]
    told += [posting.envelope(vault, order, paper) for paper in papers_of(Kind.ORDINARY, True)]
    told.append(posting.returned(vault, row.piece))
    whole = repr(told)
    assert len(told) > 8
    for secret in (recipient.reference, recipient.id, office.circle, "Skolan"):
        assert secret not in whole


@pytest.mark.parametrize(
    ("made", "changed"),
    [
        ({}, {"kind": "rek_personal"}),
        ({}, {"delgivning": True}),
        ({}, {"thickness_mm": 2}),
        ({"delgivning": True}, {"delgivning": None}),
        ({"delgivning": True}, {"delgivning": False}),
        ({"thickness_mm": 4}, {"thickness_mm": None}),
        ({"thickness_mm": 4}, {"thickness_mm": None, "delgivning": True}),
        (AS_PARCEL, {"weight_g": 1_499}),
        (AS_PARCEL, {"height_mm": None}),
        (AS_PARCEL, {"length_mm": 200, "width_mm": 300}),
        (AS_PARCEL, {"kind": "ordinary", "pair": "C5_C4"}),
        ({"kind": Kind.REK}, {"kind": "ordinary"}),
        ({}, {"pair": "230x160_C4"}),
    ],
)
def test_what_was_ordered_is_what_is_printed(office, ways, recipient, made, changed):
    """Another user rewrites what stands open: the recipient line does not open."""
    order = placed(office, ways, recipient, **made)
    assert posting.envelope(office.as_("berit"), order, PaperKind.INNER_FRONT).number
    stranger(office)
    forge(office, "cecilia", lambda writer: writer.update(records.order, order, version=1, **changed))
    for paper in (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.SLIP, PaperKind.OUTER):
        with pytest.raises(Damaged, match=r"drop\.author"):
            posting.envelope(office.as_("berit"), order, paper)


@pytest.mark.parametrize(
    "changed",
    [
        {"sender_lines": "Karl Illvilja\nBakgatan 1\n111 11 Ort"},
        {"sender_neutral": "Karl Illvilja, Bakgatan 1"},
        {"kind": "ordinary"},
        {"edition": date(2020, 1, 1)},
    ],
)
def test_an_order_rewritten_after_its_front_was_printed_gives_no_more_papers_and_is_not_posted(
    office, ways, recipient, changed
):
    """The return address on the back would bring the letter, number and all, to whoever wrote it there."""
    order = placed(office, ways, recipient, kind=Kind.REK)
    print_all(office, order)
    assert posting.envelope(office.vault, order, PaperKind.INNER_FRONT).number
    stranger(office)

    def attack(writer):
        writer.update(records.order, order, version=records.of(writer, order).version, **changed)

    forge(office, "cecilia", attack)
    vault = office.as_("berit")
    for paper in (PaperKind.INNER_BACK, PaperKind.OUTER):
        with pytest.raises(Damaged, match=r"drop\.author"):
            posting.envelope(vault, order, paper)
    rek = "" if changed.get("kind") == "ordinary" else "RR123456785SE"
    refused("mail.order_changed", posting.post, vault, order, on=TODAY, rek=rek, reason=Unmatched.UNREADABLE)


def test_a_batch_is_one_thing_to_do_and_says_when_it_is_stopped(office, ways, recipient, clock):
    alone = placed(office, ways, recipient)
    together = [placed(office, ways, recipient, latest_arrival=date(2026, 12, day)) for day in (10, 8)]
    batch = batching.begin(office.as_("berit"), [together])

    def told():
        with office.vault.read() as reader:
            return [(one.on, one.title, one.reference, one.place.tab) for one in due(reader, TODAY)]

    label = posting.one(office.vault, alone).label
    assert told() == [
        (date(2026, 11, 28), "Gör klart sändningen", batch.label, "batch"),
        (TODAY, "Skriv ut brevets papper", label, ""),
    ]
    with office.vault.write() as writer:
        writer.update(records.batch, batch.id, version=1, stopped_at=writer.now.replace(tzinfo=None))
        writer.note("mail.mismatch", object=batch.id)
    assert told()[0][1] == "Sändningen är stoppad: ett brev och ett innerkuvert hör inte ihop"


def test_the_order_form_is_warned_for_the_kind_at_hand(office, ways, recipient):
    offer = ordering.offer(office.vault, recipient.id, ways)
    assert offer.warnings(Kind.REK, None) == (Warned.CHILD_REK, Warned.NO_PROOF)
    assert offer.warnings(Kind.REK, None, delgivning=True) == (Warned.CHILD_REK, Warned.DELGIVNING)
    assert offer.warnings(Kind.PARCEL, None) == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({**AS_PARCEL, "pair": Pair.C5_C4}, "mail.parcel_pair"),
        ({"kind": Kind.PARCEL, "pair": PARCEL_PAIR}, "mail.parcel_missing"),
        ({"thickness_mm": 31}, "mail.thickness_range"),
        ({"pair": Pair(Pair.C5_C4.outer, Pair.C5_C4.inner)}, "mail.pair_fit"),
    ],
)
def test_an_order_that_cannot_be_wrapped_is_not_kept(office, ways, recipient, changed, code):
    refused(code, placed, office, ways, recipient, **changed)
    assert ordering.offer(office.vault, recipient.id, ways).orders == ()
