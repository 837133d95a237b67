"""Bring a database to the shape this program knows, or tell that it cannot.

Forward only: there is no way back to an older shape. The caller works on a copy of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

SCRIPTS = Path(__file__).parent


def newest() -> str:
    """Give the revision this program makes."""
    head = _scripts().get_current_head()
    if head is None:
        raise RuntimeError("the installation has no migrations")
    return head


def known(revision: str) -> bool:
    """Tell whether this program knows a revision; one it does not know was made by a newer program."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def current(connection: Connection) -> str | None:
    """Give the revision of a database, or None for an empty one."""
    options = {"version_table": "vault_revision"}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def upgrade(connection: Connection) -> None:
    """Bring the database to the newest shape, in one transaction that is committed or rolled back here."""
    config = _config()
    config.attributes["connection"] = connection
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    with _ending(connection):
        command.upgrade(config, "head")


@contextmanager
def _ending(connection: Connection) -> Iterator[None]:
    """End the transaction that SQLAlchemy began by itself when `BEGIN` was sent."""
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", SCRIPTS.as_posix().replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
