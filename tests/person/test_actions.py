"""Registering, opening and changing a person in a real vault, and what a colleague sees."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, inspect, select
from sqlalchemy.pool import StaticPool

from spidesk.person import actions, records
from spidesk.person.rules import (
    Category,
    EventKind,
    Identity,
    Protection,
    Skydd,
    SkyddState,
    Status,
)
from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.tables import metadata
from tests.person.town import NUMBERS, TODAY, add, code, new_person


def standing(vault, person):
    with vault.read() as reader:
        return actions.standing(reader, person)


def test_a_registered_person_is_open_in_columns_and_sealed_in_identity(town, vault):
    ref = add(vault, new_person(town))
    assert ref.reference == "SP-2026-0001"
    found = standing(vault, ref.id)
    assert (found.category, found.status, found.level) == (Category.ELEV, Status.ACTIVE, Skydd.SEKRETESSMARKERING)
    assert found.handlers == (town.ids["anna"],)
    assert (found.may_open, found.needs_reason) == (True, False)
    opened = actions.reveal(vault, ref.id)
    assert opened.value.name == "Ärla Prövtorp"
    assert opened.value.number == NUMBERS[200]
    with vault.read() as reader:
        assert actions.recipient(reader, ref.id).number == NUMBERS[200]


def test_references_are_never_given_twice(town, vault):
    refs = [add(vault, new_person(town, NUMBERS[at])) for at in range(3)]
    assert [ref.reference for ref in refs] == ["SP-2026-0001", "SP-2026-0002", "SP-2026-0003"]
    town.clock.forward(days=365)
    assert add(vault, new_person(town, NUMBERS[9])).reference == "SP-2027-0001"


def test_nobody_is_registered_in_a_post_circle_not_even_by_its_owner(town, vault):
    owner = vault.session.user.id
    town.circles["Post"] = membership.add_circle(vault, name="Post", namnd="KS", kind=CircleKind.POST, owner=owner)
    assert code(add, vault, new_person(town, circle="Post")) == ("person.role_needed", "circle")
    assert {circle.name for circle in actions.person_circles(vault.session)} == {"Skolan", "Social"}


def test_a_number_is_cleaned_before_it_is_kept_and_compared(town, vault):
    number = NUMBERS[200]
    typed = f" {number[2:8]} - {number[8:]}" if int(number[:4]) > 1926 else f"{number[:8]}–{number[8:]}"
    first = add(vault, new_person(town, typed))
    assert actions.reveal(vault, first.id).value.numbers == (number,)
    with pytest.raises(Refusal) as caught:
        add(vault, new_person(town, number))
    assert (caught.value.code, caught.value.field) == ("person.duplicate", "number")
    assert caught.value.params == {"reference": first.reference}
    assert add(vault, new_person(town, number, same_number=True)).reference == "SP-2026-0002"
    assert actions.same_number(vault, town.circles["Skolan"], number) == ["SP-2026-0001", "SP-2026-0002"]


def test_a_duplicate_in_another_circle_is_never_told(town, vault):
    add(vault, new_person(town))
    other = add(vault, new_person(town, circle="Social"))
    assert other.reference == "SP-2026-0002"
    assert actions.same_number(vault, town.circles["Social"], NUMBERS[200]) == ["SP-2026-0002"]
    with vault.read() as reader:
        marks = [bytes(row.mark) for row in reader.rows(select(records.mark))]
    assert len(set(marks)) == 2, "the same number has another mark in another circle"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"number": "198801012380"}, ("person.number_check", "number")),
        (
            {"identity": Identity(given="Ä", numbers=("198801012389", "19990230-TF01"))},
            ("person.number_date", "other_number"),
        ),
        ({"identity": Identity(given="A\u202eB")}, ("person.text_unseen", "given")),
        ({"identity": Identity(family="x" * 201)}, ("person.text_long", "family")),
        ({"identity": Identity(alias="Elev 4")}, ("person.nobody", "family")),
        ({"handlers": ()}, ("person.handler_missing", "handlers")),
        ({"handlers": ("bo", "cecilia")}, ("person.handler_not_member", "handlers")),
        (
            {"protection": Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.ENDED)},
            ("person.end_missing", "valid_until"),
        ),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(town, vault, more, expected):
    assert code(add, vault, new_person(town, **more)) == expected
    with vault.read() as reader:
        assert reader.one(select(func.count()).select_from(records.record))[0] == 0
        assert reader.one(select(func.count()).select_from(records.counter))[0] == 0


def test_a_number_may_be_missing_but_then_no_letter_is_sent(town, vault):
    ref = add(vault, new_person(town, number=""))
    with vault.read() as reader:
        assert code(actions.recipient, reader, ref.id) == ("person.number_unknown", "person")


def test_a_colleague_gives_a_reason_and_has_three_hours(town):
    with town.opened("anna") as vault:
        ref = add(vault, new_person(town))
    with town.opened("bo") as vault:
        found = standing(vault, ref.id)
        assert (found.may_open, found.needs_reason) == (True, True)
        for work in (actions.reveal, actions.overview):
            assert code(work, vault, ref.id) == ("person.reason_needed", "")
        for empty in ("", " \n "):
            assert code(actions.give_reason, vault, ref.id, empty) == ("person.reason_empty", "reason")
        assert code(actions.give_reason, vault, ref.id, "Han ringde 070-174 06 05") == ("person.text_guard", "reason")
        ends = actions.give_reason(vault, ref.id, "Ersätter Anna i dag")
        assert ends == town.clock().replace(tzinfo=None) + timedelta(hours=3)
        assert actions.reveal(vault, ref.id).value.family == "Prövtorp"
        assert standing(vault, ref.id).open_until == ends
        town.clock.forward(hours=2, minutes=59)
        assert actions.reveal(vault, ref.id)
        town.clock.forward(minutes=1)
        assert code(actions.reveal, vault, ref.id) == ("person.reason_needed", "")
        assert code(actions.protect, vault, ref.id, new_person(town).protection, version=1) == (
            "person.reason_needed",
            "",
        )
    with town.opened("anna") as vault:
        overview = actions.overview(vault, ref.id)
        (access,) = overview.accesses
        assert (access.by, access.reviewed) == (town.ids["bo"], False)
        assert actions.reason_of(vault, access.id) == "Ersätter Anna i dag"


def test_a_reason_does_not_run_backwards_in_time(town):
    with town.opened("anna") as vault:
        ref = add(vault, new_person(town))
    with town.opened("bo") as vault:
        actions.give_reason(vault, ref.id, "Ersätter Anna i dag")
        town.clock.forward(hours=-1)
        assert standing(vault, ref.id).needs_reason


def test_outside_the_circle_nothing_opens(town):
    with town.opened("anna") as vault:
        ref = add(vault, new_person(town))
    with town.opened("cecilia") as vault:
        found = standing(vault, ref.id)
        assert (found.reference, found.may_open) == (ref.reference, False)
        assert code(actions.reveal, vault, ref.id) == ("person.role_needed", "")
        assert code(actions.give_reason, vault, ref.id, "Vill veta") == ("person.role_needed", "")
        assert code(add, vault, new_person(town)) == ("person.role_needed", "circle")
        assert actions.people(vault) == []


def test_handlers_come_and_go_but_one_stays(town, vault):
    ref = add(vault, new_person(town))
    assert code(actions.remove_handler, vault, ref.id, town.ids["anna"]) == ("person.handler_last", "handler")
    actions.add_handler(vault, ref.id, town.ids["bo"])
    assert code(actions.add_handler, vault, ref.id, town.ids["bo"]) == ("person.handler_twice", "handler")
    assert code(actions.add_handler, vault, ref.id, town.ids["cecilia"]) == ("person.handler_not_member", "handler")
    actions.remove_handler(vault, ref.id, town.ids["anna"])
    found = standing(vault, ref.id)
    assert (found.handlers, found.needs_reason) == ((town.ids["bo"],), True)


def test_a_protection_is_never_overwritten(town, vault):
    ref = add(vault, new_person(town))
    before = actions.overview(vault, ref.id)
    new = Protection(
        level=Skydd.SKYDDAD_FOLKBOKFORING,
        state=SkyddState.PRELIMINARY,
        seen_by=town.ids["bo"],
        seen_on=TODAY,
    )
    actions.protect(vault, ref.id, new, version=before.version)
    after = actions.overview(vault, ref.id)
    assert [one.protection for one in after.history] == [new, before.history[0].protection]
    assert (after.standing.level, after.standing.state, after.standing.valid_until) == (new.level, new.state, None)
    assert code(actions.protect, vault, ref.id, new, version=before.version)[0] == "vault.row_changed"
    assert len(actions.overview(vault, ref.id).history) == 2


def test_an_identity_is_changed_from_the_version_it_began_with(town, vault):
    ref = add(vault, new_person(town))
    other = add(vault, new_person(town, NUMBERS[300]))
    opened = actions.reveal(vault, ref.id)
    changed = Identity(given="Ö", family="Prövtorp", numbers=(NUMBERS[301],))
    assert code(
        actions.change_identity, vault, ref.id, Identity(family="P", numbers=(NUMBERS[300],)), after=opened.version
    ) == ("person.duplicate", "number")
    version = actions.change_identity(vault, ref.id, changed, after=opened.version)
    assert version == opened.version + 1
    assert code(actions.change_identity, vault, ref.id, changed, after=opened.version)[0] == "vault.row_changed"
    circle = town.circles["Skolan"]
    assert actions.same_number(vault, circle, NUMBERS[200]) == [], "the old number is free again"
    assert actions.same_number(vault, circle, NUMBERS[301]) == [ref.reference]
    assert actions.same_number(vault, circle, NUMBERS[300]) == [other.reference]


def test_events_keep_their_note_sealed_and_pass_the_guard(town, vault):
    ref = add(vault, new_person(town))

    def happen(text, *, seen=False, on=TODAY):
        with vault.write() as writer:
            found = actions.check_open(writer, ref.id)
            return actions.add_event(writer, found, EventKind.MOVED, on, text, seen=seen)

    assert code(happen, "Bor nu på Provgatan 4") == ("person.text_guard", "note")
    assert code(happen, "", on=TODAY + timedelta(days=1)) == ("person.event_future", "on")
    kept = happen("Bor nu på Provgatan 4", seen=True)
    assert actions.note_of(vault, ref.id, kept.id) == "Bor nu på Provgatan 4"
    empty = happen("")
    assert (empty.noted, actions.note_of(vault, ref.id, empty.id)) == (False, "")


def test_a_legal_hold_needs_its_reason(town, vault):
    ref = add(vault, new_person(town))
    version = actions.overview(vault, ref.id).version
    assert code(actions.set_held, vault, ref.id, held=True, reason=" ", version=version)[0] == "person.reason_empty"
    version = actions.set_held(vault, ref.id, held=True, reason="dnr 2026/118", version=version)
    assert standing(vault, ref.id).held
    actions.set_held(vault, ref.id, held=False, reason="dnr 2026/119", version=version)
    assert not standing(vault, ref.id).held


def test_the_list_shows_own_circles_and_whose_they_are(town):
    with town.opened("anna") as vault:
        add(vault, new_person(town))
        add(vault, new_person(town, NUMBERS[300], handlers=("anna", "bo")))
        add(vault, new_person(town, circle="Social"))
        assert [(row.person.reference, row.circle_name, row.mine) for row in actions.people(vault)] == [
            ("SP-2026-0001", "Skolan", True),
            ("SP-2026-0002", "Skolan", True),
            ("SP-2026-0003", "Social", True),
        ]
        assert "Prövtorp" not in repr(actions.people(vault))
    with town.opened("bo") as vault:
        assert [(row.person.reference, row.mine, row.handlers) for row in actions.people(vault)] == [
            ("SP-2026-0001", False, ("Anna Ek",)),
            ("SP-2026-0002", True, ("Anna Ek", "Bo Åberg")),
        ]


def test_a_role_without_identity_opens_nothing(town):
    with town.opened("anna") as vault:
        membership.join(vault, town.circles["Skolan"], town.ids["cecilia"], {Role.LOGGRANSKARE})
        ref = add(vault, new_person(town))
    with town.opened("cecilia") as vault:
        assert code(actions.reveal, vault, ref.id) == ("person.role_needed", "")


@pytest.mark.parametrize("room", ["person", "intake"])
def test_the_migration_makes_the_tables_the_room_declares(room):
    from importlib import import_module

    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    import_module(f"spidesk.{room}.records")
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        import_module(f"spidesk.vault.migrations.first.{room}").create(
            Operations(MigrationContext.configure(connection))
        )
        made = inspect(connection)
        declared = {name: table for name, table in metadata.tables.items() if name.startswith(f"{room}_")}
        assert set(made.get_table_names()) == set(declared)
        for name, table in declared.items():
            columns = {one["name"]: one for one in made.get_columns(name)}
            assert set(columns) == {column.name for column in table.columns}
            for column in table.columns:
                assert str(columns[column.name]["type"]) == str(column.type.compile(engine.dialect)), column
                assert columns[column.name]["nullable"] == column.nullable or column.primary_key, column
            later = {one.name for one in table.indexes} - {one["name"] for one in made.get_indexes(name)}
            assert later <= {"person_record_until"}  # migration 2; see tests/vault
