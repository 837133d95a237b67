"""200 % at 1366×768: every page can be worked in from the keyboard at 683×384, with a notice above it too."""

import pytest
from PySide6.QtCore import QPoint, QRect

from spidesk.app.opening import Opening
from spidesk.app.shell.help import HelpWindow
from spidesk.demo import build
from spidesk.ui.look import theme
from spidesk.ui.words.chips import Notice, NoticeKind
from spidesk.ui.words.labels import Heading
from spidesk.vault.outside.heads import HeadStore
from tests.app import small
from tests.app.conftest import Driver
from tests.person.town import CHEAP


@pytest.fixture(scope="module")
def run(qapp, tmp_path_factory):
    """The program over the demo vault, unlocked once for all of this module."""
    home = tmp_path_factory.mktemp("demo")
    seen = HeadStore(home / "state")
    build.build(home / "Demo.spivault", seen=seen, params=CHEAP, told=lambda _: None)
    started = Driver(["--vault", str(home / "Demo.spivault")], Opening(seen=seen, params=CHEAP))
    started.unlock(small.LOGIN, small.PASSPHRASE)
    started.work()
    small.shrink(started)
    yield started
    started.end()


@pytest.fixture(params=["", "two lines"])
def told(request, run):
    """With and without a notice above the page."""
    shell = run.program.shell
    notice = None
    if request.param:
        notice = Notice(NoticeKind.WARNING, "Något står här ovanför sidan. " * 6, parent=shell.told)
        shell.told.add(notice)
        shell.told.show()
    yield request.param
    if notice is not None:
        shell.told.clear()
        shell.told.hide()


@pytest.mark.parametrize("place", small.PLACES)
def test_every_control_is_reached_by_tab_and_seen_and_nothing_goes_sideways(run, told, place):
    small.go(run, place)
    assert small.sideways(run.window) == []
    reached, unseen = small.walk(run)
    assert unseen == []
    assert [small.name_of(one) for one in small.controls(run.window) if one not in reached] == []
    assert small.sideways(run.window) == [], "after the walk"


@pytest.mark.parametrize(("place", "button"), small.OPENED)
def test_every_form_that_opens_is_reached_too(run, place, button):
    small.fresh(run)
    small.go(run, place)
    run.press(button)
    small.quiet(run)
    assert small.sideways(run.window) == []
    reached, unseen = small.walk(run)
    assert unseen == []
    assert [small.name_of(one) for one in small.controls(run.window) if one not in reached] == []
    small.fresh(run)


@pytest.mark.parametrize("place", ["people/oversikt", "people/kontakt"])
def test_a_notice_never_presses_the_header_card_together(run, told, place):
    small.go(run, place)
    header = run.program.shell.pages.page.person.header
    assert header.height() >= header.needs(header.width())
    for button in (header.name.button, header.number.button):
        assert button.height() >= 32
        assert header.rect().contains(QRect(button.mapTo(header, QPoint(0, 0)), button.size()))


def test_looking_round_ny_person_leaves_nothing_unsaved(run):
    small.go(run, "intake")
    small.walk(run)
    assert not run.program.shell.pages.page.unsaved()


def test_the_rail_keeps_its_words_for_ears_and_as_tips_when_it_is_slim(run):
    button = run.program.shell.rail.buttons["worklist"]
    assert button.accessibleName().startswith("Att göra")
    assert button.toolTip().startswith("Att göra")
    assert run.find("rail.lock").accessibleName() == "Lås"
    assert run.find("rail.lock").toolTip().endswith("Valvadministratör")
    run.window.resize(1366, 768)
    run.settle(0.05)
    assert button.text().startswith("Att göra")
    assert run.program.shell.rail._who.isVisible()
    small.shrink(run)


def test_the_dark_theme_asks_for_no_more_room(run):
    theme.choose(theme.Mode.DARK)
    try:
        for place in small.PLACES:
            small.go(run, place)
            assert small.sideways(run.window) == [], place
    finally:
        theme.choose(theme.Mode.LIGHT)


@pytest.mark.parametrize("place", small.PLACES)
def test_f1_opens_the_help_of_every_page_wherever_the_keyboard_is(run, place):
    small.go(run, place)
    titles = {"worklist": "Att göra", "people": "Personer", "intake": "Ny person", "post": "Post"}
    wanted = titles.get(place.partition("/")[0], "Administration")
    for one in small.controls(run.window):
        one.setFocus()
        small.f1(run)
        opened = [helped for helped in run.window.findChildren(HelpWindow) if helped.isVisible()]
        assert len(opened) == 1, small.name_of(one)
        assert opened[0].findChild(Heading).text() == wanted, small.name_of(one)
        opened[0].close()
        run.window.activateWindow()
        run.settle(0.01)


def test_the_screens_before_the_shell_ask_for_no_more_room(drive, town):
    run = drive(town)
    small.shrink(run)
    run.press("unlock.more")
    screens = (lambda: None, run.program.show_recovery, run.program.show_welcome, run.program.show_first_run)
    for show in screens:
        show()
        run.settle(0.05)
        assert small.sideways(run.window) == []
        reached, unseen = small.walk(run)
        assert unseen == []
        assert [small.name_of(one) for one in small.controls(run.window) if one not in reached] == []
