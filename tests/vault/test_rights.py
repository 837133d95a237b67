"""Who may decide is asked of the moment a row was written, and of the log."""

import pytest
from sqlalchemy import text

from spidesk.vault import membership
from spidesk.vault.session import Role
from tests.vault.building import ANNA, BO, CILLA, THING, let_in, make_things


@pytest.fixture
def bo(place, vault, circle):
    vault.close()
    user = place.add_user("bo", BO)
    with place.opened() as anna:
        let_in(anna, circle, user)
        make_things(anna)
    return user


def wrote(place, login, passphrase, row=None, **values):
    """Let a user write a row, a new one or one that stands; gives its id."""
    with place.opened(login, passphrase) as vault, vault.write() as writer:
        if row is None:
            row = writer.insert(THING, **values)
        else:
            version = writer.one(THING.select().where(THING.c.id == row)).version
            writer.update(THING, row, version=version, **values)
        writer.note("test.wrote", object=row)
    return row


def counts(place, row, circle, *roles):
    with place.opened() as vault, vault.read() as reader:
        return reader.written_as(THING, row, circle, *roles)


def test_the_last_writer_needs_the_role_in_the_circle(place, circle, bo):
    row = wrote(place, "bo", BO, text="a")
    assert counts(place, row, circle, Role.HANDLAGGARE)
    assert counts(place, row, circle, Role.KRETSAGARE, Role.HANDLAGGARE)
    assert not counts(place, row, circle, Role.KRETSAGARE)
    assert not counts(place, row, "0" * 32, Role.HANDLAGGARE)
    place.add_user("cilla", CILLA)
    wrote(place, "cilla", CILLA, row, text="b")
    assert not counts(place, row, circle, Role.HANDLAGGARE, Role.KRETSAGARE)


def test_what_was_decided_by_right_stands_after_the_role_is_gone_and_nothing_later_does(place, circle, bo):
    row = wrote(place, "bo", BO, text="a")
    with place.opened() as anna:
        membership.remove_member(anna, circle, bo)
    assert counts(place, row, circle, Role.HANDLAGGARE)
    late = wrote(place, "bo", BO, text="b")
    assert not counts(place, late, circle, Role.HANDLAGGARE)
    with place.opened() as anna:
        membership.join(anna, circle, bo, [Role.HANDLAGGARE])
    assert not counts(place, late, circle, Role.HANDLAGGARE)
    assert counts(place, wrote(place, "bo", BO, late, text="c"), circle, Role.HANDLAGGARE)


def test_a_changed_role_counts_from_when_it_was_changed(place, circle, bo):
    before = wrote(place, "bo", BO, text="a")
    with place.opened() as anna:
        membership.set_roles(anna, circle, bo, [Role.KRETSAGARE])
    after = wrote(place, "bo", BO, text="b")
    assert not counts(place, before, circle, Role.KRETSAGARE)
    assert counts(place, after, circle, Role.KRETSAGARE)
    assert not counts(place, after, circle, Role.HANDLAGGARE)


def test_a_row_changed_behind_the_log_counts_for_nothing(place, circle, bo):
    row = wrote(place, "bo", BO, text="a")
    with place.opened() as anna:
        connection = anna.opened.held.db.connection
        connection.execute(text("UPDATE vault_test_thing SET text = 'x' WHERE id = :row"), {"row": row})
        connection.commit()
    assert not counts(place, row, circle, Role.HANDLAGGARE)


def test_the_log_remembers_a_row_that_was_taken_away(place, circle, bo):
    row = wrote(place, "bo", BO, text="a")
    with place.opened() as anna, anna.write() as writer:
        writer.delete(THING, row)
        writer.note("test.deleted", object=row)
    assert not counts(place, row, circle, Role.HANDLAGGARE, Role.KRETSAGARE)
    with place.opened() as anna, anna.read() as reader:
        assert reader.was_written(THING, row)
        assert not reader.was_written(THING, "0" * 32)


def by_admin(place, row):
    with place.opened() as vault, vault.read() as reader:
        return reader.written_by_admin(THING, row)


def test_what_an_administrator_wrote_stands_and_nothing_after_the_right_was_taken(place, circle, bo):
    before = wrote(place, "bo", BO, text="a")
    with place.opened() as anna:
        membership.set_admin(anna, bo, True)
    during = wrote(place, "bo", BO, text="b")
    with place.opened() as anna:
        membership.set_admin(anna, bo, False)
    after = wrote(place, "bo", BO, text="c")
    assert [by_admin(place, row) for row in (before, during, after)] == [False, True, False]
    wrote(place, "bo", BO, during, text="d")
    assert not by_admin(place, during)
    assert by_admin(place, wrote(place, "anna", ANNA, text="e"))


def test_a_user_made_as_administrator_is_one_from_the_start(place, vault, circle):
    make_things(vault)
    vault.close()
    place.add_user("cilla", CILLA, admin=True)
    row = wrote(place, "cilla", CILLA, text="a")
    assert by_admin(place, row)
    with place.opened() as anna:
        connection = anna.opened.held.db.connection
        connection.execute(text("UPDATE vault_test_thing SET text = 'x' WHERE id = :row"), {"row": row})
        connection.commit()
    assert not by_admin(place, row)
