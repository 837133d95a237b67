"""The office every test of mail works in."""

import pytest
from sqlalchemy import select

from spidesk.documents.queue import JobState
from spidesk.mail import records
from spidesk.mail.actions import ordering, printing
from spidesk.mail.actions.ledger import label_of
from spidesk.mail.rules.order import Kind, papers_of
from spidesk.ui.look import theme
from spidesk.ui.look.theme import Mode
from tests.mail.world import OPEN, Clock, Office, Seat


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def office(tmp_path, clock):
    made = Office(tmp_path / "prov.spivault", clock)
    yield made
    made.vault.close()


@pytest.fixture
def ways():
    """Nothing stands in the way of a letter."""
    return OPEN


@pytest.fixture
def seat(qtbot, qapp, office):
    """Seat a user at the program; only one at a time sits there."""
    theme.start(qapp, Mode.LIGHT)
    seated = []

    def take(login):
        while seated:
            seated.pop().close()
        seated.append(Seat(office, login, lambda ready: qtbot.waitUntil(ready, timeout=20_000)))
        return seated[0]

    yield take
    for one in seated:
        one.close()
        assert not one.faults


@pytest.fixture
def opened(qtbot):
    """Show a page as the shell does."""

    def show(seat, page, width=1100, height=700):
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        qtbot.waitExposed(page)
        page.shown()
        seat.settle()
        return page

    return show


@pytest.fixture
def person(office):
    return office.person()


@pytest.fixture
def ordered(office, person):
    """One letter, ordered by Anna."""

    def order(**changed):
        vault = office.as_("anna")
        label = ordering.place(vault, person.id, office.asked(**changed), OPEN)
        with vault.read() as reader:
            rows = reader.rows(select(records.order))
        return next(row.id for row in rows if label_of(row) == label)

    return order


@pytest.fixture
def printed(office, ordered):
    """One letter, all its papers printed by Berit."""

    def ready(**changed):
        order = ordered(**changed)
        vault = office.as_("berit")
        with vault.read() as reader:
            row = records.of(reader, order)
        for paper in papers_of(Kind(row.kind), bool(row.delgivning)):
            printing.settled(vault, printing.begin(vault, order, paper, queue="kuvert"), JobState.COMPLETED)
        return order

    return ready
