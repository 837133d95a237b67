"""Made `stored/first.spivault` once: `PYTHONPATH=. python tests/vault/make_stored.py`. Refuses to make it again.

A vault of every release is kept as a test and opens for ever (DESIGN 3). Its passphrases and codes stand here and in
`stored/first.json`; there is nobody real in it.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from spidesk.vault import membership
from spidesk.vault.ids import PersonId, new_id
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.vault import Vault
from tests.vault.building import ANNA, BO, Clock, Identity

STORED = Path(__file__).parent / "stored"
FLOOR = SlotParams(memory_kib=64 * 1024, passes=3, lanes=4)


def main() -> None:
    folder = STORED / "first.spivault"
    if folder.exists():
        sys.exit("the stored vault is there already; it is never made anew")
    with tempfile.TemporaryDirectory() as root:
        made = Path(root) / "first.spivault"
        told = build(made, Path(root) / "state")
        STORED.mkdir(exist_ok=True)
        shutil.copytree(made, folder)
    for left in ("in-use.lock", "store.db-journal"):
        (folder / left).unlink(missing_ok=True)
    (STORED / "first.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def build(folder: Path, state: Path) -> dict[str, object]:
    """Make a vault with two users, three circles, a removal behind it, a person with two versions, a drop, a draft."""
    clock = Clock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    more = {"clock": clock, "seen": HeadStore(state), "params": FLOOR}
    vault, codes = Vault.create(folder, login="anna", name="Anna Första", passphrase=ANNA, **more)
    me, person = vault.session.user.id, PersonId(new_id())
    post = membership.add_circle(vault, name="Post", namnd="KS", kind=CircleKind.POST, owner=me)
    circle = membership.add_circle(
        vault, name="Skolan", namnd="BUN", kind=CircleKind.PERSONS, owner=me, post_circle=post
    )
    membership.add_circle(vault, name="HR", namnd="KS", kind=CircleKind.PERSONS, owner=me, recoverable=False)
    with vault.write() as writer:
        writer.new_person(person, circle)
        writer.seal(person, "identity", Identity(name="Förnamn Åberg", number="198900109802"))
        writer.seal(person, "channel:1", Identity(name="brev"))
        drop = writer.seal_drop(post, Identity(name="mottagare"), purpose="mail.recipient", row="r1")
        writer.keep_draft("people/1", {"text": "påbörjat"})
        writer.note("person.registered", reference="SP-2026-0001", object=person)
    once = membership.add_user(vault, login="bo", name="Bo Andra")
    vault.close()
    vault = Vault.open(folder, login="bo", passphrase=once, **more)
    membership.finish_first_unlock(vault, BO)
    bo = vault.session.user.id
    vault.close()
    clock.move(days=1)
    vault = Vault.open(folder, login="anna", passphrase=ANNA, **more)
    membership.attest(vault, bo)
    membership.join(vault, circle, bo, [Role.HANDLAGGARE])
    membership.remove_member(vault, circle, bo)
    membership.join(vault, circle, bo, [Role.HANDLAGGARE])
    with vault.write() as writer:
        writer.seal(person, "identity", Identity(name="Förnamn Öberg", number="198900109802"), after=1)
        writer.note("person.edited", reference="SP-2026-0001", object=person)
    with vault.read() as reader:
        blind = reader.blind(circle, "198900109802").hex()
    vault.close()
    return {
        "person": person,
        "circle": circle,
        "post": post,
        "drop": drop.hex(),
        "blind": blind,
        "codes": {"a": codes.a.hex(), "b": codes.b.hex(), "c": codes.c.hex()},
    }


if __name__ == "__main__":
    main()
