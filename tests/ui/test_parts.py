"""Labels, buttons, notices, questions, wizards, pages and drafts."""

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from spidesk.ui import ask
from spidesk.ui.draft import Drafts
from spidesk.ui.look import theme
from spidesk.ui.look.theme import Mode
from spidesk.ui.page import Page
from spidesk.ui.wizard import Step, Wizard
from spidesk.ui.words import (
    Chip,
    ChipKind,
    EmptyState,
    Facts,
    Flow,
    Heading,
    IconButton,
    Muted,
    Notice,
    NoticeKind,
    PlainLabel,
    PrimaryButton,
    QuietButton,
    Subheading,
)
from spidesk.ui.words.buttons import RailButton


@pytest.mark.parametrize("make", [PlainLabel, Heading, Subheading, Muted])
def test_labels_never_parse_what_they_show(make, shown):
    label = shown(make("<b>Åsa</b> &amp; Bo"))
    assert label.textFormat() is Qt.TextFormat.PlainText
    plain = label.sizeHint().width()
    label.setText("Åsa & Bo")
    assert label.sizeHint().width() < plain
    with pytest.raises(ValueError):
        label.setTextFormat(Qt.TextFormat.RichText)


def test_buttons_are_pressed_by_enter_and_space_and_named(shown):
    pressed = []
    for button in (
        PrimaryButton("&Spara", clicked=lambda: pressed.append(1)),
        IconButton("eye", "Visa", clicked=lambda: pressed.append(1)),
    ):
        shown(button)
        QTest.keyClick(button, Qt.Key.Key_Return)
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert button.accessibleName() in ("Spara", "Visa")
    assert len(pressed) == 4
    assert button.toolTip() == "Visa"


def test_a_disabled_button_cannot_be_pressed(shown):
    pressed = []
    button = shown(QuietButton("Ångra", clicked=lambda: pressed.append(1)))
    button.setEnabled(False)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == []


def test_the_rail_says_how_many(shown):
    button = shown(RailButton("Att göra", "due"))
    button.set_count(4)
    assert button.accessibleName() == "Att göra, 4 att göra"
    button.set_count(0)
    assert button.accessibleName() == "Att göra"


def test_icons_follow_the_theme(shown):
    button = shown(IconButton("eye", "Visa"))
    light = button.icon().pixmap(20, 20).toImage()
    theme.choose(Mode.DARK)
    QApplication.processEvents()
    assert button.icon().pixmap(20, 20).toImage() != light


def test_chips_have_words_and_are_never_cut(shown):
    chip = shown(Chip(ChipKind.SKYDDAD, "Skyddad folkbokföring"))
    assert chip.accessibleName() == "Skyddad folkbokföring"
    assert chip.minimumSizeHint() == chip.sizeHint()
    before = chip.grab().toImage()
    chip.show_state(ChipKind.SEKRETESS, "Skyddad folkbokföring")
    assert chip.grab().toImage() != before


def test_notices_are_said_and_hidden_when_empty(shown):
    notice = shown(Notice(NoticeKind.WARNING, "Bekräfta dem.", title="Kontaktvägar"))
    assert notice.accessibleName() == "Kontaktvägar. Bekräfta dem."
    notice.say("")
    assert not notice.isVisible()
    notice.say("Sparat.", NoticeKind.OK)
    assert notice.isVisible()
    assert notice.property("announced") == "Sparat."


def test_facts_are_read_as_pairs(shown):
    facts = shown(Facts([("Giltig till", "2026-11-21")]))
    assert "Giltig till: 2026-11-21" in [label.accessibleName() for label in facts.findChildren(PlainLabel)]


def test_an_empty_state_without_a_button_has_none(shown):
    assert shown(EmptyState("Inget att göra")).findChild(QuietButton) is None


def _when_open(act):
    def look():
        for window in QApplication.topLevelWidgets():
            if isinstance(window, ask.Question) and window.isVisible():
                act(window)
                return
        QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


@pytest.mark.parametrize(("key", "answer"), [("yes", True), ("no", False)])
def test_confirm(shown, key, answer):
    page = shown(QWidget())
    _when_open(lambda window: window.buttons[key].click())
    assert ask.confirm(page, "Ta bort?", "Det går inte att ångra.", yes="Ta bort", danger=True) is answer


def test_escape_is_no_and_enter_is_the_safe_answer(shown):
    page = shown(QWidget())
    _when_open(lambda window: QTest.keyClick(window, Qt.Key.Key_Escape))
    assert not ask.confirm(page, "Ta bort?", "", yes="Ta bort")
    _when_open(lambda window: QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return))
    assert not ask.confirm(page, "Ta bort?", "", yes="Ta bort")


