"""The demo's vault, made once: twelve people in three circles, a post circle, four users; and what it must not show.

Everything in it went through the rooms' own actions. One person of HR is given everything a room can keep about
somebody, in words that stand nowhere else. Tests get a copy of their own.
"""

import shutil
from datetime import date, datetime, timedelta

import pytest

from spidesk import shipped
from spidesk.contact import actions as contact
from spidesk.contact.rules import BankId, BankIdAnswer, Decider, Form, Fullmakt, Post, Request, Samtycke
from spidesk.demo import build, people
from spidesk.intake import actions as intake
from spidesk.intake.rules import NewEvent
from spidesk.mail.actions import ordering
from spidesk.mail.rules.order import Kind, NewOrder, Pair
from spidesk.person import actions as person
from spidesk.person.rules import EventKind, PostWay
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.vault import Vault

CHEAP = SlotParams(memory_kib=64, passes=1, lanes=1)
SEEN = frozenset({"todo", "scope", "seen", "what", "paper_place", "reason", "asks", "address"})
WRITTEN = {
    "event": "Kvirrnotisen om flytten",
    "reason": "Vikarierar för Snörpflinga i dag",
    "address": "Vrenskgränd 7 B, 999 99 Töjby",
    "address_reason": "Ville ha det hos mostern Yrvida",
    "told_by": "Berättat av Trådmyra",
    "todo": "Spärra hos banken Knaprevalv",
    "holder": "Ombudet Slirgunda Hjorm",
    "scope": "Gäller skolvalet i Plirrköping",
    "seen_how": "Originalet visat för Brunkvast",
    "receiver": "Samtyckt till Fjolkliniken",
    "what": "Namn och tid för besöket Drummel",
    "given_by": "Samtyckt av Yxlöga",
    "caller": "Någon som heter Grolf Vämjelin",
    "authority": "Myndigheten för Skvaltande",
    "asks": "Frågade var Kumlingan bor",
    "contents": "Beslut om Tröskvarnen, 2 blad",
    "others": "Även syskonet Plumsa Dask",
    "draft": "Påbörjat om Huttervik",
}
"""What is written about one person of HR, each text found nowhere else."""


class Demo:
    """The demo vault's folder, and how its users open it."""

    def __init__(self, folder, state):
        self.folder, self.state = folder, state

    def open(self, login):
        one = next(user for user in build.USERS if user.login == login)
        return Vault.open(self.folder, login=login, passphrase=one.passphrase, params=CHEAP, seen=HeadStore(self.state))


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("demo")
    demo = Demo(root / "demo.spivault", root / "state")
    build.build(demo.folder, seen=HeadStore(demo.state), params=CHEAP, told=lambda _: None)
    _write_about(demo)
    return demo


@pytest.fixture
def demo(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / made.folder.name)
    shutil.copytree(made.state, tmp_path / "state")
    return Demo(tmp_path / made.folder.name, tmp_path / "state")


def marks():
    """Every text about a person that the vault holds, as it was typed."""
    found = set(WRITTEN.values())
    for case in people.load(shipped.path("demo", "people.toml")):
        found |= {case.given, case.family, case.alias, f"{case.given} {case.family}", *case.given.split()}
        for channel in case.channels:
            found |= {channel.value, channel.condition, channel.voicemail, channel.value.replace(" ", "")}
        digits = case.number.replace("-", "")
        found |= {digits, f"{digits[:8]}-{digits[8:]}", digits[2:], f"{digits[2:8]}-{digits[8:]}"}
        if case.letter is not None:
            found.add(case.letter.enclosures)
    colleagues = {word for user in build.USERS for word in user.name.split()}
    return sorted(mark for mark in found - colleagues if len(mark) > 4)


def _write_about(demo):
    vault = demo.open("karin.ek")
    try:
        _as_handler(vault)
    finally:
        vault.close()
    vault = demo.open("eva.sund")
    try:
        other = next(row for row in person.people(vault) if row.circle_name == "HR" and not row.mine)
        person.give_reason(vault, other.person.id, WRITTEN["reason"], seen=True)
    finally:
        vault.close()


def _as_handler(vault):
    ref = next(row.person for row in person.people(vault) if row.circle_name == "HR" and row.mine)
    with vault.read() as reader:
        today = reader.today
    event = NewEvent(person=ref.id, kind=EventKind.MOVED, on=today, note=WRITTEN["event"], note_seen=True)
    intake.add_event(vault, event)
    letter = NewOrder(
        kind=Kind.ORDINARY,
        pair=Pair.C5_C4,
        sender=ordering.offer(vault, ref.id, build.WAYS).senders[0].id,
        contents=WRITTEN["contents"],
        others_named=True,
        others=WRITTEN["others"],
        others_checked=True,
    )
    ordering.place(vault, ref.id, letter, build.WAYS, seen=True)
    address = Post(
        address=WRITTEN["address"],
        reason=WRITTEN["address_reason"],
        address_safe=True,
        decided_by=Decider.PERSONEN,
    )
    before = contact.open_post(vault, ref)
    edit = contact.PostEdit(
        way=PostWay.ADRESS,
        post=address,
        confirmed_on=today,
        version=before.version if before else 0,
        part_version=before.part_version if before else 0,
    )
    contact.save_post(vault, ref, edit, seen=SEEN)
    told = BankId(told_by=WRITTEN["told_by"], todo=WRITTEN["todo"])
    contact.ask_bankid(vault, ref, BankIdAnswer.JA, told, asked_on=today, seen=SEEN)
    _papers(vault, ref, today)
    with vault.write() as writer:
        writer.keep_draft("people", {"note": WRITTEN["draft"]})


def _papers(vault, ref, today: date):
    fullmakt = Fullmakt(holder=WRITTEN["holder"], scope=WRITTEN["scope"], seen=WRITTEN["seen_how"])
    contact.add_fullmakt(vault, ref, fullmakt, valid_from=today, valid_until=today + timedelta(days=99), seen=SEEN)
    samtycke = Samtycke(
        receiver=WRITTEN["receiver"], what=WRITTEN["what"], given_by=WRITTEN["given_by"], paper_place="pärm 3"
    )
    contact.add_samtycke(vault, ref, Form.SKRIFTLIGT, samtycke, given_on=today, seen=SEEN)
    request = Request(caller=WRITTEN["caller"], authority=WRITTEN["authority"], asks=WRITTEN["asks"])
    asked = datetime.combine(today - timedelta(days=1), datetime.min.time())
    contact.log_request(vault, ref, request, asked_at=asked, seen=SEEN)
