"""The office every test of mail works in."""

import pytest

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
