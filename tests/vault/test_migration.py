"""A vault of an older shape is brought up on a copy; one of a newer shape is refused."""

import shutil

import pytest
from sqlalchemy import inspect, select, text

from spidesk.refusal import Refusal
from spidesk.vault.migrations import upgrade
from spidesk.vault.store.schema import EVENT
from tests.vault.building import MARKER, read_name

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{newest}"


def upgrade():
    op.add_column("vault_user", sa.Column("phone", sa.Text))
    op.create_table("vault_later", sa.Column("id", sa.Text, primary_key=True))
    {fail}
"""


@pytest.fixture
def later(tmp_path, monkeypatch):
    """Let the program know one more migration, from now on; gives how to write it."""

    def write(fail="pass"):
        scripts = tmp_path / "scripts"
        shutil.copytree(upgrade.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        more = LATER.format(fail=fail, newest=upgrade.newest())
        (scripts / "versions" / "9001_later.py").write_text(more, encoding="utf-8")
        monkeypatch.setattr(upgrade, "SCRIPTS", scripts)

    return write


def test_an_older_vault_is_brought_up_and_holds_what_it_held(place, vault, person, later):
    vault.close()
    older = upgrade.newest()
    later()
    for _ in range(2):
        with place.opened() as newer:
            connection = newer.opened.held.db.connection
            assert "phone" in {one["name"] for one in inspect(connection).get_columns("vault_user")}
            assert read_name(newer, person) == MARKER
            assert newer.check().ok
            said = connection.execute(select(EVENT.c.details).where(EVENT.c.action == "vault.migrated")).scalars()
            assert said.all() == [f"revision={older}"]
    left = {path.name for path in place.folder.iterdir()}
    assert not {one for one in left if "before" in one or "copy" in one}


def test_a_migration_that_fails_leaves_the_old_vault(place, vault, person, later, monkeypatch):
    vault.close()
    before = place.database.read_bytes()
    scripts = upgrade.SCRIPTS
    later("raise ValueError('halvvägs')")
    with pytest.raises(ValueError, match="halvvägs"):
        place.open()
    assert place.database.read_bytes() == before
    monkeypatch.setattr(upgrade, "SCRIPTS", scripts)
    with place.opened() as again:
        assert read_name(again, person) == MARKER
        assert again.check().ok


def test_a_vault_brought_up_is_refused_by_the_older_program(place, vault, later, monkeypatch):
    vault.close()
    scripts = upgrade.SCRIPTS
    later()
    place.open().close()
    monkeypatch.setattr(upgrade, "SCRIPTS", scripts)
    with pytest.raises(Refusal) as refused:
        place.open()
    assert refused.value.code == "vault.newer"


def test_a_database_without_any_shape_is_damaged(place, vault):
    vault.opened.held.db.connection.execute(text("DROP TABLE vault_revision"))
    vault.close()
    with pytest.raises(Refusal) as refused:
        place.open()
    assert refused.value.params == {"what": "database.shape"}
