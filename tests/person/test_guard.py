"""The guard over free text: what it must see, and what it must leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spidesk.person.guard import Trace, kinds, look, spoken


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bor på Provgatan 12 B sedan i våras", Trace.STREET),
        ("adressen är Lilla vägen 3", Trace.STREET),
        ("post till Box 123", Trace.STREET),
        ("123 45 Provstad", Trace.STREET),
        ("ring 070-174 06 05", Trace.PHONE),
        ("ring 0701740605 efter fem", Trace.PHONE),
        ("+46 70 174 06 05", Trace.PHONE),
        ("08-465 004 00", Trace.PHONE),
        ("skriv till prov.person@exempel.se", Trace.EMAIL),
        ("numret är 198801012389", Trace.NUMBER),
        ("880101-2389 enligt mamman", Trace.NUMBER),
        ("20140310-TF01", Trace.NUMBER),
        ("går på Björkskolan", Trace.SCHOOL),
        ("bytte till Ekens förskola", Trace.SCHOOL),
        ("läser på Provgymnasiet", Trace.SCHOOL),
        ("har flyttat till Provstad", Trace.PLACE),
        ("mormor i Ånge vet", Trace.PLACE),
    ],
)
def test_traces_are_seen(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Personen ringde och vill ha post genom förmedling.",
        "Beslutet sett på mötet 2026-11-21, gäller tills vidare.",
        "Vi ringde Skatteverket och frågade om förlängning.",
        "Skolan har informerats av rektor. Ny avstämning i januari.",
        "Ärende SP-2026-0007, två sidor, dnr 2026/118.",
        "Kontakt bara klockan 9-15 på vardagar.",
        "Möte hos Skatteverket, personen loggar in på BankID.",
    ],
)
def test_plain_notes_pass(text):
    assert look(text) == ()


def test_findings_point_at_the_words_without_overlap():
    text = "Maila prov@exempel.se eller ring 070-174 06 05."
    found = look(text)
    assert [text[one.start : one.end] for one in found] == ["prov@exempel.se", "070-174 06 05"]
    assert found[0].end <= found[1].start


def test_the_warning_is_a_sentence():
    assert spoken((Trace.STREET,)) == "en gatuadress"
    assert spoken((Trace.STREET, Trace.PHONE, Trace.EMAIL)) == "en gatuadress, ett telefonnummer och en e-postadress"


@given(st.text(max_size=400))
def test_any_text_is_looked_through(text):
    for one in look(text):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.timeout(30)  # a pattern that backtracks would hang; how long a look takes is the bench's
def test_a_long_note_does_not_hang():
    look("0 1 2 " * 1500 + "A" * 1000)
    look("a@" * 5000)
    assert look("Aa" * 5000) is not None
