"""What was true once and has been put back: a page, a row, a part, a keyring, a whole vault. Each is noticed."""

import random
import shutil

import pytest
from sqlalchemy import delete, insert, select, update

from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.errors import Damaged
from spidesk.vault.session import NoticeKind, Role
from spidesk.vault.store.schema import EVENT, GRANT, PART, TOUCHED, USER
from tests.vault.building import (
    ANNA,
    BO,
    MARKER,
    REFERENCE,
    THING,
    Identity,
    add_circle,
    add_person,
    let_in,
    make_things,
    read_name,
    rename,
)

PAGE = 4096


def codes(result):
    return {one.code for one in result.findings}


def past(vault, statement):
    """Change the database past the program, as someone with the vault key could."""
    return vault.opened.held.db.connection.execute(statement)


def test_an_older_part_put_back_as_the_newest_is_noticed_on_reading(vault, person):
    rename(vault, person, "Ny", after=1)
    past(vault, delete(PART).where(PART.c.version == 2))
    with pytest.raises(Damaged, match=r"part.replayed"):
        read_name(vault, person)
    with pytest.raises(Damaged, match=r"part.replayed"), vault.read() as reader:
        reader.open_parts(person, "ident", Identity, action="person.opened", reference=REFERENCE)
    with pytest.raises(Damaged, match=r"part.replayed"), vault.read() as reader:
        reader.history(person, "identity", Identity, action="person.opened", reference=REFERENCE)
    assert codes(vault.verify()) == {"row.digest"}


def test_a_part_taken_away_is_noticed_on_reading(vault, person):
    past(vault, delete(PART))
    with pytest.raises(Damaged, match=r"part.replayed"):
        read_name(vault, person)
    with pytest.raises(Damaged, match=r"part.replayed"), vault.read() as reader:
        reader.open_parts(person, "identity", Identity, action="person.opened", reference=REFERENCE)


def test_an_older_row_put_back_is_noticed(vault):
    make_things(vault)
    with vault.write() as writer:
        row = writer.insert(THING, text="först", yes=False)
        writer.note("vault.tested")
    with vault.read() as reader:
        old = dict(reader.one(select(THING))._mapping)
    with vault.write() as writer:
        writer.update(THING, row, version=1, text="sedan", yes=True)
        writer.note("vault.tested")
    assert vault.verify().ok
    past(vault, update(THING).values(**old))
    assert codes(vault.verify()) == {"row.digest"}


@pytest.mark.parametrize("change", ["edit", "delete", "insert"])
def test_a_row_changed_unlogged_is_noticed(vault, change):
    make_things(vault)
    with vault.write() as writer:
        writer.insert(THING, text="först")
        writer.note("vault.tested")
    done = {
        "edit": update(THING).values(number=1),
        "delete": delete(THING),
        "insert": insert(THING).values(id="x", version=1),
    }[change]
    past(vault, done)
    result = vault.verify()
    assert [(one.code, one.where, one.count) for one in result.findings] == [("row.digest", THING.name, 1)]


def test_the_log_cannot_be_edited_reordered_shortened_or_forged(vault, person):
    read_name(vault, person)
    last = vault.opened.held.head.seq
    columns = EVENT.c.seq, EVENT.c.hash
    changes = {
        "edit": [update(EVENT).where(EVENT.c.seq == 3).values(reference="SP-2026-0002")],
        "drop": [delete(EVENT).where(EVENT.c.seq == 3)],
        "tail": [delete(EVENT).where(EVENT.c.seq == last)],
        "time": [update(EVENT).where(EVENT.c.seq == 2).values(at="2020-01-01T00:00:00.000000Z")],
        "who": [update(EVENT).where(EVENT.c.seq == 2).values(signer=2)],
        "sign": [update(EVENT).where(EVENT.c.seq == 2).values(signature=bytes(64))],
        "swap": [
            update(EVENT).where(EVENT.c.seq == 2).values(seq=9999),
            update(EVENT).where(EVENT.c.seq == 3).values(seq=2),
            update(EVENT).where(EVENT.c.seq == 9999).values(seq=3),
        ],
        "digest": [update(TOUCHED).where(TOUCHED.c.seq == 1).values(sha=bytes(32))],
        "digests": [delete(TOUCHED).where(TOUCHED.c.seq == 1)],
    }
    assert columns
    for name, statements in changes.items():
        vault.opened.held.db.begin()
        for statement in statements:
            assert past(vault, statement).rowcount
        assert any(code.startswith(("log.", "trust.")) for code in codes(vault.verify())), name
        vault.opened.held.db.rollback()
    assert vault.verify().ok


def test_a_line_signed_by_another_is_not_the_users(place, vault):
    """The chain is recomputed by someone with the vault key, who can sign only in their own name."""
    vault.close()
    bo = place.add_user("bo", BO)
    with place.opened("bo", BO) as other:
        held = other.opened.held
        own, held.user, held.signer = held.user, USER_OF["anna"](other), 1
        with other.write() as writer:
            writer.note("vault.tested")
        held.user, held.signer = own, 2
        assert own == bo
        assert "log.signature" in codes(other.check())
    with pytest.raises(Refusal) as refused:
        place.open()
    assert refused.value.params == {"what": "log.signature"}


USER_OF = {"anna": lambda vault: past(vault, select(USER.c.id).where(USER.c.login == "anna")).scalar_one()}


def test_an_earlier_grant_put_back_is_noticed_at_unlock(place, vault):
    vault.close()
    bo = place.add_user("bo", BO)
    with place.opened() as opened:
        circle = add_circle(opened)
        let_in(opened, circle, bo)
        old = [dict(row._mapping) for row in past(opened, select(GRANT))]
        membership.remove_member(opened, circle, bo)
        past(opened, delete(GRANT))
        past(opened, insert(GRANT).values(old))
    with pytest.raises(Refusal) as refused:
        place.open()
    assert refused.value.params == {"what": "membership.rows"}


