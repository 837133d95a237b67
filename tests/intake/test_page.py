"""The wizard and the tab Händelser: real widgets over a real vault."""

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QRadioButton

from spidesk.intake import actions
from spidesk.intake.page import IntakePage, events_tab
from spidesk.intake.rules import Arrival, Source
from spidesk.person import actions as person_actions
from spidesk.person.page import PeoplePage
from spidesk.person.rules import EventKind, Place, Skydd, SkyddState, Status
from spidesk.ui.printing import PrintDialog
from spidesk.ui.words.chips import Chip
from tests.person.town import NUMBERS, TODAY, add, answering, find, logged, new_person, press, words


@pytest.fixture
def wizard(offices, shown):
    """The wizard as somebody, at its first step."""

    def open_wizard(login="anna"):
        office = offices(login)
        page = shown(IntakePage(office.desk))
        office.settle()
        return office, page

    return open_wizard


def first_step(office, page, town, *, circle="Skolan", category="elev"):
    find(page, "intake.fingerade.no").click()
    find(page, "intake.source.phone").click()
    find(page, f"intake.category.{category}").click()
    box = find(page, "intake.circle")
    box.setCurrentIndex(box.findText(circle))
    press(page, "intake.next")
    office.settle()


def who_step(office, page, typed, *, number=NUMBERS[200], given="Ärla", family="Åström-Prov"):
    typed(find(page, "intake.given"), given)
    typed(find(page, "intake.family"), family)
    typed(find(page, "intake.number"), number)
    press(page, "intake.next")
    office.settle()


def protection_step(office, page):
    find(page, "intake.level.sekretessmarkering").click()
    find(page, "intake.state.decided").click()
    find(page, "intake.until.open").click()
    press(page, "intake.next")
    office.settle()


def test_a_person_is_registered_step_by_step(wizard, town, typed):
    office, page = wizard()
    first_step(office, page, town)
    who_step(office, page, typed)
    find(page, "intake.seen_by").setCurrentIndex(1)
    page.protection.fields.seen_on.set_value(TODAY)
    protection_step(office, page)
    assert find(page, f"intake.handlers.{town.ids['anna']}").isChecked()
    find(page, f"intake.handlers.{town.ids['bo']}").click()
    typed(find(page, "intake.note"), "Ringde växeln")
    press(page, "intake.next")
    office.settle()
    summary = words(page.summary)
    assert "Ärla Åström-Prov" in summary
    assert f"{NUMBERS[200][:8]}-{NUMBERS[200][8:]}" in summary
    assert "Anna Ek, Bo Åberg" in summary
    press(page, "intake.next")
    office.settle()
    (place,) = office.places
    assert (place.page, place.reference) == ("people", "SP-2026-0001")
    assert office.changed == [place.person]
    assert office.recounts == 1
    overview = office.do(lambda vault: person_actions.overview(vault, place.person))
    newest = overview.history[0].protection
    assert (newest.level, newest.state, newest.seen_by, newest.seen_on) == (
        Skydd.SEKRETESSMARKERING,
        SkyddState.DECIDED,
        town.ids["anna"],
        TODAY,
    )
    assert len(overview.standing.handlers) == 2
    assert not page.unsaved()
    assert page.wizard.step is page.first
    assert "Åström" not in words(page), "nothing is left in the wizard"


def test_fingerade_stops_at_once_and_keeps_nothing(wizard, town):
    office, page = wizard()
    find(page, "intake.fingerade.yes").click()
    assert "ska behandlas som vem som helst" in page.first.fingerade.refused
    press(page, "intake.next")
    office.settle()
    assert page.wizard.step is page.first
    assert office.do(lambda vault: person_actions.people(vault)) == []


def test_every_question_of_the_first_step_must_be_answered(wizard):
    _, page = wizard()
    press(page, "intake.next")
    assert page.first.fingerade.refused == "Svara på frågan om fingerade personuppgifter först."
    find(page, "intake.fingerade.no").click()
    press(page, "intake.next")
    assert page.first.source.refused == "Välj hur uppgiften kom in."
    assert page.wizard.step is page.first


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("19880101-2380", "Kontrollsiffran"),
        ("19880230-2389", "finns inte"),
        ("20270101-2389", "inte varit än"),
        ("hej", "inget person-"),
        ("１９880101-2389", "0–9"),
    ],
)
def test_a_wrong_number_is_refused_beside_the_field_and_stays(wizard, town, typed, number, part):
    office, page = wizard()
    first_step(office, page, town)
    who_step(office, page, typed, number=number)
    assert page.wizard.step is page.who
    assert part in page.who.fields.number.refused
    assert find(page, "intake.number").text() == number


def test_the_number_is_named_as_soon_as_it_is_written(wizard, town, typed):
    office, page = wizard()
    first_step(office, page, town)
    typed(find(page, "intake.number"), "198801012389")
    find(page, "intake.number").editingFinished.emit()
    office.settle()
    assert "Personnummer, 38 år" in words(page)


