"""Står någon mer med i brevet? Asked at the post, answered in the order's own circle, and believed from nobody else."""

from datetime import date

import pytest
from sqlalchemy import select

from spidesk.mail import records
from spidesk.mail.actions import due, naming, ordering, posting
from spidesk.mail.actions.recipient import sealed_facts
from spidesk.mail.rules.naming import Names, State
from spidesk.mail.rules.order import Kind, PaperKind
from spidesk.mail.rules.order import State as OrderState
from spidesk.person.rules import Identity
from spidesk.vault import membership
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.store import audit
from tests.mail.forging import behind_the_log, forge, stranger
from tests.mail.test_actions import FAMILY, TODAY, logged, placed, print_all, refused, state_of
from tests.mail.world import NUMBERS


@pytest.fixture
def other(office):
    """Somebody else who is protected in the same circle."""
    return office.person(NUMBERS[1], identity=Identity(given="Greta", family="Lönn", numbers=(NUMBERS[1],)))


@pytest.fixture
def letter(office, ways, recipient):
    order = placed(office, ways, recipient)
    print_all(office, order)
    return order


@pytest.fixture
def recipient(office):
    return office.person()


def ask(office, order, names="Greta Lönn"):
    assert naming.ask(office.as_("berit"), order, names) is None
    with office.vault.read() as reader:
        return records.asked_of(reader, order)[-1]


def post(office, order):
    posting.post(office.as_("berit"), order, on=TODAY, reason=posting.Unmatched.UNREADABLE)


def row_of(office, question):
    with office.vault.read() as reader:
        return records.a_question(reader, question)


def test_a_letter_waits_for_the_answer_and_goes_when_it_is_cleared(office, letter, other):
    question = ask(office, letter)
    refused("mail.question_open", post, office, letter)
    (waiting,) = naming.questions(office.as_("anna"))
    assert (waiting.id, waiting.order) == (question, letter)
    read = naming.read(office.vault, question)
    assert (read.label, read.names) == (waiting.label, "Greta Lönn")
    assert [(one.person, one.name, one.sure, one.recipient) for one in read.meant] == [
        (other, "Greta Lönn", True, False)
    ]
    naming.clear(office.vault, question)
    assert naming.questions(office.vault) == ()
    refused("mail.not_now", naming.clear, office.vault, question)
    post(office, letter)
    assert state_of(office, letter) is OrderState.POSTED
    assert office.vault.check().ok


def test_a_stopped_letter_is_called_off_and_never_posted(office, letter, ways, recipient):
    question = ask(office, letter)
    naming.stop(office.as_("anna"), question)
    assert state_of(office, letter) is OrderState.CANCELLED
    (seen,) = ordering.offer(office.vault, recipient.id, ways).orders
    assert (seen.steps[-1].state, seen.steps[-1].reason) == (OrderState.CANCELLED, "stopped")
    refused("mail.question_stopped", post, office, letter)
    refused("mail.not_now", naming.ask, office.vault, letter, "Någon annan")


def test_every_question_is_to_be_answered(office, letter):
    first, second = ask(office, letter), ask(office, letter, "Bertil Ek")
    assert first != second
    naming.clear(office.as_("anna"), first)
    refused("mail.question_open", post, office, letter)
    naming.clear(office.as_("anna"), second)
    post(office, letter)


def test_the_clerk_is_told_the_same_and_leaves_the_same_whoever_is_named(office, ways, other, recipient):
    """Somebody protected, nobody known, the recipient: the same answer, log, columns and sizes, and nothing opened."""
    told = []
    for names in ("Greta Lönn", "Xerxes Qvist", FAMILY, NUMBERS[1]):
        order = placed(office, ways, recipient)
        vault = office.as_("berit")
        before = len(logged(vault))
        answer = naming.ask(vault, order, names)
        with vault.read() as reader:
            row = reader.one(select(records.question).where(records.question.c.mail_order == order))
            lines = reader.rows(select(audit.EVENT).where(audit.EVENT.c.seq > before).order_by(audit.EVENT.c.seq))
        shown = posting.one(vault, order)
        told.append(
            (
                answer,
                [(line.action, line.reference, line.details) for line in lines],
                (row.circle, row.asked_by, row.state, row.version, len(row.sealed)),
                (shown.question, shown.state),
            )
        )
    assert told == [told[0]] * 4
    assert told[0][1] == [("mail.names_asked", "", "")]


def test_the_names_are_sealed_to_the_orders_circle_alone(office, letter):
    question = ask(office, letter)
    row = row_of(office, question)
    whole = repr(tuple(row)).encode()
    assert b"Greta" not in whole
    with office.vault.read() as reader:
        refused(
            "vault.not_member",
            reader.open_drop,
            row.circle,
            row.sealed,
            Names,
            purpose=naming.PURPOSE,
            row=question,
            action="mail.names_read",
        )
    refused("person.role_needed", naming.read, office.vault, question)
    refused("person.role_needed", naming.clear, office.vault, question)
    assert naming.questions(office.vault) == ()


