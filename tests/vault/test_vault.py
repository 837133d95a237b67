"""The open vault: what is kept, what is rolled back, what is logged, and before what."""

import threading
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged, Unaudited
from spidesk.vault.ids import PersonId, new_id
from spidesk.vault.sealed import bulk, parts
from spidesk.vault.session import CircleKind, NoticeKind
from spidesk.vault.store.schema import EVENT, PART, PERSON
from tests.vault.building import (
    ANNA,
    MARKER,
    REFERENCE,
    THING,
    Identity,
    add_circle,
    add_person,
    make_things,
    read_name,
    rename,
)


def lines(vault):
    with vault.read() as reader:
        return [row.action for row in reader.rows(select(EVENT.c.action).order_by(EVENT.c.seq))]


def test_what_was_written_is_there_after_opening_again(place, vault, person):
    rename(vault, person, "Ny", after=1)
    vault.close()
    with place.opened() as again:
        assert read_name(again, person) == "Ny"
        with again.read() as reader:
            old = reader.history(person, "identity", Identity, action="person.history", reference=REFERENCE)
    assert [one.value.name for one in old] == [MARKER, "Ny"]
    assert [one.version for one in old] == [1, 2]


def test_a_reading_is_logged_before_the_key_is_unwrapped(vault, person, monkeypatch):
    seen = []

    def spy(held, owner, _before=parts.person_key):
        seen.append(held.db.connection.execute(select(EVENT.c.action).order_by(EVENT.c.seq.desc())).scalars().first())
        seen.append(held.db.in_transaction)
        return _before(held, owner)

    monkeypatch.setattr(parts, "person_key", spy)
    read_name(vault, person)
    assert seen == ["person.opened", False]


def test_a_write_without_a_note_is_rolled_back(vault, circle):
    person = PersonId(new_id())
    with pytest.raises(Unaudited), vault.write() as writer:
        writer.new_person(person, circle)
    with vault.read() as reader:
        assert reader.one(select(func.count()).select_from(PERSON))[0] == 0
    assert vault.verify().ok


def test_a_failed_action_leaves_nothing_but_what_was_read(vault, person):
    before = lines(vault)

    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), vault.write() as writer:  # noqa: PT012
        writer.open_part(person, "identity", Identity, action="person.opened", reference=REFERENCE)
        writer.seal(person, "identity", Identity(name="x"), after=1)
        writer.note("person.edited")
        fail()
    assert lines(vault) == [*before, "person.opened"]
    assert read_name(vault, person) == MARKER
    assert vault.verify().ok


def test_two_edits_of_the_same_version_do_not_overwrite_each_other(vault, person):
    rename(vault, person, "Först", after=1)
    with pytest.raises(Refusal) as refused:
        rename(vault, person, "Sedan", after=1)
    assert refused.value.code == "vault.row_changed"
    assert read_name(vault, person) == "Först"


def test_rows_of_every_column_type_hold_against_the_log(vault):
    make_things(vault)
    with vault.write() as writer:
        row = writer.insert(
            THING,
            text="åäö",
            number=-7,
            on=date(2026, 11, 21),
            at=datetime(2026, 11, 21, 9, 0, 1, 5),
            yes=True,
            raw=b"\0\1",
        )
        other = writer.insert(THING)
        writer.note("vault.tested")
    with vault.write() as writer:
        assert writer.update(THING, row, version=1, yes=False) == 2
        writer.delete(THING, other)
        writer.note("vault.tested")
    assert vault.check().ok
    with pytest.raises(Refusal) as refused, vault.write() as writer:
        writer.update(THING, row, version=1, number=1)
    assert refused.value.code == "vault.row_changed"
    with pytest.raises(KeyError), vault.write() as writer:
        writer.delete(THING, other)


def test_the_log_takes_no_names_numbers_or_text(vault):
    with vault.write() as writer:
        for bad in ({"reference": "19890010-9802"}, {"object": "Anna Ek"}, {"who": "Anna Ek"}, {"n": "890010-9802"}):
            with pytest.raises(ValueError):
                writer.note("vault.tested", **bad)
        with pytest.raises(ValueError):
            writer.note("no room")
        writer.note("vault.tested", reference=REFERENCE, object=new_id(), count=3, day=date(2026, 1, 2), yes=True)
    with vault.read() as reader:
        last = reader.rows(select(EVENT.c.details).order_by(EVENT.c.seq.desc()).limit(1))[0]
    assert last.details == "count=3;day=2026-01-02;yes=yes"


def test_another_thread_may_not_touch_the_vault(vault):
    caught = []

    def work():
        try:
            with vault.read():
                pass
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_one_reader_or_writer_at_a_time(vault):
    with vault.read(), pytest.raises(RuntimeError), vault.write():
        pass


def test_parts_by_prefix_come_newest_in_one_line(vault, person):
    with vault.write() as writer:
        for number in ("1", "2"):
            writer.seal(person, f"channel:{number}", Identity(name=f"v{number}"))
        writer.seal(person, "channel:2", Identity(name="ny"), after=1)
        writer.note("contact.added")
    before = len(lines(vault))
    with vault.read() as reader:
        found = reader.open_parts(person, "channel:", Identity, action="contact.opened", reference=REFERENCE)
        assert not reader.has_part(person, "paper")
        with pytest.raises(KeyError):
            reader.open_part(person, "paper", Identity, action="contact.opened", reference=REFERENCE)
    assert {name: (one.value.name, one.version) for name, one in found.items()} == {
        "channel:1": ("v1", 1),
        "channel:2": ("ny", 2),
    }
    assert len(lines(vault)) == before + 1


