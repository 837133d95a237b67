"""The rules as data: added by an administrator, in force from their day, and old letters keep the ones they had."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from spidesk.mail import records
from spidesk.mail.actions import due, editions, ordering, posting
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import PARCEL_PAIR, Kind, PaperKind, Parcel, State
from tests.mail.forging import behind_the_log, forge, ordinary, stranger
from tests.mail.test_actions import TODAY, logged, placed, refused

NEW = "Skatteverket\nFörmedlingsuppdrag\nBox 9999\n403 21 Göteborg"
EVIL = "Karl Illvilja\nBakgatan 1\n111 11 Ort"


def draft(office, **changed):
    return replace(editions.kept(office.as_("anna")).draft, **{"address": NEW, **changed})


def add(office, **changed):
    made = draft(office, **changed)
    return editions.add(office.vault, made)


def outer(office, order):
    return posting.envelope(office.as_("berit"), order, PaperKind.OUTER).edition.address


def test_an_added_edition_is_in_force_from_its_day_and_is_logged(office):
    edition = add(office, valid_from=date(2026, 12, 1), forwarding_days=21)
    assert logged(office.vault)[-1] == "mail.edition_added"
    with office.vault.read() as reader:
        assert editions.current(reader, date(2026, 11, 30)) == forms.current(TODAY)
        found = editions.current(reader, date(2026, 12, 1))
    assert (found.id, found.address, found.forwarding_days) == (edition, tuple(NEW.split("\n")), 21)
    kept = editions.kept(office.vault)
    assert [(one.edition.id, one.in_force, one.made_by) for one in kept.editions] == [
        (edition, False, "Anna Handläggare"),
        ("", True, ""),
    ]
    assert (kept.ignored, kept.may_change) == (0, True)


def test_a_letter_keeps_the_rules_it_was_ordered_under_and_its_papers_their_bytes(office, ways, clock):
    person = office.person()
    before = placed(office, ways, person)
    made = {paper: papers.make(paper, posting.envelope(office.as_("berit"), before, paper)).pdf for paper in ordinary()}
    first = add(office)
    under_first = placed(office, ways, person)
    under_made = papers.make(PaperKind.OUTER, posting.envelope(office.as_("berit"), under_first, PaperKind.OUTER)).pdf
    clock.days(40)
    add(office, address="Skatteverket\nBox 1\n171 94 Solna", personal="Lämnas personligen")
    for paper, pdf in made.items():
        assert papers.make(paper, posting.envelope(office.as_("berit"), before, paper)).pdf == pdf
    again = posting.envelope(office.vault, under_first, PaperKind.OUTER)
    assert (again.edition.id, papers.make(PaperKind.OUTER, again).pdf) == (first, under_made)
    assert outer(office, placed(office, ways, person)) == ("Skatteverket", "Box 1", "171 94 Solna")


def test_a_slip_of_the_hand_is_put_right_the_same_day(office, ways):
    add(office, address="Skateverket\nBox 2820\n403 20 Göteborg")
    add(office)
    assert outer(office, placed(office, ways)) == tuple(NEW.split("\n"))
    assert office.vault.check().ok


def test_only_an_administrator_adds_one(office):
    made = draft(office)
    vault = office.as_("berit")
    assert not editions.kept(vault).may_change
    refused("mail.admin_needed", editions.add, vault, made)
    refused("mail.edition_past", editions.add, office.as_("anna"), replace(made, valid_from=date(2026, 11, 1)))
    with office.vault.read() as reader:
        assert records.editions(reader) == []


def test_what_no_envelope_has_room_for_is_refused(office):
    assert refused("mail.too_long", add, office, personal="W" * 40).field == "personal"
    assert refused("documents.no_glyph", add, office, address="Skatteverket \u4e2d\n403 20 Göteborg").field == "address"
    assert refused("person.text_unseen", add, office, source="\u202eakilk").field == "source"


def test_a_preview_draws_the_papers_of_nobody(office):
    made = draft(office, personal="Lämnas personligen")
    before = len(logged(office.vault))
    ordinary_letter, personal = editions.preview(office.vault, made)
    assert (ordinary_letter.kind, personal.kind) == (Kind.ORDINARY, Kind.REK_PERSONAL)
    assert ordinary_letter.edition.address == tuple(NEW.split("\n"))
    for paper in ordinary():
        assert papers.make(paper, personal).pdf
    assert len(logged(office.vault)) == before
    refused("mail.edition_source", editions.preview, office.vault, replace(made, source=""))


def test_the_limits_of_a_parcel_and_the_time_to_forward_are_the_editions(office, ways):
    person = office.person()
    parcel = Parcel(weight_g=15_000, length_mm=300, width_mm=200, height_mm=100)
    asked = office.asked(kind=Kind.PARCEL, pair=PARCEL_PAIR, parcel=parcel, latest_arrival=date(2026, 12, 10))
    add(office, parcel_weight_g=10_000, forwarding_days=30)
    refused("mail.parcel_heavy", ordering.place, office.vault, person.id, asked, ways)
    offer = ordering.offer(office.vault, person.id, ways)
    assert [one.value for one in offer.warnings(Kind.ORDINARY, date(2026, 12, 10))] == ["short_of_time"]


# Attacks


def insert(office, login, **changed):
    """A row that another user lays in, made as an administrator's would be."""

    def work(writer):
        like = editions.current(writer, TODAY)
        made = replace(like, valid_from=TODAY, address=tuple(EVIL.split("\n")), **changed)
        return records.add_edition(writer, replace(made, number=records.next_edition(writer)))

    return forge(office, login, work)


