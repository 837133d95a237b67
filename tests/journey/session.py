"""A session as a person has it, in a process of its own; run as a program by `test_memory`.

`session.py open FOLDER GO` unlocks the vault, looks at everything, types what it is told on stdin and leaves a draft;
says `ready`, waits for the file GO and presses Ctrl+L. The program's own lock then ends the process.
`session.py back FOLDER` is the locked program: it unlocks and says in JSON where it came back and what stands there.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import spidesk.__main__  # noqa: F401  cleans the environment before anything is loaded

# isort: split
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from spidesk.app import hardening
from spidesk.app.program import Program
from spidesk.demo.driver import Driver, key


def unlock(d, told):
    yield from d.write("unlock.login", told["login"])
    yield from d.write("unlock.passphrase", told["passphrase"])
    yield from d.click("unlock.submit")
    yield from d.appears("rail.people")


def look_at_a_letter(d):
    """The post room: the recipient line, and the papers in the print dialog's preview."""
    yield from d.click("rail.post")
    yield from d.click("post.reveal")
    yield from d.settle(0.3)
    yield from d.click("post.print")
    for paper in ("outer", "inner_front"):
        yield from d.click(f"post.dialog.{paper}")
        yield from d.settle(0.3)
    QApplication.activeModalWidget().grab()
    yield from d.click("post.dialog.close")
    yield from d.settle(0.2)


def find_by_name(d, told):
    """The index in memory, and the person's page with everything on it shown once."""
    yield from d.wait(lambda: d.find("search") is not None, "search")
    yield from d.write("search", told["search"])
    yield from d.wait(lambda: d.sees("search.answers") and not d.sees("search.word"), "an answer")
    key(d.find("search"), Qt.Key.Key_Return)
    for name in ("person.name", "person.number"):
        yield from d.appears(name)
        masked = d.find(name)
        masked.button.click()
        yield from d.wait(lambda masked=masked: masked.shown, f"{name} is shown")
    masked.copy.click()
    yield from d.tab("Kontaktvägar")
    yield from d.click("contact.telefon.value.show")
    yield from d.settle(0.3)


def write_more(d, told):
    """A note, a condition, and the reason why a closed channel is opened: what the journey does not type."""
    yield from d.click("contact.add")
    yield from d.choose("contact.channel", "Sms")
    yield from d.click("contact.rule.never")
    yield from d.choose("contact.decided_by", "Personen")
    yield from d.click("contact.save")
    yield from d.click("contact.sms.edit")
    yield from d.click("contact.rule.only_if")
    yield from d.write("contact.condition", told["condition"])
    yield from d.write("contact.value", "070-174 06 12")
    yield from d.write("contact.name", told["name"])
    yield from d.write("contact.reason", told["reason"])
    yield from d.click("contact.save")
    yield from d.wait(lambda: not d.sees("contact.save"), "the channel is saved")
    yield from d.tab("Händelser")
    yield from d.click("intake.event.new")
    yield from d.choose("intake.event.kind", "Flyttat")
    yield from d.write("intake.event.note", told["note"])
    yield from d.click("intake.event.save")
    yield from d.wait(lambda: not d.sees("intake.event.save"), "the event is saved")


def leave_a_draft(d, told):
    yield from d.tab("Översikt")
    yield from d.click("person.identity.edit")
    yield from d.appears("person.identity.given")
    yield from d.write("person.identity.given", told["draft"])
    yield from d.settle(0.3)


def work(d, told, go):
    yield from unlock(d, told)
    yield from look_at_a_letter(d)
    yield from find_by_name(d, told)
    yield from write_more(d, told)
    yield from leave_a_draft(d, told)
    print("ready", flush=True)
    yield from d.wait(go.exists, "the word to go")
    window = d.find("person.identity.given").window().windowHandle()
    QTimer.singleShot(0, lambda: QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier))
    yield from d.wait(lambda: False, "the end of the process")


def come_back(d, told, program):
    yield from unlock(d, told)
    yield from d.wait(lambda: d.find("person.identity.given") is not None, "the form with the draft")
    yield from d.wait(program.shell.unsaved, "the draft")
    place = program.shell.pages.place()
    print(
        json.dumps(
            {
                "page": place.page,
                "reference": place.reference,
                "tab": place.tab,
                "given": d.find("person.identity.given").text(),
                "title": program.window.windowTitle(),
            }
        ),
        flush=True,
    )


def main():
    hardening.harden()
    what, folder = sys.argv[1], sys.argv[2]
    told = json.load(sys.stdin)
    sys.stdin.close()
    program = Program(["--vault" if what == "open" else "--locked", folder])
    driver = Driver(Path(folder))
    program.start()
    program.window.resize(1366, 768)
    script = work(driver, told, Path(sys.argv[3])) if what == "open" else come_back(driver, told, program)
    driver.run(script, lambda: program.application.exit(0))
    program.application.exec()
    program.stop()
    if driver.failed is not None:
        program.window.grab().save(str(Path(folder).parent / "failed.png"))
        print(driver.step, type(driver.failed).__name__, driver.failed, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
