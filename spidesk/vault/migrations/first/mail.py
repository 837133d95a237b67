"""The tables of mail as migration 1 makes them. Frozen: a later change is a later migration."""

import sqlalchemy as sa
from alembic.operations import Operations


def create(op: Operations) -> None:
    """Make the tables of mail."""
    _orders(op)
    op.create_table(
        "mail_step",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("mail_order", sa.Text(), sa.ForeignKey("mail_order.id"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index("mail_step_order", "mail_step", ["mail_order"])
    op.create_table(
        "mail_print",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("mail_order", sa.Text(), sa.ForeignKey("mail_order.id"), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("job", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("mail_print_order", "mail_print", ["mail_order"])
    op.create_table(
        "mail_sender",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("neutral", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "mail_setting",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("name_on_inner", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _orders(op: Operations) -> None:
    op.create_table(
        "mail_order",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("post_circle", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pair", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sender_lines", sa.Text(), nullable=False),
        sa.Column("sender_neutral", sa.Text(), nullable=False),
        sa.Column("edition", sa.Date(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=False, unique=True),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("latest_arrival", sa.Date(), nullable=True),
        sa.Column("ordered_by", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("rek", sa.Text(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("resends", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("year", "number", name="mail_order_number"),
    )
    op.create_index("mail_order_person", "mail_order", ["person"])
    op.create_index("mail_order_post", "mail_order", ["post_circle", "state"])
