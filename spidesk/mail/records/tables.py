"""The tables of mail. Moments are naive UTC.

All columns here are open but `mail_order.recipient`, sealed to the post circle, and `mail_question.sealed`, sealed to
the circle of the order. What lies in a letter and who else is named in it is the sealed part `mail:<order>` of the
person.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from spidesk.vault.tables import metadata

order = Table(
    "mail_order",
    metadata,
    Column("id", Text, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("circle", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("post_circle", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("pair", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("sender_lines", Text, nullable=False),
    Column("sender_neutral", Text, nullable=False),
    Column("edition", Date, nullable=False),
    Column("piece", Text, nullable=False, unique=True),
    Column("recipient", LargeBinary, nullable=False),
    Column("latest_arrival", Date),
    Column("ordered_by", Text, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("posted_on", Date),
    Column("rek", Text),
    Column("returned_on", Date),
    Column("resends", Text),
    Column("version", Integer, nullable=False),
    Column("weight_g", Integer),
    Column("length_mm", Integer),
    Column("width_mm", Integer),
    Column("height_mm", Integer),
    Column("thickness_mm", Integer),
    Column("delgivning", Boolean),
    Column("edition_id", Text),
    Column("outer", Text),
    UniqueConstraint("year", "number", name="mail_order_number"),
    Index("mail_order_person", "person"),
    Index("mail_order_post", "post_circle", "state"),
    Index("mail_order_outer", "outer"),
)
"""One letter. The sender's lines are kept as they were approved that day, so that the papers can be made again.

Weight and measures are a parcel's. `edition_id` is a row of `mail_edition`; without one it was made under the edition
that came with the program and was in force from `edition`. `outer` is a row of `mail_outer`.
"""

step = Table(
    "mail_step",
    metadata,
    Column("id", Text, primary_key=True),
    Column("mail_order", Text, ForeignKey("mail_order.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("by_user", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Index("mail_step_order", "mail_order"),
)
"""The ledger: every state an order came to, who and when; `reason` is one of the codes of the rules."""

print_ = Table(
    "mail_print",
    metadata,
    Column("id", Text, primary_key=True),
    Column("mail_order", Text, ForeignKey("mail_order.id"), nullable=False),
    Column("paper", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("job", Integer),
    Column("copies", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("settled_at", DateTime),
    Column("version", Integer, nullable=False),
    Column("outer", Text),
    Column("reason", Text),
    Index("mail_print_order", "mail_order"),
    Index("mail_print_outer", "outer"),
)
"""Every print of every paper; `answered` where a person said what the queue could not.

A shared outer that is printed gives a row for each order in it. `reason` says why a paper was printed again.
"""

batch = Table(
    "mail_batch",
    metadata,
    Column("id", Text, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("post_circle", Text, nullable=False),
    Column("by_user", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("ended_at", DateTime),
    Column("stopped_at", DateTime),
    Column("stopped_letter", Text),
    Column("stopped_inner", Text),
    Column("version", Integer, nullable=False),
    UniqueConstraint("year", "number", name="mail_batch_number"),
    Index("mail_batch_post", "post_circle"),
)
"""One run of letters that a postexpeditör prints, matches and posts together.

`stopped_…` stand while a mismatch holds it: when, and the orders whose letter and inner envelope were read together.
"""

outer = Table(
    "mail_outer",
    metadata,
    Column("id", Text, primary_key=True),
    Column("batch", Text, ForeignKey("mail_batch.id"), nullable=False),
    Column("post_circle", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("format", Text, nullable=False),
    Column("registered", Boolean, nullable=False),
    Column("posted_on", Date),
    Column("rek", Text),
    Column("version", Integer, nullable=False),
    Index("mail_outer_batch", "batch"),
)
"""One outer envelope of a batch; `place` is its number there."""

sender = Table(
    "mail_sender",
    metadata,
    Column("id", Text, primary_key=True),
    Column("lines", Text, nullable=False),
    Column("neutral", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("approved_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False),
)
"""Approved central return addresses; an address is never edited, it is ended and another approved."""

circle_sender = Table(
    "mail_circle_sender",
    metadata,
    Column("id", Text, primary_key=True),
    Column("circle", Text, nullable=False),
    Column("sender", Text, ForeignKey("mail_sender.id"), nullable=False),
    Column("chosen_by", Text, nullable=False),
    Column("chosen_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False),
    Index("mail_circle_sender_circle", "circle"),
)
"""The approved return addresses a circle has chosen to use; a circle without any uses all. `ended_on`: no longer."""

edition = Table(
    "mail_edition",
    metadata,
    Column("id", Text, primary_key=True),
    Column("valid_from", Date, nullable=False),
    Column("checked_on", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("personal", Text, nullable=False),
    Column("forwarding_days", Integer, nullable=False),
    Column("parcel_weight_g", Integer, nullable=False),
    Column("parcel_length_mm", Integer, nullable=False),
    Column("parcel_girth_mm", Integer, nullable=False),
    Column("outer_thickness_mm", Integer, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
)
"""Editions of the förmedling rules an administrator has added. A row is never changed; its id is made of its content.

`address` holds the lines with line ends between. `parcel_girth_mm` is length and girth together.
"""

question = Table(
    "mail_question",
    metadata,
    Column("id", Text, primary_key=True),
    Column("mail_order", Text, ForeignKey("mail_order.id"), nullable=False),
    Column("circle", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("answered_by", Text),
    Column("answered_at", DateTime),
    Column("version", Integer, nullable=False),
    Index("mail_question_order", "mail_order"),
    Index("mail_question_circle", "circle", "state"),
)
"""Names a postexpeditör read in a letter, sealed to the circle of the order, and whether its handlers have answered."""

setting = Table(
    "mail_setting",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name_on_inner", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
"""One row, `SETTING`, once an administrator has decided something."""

SETTING = "mail"
