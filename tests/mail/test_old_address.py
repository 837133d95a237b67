"""Skatteverket has moved since a letter was ordered: it does not go to where they were, alone or in company.

The papers of an order say what they said when it was ordered. A shared outer envelope says what the first letter in it
says, so two letters of different addresses would have brought one of them to the wrong place.
"""

from datetime import timedelta

from spidesk.mail.actions import batching, posting
from spidesk.mail.rules.order import PaperKind, State
from tests.mail.packing import begun, order, person, printed, read_both, sealed, state_of
from tests.mail.test_actions import TODAY, refused
from tests.mail.test_editions import NEW, add
from tests.mail.world import OPEN

OLD = "Skatteverket\nFörmedlingsuppdrag\nBox 2820\n403 20 Göteborg"


def test_letters_of_two_addresses_never_share_an_outer_envelope(office):
    before = order(office)
    add(office)
    after = order(office, person(office, 3))
    vault = office.as_("berit")
    refused("mail.changed_since", batching.begin, vault, [[before, after]], ways=OPEN)
    batch = begun(office, [after])
    pieces = batching.pieces(batch)
    faces = zip(pieces, batching.faces(vault, pieces), strict=True)
    assert [face.edition.address for one, face in faces if one.paper is PaperKind.OUTER] == [tuple(NEW.split("\n"))]


def test_a_batch_begun_before_the_move_is_not_posted_after_it(office, clock):
    one = order(office)
    add(office, valid_from=TODAY + timedelta(days=1))
    batch = sealed(office, [one])
    clock.days(1)
    on = TODAY + timedelta(days=1)
    refused("mail.changed_since", batching.post, office.vault, batch.id, batch.outers[0].id, on, ways=OPEN)
    batching.take_out(office.vault, batch.id, one)
    refused("mail.changed_since", posting.post, office.vault, one, on=on, ways=OPEN)
    assert state_of(office.vault, one) is State.MATCHED


def test_a_move_to_come_and_other_new_rules_hold_nothing_up(office):
    one = order(office)
    add(office, valid_from=TODAY + timedelta(days=1))
    add(office, address=OLD, forwarding_days=30)
    batch = printed(office, [one])
    assert read_both(office.vault, batch, one).matched
    batching.post(office.vault, batch.id, batch.outers[0].id, TODAY, ways=OPEN)
    assert state_of(office.vault, one) is State.POSTED
