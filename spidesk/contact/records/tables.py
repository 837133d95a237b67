"""The tables of contact: kinds, rules, dates and how far something has come. No word about who or where.

Times are UTC without an offset.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, Integer, Table, Text

from spidesk.vault.tables import metadata

CHANNEL = Table(
    "contact_channel",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("confirmed_on", Date, nullable=False),
    Column("removed_on", Date),
    Column("version", Integer, nullable=False),
    Index("contact_channel_confirmed", "confirmed_on"),
)

POST = Table(
    "contact_post",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, unique=True),
    Column("way", Text, nullable=False),
    Column("confirmed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Index("contact_post_confirmed", "confirmed_on"),
)

BANKID = Table(
    "contact_bankid",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("asked_on", Date, nullable=False),
    Column("answer", Text, nullable=False),
)

FULLMAKT = Table(
    "contact_fullmakt",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date),
    Column("confirmed_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False),
)

SAMTYCKE = Table(
    "contact_samtycke",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("form", Text, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False),
)

MOTRINGNING = Table(
    "contact_motringning",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person_record.id"), nullable=False, index=True),
    Column("asked_at", DateTime, nullable=False),
    Column("called_at", DateTime),
    Column("closed_at", DateTime),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("version", Integer, nullable=False),
)
