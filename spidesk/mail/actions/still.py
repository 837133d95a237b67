"""The last look before a letter goes: what may have changed since it was ordered, and a rek number used before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row

from spidesk.mail import records
from spidesk.mail.actions.editions import Shelf
from spidesk.mail.actions.ledger import label_of
from spidesk.mail.actions.ordering import Ways
from spidesk.mail.records import batches
from spidesk.mail.rules.order import CHANNEL, check_person
from spidesk.person.actions import standing
from spidesk.person.rules import PostWay
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import PersonId

IDENTITY: Final = "identity"
"""The sealed part with the number, as the person floor names it."""
_REK_YEAR: Final = timedelta(days=365)
"""A registered item's number is not given again within a year (UPU S10)."""


def check_still(reader: Reader, row: Row[Any], ways: Ways | None) -> None:
    """Refuse `mail.changed_since` for a letter that could not be ordered so today: blocked, fetched, protection ended.

    Nor does one go to where Skatteverket has been: its papers keep the address they were ordered with, so it is called
    off and ordered anew. Nor does one whose person has got other personuppgifter since: the number on its envelope may
    be the former. The one at the post is not told which; the handler sees it on the person's page.
    """
    person = PersonId(row.person)
    shelf = Shelf(reader)
    if shelf.of_order(row).address != shelf.current(reader.today).address:
        raise Refusal("mail.changed_since", label=label_of(row))
    if reader.part_renewed(person, IDENTITY, records.order, row.id):
        raise Refusal("mail.changed_since", label=label_of(row))
    try:
        way = PostWay.FORMEDLING if ways is None else ways.post_way(reader, person)
        check_person(standing(reader, person), way)
        if ways is not None:
            ways.check_allowed(reader, person, CHANNEL)
    except Refusal:
        raise Refusal("mail.changed_since", label=label_of(row)) from None


def check_rek_unused(reader: Reader, circle: str, number: str) -> None:
    """Refuse `mail.rek_used` beside `rek` for a number that a letter of the post circle has gone under."""
    if number and batches.rek_since(reader, circle, number, reader.today - _REK_YEAR):
        raise Refusal("mail.rek_used", field="rek")
