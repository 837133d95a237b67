"""A vault of every release opens for ever: what was written on 2026-11-21 is read today."""

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
TOLD = json.loads((STORED / "first.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(STORED / "first.spivault", tmp_path / "first.spivault")


def opened(folder, login, passphrase):
    """Open it as the program does, with the work factors that stand in the file."""
    return Vault.open(folder, login=login, passphrase=passphrase, seen=HeadStore(folder.parent / "state"))


def names(vault):
    with vault.read() as reader:
        found = reader.history(TOLD["person"], "identity", Identity, action="person.history", reference="SP-2026-0001")
        parts = reader.open_parts(
            TOLD["person"], "channel:", Identity, action="contact.opened", reference="SP-2026-0001"
        )
    return [one.value.name for one in found], {name: one.value.name for name, one in parts.items()}


@pytest.mark.parametrize(("login", "passphrase"), [("anna", ANNA), ("bo", BO)])
def test_its_members_read_what_was_written(folder, login, passphrase):
    vault = opened(folder, login, passphrase)
    assert names(vault) == (["Förnamn Åberg", "Förnamn Öberg"], {"channel:1": "brev"})
    assert vault.check().ok
    vault.close()


def test_everything_else_in_it_is_read_too(folder):
    vault = opened(folder, "anna", ANNA)
    with vault.read() as reader:
        drop = bytes.fromhex(TOLD["drop"])
        found = reader.open_drop(TOLD["post"], drop, Identity, purpose="mail.recipient", row="r1", action="mail.opened")
        assert found.name == "mottagare"
        assert [value for _, value in reader.drafts(dict).values()] == [{"text": "påbörjat"}]
        assert reader.blind(TOLD["circle"], "198900109802").hex() == TOLD["blind"]
        roles = {one.user: one.roles for one in membership.members(reader, TOLD["circle"])}
    assert sorted(map(sorted, roles.values())) == [[Role.HANDLAGGARE], [Role.HANDLAGGARE, Role.KRETSAGARE]]
    vault.close()


def test_it_can_be_written_and_recovered(folder):
    vault = opened(folder, "anna", ANNA)
    rename(vault, TOLD["person"], "Ny", after=2)
    vault.close()
    codes = {name: bytes.fromhex(code) for name, code in TOLD["codes"].items()}
    again = membership.recover(
        folder,
        codes["c"],
        codes["a"],
        login="bo",
        new_passphrase="en helt ny lång fras",
        seen=HeadStore(folder.parent / "state"),
    )
    assert names(again)[0][-1] == "Ny"
    assert again.check().ok
    again.close()
