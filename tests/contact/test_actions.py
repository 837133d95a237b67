"""The buttons of Kontaktvägar against a real vault: row, part and audit line together, and nothing lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from spidesk.contact import actions, records
from spidesk.contact.actions import ChannelEdit, PostEdit
from spidesk.contact.rules import (
    BankId,
    BankIdAnswer,
    Callback,
    Channel,
    Closing,
    Decider,
    Form,
    Fullmakt,
    Ground,
    Outcome,
    Post,
    Request,
    Rule,
    Samtycke,
    Secret,
    Source,
    State,
    Terms,
    Voicemail,
)
from spidesk.person.actions import check_open, set_status
from spidesk.person.rules import PostWay, Status
from spidesk.refusal import Refusal

TODAY = date(2026, 11, 21)
NUMBER = "070-174 06 05"
PHONE = ChannelEdit(
    channel=Channel.TELEFON,
    rule=Rule.ONLY_IF,
    terms=Terms(
        condition="Bara vardagar före tolv", decided_by=Decider.PERSONEN, voicemail=Voicemail.SILENT, hours="9–12"
    ),
    secret=Secret(value=NUMBER, name="Alex", safe_word="blåbär"),
    confirmed_on=TODAY,
)
NEVER_SMS = ChannelEdit(
    channel=Channel.SMS, rule=Rule.NEVER, terms=Terms(decided_by=Decider.PERSONEN), confirmed_on=TODAY
)


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code


def doors(vault, person):
    with vault.read() as reader:
        return actions.blocked(reader, person.id), actions.post_way(reader, person.id)


def due(vault):
    with vault.read() as reader:
        return actions.due(reader, reader.today)


def lines(vault):
    """How many audit lines there are, by action."""
    from spidesk.vault.tables import metadata

    with vault.read() as reader:
        event = metadata.tables["audit_event"]
        counted = {}
        for row in reader.rows(select(event.c.action)):
            counted[row.action] = counted.get(row.action, 0) + 1
        return counted


def test_a_line_is_read_back_without_its_number(vault, person):
    actions.save_channel(vault, person, PHONE)
    shown = actions.overview(vault, person)
    (card,) = shown.channels
    assert card.row.rule is Rule.ONLY_IF
    assert card.terms.condition == "Bara vardagar före tolv"
    assert card.terms.holds == ("value", "name", "safe_word")
    assert NUMBER not in str(shown)
    assert Channel.TELEFON not in shown.undecided
    assert Channel.SMS in shown.undecided
    assert actions.reveal(vault, person, card.row.id) == PHONE.secret


def test_opening_the_tab_is_one_line_in_the_log_and_each_look_another(vault, person):
    for channel in (Channel.TELEFON, Channel.EPOST):
        value = NUMBER if channel is Channel.TELEFON else "alias@example.org"
        row = actions.save_channel(vault, person, replace(PHONE, channel=channel, secret=Secret(value=value)))
    before = lines(vault)
    actions.overview(vault, person)
    actions.reveal(vault, person, row)
    actions.reveal(vault, person, row)
    after = lines(vault)
    assert after["contact.opened"] - before.get("contact.opened", 0) == 1
    assert after["contact.revealed"] - before.get("contact.revealed", 0) == 2


def test_a_blocked_channel_cannot_be_chosen_or_revealed_anywhere(vault, person):
    number = replace(PHONE, channel=Channel.SMS, rule=Rule.ALLOWED)
    row = actions.save_channel(vault, person, number)
    actions.save_channel(vault, person, NEVER_SMS)
    assert doors(vault, person)[0] == {Channel.SMS}
    with vault.read() as reader:
        refused("contact.blocked", actions.check_allowed, reader, person.id, "sms")
        actions.check_allowed(reader, person.id, Channel.BREV)
    refused("contact.blocked", actions.reveal, vault, person, row)
    refused("contact.blocked", actions.save_channel, vault, person, number)
    open_line = next(one for one in actions.overview(vault, person).channels if one.row.id == row)
    assert open_line.closed


def test_two_who_change_the_same_line_both_see_and_lose_nothing(vault, person):
    row = actions.save_channel(vault, person, PHONE)
    mine = actions.open_channel(vault, person, row)
    theirs = actions.open_channel(vault, person, row)
    actions.save_channel(vault, person, replace(theirs, secret=Secret(value="010-123 45 67")))
    typed = replace(mine, secret=Secret(value="010-765 43 21"))
    refused("vault.row_changed", actions.save_channel, vault, person, typed)
    stored = actions.open_channel(vault, person, row)
    assert stored.secret.value == "010-123 45 67"
    again = replace(
        typed,
        version=stored.version,
        terms_version=stored.terms_version,
        secret_version=stored.secret_version,
    )
    actions.save_channel(vault, person, again)
    assert actions.reveal(vault, person, row).value == "010-765 43 21"


def test_blocking_empties_the_number_and_opening_again_takes_a_reason(vault, person):
    row = actions.save_channel(vault, person, PHONE)
    edit = actions.open_channel(vault, person, row)
    actions.save_channel(vault, person, replace(edit, rule=Rule.NEVER))
    blocked = actions.open_channel(vault, person, row)
    assert blocked.secret == Secret()
    again = replace(PHONE, id=row, version=blocked.version, terms_version=2, secret_version=2)
    refused("contact.reason_missing", actions.save_channel, vault, person, again)
    reasoned = replace(again, terms=replace(PHONE.terms, reason="Personen har bytt nummer"))
    actions.save_channel(vault, person, reasoned)
    assert doors(vault, person)[0] == frozenset()


def test_a_removed_line_is_gone_with_its_number_and_cannot_be_saved_over(vault, person):
    row = actions.save_channel(vault, person, PHONE)
    edit = actions.open_channel(vault, person, row)
    refused("contact.removal_missing", actions.remove_channel, vault, person, row, version=1, reason=" ")
    actions.remove_channel(vault, person, row, version=1, reason="Numret är avslutat")
    assert actions.overview(vault, person).channels == ()
    refused("contact.removed", actions.save_channel, vault, person, edit)
    refused("contact.removed", actions.reveal, vault, person, row)
    assert due(vault) == []


def test_a_refused_save_leaves_nothing_behind(vault, person):
    before = lines(vault)
    refused("contact.value_missing", actions.save_channel, vault, person, replace(PHONE, secret=Secret()))
    assert actions.overview(vault, person).channels == ()
    assert lines(vault) == before


def test_post_way_is_open_and_the_address_sealed(vault, person):
    assert doors(vault, person)[1] is PostWay.OKANT
    post = Post(address="Storgatan 1", reason="Vill så", address_safe=True, decided_by=Decider.PERSONEN)
    actions.save_post(vault, person, PostEdit(way=PostWay.ADRESS, post=post, confirmed_on=TODAY))
    assert doors(vault, person)[1] is PostWay.ADRESS
    opened = actions.open_post(vault, person)
    assert opened.post == post
    stale = PostEdit(way=PostWay.FORMEDLING, post=post, confirmed_on=TODAY)
    refused("vault.row_changed", actions.save_post, vault, person, stale)
    actions.save_post(vault, person, replace(opened, way=PostWay.FORMEDLING))
    assert doors(vault, person)[1] is PostWay.FORMEDLING
    assert actions.open_post(vault, person).post.address == ""


def test_bankid_answers_are_kept_and_the_latest_comes_first(vault, person):
    actions.ask_bankid(
        vault, person, BankIdAnswer.NEJ, BankId(told_by="Personen"), asked_on=TODAY - timedelta(days=400)
    )
    row = actions.ask_bankid(vault, person, BankIdAnswer.JA, BankId(told_by="Personen", todo="Spärra"), asked_on=TODAY)
    assert [one.answer for one in actions.overview(vault, person).bankid] == [BankIdAnswer.JA, BankIdAnswer.NEJ]
    assert actions.open_bankid(vault, person, row).todo == "Spärra"


def test_a_fullmakt_is_due_before_it_runs_out_until_it_is_ended(vault, person, clock):
    fullmakt = Fullmakt(holder="Ombudet", scope="Ekonomi", seen="Original")
    until = TODAY + timedelta(days=100)
    row = actions.add_fullmakt(vault, person, fullmakt, valid_from=TODAY, valid_until=until)
    assert due(vault) == []
    clock.days(10)
    assert [(one.on, one.title) for one in due(vault)] == [(until, "Fullmakt går ut inom 90 dagar")]
    clock.days(83)
    assert [one.title for one in due(vault)] == ["Fullmakt går ut inom 7 dagar"]
    clock.days(8)
    assert [one.title for one in due(vault)] == ["Fullmakt har gått ut: avsluta eller förnya"]
    actions.end_fullmakt(vault, person, row, ended_on=until, why="Har gått ut")
    assert due(vault) == []
    assert actions.open_fullmakt(vault, person, row).ending == "Har gått ut"
    refused("contact.ended_already", actions.end_fullmakt, vault, person, row, ended_on=until, why="Igen")


def test_what_is_unconfirmed_for_a_year_is_due_and_confirming_clears_it(vault, person, clock):
    actions.save_channel(vault, person, PHONE)
    post = PostEdit(way=PostWay.FORMEDLING, post=Post(decided_by=Decider.PERSONEN), confirmed_on=TODAY)
    actions.save_post(vault, person, post)
    fullmakt = Fullmakt(holder="Ombudet", scope="Ekonomi", seen="Original")
    actions.add_fullmakt(vault, person, fullmakt, valid_from=TODAY, valid_until=None)
    clock.days(330)
    assert due(vault) == []
    clock.days(10)
    assert {one.on for one in due(vault)} == {date(2027, 11, 21)}
    assert len(due(vault)) == 2
    assert all(one.reference == person.reference and one.place.tab == "kontakt" for one in due(vault))
    assert actions.confirm_all(vault, person) == 3
    assert due(vault) == []


def test_only_active_people_of_the_users_circles_are_due(vault, person, registered):
    other = registered()
    for one in (person, other):
        actions.save_channel(vault, one, replace(PHONE, confirmed_on=TODAY - timedelta(days=400)))
        actions.log_request(vault, one, REQUEST, asked_at=ASKED)
        paper = Fullmakt(holder="Ombudet", scope="Ekonomi", seen="Original")
        actions.add_fullmakt(vault, one, paper, valid_from=TODAY, valid_until=TODAY)
    assert len(due(vault)) == 6
    with vault.write() as writer:
        set_status(writer, check_open(writer, other.id), Status.LEFT, version=1)
    assert {one.reference for one in due(vault)} == {person.reference}
    assert len(due(vault)) == 3
    with vault.read() as reader:
        far = date(2030, 1, 1)
        for circles, count in (([person.circle], 1), ([], 0), (["another"], 0)):
            assert len(records.unconfirmed(reader, circles, far)) == count
            assert len(records.running_out(reader, circles, until=far, before=far)) == count
            assert len(records.open_motringningar(reader, circles)) == count


REQUEST = Request(caller="Någon", authority="En myndighet", number_given="08-123 45 67", asks="Adressen")
CALLBACK = Callback(number="010-500 00 00", source=Source.WEBBPLATS, source_detail="Webbplatsen", confirmed=True)
DISCLOSED = Closing(told="Tid för möte", ground=Ground.SAMTYCKE, decided_by="Chefen")
ASKED = datetime(2026, 11, 21, 8, 0)


def test_nothing_is_disclosed_before_the_call_back_and_a_running_consent(vault, person):
    row = actions.log_request(vault, person, REQUEST, asked_at=ASKED)
    assert [one.title for one in due(vault)] == ["Avsluta motringning: förfrågan väntar på besked"]
    out = Outcome.LAMNADE_UT
    refused("contact.not_called_back", actions.close_request, vault, person, row, out, DISCLOSED, version=1)
    same = replace(CALLBACK, number="08-1234567")
    refused("contact.same_number", actions.call_back, vault, person, row, same, version=1, called_at=ASKED)
    unknown = replace(CALLBACK, confirmed=False)
    actions.call_back(vault, person, row, unknown, version=1, called_at=ASKED)
    refused("contact.not_called_back", actions.close_request, vault, person, row, out, DISCLOSED, version=2)
    actions.call_back(vault, person, row, CALLBACK, version=2, called_at=ASKED)
    refused("contact.no_consent", actions.close_request, vault, person, row, out, DISCLOSED, version=3)
    consent = Samtycke(receiver="Myndigheten", what="Mötestid", given_by="Personen")
    given = actions.add_samtycke(vault, person, Form.MUNTLIGT, consent, given_on=TODAY)
    actions.end_samtycke(vault, person, given, ended_on=TODAY, why="Ångrat")
    refused("contact.no_consent", actions.close_request, vault, person, row, out, DISCLOSED, version=3)
    actions.add_samtycke(vault, person, Form.MUNTLIGT, consent, given_on=TODAY)
    actions.close_request(vault, person, row, out, DISCLOSED, version=3)
    kept, told = actions.open_motringning(vault, person, row)
    assert (kept.state, kept.outcome) == (State.CLOSED, Outcome.LAMNADE_UT)
    assert (told.request, told.callback, told.closing) == (REQUEST, CALLBACK, DISCLOSED)
    assert due(vault) == []
    refused("contact.closed_already", actions.call_back, vault, person, row, CALLBACK, version=4, called_at=ASKED)
    refused("contact.closed_already", actions.close_request, vault, person, row, out, DISCLOSED, version=4)


def test_a_line_of_another_person_is_not_reached(vault, registered):
    one, other = registered(), registered()
    row = actions.save_channel(vault, one, PHONE)
    refused("contact.removed", actions.reveal, vault, other, row)
    refused("contact.removed", actions.save_channel, vault, other, replace(PHONE, id=row, version=1))
    assert doors(vault, other) == (frozenset(), PostWay.OKANT)


def test_no_table_holds_a_word_of_who_where_or_why(vault, person):
    """Every table of the vault, read as one with the database key reads it; the log among them."""
    mark = "Zebraquist"
    terms = replace(PHONE.terms, condition=mark, answers=mark)
    phone = replace(PHONE, terms=terms, secret=Secret(value=NUMBER, name=mark, safe_word=mark))
    row = actions.save_channel(vault, person, phone)
    post = Post(address=mark, reason=mark, address_safe=True, decided_by=Decider.PERSONEN)
    actions.save_post(vault, person, PostEdit(way=PostWay.ADRESS, post=post, confirmed_on=TODAY))
    actions.ask_bankid(vault, person, BankIdAnswer.JA, BankId(told_by=mark, todo=mark), asked_on=TODAY)
    paper = Fullmakt(holder=mark, scope=mark, seen=mark, reach=mark)
    kept = actions.add_fullmakt(vault, person, paper, valid_from=TODAY, valid_until=None)
    actions.end_fullmakt(vault, person, kept, ended_on=TODAY, why=mark)
    consent = Samtycke(receiver=mark, what=mark, given_by=mark)
    actions.add_samtycke(vault, person, Form.MUNTLIGT, consent, given_on=TODAY)
    asked = Request(caller=mark, authority=mark, asks=mark, number_given=NUMBER)
    call = actions.log_request(vault, person, asked, asked_at=ASKED)
    actions.close_request(vault, person, call, Outcome.NEKADE, Closing(why=mark), version=1)
    actions.reveal(vault, person, row)
    actions.remove_channel(vault, person, row, version=1, reason=mark)
    from spidesk.vault.tables import metadata

    marks = [text.encode(code) for text in (mark, NUMBER) for code in ("utf-8", "utf-16-le")]
    seen = 0
    with vault.read() as reader:
        for table in metadata.sorted_tables:
            for line in reader.rows(select(table)):
                for value in line:
                    held = value if isinstance(value, bytes) else str(value).encode()
                    assert not any(one in held for one in marks), table.name
                    seen += 1
    assert seen > 200


def test_the_migration_makes_the_tables_that_are_used(vault):
    import sqlalchemy as sa
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    from spidesk.vault.migrations.first import contact

    engine = sa.create_engine("sqlite://")
    made = sa.MetaData()
    with engine.begin() as connection:
        contact.create(Operations(MigrationContext.configure(connection)))
        made.reflect(connection, resolve_fks=False)
    tables = (
        records.CHANNEL,
        records.POST,
        records.BANKID,
        records.FULLMAKT,
        records.SAMTYCKE,
        records.MOTRINGNING,
    )
    assert {table.name for table in tables} == set(made.tables)
    for table in tables:
        shape = [(c.name, type(c.type).__name__.upper(), c.nullable, c.primary_key) for c in table.columns]
        frozen = made.tables[table.name]
        assert [(c.name, type(c.type).__name__.upper(), c.nullable, c.primary_key) for c in frozen.columns] == shape
        later = {index.name for index in table.indexes} - {index.name for index in frozen.indexes}
        assert later <= {"contact_channel_confirmed", "contact_post_confirmed"}  # migration 2; see tests/vault