def test_a_number_already_in_the_circle_is_warned_of_and_may_be_accepted(wizard, town, typed):
    with town.opened("anna") as vault:
        add(vault, new_person(town))
    office, page = wizard()
    first_step(office, page, town)
    who_step(office, page, typed)
    assert page.wizard.step is page.who
    assert "SP-2026-0001" in page.who.fields.number.refused
    find(page, "intake.same_number").click()
    press(page, "intake.next")
    office.settle()
    assert page.wizard.step is page.protection


def test_a_number_in_another_circle_says_nothing(wizard, town, typed):
    with town.opened("anna") as vault:
        add(vault, new_person(town, circle="Social"))
    office, page = wizard()
    first_step(office, page, town)
    who_step(office, page, typed)
    assert page.wizard.step is page.protection


def test_end_before_start_is_refused_at_its_step(wizard, town, typed):
    office, page = wizard()
    first_step(office, page, town)
    who_step(office, page, typed)
    typed(find(page, "intake.valid_from"), "2026-11-02")
    find(page, "intake.until.dated").click()
    typed(find(page, "intake.valid_until"), "2026-11-01")
    find(page, "intake.level.sekretessmarkering").click()
    find(page, "intake.state.decided").click()
    press(page, "intake.next")
    assert page.protection.fields.valid_until.refused == "Slutdatum ligger före startdatum."
    office.settle()
    assert "Ta reda på vilka vårdnadshavare" in words(page)


def test_without_a_handler_nobody_is_registered(wizard, town, typed):
    office, page = wizard()
    first_step(office, page, town)
    who_step(office, page, typed)
    protection_step(office, page)
    find(page, f"intake.handlers.{town.ids['anna']}").click()
    press(page, "intake.next")
    assert page.handlers.handlers.refused == "Välj minst en handläggare."


def test_a_note_that_could_give_the_person_away_is_asked_about(wizard, town, typed):
    office, page = wizard()
    first_step(office, page, town)
    who_step(office, page, typed)
    protection_step(office, page)
    typed(find(page, "intake.note"), "De bor på Provgatan 12")
    press(page, "intake.next")
    seen = []
    answering("no", seen)
    press(page, "intake.next")
    office.settle()
    assert "en gatuadress" in seen[0]
    assert page.wizard.step is page.summary
    press(page, "intake.refused.go")
    assert page.wizard.step is page.handlers
    assert find(page, "intake.note").toPlainText() == "De bor på Provgatan 12"
    press(page, "intake.next")
    answering("yes", seen)
    press(page, "intake.next")
    office.settle()
    assert [place.page for place in office.places] == ["people"]
    assert office.do(logged("person.guard_passed")) == 1


def test_half_a_registration_survives_a_lock(wizard, town, typed):
    office, page = wizard()
    first_step(office, page, town)
    who_step(office, page, typed)
    find(page, "intake.level.skyddad_folkbokforing").click()
    find(page, "intake.seen_by").setCurrentIndex(2)
    page.protection.fields.seen_on.set_value(TODAY)
    draft = page.draft()
    office, page = wizard()
    page.restore(draft)
    office.settle()
    assert page.unsaved()
    assert page.wizard.step is page.protection
    assert find(page, "intake.level.skyddad_folkbokforing").isChecked()
    assert page.protection.fields.seen_by.value() == town.ids["bo"]
    assert find(page, "intake.family").text() == "Åström-Prov"
    assert find(page, "intake.number").text() == NUMBERS[200]


def test_cancelling_asks_first_and_then_forgets(wizard, town, typed):
    office, page = wizard()
    first_step(office, page, town)
    typed(find(page, "intake.family"), "Åström")
    answering("no", [])
    press(page, "intake.cancel")
    assert find(page, "intake.family").text() == "Åström"
    answering("yes", [])
    press(page, "intake.cancel")
    assert office.places == [Place(page="people")]
    assert find(page, "intake.family").text() == ""


def test_one_without_a_circle_is_told_so(wizard):
    _, page = wizard("cecilia")
    assert "Du kan inte registrera personer" in words(page)


def test_the_blank_form_is_shown_from_memory(wizard, qtbot):
    _, page = wizard()
    press(page, "intake.blank")
    qtbot.waitUntil(lambda: page.findChild(PrintDialog) is not None, timeout=20_000)
    dialog = page.findChild(PrintDialog)
    assert dialog.preview.pages == 2
    qtbot.waitUntil(lambda: "Söker" not in words(dialog), timeout=20_000)
    dialog.close()


def test_every_control_has_a_name_for_ears_and_for_the_journey(wizard, town, typed):
    office, page = wizard()
    first_step(office, page, town)
    kinds = (QPushButton, QRadioButton, QCheckBox, QLineEdit, QComboBox, QPlainTextEdit)
    for step in page.wizard.steps:
        for widget in (one for kind in kinds for one in step.findChildren(kind) if one.isVisibleTo(step)):
            assert widget.accessibleName(), widget.objectName()
            assert widget.objectName().startswith("intake."), widget.accessibleName()


