"""Lock: what pulls it, what is covered and sealed, that the process ends, and that an unlock brings it all back."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from spidesk.app.lock.idle import IdleWatch
from spidesk.app.lock.leftoff import LeftOff, drop, keep, take
from spidesk.app.lock.relock import LOGIN, command, given_login
from spidesk.person.rules import Place
from spidesk.ui.ask import Question
from spidesk.vault import membership
from tests.person.town import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
TYPED = "Ärlighet varar längst, utkast 4711"


def test_lock_covers_every_window_seals_the_draft_and_unlock_returns_with_it(drive, town):
    run = drive(town)
    run.unlock()
    run.work()
    page = _type_something(run, town)
    other = QDialog(run.window)
    other.open()
    run.press("rail.lock")
    assert run.window.covered
    assert not other.isVisible()
    assert run.window.windowTitle() == "spidesk"
    run.until(lambda: run.left, "leaving")
    assert run.left == [(town.folder, "anna")]
    run.end()
    assert TYPED.encode() not in b"".join(path.read_bytes() for path in town.folder.iterdir())

    again = drive(town, ["--locked", str(town.folder)])
    assert "låst" in again.text()
    again.unlock()
    again.work()
    assert again.program.shell.pages.place().page == page.page
    assert again.program.shell.pages.place().person == page.person
    assert again.window.windowTitle() == f"spidesk – {town.person.reference}"
    again.until(again.program.shell.unsaved, "the draft")
    assert _typed_text(again) == TYPED
    again.end()
    with town.opened("anna") as vault:
        assert [one.values is not None for one in take(vault)] == [True], "not saved, not dropped: still there"


def test_another_user_does_not_get_the_draft(drive, town):
    run = drive(town)
    run.unlock()
    run.work()
    _type_something(run, town)
    run.program.lock()
    run.until(lambda: run.left)
    run.end()
    again = drive(town, ["--locked", str(town.folder)])
    again.unlock("bo")
    again.work()
    assert not again.program.shell.unsaved()
    again.end()
    with town.opened("anna") as vault:
        assert any(one.values for one in take(vault))


@pytest.mark.parametrize("window", ["shell", "dialog"])
def test_ctrl_l_locks_wherever_the_keyboard_is(drive, town, window):
    run = drive(town)
    run.unlock()
    run.work()
    target: QWidget = run.find("search")
    if window == "dialog":
        target = QDialog(run.window)
        target.open()
    _override(target, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert run.window.covered
    run.until(lambda: run.left)


def test_ctrl_l_does_nothing_before_anyone_is_logged_in(drive, town):
    run = drive(town)
    _override(run.find("unlock.login"), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    run.settle(0.3)
    assert not run.window.covered
    assert not run.left


def test_a_first_unlock_left_half_done_locks_too(drive, town):
    with town.opened("anna") as vault:
        once = membership.add_user(vault, login="dag", name="Dag Sund")
    run = drive(town)
    run.unlock("dag", once)
    run.find("first.phrase.words")
    _override(run.find("first.next"), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert run.window.covered
    run.until(lambda: run.left)


def test_the_program_locks_by_itself_when_nobody_touches_it(drive, town):
    run = drive(town)
    run.unlock()
    run.work()
    run.program._triggers.idle.set_seconds(0.5)
    started = time.monotonic()
    run.until(lambda: run.window.covered, "idle lock")
    assert time.monotonic() - started > 0.4
    run.until(lambda: run.left)


class _Hand:
    """A clock and a machine's idle time that the test holds."""

    def __init__(self):
        self.now, self.elsewhere = 100.0, None


@pytest.fixture
def touch(qapp):
    window = QWindow()

    def touched():
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window, key)

    yield touched
    window.destroy()


