"""Administration driven as a user drives it: real vault, real lane, real widgets, found by name."""

import io

import pypdf
import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit
from sqlalchemy import select

from spidesk.person.actions import give_reason, register, reveal
from spidesk.person.rules import Category, Identity, NewPerson, Protection, Skydd, SkyddState
from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.keys.recovery import make_codes, write_code
from spidesk.vault.session import CircleKind, Role, UserState
from spidesk.vault.store.schema import EVENT
from tests.admin.conftest import PHRASE


def log(office):
    """The actions of the log, oldest first."""

    def work(vault):
        with vault.read() as reader:
            return [row.action for row in reader.rows(select(EVENT.c.action).order_by(EVENT.c.seq))]

    return office.do(work)


def user_of(office, login):
    def work(vault):
        with vault.read() as reader:
            return next(one for one in membership.users(reader) if one.login == login)

    return office.do(work)


def test_from_a_new_user_to_a_member_who_opens_a_person(office):
    anna = office.page()
    one_time = anna.new_user("bo", "Bo Lind")
    other = anna.new_user("cilla", "Cilla Öst", admin=True)
    assert len(one_time.split(" ")) == 6
    assert one_time != other

    on_bos_screen = office.first_unlock("bo", one_time)
    office.first_unlock("cilla", other)
    assert isinstance(office.unlock("bo", one_time), Refusal)  # the one-time passphrase has ended

    office.unlock("anna")
    anna = office.page()
    anna.parts["users"].choose("bo")
    assert not anna.shows("admin.join")
    anna.press("admin.attest")
    assert anna.words("admin.words") == on_bos_screen
    anna.press("admin.attest.yes")
    anna.tick("admin.join.role.handlaggare")
    anna.press("admin.join.save")
    assert user_of(office, "bo").attested_by == {office.session.user.id}

    person = office.do(registered)
    office.unlock("bo")
    assert office.session.circles[0].roles == {Role.HANDLAGGARE}
    assert office.do(lambda vault: opened(vault, person)).value.given == "Test"

    office.unlock("cilla")
    refused = office.do(lambda vault: opened(vault, person))
    assert isinstance(refused, Refusal)
    assert {"vault.user_added", "vault.attested", "vault.member_joined"} <= set(log(office))


def registered(vault):
    new = NewPerson(
        circle=vault.session.circles[0].id,
        category=Category.ELEV,
        identity=Identity(given="Test", family="Testsson", numbers=("189001019802",)),
        protection=Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED),
        handlers=(vault.session.user.id,),
    )
    with vault.write() as writer:
        return register(writer, new)


def opened(vault, person):
    give_reason(vault, person.id, "Granskar ärendet inför mötet")
    return reveal(vault, person.id)


def test_no_to_the_words_signs_nothing_and_is_logged(office):
    one_time = office.page().new_user("bo", "Bo Lind")
    office.first_unlock("bo", one_time)
    office.unlock("anna")
    anna = office.page()
    anna.parts["users"].choose("bo")
    anna.press("admin.attest")
    anna.press("admin.attest.no")
    assert "inte samma" in anna.find("admin.view.notice").accessibleName()
    assert not anna.find("admin.attest.yes", QAbstractButton).isEnabled()
    assert not user_of(office, "bo").attested_by
    assert "vault.attested" not in log(office)
    assert "admin.words_differed" in log(office)
    anna.press("admin.back")
    assert not anna.shows("admin.join")


def test_an_administrator_without_a_circle_can_let_nobody_in(office):
    anna = office.page()
    cilla = anna.new_user("cilla", "Cilla Öst", admin=True)
    bo = anna.new_user("bo", "Bo Lind")
    office.first_unlock("bo", bo)
    office.first_unlock("cilla", cilla)
    page = office.page()
    assert page.shows("admin.new_user")
    page.parts["users"].choose("bo")
    assert not page.shows("admin.attest")
    assert not page.shows("admin.join")
    assert "En valvadministratör kan inte" in page.find("admin.user.next").text
    who, circle = user_of(office, "bo").id, office.session.circles[0].id
    from spidesk.admin import actions

    refused = office.do(lambda vault: actions.attest(vault, who, membership.control_words(vault, who)))
    assert refused.code == "vault.not_owner"
    refused = office.do(lambda vault: actions.join(vault, circle, who, [Role.HANDLAGGARE]))
    assert refused.code == "vault.not_owner"