@pytest.fixture
def person(town):
    with town.opened("anna") as vault:
        new = Arrival(source=Source.MEETING, told_on=TODAY, fingerade=False, new=new_person(town), note="Kom på mötet")
        return actions.register(vault, new)


@pytest.fixture
def happenings(offices, shown, person):
    """The tab on the person's page, as somebody."""

    def open_tab(login="anna"):
        office = offices(login)
        people = shown(PeoplePage(office.desk, [events_tab()]))
        people.show_place(Place(page="people", person=person.id, tab="handelser"))
        office.settle()
        return office, people.person, people.person.tab_page("handelser")

    return open_tab


def chips(page):
    return [chip.text for chip in page.findChildren(Chip) if chip.isVisibleTo(page)]


def test_the_tab_shows_the_event_and_hides_its_note(happenings):
    office, _, page = happenings()
    shown_words = words(page)
    assert "2026-11-21  Registrerad" in shown_words
    assert "Uppgiften lämnades vid möte 2026-11-21." in shown_words
    assert "Källa: EY, granskning av Nacka kommun 2023-05-24" in shown_words
    assert "Kom på mötet" not in shown_words
    event = page._happened.events[0]
    press(page, f"intake.event.note.{event.id}")
    office.settle()
    assert "Kom på mötet" in words(page)
    page.left()
    assert "Kom på mötet" not in words(page)


def test_a_line_is_answered_with_who_and_when(happenings, town):
    office, _, page = happenings()
    line = page._happened.lines[page._happened.events[0].id][0]
    assert "0 av 10 klara" in chips(page)
    find(page, f"intake.line.{line.id}.no").click()
    office.settle()
    assert "Nej: står kvar i Att göra." in words(page)
    assert "0 av 10 klara" in chips(page)
    find(page, f"intake.line.{line.id}.yes").click()
    office.settle()
    assert "1 av 10 klara" in chips(page)
    assert "Anna Ek" in words(page)
    assert office.recounts == 2
    town.clock.forward(days=40)
    page.shown()
    office.settle()
    assert "Försenad sedan 2026-11-28" in chips(page)


def test_a_lapse_is_registered_and_the_header_follows(happenings, person):
    office, whole, page = happenings()
    press(page, "intake.event.new")
    page.card.kind.set_value(EventKind.LAPSED.value)
    assert "Ingenting avmaskas" in words(page)
    press(page, "intake.event.save")
    office.settle()
    assert "Sekretessmarkering, upphört" in chips(whole.header)
    assert "2026-11-21  Skyddet upphört" in words(page)
    assert not whole.header.name.shown
    assert "Prövtorp" not in words(whole)


def test_a_changed_mark_asks_for_the_new_protection(happenings, person):
    office, _, page = happenings()
    press(page, "intake.event.new")
    press(page, "intake.event.save")
    assert page.card.kind.refused == "Välj vad som har hänt."
    page.card.kind.set_value(EventKind.MARK_CHANGED.value)
    assert find(page, "intake.event.level.sekretessmarkering").isChecked(), "begins from what is known"
    find(page, "intake.event.level.skyddad_folkbokforing").click()
    find(page, "intake.event.until.open").click()
    press(page, "intake.event.save")
    office.settle()
    overview = office.do(lambda vault: person_actions.overview(vault, person.id))
    assert (overview.standing.level, overview.standing.valid_until) == (Skydd.SKYDDAD_FOLKBOKFORING, None)


def test_leaving_moves_the_person_out_of_the_active(happenings, person):
    office, whole, page = happenings()
    press(page, "intake.event.new")
    page.card.kind.set_value(EventKind.LEFT.value)
    press(page, "intake.event.save")
    office.settle()
    assert "Slutat" in chips(whole.header)
    overview = office.do(lambda vault: person_actions.overview(vault, person.id))
    assert overview.standing.status is Status.LEFT


def test_a_half_written_event_survives_a_lock(happenings, typed):
    office, whole, page = happenings()
    press(page, "intake.event.new")
    page.card.kind.set_value(EventKind.MOVED.value)
    typed(find(page, "intake.event.note"), "Ringde i går")
    assert whole.unsaved()
    draft = whole.draft()
    office, whole, page = happenings()
    whole.restore(draft)
    office.settle()
    assert page.card.kind.value() == EventKind.MOVED.value
    assert find(page, "intake.event.note").toPlainText() == "Ringde i går"
    press(page, "intake.event.undo")
    assert not whole.unsaved()
    QApplication.processEvents()


def test_an_event_note_passes_the_guard_and_future_days_do_not(happenings, typed):
    office, _, page = happenings()
    press(page, "intake.event.new")
    page.card.kind.set_value(EventKind.MOVED.value)
    typed(find(page, "intake.event.note"), "Nytt nummer 070-174 06 05")
    seen = []
    answering("no", seen)
    press(page, "intake.event.save")
    office.settle()
    assert "ett telefonnummer" in seen[0]
    find(page, "intake.event.note").clear()
    find(page, "intake.event.on").setText("2026-11-22")
    press(page, "intake.event.save")
    office.settle()
    assert "framtiden" in page.card.on.refused
