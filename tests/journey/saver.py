"""Ends the whole program with kill -9 in the middle of a save; run as a program by `test_kill`.

`saver.py COUNT SEED FOLDER`: a vault is made; COUNT times a forked child opens it in the program's windows and saves in
them, telling its parent of each save it asks for and each that the window says is done. The parent kills it while one
is under way, opens the vault, has it checked, and looks for every save that was told as done. Prints counts as JSON.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import spidesk.app.wiring  # noqa: F401  loaded before the fork, so that each child starts sooner
from spidesk.app.opening import Opening
from spidesk.app.program import Program
from spidesk.demo import people
from spidesk.demo.build import FASTER, add_case
from spidesk.demo.driver import Driver
from spidesk.intake import actions as intake
from spidesk.person import actions
from spidesk.person.rules import Identity, Place
from spidesk.vault import membership
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind
from tests.journey.marks import PEOPLE

LOGIN, PASSPHRASE = "karin.ek", "fem lugna ord i en rad"


class Town:
    """The vault, the person whose page is saved, and everything that was ever told as saved."""

    def __init__(self, root):
        self.folder, self.opening = root / "prov.spivault", Opening(params=FASTER, seen=HeadStore(root / "seen"))
        self.done = {"identity": set(), "event": set()}
        self.counts = {"trials": 0, "done": 0, "under_way": 0, "kept_unsaid": 0, "lost": 0, "damaged": 0}
        vault, _ = self.opening.create(self.folder, login=LOGIN, name="Karin Ek", passphrase=PASSPHRASE)
        owner = vault.session.user.id
        circle = membership.add_circle(vault, name="HR", namnd="KS", kind=CircleKind.PERSONS, owner=owner)
        self.person = add_case(vault, circle, replace(people.load(PEOPLE)[0], circle="HR", letter=None))
        vault.close()


def save_for_ever(d, town, program, tell, first):
    """Type, save, wait for the window to say so; two forms by turns."""
    yield from d.write("unlock.login", LOGIN)
    yield from d.write("unlock.passphrase", PASSPHRASE)
    yield from d.click("unlock.submit")
    yield from d.appears("rail.people")
    program.shell.go(Place(page="people", person=town.person.id, reference=town.person.reference))
    yield from d.appears("person.identity.edit")
    number = first
    while True:
        number += 1
        yield from d.tab("Översikt")
        yield from d.click("person.identity.edit")
        yield from d.write("person.identity.given", f"Sparad {number}")
        yield from _save(d, "identity", number, "person.identity.save", tell)
        number += 1
        yield from d.tab("Händelser")
        yield from d.click("intake.event.new")
        yield from d.choose("intake.event.kind", "Flyttat")
        yield from d.write("intake.event.note", f"Sparad {number}")
        yield from _save(d, "event", number, "intake.event.save", tell)


def _save(d, kind, number, button, tell):
    yield from d.appears(button)
    tell(f"ask {kind} {number}")
    d.find(button).click()
    yield from d.wait(lambda: not d.sees(button), f"{kind} saved")
    tell(f"done {kind} {number}")


def child(town, into, first):
    """The program, saving until it is killed. Leaves only by being killed, or with 1 when it cannot go on."""
    try:
        program = Program(["--vault", str(town.folder)], opening=town.opening)
        driver = Driver(town.folder)
        program.start()
        script = save_for_ever(driver, town, program, lambda text: os.write(into, f"{text}\n".encode()), first)
        driver.run(script, lambda: program.application.exit(1))
        program.application.exec()
        print(driver.step, driver.failed, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def trial(town, dice, first):
    """Start a child, kill it in a save; gives what it asked for and what it said was done, as (kind, number)."""
    source, into = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(source)
        child(town, into, first)
    os.close(into)
    asked, done, took, began = [], [], [], 0.0
    wanted = dice.randint(2, 4)
    with os.fdopen(source, encoding="utf-8") as lines:
        for line in lines:
            what, kind, number = line.split()
            if what == "done":
                done.append((kind, int(number)))
                took.append(time.monotonic() - began)
                continue
            asked.append((kind, int(number)))
            began = time.monotonic()
            if len(asked) == wanted:
                time.sleep(dice.uniform(0.0, max(took[-2:])))
                os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the program ended by itself")
    return asked, done


def look(town, asked):
    """Open the vault as the next morning: whole, everything said is there, and nothing that nobody asked for."""
    vault = town.opening.open(town.folder, login=LOGIN, passphrase=PASSPHRASE)
    try:
        town.counts["damaged"] += vault.session.read_only or not vault.check().ok
        with vault.read() as reader:
            versions = reader.history(
                town.person.id, "identity", Identity, action="person.opened", reference=town.person.reference
            )
        found = {"identity": {_number(one.value.given) for one in versions}, "event": set()}
        happened = intake.happened(vault, town.person.id)
        noted = [event for event in happened.events if event.noted]
        found["event"] = {_number(actions.note_of(vault, town.person.id, event.id)) for event in noted}
        town.counts["damaged"] += (
            len({len(happened.lines.get(event.id, ())) for event in noted}) > 1
        )  # half a checklist
    finally:
        vault.close()
    for kind, numbers in town.done.items():
        town.counts["lost"] += len(numbers - found[kind])
        extra = found[kind] - numbers - {0}
        town.counts["kept_unsaid"] += len(extra)
        town.counts["damaged"] += len(extra - {number for one, number in asked if one == kind})
        town.done[kind] |= extra  # kept though nobody was told: from now on it must stay too


def _number(text):
    return int(text.removeprefix("Sparad ")) if text.startswith("Sparad ") else 0


def main():
    count, dice, town = int(sys.argv[1]), random.Random(int(sys.argv[2])), Town(Path(sys.argv[3]))
    first = 0
    for _ in range(count):
        asked, done = trial(town, dice, first)
        first = asked[-1][1] + first % 2 + 2
        for kind, number in done:
            town.done[kind].add(number)
        town.counts["trials"] += 1
        town.counts["done"] += len(done)
        town.counts["under_way"] += len(asked) > len(done)
        look(town, asked)
    print(json.dumps(town.counts))


if __name__ == "__main__":
    main()