def test_words_of_other_keys_are_not_signed(office):
    from spidesk.admin import actions

    one_time = office.page().new_user("bo", "Bo Lind")
    words = office.first_unlock("bo", one_time)
    office.unlock("anna")
    who = user_of(office, "bo").id
    refused = office.do(lambda vault: actions.attest(vault, who, (*words[:5], "annat")))
    assert refused.code == "admin.words_changed"
    assert not user_of(office, "bo").attested_by


def test_a_login_that_is_taken_is_refused_beside_the_field_and_nothing_typed_is_lost(office):
    anna = office.page()
    anna.press("admin.new_user")
    anna.write("admin.new_user.login", "anna")
    anna.write("admin.new_user.name", "Anna Åberg")
    anna.press("admin.new_user.save")
    view = anna.parts["users"].view
    assert "finns redan" in view.form["login"].refused
    assert anna.find("admin.new_user.name", QLineEdit).text() == "Anna Åberg"
    draft = anna.draft()
    again = office.page()
    again.restore(draft)
    office.settle()
    assert again.find("admin.new_user.name", QLineEdit).text() == "Anna Åberg"
    assert again.unsaved()


def test_the_one_time_passphrase_is_gone_once_handed_over(office):
    anna = office.page()
    anna.press("admin.new_user")
    anna.write("admin.new_user.login", "bo")
    anna.write("admin.new_user.name", "Bo Lind")
    anna.press("admin.new_user.save")
    label = anna.find("admin.one_time")
    phrase = label.text()
    assert anna.unsaved()
    assert phrase not in str(anna.draft())
    anna.press("admin.one_time.done")
    assert not anna.unsaved()
    assert not any(phrase in getattr(one, "text", str)() for one in anna.findChildren(type(label)))
    assert user_of(office, "bo").state is UserState.NEW


def test_the_slip_is_logged_before_it_is_printed_and_says_the_words(office):
    anna = office.page()
    anna.press("admin.new_user")
    anna.write("admin.new_user.login", "bo")
    anna.write("admin.new_user.name", "Bo Lind")
    anna.press("admin.new_user.save")
    phrase = anna.find("admin.one_time").text()
    anna.press("admin.one_time.print")
    office.wait(lambda: anna.shows("admin.printing"))
    dialog = anna.find("admin.printing")
    office.wait(lambda: dialog.setup.can_print())
    dialog.print_now()
    office.wait(lambda: bool(office.printers.sent))
    assert "admin.slip_left" in log(office)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(office.printers.sent[0])).pages)
    assert " ".join(text.split()).count(phrase) == 1
    assert "Bo Lind" not in text
    office.wait(lambda: not dialog.course.under_way)
    dialog.close()


def test_a_circle_for_someone_else_waits_for_its_owner(office):
    anna = office.page()
    one_time = anna.new_user("bo", "Bo Lind")
    office.first_unlock("bo", one_time)
    office.unlock("anna")
    anna = office.page("circles")
    anna.press("admin.new_circle")
    anna.write("admin.new_circle.name", "Posten")
    anna.write("admin.new_circle.namnd", "Kommunstyrelsen")
    anna.press("admin.new_circle.save")
    assert "till för" in anna.parts["circles"].view.form["kind"].refused
    anna.tick("admin.new_circle.kind.post")
    assert not anna.shows("admin.new_circle.post_circle")
    anna.choose("admin.new_circle.owner", "Bo Lind")
    anna.press("admin.new_circle.save")
    assert "korten" in anna.parts["circles"].view.form["recoverable"].refused
    anna.tick("admin.new_circle.recoverable.no")
    anna.press("admin.new_circle.save")
    assert anna.parts["circles"].view is None
    anna.parts["circles"].choose("Posten")
    assert not anna.shows("admin.member.bo.roles")

    office.unlock("bo")
    circle = next(one for one in office.session.circles if one.name == "Posten")
    assert circle.kind is CircleKind.POST
    assert not circle.recoverable
    assert Role.KRETSAGARE in circle.roles


