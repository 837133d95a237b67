"""The tables as the code knows them and as the first migration made them are the same."""

import importlib
import pkgutil

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from spidesk.vault.migrations import first, upgrade
from spidesk.vault.store import schema
from spidesk.vault.tables import metadata

ROOMS = sorted(one.name for one in pkgutil.iter_modules(first.__path__))


def shape(table):
    columns = {one.name: (type(one.type), one.nullable, one.primary_key, one.unique is True) for one in table.columns}
    unique = {
        tuple(sorted(column.name for column in one.columns))
        for one in table.constraints
        if isinstance(one, sa.UniqueConstraint)
    }
    unique |= {tuple(sorted(one.columns.keys())) for one in table.indexes if one.unique}
    indexes = {(one.name, tuple(one.columns.keys())) for one in table.indexes if not one.unique}
    return columns, unique, indexes


def made_by(room):
    """The tables a frozen module makes, read as it says them, not from a database."""
    made = sa.MetaData()

    class Recorder:
        def create_table(self, name, *parts, **more):
            return sa.Table(name, made, *parts, **more)

        def create_index(self, name, table, columns, unique=False, **more):
            sa.Index(name, *(made.tables[table].c[one] for one in columns), unique=unique)

    importlib.import_module(f"spidesk.vault.migrations.first.{room}").create(Recorder())
    return made.tables


@pytest.mark.parametrize("room", ROOMS)
def test_the_first_migration_makes_what_the_code_knows(room):
    if room != "vault":
        importlib.import_module(f"spidesk.{room}.records")
    prefixes = ("vault_", "audit_") if room == "vault" else (f"{room}_",)
    known = {name: table for name, table in metadata.tables.items() if name.startswith(prefixes)}
    made = made_by(room)
    assert set(known) == set(made)
    for name, table in known.items():
        assert shape(table) == shape(made[name]), name


@pytest.mark.parametrize("room", ROOMS)
def test_every_table_can_be_digested(room):
    allowed = (sa.Text, sa.Integer, sa.Boolean, sa.Date, sa.DateTime, sa.LargeBinary)
    for name, table in made_by(room).items():
        for column in table.columns:
            assert isinstance(column.type, allowed), (name, column.name)
            assert not isinstance(column.type, sa.Numeric | sa.Float), (name, column.name)
        if name not in schema.UNLOGGED:
            assert [one.name for one in table.primary_key.columns] == ["id"], name
            assert isinstance(table.c.id.type, sa.Text), name


@pytest.mark.parametrize("room", ROOMS)
def test_the_frozen_modules_import_nothing_from_the_program(room):
    source = importlib.util.find_spec(f"spidesk.vault.migrations.first.{room}").origin
    with open(source, encoding="utf-8") as file:
        assert "spidesk" not in file.read()


def test_a_new_database_has_the_newest_shape():
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        importlib.import_module("spidesk.vault.migrations.first.vault").create(Operations(context))
        assert upgrade.current(connection) is None
        assert "vault_part" in sa.inspect(connection).get_table_names()
    assert upgrade.known(upgrade.newest())
    assert not upgrade.known("9999")
