"""A batch in a real vault: letters of several people ordered, gathered at the post, printed and sealed."""

from pathlib import Path

from sqlalchemy import select

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions import batching, ordering, printing
from spidesk.mail.rules.order import PARCEL_PAIR, Kind, State
from spidesk.mail.rules.parcel import Parcel
from spidesk.person.rules import Identity
from tests.mail.world import OPEN

NUMBERS = (Path(__file__).parents[1] / "data" / "testnumbers.txt").read_text().split()
A_PARCEL = Parcel(weight_g=900, length_mm=300, width_mm=200, height_mm=80)
NAMES = ("Ärlemyr", "Bøgestrand", "Çelikdorn", "Ďurovholt", "Eßgryn", "Fjällkvim", "Ğunlurd", "Håvmösk")


def person(office, place=0, **changed):
    """Somebody with one of the published test numbers and a name of their own."""
    identity = Identity(given=f"Prov{place}", family=NAMES[place % len(NAMES)], numbers=(NUMBERS[place],))
    return office.person(**{"identity": identity, **changed})


def order(office, who=None, ways=OPEN, **changed):
    """One letter to somebody, ordered by Anna; its id."""
    who = who or office.person(same_number=True)
    if changed.get("kind") is Kind.PARCEL:
        changed = {"pair": PARCEL_PAIR, "parcel": A_PARCEL, **changed}
    label = ordering.place(office.as_("anna"), who.id, office.asked(**changed), ways)
    return by_label(office.vault, label).id


def by_label(vault, label):
    """The row of an order."""
    _, year, number = label.split("-")
    with vault.read() as reader:
        return reader.one(
            select(records.order).where(records.order.c.year == int(year), records.order.c.number == int(number))
        )


def row_of(vault, one):
    """The row of an order, by id."""
    with vault.read() as reader:
        return records.of(reader, one)


def state_of(vault, one):
    """Where an order stands."""
    return State(row_of(vault, one).state)


def piece_of(vault, one):
    """The piece code of an order."""
    return row_of(vault, one).piece


def begun(office, orders):
    """A batch of Berit's with these orders as the program proposes them."""
    vault = office.as_("berit")
    proposal = batching.proposal(vault, orders)
    return batching.begin(vault, [one.orders for one in proposal.outers])


def print_out(vault, pieces, *, reason=None, state=JobState.COMPLETED, ahead=50):
    """Print these pieces a few at a time, and let the queue say what became of them."""
    job = 0
    for start in range(0, len(pieces), ahead):
        prints = printing.begin_many(vault, pieces[start : start + ahead], queue="kuvert", reason=reason)
        jobs = {}
        for ones in prints.values():
            job += 1
            jobs |= dict.fromkeys(ones, job)
        printing.sent_many(vault, jobs)
        printing.settled_many(vault, dict.fromkeys(jobs, state))


def printed(office, orders):
    """The same, with every paper printed."""
    batch = begun(office, orders)
    print_out(office.vault, batching.left(batching.pieces(batch)))
    return batching.one(office.vault, batch.id)


def read_both(vault, batch, letter, inner=None):
    """Read the code of one order's letter, and of its own or another's inner envelope."""
    return batching.match(vault, batch.id, piece_of(vault, letter), piece_of(vault, inner or letter))


def sealed(office, orders):
    """The same, with every letter matched."""
    batch = printed(office, orders)
    for one in orders:
        assert read_both(office.vault, batch, one).matched
    return batching.one(office.vault, batch.id)


def with_check(digits):
    """The rek number with these eight digits and its check digit (UPU S10)."""
    total = sum(int(one) * weight for one, weight in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
    return f"RR{digits}{check}SE"
