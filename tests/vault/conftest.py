"""A place for a vault, and a small vault in it."""

import pytest

from tests.vault.building import Place, add_circle, add_person


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture
def vault(place):
    made, _ = place.create()
    yield made
    made.close()


@pytest.fixture
def circle(vault):
    return add_circle(vault)


@pytest.fixture
def person(vault, circle):
    return add_person(vault, circle)
