"""Registration, events and checklists in a real vault, and what reaches Att göra."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from spidesk.intake import actions, records
from spidesk.intake.rules import Answer, Arrival, NewEvent, Source
from spidesk.person import actions as person_actions
from spidesk.person import records as person_records
from spidesk.person.rules import Category, EventKind, Protection, Skydd, SkyddState, Status
from tests.person.town import NUMBERS, TODAY, add, code, new_person


def arrival(town, **more):
    new = more.pop("new", None) or new_person(town)
    return Arrival(**{"source": Source.PHONE, "told_on": TODAY, "fingerade": False, "new": new, **more})


def due(vault, today=TODAY):
    with vault.read() as reader:
        return actions.due(reader, today)


def test_a_registration_brings_the_event_and_its_checklist(town, vault):
    ref = actions.register(vault, arrival(town, note="Mamman ringde"))
    found = actions.happened(vault, ref.id)
    (event,) = found.events
    assert (event.kind, event.on, event.noted) == (EventKind.REGISTERED, TODAY, True)
    assert (found.source, found.told_on) == (Source.PHONE, TODAY)
    assert person_actions.note_of(vault, ref.id, event.id) == "Mamman ringde"
    lines = found.lines[event.id]
    asked = actions.checklists()[EventKind.REGISTERED].questions
    assert [line.text for line in lines] == [
        one.text for one in asked if not one.categories or Category.ELEV in one.categories
    ]
    assert all(line.source and line.due_on > TODAY for line in lines)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"fingerade": True}, ("intake.fingerade", "fingerade")),
        ({"told_on": TODAY + timedelta(days=1)}, ("intake.told_future", "told_on")),
        ({"note": "De bor på Provgatan 12"}, ("person.text_guard", "note")),
    ],
)
def test_a_refused_registration_leaves_nothing(town, vault, more, expected):
    assert code(actions.register, vault, arrival(town, **more)) == expected
    with vault.read() as reader:
        for table in (person_records.record, person_records.mark, records.arrival, records.line):
            assert reader.one(select(func.count()).select_from(table))[0] == 0


def test_every_event_has_a_checklist_with_sources():
    lists = actions.checklists()
    assert set(lists) == set(EventKind)
    for checklist in lists.values():
        assert len({one.key for one in checklist.questions}) == len(checklist.questions) > 0
        for one in checklist.questions:
            assert one.source
            assert one.text.endswith(("?", "."))
            assert 0 < one.within <= 90


def test_answers_keep_who_and_when_and_no_may_stay(town, vault):
    ref = actions.register(vault, arrival(town))
    found = actions.happened(vault, ref.id)
    line = found.lines[found.events[0].id][0]
    assert line.stays
    version = actions.answer(vault, ref.id, line.id, Answer.NO, version=line.version)
    after = actions.happened(vault, ref.id).lines[line.event][0]
    assert (after.answer, after.answered_by, after.settled) == (Answer.NO, town.ids["anna"], False)
    assert code(actions.answer, vault, ref.id, line.id, Answer.YES, version=line.version)[0] == "vault.row_changed"
    version = actions.answer(vault, ref.id, line.id, Answer.YES, version=version)
    assert actions.happened(vault, ref.id).lines[line.event][0].settled
    actions.answer(vault, ref.id, line.id, None, version=version)
    again = actions.happened(vault, ref.id).lines[line.event][0]
    assert (again.answer, again.answered_by, again.answered_at) == (None, None, None)


def test_a_line_of_somebody_else_is_not_answered_through_this_page(town, vault):
    first = actions.register(vault, arrival(town))
    second = actions.register(vault, arrival(town, new=new_person(town, NUMBERS[300])))
    found = actions.happened(vault, first.id)
    line = found.lines[found.events[0].id][0]
    assert code(actions.answer, vault, second.id, line.id, Answer.YES, version=1) == ("intake.line_gone", "")


def test_a_lapse_ends_the_protection_and_unmasks_nothing(town, vault):
    ref = actions.register(vault, arrival(town))
    before = person_actions.reveal(vault, ref.id)
    actions.add_event(vault, NewEvent(person=ref.id, kind=EventKind.LAPSED, on=TODAY))
    overview = person_actions.overview(vault, ref.id)
    assert (overview.standing.state, overview.standing.valid_until) == (SkyddState.ENDED, TODAY)
    assert overview.standing.level is Skydd.SEKRETESSMARKERING
    assert len(overview.history) == 2
    assert overview.standing.status is Status.ACTIVE
    assert person_actions.reveal(vault, ref.id).version == before.version, "the identity is sealed as before"
    titles = [item.title for item in due(vault)]
    assert not any("går ut" in title for title in titles)


def test_what_is_granted_says_what(town, vault):
    ref = actions.register(vault, arrival(town))
    event = NewEvent(person=ref.id, kind=EventKind.MARK_CHANGED, on=TODAY)
    assert code(actions.add_event, vault, event) == ("intake.protection_missing", "level")
    new = Protection(level=Skydd.SKYDDAD_FOLKBOKFORING, state=SkyddState.DECIDED)
    actions.add_event(vault, NewEvent(person=ref.id, kind=EventKind.MARK_CHANGED, on=TODAY, protection=new))
    assert person_actions.overview(vault, ref.id).standing.level is Skydd.SKYDDAD_FOLKBOKFORING


@pytest.mark.parametrize(("kind", "status"), [(EventKind.LEFT, Status.LEFT), (EventKind.DECEASED, Status.DECEASED)])
def test_leaving_and_death_move_the_person_out_of_the_active(town, vault, kind, status):
    ref = actions.register(vault, arrival(town))
    actions.add_event(vault, NewEvent(person=ref.id, kind=kind, on=TODAY))
    assert person_actions.overview(vault, ref.id).standing.status is status
    assert kind in [event.kind for event in actions.happened(vault, ref.id).events]


def test_protection_running_out_is_due_at_ninety_thirty_and_seven_days(town, vault):
    ends = TODAY + timedelta(days=200)
    ref = add(vault, new_person(town))
    for left, title in (
        (91, None),
        (90, "Skyddet går ut inom 90 dagar"),
        (31, "Skyddet går ut inom 90 dagar"),
        (30, "Skyddet går ut inom 30 dagar"),
        (7, "Skyddet går ut inom 7 dagar"),
        (0, "Skyddet går ut inom 7 dagar"),
        (-1, "Skyddet har gått ut. Allt är fortfarande dolt"),
    ):
        items = due(vault, ends - timedelta(days=left))
        assert [item.title for item in items] == ([title] if title else [])
        for item in items:
            assert (item.on, item.reference, item.circle) == (ends, ref.reference, ref.circle)
            assert (item.place.person, item.place.tab) == (ref.id, "oversikt")


def test_unanswered_lines_are_one_due_item_an_event(town, vault):
    ref = actions.register(vault, arrival(town))
    found = actions.happened(vault, ref.id)
    lines = found.lines[found.events[0].id]
    (item,) = due(vault)
    assert item.title == f"Checklista: {len(lines)} frågor kvar"
    assert item.on == min(line.due_on for line in lines)
    assert (item.place.person, item.place.tab, item.place.page) == (ref.id, "handelser", "people")
    for line in lines[:-1]:
        actions.answer(vault, ref.id, line.id, Answer.NOT_APPLICABLE, version=line.version)
    assert [item.title for item in due(vault)] == ["Checklista: 1 fråga kvar"]
    actions.answer(vault, ref.id, lines[-1].id, Answer.YES, version=lines[-1].version)
    assert due(vault) == []


def test_a_no_that_stays_is_due_and_one_that_does_not_is_not(town, vault):
    ref = add(vault, new_person(town))
    event = actions.add_event(vault, NewEvent(person=ref.id, kind=EventKind.LAPSED, on=TODAY))
    lines = actions.happened(vault, ref.id).lines[event.id]
    assert {line.stays for line in lines} == {True, False}
    for line in lines:
        actions.answer(vault, ref.id, line.id, Answer.NO, version=line.version)
    stays = sum(line.stays for line in lines)
    assert [item.title for item in due(vault)] == [f"Checklista: {stays} frågor kvar"]


def test_nothing_is_due_to_one_outside_the_circle(town):
    with town.opened("anna") as vault:
        actions.register(vault, arrival(town))
    with town.opened("cecilia") as vault:
        assert due(vault) == []


def test_a_colleague_without_a_reason_reads_no_events(town):
    with town.opened("anna") as vault:
        ref = actions.register(vault, arrival(town))
    with town.opened("bo") as vault:
        event = NewEvent(person=ref.id, kind=EventKind.MOVED, on=TODAY)
        for work in (lambda: actions.happened(vault, ref.id), lambda: actions.add_event(vault, event)):
            assert code(work) == ("person.reason_needed", "")
