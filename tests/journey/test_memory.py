"""Lock, for real: the process that held it all ends, and two seconds later no process of ours holds any of it."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from spidesk.demo import people
from spidesk.demo.build import FASTER, RETURN_ADDRESS, add_case
from spidesk.mail.actions import senders
from spidesk.person import actions as person_actions
from spidesk.vault import membership
from spidesk.vault.ids import PersonId
from spidesk.vault.keys import words
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.sealed import parts
from spidesk.vault.session import CircleKind
from spidesk.vault.store.cipher import FileKey
from spidesk.vault.vault import Vault
from tests.journey import memory
from tests.journey.conftest import ROOT, own_world
from tests.journey.marks import PEOPLE, files, found, marks, spelled

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads memory through /proc, which only Linux has")

SESSION = Path(__file__).with_name("session.py")
TRIAL = "SPIDESK_TEST_TRIAL"
LOGIN = "karin.ek"
TYPED = {
    "search": "zqxjvkalva",
    "condition": "Bara zqxjvktavtal",
    "name": "Zqxjvkunamn",
    "reason": "Därför att zqxjvkvskäl",
    "note": "Zqxjvkwanteckning om flytten",
    "draft": "Zqxjvkxutkast, inte sparat",
}


@dataclass
class Home:
    """The vault with one person, the keys that open it, and the marks in it."""

    folder: Path
    person: PersonId
    passphrase: str = field(repr=False)
    keys: dict[str, bytes] = field(repr=False)
    number: str = field(repr=False)

    @property
    def told(self):
        """What the session is told on its stdin."""
        return json.dumps({"login": LOGIN, "passphrase": self.passphrase, **TYPED}).encode()

    @property
    def needles(self):
        """What must not be in memory, by what it is."""
        wanted = memory.stem_needles()
        wanted["number"], wanted["number with its sign"] = (memory.wide(one) for one in spelled(self.number)[2:])
        phrase = self.passphrase.split()
        wanted["passphrase"] = [*memory.wide(" ".join(phrase[:3])), *memory.wide(" ".join(phrase[3:]))]
        return wanted | memory.key_needles(self.keys)

    def open(self, seen):
        return Vault.open(self.folder, login=LOGIN, passphrase=self.passphrase, seen=seen, params=FASTER)


@pytest.fixture
def home(tmp_path):
    """A vault with a person of the people file, made by the actions the windows use."""
    folder, passphrase = tmp_path / "prov.spivault", words.passphrase()
    case = people.load(PEOPLE)[0]
    seen = HeadStore(tmp_path / "seen")
    vault, _ = Vault.create(folder, login=LOGIN, name="Karin Ek", passphrase=passphrase, seen=seen, params=FASTER)
    try:
        owner = vault.session.user.id
        post = membership.add_circle(vault, name="Post", namnd="KS", kind=CircleKind.POST, owner=owner)
        circle = membership.add_circle(
            vault, name=case.circle, namnd="KS", kind=CircleKind.PERSONS, owner=owner, post_circle=post
        )
        senders.approve(vault, lines=RETURN_ADDRESS, neutral="")
        person = add_case(vault, circle, case)
        keys = _keys(vault, circle, post, person.id)
    finally:
        vault.close()
    return Home(folder=folder, person=person.id, passphrase=passphrase, keys=keys, number=case.number)


def _keys(vault, circle, post, person):
    held, secret = vault.opened.held, vault.opened.held.keys.to_bytes()
    database = FileKey.from_bytes(vault.opened.keyring.open_key(held.keys, vault.session.user.id))
    return {
        "database key": database.key,
        "ML-KEM seed": secret[2:66],
        "X25519 key": secret[66:98],
        "Ed25519 key": secret[-32:],
        "circle key": held.circle_key(circle)[1],
        "post circle's key": held.circle_key(post)[1],
        "blind-index key": next(iter(held.blind_keys(circle).values())),
        "person key": parts.person_key(held, parts.person_row(held, person)),
    }


@pytest.fixture
def world(tmp_path):
    """The environment of the program, by which its processes are known; whatever is left of them is ended."""
    made = own_world(tmp_path) | {"QT_QPA_PLATFORM": "offscreen", TRIAL: os.urandom(16).hex()}
    yield made
    for process in memory.processes(TRIAL, made[TRIAL]):
        os.kill(process, signal.SIGKILL)


def start(what, home, world, *more):
    child = subprocess.Popen(
        [sys.executable, str(SESSION), what, str(home.folder), *more],
        cwd=ROOT,
        env=world,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    child.stdin.write(home.told)
    child.stdin.close()
    child.stdin = None
    return child


def look(process, needles):
    try:
        return memory.scan(process, needles)
    except PermissionError:
        pytest.skip("reading another process's memory takes root (CAP_SYS_PTRACE)")


def test_after_lock_no_process_holds_a_name_a_number_a_passphrase_or_a_key(home, world, tmp_path):
    go = tmp_path / "go"
    child = start("open", home, world, str(go))
    said = child.stdout.readline()
    assert said == b"ready\n", child.stderr.read()

    before, size = look(child.pid, home.needles)
    assert memory.processes(TRIAL, world[TRIAL]) == [child.pid]
    assert _leaves_no_dump(child.pid)
    for name in ("stem utf-8", "stem utf-16-le", "number", "circle key", "Ed25519 key"):
        assert before[name] > 0, f"the scan finds no {name} in an open program, so it would show nothing: {before}"

    go.touch()
    asked = time.monotonic()
    rest, errors = child.communicate(timeout=60)
    assert (child.returncode, rest) == (0, b""), errors
    took = time.monotonic() - asked
    assert took < 10
    time.sleep(2)

    (locked,) = memory.processes(TRIAL, world[TRIAL])
    line = Path(f"/proc/{locked}/cmdline").read_bytes().split(b"\0")
    assert line[1] == b"-I"
    assert line[2].endswith(b"/spidesk/__main__.py")
    assert line[3:5] == [b"--locked", str(home.folder).encode()]
    assert _leaves_no_dump(locked)
    after, size_after = look(locked, home.needles)
    print(f"lock to end {took:.2f} s; read {size >> 20} MiB before and {size_after >> 20} MiB after; before: {before}")
    assert not {name: count for name, count in after.items() if count}
    _wait(lambda: _is_up(locked))
    later, size_later = look(locked, home.needles)
    assert size_later > 50 << 20
    assert not {name: count for name, count in later.items() if count}
    _nothing_on_disk(home, world, tmp_path, errors)
    os.kill(locked, signal.SIGTERM)
    _wait(lambda: not memory.processes(TRIAL, world[TRIAL]))

    _everything_was_kept(home, tmp_path)
    back = start("back", home, world)
    said, errors = back.communicate(timeout=120)
    assert back.returncode == 0, errors
    reference = "SP-" + time.strftime("%Y") + "-0001"
    assert json.loads(said) == {
        "page": "people",
        "reference": reference,
        "tab": "oversikt",
        "given": TYPED["draft"],
        "title": f"spidesk – {reference}",
    }


def _nothing_on_disk(home, world, tmp_path, errors):
    case = people.load(PEOPLE)[0]
    wanted = marks([case.given, case.family, case.alias, *TYPED.values(), home.passphrase, *spelled(home.number)])
    places = [Path(world[name]) for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR")]
    left = files(home.folder, tmp_path / "seen", *places)
    assert {"store.db", "settings.json"} <= {path.name for path in left}
    assert {path.name: hits for path in left if (hits := found(path.read_bytes(), wanted))} == {}
    assert files(Path(world["TMPDIR"]), Path(world["XDG_RUNTIME_DIR"])) == []
    assert not found(errors, wanted)


def _everything_was_kept(home, tmp_path):
    """What was typed and saved is in the vault, or its absence from the files would show nothing."""
    vault = home.open(HeadStore(tmp_path / "seen-after"))
    try:
        assert TYPED["draft"] not in repr(person_actions.reveal(vault, home.person).value.given)
        with vault.read() as reader:
            kept = reader.open_parts(home.person, "", dict, action="person.opened", reference="SP-0")
            drafts = reader.drafts(dict)
        assert vault.check().ok
    finally:
        vault.close()
    stored = repr([one.value for one in kept.values()])
    for name in ("condition", "name", "reason", "note"):
        assert TYPED[name] in stored, name
    assert TYPED["draft"] in repr(drafts)


def _leaves_no_dump(process):
    limits = Path(f"/proc/{process}/limits").read_text().splitlines()
    return any(line.split()[:6] == ["Max", "core", "file", "size", "0", "0"] for line in limits)


def _is_up(process):
    """Whether it has loaded everything and waits for the user: no work in half a second."""
    before = _work(process)
    time.sleep(0.5)
    return _work(process) == before


def _work(process):
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]


def _wait(ready):
    end = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.05)