def test_leaving_unsaved(shown):
    page = shown(QWidget())
    for key in ("save", "drop", ""):
        _when_open(lambda window, key=key: window.buttons[key].click())
        assert ask.leave_unsaved(page) == key


def test_a_reason_must_be_given(shown, typed):
    page = shown(QWidget())
    seen = []

    def act(window):
        window.buttons["yes"].click()
        seen.append(window.field.refused)
        typed(window.field.lines, "Vikarierar för Åsa")
        window.buttons["yes"].click()

    _when_open(act)
    assert ask.ask_reason(page, "Varför?", "Loggas.", label="Skäl", yes="Öppna") == "Vikarierar för Åsa"
    assert seen == ["Skriv varför."]
    _when_open(lambda window: window.buttons["no"].click())
    assert ask.ask_reason(page, "Varför?", "Loggas.", label="Skäl", yes="Öppna") is None


class First(Step):
    title = "Plats"


class Second(Step):
    title = "Lösenfras"

    def __init__(self):
        super().__init__()
        self.go = None
        self.can = True

    def leave(self, go):
        self.go = go

    def ready(self):
        return self.can


class Skipped(Step):
    title = "Hoppas över"

    def skipped(self):
        return True


def test_the_wizard_goes_on_when_the_step_says_so(shown, qtbot):
    second = Second()
    wizard = shown(Wizard("Skapa valv", [First(), Skipped(), second]))
    assert wizard._count.text() == "Steg 1 av 2"
    assert not wizard.back.isEnabled()
    wizard.next.click()
    assert wizard.step is second
    assert wizard._count.text() == "Steg 2 av 2"
    assert wizard.next.text() == "Klar"
    second.can = False
    second.ready_changed.emit()
    assert not wizard.next.isEnabled()
    second.can = True
    second.ready_changed.emit()
    wizard.back.click()
    assert wizard.step.title == "Plats"
    wizard.next.click()
    wizard.next.click()
    with qtbot.waitSignal(wizard.finished):
        second.go()


def test_a_late_answer_does_not_move_a_wizard_that_has_gone_back(shown, qtbot):
    second = Second()
    wizard = shown(Wizard("Skapa valv", [First(), second]))
    wizard.go_on()
    wizard.go_on()
    wizard.go_back()
    with qtbot.assertNotEmitted(wizard.finished, wait=30):
        second.go()
    assert wizard.step.title == "Plats"


class Noted(Page):
    title = "Anteckning"

    def __init__(self, text=""):
        super().__init__()
        self.text = text

    def draft(self):
        return {"text": self.text} if self.text else None

    def restore(self, draft):
        self.text = draft["text"]


def test_drafts_are_gathered_and_given_back(qtbot):
    drafts, one, clean = Drafts(), Noted("påbörjat"), Noted()
    for page in (one, clean):
        qtbot.addWidget(page)
    drafts.watch("person:SP-2026-0007:note", one)
    drafts.watch("post", clean)
    stored = drafts.gather()
    assert stored == {"person:SP-2026-0007:note": {"text": "påbörjat"}}
    after, reopened = Drafts(), Noted()
    qtbot.addWidget(reopened)
    after.give(stored)
    assert after.waiting() == ("person:SP-2026-0007:note",)
    assert after.gather() == stored
    assert after.watch("person:SP-2026-0007:note", reopened)
    assert reopened.text == "påbörjat"
    assert after.waiting() == ()


def test_a_page_that_is_gone_gives_no_draft(qtbot):
    drafts = Drafts()
    page = Noted("x")
    drafts.watch("post", page)
    shiboken6.delete(page)
    assert drafts.gather() == {}


def test_a_flow_goes_on_to_the_next_line(shown):
    buttons = [QuietButton(f"Knapp {number}") for number in range(6)]
    flow = shown(Flow(*buttons))
    flow.resize(1000, 100)
    assert len({button.y() for button in buttons}) == 1
    flow.resize(260, 400)
    assert len({button.y() for button in buttons}) >= 3
    assert all(button.geometry().right() < 260 for button in buttons)
    assert flow.heightForWidth(260) > flow.heightForWidth(1000)
    buttons[0].hide()
    flow.resize(261, 400)
    assert buttons[1].pos().x() == 0


def test_the_list_of_steps_gives_way_in_a_narrow_window(shown):
    wizard = shown(Wizard("Skapa valv", [First(), Second()]))
    wizard.resize(1366, 768)
    assert wizard._rail.isVisible()
    wizard.resize(683, 384)
    assert not wizard._rail.isVisible()
    assert wizard._count.isVisible()
