"""Children that are killed while they change what opens the vault: passphrase, recovery, a circle's member, cards.

`python secretkill.py KIND N SEED FOLDER`, run by `test_crashes`. Each child says when it begins and when it is done;
the parent kills it somewhere between, or after. What is left opens with what held before or with what holds after,
never with neither or both, and with the latter if the child had said that it was done. Prints what it counted as JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.keys.recovery import Codes
from spidesk.vault.session import NoticeKind, Role
from tests.vault.building import ANNA, BO, LIGHT, MARKER, Place, add_circle, add_person, read_name

CODE = 20


class World:
    """A vault, and what opens it now."""

    def __init__(self, root: Path, count: int) -> None:
        self.place = Place(root)
        vault, self.codes = self.place.create()
        self.phrase, self.number = ANNA, 0
        self.circle = add_circle(vault)
        self.person = add_person(vault, self.circle)
        vault.close()
        self.users: list[str] = []
        self.count = count

    def next_phrase(self) -> str:
        self.number += 1
        return f"annas fras nummer {self.number} här"

    def open(self, phrase: str | None = None):
        return self.place.open("anna", phrase or self.phrase)

    def opens(self, phrase: str) -> bool:
        try:
            self.open(phrase).close()
        except Refusal as refusal:
            if refusal.code != "vault.wrong_passphrase":
                raise
            return False
        return True

    def whole(self) -> bool:
        """Whether it opens now, is whole, writable, and its person can be read."""
        with self.place.opened("anna", self.phrase) as vault:
            return vault.check().ok and not vault.session.read_only and read_name(vault, self.person) == MARKER


def passphrase(world: World) -> tuple[Callable[[Callable[[bytes], None]], None], Callable[[bytes], bool]]:
    new = world.next_phrase()

    def work(say):
        vault = world.open()
        say(b"begin")
        membership.change_passphrase(vault, world.phrase, new)
        say(b"done")

    return work, lambda told: _one_of(world, new)


def recover(world: World):
    new = world.next_phrase()

    def work(say):
        say(b"begin")
        membership.recover(
            world.place.folder,
            world.codes.a,
            world.codes.b,
            login="anna",
            new_passphrase=new,
            clock=world.place.clock,
            seen=world.place.seen,
            params=LIGHT,
        )
        say(b"done")

    return work, lambda told: _one_of(world, new)


def _one_of(world: World, new: str) -> bool:
    """Exactly one of two passphrases opens; gives whether it is the new one."""
    opening = [phrase for phrase in (world.phrase, new) if world.opens(phrase)]
    assert len(opening) == 1, opening
    world.phrase = opening[0]
    return opening == [new]


def join(world: World):
    if not world.users:
        world.users = [world.place.add_user(f"bo{number}", BO) for number in range(world.count)]
    user = world.users.pop()

    def work(say):
        vault = world.open()
        say(b"begin")
        membership.attest(vault, user)
        membership.join(vault, world.circle, user, (Role.HANDLAGGARE,))
        say(b"done")

    def after(told):
        with world.place.opened("anna", world.phrase) as vault, vault.read() as reader:
            login = next(one.login for one in membership.users(reader) if one.id == user)
            member = any(one.user == user for one in membership.members(reader, world.circle))
        with world.place.opened(login, BO) as vault:
            try:
                reads = read_name(vault, world.person) == MARKER
            except Refusal:
                reads = False
        assert reads == member
        return member

    return work, after


def cards(world: World):
    old = world.codes

    def work(say):
        vault = world.open()
        new = membership.begin_cards(vault, old.a, old.c)
        say(new.codes.a + new.codes.b + new.codes.c)
        membership.renew_cards(vault, new, new.codes.b, new.codes.a)
        say(b"done")

    def after(told):
        new = Codes(a=told[:CODE], b=told[CODE : 2 * CODE], c=told[2 * CODE : 3 * CODE])
        with world.place.opened("anna", world.phrase) as vault:
            held = [one for one in (old, new) if _prove(vault, one)]
            assert len(held) == 1
            assert not any(one.kind is NoticeKind.CARDS_UNPROVED for one in vault.session.notices)
        world.codes = held[0]
        return held == [new]

    return work, after


def _prove(vault, codes: Codes) -> bool:
    """Whether every pair of the cards opens; none or all of them do."""
    opened = []
    for pair in ((codes.a, codes.b), (codes.a, codes.c), (codes.b, codes.c)):
        try:
            membership.prove_recovery(vault, *pair)
            opened.append(True)
        except Refusal as refusal:
            opened.append(None if refusal.code != "vault.code_wrong" else False)
    assert len(set(opened)) == 1, opened
    return opened[0]


def trials(kind: str, count: int, dice: random.Random, root: Path) -> dict[str, int]:
    world = World(root, count)
    told = {"trials": 0, "before": 0, "after": 0, "acknowledged": 0, "lost": 0, "damaged": 0}
    takes = 0.08
    for _ in range(count):
        work, after = {"passphrase": passphrase, "recover": recover, "join": join, "cards": cards}[kind](world)
        said = _killed(work, dice.uniform(0.0, takes))
        told["trials"] += 1
        try:
            changed = after(said)
            acknowledged = said.endswith(b"done")
            told["after" if changed else "before"] += 1
            told["acknowledged"] += acknowledged
            told["lost"] += acknowledged and not changed
            told["damaged"] += not world.whole()
            takes *= 0.75 if changed else 1.5
        except Exception as error:
            sys.stderr.write(f"{type(error).__name__} {error} {getattr(error, 'params', '')}\n")
            told["damaged"] += 1
            break
    return told


def _killed(work: Callable[[Callable[[bytes], None]], None], seconds: float) -> bytes:
    """Run the work in a child, kill it so many seconds after its first word; give all it said."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        try:
            work(lambda word: os.write(into, word) and None)
            time.sleep(30)
        finally:
            os._exit(1)
    os.close(into)
    with os.fdopen(out, "rb", buffering=0) as stream:
        said = stream.read(3 * CODE)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while select.select([stream], [], [], 1)[0] and (more := stream.read(64)):
            said += more
    return said


def main() -> None:
    kind, count, seed, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    sys.stdout.write(json.dumps(trials(kind, count, random.Random(seed), folder)))


if __name__ == "__main__":
    main()
