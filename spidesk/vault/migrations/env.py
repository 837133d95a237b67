"""How Alembic is run: by the program, on a connection it is handed, in the transaction that stands open there."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="vault_revision",
    transactional_ddl=False,
)
context.run_migrations()
