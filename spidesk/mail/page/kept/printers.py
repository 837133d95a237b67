"""Feed and test pages: how each size lies in the printer, and where the print lands on it."""

from __future__ import annotations

from typing import Final

from spidesk import wording
from spidesk.documents import formats, testpage
from spidesk.documents.formats import Format
from spidesk.mail.page import words
from spidesk.mail.page.dialogs import name_dialog
from spidesk.mail.page.order.envelopes import titled
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, NumberField, TicksField
from spidesk.ui.form import Form
from spidesk.ui.page import Page
from spidesk.ui.printing import Offsets, Paper, PrintDialog, PrintQueue
from spidesk.ui.words import Card, Muted, Notice, NoticeKind

_SIZES: Final = (*formats.ENVELOPES, formats.A4, formats.A5)
_USUAL: Final = ("C5", "C4", "A4")


class PrinterPage(Page):
    """Which sizes to try; the dialog then shows how to lay each one in, prints its test page and keeps the setting."""

    help = "post"

    def __init__(self, desk: Desk, *, queue: PrintQueue, offsets: Offsets | None) -> None:
        super().__init__()
        self.title = self.tr("Skrivare")
        self._desk, self._queue, self._offsets = desk, queue, offsets
        self.dialog: PrintDialog | None = None
        tr = self.tr
        self.notice = marked(Notice(NoticeKind.ERROR), "printers.notice")
        self.form = Form(save_text=tr("Matning och testsida …"))
        self.form.save.set_words(tr("Matning och testsida …"), icon="ruler")
        self.form.undo.hide()
        marked(self.form.save, "printers.test")
        sizes = [Choice(value=one.key, text=titled(one)) for one in _SIZES]
        self.sizes: TicksField[str] = named(TicksField(tr("Vilka storlekar?"), sizes), "printers.size")
        self.form.add("sizes", self.sizes)
        self.form.section(tr("Eget mått"), tr("0 betyder inget eget mått."))
        self.form.add_row(
            ("width", named(NumberField(tr("Bredd"), most=formats.MOST, unit="mm"), "printers.width")),
            ("height", named(NumberField(tr("Höjd"), most=formats.MOST, unit="mm"), "printers.height")),
        )
        self.sizes.set_value(_USUAL)
        self.form.mark_clean()
        self.form.saved.connect(self._open)
        card = Card(
            tr("Hur kuverten ligger i skrivaren"),
            tr(
                "Varje skrivare och storlek har sin matning: kortsida eller långsida först, kant eller mitt, sida upp "
                "eller ned. Skriv ut en testsida, mät korset och flytta i steg om 0,1 mm. Det sparas på den här datorn."
            ),
        )
        card.add(self.form)
        card.add(Muted(tr("Testsidan bär inga personuppgifter och räknas inte i liggaren.")))
        self.scrolling(widest=760).add(self.notice, card)

    def _open(self) -> None:
        sizes = [one for one in _SIZES if one.key in self.sizes.value()]
        wide, high = int(self.form["width"].value()), int(self.form["height"].value())
        try:
            if wide or high:
                sizes.append(formats.free(wide, high))
        except Refusal as refusal:
            self.form.refuse(refusal)
            return
        if not sizes:
            self.sizes.refuse(self.tr("Välj minst en storlek."))
            return
        self._desk.press.submit(
            self,
            lambda: [(size, testpage.make(size)) for size in sizes],
            done=self._show,
            refused=lambda refusal: self.notice.say(wording.text(refusal), NoticeKind.ERROR),
        )

    def _show(self, made: list[tuple[Format, bytes]]) -> None:
        pages = {size.key: pdf for size, pdf in made}
        shown = [
            Paper(
                key=size.key,
                name=self.tr("Testsida {size}").format(size=titled(size)),
                sheet=f"{size.key}-{words.tray(size)}",
                width=size.width,
                height=size.height,
                envelope=size.envelope,
                pdf=pdf,
            )
            for size, pdf in made
        ]
        self.dialog = PrintDialog(
            shown,
            queue=self._queue,
            press=self._desk.press,
            file_name=lambda paper: f"testsida-{paper.key}",
            offsets=self._offsets,
            test_page=lambda paper: pages[paper.key],
            parent=self,
        )
        name_dialog(self.dialog, "printers.dialog")
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self, _: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
