"""What can be done with a person: one function a button, in one transaction with its audit line.

Functions that take a ``Reader`` or ``Writer`` are for other rooms, inside their transaction;
those that take a ``Vault`` own their transaction and are what a page submits to the lane.
"""

from spidesk.person.actions.guarding import guarded
from spidesk.person.actions.keeping import (
    add_event,
    add_handler,
    protect,
    register,
    remove_handler,
    set_held,
    set_status,
    store_protection,
)
from spidesk.person.actions.looking import (
    ListRow,
    Overview,
    Who,
    events,
    handlers_to_choose,
    overview,
    people,
    user_names,
)
from spidesk.person.actions.notes import note_of
from spidesk.person.actions.opening import (
    OPENERS,
    check_open,
    give_reason,
    moment,
    person_circles,
    reason_of,
    standing,
)
from spidesk.person.actions.who import change_identity, recipient, reveal, same_number

__all__ = [
    "OPENERS",
    "ListRow",
    "Overview",
    "Who",
    "add_event",
    "add_handler",
    "change_identity",
    "check_open",
    "events",
    "give_reason",
    "guarded",
    "handlers_to_choose",
    "moment",
    "note_of",
    "overview",
    "people",
    "person_circles",
    "protect",
    "reason_of",
    "recipient",
    "register",
    "remove_handler",
    "reveal",
    "same_number",
    "set_held",
    "set_status",
    "standing",
    "store_protection",
    "user_names",
]
