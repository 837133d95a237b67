"""The list and the page of one person: real widgets over a real vault."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableView,
)

from spidesk.intake.page import events_tab
from spidesk.person import actions
from spidesk.person.page import PeoplePage
from spidesk.person.rules import Category, Place, Protection, Skydd, SkyddState
from spidesk.ui.words.chips import Chip
from tests.person.town import (
    NUMBERS,
    TODAY,
    add,
    answering,
    find,
    logged,
    new_person,
    press,
    words,
)

NAME = "Prövtorp"


@pytest.fixture
def refs(town):
    with town.opened("anna") as vault:
        return [
            add(vault, new_person(town)),
            add(vault, new_person(town, NUMBERS[300], category=Category.KLIENT, handlers=("bo",))),
            add(
                vault,
                new_person(
                    town,
                    NUMBERS[301],
                    protection=Protection(level=Skydd.SKYDDAD_FOLKBOKFORING, state=SkyddState.PRELIMINARY),
                ),
            ),
        ]


@pytest.fixture
def desk_of(offices, shown):
    """A people page as somebody, with the list read."""

    def open_page(login):
        office = offices(login)
        page = shown(PeoplePage(office.desk, [events_tab()]))
        page.shown()
        office.settle()
        return office, page

    return open_page


@pytest.fixture
def person_of(desk_of):
    """A person's page as somebody."""

    def open_person(login, ref, tab=""):
        office, page = desk_of(login)
        page.show_place(Place(page="people", person=ref.id, tab=tab))
        office.settle()
        return office, page, page.person

    return open_person


def test_the_list_shows_open_columns_and_no_name(refs, desk_of):
    _, page = desk_of("anna")
    assert [row.person.reference for row in page.table.rows()] == [ref.reference for ref in refs]
    model = page.table.model
    cells = " ".join(str(model.data(model.index(row, column))) for row in range(3) for column in range(5))
    assert "Skyddad folkbokföring, preliminärt" in cells
    assert "2027-06-09" in cells
    assert NAME not in cells + words(page)
    assert page.title == "Personer"


def test_the_list_is_filtered_by_what_is_open(refs, desk_of, typed):
    _, page = desk_of("anna")

    def shown_references():
        return [row.person.reference[-1] for row in page.table.rows()]

    typed(find(page, "people.search"), "sp-2026-0002")
    assert shown_references() == ["2"]
    find(page, "people.search").clear()
    page.filters.mine.set_value(True)
    assert shown_references() == ["1", "3"]
    page.filters.level.set_value(Skydd.SKYDDAD_FOLKBOKFORING.value)
    assert shown_references() == ["3"]
    page.filters.category.set_value(Category.KLIENT.value)
    assert shown_references() == []


def test_those_who_may_register_are_offered_it(refs, desk_of):
    office, page = desk_of("anna")
    page.primary_action().run()
    assert office.places == [Place(page="intake")]
    office, page = desk_of("cecilia")
    assert page.primary_action() is None
    assert page.table.rows() == []
    assert "inte med i någon krets" in words(page)


def test_the_chosen_line_opens_the_page(refs, desk_of):
    office, page = desk_of("anna")
    page.table.choose(lambda row: row.person.id == refs[2].id)
    press(page, "people.open")
    office.settle()
    assert page.title == refs[2].reference
    assert page.place() == Place(page="people", reference=refs[2].reference, person=refs[2].id, tab="oversikt")
    assert NAME not in words(page)
    press(page, "people.back")
    office.settle()
    assert (page.person, page.title) == (None, "Personer")


def test_visa_shows_for_a_while_and_is_logged(refs, person_of, qtbot):
    office, _, page = person_of("anna", refs[0])
    before = office.do(logged("person.revealed"))
    press(page, "person.reveal")
    office.settle()
    assert "Ärla Prövtorp (Elev Nord)" in words(page)
    assert NUMBERS[200][8:] not in words(page), "only what was asked for"
    assert office.do(logged("person.revealed")) == before + 1
    press(page, "person.reveal.number")
    office.settle()
    assert f"{NUMBERS[200][:8]}-{NUMBERS[200][8:]}" in words(page)
    page.left()
    assert NAME not in words(page)
    assert NUMBERS[200][8:] not in words(page)


def test_a_revealed_name_leaves_the_widget_when_the_tab_or_page_goes(refs, person_of):
    office, people, page = person_of("anna", refs[0])
    press(page, "person.reveal")
    office.settle()
    people.hide()
    QApplication.processEvents()
    people.show()
    assert NAME not in words(people)


