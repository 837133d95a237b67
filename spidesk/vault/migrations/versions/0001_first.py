"""The first shape: every room's tables, made by the modules of `first`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROOMS = ("vault", "person", "intake", "contact", "mail", "admin")


def upgrade() -> None:
    """Make all tables in an empty database."""
    for room in ROOMS:
        name = f"spidesk.vault.migrations.first.{room}"
        if find_spec(name) is not None:
            import_module(name).create(op)
