"""A vault of every release opens for ever: what was written on 2026-11-21 is read today, whatever its shape."""

import json
import shutil
from pathlib import Path

import pytest

from spidesk.vault import membership
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import Role
from spidesk.vault.vault import Vault
from tests.vault.building import ANNA, BO, Identity, rename

STORED = Path(__file__).parent / "stored"
NAMES = sorted(one.stem for one in STORED.glob("*.spivault"))


@pytest.fixture(params=NAMES)
def told(request):
    return {"stored": request.param, **json.loads((STORED / f"{request.param}.json").read_text(encoding="utf-8"))}


@pytest.fixture
def folder(tmp_path, told):
    name = f"{told['stored']}.spivault"
    return shutil.copytree(STORED / name, tmp_path / name)


def test_the_vaults_of_both_shapes_are_there():
    assert {"first", "ordered", "second"} <= set(NAMES)


def opened(folder, login, passphrase):
    """Open it as the program does, with the work factors that stand in the file."""
    return Vault.open(folder, login=login, passphrase=passphrase, seen=HeadStore(folder.parent / "state"))


def names(vault, told):
    with vault.read() as reader:
        found = reader.history(told["person"], "identity", Identity, action="person.history", reference="SP-2026-0001")
        parts = reader.open_parts(
            told["person"], "channel:", Identity, action="contact.opened", reference="SP-2026-0001"
        )
    return [one.value.name for one in found], {name: one.value.name for name, one in parts.items()}


@pytest.mark.parametrize(("login", "passphrase"), [("anna", ANNA), ("bo", BO)])
def test_its_members_read_what_was_written(folder, told, login, passphrase):
    vault = opened(folder, login, passphrase)
    assert names(vault, told) == (["Förnamn Åberg", "Förnamn Öberg"], {"channel:1": "brev"})
    assert vault.check().ok
    vault.close()


def test_everything_else_in_it_is_read_too(folder, told):
    vault = opened(folder, "anna", ANNA)
    with vault.read() as reader:
        drop = bytes.fromhex(told["drop"])
        found = reader.open_drop(told["post"], drop, Identity, purpose="mail.recipient", row="r1", action="mail.opened")
        assert found.name == "mottagare"
        assert [value for _, value in reader.drafts(dict).values()] == [{"text": "påbörjat"}]
        assert reader.blind(told["circle"], "198900109802").hex() == told["blind"]
        roles = {one.user: one.roles for one in membership.members(reader, told["circle"])}
    assert sorted(map(sorted, roles.values())) == [[Role.HANDLAGGARE], [Role.HANDLAGGARE, Role.KRETSAGARE]]
    vault.close()


def test_it_can_be_written_and_recovered(folder, told):
    vault = opened(folder, "anna", ANNA)
    rename(vault, told["person"], "Ny", after=2)
    vault.close()
    codes = {name: bytes.fromhex(code) for name, code in told["codes"].items()}
    again = membership.recover(
        folder,
        codes["c"],
        codes["a"],
        login="bo",
        new_passphrase="en helt ny lång fras",
        seen=HeadStore(folder.parent / "state"),
    )
    assert names(again, told)[0][-1] == "Ny"
    assert again.check().ok
    again.close()
