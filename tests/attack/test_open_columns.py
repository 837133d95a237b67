"""A colleague outside the circle writes in open columns past the program, signed as themselves: the check finds it."""

import pytest
from sqlalchemy import select

from spidesk.contact import records as contact
from spidesk.demo import build
from spidesk.mail import records as mail
from spidesk.person import records as person
from spidesk.vault import membership
from spidesk.vault.store import checkpoints
from spidesk.vault.store.schema import PERSON, USER
from tests.attack.test_redirected_letter import forged, ordered, outsider


def findings(demo, *, everything=False):
    vault = demo.open("karin.ek")
    try:
        result = vault.check() if everything else vault.verify()
        return {(one.code, one.where) for one in result.findings}
    finally:
        vault.close()


def first(demo, table, *where):
    vault = demo.open("karin.ek")
    try:
        with vault.read() as reader:
            return reader.rows(select(table).where(*where))[0]
    finally:
        vault.close()


def hr_person(demo):
    return ordered(demo).person


def test_the_demo_vault_is_whole_for_everybody(demo):
    for one in build.USERS:
        vault = demo.open(one.login)
        assert vault.check().findings == ()
        assert vault.verify().findings == ()
        vault.close()


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize(
    ("table", "change"),
    [
        (contact.CHANNEL, {"rule": "allowed"}),
        (contact.POST, {"way": "hamtas"}),
        (person.record, {"level": "skyddad_folkbokforing"}),
        (mail.order, {"state": "done"}),
        (mail.order, {"rek": "RR123456785SE"}),
    ],
)
def test_a_row_of_another_circle_that_was_rewritten(demo, table, change, everything):
    who = hr_person(demo)
    row = first(demo, table, (table.c.id if table is person.record else table.c.person) == who)
    forged(demo, outsider(demo), lambda writer: writer.update(table, row.id, version=row.version, **change))
    assert findings(demo, everything=everything) == {("row.writer", table.name)}


def test_a_row_of_another_circle_that_was_added(demo):
    who = hr_person(demo)

    def attack(writer):
        now = writer.now.replace(tzinfo=None)
        writer.insert(
            person.protection,
            person=who,
            number=99,
            level="sekretessmarkering",
            state="ended",
            by_user=writer.session.user.id,
            at=now,
        )
        writer.insert(
            mail.step, mail_order=ordered_row.id, state="done", reason=None, by_user=writer.session.user.id, at=now
        )

    ordered_row = ordered(demo)
    forged(demo, outsider(demo), attack)
    assert findings(demo) == {("row.writer", "person_protection"), ("row.writer", "mail_step")}


def test_a_person_or_an_order_moved_to_the_writers_own_circle(demo):
    order = ordered(demo)
    record = first(demo, person.record, person.record.c.id == order.person)
    key = first(demo, PERSON, PERSON.c.id == order.person)

    def attack(writer):
        own = next(one for one in writer.session.circles if one.roles).id
        writer.update(person.record, record.id, version=record.version, circle=own)
        writer.update(mail.order, order.id, version=order.version, circle=own, post_circle=own)
        writer.replace(PERSON, key.id, circle=own)

    forged(demo, outsider(demo), attack)
    found = findings(demo)
    assert ("row.writer", "vault_person") in found
    assert ("row.writer", "person_record") in found
    assert ("row.circle", "mail_order") in found


def test_an_order_whose_post_circle_is_the_writers_own(demo):
    order = ordered(demo)

    def attack(writer):
        own = next(one for one in writer.session.circles if one.roles).id
        writer.update(mail.order, order.id, version=order.version, post_circle=own)

    forged(demo, outsider(demo), attack)
    assert findings(demo) == {("row.circle", "mail_order"), ("row.writer", "mail_order")}


@pytest.mark.parametrize("login", ["outsider", "karin.ek"])
def test_an_order_that_was_taken_away(demo, login):
    """The program never takes one away, so nobody may."""
    order = ordered(demo)

    def attack(writer):
        for table in (mail.step, mail.print_):
            for row in writer.rows(select(table.c.id).where(table.c.mail_order == order.id)):
                writer.delete(table, row.id)
        writer.delete(mail.order, order.id)

    forged(demo, outsider(demo) if login == "outsider" else login, attack)
    assert ("row.gone", "mail_order") in findings(demo)


def test_a_handler_of_another_circle_that_was_taken_away(demo):
    row = first(demo, person.handler, person.handler.c.person == hr_person(demo))
    forged(demo, outsider(demo), lambda writer: writer.delete(person.handler, row.id))
    assert findings(demo) == {("row.gone", "person_handler")}


def test_the_circles_own_are_not_told_of(demo):
    """A handler taken away, an order printed by the post circle, a channel changed: by those who may."""
    row = first(demo, person.handler, person.handler.c.person == hr_person(demo))
    order = ordered(demo)
    forged(demo, "karin.ek", lambda writer: writer.delete(person.handler, row.id))
    forged(demo, "nils.berg", lambda writer: writer.update(mail.order, order.id, version=order.version, rek="RR1"))
    assert findings(demo) == set()


def test_lines_in_a_members_name_behind_a_checkpoint_of_the_writers_own(demo):
    """Whoever has the vault's key can add a checkpoint too; what they say they have verified counts for nobody else."""
    order = ordered(demo)
    row = first(demo, contact.CHANNEL, contact.CHANNEL.c.person == order.person)
    assert findings(demo) == set()
    vault = demo.open(outsider(demo))
    held = vault.opened.held
    with vault.read() as reader:
        karin = next(one.id for one in membership.users(reader) if one.login == "karin.ek")
        generation = reader.one(select(USER.c.generation).where(USER.c.id == karin))[0]
    me = held.user, held.signer
    held.user, held.signer = karin, generation
    try:
        with vault.write() as writer:
            writer.update(contact.CHANNEL, row.id, version=row.version, rule="allowed")
            writer.note("contact.changed")
    finally:
        held.user, held.signer = me
    for _ in range(60):  # the last fifty are verified at every unlock
        with vault.write() as writer:
            writer.note("person.listed")
    with vault.change() as writer:
        checkpoints.add(held, held.head)
        writer.note("vault.verified")
    held.remember_head()
    vault.close()
    assert findings(demo) == {("log.signature", "audit_event")}


def test_those_who_were_members_and_are_no_longer(demo):
    """A handler of HR is removed, the clerk of the post circle too and closed: what they wrote stands unflagged."""
    order = ordered(demo)
    forged(demo, "nils.berg", lambda writer: writer.update(mail.order, order.id, version=order.version, rek="RR1"))
    row = first(demo, contact.CHANNEL, contact.CHANNEL.c.person == order.person)
    forged(demo, "eva.sund", lambda writer: writer.update(contact.CHANNEL, row.id, version=row.version, rule="never"))
    vault = demo.open("karin.ek")
    with vault.read() as reader:
        users = {one.login: one.id for one in membership.users(reader)}
    for login, name in (("eva.sund", "HR"), ("nils.berg", "Posten")):
        circle = next(one for one in vault.session.circles if one.name == name)
        membership.remove_member(vault, circle.id, users[login])
        assert vault.check().findings == ()
    membership.close_user(vault, users["nils.berg"])
    assert vault.check().findings == ()
    vault.close()
