"""The person has got another number since a letter was ordered: the envelope bears the former, and it does not go."""

from spidesk.mail.actions import batching, posting, printing
from spidesk.mail.rules.order import PaperKind, State
from spidesk.person import actions
from spidesk.person.rules import Identity
from tests.mail.packing import NUMBERS, order, person, sealed, state_of
from tests.mail.test_actions import TODAY, refused
from tests.mail.world import OPEN


def renumber(office, who, after=1):
    """What "Visa och ändra" saves."""
    identity = Identity(given="Prov", family="Nytt", numbers=(NUMBERS[40 + after],))
    actions.change_identity(office.as_("anna"), who.id, identity, after=after)


def test_a_letter_with_a_former_number_is_not_posted_nor_begun(office):
    who = person(office)
    one, other = order(office, who), order(office, person(office, 1))
    batch = sealed(office, [one])
    renumber(office, who)
    vault = office.as_("berit")
    refused("mail.changed_since", batching.post, vault, batch.id, batch.outers[0].id, TODAY, ways=OPEN)
    batching.take_out(vault, batch.id, one)
    refused("mail.changed_since", posting.post, vault, one, on=TODAY, ways=OPEN)
    batching.finish(vault, batch.id)
    late = order(office, who)
    renumber(office, who, after=2)
    vault = office.as_("berit")
    refused("mail.changed_since", batching.begin, vault, [[late, other]], ways=OPEN)
    assert state_of(vault, one) is State.MATCHED
    again = order(office, who)
    batch = sealed(office, [again])
    batching.post(office.vault, batch.id, batch.outers[0].id, TODAY, ways=OPEN)
    assert state_of(office.vault, again) is State.POSTED


def test_what_bears_the_code_is_printed_in_one_copy(office):
    one = order(office)
    vault = office.as_("berit")
    for paper in (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.SLIP):
        refused("mail.one_copy", printing.begin, vault, one, paper, queue="kuvert", copies=2)
    assert printing.begin(vault, one, PaperKind.OUTER, queue="kuvert", copies=2)
