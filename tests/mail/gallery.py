"""Draws the pages and papers of mail to PNG files, light, dark and at 200 %, so that a person can look at them.

python tests/mail/gallery.py OUT
"""

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def furnish(office):
    """Letters in every state, one print nobody answered for."""
    from sqlalchemy import select

    from spidesk.documents.queue import JobState
    from spidesk.mail.actions import ordering, posting, printing
    from spidesk.mail.actions.ordering import label_of
    from spidesk.mail.records import order as table
    from spidesk.mail.rules.order import Kind, Pair, PaperKind, ReturnReason, Unmatched
    from spidesk.mail.rules.posting import Outcome
    from tests.mail.world import NUMBERS, OPEN

    person, other = office.person(), office.person(NUMBERS[1])
    kinds = (Kind.ORDINARY, Kind.REK_PERSONAL, Kind.REK, Kind.ORDINARY, Kind.ORDINARY, Kind.ORDINARY)
    pairs = (Pair.C5_C4, Pair.DL_C5, Pair.C6_C5, Pair.C5_C4, Pair.DL_C5, Pair.C5_C4)
    vault = office.as_("anna")
    for at, (kind, pair) in enumerate(zip(kinds, pairs, strict=True)):
        asked = office.asked(kind=kind, pair=pair, latest_arrival=date(2026, 12, 10 + at) if at % 2 else None)
        ordering.place(vault, (person, other)[at % 2].id if at < 4 else person.id, asked, OPEN)
    vault = office.as_("berit")
    with vault.read() as reader:
        rows = {label_of(row): row for row in reader.rows(select(table))}

    def printed(number, papers=tuple(PaperKind)):
        order = rows[f"F-2026-000{number}"].id
        for paper in papers:
            one = printing.begin(vault, order, paper, queue="kuvert")
            printing.settled(vault, one, JobState.COMPLETED)
        return order

    printed(1, (PaperKind.INNER_FRONT,))
    printing.begin(vault, rows["F-2026-0001"].id, PaperKind.INNER_BACK, queue="kuvert")
    printed(2)
    third = printed(3)
    piece = rows["F-2026-0003"].piece
    assert posting.match(vault, third, letter=piece, inner=piece).matched
    for number in (4, 5):
        posting.post(vault, printed(number), on=date(2026, 11, 21), reason=Unmatched.ALONE)
    posting.take_return(vault, rows["F-2026-0005"].id, on=date(2026, 11, 21), reason=ReturnReason.NOT_COLLECTED)
    assert Outcome.BEGUN.open
    return person


def draw(where, mode, size):
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

    from spidesk.mail.page import MailTab, PostPage, SenderPage
    from spidesk.ui.look import theme
    from spidesk.ui.look.theme import Mode
    from tests.mail.world import OPEN, Clock, Office, Queue, Seat

    app = QApplication([])
    theme.start(app, Mode(mode))
    office = Office(Path(tempfile.mkdtemp()) / "prov.spivault", Clock())
    person = furnish(office)

    def wait(ready):
        while not ready():
            QTest.qWait(10)

    def keep(seat, widget, name):
        seat.settle()
        QTest.qWait(80)
        widget.grab().save(str(Path(where) / f"{name}-{mode}-{size[0]}.png"))

    def press(widget, name):
        (button,) = (one for one in widget.findChildren(QAbstractButton, name) if not one.isHidden())
        button.click()

    seat = Seat(office, "berit", wait)
    page = PostPage(seat.desk, queue=Queue())
    page.resize(*size)
    page.show()
    page.shown()
    keep(seat, page, "post-1")
    for at, state in enumerate(("F-2026-0002", "F-2026-0003"), start=2):
        page.table.choose(lambda row, state=state: row.label == state)
        keep(seat, page, f"post-{at}")
    page.filter.set_value("all")
    seat.settle()
    for at, state in enumerate(("F-2026-0004", "F-2026-0005"), start=4):
        page.table.choose(lambda row, state=state: row.label == state)
        keep(seat, page, f"post-{at}")
    page.table.choose(lambda row: row.label == "F-2026-0002")
    page.letter.match_step.letter.set_value("ACDE-FHJK")
    press(page, "post.match")
    keep(seat, page, "post-match")
    press(page, "post.reveal")
    keep(seat, page, "post-revealed")
    page.table.choose(lambda row: row.label == "F-2026-0006")
    press(page, "post.print")
    seat.settle()
    dialog = page.printout.dialog
    dialog.resize(min(1060, size[0] - 40), min(700, size[1] - 60))
    keep(seat, dialog, "post-dialog")
    dialog.close()
    seat.settle()
    page.close()
    seat.close()

    seat = Seat(office, "anna", wait)
    tab = MailTab(seat.desk, person, OPEN)
    tab.resize(size[0] - 220, size[1] - 160)
    tab.show()
    tab.shown()
    keep(seat, tab, "tab-1")
    press(tab, "mail.order")
    press(tab, "mail.kind.rek")
    press(tab, "mail.others_named.True")
    keep(seat, tab, "tab-form-1")
    bar = tab.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.value() + size[1] - 260)
    keep(seat, tab, "tab-form-2")
    press(tab, "mail.place")
    bar.setValue(0)
    keep(seat, tab, "tab-refused")
    senders = SenderPage(seat.desk)
    senders.resize(*size)
    senders.show()
    senders.shown()
    keep(seat, senders, "senders")
    tab.close()
    senders.close()
    seat.close()


def main():
    where = sys.argv[1]
    Path(where).mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 2:
        draw(where, sys.argv[2], (int(sys.argv[3]), int(sys.argv[4])))
        return
    for mode, width, height, scale in (("light", 1366, 768, "1"), ("dark", 1366, 768, "1"), ("light", 960, 540, "2")):
        subprocess.run(
            [sys.executable, __file__, where, mode, str(width), str(height)],
            env={**os.environ, "QT_SCALE_FACTOR": scale},
            check=True,
        )


if __name__ == "__main__":
    main()
