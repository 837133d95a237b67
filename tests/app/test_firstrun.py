"""The first run: from an empty disk through the wizard to a vault one can work in, and what it refuses on the way."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui.ask import Question
from spidesk.vault.keys.recovery import read_code
from spidesk.vault.session import CircleKind, Role
from tests.person.town import Clock, Town


def _to_the_cards(run, folder, *, own=""):
    run.press("welcome.new")
    run.put("firstrun.vault_name", "Provvalv")
    run.put("firstrun.folder", str(folder))
    run.press("firstrun.next")
    run.put("firstrun.name", "Greta Berg")
    run.put("firstrun.login", "greta")
    run.press("firstrun.next")
    if own:
        run.press("firstrun.phrase.own")
        run.put("firstrun.phrase.own_phrase", own)
    phrase = own or run.find("firstrun.phrase.words").text()
    run.press("firstrun.next")
    run.put("firstrun.phrase.again", phrase)
    run.press("firstrun.next")
    run.find("firstrun.card.A")
    return phrase


def _cards(run):
    return {letter: run.find(f"firstrun.card.{letter}").text() for letter in "ABC"}


def _prove(run, one, other):
    run.put("firstrun.code1", one)
    run.put("firstrun.code2", other)
    run.press("firstrun.next")


def _answer(key):
    """Press a button of the question that comes up."""

    def press():
        question = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Question) and one.isVisible())
        question.buttons[key].click()

    QTimer.singleShot(200, press)


def test_from_nothing_to_att_gora_and_the_cards_open_the_vault_again(drive, tmp_path):
    run = drive()
    phrase = _to_the_cards(run, tmp_path)
    cards = _cards(run)
    assert len(phrase.split()) == 6
    run.press("firstrun.next")
    _prove(run, cards["A"], cards["C"])
    run.put("firstrun.circle_name", "Personalenheten")
    run.put("firstrun.namnd", "Kommunstyrelsen")
    run.press("firstrun.next")
    run.until(lambda: "Du som är valvadministratör godkänner den under Post > Returadresser." in run.text())
    run.press("firstrun.next")
    run.work()
    assert run.seen("rail.post")
    run.press("rail.post")
    tabs = run.find("post.tabs")
    assert "Returadresser" in [tabs.tabText(at) for at in range(tabs.count())]
    run.press("rail.worklist")
    assert run.find("rail.worklist").isChecked()
    session = run.program.shell.session
    kinds = {circle.kind: circle for circle in session.circles}
    assert kinds[CircleKind.PERSONS].roles == {Role.HANDLAGGARE, Role.KRETSAGARE}
    assert kinds[CircleKind.PERSONS].post_circle == kinds[CircleKind.POST].id
    assert kinds[CircleKind.POST].roles >= {Role.POSTEXPEDITOR}
    run.end()

    again = drive(argv=["--vault", str(tmp_path / "Provvalv.spivault")])
    again.press("unlock.more")
    again.press("unlock.recover")
    again.put("recovery.login", "greta")
    again.put("recovery.code1", cards["C"].lower())
    again.put("recovery.code2", cards["B"].replace(" ", "-"))
    again.press("recovery.next")
    fresh = again.find("recovery.phrase.words").text()
    again.press("recovery.next")
    again.put("recovery.phrase.again", fresh)
    again.press("recovery.next")
    again.work()
    again.end()
    for word, opens in ((fresh, True), (phrase, False)):
        town = Town(tmp_path / "Provvalv.spivault", tmp_path / "state", Clock())
        town.clock.forward(days=2)
        if opens:
            town.vault("greta", word).close()
        else:
            with pytest.raises(Refusal, match="wrong_passphrase"):
                town.vault("greta", word)


def test_cards_must_be_typed_right_two_of_them_and_of_this_vault(drive, tmp_path):
    run = drive()
    _to_the_cards(run, tmp_path)
    cards = _cards(run)
    run.press("firstrun.next")
    lines = cards["B"].splitlines()
    slip = "\n".join([lines[0], lines[1], ("0" if lines[2][0] != "0" else "1") + lines[2][1:], lines[3]])
    _prove(run, cards["A"], slip)
    assert "Rad 3" in run.text()
    assert read_code(cards["A"])
    _prove(run, cards["A"], cards["A"])
    assert wording.text(Refusal("app.code_same")) in run.text()
    from spidesk.vault.keys.recovery import make_codes, write_code

    _prove(run, cards["A"], "\n".join(write_code(make_codes().a)))
    assert wording.text(Refusal("app.code_other")) in run.text()
    assert run.program.window.content.unsaved()
    _prove(run, cards["A"], cards["B"])
    run.find("firstrun.circle_name")
    assert not run.program.window.content.unsaved()


def test_what_the_wizard_refuses_stands_beside_its_field_and_keeps_the_text(drive, tmp_path):
    run = drive()
    run.press("welcome.new")
    for name, folder, code in (
        ("../ut", tmp_path, "app.vault_name"),
        ("Prov", tmp_path / "finns inte", "app.no_folder"),
        ("Prov", "relativ", "app.no_folder"),
        ("Prov", tmp_path / "Dropbox", "vault.cloud"),
        ("Finns", tmp_path, "vault.exists"),
    ):
        (tmp_path / "Dropbox").mkdir(exist_ok=True)
        (tmp_path / "Finns.spivault").mkdir(exist_ok=True)
        run.put("firstrun.vault_name", name)
        run.put("firstrun.folder", str(folder))
        run.press("firstrun.next")
        assert wording.text(Refusal(code)) in run.text(), code
        assert run.find("firstrun.vault_name").text() == name
    run.put("firstrun.vault_name", "Prov")
    run.put("firstrun.folder", str(tmp_path))
    run.press("firstrun.next")
    run.press("firstrun.next")
    assert wording.text(Refusal("app.name")) in run.text()


def test_one_who_only_administers_gets_no_circle(drive, tmp_path):
    run = drive()
    _to_the_cards(run, tmp_path, own="en egen mening om ingenting alls")
    cards = _cards(run)
    run.press("firstrun.next")
    _prove(run, cards["A"], cards["B"])
    run.press("firstrun.circle_later")
    run.press("firstrun.next")
    run.press("firstrun.next")
    run.work()
    assert run.program.shell.session.circles == ()
    assert not run.seen("rail.people")
    assert run.seen("rail.admin")


def test_a_run_cut_off_before_the_proof_is_told_about_until_the_cards_are_proved(drive, tmp_path):
    run = drive()
    phrase = _to_the_cards(run, tmp_path)
    cards = _cards(run)
    run.end()  # the power goes: nothing asks, nothing is taken away
    for told in (True, False):
        again = drive(argv=["--vault", str(tmp_path / "Provvalv.spivault")])
        again.unlock("greta", phrase)
        again.work()
        assert ("Ingen har provat valvets återställningskort" in again.text()) is told
        if told:
            again.press("told.cards")
            assert again.find("rail.admin").isChecked()
            again.press("admin.cards.prove")
            again.put("admin.prove.code1", cards["B"])
            again.put("admin.prove.code2", cards["A"])
            again.press("admin.prove.yes")
            again.until(lambda run=again: "Provet står i loggen" in run.text())
        again.end()


def test_leaving_before_the_cards_are_proved_takes_the_vault_away_after_a_question(drive, tmp_path):
    run = drive()
    _to_the_cards(run, tmp_path)
    assert (tmp_path / "Provvalv.spivault" / "store.db").exists()
    _answer("no")
    run.press("firstrun.cancel")
    assert run.seen("firstrun.card.A")
    _answer("yes")
    run.press("firstrun.cancel")
    run.find("welcome.new")
    assert not (tmp_path / "Provvalv.spivault").exists()


def test_the_cards_are_drawn_for_printing_without_touching_the_disk(drive, tmp_path):
    from spidesk.ui.printing import PrintDialog

    run = drive()
    _to_the_cards(run, tmp_path)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    run.press("firstrun.print_cards")
    run.until(lambda: run.window.findChildren(PrintDialog) != [])
    dialog = run.window.findChildren(PrintDialog)[0]
    run.until(dialog.isVisible)
    assert len(dialog.paper.pdf) > 1000
    dialog.close()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_an_existing_folder_without_a_vault_is_refused(drive, tmp_path):
    run = drive()
    run.put("welcome.folder", str(tmp_path))
    run.press("welcome.open")
    assert wording.text(Refusal("app.no_vault")) in run.text()
