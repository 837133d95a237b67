"""The tables as the code knows them and as the migrations make them, one after the other, are the same."""

import functools
import importlib
import pkgutil
import unittest.mock

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from spidesk.vault.migrations import first, upgrade, versions
from spidesk.vault.store import schema
from spidesk.vault.tables import metadata

ROOMS = sorted(one.name for one in pkgutil.iter_modules(first.__path__))
LATER = sorted(one.name for one in pkgutil.iter_modules(versions.__path__) if one.name != "0001_first")


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


class Recorder:
    """Stands in for Alembic's operations: what a migration makes, read as it says it, not from a database."""

    def __init__(self):
        self.made = sa.MetaData()

    def create_table(self, name, *parts, **more):
        return sa.Table(name, self.made, *parts, **more)

    def create_index(self, name, table, columns, unique=False, **more):
        sa.Index(name, *(self.made.tables[table].c[one] for one in columns), unique=unique)

    def add_column(self, table, column):
        assert column.nullable, "a row written before keeps its digest only if the new column is empty in it"
        self.made.tables[table].append_column(column)


@functools.cache
def all_made():
    """Every table, by the frozen modules of the first shape and the later migrations in order."""
    recorder = Recorder()
    for room in ROOMS:
        importlib.import_module(f"spidesk.vault.migrations.first.{room}").create(recorder)
    for later in LATER:
        module = importlib.import_module(f"spidesk.vault.migrations.versions.{later}")
        with unittest.mock.patch.object(module, "op", recorder):
            module.upgrade()
    return recorder.made.tables


def prefixes(room):
    return ("vault_", "audit_") if room == "vault" else (f"{room}_",)


def made_by(room):
    return {name: table for name, table in all_made().items() if name.startswith(prefixes(room))}


@pytest.mark.parametrize("room", ROOMS)
def test_the_migrations_make_what_the_code_knows(room):
    if room != "vault":
        importlib.import_module(f"spidesk.{room}.records")
    known = {name: table for name, table in metadata.tables.items() if name.startswith(prefixes(room))}
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


@pytest.mark.parametrize("name", [*(f"first.{room}" for room in ROOMS), *(f"versions.{one}" for one in LATER)])
def test_the_frozen_modules_import_nothing_from_the_program(name):
    source = importlib.util.find_spec(f"spidesk.vault.migrations.{name}").origin
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
