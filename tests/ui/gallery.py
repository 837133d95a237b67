"""Draws every widget of spidesk.ui to PNG files, light, dark and at 200 %, so that a person can look at them.

python tests/ui/gallery.py OUT
"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def a_pdf(width=229.0, height=162.0, lines=("Formedlingsuppdrag",)):
    """A paper with a frame, a cross and some text, made with pdfium alone."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
    from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(254)
    lying = width > height
    size = QSizeF(min(width, height), max(width, height))
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.setFont(QFont(painter.font().family(), 12))
    painter.drawRect(QRectF(100, 100, 200, 100))
    for at, line in enumerate(lines):
        painter.drawText(QPointF(width * 4.2, height * 5 + at * 60), line)
    painter.end()
    buffer.close()
    return bytes(store.data())


def build(where, mode, prefix):
    from PySide6.QtCore import QSize
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

    from spidesk.ui import words as w
    from spidesk.ui.ask import Question, Reason
    from spidesk.ui.fields import (
        Choice,
        ChoiceField,
        DateField,
        LongTextField,
        MillimetreField,
        NumberField,
        PassphraseField,
        RadioField,
        SearchField,
        TextField,
        TickField,
        TicksField,
    )
    from spidesk.ui.form import Form
    from spidesk.ui.look import icons, theme
    from spidesk.ui.masked import Masked
    from spidesk.ui.page import Page
    from spidesk.ui.press import Press
    from spidesk.ui.printing import Paper, PrintDialog
    from spidesk.ui.printing.spooler import SpoolerJob, SpoolerPrinter
    from spidesk.ui.table import Column, RowTable
    from spidesk.ui.wizard import Step, Wizard
    from spidesk.ui.words.buttons import RailButton

    app = QApplication.instance() or QApplication([])
    theme.start(app, mode)
    size = QSize(1366, 768) if prefix != "dubbel" else QSize(683, 384)

    def keep(widget, name, *, own_size=False):
        if not own_size:
            widget.resize(size)
        widget.show()
        widget.activateWindow()
        for _ in range(4):
            QTest.qWait(30)
        widget.grab().save(str(where / f"{name}-{prefix}.png"))

    # a shell like the real one
    shell = Page()
    shell.column.setSpacing(0)
    line = QHBoxLayout()
    line.setSpacing(0)
    from PySide6.QtWidgets import QFrame

    rail = QFrame()
    rail.setProperty("kind", "rail")
    rail.setFixedWidth(224)
    column = QVBoxLayout(rail)
    column.setContentsMargins(12, 20, 12, 16)
    column.setSpacing(4)
    for at, (word, icon) in enumerate(
        [("Att göra", "due"), ("Personer", "people"), ("Post", "mail"), ("Administration", "settings")]
    ):
        button = RailButton(word, icon)
        if at == 0:
            button.set_count(4)
        button.setChecked(at == 1)
        column.addWidget(button)
    column.addStretch(1)
    column.addWidget(w.Muted("Inloggad: Handläggare 2"))
    column.addWidget(w.QuietButton("Lås", icon="lock"))
    line.addWidget(rail)
    right = QVBoxLayout()
    right.setContentsMargins(0, 0, 0, 0)
    right.setSpacing(0)
    bar = QFrame()
    bar.setProperty("kind", "bar")
    top = QHBoxLayout(bar)
    top.setContentsMargins(24, 12, 24, 12)
    top.addWidget(SearchField("Namn, personnummer eller ärendenummer"), 1)
    top.addSpacing(200)
    top.addWidget(w.PrimaryButton("Ny person", icon="plus"))
    right.addWidget(bar)
    body = w.Scroll()
    head = w.Card()
    first = w.Row(w.Heading("SP-2026-0007"), None, w.Chip(w.ChipKind.SEKRETESS, "Sekretessmarkering"))
    masked = Masked("Personnummer", lambda show: show("19900101-2385"), copyable=True)
    name = Masked("Namn", lambda show: show("Åsa Öberg Ärlig"))
    head.add(first, w.Flow(name, masked, gap=32), w.Facts([("Giltig till", "2027-03-01"), ("Handläggare", "A. Ek")]))
    body.add(head)
    tabs = QTabWidget()
    for title in ("Översikt", "Kontaktvägar", "Post", "Händelser"):
        tabs.addTab(QWidget(), title)
    tabs.setFixedHeight(44)
    body.add(tabs)
    body.add(
        w.Notice(w.NoticeKind.WARNING, "Bekräfta dem senast 2026-12-01.", title="Kontaktvägarna är inte bekräftade")
    )
    chips = [
        (w.ChipKind.SEKRETESS, "Sekretessmarkering"),
        (w.ChipKind.SKYDDAD, "Skyddad folkbokföring"),
        (w.ChipKind.OVERDUE, "Försenat"),
        (w.ChipKind.OK, "Klart"),
        (w.ChipKind.INFO, "Beställd"),
        (w.ChipKind.NEUTRAL, "Avslutad"),
    ]
    body.add(w.Flow(*[w.Chip(kind, text) for kind, text in chips]))
    table = RowTable(
        [
            Column("Ärende", lambda row: row[0], width=150),
            Column("Vad", lambda row: row[1]),
            Column("Skydd", lambda row: row[2][1], chip=lambda row: row[2][0], width=230),
            Column("Senast", lambda row: row[3].isoformat(), width=130),
        ],
        name="Att göra",
    )
    table.set_rows(
        [
            ("SP-2026-0007", "Skyddet går ut", chips[0], date(2027, 3, 1)),
            ("SP-2026-0011", "Bekräfta kontaktvägar", chips[1], date(2026, 12, 1)),
            ("SP-2026-0002", "Brev att posta", chips[2], date(2026, 11, 1)),
        ]
    )
    table.fit()
    body.add(table)
    right.addWidget(body, 1)
    line.addLayout(right, 1)
    shell.column.addLayout(line, 1)
    shell.resize(size)
    shell.show()
    shell.activateWindow()
    QTest.qWait(50)
    masked.toggle()
    table.choose(lambda row: row[0] == "SP-2026-0011")
    keep(shell, "1-person")
    shell.close()

    # a form with refusals
    page = Page()
    body = page.scrolling(widest=760)
    body.add(w.Heading("Ny person"))
    card = w.Card("Vem gäller det?", "Uppgifterna sparas krypterade och visas bara för handläggarna.")
    form = Form(save_text="Registrera")
    form.add("name", TextField("Namn", help="Som det står i folkbokföringen.", sensitive=True))
    form.add_row(("number", TextField("Personnummer", width=13, sensitive=True)), ("until", DateField("Giltig till")))
    form.add(
        "level",
        RadioField(
            "Skydd",
            [
                Choice(value=1, text="Sekretessmarkering", help="Den vanligaste formen. Gäller oftast i två år."),
                Choice(value=2, text="Skyddad folkbokföring"),
            ],
        ),
    )
    form.add(
        "circle",
        ChoiceField("Krets", [Choice(value=1, text="HR"), Choice(value=2, text="Björkskolan")], empty="Välj …"),
    )
    form.add(
        "ticks",
        TicksField(
            "Det här gäller", [Choice(value=1, text="Har sett beslutet"), Choice(value=2, text="Barn")], optional=True
        ),
    )
    form.add("note", LongTextField("Anteckning", optional=True, rows=3))
    form.add_row(("copies", NumberField("Antal", least=1, most=9)), ("mm", MillimetreField("Åt höger")))
    form.add("pass", PassphraseField("Lösenfras"))
    form.add("agree", TickField("Jag har sett beslutet", help="Skriv datum i händelserna."))
    form["name"].set_value("Åsa Öberg Ärlig")
    form["until"].set_value(date(2027, 3, 1))
    form["agree"].set_value(True)
    form["number"].set_value("19900101-2384")
    form["level"].set_value(1)
    form["ticks"].set_value((1,))
    form["pass"].set_value("blåbär kanot")
    card.add(form)
    body.add(card)
    page.resize(size)
    page.show()
    page.activateWindow()
    QTest.qWait(30)
    form["number"].refuse("Kontrollsiffran stämmer inte. Kontrollera de fyra sista siffrorna.")
    form._sum_up([("number", form["number"].refused)])
    keep(page, "2-formular")
    body.verticalScrollBar().setValue(body.verticalScrollBar().maximum())
    keep(page, "3-formular-slut")
    page.close()

    # empty, notices, buttons, icons
    page = Page()
    body = page.scrolling()
    body.add(
        w.Row(
            w.PrimaryButton("Spara"),
            w.QuietButton("Ångra", icon="undo"),
            w.DangerButton("Ta bort", icon="trash"),
            w.LinkButton("Visa loggen"),
            w.IconButton("settings", "Inställningar"),
            w.IconButton("sun", "Ljust tema"),
        )
    )
    off = w.PrimaryButton("Spara")
    off.setEnabled(False)
    off2 = w.QuietButton("Ångra", icon="undo")
    off2.setEnabled(False)
    body.add(w.Row(off, off2))
    for kind in w.NoticeKind:
        body.add(w.Notice(kind, "Här står vad som har hänt och vad man gör åt det."))
    card = w.Card("Ikoner")
    names = icons.names()
    for at in range(0, len(names), 24):
        card.add(w.Flow(*[w.IconMark(icon, size=28) for icon in names[at : at + 24]], gap=12))
    body.add(card)
    waiting = w.Waiting("Bygger sökregistret …")
    waiting._bar.setRange(0, 10)
    waiting._bar.setValue(4)
    waiting.show()
    card2 = w.Card("Väntar")
    card2.add(waiting)
    body.add(card2)
    empty = w.Card()
    empty.add(
        w.EmptyState(
            "Inga personer än", "Registrera den första så syns den här.", icon="people", button="Ny person", clicked=int
        )
    )
    body.add(empty)
    keep(page, "4-delar")
    page.close()

    # wizard
    class First(Step):
        title = "Välj plats för valvet"
        text = "Valvet är en mapp på den här datorn. Nätverksplatser och USB-minnen går inte att använda."

    class Second(Step):
        title = "Din lösenfras"
        text = "Sex ord är lätta att minnas och svåra att gissa."

    class Third(Step):
        title = "Återställningskort"

    steps = [First(), Second(), Third()]
    steps[1].column.addWidget(PassphraseField("Lösenfras", help="Minst 15 tecken."))
    steps[1].column.addWidget(PassphraseField("Skriv den igen"))
    wizard = Wizard("Skapa valv", steps)
    wizard.go_on()
    keep(wizard, "5-guide")
    wizard.close()

    # questions
    question = Question(
        "Ta bort utkastet?", "Det du har skrivit försvinner.", [("no", "Avbryt"), ("yes", "Ta bort")], danger="yes"
    )
    question.adjustSize()
    keep(question, "6-fraga", own_size=True)
    reason = Reason(
        "Varför öppnar du sidan?",
        "Du är inte handläggare. Öppningen loggas och granskas.",
        label="Skäl",
        yes="Öppna i tre timmar",
    )
    reason.adjustSize()
    keep(reason, "7-skal", own_size=True)

    # printing
    class Queue:
        def printers(self):
            return [SpoolerPrinter(name="p", title="Kuvertskrivare plan 2", trays=("Manuell",), default=True)]

        def send(self, pdf, *, width, height, printer, copies=1, tray=""):
            return SpoolerJob(printer=printer)

        def state(self, job):
            return job

    press = Press()
    papers = [
        Paper(
            key="inner",
            name="Innerkuvert, framsida",
            sheet="C5-kuvert",
            width=229,
            height=162,
            envelope=True,
            pdf=a_pdf(lines=("19900101-2385",)),
        ),
        Paper(
            key="outer",
            name="Ytterkuvert",
            sheet="C4-kuvert",
            width=324,
            height=229,
            envelope=True,
            pdf=a_pdf(324, 229, ("Skatteverket", "Förmedlingsuppdrag", "Box 2820", "403 20 Göteborg")),
        ),
    ]
    dialog = PrintDialog(
        papers, queue=Queue(), press=press, file_name="SP-2026-0007", test_page=lambda p: p.pdf, poll_ms=50
    )
    dialog.resize(size if prefix == "dubbel" else QSize(1060, 700))
    dialog.show()
    QTest.qWait(400)
    keep(dialog, "8-utskrift", own_size=True)
    dialog.setup._unfold()
    dialog.print_now()
    QTest.qWait(400)
    keep(dialog, "9-fraga-utskrift", own_size=True)
    dialog.talk.yes.click()
    QTest.qWait(100)
    keep(dialog, "10-utskrivet", own_size=True)
    dialog.close()
    press.stop()


def main():
    if len(sys.argv) == 2:
        where = Path(sys.argv[1])
        where.mkdir(parents=True, exist_ok=True)
        for prefix, scale in (("ljus", "1"), ("mork", "1"), ("dubbel", "2")):
            subprocess.run(
                [sys.executable, __file__, str(where), prefix], env={**os.environ, "QT_SCALE_FACTOR": scale}, check=True
            )
        return
    from spidesk.ui.look.theme import Mode

    where, prefix = Path(sys.argv[1]), sys.argv[2]
    build(where, Mode.DARK if prefix == "mork" else Mode.LIGHT, prefix)


if __name__ == "__main__":
    main()