def test_an_edition_that_no_administrator_added_is_ignored_and_reported(office, ways):
    person = office.person()
    stranger(office)
    insert(office, "cecilia")
    insert(office, "berit")
    assert editions.kept(office.as_("anna")).ignored == 2
    assert outer(office, placed(office, ways, person)) == forms.current(TODAY).address
    with office.as_("anna").read() as reader:
        (told,) = [one for one in due(reader, TODAY) if "förmedlingsreglerna" in one.title]
    assert told.place.page == "admin"
    with office.as_("berit").read() as reader:
        assert not [one for one in due(reader, TODAY) if "förmedlingsreglerna" in one.title]


@pytest.mark.parametrize("hidden", [True, False])
def test_an_edition_rewritten_by_another_is_not_printed_nor_used(office, ways, hidden):
    person = office.person()
    edition = add(office)
    order = placed(office, ways, person)
    stranger(office)
    if hidden:
        behind_the_log(office, records.edition, edition, address=EVIL)
    else:
        forge(office, "cecilia", lambda writer: writer.update(records.edition, edition, version=1, address=EVIL))
    refused("mail.edition_broken", outer, office, order)
    assert [row.id for row in posting.desk(office.vault, (State.ORDERED,)).rows] == [order]
    assert editions.kept(office.as_("anna")).ignored == 1
    assert outer(office, placed(office, ways, person)) == forms.current(TODAY).address


def test_an_administrators_own_row_with_another_content_is_ignored_too(office, ways):
    """An administrator who rewrites what others have ordered under: the id no longer fits what it says."""
    person = office.person()
    edition = add(office)
    order = placed(office, ways, person)
    forge(office, "anna", lambda writer: writer.update(records.edition, edition, version=1, address=EVIL))
    refused("mail.edition_broken", outer, office, order)


def test_an_order_moved_to_another_edition_is_not_printed(office, ways):
    person = office.person()
    order = placed(office, ways, person)
    add(office, address="Skatteverket\nBox 1\n171 94 Solna")
    first = add(office)
    stranger(office)
    for values in ({"edition_id": first, "edition": TODAY}, {"edition": TODAY}, {"edition_id": "0" * 32}):
        with office.vault.read() as reader:
            version = records.of(reader, order).version
        forge(
            office,
            "cecilia",
            lambda writer, v=version, say=values: writer.update(records.order, order, version=v, **say),
        )
        with pytest.raises(Exception, match=r"drop\.author|mail\.edition_broken"):
            posting.envelope(office.as_("berit"), order, PaperKind.INNER_FRONT)


def test_an_edition_taken_away_stops_its_letters(office, ways):
    edition = add(office)
    order = placed(office, ways)
    stranger(office)
    forge(office, "cecilia", lambda writer: writer.delete(records.edition, edition))
    refused("mail.edition_broken", outer, office, order)


def test_nothing_is_written_twice_under_one_number(office):
    first, second = add(office), add(office)
    with office.vault.read() as reader:
        rows = list(reader.rows(select(records.edition).order_by(records.edition.c.version)))
    assert [(row.id, row.version) for row in rows] == [(first, 1), (second, 2)]
