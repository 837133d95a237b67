"""Made the vaults of `stored/`, each once: `PYTHONPATH=. python tests/vault/make_stored.py NAME`. Never makes one anew.

A vault of every release is kept as a test and opens for ever (DESIGN 3). Their passphrases and codes stand here and in
`stored/NAME.json`; there is nobody real in them.

- `first`: the first shape, made by the first release.
- `ordered`: the first shape with letters in it, made by the program of 2026-11-21 before migration 2.
- `second`: the shape of migration 2 with what came with it, and what `first` holds.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from spidesk.mail.actions import Ways, ordering, posting, senders
from spidesk.mail.rules.order import Kind, NewOrder, Pair, State
from spidesk.person import rules as person_rules
from spidesk.person.actions import register
from spidesk.person.rules import Category, NewPerson, PostWay, Protection, Skydd, SkyddState
from spidesk.vault import membership
from spidesk.vault.ids import CircleId, PersonId, new_id
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.migrations import upgrade
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.vault import Vault
from tests.vault.building import ANNA, BO, Clock, Identity

STORED = Path(__file__).parent / "stored"
WAYS = Ways(post_way=lambda *_: PostWay.FORMEDLING, check_allowed=lambda *_: None)
FLOOR = SlotParams(memory_kib=64 * 1024, passes=3, lanes=4)


def main(name: str) -> None:
    folder = STORED / f"{name}.spivault"
    if folder.exists():
        sys.exit("the stored vault is there already; it is never made anew")
    shape, make = MADE[name]
    if upgrade.newest() != shape:
        sys.exit("this program makes vaults of another shape")
    with tempfile.TemporaryDirectory() as root:
        made = Path(root) / folder.name
        told = make(made, Path(root) / "state")
        STORED.mkdir(exist_ok=True)
        shutil.copytree(made, folder)
    for left in ("in-use.lock", "store.db-journal"):
        (folder / left).unlink(missing_ok=True)
    (STORED / f"{name}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


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


def ordered(folder: Path, state: Path) -> dict[str, object]:
    """What `build` makes, and two letters, an ordinary one and a rek with personlig utlämning."""
    told = build(folder, state)
    vault = _opened(folder, state)
    sender = senders.approve(
        vault, lines="Storstads kommun\nBox 12\n123 45 Storstad", neutral="Box 12, 123 45 Storstad"
    )
    person = _registered(vault, told)
    labels = [_placed(vault, person, sender, kind=kind) for kind in (Kind.ORDINARY, Kind.REK_PERSONAL)]
    vault.close()
    return {**told, "registered": person, "labels": labels}


def second(folder: Path, state: Path) -> dict[str, object]:
    """What `ordered` makes, then an edition, the circle's own addresses, a parcel, a delgivning and a question."""
    from spidesk.mail.actions import editions, naming
    from spidesk.mail.rules.order import PARCEL_PAIR, Parcel

    told = ordered(folder, state)
    vault = _opened(folder, state)
    circle, person = CircleId(str(told["circle"])), PersonId(str(told["registered"]))
    sender = senders.approve(vault, lines="Storstads kommun\nBox 99\n123 45 Storstad")
    senders.choose(vault, circle, [sender])
    kept = editions.kept(vault)
    edition = editions.add(vault, replace(kept.draft, address="Skatteverket\nBox 9999\n403 21 Göteborg"))
    parcel = Parcel(weight_g=1500, length_mm=300, width_mm=200, height_mm=100)
    labels = [
        _placed(vault, person, sender, kind=Kind.PARCEL, pair=PARCEL_PAIR, parcel=parcel),
        _placed(vault, person, sender, kind=Kind.REK, delgivning=True, thickness_mm=4),
    ]
    row = next(one for one in posting.desk(vault, (State.ORDERED,)).rows if one.label == labels[1])
    naming.ask(vault, row.id, "Förnamn Åberg")
    vault.close()
    return {**told, "sender": sender, "edition": edition, "labels": [*told["labels"], *labels]}


def _opened(folder: Path, state: Path) -> Vault:
    clock = Clock(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    return Vault.open(folder, login="anna", passphrase=ANNA, clock=clock, seen=HeadStore(state), params=FLOOR)


def _registered(vault: Vault, told: dict[str, object]) -> PersonId:
    with vault.write() as writer:
        ref = register(
            writer,
            NewPerson(
                circle=CircleId(str(told["circle"])),
                category=Category.KLIENT,
                identity=person_rules.Identity(given="Förnamn", family="Öberg", numbers=("189001019802",)),
                protection=Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED),
                handlers=(vault.session.user.id,),
            ),
        )
    return ref.id


def _placed(vault: Vault, person: PersonId, sender: str, **changed: object) -> str:
    values = {"kind": Kind.ORDINARY, "pair": Pair.C5_C4, "contents": "beslut", "others_named": False, **changed}
    return ordering.place(vault, person, NewOrder(sender=sender, **values), WAYS)


MADE = {"first": ("0001", build), "ordered": ("0001", ordered), "second": ("0002", second)}


if __name__ == "__main__":
    main(sys.argv[1])
