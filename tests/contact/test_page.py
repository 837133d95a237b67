"""Kontaktvägar driven as a user drives it: real vault, real lane, real widgets, found by name."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTableView, QWidget

from spidesk.contact import actions
from spidesk.contact.actions import ChannelEdit, PostEdit
from spidesk.contact.page import ContactPage, contact_tab
from spidesk.contact.rules import Callback, Channel, Decider, Post, Request, Rule, Secret, Source, Terms, Voicemail
from spidesk.person.rules import PostWay
from spidesk.ui.ask import Question
from spidesk.ui.masked import DOTS
from spidesk.ui.words import Chip, PlainLabel

TODAY = date(2026, 11, 21)
NUMBER = "070-174 06 05"
PHONE = ChannelEdit(
    channel=Channel.TELEFON,
    rule=Rule.ONLY_IF,
    terms=Terms(condition="Bara vardagar före tolv", decided_by=Decider.PERSONEN, voicemail=Voicemail.SILENT),
    secret=Secret(value=NUMBER, name="Alex"),
    confirmed_on=TODAY,
)


@pytest.fixture
def page(qtbot, office, person):
    made = contact_tab().make(office.desk, person)
    assert isinstance(made, ContactPage)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.shown()
    office.settle()
    return made


@pytest.fixture
def find(page):
    def by_name(name, kind=QWidget):
        found = [one for one in page.findChildren(kind, name) if not one.isHidden()]
        assert len(found) == 1, (name, len(found))
        return found[0]

    return by_name


@pytest.fixture
def press(find, office):
    def click(name):
        find(name, QAbstractButton).click()
        office.settle()

    return click


@pytest.fixture
def write(find, typed):
    def into(name, text):
        widget = find(name)
        widget.clear() if isinstance(widget, QLineEdit | QPlainTextEdit) else None
        typed(widget, text)

    return into


@pytest.fixture
def choose(find):
    def pick(name, text):
        box = find(name, QComboBox)
        at = box.findText(text)
        assert at >= 0, [box.itemText(one) for one in range(box.count())]
        box.setCurrentIndex(at)

    return pick


def words(page):
    """Everything that can be read on the page."""
    labels = [label.text() for label in page.findChildren(PlainLabel) if label.isVisible()]
    lines = [line.text() for line in page.findChildren(QLineEdit) if line.isVisible()]
    chips = [chip.text for chip in page.findChildren(Chip) if chip.isVisible()]
    return " ".join(labels + lines + chips)


def answer(key):
    """Press a button in the question that comes."""

    def press_it():
        asked = QApplication.activeModalWidget()
        if not isinstance(asked, Question):
            QTimer.singleShot(20, press_it)
            return
        asked.buttons[key].click()

    QTimer.singleShot(20, press_it)


def test_a_line_is_added_and_read_at_a_glance_with_its_number_masked(page, press, write, choose, find, office, person):
    press("contact.add")
    choose("contact.channel", "Telefon")
    find("contact.rule.only_if").click()
    write("contact.condition", "Bara vardagar före tolv på dagen")
    write("contact.value", NUMBER)
    write("contact.name", "Alex Ask")
    find("contact.voicemail.exact").click()
    write("contact.wording", "Hej, du kan ringa när du vill.")
    choose("contact.decided_by", "Personen själv")
    press("contact.save")
    read = words(page)
    assert "Ring bara om …" in read
    assert "Bara vardagar före tolv på dagen" in read
    assert "”Hej, du kan ringa när du vill.”" in read
    assert NUMBER not in read
    assert "Alex" not in read
    assert DOTS in read
    assert office.recounts == 1
    (card,) = office.do(lambda vault: actions.overview(vault, person)).channels
    assert card.row.rule is Rule.ONLY_IF


def test_visa_reveals_one_value_and_hides_it_when_the_page_is_left(page, press, office, person):
    office.do(lambda vault: actions.save_channel(vault, person, PHONE))
    page.load()
    office.settle()
    assert NUMBER not in words(page)
    press("contact.telefon.value.show")
    assert NUMBER in words(page)
    assert "Alex" not in words(page)
    page.hide()
    page.show()
    assert NUMBER not in words(page)


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(page, press, write, choose, find):
    press("contact.add")
    choose("contact.channel", "E-post")
    find("contact.rule.allowed").click()
    write("contact.value", "inte en adress")
    choose("contact.decided_by", "Ombud eller kontaktperson")
    press("contact.save")
    field = find("contact.value.field")
    assert field.refused.startswith("Det här ser inte ut som en e-postadress")
    assert find("contact.value").text() == "inte en adress"
    assert find("contact.decided_by").currentText() == "Ombud eller kontaktperson"
    write("contact.confirmed_on", "2027-01-01")
    write("contact.value", "alias@example.org")
    press("contact.save")
    assert find("contact.confirmed_on.field").refused == "Datumet har inte varit än. Välj i dag eller tidigare."
    write("contact.confirmed_on", "")
    press("contact.save")
    assert find("contact.confirmed_on.field").refused.startswith("Skriv datumet som")
    write("contact.confirmed_on", "2026-11-21")
    press("contact.save")
    assert "Skicka e-post" in words(page)


def test_a_blocked_channel_is_not_offered(page, press, choose, find, office, person):
    never = ChannelEdit(
        channel=Channel.SMS, rule=Rule.NEVER, terms=Terms(decided_by=Decider.PERSONEN), confirmed_on=TODAY
    )
    office.do(lambda vault: actions.save_channel(vault, person, never))
    page.load()
    office.settle()
    assert "Skicka aldrig sms" in words(page)
    press("contact.add")
    box = find("contact.channel", QComboBox)
    offered = [box.itemText(at) for at in range(box.count())]
    assert "Sms" not in offered
    assert "Telefon" in offered
    press("contact.undo")
    assert not page.findChildren(QComboBox, "contact.channel")


def test_editing_opens_in_the_cards_place_and_a_block_empties_the_number(page, press, find, office, person):
    row = office.do(lambda vault: actions.save_channel(vault, person, PHONE))
    page.load()
    office.settle()
    press("contact.telefon.edit")
    assert find("contact.value").text() == NUMBER
    assert not page.findChildren(QWidget, "contact.telefon.edit")
    find("contact.rule.never").click()
    assert page.findChild(QWidget, "contact.value.field").isHidden()
    press("contact.save")
    assert "Ring aldrig" in words(page)
    assert office.do(lambda vault: actions.open_channel(vault, person, row)).secret == Secret()


def test_two_windows_on_the_same_line_show_both_and_lose_nothing(page, press, write, find, office, person):
    row = office.do(lambda vault: actions.save_channel(vault, person, PHONE))
    page.load()
    office.settle()
    press("contact.telefon.edit")
    write("contact.value", "010-765 43 21")

    def colleague(vault):
        stored = actions.open_channel(vault, person, row)
        edit = ChannelEdit(
            id=stored.id,
            channel=stored.channel,
            rule=stored.rule,
            terms=stored.terms,
            secret=Secret(value="010-123 45 67"),
            confirmed_on=TODAY,
            version=stored.version,
            terms_version=stored.terms_version,
            secret_version=stored.secret_version,
        )
        return actions.save_channel(vault, person, edit)

    office.do(colleague)
    press("contact.save")
    office.settle()
    read = words(page)
    assert "010-123 45 67" in read
    assert "010-765 43 21" in read
    assert find("contact.value").text() == "010-765 43 21"
    assert office.do(lambda vault: actions.reveal(vault, person, row)).value == "010-123 45 67"
    press("contact.channel.conflict.mine")
    assert office.do(lambda vault: actions.reveal(vault, person, row)).value == "010-765 43 21"
    assert not page.unsaved()


def test_keeping_what_is_stored_lets_go_of_what_was_typed(page, press, write, office, person):
    edit = PostEdit(way=PostWay.FORMEDLING, post=Post(decided_by=Decider.PERSONEN), confirmed_on=TODAY)
    office.do(lambda vault: actions.save_post(vault, person, edit))
    page.load()
    office.settle()
    press("contact.post.edit")
    page.findChild(QAbstractButton, "contact.post.way.hamtas").click()
    write("contact.post.collect", "I receptionen")
    office.do(lambda vault: actions.confirm_all(vault, person))
    press("contact.post.save")
    office.settle()
    assert "Någon annan ändrade raden medan du skrev" in words(page)
    press("contact.post.conflict.keep")
    assert "Genom Skatteverkets förmedling" in words(page)
    with_way = office.do(lambda vault: actions.open_post(vault, person))
    assert with_way.way is PostWay.FORMEDLING


def test_an_address_takes_a_reason_and_the_tick_and_warns(page, press, write, choose, find):
    press("contact.post.edit")
    find("contact.post.way.adress").click()
    assert "En adress kan röja var personen finns" in words(page)
    write("contact.post.address", "Provgatan 1")
    write("contact.post.reason", "Personen vill ha posten direkt")
    choose("contact.post.decided_by", "Personen själv")
    press("contact.post.save")
    assert find("contact.post.address_safe.field").refused.startswith("Kryssa i att du har frågat")
    assert find("contact.post.address").toPlainText() == "Provgatan 1"
    find("contact.post.address_safe").click()
    press("contact.post.save")
    assert "Adress som personen har lämnat" in words(page)
    assert "Provgatan" not in words(page)
    press("contact.post.where.show")
    assert "Provgatan 1" in words(page)


def test_free_text_with_a_trace_is_asked_about_and_the_writer_decides(page, press, write, choose, find, office):
    press("contact.bankid.add")
    find("contact.bankid.answer.ja").click()
    write("contact.bankid.told_by", "Personen")
    write("contact.bankid.todo", "Spärra och åk till Storgatan 12")
    answer("no")
    press("contact.bankid.add.save")
    assert "Texten verkar innehålla" in find("contact.bankid.todo.field").refused
    answer("yes")
    press("contact.bankid.add.save")
    office.settle()
    assert "Ja, någon annan har använt det" in words(page)
    assert "Storgatan" not in words(page)


def test_fullmakt_and_samtycke_are_added_looked_at_and_ended(page, press, write, choose, find, office):
    press("contact.fullmakt.add")
    write("contact.fullmakt.holder", "Ombudet Ek")
    write("contact.fullmakt.scope", "Ekonomi och hyra")
    write("contact.fullmakt.valid_from", "2026-01-01")
    write("contact.fullmakt.valid_until", "2026-12-15")
    press("contact.fullmakt.add.save")
    assert find("contact.fullmakt.seen.field").refused.startswith("Skriv hur du har sett")
    write("contact.fullmakt.seen", "Original på möte")
    press("contact.fullmakt.add.save")
    assert "Går snart ut" in words(page)
    assert "Ombudet" not in words(page)
    press("contact.fullmakt.1.told.show")
    assert "Ombudet Ek" in words(page)
    press("contact.fullmakt.1.end")
    press("contact.fullmakt.end.save")
    assert find("contact.fullmakt.end.ending.field").refused == "Skriv varför det upphör."
    write("contact.fullmakt.end.ending", "Återkallad av personen")
    press("contact.fullmakt.end.save")
    assert "Avslutad" in words(page)

    press("contact.samtycke.add")
    find("contact.samtycke.form.muntligt").click()
    write("contact.samtycke.receiver", "Skolsköterskan")
    write("contact.samtycke.what", "Tider för möten")
    write("contact.samtycke.given_by", "Vårdnadshavaren")
    press("contact.samtycke.add.save")
    assert "Muntligt 2026-11-21" in words(page)


def test_a_request_is_called_back_before_anything_is_told(page, press, write, choose, find, office, person):
    press("contact.motringning.add")
    write("contact.motringning.caller", "Någon Person")
    write("contact.motringning.authority", "En myndighet")
    write("contact.motringning.asks", "När mötet är")
    write("contact.motringning.number_given", "08-123 45 67")
    write("contact.motringning.asked_at", "08:15")
    press("contact.motringning.add.save")
    assert "Ska ringas tillbaka" in words(page)

    press("contact.motringning.1.close")
    find("contact.motringning.outcome.lamnade_ut").click()
    write("contact.motringning.told", "Tiden för mötet")
    choose("contact.motringning.ground", "Sekretessprövning")
    write("contact.motringning.closed_by", "Rektor")
    press("contact.motringning.close.save")
    assert find("contact.motringning.outcome.lamnade_ut").isChecked()
    assert find("contact.motringning.outcome.field").refused.startswith("Inget får lämnas ut")
    press("contact.motringning.close.undo")

    press("contact.motringning.1.call")
    assert "Lämnade numret: 08-123 45 67" in words(page)
    write("contact.motringning.number", "+46 8 123 45 67")
    choose("contact.motringning.source", "Myndighetens webbplats")
    write("contact.motringning.source_detail", "Sidan Kontakt")
    find("contact.motringning.confirmed.True").click()
    press("contact.motringning.call.save")
    assert find("contact.motringning.number.field").refused.startswith("Det är samma nummer")
    write("contact.motringning.number", "010-500 00 00")
    press("contact.motringning.call.save")
    assert "Väntar på besked" in words(page)

    press("contact.motringning.1.close")
    find("contact.motringning.outcome.lamnade_ut").click()
    write("contact.motringning.told", "Tiden för mötet")
    choose("contact.motringning.ground", "Sekretessprövning")
    write("contact.motringning.closed_by", "Rektor")
    press("contact.motringning.close.save")
    assert "Uppgiften lämnades ut" in words(page)
    assert office.do(lambda vault: actions.overview(vault, person)).motringningar[0].outcome == "lamnade_ut"


def test_a_step_taken_by_a_colleague_is_shown_beside_what_was_typed(page, press, write, choose, find, office, person):
    asked = Request(caller="Någon", authority="En myndighet", asks="När mötet är")
    row = office.do(lambda vault: actions.log_request(vault, person, asked, asked_at=datetime(2026, 11, 21, 8, 0)))
    page.load()
    office.settle()
    press("contact.motringning.1.call")
    write("contact.motringning.number", "010-500 00 00")
    choose("contact.motringning.source", "Vår egen telefonlista")
    write("contact.motringning.source_detail", "Listan i pärmen")
    find("contact.motringning.confirmed.True").click()
    call = Callback(number="010-600 00 00", source=Source.WEBBPLATS, source_detail="Kontakt", confirmed=False)
    called_at = datetime(2026, 11, 21, 8, 30)
    office.do(lambda vault: actions.call_back(vault, person, row, call, version=1, called_at=called_at))
    press("contact.motringning.call.save")
    read = words(page)
    assert "010-600 00 00" in read
    assert "010-500 00 00" in read
    assert find("contact.motringning.number").text() == "010-500 00 00"
    press("contact.motringning.conflict.mine")
    _, kept = office.do(lambda vault: actions.open_motringning(vault, person, row))
    assert kept.callback.number == "010-500 00 00"


def test_confirming_all_clears_the_warning(page, press, find, office, person, clock):
    office.do(lambda vault: actions.save_channel(vault, person, PHONE))
    clock.days(400)
    page.load()
    office.settle()
    assert "Något är inte bekräftat på 12 månader" in words(page)
    press("contact.confirm")
    assert "Något är inte bekräftat" not in words(page)
    assert "Äldst bekräftat 2027-12-26" in words(page)


def test_removing_asks_why_and_takes_the_card_away(page, press, office, person):
    office.do(lambda vault: actions.save_channel(vault, person, PHONE))
    page.load()
    office.settle()

    def reason():
        asked = QApplication.activeModalWidget()
        asked.field.set_value("Numret är avslutat")
        asked.buttons["yes"].click()

    QTimer.singleShot(100, reason)
    press("contact.telefon.remove")
    office.settle()
    assert "Inga kontaktvägar än" in words(page)


def test_what_is_typed_survives_the_lock_as_a_draft(page, press, write, choose, find, office, person, qtbot):
    office.do(lambda vault: actions.save_channel(vault, person, PHONE))
    page.load()
    office.settle()
    assert page.draft() is None
    press("contact.telefon.edit")
    write("contact.value", "010-765 43 21")
    press("contact.bankid.add")
    find("contact.bankid.answer.nej").click()
    write("contact.bankid.told_by", "Personen")
    assert page.unsaved()
    draft = page.draft()
    import msgspec

    draft = msgspec.msgpack.decode(msgspec.msgpack.encode(draft))
    again = ContactPage(office.desk, person)
    qtbot.addWidget(again)
    again.show()
    again.shown()
    office.settle()
    again.restore(draft)
    office.settle()
    assert again.findChild(QLineEdit, "contact.value").text() == "010-765 43 21"
    assert again.findChild(QLineEdit, "contact.bankid.told_by").text() == "Personen"
    assert again.unsaved()
    again.findChild(QAbstractButton, "contact.save").click()
    office.settle()
    shown = office.do(lambda vault: actions.overview(vault, person))
    row = shown.channels[0].row.id
    assert office.do(lambda vault: actions.reveal(vault, person, row)).value == "010-765 43 21"


def test_every_control_has_a_name_for_eyes_ears_and_tests(page, press, office, person):
    office.do(lambda vault: actions.save_channel(vault, person, PHONE))
    page.load()
    office.settle()
    press("contact.add")
    press("contact.post.edit")
    press("contact.bankid.add")
    press("contact.fullmakt.add")
    press("contact.samtycke.add")
    press("contact.motringning.add")
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView)
    shown = [one for kind in kinds for one in page.findChildren(kind) if one.isVisible()]
    assert len(shown) > 40
    assert [one.accessibleName() or type(one).__name__ for one in shown if not one.objectName()] == []
    assert [one.objectName() for one in shown if not one.accessibleName()] == []
    names = [one.objectName() for one in shown]
    assert len(set(names)) == len(names)


def test_the_tab_carries_no_value_in_its_title_or_repr(page):
    assert page.title == "Kontaktvägar"
