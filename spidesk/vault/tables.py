"""The one `MetaData` that every room's tables stand in.

A room declares `Table("mail_order", metadata, Column("id", Text, primary_key=True), …)`: the name begins with the
room's word, the key is a random id in `Text`, a row that can be edited has `version` in `Integer`. Column types are
Text, Integer, Boolean, Date, DateTime (UTC, naive) and LargeBinary, so that a row's digest is the same for any reader.
"""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()

MARK = "mark"
"""The column, beside one named `circle`, in which a room keeps blind marks: they change with the circle's keys."""