def test_reading_is_logged_before_the_circle_is_opened(office, letter, other):
    question = ask(office, letter)
    vault = office.as_("anna")
    before = len(logged(vault))
    naming.read(vault, question)
    assert logged(vault)[before:] == ["mail.names_read", "mail.names_compared"]


def test_the_comparison_can_be_handed_in_and_sees_the_orders_circle_alone(office, letter):
    question = ask(office, letter, "Greta Lönn")
    asked = []

    def everyone(_reader, circle):
        asked.append(circle)
        return ()

    assert naming.read(office.as_("anna"), question, everyone).meant == ()
    assert asked == [office.circle]


def test_those_who_share_a_part_of_a_name_are_counted_when_they_are_many(office, letter):
    question = ask(office, letter)

    def everyone(_reader, _circle):
        yield from (naming.Known(person=f"{number:032}", names=("Greta Ek",)) for number in range(60))
        yield naming.Known(person="1" * 32, names=("Greta Lönn",))

    assert naming.read(office.as_("anna"), question, everyone).more == 10


def test_a_person_of_another_circle_is_never_shown(office, letter):
    hr = membership.add_circle(
        office.as_("anna"),
        name="HR",
        namnd="Kommunstyrelsen",
        kind=CircleKind.PERSONS,
        owner=office.anna,
        post_circle=office.post_circle,
    )
    office.vault.refresh()
    office.person(NUMBERS[2], circle=hr, identity=Identity(given="Greta", family="Lönn", numbers=(NUMBERS[2],)))
    question = ask(office, letter)
    assert naming.read(office.as_("anna"), question).meant == ()


def test_the_question_is_due_for_the_handlers_and_nobody_else(office, letter):
    ask(office, letter)

    def titles(login):
        with office.as_(login).read() as reader:
            return [one for one in due(reader, date(2026, 11, 22)) if "står med" in one.title]

    (item,) = titles("anna")
    assert item.place.tab == "post"
    assert FAMILY not in item.title
    assert "Greta" not in item.title
    assert titles("berit") == []
    with office.vault.read() as reader:
        assert [one.title for one in due(reader, TODAY)] == [
            "Lägg brevet åt sidan tills handläggaren har svarat på frågan om det"
        ]
    ordering.call_off(office.as_("anna"), letter)
    assert titles("anna") == []


def test_a_handler_of_the_circle_gives_a_reason_before_reading(office, letter):
    question = ask(office, letter)
    login = stranger(office)
    user = office.vault.session.user.id
    anna = office.as_("anna")
    membership.attest(anna, user)
    membership.join(anna, office.circle, user, [Role.HANDLAGGARE])
    vault = office.as_(login)
    assert [one.id for one in naming.questions(vault)] == [question]
    refused("person.reason_needed", naming.read, vault, question)


# Attacks: another user of the vault, who holds its key and signs lines of the log


@pytest.mark.parametrize("who", ["cecilia", "berit"])
@pytest.mark.parametrize("state", [State.CLEARED, State.STOPPED, State.OPEN])
def test_an_answer_that_no_handler_wrote_lets_no_letter_go(office, letter, who, state):
    stranger(office)
    question = ask(office, letter)
    forge(
        office,
        who,
        lambda writer: writer.update(
            records.question, question, version=1, state=state.value, answered_by=office.anna, answered_at=None
        ),
    )
    code = {State.CLEARED: "broken", State.STOPPED: "stopped", State.OPEN: "open"}[state]
    refused(f"mail.question_{code}", post, office, letter)


def test_an_answer_written_behind_the_log_lets_no_letter_go(office, letter):
    question = ask(office, letter)
    behind_the_log(office, records.question, question, state="cleared")
    refused("mail.question_broken", post, office, letter)


def test_an_answer_put_back_to_an_earlier_one_lets_no_letter_go(office, letter):
    """Cleared, then reopened by the handler's own hand: the cleared row is put back under the log."""
    question = ask(office, letter)
    naming.clear(office.as_("anna"), question)
    with office.vault.write() as writer:
        writer.update(records.question, question, version=2, state="open", answered_by=None, answered_at=None)
        writer.note("mail.names_asked", object=letter)
    behind_the_log(office, records.question, question, state="cleared")
    refused("mail.question_broken", post, office, letter)


def test_a_question_that_was_taken_away_lets_no_letter_go(office, letter):
    stranger(office)
    question = ask(office, letter)
    forge(office, "cecilia", lambda writer: writer.delete(records.question, question))
    refused("mail.question_broken", post, office, letter)


