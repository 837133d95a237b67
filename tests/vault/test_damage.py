"""What is not whole is named: flipped bytes, plain SQLite, a newer vault, half a copy. Nothing wrong is ever shown."""

import random
import shutil
import sqlite3

import pytest
from sqlalchemy import text

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged
from spidesk.vault.keys import keyform
from spidesk.vault.outside import inuse
from spidesk.vault.session import NoticeKind
from spidesk.vault.store.cipher import FileKey, new_database, open_database
from tests.vault.building import Place, add_circle, add_person, read_name

RINGS = ("keyring-A.json", "keyring-B.json")


@pytest.fixture
def whole(place):
    """A closed vault with a few people; gives the key of its file too."""
    vault, _ = place.create()
    circle = add_circle(vault)
    for number in range(12):
        add_person(vault, circle, f"Person {number}")
    place.people = [add_person(vault, circle, "Sist")]
    place.key = vault.opened.file_key
    vault.close()
    return place


def refused(place, code, **params):
    with pytest.raises(Refusal) as caught:
        place.open()
    assert caught.value.code == code
    assert params.items() <= caught.value.params.items()
    assert wording.text(caught.value)


def flip(path, at, bit):
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


def reported(path, key):
    try:
        database = open_database(path, key)
    except Damaged:
        return True
    try:
        return bool(database.integrity())
    finally:
        database.close()


def test_two_thousand_flipped_bits_are_reported(whole):
    dice, size = random.Random(11), whole.database.stat().st_size
    before = whole.database.read_bytes()
    assert not reported(whole.database, whole.key)
    places = [(at, dice.randrange(8)) for at in (*range(32), *(dice.randrange(size) for _ in range(1968)))]
    missed = []
    for at, bit in places:
        flip(whole.database, at, bit)
        if not reported(whole.database, whole.key):
            missed.append(at)
        flip(whole.database, at, bit)
    assert missed == []
    assert whole.database.read_bytes() == before


def test_a_vault_with_flipped_bits_opens_right_or_not_at_all(whole):
    dice, size = random.Random(12), whole.database.stat().st_size
    before = whole.database.read_bytes()
    named, wrong = 0, []
    for _ in range(60):
        flip(whole.database, dice.randrange(size), dice.randrange(8))
        try:
            with whole.opened() as vault:
                assert not vault.check().ok
                assert read_name(vault, whole.people[0]) == "Sist"
        except Damaged:
            pass
        except Refusal as refusal:
            named += refusal.code in ("vault.damaged", "vault.incomplete") or wrong.append(refusal.code)
        whole.database.write_bytes(before)
    assert named > 10
    assert wrong == []


def test_a_damaged_copy_of_the_keyring_is_healed(whole):
    dice = random.Random(13)
    for number in range(40):
        path = whole.folder / RINGS[number % 2]
        before = path.read_bytes()
        flip(path, dice.randrange(len(before)), dice.randrange(8))
        with whole.opened() as vault:
            assert [one.kind for one in vault.session.notices] == [NoticeKind.KEYRING_HEALED]
        assert path.read_bytes() == before


def test_a_missing_copy_of_the_keyring_is_healed(whole):
    (whole.folder / RINGS[0]).unlink()
    with whole.opened() as vault:
        assert vault.session.notices[0].kind is NoticeKind.KEYRING_HEALED
    assert (whole.folder / RINGS[0]).exists()


def test_two_damaged_copies_are_refused_by_name(whole):
    for name in RINGS:
        flip(whole.folder / name, 300, 1)
    refused(whole, "vault.damaged", what="keyring")


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        (("store.db",), "vault.incomplete"),
        (RINGS, "vault.incomplete"),
        ((*RINGS, "store.db"), "vault.missing"),
    ],
)
def test_a_vault_with_a_file_missing(whole, gone, code):
    for name in gone:
        (whole.folder / name).unlink()
    refused(whole, code)


def test_a_folder_that_is_not_there(place):
    refused(place, "vault.missing")


@pytest.mark.parametrize("cut", [1, 4096, 8192, 5000])
def test_half_a_copy_is_told(whole, cut):
    size = whole.database.stat().st_size
    with whole.database.open("r+b") as file:
        file.truncate(size - cut)
    with pytest.raises(Refusal) as caught:
        whole.open()
    assert caught.value.code in ("vault.incomplete", "vault.damaged")


def test_an_empty_database_file_is_told(whole):
    whole.database.write_bytes(b"")
    refused(whole, "vault.damaged", what="database.short")


def test_plain_sqlite_in_the_place_of_the_database_is_refused_unwritten(whole):
    whole.database.unlink()
    plain = sqlite3.connect(whole.database)
    plain.execute("CREATE TABLE vault_part (id TEXT)")
    plain.commit()
    plain.close()
    before = whole.database.read_bytes()
    refused(whole, "vault.damaged", what="database.plain")
    assert whole.database.read_bytes() == before


def test_a_library_that_does_not_encrypt_is_refused_before_the_first_write(tmp_path, monkeypatch):
    """Python's own SQLite takes `PRAGMA key` without a word and writes plain text."""
    from spidesk.vault.store import cipher

    monkeypatch.setattr(cipher.dbapi2, "connect", sqlite3.connect)
    path = tmp_path / "store.db"
    with pytest.raises(RuntimeError):
        new_database(path, FileKey.fresh())
    assert path.read_bytes() == b""


def test_a_newer_database_is_refused(whole):
    with whole.opened() as vault:
        vault.opened.held.db.connection.execute(text("UPDATE vault_revision SET version_num = '9999'"))
    refused(whole, "vault.newer")


def test_a_newer_keyring_is_refused(whole):
    for name in RINGS:
        path = whole.folder / name
        data = path.read_bytes()
        rest = data.split(b"\n", 1)[1]
        check = keyform._check_of(2, rest).decode()
        path.write_bytes(b'{"format":2,"check":"' + check.encode() + b'",\n' + rest)
    refused(whole, "vault.newer")


def test_the_database_of_another_vault_is_not_opened(whole, tmp_path):
    other = Place(tmp_path / "annan")
    vault, _ = other.create()
    vault.close()
    shutil.copy(other.database, whole.database)
    refused(whole, "vault.damaged")


def test_a_wrong_passphrase_and_an_unknown_login_are_told_alike(whole):
    told = set()
    for login, passphrase in (("anna", "fel"), ("okänd", "fel"), ("okänd", "anna har en lång fras")):
        with pytest.raises(Refusal) as caught:
            whole.open(login, passphrase)
        told.add((caught.value.code, wording.text(caught.value)))
    assert len(told) == 1


def test_a_place_that_cannot_be_written_is_told(whole, monkeypatch):
    def shut(*_args, **_more):
        raise PermissionError

    monkeypatch.setattr(inuse.os, "open", shut)
    refused(whole, "vault.read_only")


def test_a_folder_with_something_in_it_is_not_made_a_vault(whole):
    with pytest.raises(Refusal) as caught:
        whole.create()
    assert caught.value.code == "vault.exists"


def test_no_error_carries_what_stood_in_the_statement(whole):
    with whole.opened() as vault:
        connection = vault.opened.held.db.connection
        with pytest.raises(Exception, match="vault_user") as caught:
            connection.execute(text("INSERT INTO vault_user (id, login) VALUES (:a, :b)"), {"a": "hemligt", "b": "x"})
        assert "hemligt" not in str(caught.value)