def _everyone(vault, circles):
    told = []
    with vault.read() as reader:
        found = list(
            reader.open_circles(
                circles, "identity", Identity, action="person.indexed", progress=lambda *at: told.append(at)
            )
        )
    assert told == [(len(found), len(found))]
    return {(circle, person): one.name for circle, person, one in found}


@pytest.mark.parametrize("share", [4, 0], ids=["all gone through", "looked up one by one"])
def test_everyone_in_some_circles_at_once(vault, circle, person, share, monkeypatch):
    monkeypatch.setattr(bulk, "_SHARE", share)
    other = add_person(vault, circle, "Andra")
    rename(vault, other, "Andra igen", after=1)
    second = add_circle(vault, "En till")
    third = add_person(vault, second, "Tredje")
    here = {(circle, person): MARKER, (circle, other): "Andra igen"}
    assert _everyone(vault, [circle]) == here
    assert _everyone(vault, [second, circle]) == {**here, (second, third): "Tredje"}
    assert _everyone(vault, []) == {}


def test_bulk_opening_is_bound_to_the_same_bytes():
    vault, circle, person = new_id(), new_id(), new_id()
    for name, version, generation in (("identity", 1, 1), ("channel:é", 300, 70_000)):
        bound = bulk.Bound(vault, circle, 9, bytes(32), name)
        assert bound.key(generation, person) == parts.key_aad(vault, circle, 9, generation, person)
        assert bound.part(version, generation, person) == parts.part_aad(
            vault, circle, name, version, generation, person
        )
        assert bound.key(1, "kort") == parts.key_aad(vault, circle, 9, 1, "kort")


def test_a_part_moved_to_another_place_does_not_open(vault, circle, person):
    other = add_person(vault, circle, "Andra")
    held = vault.opened.held
    row = held.db.connection.execute(select(PART).where(PART.c.person == person)).one()
    owner, stranger = parts.person_row(held, person), parts.person_row(held, other)
    key = parts.person_key(held, owner)
    assert parts.opened(held, owner, key, row, Identity).name == MARKER
    for wrong in ({"version": 2}, {"name": "channel:1"}, {"generation": 2}):
        moved = SimpleNamespace(**{**row._mapping, **wrong})
        with pytest.raises(Damaged, match=r"part.unopened"):
            parts.opened(held, owner, key, moved, Identity)
    with pytest.raises(Damaged, match=r"part.unopened"):
        parts.opened(held, stranger, key, row, Identity)


def test_a_drop_opens_for_its_purpose_and_row_alone(vault, circle):
    post = add_circle(vault, "Post", CircleKind.POST)
    with vault.write() as writer:
        sealed = writer.seal_drop(post, Identity(name="mottagare"), purpose="mail.recipient", row="r1")
        writer.note("mail.ordered")
    with vault.read() as reader:
        opened = reader.open_drop(post, sealed, Identity, purpose="mail.recipient", row="r1", action="mail.opened")
        assert opened.name == "mottagare"
        for purpose, row in (("mail.sender", "r1"), ("mail.recipient", "r2")):
            with pytest.raises(Damaged, match=r"drop.unopened"):
                reader.open_drop(post, sealed, Identity, purpose=purpose, row=row, action="mail.opened")


def test_the_blind_index_finds_equals_in_one_circle_only(vault, circle):
    other = add_circle(vault, "HR")
    with vault.read() as reader:
        assert reader.blind(circle, "x") == reader.blind(circle, "x")
        assert len({reader.blind(circle, "x"), reader.blind(circle, "y"), reader.blind(other, "x")}) == 3


def test_drafts_come_back_to_their_user_and_are_replaced(place, vault):
    with vault.write() as writer:
        writer.keep_draft("people/1", {"name": MARKER})
        kept = writer.keep_draft("people/1", {"name": "nyare"})
    vault.close()
    with place.opened() as again:
        with again.read() as reader:
            assert reader.drafts(dict) == {kept: ("people/1", {"name": "nyare"})}
        with again.write() as writer:
            writer.drop_draft(kept)
        with again.read() as reader:
            assert reader.drafts(dict) == {}
        assert again.check().ok


def test_a_clock_set_back_is_a_line_and_a_notice(place, vault, person):
    place.clock.move(days=-3)
    read_name(vault, person)
    assert lines(vault).count("vault.clock_back") == 1
    vault.close()
    place.clock.move(days=-1)
    with place.opened() as again:
        notice = [one for one in again.session.notices if one.kind is NoticeKind.CLOCK_BACK]
        assert notice[0].number == 86_400
        assert lines(again).count("vault.clock_back") == 2
        assert again.check().ok


def test_failed_unlocks_are_told_and_logged(place, vault):
    vault.close()
    for passphrase in ("fel", "fel igen"):
        with pytest.raises(Refusal) as refused:
            place.open("anna", passphrase)
        assert refused.value.code == "vault.wrong_passphrase"
    with pytest.raises(Refusal):
        place.open("finns inte", ANNA)
    with place.opened() as again:
        assert [(one.kind, one.number) for one in again.session.notices] == [(NoticeKind.FAILED_UNLOCKS, 3)]
    with place.opened() as again:
        assert again.session.notices == ()


def test_nothing_shows_a_secret(vault, person):
    with vault.read() as reader:
        opened = reader.open_part(person, "identity", Identity, action="person.opened", reference=REFERENCE)
        shown = repr((vault, reader, opened, vault.opened, vault.opened.held, vault.conditions))
    assert MARKER not in shown
    assert vault.opened.file_key.key.hex() not in shown
    assert "b'" not in repr(vault.opened.held.keys)


def test_verification_writes_a_checkpoint_and_then_begins_there(vault, person):
    first = vault.verify()
    assert first.ok
    assert first.signatures == first.lines
    again = vault.verify()
    assert again.ok
    assert again.signatures == 1
    assert vault.check().signatures == again.lines + 2