def test_a_touch_starts_the_time_anew_and_a_busy_user_elsewhere_is_not_idle(touch):
    hand, said = _Hand(), []
    watch = IdleWatch(180, clock=lambda: hand.now, system_idle=lambda: hand.elsewhere)
    watch.idle.connect(lambda: said.append(hand.now))
    hand.now += 170
    touch()
    hand.now += 170
    watch._look()
    assert not said
    hand.now, hand.elsewhere = hand.now + 20, 4.0
    watch._look()
    assert not said
    hand.elsewhere = 190.0
    watch._look()
    watch._look()
    assert said == [hand.now]


def test_the_first_touch_after_a_sleep_locks_instead_of_counting(touch):
    hand, said = _Hand(), []
    watch = IdleWatch(180, clock=lambda: hand.now)
    watch.idle.connect(lambda: said.append(True))
    hand.now += 8 * 3600
    touch()
    assert said == [True]


def test_a_newer_text_of_the_same_place_takes_over_and_only_what_has_ended_goes(town):
    intake = LeftOff(page="intake", values={"text": "ett"})
    older = LeftOff(page="people", reference="SP-2026-0001", tab="kontakt", values={"text": "två"}, in_view=True)
    newer = LeftOff(page="people", reference="SP-2026-0001", tab="handelser", values={"text": "tre"}, in_view=True)
    here = LeftOff(page="post", in_view=True)
    with town.opened("anna") as vault:
        keep(vault, [intake, older])
        keep(vault, [newer])
        assert take(vault) == [intake, newer]
        assert take(vault) == [intake, newer], "a crash now loses nothing"
        keep(vault, [here])
        assert take(vault) == [intake, newer, here]
        assert take(vault) == [intake, newer], "where one was is told once"
        keep(vault, [], {newer.work})
        assert take(vault) == [intake]
        drop(vault, {intake.work})
        assert take(vault) == []


def _left_with_a_draft(drive, town):
    run = drive(town)
    run.unlock()
    run.work()
    _type_something(run, town)
    run.program.lock()
    run.until(lambda: run.left)
    run.end()
    again = drive(town, ["--locked", str(town.folder)])
    again.unlock()
    again.work()
    again.until(again.program.shell.unsaved, "the draft")
    return again


def _texts(town):
    with town.opened("anna") as vault, vault.read() as reader:
        return [one.values for _, one in reader.drafts(LeftOff).values() if one.values is not None]


def test_a_restored_draft_outlives_a_crash(drive, town):
    run = _left_with_a_draft(drive, town)
    run.program.shell.restored.look()
    run.end()  # no lock, no save, no question: as when the power goes
    again = drive(town)
    again.unlock()
    again.work()
    again.until(again.program.shell.unsaved, "the draft")
    assert _typed_text(again) == TYPED


@pytest.mark.parametrize("how", ["save", "undo"])
def test_a_restored_draft_leaves_the_vault_when_it_is_saved_or_dropped(drive, town, how):
    run = _left_with_a_draft(drive, town)
    run.program.shell.restored.look()
    run.press(f"person.identity.{how}")
    run.until(lambda: not run.program.shell.unsaved(), how)
    run.program.shell.restored.look()
    run.end()
    assert _texts(town) == []


def test_a_restored_draft_leaves_the_vault_when_the_program_is_ended_without_it(drive, town):
    run = _left_with_a_draft(drive, town)
    _answer_question("yes")
    run.window.close()
    run.end()
    assert _texts(town) == []


def test_a_restored_draft_saved_before_the_next_lock_does_not_come_back(drive, town):
    run = _left_with_a_draft(drive, town)
    run.program.shell.restored.look()
    run.press("person.identity.undo")
    run.until(lambda: not run.program.shell.unsaved())
    run.program.lock()
    run.until(lambda: run.left)
    run.end()
    assert _texts(town) == []


def _answer_question(key):
    def press():
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, Question) and one.isVisible()]
        if found:
            found[0].buttons[key].click()
        else:
            QTimer.singleShot(20, press)

    QTimer.singleShot(20, press)


def test_the_new_process_is_given_the_folder_and_nothing_else():
    words = command(Path("/x/prov.spivault"))
    assert words[0] == sys.executable
    assert words[-2:] == ["--locked", "/x/prov.spivault"]


