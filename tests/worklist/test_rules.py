"""Att göra: nothing is lost between the groups, and the week ends on Sunday."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from spidesk.person.rules import DueItem, Place
from spidesk.worklist.rules import Group, arranged, dated, filtered, group, urgent

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def item(on, *, room="contact", circle=None, reference="SP-2026-0001"):
    return DueItem(on=on, title="Bekräfta", reference=reference, place=Place(page="people"), room=room, circle=circle)


@given(today=DAYS, ons=st.lists(st.none() | DAYS))
def test_every_item_stands_in_exactly_one_group_in_order(today, ons):
    items = [item(on, reference=f"SP-2026-{index:04}") for index, on in enumerate(ons)]
    groups = arranged(items, today)
    assert sorted(one.reference for _, held in groups for one in held) == sorted(one.reference for one in items)
    assert [one.value for one, _ in groups] == sorted(one.value for one, _ in groups)
    for _, held in groups:
        days = [one.on or date.max for one in held]
        assert days == sorted(days)
        assert held


@given(today=DAYS, ahead=st.integers(-400, 400))
def test_the_week_ends_on_sunday(today, ahead):
    on = today + timedelta(days=ahead)
    expected = {
        ahead < 0: Group.FORSENAT,
        ahead == 0: Group.I_DAG,
        ahead > 0 and on.isocalendar()[:2] == today.isocalendar()[:2]: Group.VECKAN,
        ahead > 0 and on.isocalendar()[:2] > today.isocalendar()[:2]: Group.SENARE,
    }[True]
    assert group(on, today) is expected


def test_what_has_no_day_is_later():
    assert group(None, date(2026, 11, 21)) is Group.SENARE
    assert dated(None) == ""


def test_a_day_is_shown_with_its_weekday():
    assert dated(date(2026, 11, 21)) == "2026-11-21 lör"
    assert dated(date(2026, 11, 23)) == "2026-11-23 mån"


def test_the_badge_counts_what_is_late_or_due_today():
    today = date(2026, 11, 20)
    items = [item(today - timedelta(days=1)), item(today), item(today + timedelta(days=1)), item(None)]
    assert urgent(items, today) == 2


def test_filters_by_circle_and_room():
    items = [item(None, circle="a"), item(None, circle="b"), item(None, room="mail", circle="a")]
    assert len(filtered(items)) == 3
    assert filtered(items, circle="a", room="mail") == [items[2]]
    assert filtered(items, circle="c") == []
