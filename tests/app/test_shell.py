"""The shell: search by keyboard, places, unsaved text, what the vault has to tell, help and faults."""

import shutil

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from spidesk.app.frame import window_title
from spidesk.app.shell.help import HelpWindow, lines
from spidesk.app.wiring import entries
from spidesk.app.workstation import settings
from spidesk.documents.queue import Job, JobState, Printer
from spidesk.person.rules import Place
from spidesk.ui.ask import Question
from spidesk.ui.look import theme
from spidesk.ui.printing import PrintDialog
from spidesk.ui.words.labels import Heading, PlainLabel
from spidesk.vault import membership
from spidesk.vault.session import CircleKind
from tests.person.town import NUMBERS, add, new_person


class PaperQueue:
    """One printer that prints all it gets."""

    def __init__(self):
        self.asked, self.sent = 0, []

    def printers(self):
        self.asked += 1
        return [Printer(name="prov", title="Prov", default=True)]

    def send(self, pdf, *, width, height, printer, copies=1, tray=""):
        self.sent.append(pdf)
        return Job(printer=printer, number=len(self.sent))

    def state(self, job):
        return Job(printer=job.printer, number=job.number, state=JobState.COMPLETED)


@pytest.fixture
def run(drive, town):
    started = drive(town)
    started.unlock()
    started.work()
    return started


def _answers(run):
    box = run.find("search.answers")
    return [box.item(row).text() for row in range(box.count())]


def test_search_from_ctrl_k_to_the_persons_page_without_a_mouse(run, town):
    run.program.shell.search.take_focus()
    run.type("search", "prövt är")
    assert any(town.person.reference in words for words in _answers(run))
    field = run.find("search")
    run.key(field, Qt.Key.Key_Down)
    run.key(field, Qt.Key.Key_Return)
    run.until(lambda: run.window.windowTitle() == f"spidesk – {town.person.reference}", "the person's page")
    assert field.text() == ""
    assert not run.seen("search.answers")
    assert run.find("rail.people").isChecked()


@pytest.mark.parametrize("what", [NUMBERS[200], f"{NUMBERS[200][:8]}-{NUMBERS[200][8:]}", "SP-2026-0001", "sp20260001"])
def test_search_finds_numbers_and_references_however_they_are_written(run, what):
    run.type("search", what)
    assert len(_answers(run)) == 1


def test_search_says_when_there_is_nobody_and_escape_empties_it(run):
    run.type("search", "finnsverkligeninte")
    assert "Ingen i dina kretsar" in run.find("search.word").text()
    run.key(run.find("search"), Qt.Key.Key_Escape)
    assert run.find("search").text() == ""
    assert not run.seen("search.answers")


def test_names_leave_the_screen_when_the_search_box_is_left(run):
    run.type("search", "Prövtorp")
    assert _answers(run)
    run.find("rail.lock").setFocus()
    assert not run.seen("search.answers")
    assert run.program.shell.search.hits == []
    assert run.program.shell.search.answers.count() == 0


def test_a_circle_the_user_is_not_in_is_not_searched(drive, town):
    with town.opened("anna") as vault:
        hidden = add(vault, new_person(town, NUMBERS[300], circle="Social"))
    run = drive(town)
    run.unlock("bo")
    run.work()
    run.type("search", hidden.reference)
    assert run.program.shell.search.hits == []
    run.program.shell.search.field.clear()
    run.type("search", town.person.reference)
    assert any("kräver skäl" in words for words in _answers(run))


def test_a_person_registered_now_is_found_at_once(run, town):
    made = []
    run.program.lane.submit(run.program, lambda vault: add(vault, new_person(town, NUMBERS[301])), done=made.append)
    run.until(lambda: made)
    run.program.shell.desk.person_changed(made[0].id)
    run.until(lambda: len(run.program.shell.background.index) == 2, "the index")
    run.type("search", made[0].reference)
    assert len(_answers(run)) == 1


def test_each_role_sees_only_its_pages(drive, town):
    for login, seen in (("anna", {"worklist", "people", "admin"}), ("cecilia", {"admin"})):
        run = drive(town)
        run.unlock(login)
        run.work()
        shown = {key for key in ("worklist", "people", "post", "admin") if run.seen(f"rail.{key}")}
        assert shown == seen, login
        assert run.seen("search") == ("people" in seen), "only those who open persons have anybody to look for"
        run.end()


def test_the_rail_follows_a_new_role_without_a_new_unlock(run):
    assert not run.seen("rail.post")
    user = run.program.shell.session.user.id
    run.program.lane.submit(
        run.program,
        lambda vault: membership.add_circle(vault, name="Post", namnd="KS", kind=CircleKind.POST, owner=user),
        done=lambda _: run.program.shell.desk.refresh_counts(),
    )
    run.until(lambda: run.seen("rail.post"), "the line in the rail")
    assert "Post" in run.program.shell.rail._circles.text()


def test_unsaved_text_is_asked_about_before_another_page(run, town):
    run.program.shell.go(Place(page="people", person=town.person.id, reference=town.person.reference))
    run.press("person.identity.edit")
    run.put("person.identity.given", "Osparad")
    _answer("no")
    run.press("rail.worklist")
    assert run.find("rail.people").isChecked()
    assert run.find("person.identity.given").text() == "Osparad"
    _answer("yes")
    run.press("rail.worklist")
    run.until(lambda: run.find("rail.worklist").isChecked())
    assert not run.program.shell.unsaved()


