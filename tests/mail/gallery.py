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
    """Letters in every state, one print nobody answered for, a question to the handler."""
    from sqlalchemy import select

    from spidesk.documents.queue import JobState
    from spidesk.mail.actions import ordering, posting, printing
    from spidesk.mail.actions.ledger import label_of
    from spidesk.mail.records import order as table
    from spidesk.mail.rules.order import PARCEL_PAIR, Kind, Pair, PaperKind, ReturnReason, Unmatched, papers_of
    from spidesk.mail.rules.parcel import Parcel
    from tests.mail.world import NUMBERS, OPEN

    person, other = office.person(), office.person(NUMBERS[1])
    kinds = (Kind.ORDINARY, Kind.REK_PERSONAL, Kind.REK, Kind.ORDINARY, Kind.ORDINARY, Kind.ORDINARY)
    pairs = (Pair.C5_C4, Pair.DL_C5, Pair.C6_C5, Pair.C5_C4, Pair.DL_C5, Pair.C5_C4)
    vault = office.as_("anna")
    for at, (kind, pair) in enumerate(zip(kinds, pairs, strict=True)):
        asked = office.asked(kind=kind, pair=pair, latest_arrival=date(2026, 12, 10 + at) if at % 2 else None)
        ordering.place(vault, (person, other)[at % 2].id if at < 4 else person.id, asked, OPEN)
    parcel = Parcel(weight_g=2400, length_mm=400, width_mm=250, height_mm=120)
    more = (
        office.asked(thickness_mm=4),
        office.asked(pair=Pair.of("230x160_C4"), thickness_mm=6, delgivning=True),
        office.asked(kind=Kind.PARCEL, pair=PARCEL_PAIR, parcel=parcel),
    )
    for at, asked in enumerate(more):
        ordering.place(vault, (person, other)[at % 2].id, asked, OPEN)
    vault = office.as_("berit")
    with vault.read() as reader:
        rows = {label_of(row): row for row in reader.rows(select(table))}

    four = papers_of(Kind.ORDINARY, False)

    def printed(number, papers=four):
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
    return person


class Pen:
    """Draws one page after another."""

    def __init__(self, where, mode, size):
        self.where, self.mode, self.size = Path(where), mode, size

    def wait(self, ready):
        from PySide6.QtTest import QTest

        while not ready():
            QTest.qWait(10)

    def keep(self, seat, widget, name):
        from PySide6.QtTest import QTest

        seat.settle()
        QTest.qWait(80)
        widget.grab().save(str(self.where / f"{name}-{self.mode}-{self.size[0]}.png"))

    def press(self, widget, name):
        from PySide6.QtWidgets import QAbstractButton

        (button,) = (one for one in widget.findChildren(QAbstractButton, name) if one.isVisible())
        button.click()


def draw_ledger(pen, seat):
    from spidesk.mail.page import PostPage
    from tests.mail.world import OPEN, Queue

    page = PostPage(seat.desk, queue=Queue(), ways=OPEN)
    page.resize(*pen.size)
    page.show()
    page.shown()
    pen.keep(seat, page, "post-1")
    for at, state in enumerate(("F-2026-0002", "F-2026-0003"), start=2):
        page.table.choose(lambda row, state=state: row.label == state)
        pen.keep(seat, page, f"post-{at}")
    pen.press(page, "post.more")
    page.ledger.filters.state.set_value("all")
    seat.settle()
    for at, state in enumerate(("F-2026-0004", "F-2026-0005"), start=4):
        page.table.choose(lambda row, state=state: row.label == state)
        pen.keep(seat, page, f"post-{at}")
    page.table.choose(lambda row: row.label == "F-2026-0002")
    page.letter.match_step.letter.set_value("ACDE-FHJK")
    pen.press(page, "post.match")
    pen.keep(seat, page, "post-match")
    pen.press(page, "post.reveal")
    pen.keep(seat, page, "post-revealed")
    page.table.choose(lambda row: row.label == "F-2026-0006")
    pen.press(page, "post.print")
    seat.settle()
    dialog = page.printout.dialog
    dialog.resize(min(1060, pen.size[0] - 40), min(700, pen.size[1] - 60))
    pen.keep(seat, dialog, "post-dialog")
    dialog.close()
    seat.settle()
    for tab in ("senders", "rules", "printers"):
        page.show_tab(tab)
        pen.keep(seat, page, f"post-{tab}")
    return page


