"""A colleague with the vault's key, the raw file and keys of their own finds nothing of a circle they are not in."""

import pytest
from sqlalchemy import select

from spidesk.mail import records as mail
from spidesk.mail.actions import posting
from spidesk.mail.actions.ordering import PURPOSE
from spidesk.mail.rules.order import RecipientLine
from spidesk.person.rules import Identity
from spidesk.refusal import Refusal
from spidesk.vault import labels
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.keys.faults import Unopened
from spidesk.vault.sealed import drops, parts
from spidesk.vault.store.schema import EPOCH, GRANT, PART, PERSON
from tests.attack import raw
from tests.attack.conftest import WRITTEN, marks
from tests.attack.forms import Search, forms


@pytest.fixture(scope="module")
def search():
    return Search(marks())


def test_the_search_knows_every_form(search):
    assert len(marks()) > 80
    assert len(search) > 3000
    for mark in ("Żółwińska-Ängsprov", WRITTEN["address"]):
        for form in forms(mark):
            assert mark in search.in_bytes(b"\0x" + form + b"y\xff")
    assert search.in_bytes(b"inget av detta") == set()


@pytest.mark.parametrize("login", ["ahmed.lind", "nils.berg", "eva.sund", "karin.ek"])
def test_nothing_about_anybody_stands_in_the_raw_database(demo, search, login):
    """Not even for a member: what is sealed is opened by the program alone, one logged person at a time."""
    vault = demo.open(login)
    key = raw.file_key(vault)
    vault.close()
    seen = raw.columns(demo.folder, key)
    assert len({table for table, _ in seen}) > 25
    assert b"Karin Ek" in seen["vault_user", "name"], "colleagues are open"
    assert [place for place, values in seen.items() if search.in_bytes(values)] == []


def test_nothing_stands_in_the_decrypted_file_free_pages_and_slack_included(demo, search):
    vault = demo.open("ahmed.lind")
    key = raw.file_key(vault)
    vault.close()
    whole = b"".join(raw.pages(demo.folder, key))
    assert b"CREATE TABLE vault_part" in whole, "the pages are decrypted"
    assert search.in_bytes(whole) == set()


def test_nothing_stands_in_the_folder_or_what_the_workstation_remembers(demo, search):
    files = [path for path in demo.folder.parent.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"store.db", "keyring-A.json", "keyring-B.json"}
    assert [path.name for path in files if search.in_bytes(path.read_bytes())] == []


def test_a_mark_that_is_not_sealed_would_be_found(demo, search):
    """The test of the tests: one name in an open column, and both searches see it."""
    vault = demo.open("karin.ek")
    key = raw.file_key(vault)
    with vault.write() as writer:
        row = writer.rows(select(mail.sender))[0]
        writer.update(mail.sender, row.id, version=row.version, neutral=f"c/o {WRITTEN['holder']}")
        writer.note("mail.sender_approved", object=row.id)
    vault.close()
    found = [place for place, values in raw.columns(demo.folder, key).items() if search.in_bytes(values)]
    assert found == [("mail_sender", "neutral")]
    assert WRITTEN["holder"] in search.in_bytes(b"".join(raw.pages(demo.folder, key)))


@pytest.mark.parametrize(
    ("login", "theirs"),
    [
        ("karin.ek", {"HR"}),
        ("ahmed.lind", {"Björkskolan"}),
        ("eva.sund", {"HR", "Socialtjänst"}),
        ("nils.berg", set()),
    ],
)
def test_a_users_keys_open_their_own_circles_and_no_other(demo, login, theirs):
    """Every key the user can get, tried on every box there is, without any of the program's own checks."""
    vault = demo.open(login)
    try:
        held = vault.opened.held
        db = held.db.connection
        names = {circle.id: circle.name for circle in vault.session.circles}
        keys = circle_keys(held, db.execute(select(GRANT)).all())
        people = db.execute(select(PERSON)).all()
        assert len({row.circle for row in people}) == 3
        person_keys = {row.id: key for row in people if (key := person_key(held, keys, row)) is not None}
        assert {names[row.circle] for row in people if row.id in person_keys} == theirs
        opened = {
            row.person
            for row in db.execute(select(PART)).all()
            for key in person_keys.values()
            if opens_part(held, key, row, people)
        }
        assert opened == set(person_keys)
    finally:
        vault.close()


def test_the_postexpeditor_opens_recipient_lines_and_only_those_of_the_post_circle(demo):
    vault = demo.open("nils.berg")
    try:
        with vault.read() as reader:
            orders = reader.rows(select(mail.order))
            assert len(orders) > 3
            for row in orders:
                with pytest.raises(Refusal, match="not_member"):
                    reader.open_part(row.person, "identity", Identity, action="mail.test", reference="")
                with pytest.raises(Refusal, match="not_member"):
                    reader.blind(row.circle, "x")
        lines = [posting.reveal(vault, row.id) for row in orders]
        assert all(line.number and not line.name for line in lines), "the number alone: the setting is off"
        assert len(private_halves(vault.opened.held)) == 1
    finally:
        vault.close()


@pytest.mark.parametrize("login", ["karin.ek", "ahmed.lind", "eva.sund"])
def test_those_who_order_cannot_open_the_line_they_sealed(demo, login):
    """Karin is kretsägare of the post circle in the demo; the other two are in no post circle."""
    vault = demo.open(login)
    try:
        with vault.read() as reader:
            for row in reader.rows(select(mail.order)):
                mine = vault.session.circle(row.post_circle).roles
                if mine:
                    assert login == "karin.ek"
                    continue
                with pytest.raises(Refusal, match="not_member"):
                    reader.open_drop(
                        row.post_circle, row.recipient, RecipientLine, purpose=PURPOSE, row=row.id, action="mail.test"
                    )
    finally:
        vault.close()


def circle_keys(held, grants):
    """Every circle key that any grant gives up to the user's secret keys, whoever it names."""
    found = {}
    for grant in grants:
        for name in {grant.user, held.user}:
            if grant.sealed is None:
                continue
            try:
                found[(grant.circle, grant.epoch)] = pairs.unwrap(
                    held.keys,
                    grant.sealed,
                    vault=held.vault,
                    purpose=labels.CIRCLE_KEY,
                    epoch=grant.epoch,
                    recipient=name,
                    about=grant.circle,
                )
            except Unopened:
                continue
    return found


def person_key(held, keys, row):
    """The person's key, if any circle key the user has opens it."""
    aad = parts.key_aad(held.vault, row.circle, row.epoch, row.generation, row.id)
    for key in keys.values():
        try:
            return boxes.unseal(key, row.sealed, aad=aad)
        except Unopened:
            continue
    return None


def opens_part(held, key, row, people):
    circle = next(one.circle for one in people if one.id == row.person)
    try:
        boxes.unseal(
            key, row.sealed, aad=parts.part_aad(held.vault, circle, row.name, row.version, row.generation, row.person)
        )
    except Unopened:
        return False
    return True


def private_halves(held):
    """The drop keys whose private half the user's circle keys open."""
    keys = circle_keys(held, held.db.connection.execute(select(GRANT)).all())
    found = set()
    for row in held.db.connection.execute(select(EPOCH)).all():
        for (_, epoch), key in keys.items():
            try:
                boxes.unseal(key, row.drop_sealed, aad=drops.key_aad(held.vault, row.circle, row.epoch, epoch))
                found.add(row.circle)
            except Unopened:
                continue
    return found
