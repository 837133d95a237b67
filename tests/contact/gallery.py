"""Draws Kontaktvägar and Att göra to PNG files, light, dark and at 200 %, so that a person can look at them.

python tests/contact/gallery.py OUT
"""

import os
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

TODAY = date(2026, 11, 21)


def furnish(vault, person, other):
    """One person with something in every part, another with things that are late."""
    from spidesk.contact import actions
    from spidesk.contact import rules as r
    from spidesk.contact.actions import ChannelEdit, PostEdit
    from spidesk.person.rules import PostWay

    def line(whom, channel, rule, *, value="", on=TODAY, **terms):
        given = r.Terms(decided_by=r.Decider.PERSONEN, **terms)
        secret = r.Secret(value=value, name="Kim" if value else "", safe_word="")
        actions.save_channel(
            vault,
            whom,
            ChannelEdit(channel=channel, rule=rule, terms=given, secret=secret, confirmed_on=on),
            seen=frozenset({"condition", "hours", "answers", "wording", "reason"}),
        )

    line(
        person,
        r.Channel.TELEFON,
        r.Rule.ONLY_IF,
        value="070-174 06 05",
        condition="Vardagar mellan 9 och 11. Fråga först: ”Passar det att prata?”",
        hours="Vardagar 9–11",
        answers="Personen själv, ibland en syster",
        voicemail=r.Voicemail.SILENT,
    )
    line(person, r.Channel.SMS, r.Rule.NEVER)
    line(person, r.Channel.HEMBESOK, r.Rule.NEVER)
    line(person, r.Channel.SAKERT_MEDDELANDE, r.Rule.ALLOWED, on=TODAY - timedelta(days=400))
    line(person, r.Channel.MOTE, r.Rule.ALLOWED, hours="Efter skoltid")
    post = r.Post(
        address="c/o Någon, Provgatan 1, 123 45 Provstad",
        reason="Vill så",
        address_safe=True,
        decided_by=r.Decider.PERSONEN,
    )
    actions.save_post(vault, person, PostEdit(way=PostWay.ADRESS, post=post, confirmed_on=TODAY))
    told = r.BankId(told_by="Personen", todo="Spärra BankID och byt till brev tills det är klart.")
    actions.ask_bankid(vault, person, r.BankIdAnswer.JA, told, asked_on=TODAY)
    full = r.Fullmakt(holder="Ombudet Ek", scope="Ekonomi och hyra", seen="Original på möte")
    actions.add_fullmakt(vault, person, full, valid_from=date(2026, 1, 1), valid_until=TODAY + timedelta(days=20))
    actions.add_fullmakt(vault, person, full, valid_from=date(2024, 1, 1), valid_until=date(2025, 12, 31))
    given = r.Samtycke(receiver="Skolsköterskan", what="Tider för möten", given_by="Personen")
    actions.add_samtycke(vault, person, r.Form.MUNTLIGT, given, given_on=TODAY)
    asked = r.Request(caller="Någon", authority="En myndighet", number_given="08-123 45 67", asks="När mötet är")
    actions.log_request(vault, person, asked, asked_at=datetime(2026, 11, 21, 8, 15))
    line(other, r.Channel.BREV, r.Rule.ALLOWED, on=TODAY - timedelta(days=360))
    actions.add_fullmakt(vault, other, full, valid_from=date(2026, 1, 1), valid_until=TODAY + timedelta(days=80))
    actions.add_fullmakt(vault, other, full, valid_from=date(2026, 1, 1), valid_until=TODAY + timedelta(days=1))


def draw(where, mode, size):
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

    from spidesk.contact import actions as contact
    from spidesk.contact.page import ContactPage
    from spidesk.ui.look import theme
    from spidesk.ui.look.theme import Mode
    from spidesk.vault.vault import Vault
    from spidesk.worklist.page import WorklistPage
    from tests.contact import conftest as c

    app = QApplication([])
    theme.start(app, Mode(mode))
    folder, clock = Path(tempfile.mkdtemp()), c.Clock()
    vault, _ = Vault.create(
        folder / c.FOLDER, login="anna", name="Anna", passphrase=c.PASSPHRASE, clock=clock, params=c.LIGHT
    )
    people = [c.add_person(vault, c.add_circle(vault, name), c.NUMBERS[0]) for name in ("Skolan", "HR")]
    furnish(vault, *people)
    vault.close()

    def wait(ready):
        while not ready():
            QTest.qWait(10)

    office = c.Office(folder / c.FOLDER, clock, wait)

    def keep(name):
        office.settle()
        QTest.qWait(50)
        top.grab().save(str(Path(where) / f"{name}-{mode}-{size[0]}.png"))

    page = top = ContactPage(office.desk, people[0])
    page.resize(*size)
    page.show()
    page.shown()
    keep("contact-1")
    bar = page.findChild(QScrollArea).verticalScrollBar()
    for at in range(2, 5):
        bar.setValue(bar.value() + size[1] - 60)
        keep(f"contact-{at}")
    bar.setValue(0)
    page.findChild(QAbstractButton, "contact.telefon.value.show").click()
    page.findChild(QAbstractButton, "contact.telefon.name.show")
    keep("contact-revealed")
    page.findChild(QAbstractButton, "contact.telefon.edit").click()
    keep("contact-edit")
    page.findChild(QAbstractButton, "contact.voicemail.exact").click()
    page.findChild(QAbstractButton, "contact.save").click()
    keep("contact-refused")
    row = office.do(lambda v: contact.overview(v, people[0])).channels[0].row.id

    def colleague(v):
        from dataclasses import replace

        stored = contact.open_channel(v, people[0], row)
        return contact.save_channel(
            v, people[0], replace(stored, terms=replace(stored.terms, hours="8–9")), seen=frozenset({"answers"})
        )

    office.do(colleague)
    page.findChild(QAbstractButton, "contact.voicemail.silent").click()
    page.findChild(QAbstractButton, "contact.save").click()
    keep("contact-conflict")
    page.findChild(QAbstractButton, "contact.undo").click()
    page.findChild(QAbstractButton, "contact.motringning.1.call").click()
    keep("contact-call")
    empty = top = ContactPage(office.desk, people[1])
    empty.resize(*size)
    empty.show()
    empty.shown()
    keep("contact-other")
    work = top = WorklistPage(office.desk, [contact.due])
    work.resize(*size)
    work.show()
    work.shown()
    keep("worklist")
    none = top = WorklistPage(office.desk, [])
    none.resize(*size)
    none.show()
    none.shown()
    keep("worklist-empty")
    office.close()


def main(where):
    if len(sys.argv) > 2:
        draw(where, sys.argv[2], (int(sys.argv[3]), int(sys.argv[4])))
        return
    Path(where).mkdir(parents=True, exist_ok=True)
    for mode, factor, width, height in (
        ("light", "1", 1146, 690),
        ("dark", "1", 1146, 690),
        ("light", "2", 480, 320),
    ):
        environment = {**os.environ, "QT_SCALE_FACTOR": factor}
        command = [sys.executable, __file__, where, mode, str(width), str(height)]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1])
