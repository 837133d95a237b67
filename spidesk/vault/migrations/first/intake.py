"""The tables of intake as migration 1 makes them. Frozen: a later change is a later migration."""

import sqlalchemy as sa
from alembic.operations import Operations


def create(op: Operations) -> None:
    """Make the tables of intake."""
    op.create_table(
        "intake_arrival",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), sa.ForeignKey("person_record.id"), nullable=False, unique=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "intake_line",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), sa.ForeignKey("person_record.id"), nullable=False),
        sa.Column("event", sa.Text(), sa.ForeignKey("person_event.id"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("edition", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("intake_line_person", "intake_line", ["person"])
    op.create_index("intake_line_due", "intake_line", ["answer", "due_on"])
