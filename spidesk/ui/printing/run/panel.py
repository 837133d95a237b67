"""A run as it is seen: one progress bar, what is printed now, what to do when it stands still, and the buttons.

`RunPanel(run)` shows the run from its start to its end. It decides nothing: every button calls the run.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from spidesk.ui.fields import Choice, ChoiceField
from spidesk.ui.printing.course import Stage
from spidesk.ui.printing.feed import fitting
from spidesk.ui.printing.feed.turn import Lie, TurnPicture
from spidesk.ui.printing.feed.turn import words as lie_words
from spidesk.ui.printing.kept import KeptNotice
from spidesk.ui.printing.order import feed_of
from spidesk.ui.printing.run import words
from spidesk.ui.printing.run.asking import Asking
from spidesk.ui.printing.run.piece import Halt, RunPiece
from spidesk.ui.printing.run.run import Run
from spidesk.ui.words import Flow, Muted, Notice, NoticeKind, PlainLabel, PrimaryButton, QuietButton, Row


class RunPanel(QWidget):
    """The whole of it. `repeated(key)` after "Skriv ut igen från …", before the run begins anew; a page with its own
    way of asking for that hands in `again=False`."""

    repeated = Signal(str)

    def __init__(self, run: Run, parent: QWidget | None = None, *, again: bool = True) -> None:
        super().__init__(parent)
        self.run = run
        self._again = again
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.count = PlainLabel("", self)
        self.now = Muted("", self)
        self.notice = Notice(NoticeKind.INFO, parent=self)
        self.turn = TurnPicture(self)
        self.feed = Muted("", self)
        self.asking = Asking(run, self)
        self.kept = KeptNotice(run.queue, run.press, self)
        self.go = PrimaryButton(self.tr("Fortsätt"), self, clicked=self._go)
        self.pause = QuietButton(self.tr("Pausa"), self, clicked=run.pause)
        self.give_up = QuietButton(self.tr("Vänta inte längre"), self, clicked=run.give_up)
        self.stop = QuietButton(self.tr("Avsluta här"), self, clicked=run.end)
        self.whence: ChoiceField[str] = ChoiceField(self.tr("Skriv ut igen från"), [], self)
        self.repeat = QuietButton(self.tr("Skriv ut igen"), self, icon="print", clicked=self._repeat)
        self._repeating = Row(self.whence, self.repeat, parent=self, grow=self.whence)
        self._printers: tuple[str, ...] = ()
        self._offered: tuple[str, ...] = ()
        self._rest = (0, 0)
        self._lay_out()
        run.changed.connect(self.show_run)
        run.finished.connect(self.show_run)
        self.show_run()

    def show_run(self) -> None:
        """Show where the run is."""
        run, halt = self.run, self.run.halt
        total = len(run.pile.pieces)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(run.pile.done)
        told = self.tr("{done} av {total} utskrivna").format(done=run.pile.done, total=total)
        self.count.setText(told)
        self.bar.setAccessibleName(told)
        self._show_now()
        self._say()
        self.asking.show_doubts()
        self._show_lie(run.pile.pieces.get(run.at) if halt is Halt.TRAY else None)
        waits = halt in (Halt.TRAY, Halt.PAUSED, Halt.STOPPED)
        self.go.setVisible(run.under_way and waits)
        self.go.setEnabled(halt is not Halt.STOPPED or not run.in_queue)
        self.pause.setVisible(run.under_way and halt is Halt.NONE)
        self.give_up.setVisible(run.under_way and halt is Halt.HELD)
        self.stop.setVisible(run.under_way and waits and run.quiet)
        self._offer_again()
        self._look_at_printer()

    def show_rest(self, missing: int, asked: int) -> None:
        """How many papers that belong with these, and are not in this run, are not printed or still asked about."""
        self._rest = (missing, asked)
        self._say()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for one in (self.count, self.bar, self.now, self.kept, self.notice, self.asking, self.turn, self.feed):
            column.addWidget(one)
        column.addWidget(Flow(self.go, self.pause, self.give_up, self.stop, parent=self))
        column.addWidget(self._repeating)
        column.addStretch(1)
        named = {
            "bar": self.bar,
            "words": self.notice,
            "resume": self.go,
            "pause": self.pause,
            "give_up": self.give_up,
            "end": self.stop,
            "again.from": self.whence.control,
            "again": self.repeat,
            "answer.all": self.asking.all_right,
            "answer.each": self.asking.each,
            "answer.yes": self.asking.yes,
            "answer.no": self.asking.no,
            "answer.unknown": self.asking.unknown,
        }
        for name, widget in named.items():
            widget.setObjectName(f"run.{name}")

    def _go(self) -> None:
        self.run.resume()
        if self.pause.isVisible():
            self.pause.setFocus()

    def _repeat(self) -> None:
        key = self.whence.value()
        if key is not None:
            self.repeated.emit(key)
            self.run.again(key)

    def _show_now(self) -> None:
        names = [self.run.pile.pieces[key].name for key in self.run.in_queue]
        self.now.setText(self.tr("I skrivaren: {names}").format(names=", ".join(names)) if names else "")
        self.now.setVisible(bool(names))

    def _say(self) -> None:
        run = self.run
        over = not run.under_way and bool(run.pile.pieces)
        kind, title, text = words.of(run.halt, run.text, self._left(), over=over, rest=self._rest)
        if (text, title) != (self.notice.text, self.notice.title) or kind is not self.notice.kind:
            self.notice.say(text, kind, title=title)

    def _left(self) -> tuple[int, int]:
        """How many are not printed, and of how many it is not known."""
        stages = self.run.pile.stages.values()
        unsure = sum(stage is Stage.UNSURE for stage in stages)
        return len(stages) - self.run.pile.done - unsure, unsure

    def _show_lie(self, piece: RunPiece | None) -> None:
        shown = piece is not None and piece.envelope
        self.turn.setVisible(shown)
        self.feed.setVisible(shown)
        if piece is None or not shown:
            return
        place = self.run.places[piece.sheet]
        feed = feed_of(self.run.offsets, place.printer, piece.sheet, lying=place.lying and piece.envelope)
        lie = Lie(
            feed=fitting(feed, piece.width, piece.height), width=piece.width, height=piece.height, back=piece.back
        )
        self.turn.show_lie(lie)
        self.feed.setText(self.tr("Vänd kuvertet så här: {words}").format(words=lie_words(lie)))

    def _offer_again(self) -> None:
        pile, run = self.run.pile, self.run
        sent = tuple(key for key in pile.pieces if pile.stages[key] is not Stage.NOT_YET)
        rests = (
            self._again and bool(sent) and run.quiet and (not run.under_way or run.halt in (Halt.PAUSED, Halt.STOPPED))
        )
        if rests and sent != self._offered:
            self._offered = sent
            self.whence.set_choices([Choice(value=key, text=pile.pieces[key].name) for key in sent])
            if run.at in sent:
                self.whence.set_value(run.at)
        self._repeating.setVisible(rests)

    def _look_at_printer(self) -> None:
        printers = tuple(dict.fromkeys(place.printer for place in self.run.places.values()))
        if printers != self._printers:
            self._printers = printers
            self.kept.look(*printers)