def test_quitting_with_unsaved_text_is_asked_about(run, town):
    run.program.shell.go(Place(page="people", person=town.person.id, reference=town.person.reference))
    run.press("person.identity.edit")
    run.put("person.identity.given", "Osparad")
    _answer("no")
    assert not run.window.close()
    assert run.window.isVisible()


@pytest.mark.parametrize(
    ("reference", "title"),
    [
        ("SP-2026-0007", "spidesk – SP-2026-0007"),
        ("", "spidesk"),
        ("Anna Ek", "spidesk"),
        ("SP-2026-0007 Anna", "spidesk"),
    ],
)
def test_a_title_carries_a_reference_or_nothing(reference, title):
    assert window_title(reference) == title


def test_a_page_the_role_has_not_is_told_not_shown(drive, town):
    run = drive(town)
    run.unlock("cecilia")
    run.work()
    run.program.shell.go(Place(page="people"))
    assert "ingår inte i dina roller" in run.text()


def test_an_older_vault_opens_read_only_until_an_administrator_decides(drive, town, tmp_path):
    shutil.copytree(town.folder, tmp_path / "copy")
    with town.opened("anna") as vault:
        add(vault, new_person(town, NUMBERS[302]))
    shutil.rmtree(town.folder)
    shutil.copytree(tmp_path / "copy", town.folder)
    run = drive(town)
    run.unlock()
    run.work()
    assert run.program.shell.session.read_only
    assert "Valvet är äldre" in run.text()
    assert not run.seen("told.close")
    _answer("yes")
    run.press("told.accept_older")
    run.until(lambda: not run.program.shell.session.read_only, "the decision")


def test_f1_opens_the_help_of_the_page_at_hand(run):
    run.press("rail.people")
    run.program.show_help()
    opened = [one for one in run.window.findChildren(HelpWindow) if one.isVisible()]
    assert any(label.text() == "Personer" for label in opened[0].findChildren(PlainLabel))
    opened[0].close()


def test_f1_opens_help_at_once_after_the_unlock_on_att_gora_and_again_when_it_is_open(drive, town):
    run = drive(town)
    run.unlock()
    run.find("rail.lock")
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget() or run.window, Qt.Key.Key_F1)
        opened = [one for one in run.window.findChildren(HelpWindow) if one.isVisible()]
        assert [one.findChild(Heading).text() for one in opened] == ["Att göra"]
        run.window.activateWindow()
        run.settle(0.01)


@pytest.mark.parametrize("page", ["unlock", "firstrun", "shell", *(entry.key for entry in entries())])
def test_every_page_has_help_and_the_keys_follow(page):
    kinds = [kind for kind, _ in lines(page)]
    assert kinds[0] == "heading"
    assert any(words.startswith("Ctrl+L") for _, words in lines(page))


def test_the_blank_form_goes_to_the_queue_the_program_was_given(drive, town):
    queue = PaperQueue()
    run = drive(town, queue=queue)
    run.unlock()
    run.work()
    run.program.shell.go(Place(page="intake"))
    run.press("intake.blank")
    run.until(lambda: run.window.findChild(PrintDialog) is not None, "the print dialog")
    dialog = run.window.findChild(PrintDialog)
    run.until(lambda: queue.asked, "the printers")
    run.until(lambda: dialog.print.isEnabled(), "a printer")
    dialog.print_now()
    run.until(lambda: queue.sent, "the form in the queue")
    assert queue.sent[0].startswith(b"%PDF-")
    run.until(lambda: not dialog.course.under_way)
    dialog.close()


def test_help_does_not_read_outside_its_folder():
    assert lines("../refusals/app") == lines("shell")


def test_a_defect_ends_in_the_fault_screen_with_a_number_and_no_values(run, town):
    def broken(vault):
        raise KeyError("Ärla Prövtorp 19121212-1212")

    run.program.lane.submit(run.program, broken, done=lambda _: None)
    reference = run.find("fault.reference").text()
    assert reference.startswith("FEL-")
    run.press("fault.details")
    assert "KeyError" in run.text()
    assert "Prövtorp" not in run.text()
    assert run.program.shell is None
    run.until(lambda: not (town.folder / "in-use.lock").exists() or _free(town), "the vault let go of")
    run.press("fault.restart")
    assert run.left == [(town.folder, "anna")]


def test_theme_and_idle_time_are_chosen_from_the_rail_and_remembered(run):
    menu = run.program.shell.rail.menu()
    next(action for action in menu.actions() if action.objectName() == "rail.menu.dark").trigger()
    next(action for action in menu.actions() if action.objectName() == "rail.menu.600").trigger()
    assert theme.tokens().dark
    assert settings.load().theme == "dark"
    assert settings.load().idle_seconds == 600
    theme.choose(theme.Mode.LIGHT)


def _free(town):
    try:
        town.vault("bo").close()
    except Exception:
        return False
    return True


def _answer(key):
    """Press a button of the question that comes up."""

    def press():
        question = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Question) and one.isVisible())
        question.buttons[key].click()

    QTimer.singleShot(200, press)


class _Windows(QObject):
    """Notes every window that is shown, by the name of its class."""

    def __init__(self, app):
        super().__init__()
        self.names = set()
        app.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.add(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(qapp, run, town):
    """A part that is shown before it stands in its page opens as a window with protected facts in it."""
    seen = _Windows(qapp)
    shell = run.program.shell
    for page in ("worklist", "people", "intake", "post", "admin"):
        shell.go(Place(page=page))
        run.settle()
    for tab in ("oversikt", "kontakt", "post", "handelser"):
        shell.go(Place(page="people", person=town.person.id, reference=town.person.reference, tab=tab))
        run.settle()
    qapp.removeEventFilter(seen)
    assert seen.names == set()
