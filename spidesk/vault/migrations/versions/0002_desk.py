"""The förmedling desk: parcels, batches, outers, editions, the circles' senders, questions; and indexes for Att göra.

Every new column of an old table may be empty, so that the rows written before keep their digests.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring a database of the first shape to the second."""
    _orders()
    _batches()
    _kept()
    _questions()
    op.create_index("contact_channel_confirmed", "contact_channel", ["confirmed_on"])
    op.create_index("contact_post_confirmed", "contact_post", ["confirmed_on"])
    op.create_index("person_record_until", "person_record", ["valid_until"])


def _orders() -> None:
    for name in ("weight_g", "length_mm", "width_mm", "height_mm", "thickness_mm"):
        op.add_column("mail_order", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("mail_order", sa.Column("delgivning", sa.Boolean(), nullable=True))
    op.add_column("mail_order", sa.Column("edition_id", sa.Text(), nullable=True))
    op.add_column("mail_order", sa.Column("outer", sa.Text(), nullable=True))
    op.create_index("mail_order_outer", "mail_order", ["outer"])
    op.add_column("mail_print", sa.Column("outer", sa.Text(), nullable=True))
    op.add_column("mail_print", sa.Column("reason", sa.Text(), nullable=True))
    op.create_index("mail_print_outer", "mail_print", ["outer"])


def _batches() -> None:
    op.create_table(
        "mail_batch",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("post_circle", sa.Text(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_letter", sa.Text(), nullable=True),
        sa.Column("stopped_inner", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("year", "number", name="mail_batch_number"),
    )
    op.create_index("mail_batch_post", "mail_batch", ["post_circle"])
    op.create_table(
        "mail_outer",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("batch", sa.Text(), sa.ForeignKey("mail_batch.id"), nullable=False),
        sa.Column("post_circle", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("rek", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("mail_outer_batch", "mail_outer", ["batch"])


def _kept() -> None:
    op.create_table(
        "mail_edition",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("personal", sa.Text(), nullable=False),
        sa.Column("forwarding_days", sa.Integer(), nullable=False),
        sa.Column("parcel_weight_g", sa.Integer(), nullable=False),
        sa.Column("parcel_length_mm", sa.Integer(), nullable=False),
        sa.Column("parcel_girth_mm", sa.Integer(), nullable=False),
        sa.Column("outer_thickness_mm", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "mail_circle_sender",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), sa.ForeignKey("mail_sender.id"), nullable=False),
        sa.Column("chosen_by", sa.Text(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("mail_circle_sender_circle", "mail_circle_sender", ["circle"])


def _questions() -> None:
    op.create_table(
        "mail_question",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("mail_order", sa.Text(), sa.ForeignKey("mail_order.id"), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("mail_question_order", "mail_question", ["mail_order"])
    op.create_index("mail_question_circle", "mail_question", ["circle", "state"])
