"""The demo vault: every role has its place, and each user reads the own circle and no other."""

import pytest

from spidesk.demo import build
from spidesk.person import actions as person_actions
from spidesk.person import records
from spidesk.refusal import Refusal
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import Role
from spidesk.vault.vault import Vault

LIGHT = SlotParams(memory_kib=64, passes=1, lanes=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = tmp_path_factory.mktemp("demo")
    folder, seen = place / "Demo.spivault", HeadStore(place / "heads")
    build.build(folder, seen=seen, params=LIGHT, told=lambda _: None)
    return folder, seen


@pytest.fixture
def opened(made):
    vaults = []

    def open_as(login):
        folder, seen = made
        user = next(one for one in build.USERS if one.login == login)
        vault = Vault.open(folder, login=login, passphrase=user.passphrase, seen=seen, params=LIGHT)
        vaults.append(vault)
        return vault

    yield open_as
    for vault in vaults:
        vault.close()


@pytest.mark.parametrize(("login", "readable"), [("karin.ek", 4), ("ahmed.lind", 4), ("eva.sund", 8), ("nils.berg", 0)])
def test_each_colleague_lists_the_persons_of_their_own_circles_only(opened, login, readable):
    vault = opened(login)
    assert len(person_actions.people(vault)) == readable


def test_the_four_have_different_roles_and_the_vault_is_whole(opened):
    vault = opened("nils.berg")
    assert [one.name for one in vault.session.circles_with(Role.POSTEXPEDITOR)] == ["Posten"]
    assert not vault.session.user.admin
    assert vault.check().ok


def test_a_postexpeditor_opens_no_person(opened):
    vault = opened("nils.berg")
    with vault.read() as reader:
        row = reader.rows(records.record.select().limit(1))[0]
        with pytest.raises(Refusal):
            reader.open_part(row.id, "identity", dict, action="test.try", reference=row.reference)