def test_a_circle_of_persons_sends_its_mail_to_the_chosen_post_circle(office):
    me = office.session.user.id
    post = office.do(
        lambda vault: membership.add_circle(
            vault, name="Posten", namnd="Kommunstyrelsen", kind=CircleKind.POST, owner=me
        )
    )
    anna = office.page("circles")
    anna.press("admin.new_circle")
    anna.write("admin.new_circle.name", "HR")
    anna.write("admin.new_circle.namnd", "Kommunstyrelsen")
    anna.tick("admin.new_circle.kind.persons")
    anna.choose("admin.new_circle.post_circle", "Posten")
    anna.choose("admin.new_circle.owner", "Anna Berg (du)")
    anna.tick("admin.new_circle.recoverable.yes")
    anna.press("admin.new_circle.save")
    made = next(one for one in office.do(lambda vault: vault.session).circles if one.name == "HR")
    assert made.post_circle == post
    assert made.recoverable
    assert not made.waiting


@pytest.fixture
def with_bo(office):
    """Bo is handläggare in Skolan; Anna has unlocked."""
    one_time = office.page().new_user("bo", "Bo Lind")
    office.first_unlock("bo", one_time)
    office.unlock("anna")
    anna = office.page()
    anna.parts["users"].choose("bo")
    anna.press("admin.attest")
    anna.press("admin.attest.yes")
    anna.tick("admin.join.role.handlaggare")
    anna.press("admin.join.save")
    return office


def test_roles_are_changed_and_the_last_kretsagare_stays(with_bo):
    anna = with_bo.page("circles")
    anna.press("admin.member.anna.roles")
    anna.tick("admin.roles.role.kretsagare", False)
    anna.press("admin.roles.save")
    assert "minst en kretsägare" in anna.parts["circles"].view.form.summary.text
    anna.press("admin.roles.undo")
    anna.press("admin.back")
    anna.press("admin.member.bo.roles")
    anna.tick("admin.roles.role.kretsagare")
    anna.press("admin.roles.save")
    with_bo.unlock("bo")
    assert with_bo.session.circles[0].roles == {Role.HANDLAGGARE, Role.KRETSAGARE}


def test_no_role_at_all_is_refused_beside_the_field(with_bo):
    anna = with_bo.page("circles")
    anna.press("admin.member.bo.roles")
    anna.tick("admin.roles.role.handlaggare", False)
    anna.press("admin.roles.save")
    assert anna.parts["circles"].view.form["roles"].refused == "Välj minst en roll."


def test_a_removed_member_is_told_about_and_cannot_open_the_circle(with_bo):
    person = with_bo.do(registered)
    anna = with_bo.page("circles")
    assert not anna.shows("admin.member.anna.remove")
    anna.press("admin.member.bo.remove")
    assert any("går fortfarande att läsa" in one for one in texts(anna))
    anna.find("admin.remove.yes", QAbstractButton).click()
    with_bo.wait(lambda: anna.parts["circles"].view is None)
    with_bo.settle()
    assert not anna.shows("admin.member.bo.remove")
    with_bo.unlock("bo")
    assert not with_bo.session.circles[0].roles
    assert isinstance(with_bo.do(lambda vault: opened(vault, person)), Refusal)
    assert "vault.member_removed" in log(with_bo)


def texts(page):
    from spidesk.ui.words import PlainLabel

    return [one.text() for one in page.findChildren(PlainLabel) if one.isVisible()]


def test_a_user_in_a_circle_is_not_closed_and_one_outside_is(with_bo):
    anna = with_bo.page()
    anna.parts["users"].choose("bo")
    anna.press("admin.close_user")
    anna.press("admin.close_user.yes")
    assert "fortfarande medlem" in anna.find("admin.view.notice").text
    anna.press("admin.back")
    anna.new_user("cilla", "Cilla Öst")
    anna.parts["users"].choose("cilla")
    anna.press("admin.close_user")
    anna.find("admin.close_user.yes", QAbstractButton).click()
    with_bo.wait(lambda: anna.parts["users"].view is None)
    assert user_of(with_bo, "cilla").state is UserState.CLOSED


def test_administrator_is_given_and_taken_back(with_bo):
    for wanted in (True, False):
        anna = with_bo.page()
        anna.parts["users"].choose("bo")
        anna.press("admin.set_admin")
        anna.find("admin.set_admin.yes", QAbstractButton).click()
        with_bo.wait(lambda page=anna: page.parts["users"].view is None)
        assert user_of(with_bo, "bo").admin is wanted


