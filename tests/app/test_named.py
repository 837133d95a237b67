"""Everything one can press or write in has a name said aloud, and in the app's own screens one a journey can find."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from spidesk.person.rules import Place
from spidesk.ui.hands import fault as faults
from tests.app.test_firstrun import _cards, _prove, _to_the_cards

KINDS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


def interactive(root):
    found = []
    for kind in KINDS:
        found += [one for one in root.findChildren(kind) if one.isVisible() and one.focusPolicy().value]
    return [one for one in found if not one.objectName().startswith("qt_")]


def check(run, *, found_by_name=True):
    seen = interactive(run.window)
    assert seen
    nameless = [(type(one).__name__, one.objectName()) for one in seen if not one.accessibleName()]
    assert not nameless
    if found_by_name:
        assert not [one.accessibleName() for one in seen if not one.objectName()]


def test_every_screen_before_the_shell(drive, town, tmp_path):
    run = drive()
    check(run)
    run.end()
    run = drive(town)
    run.press("unlock.more")
    check(run)
    run.press("unlock.recover")
    check(run)
    run.end()
    run = drive()
    run.press("welcome.new")
    check(run)
    run.put("firstrun.folder", str(tmp_path))
    run.press("firstrun.next")
    check(run)
    run.put("firstrun.name", "Greta Berg")
    run.put("firstrun.login", "greta")
    run.press("firstrun.next")
    check(run)
    run.press("firstrun.phrase.own")
    check(run)
    run.press("firstrun.phrase.generated")
    run.press("firstrun.next")
    check(run)
    run.press("firstrun.cancel")
    _to_the_cards(run, tmp_path)
    check(run)
    cards = _cards(run)
    run.press("firstrun.next")
    check(run)
    _prove(run, cards["A"], cards["B"])
    run.find("firstrun.circle_name")
    check(run)


def test_the_shell_and_the_fault_screen(drive, town):
    run = drive(town)
    run.unlock()
    run.work()
    frame = [run.program.shell.rail, run.program.shell.search, run.find("rail.lock")]
    for part in frame:
        for one in [part, *part.findChildren(QWidget)]:
            if isinstance(one, KINDS) and one.isVisible():
                assert one.accessibleName()
                assert one.objectName()
    try:
        raise KeyError
    except KeyError as error:
        run.program._broke(faults.of(error))
    check(run)


@pytest.mark.parametrize("page", ["worklist", "people", "intake", "post", "admin"])
def test_every_page_of_the_rooms_says_what_it_is(drive, town, page):
    run = drive(town)
    run.unlock()
    run.work()
    place = Place(page=page)
    if not run.program.shell.pages.known(page):
        return
    run.program.shell.go(place)
    run.settle(0.5)
    check(run, found_by_name=False)
