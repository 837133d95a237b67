"""The tables of person as migration 1 makes them. Frozen: a later change is a later migration."""

import sqlalchemy as sa
from alembic.operations import Operations


def create(op: Operations) -> None:
    """Make the tables of person."""
    op.create_table(
        "person_record",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False, unique=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("held_since", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("person_record_circle", "person_record", ["circle"])
    op.create_table(
        "person_protection",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), sa.ForeignKey("person_record.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("person", "number", name="person_protection_number"),
    )
    op.create_table(
        "person_handler",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), sa.ForeignKey("person_record.id"), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.UniqueConstraint("person", "user_id", name="person_handler_once"),
    )
    op.create_table(
        "person_access",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), sa.ForeignKey("person_record.id"), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("person_access_person", "person_access", ["person"])
    op.create_table(
        "person_event",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), sa.ForeignKey("person_record.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("noted", sa.Boolean(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index("person_event_person", "person_event", ["person"])
    op.create_table(
        "person_mark",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), sa.ForeignKey("person_record.id"), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
    )
    op.create_index("person_mark_find", "person_mark", ["circle", "mark"])
    op.create_table(
        "person_counter",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
