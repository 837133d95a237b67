"""Children that are killed, or run out of disk, in the middle of writing. Run as a program by `test_crashes`.

`python nursery.py kill N SEED FOLDER`: N times a forked child opens the vault and writes, and tells its parent of each
write that was acknowledged; the parent kills it at a random moment, opens the vault and looks for every write it was
told of. `rotate` does the same with removals of a member, `full` lets the disk fill up. Prints what it counted as JSON.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import select

from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.ids import PersonId, new_id
from spidesk.vault.store.schema import EVENT, USER
from tests.vault.building import (
    BO,
    REFERENCE,
    THING,
    Identity,
    Place,
    add_circle,
    add_person,
    let_in,
    make_things,
    read_name,
    rename,
)

_FRESH = 16  # trials on one vault: many users and circles make every opening slower
KINDS = ("row", "part", "person", "draft", "read", "user", "circle", "mixed")


def main() -> None:
    work, count, seed, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    result = {"kill": kill, "rotate": rotate, "full": full}[work](count, random.Random(seed), folder)
    sys.stdout.write(json.dumps(result))


def kill(count: int, dice: random.Random, root: Path) -> dict[str, int]:
    """Kill a writing child `count` times. Gives how many writes were acknowledged, lost, half-done."""
    told = {"trials": 0, "acknowledged": 0, "lost": 0, "damaged": 0, "killed_while_writing": 0}
    for number in range(count):
        if number % _FRESH == 0:
            place, circle, person = _place(root / str(number))
        kind = KINDS[number % len(KINDS)]
        child, pipe = _fork(partial(_write_for_ever, place, kind, circle, person))
        lines = _killed_after(child, pipe, dice.randrange(4), dice.uniform(0.0, 0.012))
        told["trials"] += 1
        told["acknowledged"] += len(lines)
        told["killed_while_writing"] += bool(lines)
        _look(place, lines, told)
    return told


def _look(place: Place, lines: list[list[str]], told: dict[str, int]) -> None:
    """Open the vault after a kill: everything acknowledged is there, and nothing is half there."""
    try:
        with place.opened() as vault:
            told["damaged"] += not vault.verify().ok or vault.session.read_only
            for kind, row, version in lines:
                told["lost"] += not _is_there(vault, kind, row, int(version))
    except (Refusal, Exception) as error:
        sys.stderr.write(f"{type(error).__name__} {error} {getattr(error, 'params', '')}\n")
        told["damaged"] += 1


def _is_there(vault, kind: str, row: str, version: int) -> bool:
    with vault.read() as reader:
        if kind == "row":
            found = reader.maybe(select(THING.c.version).where(THING.c.id == row))
            return found is not None and found.version >= version
        if kind == "part":
            name = "identity"
            opened = reader.history(PersonId(row), name, Identity, action="person.opened", reference=REFERENCE)
            return len(opened) >= version
        if kind == "draft":
            return bool(reader.drafts(dict))
        if kind == "read":
            return reader.one(select(EVENT.c.seq).where(EVENT.c.seq == version)) is not None
        if kind == "user":
            slots = {one.login for one in vault.opened.keyring.slots}
            return row in slots and reader.maybe(select(USER).where(USER.c.login == row)) is not None
        return any(one.id == row and one.roles for one in vault.session.circles)


def _fork(work: Callable[[int], None]) -> tuple[int, int]:
    """Start a child that does the work; gives its number and the pipe it tells of its writes through."""
    out, into = os.pipe()
    child = os.fork()
    if child:
        os.close(into)
        return child, out
    os.close(out)
    try:
        work(into)
    finally:
        os._exit(1)


def _write_for_ever(place: Place, kind: str, circle: str, person: str, into: int) -> None:
    vault = place.open()
    os.write(into, b"open\n")
    number = 0
    while True:
        one = KINDS[number % 5] if kind == "mixed" else kind
        row, version = _write(vault, one, circle, person)
        os.write(into, f"{'part' if one == 'person' else one} {row} {version}\n".encode())
        number += 1


def _write(vault, kind: str, circle: str, person: str) -> tuple[str, int]:
    if kind == "row":
        with vault.write() as writer:
            row = writer.insert(THING, text="x" * 500, number=1)
            version = writer.update(THING, row, version=1, number=2)
            writer.note("vault.tested", object=row)
        return row, version
    if kind == "part":
        with vault.read() as reader:
            after = len(reader.history(person, "identity", Identity, action="person.opened", reference=REFERENCE))
        return person, rename(vault, person, "x" * 2000, after)
    if kind == "person":
        return add_person(vault, circle), 1
    if kind == "draft":
        with vault.write() as writer:
            return writer.keep_draft("people/1", {"text": "x" * 3000}), 1
    if kind == "read":
        read_name(vault, person)
        return person, vault.opened.held.head.seq
    if kind == "user":
        login = new_id()
        membership.add_user(vault, login=login, name="Ny")
        return login, 1
    return add_circle(vault, "K"), 1


def _killed_after(child: int, pipe: int, writes: int, seconds: float) -> list[list[str]]:
    """Wait until the child has opened the vault and told of so many writes, and `seconds` more; kill it.

    Gives every write it had told of by then.
    """
    with os.fdopen(pipe, "rb") as stream:
        lines = [stream.readline() for _ in range(1 + writes)]
        assert lines[0] == b"open\n", lines
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += stream.read().split(b"\n")
    return [line.decode().split() for line in lines[1:] if line]


def rotate(count: int, dice: random.Random, root: Path) -> dict[str, int]:
    """Kill a child that removes a member, at random moments: one whole vault is left, with everything in it."""
    place, circle, person = _place(root)
    bo = place.add_user("bo", BO)
    told = {"trials": 0, "damaged": 0, "before": 0, "after": 0}
    takes = 0.2
    for _ in range(count):
        with place.opened() as vault:
            let_in(vault, circle, bo)
            epoch = vault.session.circle(circle).epoch
        child, pipe = _fork(partial(_remove, place, circle, bo))
        _killed_after(child, pipe, 0, dice.uniform(0.0, takes))
        told["trials"] += 1
        try:
            with place.opened() as vault:
                moved = vault.session.circle(circle).epoch > epoch
                told["after" if moved else "before"] += 1
                whole = vault.check().ok and read_name(vault, person) and vault.opened.keyring.next is None
                with vault.read() as reader:
                    member = any(one.user == bo for one in membership.members(reader, circle))
                told["damaged"] += not whole or member == moved
                if member:
                    membership.remove_member(vault, circle, bo)
            told["damaged"] += (place.folder / "store.db.next").exists()
            takes *= 0.75 if moved else 1.3
        except Exception as error:
            sys.stderr.write(f"{type(error).__name__} {error} {getattr(error, 'params', '')}\n")
            told["damaged"] += 1
            break
    return told


def _remove(place: Place, circle: str, user: str, into: int) -> None:
    vault = place.open()
    os.write(into, b"open\n")
    membership.remove_member(vault, circle, user)
    time.sleep(10)


def full(count: int, dice: random.Random, root: Path) -> dict[str, int]:
    """Let files grow no further at random places: each write is refused or kept, and the vault goes on afterwards."""
    place, circle, person = _place(root)
    told = {"trials": 0, "refused": 0, "kept": 0, "wrong": 0}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for number in range(count):
        vault = place.open()
        size = place.database.stat().st_size
        kind = ("row", "part", "person", "draft", "user", "circle")[number % 6]
        before = vault.opened.held.head.seq
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + dice.choice((0, 100, 4096, 8192, 20000)), hard))
        acknowledged = []
        try:
            for _ in range(8):
                acknowledged.append(_write(vault, kind, circle, person))
            told["kept"] += 1
        except Refusal as refusal:
            told["refused"] += 1
            told["wrong"] += refusal.code != "vault.disk_full"
        except Exception as error:
            sys.stderr.write(f"{kind} {type(error).__name__} {error}\n")
            told["wrong"] += 1
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        told["trials"] += 1
        name = {"person": "part"}.get(kind, kind)
        told["wrong"] += sum(not _is_there(vault, name, row, version) for row, version in acknowledged)
        told["wrong"] += vault.opened.held.head.seq < before
        told["wrong"] += not vault.check().ok
        _write(vault, "row", circle, person)
        vault.close()
        after = {"lost": 0, "damaged": 0}
        _look(place, [[name, row, str(version)] for row, version in acknowledged], after)
        told["wrong"] += sum(after.values())
    return told


def _place(root: Path) -> tuple[Place, str, str]:
    place = Place(root)
    vault, _ = place.create()
    make_things(vault)
    circle = add_circle(vault)
    person = add_person(vault, circle)
    vault.close()
    return place, circle, person


if __name__ == "__main__":
    main()
