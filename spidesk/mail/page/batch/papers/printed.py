"""The first step of a batch that has begun: everything printed in one run, or another way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from spidesk.documents import formats
from spidesk.mail.actions import batching
from spidesk.mail.actions.batching import Batch, Piece
from spidesk.mail.document import window
from spidesk.mail.document.window import Window
from spidesk.mail.page import words
from spidesk.mail.page.batch.papers.lists import Lists
from spidesk.mail.page.batch.papers.printout import Bundle, BundlePrintout
from spidesk.mail.page.batch.papers.run import BatchRun, sheet_of
from spidesk.mail.page.batch.papers.trays import Trays
from spidesk.mail.page.batch.papers.ways import OtherWays, Windows, reprint_choices
from spidesk.mail.page.dialogs import name_dialog
from spidesk.mail.rules.batch import Reprint
from spidesk.person.page.desk import Desk
from spidesk.person.page.naming import marked, named
from spidesk.refusal import Refusal
from spidesk.ui import ask
from spidesk.ui.fields import Choice, ChoiceField
from spidesk.ui.form import Form
from spidesk.ui.printing import Offsets, Paper, PrintDialog, PrintQueue
from spidesk.ui.printing.run import RunPanel
from spidesk.ui.words import Card, Facts, Flow, Muted, PrimaryButton, QuietButton, Stack


class Printed(Stack):
    """`changed`: read the batch again. `done`: a run is over."""

    changed = Signal()
    done = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        queue: PrintQueue,
        offsets: Offsets | None,
        windows: Windows | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent, gap=16)
        self._desk, self._queue, self._offsets = desk, queue, offsets
        self._batch: Batch | None = None
        self._pieces: tuple[Piece, ...] = ()
        self._run: BatchRun | None = None
        self._printout: BundlePrintout | None = None
        self._outline: PrintDialog | None = None
        self._awaits = False
        tr = self.tr
        self._facts = Facts()
        self._whole = Muted("")
        self.trays = Trays(desk, queue)
        self.trays.changed.connect(self._adapt)
        self.start = marked(PrimaryButton(tr("Skriv ut"), icon="print", clicked=self._start), "batch.print")
        self._setup = Card(
            tr("Skriv ut allt i ett svep"), tr("Först innerkuverten, sedan det som läggs i breven, sist ytterkuverten.")
        )
        self._setup.add(self._facts, self._whole, self.trays, Flow(self.start))
        self.panel: RunPanel | None = None
        self._running = Stack()
        self.again = self._make_again()
        self._again_card = Card(tr("Skriv ut igen"))
        self._again_card.add(self.again)
        self.ways = OtherWays(windows)
        self.ways.asked.connect(self._open_bundles)
        self.ways.outline_asked.connect(self._open_outline)
        self.lists = Lists(desk, queue=queue, offsets=offsets)
        self.more = marked(
            QuietButton(tr("Andra sätt, listor och omtryck"), icon="chevron-down", clicked=self._unfold),
            "batch.more_ways",
        )
        self._folded = Stack(self._again_card, self.ways, self.lists, gap=16)
        self._folded.hide()
        self.add(self._running, self._setup, Flow(self.more), self._folded)

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._run is not None and self._run.run.under_way

    def take_focus(self) -> None:
        """To what is pressed next."""
        if self.panel is not None and self.busy:
            self.panel.go.setFocus()
        elif self.start.isVisible() and self.start.isEnabled():
            self.start.setFocus()
        else:
            self._awaits = True

    def show_batch(self, batch: Batch) -> None:
        """Show what is printed and what is left."""
        self._batch = batch
        self._pieces = batching.pieces(batch)
        self.lists.show_batch(batch)
        self.ways.show_pieces(self._pieces)
        self._facts.show_facts(_summed(self._pieces))
        titles = words.sheets()
        self.again_from.set_choices(
            [Choice(value=one.key, text=f"{titles[one.paper]} {one.label}") for one in self._pieces if one.printed]
        )
        self._again_card.setVisible(any(one.printed for one in self._pieces))
        self.trays.show_sheets(_sheets(self._left))
        self._adapt()
        self._show_rest()

    def _show_rest(self) -> None:
        """Let the run know of the batch's other papers, so that its end is not taken for the end of all."""
        if self._run is None or self.panel is None:
            return
        others = [one for one in self._pieces if one.key not in self._run.run.pile.pieces]
        self.panel.show_rest(len(batching.left(others)), sum(one.asked for one in others))

    @property
    def _left(self) -> tuple[Piece, ...]:
        return tuple(batching.left(self._pieces))

    def _adapt(self) -> None:
        left, busy = self._left, self.busy
        self._setup.setVisible(not busy)
        self._folded.setEnabled(not busy)
        asked = any(one.asked for one in self._pieces)
        whole, open_ = self.tr("Allt är utskrivet. Gå vidare till Läs av."), self.tr("Svara först på frågan överst.")
        self._whole.setText(open_ if asked else whole)
        self._whole.setVisible(not left and bool(self._pieces))
        self.trays.setVisible(bool(left))
        self.start.setVisible(bool(left))
        self.start.setEnabled(bool(left) and self.trays.ready)
        some = any(one.printed for one in self._pieces)
        said = self.tr("Skriv ut resten ({count} papper)") if some else self.tr("Skriv ut {count} papper")
        self.start.set_words(said.format(count=len(left)))
        if self._awaits and self.start.isVisible() and self.start.isEnabled():
            self._awaits = False
            self.start.setFocus()

    def _start(self) -> None:
        self._print(self._left, None)

    def _print(self, pieces: Sequence[Piece], reason: Reprint | None) -> None:
        if self.busy or not pieces:
            return
        self.trays.show_sheets(_sheets(pieces))
        self._end_run()
        run = BatchRun(self._desk, self._queue, self._offsets, self)
        run.told.connect(self._told)
        run.run.finished.connect(self._finished)
        run.run.stopped.connect(lambda *_: QTimer.singleShot(0, self, self.take_focus))
        self._run = run
        self.panel = marked(RunPanel(run.run), "batch.run")
        self.panel.repeated.connect(self._ask_why)
        self._running.add(self.panel)
        self._awaits = False
        run.start(pieces, self.trays.places, reason)
        self._show_rest()
        self._adapt()
        self.panel.go.setFocus()

    def _ask_why(self, _: str) -> None:
        """Before anything is printed once more; without an answer the ledger refuses it."""
        answers = [(one.value, text) for one, text in words.reprints().items()]
        text = self.tr("Orsaken står i liggaren. Kasta det gamla papperet i sekretesspapper.")
        chosen = ask.choose(self, self.tr("Varför skrivs det ut igen?"), text, answers)
        if self._run is not None:
            self._run.reason = Reprint(chosen) if chosen else None

    def _told(self) -> None:
        if not self.busy:
            self.changed.emit()

    def _finished(self) -> None:
        self._adapt()
        self.done.emit()
        self._desk.lane.submit(self, lambda _: None, done=lambda _: self.changed.emit())

    def _end_run(self) -> None:
        self._running.clear()
        self.panel = None
        if self._run is not None:
            self._run.deleteLater()
            self._run = None

    def _make_again(self) -> Form:
        tr = self.tr
        form = Form(save_text=tr("Skriv ut igen"))
        form.undo.hide()
        marked(form.save, "batch.reprint")
        self.again_from: ChoiceField[str] = named(
            ChoiceField(tr("Vilket papper?"), [], empty=tr("Välj …")), "batch.reprint.piece"
        )
        self.again_much: ChoiceField[bool] = named(
            ChoiceField(
                tr("Hur mycket?"),
                [Choice(value=False, text=tr("Bara det")), Choice(value=True, text=tr("Det och allt efter"))],
            ),
            "batch.reprint.much",
        )
        self.again_why: ChoiceField[Reprint] = named(
            ChoiceField(tr("Varför?"), reprint_choices(), empty=tr("Välj …")), "batch.reprint.reason"
        )
        form.add_row(("piece", self.again_from), ("much", self.again_much))
        form.add("reason", self.again_why)
        form.place(Muted(tr("Kasta det gamla papperet i sekretesspapper. Orsaken står i liggaren.")))
        form.saved.connect(self._reprint)
        return form

    def _reprint(self) -> None:
        key, reason = self.again_from.value(), self.again_why.value()
        for field, value in ((self.again_from, key), (self.again_why, reason)):
            if value is None:
                field.refuse(self.tr("Välj först."))
                field.take_focus()
                return
        if key is None:
            return
        onward = batching.onward(self._pieces, key)
        self._print(onward if self.again_much.value() else onward[:1], reason)

    def _open_bundles(self, bundles: Sequence[Bundle], reason: Reprint | None) -> None:
        batch = self._batch
        if batch is None or self._printout is not None or self.busy:
            return
        self._printout = BundlePrintout(
            self._desk,
            bundles,
            queue=self._queue,
            offsets=self._offsets,
            file_name=batch.label,
            reason=reason,
            parent=self,
        )
        self._printout.closed.connect(self._bundles_closed)
        self._printout.refused.connect(self._bundles_refused)
        self._printout.start()

    def _bundles_closed(self) -> None:
        if self._printout is not None:
            self._printout.deleteLater()
            self._printout = None
        self.changed.emit()

    def _bundles_refused(self, refusal: Refusal) -> None:
        self._bundles_closed()
        self.ways.refuse(refusal)

    def _open_outline(self, place: Window) -> None:
        try:
            pdf = window.outline(place)
        except Refusal as refusal:
            self.ways.window_form.refuse(refusal)
            return
        size = formats.A4
        paper = Paper(
            key="outline",
            name=self.tr("Provblad för fönsterkuvert"),
            sheet=f"{size.key}-{words.tray(size)}",
            width=size.width,
            height=size.height,
            envelope=False,
            pdf=pdf,
        )
        self._outline = PrintDialog(
            [paper], queue=self._queue, press=self._desk.press, file_name="provblad", offsets=self._offsets, parent=self
        )
        name_dialog(self._outline, "batch.outline")
        self._outline.finished.connect(self._outline.deleteLater)
        self._outline.open()

    def _unfold(self) -> None:
        opened = self._folded.isHidden()
        self._folded.setVisible(opened)
        self.more.set_words(self.more.text(), icon="chevron-up" if opened else "chevron-down")


def _sheets(pieces: Sequence[Piece]) -> list[tuple[str, int]]:
    """What lies in the trays and how many of each, in the order they are needed."""
    found: dict[str, int] = {}
    for one in pieces:
        found[sheet_of(one)] = found.get(sheet_of(one), 0) + 1
    return list(found.items())


def _summed(pieces: Sequence[Piece]) -> list[tuple[str, str | QWidget]]:
    """For each paper: how many of which size, and how many are printed."""
    titles = words.sheets()
    facts: list[tuple[str, str | QWidget]] = []
    for paper in dict.fromkeys(one.paper for one in pieces):
        same = [one for one in pieces if one.paper is paper]
        sizes = ", ".join(f"{count} {sheet}" for sheet, count in _sheets(same))
        printed = sum(1 for one in same if one.printed)
        state = "✓" if printed == len(same) else f"{printed}/{len(same)}"
        facts.append((titles[paper], f"{sizes}  {state}"))
    return facts