def test_the_login_is_taken_out_of_the_environment(monkeypatch):
    monkeypatch.setenv(LOGIN, "anna")
    assert given_login() == "anna"
    assert LOGIN not in os.environ


LOCKING = """
import sys
import spidesk.__main__
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.app.conftest import Driver
from spidesk.app.lock import relock
from spidesk.app.opening import Opening
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault import membership
from tests.person.town import CHEAP, Clock
clock = Clock()
clock.forward(hours=1)
run = Driver(["--vault", {folder!r}], Opening(clock=clock, seen=HeadStore(Path({state!r})), params=CHEAP))
run.program._leave = relock.leave
run.unlock()
run.work()
print("unlocked", flush=True)
run.program.lock()
run.until(lambda: False, "the end of the process")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the new process in /proc")
def test_lock_ends_the_process_and_starts_a_locked_one(town, tmp_path):
    code = LOCKING.format(root=str(ROOT), folder=str(town.folder), state=str(town.state))
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "unlocked" in done.stdout
    locked = _processes_with(str(town.folder))
    try:
        assert len(locked) == 1
        words = Path(f"/proc/{locked[0]}/cmdline").read_bytes().split(b"\0")
        assert b"--locked" in words
        assert not any(PASSPHRASE.encode() in word for word in words)
        with town.opened("bo"):
            pass  # the old process has let go of the vault, and the new one has not opened it
    finally:
        for process in locked:
            os.kill(process, signal.SIGTERM)


def _processes_with(folder):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = []
        for one in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = one.read_bytes().split(b"\0")
            except OSError:
                continue
            if folder.encode() in words and b"--locked" in words:
                found.append(int(one.parent.name))
        if found:
            return found
        time.sleep(0.1)
    return []


BUS = """
import subprocess, sys, time
import spidesk.__main__
from PySide6.QtCore import QCoreApplication
from spidesk.app.lock.linux import LinuxSession
app = QCoreApplication([])
session = LinuxSession()
left = []
session.left.connect(lambda: left.append(1))
def told(*words):
    before = len(left)
    subprocess.run(["dbus-send", "--bus=" + sys.argv[1], "--type=signal", *words], check=True)
    end = time.monotonic() + 1
    while time.monotonic() < end and len(left) == before:
        app.processEvents(); time.sleep(0.01)
    return len(left) - before
print(
    told("/a", "org.freedesktop.login1.Session.Lock"),
    told("/b", "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:true"),
    told("/b", "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:false"),
    told("/c", "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:true"),
    told("/c", "org.gnome.ScreenSaver.ActiveChanged", "boolean:true"),
    told("/c", "org.gnome.ScreenSaver.ActiveChanged", "boolean:false"),
    session.idle_seconds(),
)
"""


@pytest.mark.skipif(not Path("/usr/bin/dbus-run-session").exists(), reason="needs a bus of its own")
def test_the_sessions_own_lock_sleep_and_screen_saver_are_heard():
    inner = 'export DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS"; exec "$0" -c "$1" "$DBUS_SESSION_BUS_ADDRESS"'
    done = subprocess.run(
        ["dbus-run-session", "sh", "-c", inner, sys.executable, BUS],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["1", "1", "0", "1", "1", "0", "None"]


def test_the_signal_of_the_system_locks_the_program(drive, town):
    run = drive(town)
    run.unlock()
    run.work()
    run.program._triggers._session.left.emit()
    assert run.window.covered
    run.until(lambda: run.left)
    assert len(run.left) == 1


def _override(widget, key, modifiers):
    """As the system gives a key: to the window, which asks for shortcuts before anyone gets the key."""
    QTest.keyClick(widget.window().windowHandle(), key, modifiers)


def _type_something(run, town):
    """Open the person and write a given name without saving it."""
    place = Place(page="people", person=town.person.id, reference=town.person.reference)
    run.program.shell.go(place)
    run.press("person.identity.edit")
    run.put("person.identity.given", TYPED)
    run.until(run.program.shell.unsaved)
    return place


def _typed_text(run):
    return run.find("person.identity.given").text()
