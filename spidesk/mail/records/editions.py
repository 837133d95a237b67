"""Rows of mail_edition. The id of a row is made of what it says, so a row that says something else is not that one."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Row, func, select

from spidesk.mail.records.tables import edition
from spidesk.mail.rules.wording import Edition
from spidesk.vault.canonical import encode
from spidesk.vault.handles import Reader, Writer
from spidesk.vault.ids import RowId

_LABEL = "spidesk/mail/edition/1"
_FIGURES = (
    "forwarding_days", "parcel_weight_g", "parcel_length_mm", "parcel_girth_mm", "outer_thickness_mm",
)  # fmt: skip
_ID = 16


def editions(reader: Reader) -> list[Row[Any]]:
    """Every row there is, in the order they were added; what they are worth the caller decides."""
    return list(reader.rows(select(edition).order_by(edition.c.version, edition.c.id)))


def next_edition(reader: Reader) -> int:
    """The number of the next edition: they are counted in `version`, since a row is never changed."""
    return int(reader.one(select(func.max(edition.c.version)))[0] or 0) + 1


def add_edition(writer: Writer, one: Edition) -> RowId:
    """Keep an edition with its number; `one.id` is not looked at."""
    values = {
        "valid_from": one.valid_from,
        "checked_on": one.checked_on,
        "source": one.source,
        "address": "\n".join(one.address),
        "personal": one.personal,
        **{name: getattr(one, name) for name in _FIGURES},
        "made_by": writer.session.user.id,
        "made_on": writer.today,
        "version": one.number,
    }
    return writer.insert(edition, **values, id=edition_id(values))


def edition_id(values: dict[str, Any]) -> str:
    """The id that belongs to what a row says, its number and who made it when included."""
    told = [
        values["valid_from"].isoformat(),
        values["checked_on"].isoformat(),
        values["source"],
        values["address"],
        values["personal"],
        *(values[name] for name in _FIGURES),
        values["made_by"],
        values["made_on"].isoformat(),
        values["version"],
    ]
    return hashlib.sha256(encode(_LABEL, *told)).digest()[:_ID].hex()


def is_whole(row: Row[Any]) -> bool:
    """Whether a row says what it said when it was added."""
    return edition_id(dict(row._mapping)) == str(row.id)


def read_edition(row: Row[Any], like: Edition) -> Edition:
    """A row as an edition; the words that no unit may be named by are those of `like`."""
    return Edition(
        valid_from=row.valid_from,
        checked_on=row.checked_on,
        source=row.source,
        address=tuple(row.address.split("\n")),
        personal=row.personal,
        unit_endings=like.unit_endings,
        unit_words=like.unit_words,
        **{name: int(row._mapping[name]) for name in _FIGURES},
        id=row.id,
        number=row.version,
    )
