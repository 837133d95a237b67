"""How what waits is grouped, filtered and counted. Pure: today comes as an argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

from spidesk.person.rules import DueItem

_WEEKDAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")


class Group(Enum):
    """When something is to be done. The value orders the groups."""

    FORSENAT = 0
    I_DAG = 1
    VECKAN = 2
    SENARE = 3


def group(on: date | None, today: date) -> Group:
    """The group of a last day. The week ends on Sunday (ISO 8601); what has no day is later."""
    if on is None:
        return Group.SENARE
    if on < today:
        return Group.FORSENAT
    if on == today:
        return Group.I_DAG
    sunday = today + timedelta(days=7 - today.isoweekday())
    return Group.VECKAN if on <= sunday else Group.SENARE


def arranged(items: Iterable[DueItem], today: date) -> list[tuple[Group, list[DueItem]]]:
    """The groups that hold something, in order; in each the earliest day first, what has no day last."""
    groups: dict[Group, list[DueItem]] = {}
    for item in items:
        groups.setdefault(group(item.on, today), []).append(item)
    return [(one, sorted(groups[one], key=_order)) for one in Group if one in groups]


def filtered(items: Iterable[DueItem], *, circle: str = "", room: str = "") -> list[DueItem]:
    """The items of one circle and one room; an empty text means any."""
    return [item for item in items if (not circle or item.circle == circle) and (not room or item.room == room)]


def urgent(items: Sequence[DueItem], today: date) -> int:
    """How many are late or due today: the number on the badge."""
    return sum(1 for item in items if group(item.on, today) in (Group.FORSENAT, Group.I_DAG))


def dated(on: date | None) -> str:
    """A day as it is shown: 2026-11-21 lör. Empty when there is none."""
    return "" if on is None else f"{on.isoformat()} {_WEEKDAYS[on.weekday()]}"


def _order(item: DueItem) -> tuple[date, str, str]:
    return item.on or date.max, item.reference, item.title
