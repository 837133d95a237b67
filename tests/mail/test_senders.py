"""Each circle chooses among the approved return addresses, by its kretsägare and nobody else."""

import pytest
from sqlalchemy import select

from spidesk.mail import records
from spidesk.mail.actions import ordering, posting, senders
from spidesk.mail.rules.order import PaperKind
from spidesk.vault import membership
from spidesk.vault.session import Role
from tests.mail.forging import behind_the_log, forge, stranger
from tests.mail.test_actions import logged, placed, refused


@pytest.fixture
def second(office):
    """Another approved address."""
    return senders.approve(office.as_("anna"), lines="Storstads kommun\nBox 99\n123 45 Storstad")


def offered(office, ways):
    person = office.person()
    office.someone = person
    return offered_to(office, ways)


def offered_to(office, ways):
    offer = ordering.offer(office.as_("anna"), office.someone.id, ways)
    return {one.id for one in offer.senders}, offer.stop.code if offer.stop else ""


def choice(office):
    (one,) = senders.choices(office.as_("anna"))
    return one


def test_all_approved_addresses_are_offered_until_some_are_chosen(office, ways, second):
    assert offered(office, ways) == ({office.sender, second}, "")
    senders.choose(office.vault, office.circle, [second])
    assert logged(office.vault)[-1] == "mail.circle_senders"
    assert offered_to(office, ways) == ({second}, "")
    refused("mail.sender_missing", ordering.place, office.vault, office.someone.id, office.asked(), ways)
    order = ordering.place(office.vault, office.someone.id, office.asked(sender=second), ways)
    assert order
    found = choice(office)
    assert (found.circle, found.chosen, found.ignored, found.may_choose) == (office.circle, {second}, 0, True)
    assert {one.id for one in found.approved} == {office.sender, second}
    senders.choose(office.vault, office.circle, [])
    assert offered_to(office, ways) == ({office.sender, second}, "")
    assert office.vault.check().ok


def test_a_chosen_address_that_ended_leaves_none_until_the_owner_chooses_anew(office, ways, second):
    offered(office, ways)
    senders.choose(office.vault, office.circle, [second])
    senders.end(office.vault, second)
    assert offered_to(office, ways) == (set(), "mail.circle_sender_ended")
    senders.choose(office.vault, office.circle, [office.sender])
    assert offered_to(office, ways) == ({office.sender}, "")


def test_only_the_owner_chooses_and_only_what_is_approved(office, second):
    refused("mail.owner_needed", senders.choose, office.as_("berit"), office.circle, [second])
    assert senders.choices(office.vault) == ()
    for wrong in ("0" * 32, ""):
        refused("mail.sender_missing", senders.choose, office.as_("anna"), office.circle, [second, wrong])
    senders.end(office.vault, second)
    refused("mail.sender_missing", senders.choose, office.vault, office.circle, [second])
    with office.vault.read() as reader:
        assert list(reader.rows(select(records.circle_sender))) == []


def test_a_letter_ordered_before_keeps_its_address(office, ways, second):
    order = placed(office, ways)
    senders.choose(office.vault, office.circle, [second])
    back = posting.envelope(office.as_("berit"), order, PaperKind.INNER_BACK)
    assert back.sender.lines == ("Storstads kommun", "Box 12", "123 45 Storstad")


# Attacks


def rows(office):
    with office.vault.read() as reader:
        return list(reader.rows(select(records.circle_sender)))


def chosen(writer, office, sender, by=""):
    return writer.insert(
        records.circle_sender, circle=office.circle, sender=sender, chosen_by=by or office.anna, chosen_on=writer.today
    )