def draw_batch(pen, seat, page):
    from spidesk.mail.actions import batching

    page.asked.show_prints([])
    page.show_tab("batch")
    pen.keep(seat, page, "batch-1-pick")
    bar = page.batch.verticalScrollBar()
    outers = page.batch.pick.outers
    outers.choose(outers.orders[0][-1])
    bar.setValue(bar.maximum())
    pen.keep(seat, page, "batch-2-outers")
    bar.setValue(0)
    pen.press(page, "batch.begin")
    pen.keep(seat, page, "batch-3-print")
    pen.press(page, "batch.print")
    pen.keep(seat, page, "batch-4-run")
    panel = page.batch.printed.panel
    stops = 0
    while panel.run.under_way:
        seat.settle()
        if panel.go.isVisible() and panel.go.isEnabled():
            stops += 1
            if stops == 3:
                pen.keep(seat, page, "batch-5-tray")
            panel.go.click()
        pen.wait(lambda: True)
        seat.settle()
    pen.keep(seat, page, "batch-6-printed")
    pen.press(page, "batch.more_ways")
    bar.setValue(bar.maximum())
    pen.keep(seat, page, "batch-7-ways")
    bar.setValue(0)
    pen.press(page, "batch.step.match")
    pen.keep(seat, page, "batch-8-match")
    batch = page.batch.batch
    rows = list(batch.rows)

    def piece(vault, order):
        from spidesk.mail import records

        with vault.read() as reader:
            return records.of(reader, order).piece

    codes = {row.id: seat.do(lambda vault, row=row: piece(vault, row.id)) for row in rows}
    station = page.batch.matching.station
    station.asked.emit(codes[rows[0].id], codes[rows[0].id])
    pen.keep(seat, page, "batch-9-right")
    station.asked.emit(codes[rows[1].id], codes[rows[2].id])
    pen.keep(seat, page, "batch-10-stop")
    station.went_on.emit()
    seat.settle()
    page.batch.matching.table.choose(lambda row: row.id == rows[1].id)
    pen.press(page, "batch.others")
    page.batch.matching.aside.names.set_value("Kim Exempel\nRobin Prov")
    bar.setValue(bar.maximum())
    pen.keep(seat, page, "batch-11-others")
    pen.press(page, "batch.others.send")
    pen.keep(seat, page, "batch-12-asked")
    for row in rows[2:]:
        seat.do(lambda vault, row=row: batching.match(vault, batch.id, codes[row.id], codes[row.id]))
    page.batch.load()
    bar.setValue(0)
    pen.press(page, "batch.step.post")
    pen.keep(seat, page, "batch-13-post")
    page.batch.posting.table.choose(lambda one: one.registered)
    pen.keep(seat, page, "batch-14-rek")
    page.close()


def draw_handler(pen, seat, person):
    from PySide6.QtWidgets import QScrollArea

    from spidesk.mail.page import EditionPage, MailTab, SenderPage
    from tests.mail.world import OPEN

    size = pen.size
    tab = MailTab(seat.desk, person, OPEN)
    tab.resize(size[0] - (220 if size[0] > 800 else 60), size[1] - (160 if size[1] > 500 else 60))
    tab.show()
    tab.shown()
    pen.keep(seat, tab, "tab-1")
    if tab.questions.isVisible():
        pen.press(tab, "mail.question.show")
        pen.keep(seat, tab, "tab-question")
    pen.press(tab, "mail.order")
    bar = tab.findChild(QScrollArea).verticalScrollBar()

    def form(name):
        bar.setValue(0)
        for at in range(4):
            pen.keep(seat, tab, f"{name}-{at + 1}")
            if bar.value() >= bar.maximum():
                break
            bar.setValue(bar.value() + tab.height() - 60)

    pen.press(tab, "mail.kind.rek")
    pen.press(tab, "mail.pair.other")
    tab.form.envelopes.inner.chosen.set_value("free")
    pen.press(tab, "mail.others_named.True")
    form("tab-form")
    pen.press(tab, "mail.kind.parcel")
    form("tab-parcel")
    pen.press(tab, "mail.place")
    bar.setValue(0)
    pen.keep(seat, tab, "tab-refused")
    for name, page in (("senders", SenderPage(seat.desk)), ("rules", EditionPage(seat.desk))):
        page.resize(*size)
        page.show()
        page.shown()
        pen.keep(seat, page, name)
        if name == "rules":
            pen.press(page, "rules.new")
            pen.press(page, "rules.add")
            seat.settle()
            lower = page.findChild(QScrollArea).verticalScrollBar()
            for at in range(4):
                pen.keep(seat, page, f"rules-new-{at + 1}")
                lower.setValue(lower.value() + page.height() - 40)
        page.close()
    tab.close()


def draw(where, mode, size):
    from PySide6.QtWidgets import QApplication

    from spidesk.ui.look import theme
    from spidesk.ui.look.theme import Mode
    from tests.mail.world import Clock, Office, Seat

    app = QApplication([])
    theme.start(app, Mode(mode))
    office = Office(Path(tempfile.mkdtemp()) / "prov.spivault", Clock())
    person = furnish(office)
    pen = Pen(where, mode, size)
    seat = Seat(office, "berit", pen.wait)
    page = draw_ledger(pen, seat)
    draw_batch(pen, seat, page)
    seat.close()
    seat = Seat(office, "anna", pen.wait)
    draw_handler(pen, seat, person)
    seat.close()


def main():
    where = sys.argv[1]
    Path(where).mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 2:
        draw(where, sys.argv[2], (int(sys.argv[3]), int(sys.argv[4])))
        return
    for mode, width, height, scale in (("light", 1366, 768, "1"), ("dark", 1366, 768, "1"), ("light", 683, 384, "2")):
        subprocess.run(
            [sys.executable, __file__, where, mode, str(width), str(height)],
            env={**os.environ, "QT_SCALE_FACTOR": scale},
            check=True,
        )


if __name__ == "__main__":
    main()
