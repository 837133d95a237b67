"""The workstation's clock is set back between two prints of one paper: the newest is still the newest.

By the clock alone a paper that came out would count as failed, and be printed once more without a reason: two inner
envelopes of one letter. And one that nobody knows about would count as printed.
"""

from spidesk.documents.queue import JobState
from spidesk.mail.actions import batching, printing
from spidesk.mail.records import batches
from tests.mail.packing import begun, order, person, print_out
from tests.mail.test_actions import refused


def test_what_came_out_after_the_clock_was_set_back_is_not_printed_again_without_a_reason(office, clock):
    batch = begun(office, [order(office)])
    vault, pieces = office.vault, batching.pieces(batch)
    print_out(vault, pieces[:1], state=JobState.FAILED)
    clock.days(-1)
    print_out(vault, pieces[:1])
    assert pieces[0].key not in {one.key for one in batching.left(batching.pieces(batching.one(vault, batch.id)))}
    refused("mail.reprint_reason", printing.begin_many, vault, pieces[:1], queue="kuvert")


def test_a_reprint_nobody_knows_about_is_asked_whatever_the_clock_says(office, clock):
    one = order(office)
    batch = begun(office, [one])
    vault, pieces = office.vault, batching.pieces(batch)
    print_out(vault, pieces)
    clock.days(-1)
    printing.begin(vault, one, pieces[0].paper, queue="kuvert")
    assert batching.pieces(batching.one(vault, batch.id))[0].asked


def test_a_shared_outer_envelope_is_begun_at_one_moment(office, clock):
    batch = begun(office, [order(office), order(office, person(office, 3))])
    pieces = batching.pieces(batch)
    ticking = office.clock

    def later():
        ticking.now += printing._NEXT
        return ticking.now

    office.vault.opened.held.clock = later
    printing.begin_many(office.vault, pieces[-1:], queue="kuvert")
    with office.vault.read() as reader:
        lines = batches.prints_of(reader, pieces[-1].orders)
    assert (len(lines), len({line.at for line in lines})) == (2, 1)
