"""Getting in: right and wrong, one text for all that is wrong, and a plain explanation for everything else."""

import shutil

import pytest
from PySide6.QtCore import Qt

from spidesk import wording
from spidesk.app.unlock.capslock import tells
from spidesk.app.unlock.explain import explain
from spidesk.refusal import Refusal
from spidesk.vault import membership
from tests.person.town import PASSPHRASE

WRONG = wording.text(Refusal("vault.wrong_passphrase"))


def test_the_right_passphrase_opens_the_shell_and_the_title_names_nobody(drive, town):
    run = drive(town)
    assert run.window.windowTitle() == "spidesk"
    run.unlock()
    run.work()
    assert run.window.windowTitle() == "spidesk"
    assert run.program.shell.session.user.login == "anna"


@pytest.mark.parametrize(("login", "passphrase"), [("anna", "fel fras helt och hållet"), ("finns inte", PASSPHRASE)])
def test_wrong_login_and_wrong_passphrase_get_the_same_text_and_keep_what_was_typed(drive, town, login, passphrase):
    run = drive(town)
    run.unlock(login, passphrase)
    run.until(lambda: WRONG in run.text(), "the one text")
    assert run.find("unlock.login").text() == login
    assert run.find("unlock.passphrase").text() == passphrase
    assert run.find("unlock.submit").isEnabled()
    assert run.window.focusWidget() is run.find("unlock.passphrase")


def test_a_failed_attempt_is_told_at_the_next_unlock(drive, town):
    run = drive(town)
    run.unlock(passphrase="inte den här frasen")
    run.until(lambda: WRONG in run.text())
    run.unlock()
    run.work()
    assert "1 misslyckade försök" in run.text()
    run.press("told.close")
    assert "misslyckade" not in run.text()


def test_enter_goes_from_login_to_passphrase_and_then_opens(drive, town):
    run = drive(town)
    run.put("unlock.login", "anna")
    run.find("unlock.login").setFocus()
    run.key(run.find("unlock.login"), Qt.Key.Key_Return)
    assert run.window.focusWidget() is run.find("unlock.passphrase")
    run.put("unlock.passphrase", PASSPHRASE)
    run.key(run.find("unlock.passphrase"), Qt.Key.Key_Return)
    run.work()


def test_empty_fields_are_asked_for_without_trying_to_open(drive, town):
    run = drive(town)
    run.press("unlock.submit")
    assert wording.text(Refusal("app.login")) in run.text()
    run.put("unlock.login", "anna")
    run.press("unlock.submit")
    assert wording.text(Refusal("app.passphrase_missing")) in run.text()


def test_a_vault_that_is_gone_is_explained_with_the_next_step(drive, town):
    run = drive(town)
    shutil.rmtree(town.folder)
    run.unlock()
    run.until(lambda: "Valvet finns inte här" in run.text())
    run.press("unlock.step")
    assert run.seen("welcome.new")


def test_a_vault_open_elsewhere_says_so_and_opens_when_it_is_closed(drive, town):
    run = drive(town)
    with town.opened("bo"):
        run.unlock()
        run.until(lambda: "Valvet är öppet på ett annat ställe" in run.text())
    run.press("unlock.step")
    run.work()


def test_a_half_copied_vault_is_explained(drive, town):
    (town.folder / "store.db").unlink()
    run = drive(town)
    run.unlock()
    run.until(lambda: explain(Refusal("vault.incomplete")).heading in run.text())


def test_every_refusal_of_opening_has_a_heading_of_its_own():
    opening = [
        "missing",
        "newer",
        "incomplete",
        "read_only",
        "disk_full",
        "network",
        "removable",
        "cloud",
        "damaged_slot",
    ]
    headings = {explain(Refusal(f"vault.{code}")).heading for code in opening}
    assert len(headings) == len(opening)
    assert "Det gick inte" not in headings


def test_a_key_file_that_is_none_is_refused_beside_its_field(drive, town, tmp_path):
    run = drive(town)
    run.press("unlock.more")
    run.put("unlock.key_file", str(tmp_path / "finns inte"))
    run.unlock()
    assert wording.text(Refusal("app.key_file")) in run.text()
    assert run.find("unlock.key_file").text().endswith("finns inte")


@pytest.mark.parametrize(
    ("text", "shift", "on"),
    [("A", False, True), ("a", False, False), ("a", True, True), ("A", True, False), ("4", False, None)],
)
def test_what_a_letter_tells_of_caps_lock(text, shift, on):
    assert tells(text, shift) is on


def test_caps_lock_is_hinted_while_typing(drive, town):
    run = drive(town)
    field = run.find("unlock.passphrase")
    field.setFocus()
    run.key(field, Qt.Key.Key_A, text="A")
    assert run.seen("unlock.caps")
    run.key(field, Qt.Key.Key_A, text="a")
    assert not run.seen("unlock.caps")


def test_a_new_user_must_change_the_one_time_passphrase_and_is_shown_the_words_the_owner_sees(drive, town):
    with town.opened("anna") as vault:
        once = membership.add_user(vault, login="dag", name="Dag Sund")
    run = drive(town)
    run.unlock("dag", once)
    phrase = run.find("first.phrase.words").text()
    assert not run.seen("rail.lock")
    run.press("first.next")
    run.put("first.phrase.again", once)
    run.press("first.next")
    assert wording.text(Refusal("app.passphrase_again")) in run.text()
    run.put("first.phrase.again", phrase)
    run.press("first.next")
    words = run.find("first.words").text().split("  ·  ")
    run.press("first.next")
    run.work()
    run.end()
    with town.opened("anna") as vault:
        dag = next(user for user in _users(vault) if user.login == "dag")
        assert membership.control_words(vault, dag.id) == tuple(words)
    town.vault("dag", phrase).close()


def test_own_passphrases_that_are_too_weak_are_refused_with_the_reason(drive, town):
    with town.opened("anna") as vault:
        once = membership.add_user(vault, login="dag", name="Dag Sund")
    run = drive(town)
    run.unlock("dag", once)
    run.press("first.phrase.own")
    for weak, code in (("för kort", "app.passphrase_short"), ("hejhejhejhejhejhej", "app.passphrase_repeated")):
        run.put("first.phrase.own_phrase", weak)
        run.press("first.next")
        assert wording.text(Refusal(code)) in run.text()
        assert run.find("first.phrase.own_phrase").text() == weak


def _users(vault):
    with vault.read() as reader:
        return membership.users(reader)
