"""The rules of contact: a block closes, a disclosure stands on all of it, dates are what people mean."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk import wording
from spidesk.contact.rules import (
    BankId,
    BankIdAnswer,
    Callback,
    Channel,
    Closing,
    Decider,
    Form,
    Fullmakt,
    FullmaktState,
    Ground,
    Outcome,
    Post,
    Request,
    Rule,
    Samtycke,
    Secret,
    Source,
    Terms,
    Voicemail,
    blocked_by,
    checked_bankid,
    checked_callback,
    checked_channel,
    checked_closing,
    checked_ending,
    checked_fullmakt,
    checked_post,
    checked_request,
    checked_samtycke,
    confirmed,
    fullmakt_state,
    refuse_blocked,
    same_number,
    unconfirmed_from,
)
from spidesk.person.rules import PostWay
from spidesk.refusal import Refusal

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, 0)
LINES = st.lists(st.tuples(st.sampled_from(Channel), st.sampled_from(Rule)))
TERMS = Terms(decided_by=Decider.PERSONEN, voicemail=Voicemail.SILENT, condition="Bara vardagar", hours="9–11")
SECRET = Secret(value="070-174 06 05", name="Alex", safe_word="blåbär")


def refused(code, field, call, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert wording.text(caught.value)


def channel(kind=Channel.TELEFON, rule=Rule.ALLOWED, terms=TERMS, secret=SECRET, **more):
    values = {"confirmed_on": TODAY, "today": TODAY, "blocked": frozenset(), **more}
    return checked_channel(kind, rule, terms, secret, **values)


@given(lines=LINES)
def test_never_always_wins_and_nothing_else_blocks(lines):
    blocked = blocked_by(lines)
    never = {kind for kind, rule in lines if rule is Rule.NEVER}
    assert never <= blocked
    assert blocked - never <= ({Channel.ROSTMEDDELANDE} if Channel.TELEFON in never else set())
    for kind in Channel:
        if kind in blocked:
            refused("contact.blocked", "channel", refuse_blocked, blocked, kind)
        else:
            refuse_blocked(blocked, kind)


def test_no_call_means_no_voicemail():
    assert Channel.ROSTMEDDELANDE in blocked_by([(Channel.TELEFON, Rule.NEVER)])


@given(kind=st.sampled_from(Channel))
def test_a_blocked_channel_takes_no_other_line(kind):
    for rule in (Rule.ALLOWED, Rule.ONLY_IF):
        refused("contact.blocked", "channel", channel, kind, rule, blocked=frozenset({kind}))


@given(kind=st.sampled_from(Channel))
def test_a_channel_never_used_keeps_no_number_and_can_always_be_blocked(kind):
    terms, secret = channel(kind, Rule.NEVER, blocked=frozenset({kind}))
    assert secret == Secret()
    assert terms == Terms(decided_by=Decider.PERSONEN)


def test_only_if_takes_a_condition_and_open_drops_it():
    empty = Terms(decided_by=Decider.PERSONEN, voicemail=Voicemail.SILENT, condition=" \n ")
    refused("contact.condition_missing", "condition", channel, rule=Rule.ONLY_IF, terms=empty)
    assert channel(rule=Rule.ONLY_IF)[0].condition == "Bara vardagar"
    assert channel(rule=Rule.ALLOWED)[0].condition == ""


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": None}, "contact.channel_missing", "channel"),
        ({"rule": None}, "contact.rule_missing", "rule"),
        ({"confirmed_on": TODAY + timedelta(days=1)}, "contact.future_date", "confirmed_on"),
        ({"terms": Terms(voicemail=Voicemail.SILENT)}, "contact.decider_missing", "decided_by"),
        ({"terms": Terms(decided_by=Decider.OMBUD)}, "contact.voicemail_missing", "voicemail"),
        (
            {"terms": Terms(decided_by=Decider.OMBUD, voicemail=Voicemail.EXACT)},
            "contact.wording_missing",
            "wording",
        ),
        ({"secret": Secret()}, "contact.value_missing", "value"),
        ({"secret": Secret(value="ring mig")}, "contact.not_a_number", "value"),
        ({"secret": Secret(value="070\u202e174")}, "person.text_unseen", "value"),
        ({"secret": Secret(value="9" * 10_000_000)}, "person.text_long", "value"),
        ({"kind": Channel.EPOST, "secret": Secret(value="inte epost")}, "contact.not_an_email", "value"),
        ({"before": Rule.NEVER}, "contact.reason_missing", "reason"),
    ],
)
def test_a_channel_is_refused_beside_the_field(change, code, field):
    refused(code, field, channel, **change)


def test_voicemail_follows_the_block_on_voicemail():
    spoken = Terms(decided_by=Decider.OMBUD, voicemail=Voicemail.EXACT, wording="Ring 08-123")
    blocked = frozenset({Channel.ROSTMEDDELANDE})
    refused("contact.voicemail_blocked", "voicemail", channel, terms=spoken, blocked=blocked)
    assert channel(terms=TERMS, blocked=blocked)[0].voicemail is Voicemail.SILENT
    assert channel(terms=spoken)[0].wording == "Ring 08-123"


def test_terms_tell_which_secrets_there_are_without_holding_them():
    terms, secret = channel(secret=Secret(value="0701740605", safe_word="blåbär"))
    assert terms.holds == ("value", "safe_word")
    assert "blåbär" not in repr((terms, secret))


def test_post_keeps_only_what_belongs_to_the_way():
    full = Post(collect="Receptionen", address="Gatan 1", reason="Vill", address_safe=True, decided_by=Decider.PERSONEN)
    days = {"confirmed_on": TODAY, "today": TODAY}
    assert checked_post(PostWay.FORMEDLING, full, **days) == Post(decided_by=Decider.PERSONEN)
    assert checked_post(PostWay.HAMTAS, full, **days).address == ""
    assert checked_post(PostWay.ADRESS, full, **days).collect == ""
    unsure = Post(address="Gatan 1", reason="Vill", decided_by=Decider.PERSONEN)
    refused("contact.address_unsure", "address_safe", checked_post, PostWay.ADRESS, unsure, **days)
    refused("contact.way_missing", "way", checked_post, PostWay.OKANT, full, **days)


def test_bankid_anything_but_no_takes_what_is_to_be_done():
    told = BankId(told_by="Personen")
    days = {"asked_on": TODAY, "today": TODAY}
    assert checked_bankid(BankIdAnswer.NEJ, told, **days).todo == ""
    refused("contact.todo_missing", "todo", checked_bankid, BankIdAnswer.VET_INTE, told, **days)
    refused("contact.answer_missing", "answer", checked_bankid, None, told, **days)


def test_fullmakt_and_samtycke():
    fullmakt = Fullmakt(holder="Ombudet", scope="Ekonomi", seen="Original på möte")
    day = timedelta(days=1)
    refused(
        "contact.end_before_start",
        "valid_until",
        checked_fullmakt,
        fullmakt,
        valid_from=TODAY,
        valid_until=TODAY - day,
    )
    assert checked_fullmakt(fullmakt, valid_from=TODAY, valid_until=TODAY).holder == "Ombudet"
    samtycke = Samtycke(receiver="Skolan", what="Namn", given_by="Personen")
    days = {"given_on": TODAY, "today": TODAY}
    assert checked_samtycke(Form.MUNTLIGT, samtycke, **days) == samtycke
    refused("contact.paper_place_missing", "paper_place", checked_samtycke, Form.SKRIFTLIGT, samtycke, **days)
    refused("contact.end_before_start", "ended_on", checked_ending, TODAY - day, "x", began_on=TODAY, today=TODAY)
    refused("contact.ending_missing", "ending", checked_ending, TODAY, " ", began_on=TODAY, today=TODAY)


@given(on=st.dates(date(1990, 1, 1), date(2090, 1, 1)), later=st.integers(0, 500))
def test_a_confirmation_holds_for_twelve_months(on, later):
    end = unconfirmed_from(on)
    assert (end.year, end.month) == (on.year + 1, on.month)
    assert end.day == (28 if (on.month, on.day) == (2, 29) else on.day)
    today = on + timedelta(days=later)
    assert confirmed(on, today) == (today < end)


@given(left=st.integers(-400, 400))
def test_a_fullmakt_passes_its_states_in_order(left):
    state = fullmakt_state(
        valid_from=TODAY - timedelta(days=1000),
        valid_until=TODAY + timedelta(days=left),
        ended_on=None,
        today=TODAY,
    )
    expected = FullmaktState.EXPIRED if left < 0 else FullmaktState.EXPIRING if left <= 90 else FullmaktState.VALID
    assert state is expected


def test_an_ended_fullmakt_is_ended_whatever_its_dates():
    far = {"valid_from": TODAY, "valid_until": date(2030, 1, 1), "today": TODAY}
    assert fullmakt_state(ended_on=TODAY, **far) is FullmaktState.ENDED
    assert fullmakt_state(ended_on=None, **{**far, "today": date(2026, 1, 1)}) is FullmaktState.COMING


@given(number=st.from_regex(r"\A0[1-9][0-9]{6,9}\Z"), data=st.data())
def test_the_same_number_is_known_however_it_is_written(number, data):
    prefix = data.draw(st.sampled_from(["", "+46", "0046", "+46 (0)"]))
    bare = number if not prefix else prefix + number[1:]
    cut = data.draw(st.integers(len(prefix), len(bare)))
    written = bare[:cut] + data.draw(st.sampled_from(["", " ", "-", " - "])) + bare[cut:]
    assert same_number(number, written)
    assert not same_number(number, number[:-1] + str((int(number[-1]) + 1) % 10))


REQUEST = Request(caller="Någon", authority="En myndighet", number_given="08-123 45 67", asks="Adressen")
CALLBACK = Callback(number="010-500 00 00", source=Source.WEBBPLATS, source_detail="Webbplatsen", confirmed=True)
TIMES = {"called_at": NOW, "asked_at": NOW - timedelta(hours=1), "now": NOW}


def test_a_request_says_who_from_where_and_what():
    times = {"asked_at": NOW, "now": NOW}
    assert checked_request(REQUEST, **times) == REQUEST
    for name, code in (("caller", "caller"), ("authority", "authority"), ("asks", "asks")):
        values = {one: getattr(REQUEST, one) for one in ("caller", "authority", "number_given", "asks")} | {name: " "}
        refused(f"contact.{code}_missing", name, checked_request, Request(**values), **times)
    later = {"asked_at": NOW + timedelta(minutes=1), "now": NOW}
    refused("contact.future_time", "asked_at", checked_request, REQUEST, **later)


@pytest.mark.parametrize(
    ("change", "times", "code", "field"),
    [
        ({"number": ""}, {}, "contact.switchboard_missing", "number"),
        ({"number": "växeln"}, {}, "contact.not_a_number", "number"),
        ({"number": "+46 8 123 45 67"}, {}, "contact.same_number", "number"),
        ({"source": None}, {}, "contact.source_missing", "source"),
        ({"source_detail": ""}, {}, "contact.source_detail_missing", "source_detail"),
        ({"confirmed": None}, {}, "contact.confirmed_missing", "confirmed"),
        ({}, {"called_at": NOW - timedelta(hours=2)}, "contact.called_before_asked", "called_at"),
        ({}, {"called_at": NOW + timedelta(hours=2)}, "contact.future_time", "called_at"),
    ],
)
def test_a_call_back_takes_an_independent_number(change, times, code, field):
    values = {
        "number": CALLBACK.number,
        "source": CALLBACK.source,
        "source_detail": CALLBACK.source_detail,
        "confirmed": True,
    }
    refused(code, field, checked_callback, Callback(**(values | change)), REQUEST, **(TIMES | times))


CALLBACKS = st.none() | st.builds(
    Callback,
    number=st.sampled_from(["", "010-500 00 00", "08-1234567", "+468 123 45 67"]),
    source=st.none() | st.sampled_from(Source),
    source_detail=st.just("x"),
    confirmed=st.none() | st.booleans(),
)
CLOSINGS = st.builds(
    Closing,
    told=st.sampled_from(["", "Tid för mötet"]),
    ground=st.none() | st.sampled_from(Ground),
    decided_by=st.sampled_from(["", "Chefen"]),
    why=st.sampled_from(["", "Okänd"]),
)


@given(callback=CALLBACKS, closing=CLOSINGS, consents=st.integers(0, 2))
def test_no_disclosure_without_all_of_it(callback, closing, consents):
    independent = callback is not None and callback.number == "010-500 00 00"
    whole = bool(
        independent
        and callback.source
        and callback.confirmed
        and closing.told
        and closing.decided_by
        and closing.ground
        and (closing.ground is not Ground.SAMTYCKE or consents)
    )
    try:
        checked_closing(Outcome.LAMNADE_UT, closing, request=REQUEST, callback=callback, consents=consents)
    except Refusal:
        assert not whole
    else:
        assert whole


@given(outcome=st.sampled_from([one for one in Outcome if one is not Outcome.LAMNADE_UT]), closing=CLOSINGS)
def test_any_other_outcome_takes_why_and_discloses_nothing(outcome, closing):
    call = {"request": REQUEST, "callback": None, "consents": 0}
    if closing.why:
        assert checked_closing(outcome, closing, **call) == Closing(why=closing.why)
    else:
        refused("contact.why_missing", "why", checked_closing, outcome, closing, **call)