def test_a_handlaggare_has_only_the_own_login_and_the_same_words_there(with_bo):
    with_bo.unlock("bo")
    bo = with_bo.page("mine")
    assert list(bo.parts) == ["mine"]
    bo.press("admin.my_words.show")
    shown = bo.words("admin.my_words")
    who = with_bo.session.user.id
    with_bo.unlock("anna")
    assert with_bo.do(lambda vault: membership.control_words(vault, who)) == shown
    bo.left()
    assert bo.find("admin.my_words.show", QAbstractButton).text() == "Visa mina kontrollord"


def test_the_passphrase_is_changed_with_the_offered_words(office):
    anna = office.page("mine")
    anna.press("admin.change_passphrase")
    offer = anna.find("admin.passphrase.offer").text()
    anna.press("admin.passphrase.fresh")
    fresh = anna.find("admin.passphrase.offer").text()
    told = anna.find("admin.passphrase.old_copies").text
    assert told.startswith("En gammal kopia av valvet")
    assert "öppnas fortfarande med den gamla lösenfrasen" in told
    assert fresh != offer
    assert len(fresh.split(" ")) == 6
    anna.write("admin.passphrase.old", "fel lösenfras helt och hållet")
    anna.write("admin.passphrase.new", fresh)
    anna.write("admin.passphrase.again", fresh[:-1])
    anna.press("admin.passphrase.save")
    form = anna.parts["mine"].view.form
    assert "inte samma" in form["again"].refused
    anna.write("admin.passphrase.again", fresh)
    anna.press("admin.passphrase.save")
    assert form["old"].refused
    anna.write("admin.passphrase.old", PHRASE)
    anna.press("admin.passphrase.save")
    assert anna.parts["mine"].view is None
    assert isinstance(office.unlock("anna"), Refusal)
    assert office.unlock("anna", fresh).user.login == "anna"


def test_a_passphrase_of_ones_own_may_not_be_weak_and_is_never_a_draft(office):
    anna = office.page("mine")
    anna.press("admin.change_passphrase")
    for name, text in (("old", PHRASE), ("new", "kort"), ("again", "kort")):
        anna.write(f"admin.passphrase.{name}", text)
    anna.press("admin.passphrase.save")
    assert "för svag" in anna.parts["mine"].view.form["new"].refused
    assert anna.draft() is None
    anna.left()
    assert anna.parts["mine"].view is None


def test_the_vault_is_checked_and_says_so(office):
    anna = office.page("vault")
    lines = int(anna.find("admin.lines").text().replace("\u00a0", ""))
    assert lines >= 3
    head = anna.find("admin.head").text()
    anna.find("admin.check", QAbstractButton).click()
    office.wait(lambda: anna.shows("admin.check.outcome"))
    office.settle()
    assert "Valvet är helt" in anna.find("admin.check.outcome").text, texts(anna)
    assert anna.find("admin.head").text() != head
    assert "admin.checked" in log(office)


def test_a_row_changed_behind_the_log_is_found_in_plain_words(office):
    def tamper(vault):
        vault.opened.held.db.connection.exec_driver_sql("UPDATE vault_circle SET namnd = 'Socialnämnden'")

    anna = office.page("vault")
    office.do(tamper)
    anna.find("admin.check", QAbstractButton).click()
    office.wait(lambda: anna.shows("admin.check.outcome"))
    office.settle()
    assert any("ändrade utanför programmet" in one for one in texts(anna))
    assert "admin.checked" not in log(office)


def test_a_lost_one_time_passphrase_is_made_anew_and_shown_once(office):
    anna = office.page()
    lost = anna.new_user("bo", "Bo Lind")
    anna.parts["users"].choose("anna")
    assert not anna.shows("admin.renew_one_time")
    anna.parts["users"].choose("bo")
    anna.press("admin.renew_one_time")
    assert any("slutar att gälla" in one for one in texts(anna))
    anna.find("admin.renew_one_time.yes", QAbstractButton).click()
    office.wait(lambda: anna.shows("admin.one_time"))
    office.settle()
    fresh = anna.find("admin.one_time").text()
    assert anna.find("admin.one_time.login").text() == "bo"
    assert len(fresh.split(" ")) == 6
    anna.press("admin.one_time.print")
    office.wait(lambda: anna.shows("admin.printing"))
    anna.find("admin.printing").close()
    anna.press("admin.one_time.done")
    assert anna.parts["users"].view is None
    assert "den nya frasen" in office.said[-1]
    assert "vault.one_time_renewed" in log(office)
    assert isinstance(office.unlock("bo", lost), Refusal)
    office.first_unlock("bo", fresh)
    office.unlock("anna")
    anna = office.page()
    anna.parts["users"].choose("bo")
    assert not anna.shows("admin.renew_one_time")