def test_one_who_is_not_a_handler_gives_a_reason_for_three_hours(refs, person_of, typed, town):
    office, _, page = person_of("bo", refs[0])
    assert "Du är inte handläggare" in words(page)
    press(page, "person.reason.open")
    office.settle()
    assert "Skriv ett skäl." in words(page)
    typed(find(page, "person.reason"), "Ersätter Anna, nås på 070-174 06 05")
    seen = []
    answering("no", seen)
    press(page, "person.reason.open")
    office.settle()
    assert "ett telefonnummer" in seen[0]
    assert find(page, "person.reason").toPlainText() == "Ersätter Anna, nås på 070-174 06 05", "what was typed stays"
    find(page, "person.reason").clear()
    typed(find(page, "person.reason"), "Ersätter Anna")
    press(page, "person.reason.open")
    office.settle()
    assert "Skyddsnivå" in words(page)
    press(page, "person.reveal")
    office.settle()
    assert NAME in words(page)
    town.clock.forward(hours=3, minutes=1)
    page.left()
    press(page, "person.reveal")
    office.settle()
    assert "Du är inte handläggare" in words(page)
    assert NAME not in words(page)


def test_somebody_outside_the_circle_is_told_so(refs, person_of):
    office, page, person = person_of("cecilia", refs[0])
    assert person is None
    assert office.said == ["Du har ingen roll i kretsen som får öppna eller registrera personer."]
    assert "Skyddsnivå" not in words(page)


def test_a_protection_is_refused_beside_its_field_and_keeps_what_was_typed(refs, person_of, typed):
    office, _, page = person_of("anna", refs[0])
    find(page, "person.valid_from").clear()
    typed(find(page, "person.valid_from"), "2027-01-01")
    find(page, "person.valid_until").clear()
    typed(find(page, "person.valid_until"), "2026-12-24")
    press(page, "person.save")
    office.settle()
    field = page.overview.protection.valid_until
    assert field.refused == "Slutdatum ligger före startdatum."
    assert find(page, "person.valid_until").text() == "2026-12-24"
    assert page.unsaved()
    press(page, "person.undo")
    assert find(page, "person.valid_until").text() == "2027-06-09"
    assert not page.unsaved()


def test_a_saved_protection_is_seen_in_header_and_history(refs, person_of):
    office, _, page = person_of("anna", refs[0])
    find(page, "person.level.skyddad_folkbokforing").click()
    find(page, "person.until.open").click()
    press(page, "person.save")
    office.settle()
    assert "Skyddet är sparat." in office.said
    assert "Tills vidare" in words(page.header)
    history = page.overview.history.table.rows()
    assert [one.protection.level for one in history] == [Skydd.SKYDDAD_FOLKBOKFORING, Skydd.SEKRETESSMARKERING]
    assert not page.unsaved()


def test_a_lapsed_protection_unmasks_nothing(refs, person_of, typed):
    office, _, page = person_of("anna", refs[0])
    find(page, "person.state.ended").click()
    find(page, "person.valid_until").clear()
    typed(find(page, "person.valid_until"), "2026-11-20")
    press(page, "person.save")
    office.settle()
    assert page.header.findChild(Chip).text == "Sekretessmarkering, upphört"
    assert NAME not in words(page)
    assert not page.header.name.shown


def test_two_windows_do_not_overwrite_each_other(refs, person_of):
    office, _, page = person_of("anna", refs[0])
    other = Protection(level=Skydd.SKYDDAD_FOLKBOKFORING, state=SkyddState.DECIDED)
    office.do(lambda vault: actions.protect(vault, refs[0].id, other, version=1))
    find(page, "person.state.preliminary").click()
    press(page, "person.save")
    office.settle()
    assert page.overview.form.summary.text or page.overview.form.summary.below.count()
    assert find(page, "person.state.preliminary").isChecked(), "what was typed stays"
    assert page.overview.history.table.rows()[0].protection == other, "what the other wrote is seen"
    press(page, "person.save")
    office.settle()
    newest = page.overview.history.table.rows()[0].protection
    assert (newest.state, len(page.overview.history.table.rows())) == (SkyddState.PRELIMINARY, 3)


def test_an_identity_is_changed_and_the_search_is_told(refs, person_of, typed):
    office, _, page = person_of("anna", refs[0])
    press(page, "person.identity.edit")
    office.settle()
    number = find(page, "person.identity.number")
    assert number.text() == f"{NUMBERS[200][:8]}-{NUMBERS[200][8:]}"
    number.clear()
    typed(number, "19880101-2380")
    press(page, "person.identity.save")
    office.settle()
    assert "Kontrollsiffran stämmer inte" in page.overview.identity.fields.number.refused
    assert number.text() == "19880101-2380"
    number.clear()
    typed(number, NUMBERS[300])
    press(page, "person.identity.save")
    office.settle()
    assert refs[1].reference in page.overview.identity.fields.number.refused
    find(page, "person.identity.same_number").click()
    press(page, "person.identity.save")
    office.settle()
    assert office.changed == [refs[0].id]
    assert page.overview.identity.form.isHidden()
    assert NUMBERS[300][8:] not in words(page)
    assert office.do(lambda vault: actions.reveal(vault, refs[0].id)).value.number == NUMBERS[300]


