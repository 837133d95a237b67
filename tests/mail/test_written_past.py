"""A user of the vault outside both circles writes in a letter's row past the rooms: the letter does not go.

What its maker sealed is whole; but whether it is matched, whose it is and which outer envelope it lies in stands open.
"""

import pytest

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions import batching, posting, printing
from spidesk.mail.rules.order import Kind, PaperKind, State, Unmatched
from tests.mail.forging import forge, stranger
from tests.mail.packing import begun, order, person, printed, read_both, row_of, sealed, state_of, with_check
from tests.mail.test_actions import TODAY, refused
from tests.mail.world import OPEN


def written(office, one, **values):
    """Let a stranger write in an order, logged and signed as their own; then back to the post."""
    row, login = row_of(office.vault, one), stranger(office)
    forge(office, login, lambda writer: writer.update(records.order, one, version=row.version, **values))
    return office.as_("berit")


def test_a_letter_that_a_stranger_calls_matched_is_not_posted(office):
    one = order(office)
    vault = written(office, one, state="matched")
    refused("mail.order_changed", posting.post, vault, one, on=TODAY, ways=OPEN)
    refused("mail.order_changed", posting.post, vault, one, on=TODAY, reason=Unmatched.SEALED, ways=OPEN)
    assert state_of(vault, one) is State.MATCHED


def test_what_the_post_writes_afterwards_does_not_answer_for_it(office):
    one = order(office)
    vault = written(office, one, state="matched")
    batch = begun(office, [one])
    refused("mail.order_changed", batching.post, vault, batch.id, batch.outers[0].id, TODAY, ways=OPEN)


def test_a_letter_given_to_another_person_is_not_posted(office):
    """The last look asks whether that person may be written to: another's answer must not count."""
    one = order(office)
    batch = sealed(office, [one])
    vault = written(office, one, person=person(office, 3).id)
    refused("mail.order_changed", batching.post, vault, batch.id, batch.outers[0].id, TODAY, ways=OPEN)


@pytest.mark.parametrize("rek", ["", with_check("12345678")])
def test_a_rek_moved_into_the_company_of_another_is_not_posted(office, rek):
    ordinary, registered = order(office), order(office, person(office, 3), kind=Kind.REK)
    batch = sealed(office, [ordinary, registered])
    outer = row_of(office.vault, ordinary).outer
    vault = written(office, registered, outer=outer)
    with pytest.raises(Exception, match=r"mail\."):
        batching.post(vault, batch.id, outer, TODAY, rek, ways=OPEN)
    assert state_of(vault, ordinary) is State.MATCHED


def test_a_printed_letter_that_a_stranger_touched_is_not_sealed_in_the_batch(office):
    one = order(office)
    batch = printed(office, [one])
    vault = written(office, one, latest_arrival=None)
    refused("mail.order_changed", read_both, vault, batch, one)


def test_what_a_person_said_of_a_single_print_stands_against_the_queue(office):
    one = order(office)
    vault = office.as_("berit")
    line = printing.begin(vault, one, PaperKind.SLIP, queue="kuvert")
    printing.sent(vault, line, job=4)
    printing.answer(vault, line, printed=False)
    printing.settled(vault, line, JobState.COMPLETED)
    with vault.read() as reader:
        assert records.a_print(reader, line).outcome == "failed"
