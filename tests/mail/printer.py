"""Ends the one who prints a batch with kill -9, again and again; run as a program by `test_batch_kill`.

`printer.py SEED FOLDER`: a vault with a batch is made. A forked child opens it and works as the post does: it writes a
few prints down, lets the papers leave (and tells its parent of each), writes what became of them, then matches and
posts. The parent kills it at a random moment, opens the vault as after a power cut, has it checked, and answers what it
is asked about: whether a paper left is what it was told. Until the batch is ended. Prints counts as JSON.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from spidesk.documents.queue import JobState
from spidesk.mail.actions import batching, posting, printing
from spidesk.mail.rules.order import Kind, Pair, State
from tests.mail.packing import begun, order, person, piece_of, state_of, with_check
from tests.mail.world import Office

LETTERS = 10
AHEAD = 4


def work(vault, tell):
    """Go on where the last one was cut off, to the end."""
    now = batching.current(vault)
    if now is None:
        return
    while left := batching.left(batching.pieces(batching.current(vault))):
        some = left[:AHEAD]
        made = printing.begin_many(vault, some, queue="kuvert")
        for piece in some:
            tell(f"left {piece.key}")
        jobs = {one: number for number, ones in enumerate(made.values(), start=1) for one in ones}
        printing.sent_many(vault, jobs)
        tell("sent -")
        printing.settled_many(vault, dict.fromkeys(jobs, JobState.COMPLETED))
        for piece in some:
            tell(f"out {piece.key}")
    for row in now.rows:
        if state_of(vault, row.id) is State.PRINTED:
            code = piece_of(vault, row.id)
            batching.match(vault, now.id, code, code)
            tell(f"matched {row.id}")
    for outer in batching.current(vault).outers:
        if outer.posted_on is None:
            rek = with_check(f"{outer.number:08}") if outer.registered else ""
            batching.post(vault, now.id, outer.id, datetime.now(UTC).date(), rek)
            tell(f"posted {outer.id}")
    batching.finish(vault, now.id)
    tell("ended -")


class Post:
    """The vault, its batch, and everything that was told."""

    def __init__(self, folder):
        self.office = Office(folder / "prov.spivault", lambda: datetime.now(UTC))
        who, pairs = person(self.office), (Pair.C5_C4, Pair.DL_C5)
        orders = [
            order(self.office, who, pair=pairs[place % 2], kind=Kind.REK if place % 5 == 4 else Kind.ORDINARY)
            for place in range(LETTERS)
        ]
        batch = begun(self.office, orders)
        self.batch, self.orders = batch.id, orders
        self.keys = {one.key for one in batching.pieces(batch)}
        self.told = {"left": [], "out": set(), "matched": set(), "posted": set(), "ended": set()}
        self.counts = dict.fromkeys(("kills", "asked", "twice", "lost", "unwritten", "damaged", "missing"), 0)
        self.office.vault.close()

    def trial(self, dice):
        """One child, killed after a random number of lines; 0 lines are left when it came to the end."""
        source, into = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(source)
            self._child(into)
        os.close(into)
        wanted, seen = dice.randint(1, 24), 0
        with os.fdopen(source, encoding="utf-8") as lines:
            for line in lines:
                what, key = line.split()
                self._hear(what, key)
                seen += 1
                if seen == wanted:
                    time.sleep(dice.uniform(0.0, 0.02))
                    os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
        if not os.WIFSIGNALED(status) and status:
            raise RuntimeError("the child ended by itself")
        self.counts["kills"] += os.WIFSIGNALED(status)

    def _child(self, into):
        try:
            self.office._open("berit", self._phrase())
            work(self.office.vault, lambda text: os.write(into, f"{text}\n".encode()))
            self.office.vault.close()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def _phrase(self):
        from tests.mail.world import PASSPHRASE

        return PASSPHRASE

    def _hear(self, what, key):
        if what == "left":
            self.told["left"].append(key)
        elif what != "sent":
            self.told[what].add(key)

    def look(self):
        """Open the vault the next morning: whole, the batch is there, every paper that left is written down."""
        self.office._open("berit", self._phrase())
        vault, counts = self.office.vault, self.counts
        counts["damaged"] += not vault.check().ok
        found = batching.current(vault)
        counts["missing"] += found is None and not self._over(vault)
        now = {one.key: one for one in batching.pieces(batching.one(vault, self.batch))}
        for key in self.told["left"]:
            counts["unwritten"] += key in now and not (now[key].printed or now[key].asked)
        for key in self.told["out"]:
            counts["lost"] += key in now and not now[key].printed
        states = {one: state_of(vault, one) for one in self.orders}
        counts["lost"] += sum(states[one] not in (State.MATCHED, State.POSTED) for one in self.told["matched"])
        posted = {one.id for one in batching.one(vault, self.batch).outers if one.posted_on}
        counts["lost"] += len(self.told["posted"] - posted)
        self._answer(vault)
        vault.close()

    def _over(self, vault):
        """Whether the batch was ended, told or not: everything in it is posted then."""
        return batching.one(vault, self.batch).ended and all(
            state_of(vault, one) is State.POSTED for one in self.orders
        )

    def _answer(self, vault):
        """Say of each print that is asked about whether the paper left."""
        asked = posting.desk(vault, (State.ORDERED,)).asked
        keys = {}
        for piece in batching.pieces(batching.one(vault, self.batch)):
            for one in piece.orders:
                keys[one, piece.paper] = piece.key
        answers = {one.id: keys[one.order, one.paper] in self.told["left"] for one in asked}
        self.counts["asked"] += len(answers)
        if answers:
            printing.answer_many(vault, answers)

    def sum_up(self):
        """The counts, with what was printed more than once and what never was."""
        left = self.told["left"]
        self.counts["twice"] = len(left) - len(set(left))
        self.counts["lost"] += len(self.keys - set(left))
        self.office._open("berit", self._phrase())
        self.counts["posted"] = sum(state_of(self.office.vault, one) is State.POSTED for one in self.orders)
        self.office.vault.close()
        return self.counts


def main():
    """Kill until the batch is ended."""
    dice, post = random.Random(int(sys.argv[1])), Post(Path(sys.argv[2]))
    for _ in range(60):
        post.trial(dice)
        post.look()
        if post.told["ended"]:
            break
    print(json.dumps(post.sum_up()))


if __name__ == "__main__":
    main()