def test_an_order_moved_to_the_forgers_circle_is_not_cleared_there(office, letter):
    """A handler of another circle moves question and order there and clears it by right: the order no longer opens."""
    stranger(office)
    user = office.vault.session.user.id
    own = membership.add_circle(
        office.as_("anna"), name="Egen", namnd="KS", kind=CircleKind.PERSONS, owner=user, post_circle=office.post_circle
    )
    membership.adopt_circles(office.as_("cecilia"))
    office.vault.refresh()
    question = ask(office, letter)

    def attack(writer):
        order = records.of(writer, letter)
        writer.update(records.order, letter, version=order.version, circle=own)
        writer.update(records.question, question, version=1, circle=own, state="cleared")

    forge(office, "cecilia", attack)
    refused("mail.order_changed", post, office, letter)


def test_a_question_of_another_letter_is_no_answer_to_this_one(office, ways, letter, recipient):
    """The sealed names of one question are laid into another: they do not open there."""
    stranger(office)
    harmless = ask(office, placed(office, ways, recipient), "Ingen alls")
    question = ask(office, letter, "Greta Lönn")
    sealed = row_of(office, harmless).sealed
    forge(office, "cecilia", lambda writer: writer.update(records.question, question, version=1, sealed=sealed))
    refused("mail.question_broken", naming.read, office.as_("anna"), question)
    refused("mail.question_open", post, office, letter)


def test_a_question_nobody_at_the_post_asked_is_not_opened(office, ways):
    stranger(office)
    order = placed(office, ways)
    one = records.question_id(order, 0)

    def attack(writer):
        row = records.of(writer, order)
        sealed = writer.seal_drop(
            row.circle, Names(text="Greta Lönn"), purpose=naming.PURPOSE, row=one, facts=(order, row.circle)
        )
        writer.insert(
            records.question, id=one, mail_order=order, circle=row.circle, sealed=sealed,
            asked_by=office.berit, at=writer.now.replace(tzinfo=None), state="open",
        )  # fmt: skip

    forge(office, "cecilia", attack)
    refused("mail.question_broken", naming.read, office.as_("anna"), one)


def test_a_question_moved_to_another_order_is_answered_for_neither(office, ways, letter, recipient):
    stranger(office)
    second = placed(office, ways, recipient)
    question = ask(office, letter)
    forge(office, "cecilia", lambda writer: writer.update(records.question, question, version=1, mail_order=second))
    refused("mail.question_broken", naming.read, office.as_("anna"), question)
    refused("mail.question_broken", post, office, letter)


# At the order: the same comparison warns the handler


def test_a_protected_person_named_in_the_letter_stops_the_order_until_a_reason_is_given(office, ways, other):
    person = office.person()
    asked = {"others_named": True, "others": "Greta Lönn (syskon)", "others_checked": True}
    caught = refused("mail.others_protected", ordering.place, office.vault, person.id, office.asked(**asked), ways)
    assert (caught.field, caught.params) == ("others_reason", {"references": other.reference})
    assert logged(office.vault)[-1] != "mail.ordered"
    label = ordering.place(office.vault, person.id, office.asked(**asked, others_reason="Syskonen bor ihop"), ways)
    (row,) = ordering.offer(office.vault, person.id, ways).orders
    assert row.label == label
    assert ordering.enclosures_of(office.vault, row.id).others_reason == "Syskonen bor ihop"


def test_the_recipient_and_strangers_named_stop_nothing(office, ways, other):
    person = office.person()
    for others in (f"Örjan {FAMILY}", "Bertil Ek", "Greta Ek"):
        asked = office.asked(others_named=True, others=others, others_checked=True, others_reason="onödig")
        ordering.place(office.vault, person.id, asked, ways)
    for row in ordering.offer(office.vault, person.id, ways).orders:
        assert ordering.enclosures_of(office.vault, row.id).others_reason == ""


def test_nothing_of_the_names_stands_open(office, ways, other, letter):
    question = ask(office, letter)
    naming.read(office.as_("anna"), question)
    with office.vault.read() as reader:
        tables = (records.order, records.step, records.question, audit.EVENT)
        whole = repr([tuple(row) for table in tables for row in reader.rows(select(table))])
    for word in ("Greta", "Lönn", NUMBERS[1]):
        assert word not in whole


def test_the_seal_of_an_order_names_its_kind_and_circle(office, ways):
    order = placed(office, ways, kind=Kind.REK)
    with office.vault.read() as reader:
        facts = sealed_facts(dict(records.of(reader, order)._mapping))
    assert {office.circle, office.post_circle, "rek"} <= set(facts)
    assert posting.envelope(office.as_("berit"), order, PaperKind.INNER_FRONT).number == NUMBERS[0]