def test_handlers_are_added_and_taken_away(refs, person_of, town):
    office, _, page = person_of("anna", refs[0])
    find(page, "person.handler").setCurrentIndex(1)
    press(page, "person.handler.add")
    office.settle()
    assert "Anna Ek, Bo Åberg" in words(page.header)
    answering("yes", [])
    press(page, f"person.handler.remove.{town.ids['bo']}")
    office.settle()
    assert "Bo Åberg" not in words(page.header)
    answering("yes", [])
    press(page, f"person.handler.remove.{town.ids['anna']}")
    office.settle()
    assert "Personen måste ha minst en handläggare" in words(page)


def test_a_reason_that_was_given_can_be_read_by_the_handler(refs, person_of, town):
    with town.opened("bo") as vault:
        actions.give_reason(vault, refs[0].id, "Ersätter Anna i dag")
    office, _, page = person_of("anna", refs[0])
    assert "Ersätter" not in words(page)
    press(page, "person.accesses.reveal")
    office.settle()
    assert "Ersätter Anna i dag" in words(page)
    assert office.do(logged("person.reason_read")) == 1


def test_unsaved_work_is_asked_about_and_survives_a_lock(refs, person_of, desk_of):
    office, people, page = person_of("anna", refs[0])
    find(page, "person.state.preliminary").click()
    press(page, "person.identity.edit")
    office.settle()
    find(page, "person.identity.alias").setText("Elev Syd")
    answering("no", [])
    press(people, "people.back")
    assert people.person is page
    draft = people.draft()
    assert draft["person"] == refs[0].id
    office, people = desk_of("anna")
    people.restore(draft)
    office.settle()
    page = people.person
    assert page.unsaved()
    assert find(page, "person.state.preliminary").isChecked()
    assert find(page, "person.identity.alias").text() == "Elev Syd"
    assert find(page, "person.identity.family").text() == NAME


def test_an_old_draft_does_not_overwrite_what_was_saved_since(refs, person_of, desk_of):
    office, people, page = person_of("anna", refs[0])
    find(page, "person.state.preliminary").click()
    draft = people.draft()
    other = Protection(level=Skydd.SKYDDAD_FOLKBOKFORING, state=SkyddState.DECIDED)
    office.do(lambda vault: actions.protect(vault, refs[0].id, other, version=1))
    office, people = desk_of("anna")
    people.restore(draft)
    office.settle()
    press(people.person, "person.save")
    office.settle()
    assert people.person.overview.history.table.rows()[0].protection == other
    assert people.person.unsaved()


def test_a_legal_hold_is_shown_and_lifted(refs, person_of):
    office, _, page = person_of("anna", refs[0])

    answering("yes", [], text="dnr 2026/118")
    press(page, "person.hold")
    office.settle()
    assert "Gäller sedan 2026-11-21." in words(page)
    answering("yes", [], text="dnr 2026/119")
    press(page, "person.hold")
    office.settle()
    assert "Inget stopp" in words(page)


def test_the_tab_of_another_room_is_made_when_it_is_opened(refs, person_of):
    office, people, page = person_of("anna", refs[0])
    assert page.tab_page("handelser") is None
    people.show_place(Place(page="people", person=refs[0].id, tab="handelser"))
    office.settle()
    assert page.tab_page("handelser").title == "Händelser"
    assert people.place().tab == "handelser"


def test_every_control_has_a_name_for_ears_and_for_the_journey(refs, person_of):
    _, people, _ = person_of("anna", refs[0])
    for kind in (QPushButton, QRadioButton, QCheckBox, QLineEdit, QComboBox, QPlainTextEdit, QTableView):
        for widget in people.findChildren(kind):
            if widget.objectName().startswith("qt_"):
                continue
            assert widget.accessibleName(), widget.objectName()
            assert "." in widget.objectName(), widget.accessibleName()


def test_dates_follow_the_clock_of_the_desk(refs, person_of, town):
    office, _, page = person_of("anna", refs[0])
    find(page, "person.seen_by").setCurrentIndex(1)
    page.overview.protection.seen_on.set_value(TODAY + timedelta(days=1))
    press(page, "person.save")
    office.settle()
    assert "setts en dag som inte varit" in page.overview.protection.seen_on.refused
