"""What may have changed between the order and the post."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from spidesk.mail.actions.ledger import label_of
from spidesk.mail.actions.ordering import Ways
from spidesk.mail.rules.order import CHANNEL, check_person
from spidesk.person.actions import standing
from spidesk.person.rules import PostWay
from spidesk.refusal import Refusal
from spidesk.vault.handles import Reader
from spidesk.vault.ids import PersonId


def check_still(reader: Reader, row: Row[Any], ways: Ways | None) -> None:
    """Refuse `mail.changed_since` for a letter that could not be ordered today: blocked, fetched, protection ended.

    The one at the post is not told which; the handler sees it on the person's page.
    """
    person = PersonId(row.person)
    try:
        way = PostWay.FORMEDLING if ways is None else ways.post_way(reader, person)
        check_person(standing(reader, person), way)
        if ways is not None:
            ways.check_allowed(reader, person, CHANNEL)
    except Refusal:
        raise Refusal("mail.changed_since", label=label_of(row)) from None