def test_a_passphrase_chosen_in_between_is_not_taken_away(office):
    """Bo unlocks for the first time while Anna's page still shows that he has not."""
    from spidesk.admin import actions

    once = office.page().new_user("bo", "Bo Lind")
    office.first_unlock("bo", once)
    office.unlock("anna")
    who = user_of(office, "bo").id
    assert office.do(lambda vault: actions.renew_one_time(vault, who)).code == "vault.user_active"


def test_unproved_cards_are_said_so_and_two_typed_back_end_it(office):
    anna = office.page("vault")
    assert "provat korten" in anna.find("admin.cards.unproved").text
    assert anna.find("admin.cards.at").text() == "Inte än"
    anna.press("admin.cards.prove")
    a, b, c = ("\n".join(write_code(code)) for code in (office.codes.a, office.codes.b, office.codes.c))
    prove = anna.parts["vault"].view
    prove.first.set_value(a)
    prove.second.set_value(b[:-1] + ("0" if b[-1] != "0" else "1"))
    anna.press("admin.prove.yes")
    assert "Rad 4" in prove.second.refused
    prove.second.set_value(a)
    anna.press("admin.prove.yes")
    assert "samma kort" in anna.find("admin.view.notice").text
    prove.second.set_value("\n".join(write_code(make_codes().b)))
    anna.press("admin.prove.yes")
    assert "hör inte till" in anna.find("admin.view.notice").text
    assert "vault.recovery_proved" not in log(office)
    prove.second.set_value(c.lower().replace(" ", "-"))
    anna.press("admin.prove.yes")
    assert anna.parts["vault"].view is None
    assert "vault.recovery_proved" in log(office)
    assert not anna.shows("admin.cards.unproved")
    assert anna.find("admin.cards.at").text().startswith("2026-11-21")
    assert office.do(lambda vault: vault.session).notices == ()


def test_typed_codes_do_not_stay_when_the_tab_is_left(office):
    anna = office.page("vault")
    anna.press("admin.cards.prove")
    anna.parts["vault"].view.first.set_value("\n".join(write_code(office.codes.a)))
    assert anna.draft() is None
    anna.left()
    assert anna.parts["vault"].view is None


def test_only_fitting_roles_are_offered(office):
    me = office.session.user.id
    office.do(
        lambda vault: membership.add_circle(
            vault, name="Posten", namnd="Kommunstyrelsen", kind=CircleKind.POST, owner=me
        )
    )
    one_time = office.page().new_user("bo", "Bo Lind")
    office.first_unlock("bo", one_time)
    office.unlock("anna")
    anna = office.page()
    anna.parts["users"].choose("bo")
    anna.press("admin.attest")
    anna.press("admin.attest.yes")
    anna.choose("admin.join.circle", "Skolan")
    assert not anna.shows("admin.join.role.postexpeditor")
    anna.choose("admin.join.circle", "Posten")
    assert anna.shows("admin.join.role.postexpeditor")
    assert not anna.shows("admin.join.role.handlaggare")
    anna.press("admin.join.save")
    assert anna.parts["users"].view.form["roles"].refused
    anna.tick("admin.join.role.postexpeditor")
    anna.press("admin.join.save")
    office.unlock("bo")
    assert {one.name: one.roles for one in office.session.circles}["Posten"] == {Role.POSTEXPEDITOR}


def test_every_control_has_a_name_for_the_ear_and_for_the_hand(with_bo):
    for tab in ("users", "circles", "mine", "vault"):
        page = with_bo.page(tab)
        for kind in (QAbstractButton, QLineEdit, QComboBox):
            for one in page.findChildren(kind):
                if one.isVisible() and not one.objectName().startswith("qt_"):
                    assert one.accessibleName(), (tab, one)
