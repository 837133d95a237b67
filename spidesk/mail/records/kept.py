"""Plain functions over what administrators and circle owners keep: return addresses and settings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from spidesk.mail.records.tables import SETTING, circle_sender, sender, setting
from spidesk.vault.handles import Reader, Writer


def senders(reader: Reader, *, ended: bool = False) -> list[Row[Any]]:
    """Approved return addresses in the order they were approved; with `ended`, those no longer used too."""
    asked = select(sender).order_by(sender.c.approved_on, sender.c.id)
    return list(reader.rows(asked if ended else asked.where(sender.c.ended_on.is_(None))))


def a_sender(reader: Reader, one: str) -> Row[Any] | None:
    """One return address, or None."""
    return reader.maybe(select(sender).where(sender.c.id == one))


def name_on_inner(reader: Reader) -> bool:
    """Whether the recipient's name stands on the inner envelope; not unless an administrator has decided so."""
    row = reader.maybe(select(setting.c.name_on_inner).where(setting.c.id == SETTING))
    return bool(row and row.name_on_inner and reader.written_by_admin(setting, SETTING))


def keep_setting(writer: Writer, *, name_on_inner: bool) -> None:
    """Keep the one row of settings."""
    row = writer.maybe(select(setting).where(setting.c.id == SETTING))
    if row is None:
        writer.insert(setting, id=SETTING, name_on_inner=name_on_inner)
    else:
        writer.update(setting, SETTING, version=row.version, name_on_inner=name_on_inner)


def circle_senders(reader: Reader, circle: str) -> list[Row[Any]]:
    """Every return address a circle has chosen, now or before, whoever wrote the rows."""
    asked = select(circle_sender).where(circle_sender.c.circle == circle).order_by(circle_sender.c.id)
    return list(reader.rows(asked))