def test_a_choice_that_another_wrote_holds_the_orders_up_and_is_reported(office, ways, second):
    offered(office, ways)
    stranger(office)
    forge(office, "cecilia", lambda writer: chosen(writer, office, office.sender))
    assert offered_to(office, ways) == (set(), "mail.circle_sender_broken")
    refused("mail.sender_missing", ordering.place, office.vault, office.someone.id, office.asked(), ways)
    assert (choice(office).chosen, choice(office).ignored) == (set(), 1)
    senders.choose(office.vault, office.circle, [second])
    assert offered_to(office, ways) == ({second}, "")
    assert [(row.sender, row.ended_on is None) for row in rows(office)] == [(office.sender, False), (second, True)]


@pytest.mark.parametrize("hidden", [True, False])
def test_a_choice_rewritten_by_another_counts_for_nothing(office, ways, second, hidden):
    offered(office, ways)
    senders.choose(office.vault, office.circle, [second])
    (row,) = rows(office)
    stranger(office)
    if hidden:
        behind_the_log(office, records.circle_sender, row.id, sender=office.sender)
    else:
        forge(
            office,
            "cecilia",
            lambda writer: writer.update(records.circle_sender, row.id, version=1, sender=office.sender),
        )
    assert offered_to(office, ways) == (set(), "mail.circle_sender_broken")


def test_a_handler_who_is_not_the_owner_chooses_nothing(office, ways, second):
    offered(office, ways)
    login = stranger(office)
    user = office.vault.session.user.id
    anna = office.as_("anna")
    membership.attest(anna, user)
    membership.join(anna, office.circle, user, [Role.HANDLAGGARE])
    refused("mail.owner_needed", senders.choose, office.as_(login), office.circle, [second])
    assert [one.may_choose for one in senders.choices(office.vault)] == [False]
    forge(office, login, lambda writer: chosen(writer, office, second))
    assert offered_to(office, ways) == (set(), "mail.circle_sender_broken")


def test_what_an_owner_chose_stands_when_another_becomes_owner(office, ways, second):
    offered(office, ways)
    senders.choose(office.vault, office.circle, [second])
    login = stranger(office)
    user = office.vault.session.user.id
    anna = office.as_("anna")
    membership.attest(anna, user)
    membership.join(anna, office.circle, user, [Role.KRETSAGARE, Role.HANDLAGGARE])
    membership.set_roles(office.as_(login), office.circle, office.anna, [Role.HANDLAGGARE])
    assert offered_to(office, ways) == ({second}, "")
    refused("mail.owner_needed", senders.choose, office.vault, office.circle, [])


def test_an_address_that_no_administrator_approved_is_never_offered(office, ways, second):
    offered(office, ways)
    stranger(office)

    def approve(writer):
        return writer.insert(
            records.sender, lines="Karl Illvilja\nBakgatan 1\n111 11 Ort", neutral="",
            approved_by=office.anna, approved_on=writer.today, ended_on=None,
        )  # fmt: skip

    forge(office, "cecilia", approve)
    forge(office, "cecilia", lambda writer: writer.update(records.sender, second, version=1, lines="Annan\n111 11 Ort"))
    assert offered_to(office, ways) == ({office.sender}, "")


@pytest.mark.parametrize("hidden", [True, False])
def test_a_choice_that_another_ended_is_not_taken_for_all_addresses(office, ways, second, hidden):
    offered(office, ways)
    senders.choose(office.vault, office.circle, [second])
    (row,) = rows(office)
    stranger(office)
    if hidden:
        behind_the_log(office, records.circle_sender, row.id, ended_on="2026-11-21")
    else:
        forge(
            office,
            "cecilia",
            lambda writer: writer.update(records.circle_sender, row.id, version=1, ended_on=writer.today),
        )
    assert offered_to(office, ways) == (set(), "mail.circle_sender_broken")
    assert not office.vault.check().ok
    senders.choose(office.vault, office.circle, [second])
    assert offered_to(office, ways) == ({second}, "")


def test_an_address_without_room_is_refused_beside_the_field_it_was_typed_in(office):
    wide = "W" * 60
    caught = refused("mail.too_long", senders.approve, office.as_("anna"), lines=f"{wide}\n123 45 Storstad")
    assert caught.field == "lines"
