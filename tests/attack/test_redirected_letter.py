"""A colleague outside both circles rewrites an order in the raw database: no letter goes where it was not sent."""

import pytest
from sqlalchemy import select

from spidesk.demo import build
from spidesk.mail import records
from spidesk.mail.actions import ordering, posting, senders
from spidesk.mail.rules.order import Kind, NewOrder, Pair, PaperKind, RecipientLine
from spidesk.person import actions as person
from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import new_id

OWN = RecipientLine(number="199101012384", name="")


def forged(demo, login, work):
    """Let a user write what they like past the rooms, logged and signed by themselves."""
    vault = demo.open(login)
    try:
        with vault.write() as writer:
            work(writer)
            writer.note("mail.ordered")
    finally:
        vault.close()


def ordered(demo):
    """An order of HR's, made by karin.ek, who works in neither Socialtjänst nor Björkskolan."""
    vault = demo.open("karin.ek")
    try:
        with vault.read() as reader:
            hr = next(one.id for one in vault.session.circles if one.name == "HR")
            asked = select(records.order).where(records.order.c.circle == hr, records.order.c.state == "ordered")
            return reader.rows(asked)[0]
    finally:
        vault.close()


def envelope(demo, order):
    vault = demo.open("nils.berg")
    try:
        return posting.envelope(vault, order, PaperKind.INNER_FRONT)
    finally:
        vault.close()


def outsider(demo):
    """One of the demo's users who is in neither HR nor the post circle."""
    for one in build.USERS:
        vault = demo.open(one.login)
        try:
            if not any(circle.roles for circle in vault.session.circles if circle.name in ("HR", "Posten")):
                return one.login
        finally:
            vault.close()
    raise LookupError("no outsider in the demo")


def test_the_honest_order_gives_an_envelope(demo):
    assert envelope(demo, ordered(demo).id).number


def test_a_recipient_sealed_by_someone_else_is_not_printed(demo):
    row = ordered(demo)

    def attack(writer):
        sealed = writer.seal_drop(
            row.post_circle, OWN, purpose=ordering.PURPOSE, row=row.id, facts=ordering.sealed_facts(row._mapping)
        )
        writer.update(records.order, row.id, version=row.version, recipient=sealed)

    forged(demo, outsider(demo), attack)
    with pytest.raises(Damaged, match=r"drop.author"):
        envelope(demo, row.id)


def test_an_order_moved_to_the_forgers_own_circle_is_not_printed(demo):
    row, login = ordered(demo), outsider(demo)

    def attack(writer):
        own = next(one for one in writer.session.circles if one.roles)
        facts = {**row._mapping, "circle": own.id}
        sealed = writer.seal_drop(
            row.post_circle, OWN, purpose=ordering.PURPOSE, row=row.id, facts=ordering.sealed_facts(facts)
        )
        writer.update(records.order, row.id, version=row.version, circle=own.id, recipient=sealed)

    forged(demo, login, attack)
    with pytest.raises(Damaged, match=r"drop.author"):
        envelope(demo, row.id)


@pytest.mark.parametrize("change", [{"sender_lines": "Karl Illvilja\nBakgatan 1\n111 11 Ort"}, {"pair": "C6_C5"}])
def test_what_stands_on_the_envelope_is_what_was_ordered(demo, change):
    row = ordered(demo)
    forged(demo, outsider(demo), lambda writer: writer.update(records.order, row.id, version=row.version, **change))
    with pytest.raises(Damaged, match=r"drop.author"):
        envelope(demo, row.id)


def _someone(demo):
    """One of karin.ek's people who can be written to."""
    vault = demo.open("karin.ek")
    try:
        mine = [row.person for row in person.people(vault) if row.circle_name == "HR" and row.mine]
        return next(one for one in mine if ordering.offer(vault, one.id, build.WAYS).stop is None)
    finally:
        vault.close()


def _order(demo, who, sender):
    vault = demo.open("karin.ek")
    try:
        new = NewOrder(kind=Kind.ORDINARY, pair=Pair.C5_C4, sender=sender, contents="Ett brev", others_named=False)
        return ordering.place(vault, who.id, new, build.WAYS)
    finally:
        vault.close()


def test_a_return_address_nobody_approved_is_not_used(demo):
    row, who = new_id(), _someone(demo)

    def attack(writer):
        writer.insert(
            records.sender,
            id=row,
            lines="Karl Illvilja\nBakgatan 1\n111 11 Ort",
            neutral="",
            approved_by="x",
            approved_on=writer.today,
            ended_on=None,
        )

    forged(demo, outsider(demo), attack)
    with pytest.raises(Refusal) as caught:
        _order(demo, who, row)
    assert caught.value.code == "mail.sender_missing"


def test_an_approved_return_address_is_not_rewritten(demo):
    who = _someone(demo)
    vault = demo.open("karin.ek")
    with vault.read() as reader:
        row = records.senders(reader)[0]
    vault.close()

    def attack(writer):
        writer.update(records.sender, row.id, version=row.version, lines="Karl Illvilja\nBakgatan 1\n111 11 Ort")

    forged(demo, outsider(demo), attack)
    with pytest.raises(Refusal) as caught:
        _order(demo, who, row.id)
    assert caught.value.code == "mail.sender_missing"


def test_only_an_administrator_decides_that_names_are_printed(demo):
    def attack(writer):
        records.keep_setting(writer, name_on_inner=True)

    forged(demo, outsider(demo), attack)
    vault = demo.open("karin.ek")
    with vault.read() as reader:
        assert not records.name_on_inner(reader)
    senders.put_name_on_inner(vault, wanted=True)
    with vault.read() as reader:
        assert records.name_on_inner(reader)
    vault.close()