def copy_of(place, name):
    shutil.copytree(place.folder, place.root / name)
    return place.root / name


def put_back(place, copy):
    shutil.rmtree(place.folder)
    shutil.copytree(copy, place.folder)


def test_a_whole_older_vault_opens_read_only_until_an_administrator_decides(place, vault, person):
    vault.close()
    copy = copy_of(place, "gammal")
    with place.opened() as newer:
        rename(newer, person, "Ny", after=1)
    put_back(place, copy)
    for _ in range(2):
        with place.opened() as older:
            assert NoticeKind.VAULT_OLDER in {one.kind for one in older.session.notices}
            assert older.session.read_only
            assert read_name(older, person) == MARKER
            with pytest.raises(Refusal) as refused:
                rename(older, person, "Ny", after=1)
            assert refused.value.code == "vault.older"
            assert older.verify().ok
    with place.opened() as older:
        membership.accept_older(older)
        assert not older.session.read_only
        rename(older, person, "Annan", after=1)
    with place.opened() as again:
        assert again.session.notices == ()
        assert read_name(again, person) == "Annan"
        assert again.check().ok


def test_a_vault_with_another_story_of_the_same_length_is_noticed(place, vault, person):
    vault.close()
    copy = copy_of(place, "gammal")
    with place.opened():
        pass
    put_back(place, copy)
    place.clock.move(seconds=1)
    other = place.seen.folder.with_name("annan dator")
    for _ in range(2):
        place.open(seen=type(place.seen)(other)).close()
    with place.opened() as older:
        assert NoticeKind.VAULT_OLDER in {one.kind for one in older.session.notices}


def test_a_lost_or_forged_head_is_told(place, vault):
    vault.close()
    path = next(place.seen.folder.iterdir())
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("{}")
    with place.opened() as again:
        assert [one.kind for one in again.session.notices] == [NoticeKind.HEAD_LOST]
    text = path.read_text()
    seen = place.seen.read(again.session.vault_id)
    path.write_text(text.replace(f'"seq":{seen.seq}', f'"seq":{seen.seq - 1}'))
    with place.opened() as again:
        assert {one.kind for one in again.session.notices} & {NoticeKind.HEAD_LOST, NoticeKind.VAULT_OLDER}


def test_an_older_keyring_is_noticed(place, vault, person):
    vault.close()
    copy = copy_of(place, "gammal")
    with place.opened() as changed:
        membership.change_passphrase(changed, ANNA, BO)
    for name in ("keyring-A.json", "keyring-B.json"):
        shutil.copy(copy / name, place.folder / name)
    with place.opened("anna", ANNA) as older:
        assert [one.kind for one in older.session.notices] == [NoticeKind.KEYRING_OLDER]
        assert older.session.read_only
        assert codes(older.check()) == {"keyring.older"}
        with pytest.raises(Refusal):
            rename(older, person, "Ny", after=1)
        membership.accept_older(older)
    with place.opened("anna", ANNA) as again:
        assert again.session.notices == ()
        assert again.check().ok


def test_one_older_copy_of_the_keyring_is_healed(place, vault):
    vault.close()
    copy = copy_of(place, "gammal")
    with place.opened() as changed:
        membership.change_passphrase(changed, ANNA, BO)
    shutil.copy(copy / "keyring-A.json", place.folder / "keyring-A.json")
    with place.opened("anna", BO) as again:
        assert [one.kind for one in again.session.notices] == [NoticeKind.KEYRING_HEALED]
        assert again.check().ok


def test_the_keyring_of_before_a_removal_does_not_open_the_new_file(place, vault):
    vault.close()
    bo = place.add_user("bo", BO)
    with place.opened() as opened:
        circle = add_circle(opened)
        let_in(opened, circle, bo, [Role.HANDLAGGARE])
    copy = copy_of(place, "gammal")
    with place.opened() as opened:
        membership.remove_member(opened, circle, bo)
    for name in ("keyring-A.json", "keyring-B.json"):
        shutil.copy(copy / name, place.folder / name)
    with pytest.raises(Refusal) as refused:
        place.open("bo", BO)
    assert refused.value.code == "vault.damaged"


def test_old_pages_put_back_are_reported_or_harmless(place, vault, circle):
    """SQLCipher takes an old page of the same file for its own. The log and the digests do not."""
    people = [add_person(vault, circle, f"Person {number}") for number in range(60)]
    vault.close()
    old = place.database.read_bytes()
    with place.opened() as opened:
        for person in people:
            rename(opened, person, "Ny", after=1)
        expected = dump(opened)
    new = place.database.read_bytes()
    changed = [at for at in range(0, min(len(old), len(new)), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    assert len(changed) > 10
    reported = 0
    for at in random.Random(7).sample(changed, min(len(changed), 60)):
        place.database.write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])
        reported += noticed(place, expected)
        place.database.write_bytes(new)
    assert reported > 5


def dump(vault):
    with vault.read() as reader:
        tables = (PART, GRANT, USER)
        return [[tuple(row) for row in reader.rows(select(table).order_by(table.c.id))] for table in tables]


def noticed(place, expected):
    """Whether anything was said; if nothing was, the content must be as it was."""
    try:
        vault = place.open()
    except (Refusal, Damaged):
        return True
    try:
        if vault.session.notices or not vault.check().ok:
            return True
        assert dump(vault) == expected
        return False
    except Damaged:
        return True
    finally:
        vault.close()
