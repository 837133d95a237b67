"""A rollback journal put beside the database by someone: garbage, of another vault, of an older transaction, tampered.

SQLite takes a journal it finds for the trace of a crash and writes its pages back. So whoever can write in the folder
can put pages of an earlier day into the database, without any key. What then opens is refused, or says that it is
older, or is found by the verification that follows every unlock; or nothing has happened. Never other data as if right.
What no workstation can tell that never saw the vault is a journal that makes all of it, the log too, as it once was.
"""

import random
import shutil
import struct

import pytest

from spidesk.refusal import Refusal
from spidesk.vault.errors import Damaged
from spidesk.vault.outside.heads import HeadStore
from tests.vault.building import Identity, Place, add_circle, add_person, read_name

PAGE, SECTOR, RECORD = 4096, 512, 4 + 4096 + 4
MAGIC = bytes.fromhex("d9d505f920a163d7")
PEOPLE, WRITES = 6, 8


def hot(path):
    """The journal of the open transaction as it is once it has been synced: SQLite's mark and its pages counted."""
    content = bytearray(path.read_bytes())
    assert content[20:28] == struct.pack(">II", SECTOR, PAGE)
    content[:12] = MAGIC + struct.pack(">I", (len(content) - SECTOR) // RECORD)
    return bytes(content)


def names(vault, people):
    return [read_name(vault, person) for person in people]


class Day:
    """A vault with some writes behind it, and the journal of each of them."""

    def __init__(self, root):
        self.root, self.place = root, Place(root / "honest")
        vault, _ = self.place.create()
        circle = add_circle(vault)
        self.people = [add_person(vault, circle, f"Person {number}") for number in range(PEOPLE)]
        self.journals, versions = [], dict.fromkeys(self.people, 1)
        self.states = []
        for number in range(WRITES):
            person = self.people[number % PEOPLE]
            self.states.append(names(vault, self.people))
            with vault.write() as writer:
                writer.seal(person, "identity", Identity(name=f"Ny {number} " + "x" * 900), after=versions[person])
                writer.note("person.edited", object=person)
                writer.finish()
                self.journals.append(hot(self.place.folder / "store.db-journal"))
                raise_none(writer)
            versions[person] += 1
        self.right = names(vault, self.people)
        vault.close()
        self.trials = 0

    def opened_with(self, journal, *, forgotten=False):
        """Open a copy of the vault with a journal beside it, on this workstation or one that never saw it."""
        self.trials += 1
        place = Place(self.root / str(self.trials))
        shutil.copytree(self.place.folder, place.folder)
        shutil.copytree(self.place.root / "state", place.root / "state")
        if forgotten:
            place.seen = HeadStore(place.root / "elsewhere")
        (place.folder / "store.db-journal").write_bytes(journal)
        return told(place, self)


def raise_none(writer):
    """Leave the lines of `finish` as they are: the block's own end would write them once more."""
    writer.finish = lambda: None


def told(place, day):
    """What became of it: "refused", "older", "found", "same", "earlier" (the whole vault as it was), or "WRONG"."""
    try:
        vault = place.open()
    except Refusal as refusal:
        return "refused" if refusal.code in ("vault.damaged", "vault.incomplete") else refusal.code
    try:
        if vault.session.read_only:
            return "older"
        try:
            read = names(vault, day.people)
        except Damaged:
            return "found"
        if not vault.verify().ok:
            return "found"
        if read == day.right:
            return "same"
        return "earlier" if read in day.states else "WRONG"
    except Damaged:
        return "found"
    finally:
        vault.close()


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    return Day(tmp_path_factory.mktemp("day"))


@pytest.mark.parametrize("number", range(WRITES))
def test_the_journal_of_an_older_write(day, number):
    """None is "same": so each was taken for hot, or this would test nothing."""
    assert day.opened_with(day.journals[number]) in ("refused", "older", "found")


@pytest.mark.parametrize("number", range(WRITES - 1))
def test_the_journal_of_an_older_write_where_nobody_has_seen_the_vault(day, number):
    assert day.opened_with(day.journals[number], forgotten=True) in ("refused", "found", "earlier")


@pytest.mark.parametrize("size", [1, 28, 512, 5000, 100_000])
def test_garbage(day, size):
    dice = random.Random(size)
    assert day.opened_with(dice.randbytes(size)) == "same"
    assert day.opened_with(bytes(size)) == "same"
    assert day.opened_with((MAGIC + dice.randbytes(size))[:size]) in ("same", "refused", "found", "older")


def test_flipped_cut_and_mixed_journals(day):
    dice, outcomes = random.Random(5), set()
    for number in range(40):
        journal = bytearray(day.journals[dice.randrange(WRITES)])
        if number % 4 == 0:
            journal[dice.randrange(12)] ^= 1 << dice.randrange(8)
        elif number % 4 == 1:
            journal[dice.randrange(12, 28)] ^= 1 << dice.randrange(8)
        elif number % 4 == 2:
            journal[dice.randrange(SECTOR, len(journal))] ^= 1 << dice.randrange(8)
        else:
            journal = journal[: dice.randrange(SECTOR, len(journal))]
        forgotten = number % 2 == 1
        outcome = day.opened_with(bytes(journal), forgotten=forgotten)
        assert outcome in ("same", "refused", "found", "older") or (forgotten and outcome == "earlier")
        outcomes.add(outcome)
    assert outcomes & {"refused", "found", "older"}


def test_the_journal_of_another_vault(day, tmp_path):
    other = Day(tmp_path)
    for journal in other.journals:
        assert day.opened_with(journal) in ("refused", "found")
