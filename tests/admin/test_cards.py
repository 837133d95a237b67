"""New recovery cards made under Valvet, as a valvadministratör makes them: three steps, and everything they refuse."""

import io

import pypdf
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from spidesk.refusal import Refusal
from spidesk.ui.ask import Question
from spidesk.ui.words import PlainLabel
from spidesk.vault import membership
from spidesk.vault.keys.recovery import make_codes, read_code, write_code
from tests.admin.test_page import log


def lines(code):
    return "\n".join(write_code(code))


def answer(key):
    def press():
        question = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Question) and one.isVisible())
        question.buttons[key].click()

    QTimer.singleShot(200, press)


def begun(office):
    """Anna has typed cards A and B, and the three new ones are shown; gives page, view and cards."""
    anna = office.page("vault")
    anna.press("admin.cards.renew")
    view = anna.parts["vault"].view
    view.first.set_value(lines(office.codes.a))
    view.second.set_value(lines(office.codes.b))
    anna.press("admin.renew.begin")
    return anna, view, {letter: anna.find(f"admin.renew.card.{letter}").text() for letter in "ABC"}


def proves(office, one, other):
    return office.do(lambda vault: membership.prove_recovery(vault, one, other))


def test_from_a_lost_card_to_three_new_ones(office):
    anna, _, cards = begun(office)
    assert not anna.shows("admin.renew.old1")
    anna.press("admin.renew.print")
    office.wait(lambda: anna.shows("admin.printing"))
    dialog = anna.find("admin.printing")
    dialog.print_now()
    office.wait(lambda: bool(office.printers.sent))
    assert "admin.cards_left" in log(office)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(office.printers.sent[0])).pages]
    assert len(pages) == 3
    for letter, page in zip("ABC", pages, strict=True):
        assert f"Återställningskort {letter}" in page
        assert all(line in page for line in cards[letter].splitlines())
    dialog.close()
    anna.press("admin.renew.next")
    assert any(one.isVisible() and "säkerhetskopia" in one.text() for one in anna.page.findChildren(PlainLabel))
    view = anna.parts["vault"].view
    view.third.set_value(cards["C"].lower())
    view.fourth.set_value(cards["A"].replace(" ", "-"))
    anna.press("admin.renew.yes")
    assert anna.parts["vault"].view is None
    assert "riv de gamla" in office.said[-1]
    assert not anna.shows("admin.cards.unproved")
    assert anna.find("admin.cards.made").text().startswith("2026-11-21")
    new = {letter: read_code(text) for letter, text in cards.items()}
    assert proves(office, new["B"], new["C"]) is None
    assert proves(office, office.codes.a, office.codes.b).code == "vault.code_wrong"


def test_wrong_mixed_and_mistyped_present_cards_are_refused_beside_the_field(office):
    anna = office.page("vault")
    anna.press("admin.cards.renew")
    view = anna.parts["vault"].view
    mine, other = lines(office.codes.a), lines(make_codes().b)
    for second, said in ((other, "inte till varandra"), (mine, "samma kort"), (other[:-1], "Rad 4")):
        view.first.set_value(mine)
        view.second.set_value(second)
        anna.press("admin.renew.begin")
        assert said in view.second.refused
        assert view.first.lines.toPlainText() == mine
        assert view.second.lines.toPlainText() == second
        assert anna.shows("admin.renew.old1")
    assert "vault.recovery_begun" not in log(office)


def test_former_cards_and_one_card_twice_are_refused_as_new_ones(office):
    anna, view, cards = begun(office)
    anna.press("admin.renew.next")
    for third, fourth, field, said in (
        (cards["A"], lines(office.codes.b), "fourth", "som just visades"),
        (lines(office.codes.a), cards["B"], "third", "som just visades"),
        (cards["A"], cards["A"], "fourth", "samma kort"),
    ):
        view.third.set_value(third)
        view.fourth.set_value(fourth)
        anna.press("admin.renew.yes")
        assert said in getattr(view, field).refused
        assert view.third.lines.toPlainText() == third
    assert "vault.recovery_renewed" not in log(office)
    anna.press("admin.renew.show")
    assert anna.find("admin.renew.card.C").text() == cards["C"]


def test_leaving_before_the_last_step_leaves_the_former_cards(office):
    anna, _, cards = begun(office)
    assert anna.unsaved()
    assert anna.draft() is None
    answer("no")
    anna.press("admin.back")
    assert anna.shows("admin.renew.card.A")
    answer("yes")
    anna.press("admin.back")
    assert anna.parts["vault"].view is None
    assert proves(office, office.codes.a, office.codes.c) is None
    assert proves(office, read_code(cards["A"]), read_code(cards["B"])).code == "vault.code_wrong"


def test_leaving_the_tab_takes_the_codes_off_the_screen_and_says_which_cards_hold(office):
    anna, view, cards = begun(office)
    shown = view.codes.findChildren(PlainLabel, "admin.renew.card.A")
    assert [one.text() for one in shown] == [cards["A"]]
    anna.left()
    assert anna.parts["vault"].view is None
    assert "De gamla korten gäller" in office.said[-1]
    assert [one.text() for one in shown] == [""]


def test_nobody_else_is_offered_it(office):
    one_time = office.page().new_user("bo", "Bo Lind")
    office.first_unlock("bo", one_time)
    office.unlock("anna")
    anna = office.page()
    anna.parts["users"].choose("bo")
    anna.press("admin.attest")
    anna.press("admin.attest.yes")
    anna.tick("admin.join.role.kretsagare")
    anna.press("admin.join.save")
    office.unlock("bo")
    bo = office.page("vault")
    assert bo.shows("admin.check")
    assert not bo.shows("admin.cards.renew")
    codes = office.codes
    assert isinstance(office.do(lambda vault: membership.begin_cards(vault, codes.a, codes.b)), Refusal)


def test_a_change_cut_off_before_its_proof_is_said_so(office, monkeypatch):
    from spidesk.vault.membership import cards as renewing

    monkeypatch.setattr(renewing, "_log_proof", lambda vault: vault.refresh())
    codes = office.codes

    def work(vault):
        new = membership.begin_cards(vault, codes.a, codes.b)
        membership.renew_cards(vault, new, new.codes.a, new.codes.b)

    office.do(work)
    anna = office.page("vault")
    assert "Nya kort har gjorts" in anna.find("admin.cards.unproved").text
