"""Many pieces printed after each other, each followed to its end.

    run = Run(queue, desk.press, offsets=offsets)
    run.start(pieces, printer, tray, allow)     # asks for the first tray; `run.resume()` when it is filled

Promise: a piece is printed when the queue or a person says so, and never otherwise; at most `ahead` pieces are in the
queue; after one that failed, is held or is not known, nothing more is sent. What waited behind a failed piece is taken
back: one the printer never began on waits again, one it may have begun on is asked about.

`allow(keys, go)` is called for the few pieces about to leave: write them in the ledger, then call `go()`, or else
`decline(keys, text)`. `piece(key, stage)` tells of every change; `NOT_YET` after `SENDING` or `FOLLOWED` means that it
is known not to be printed. `taken(key, job)` tells which job it became.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.ui.press import Press
from spidesk.ui.printing.course import POLL_MS, Stage
from spidesk.ui.printing.order import Offsets, PrintQueue, feed_of
from spidesk.ui.printing.run import words
from spidesk.ui.printing.run.follow import Follower, Verdict, leaving, verdict_of
from spidesk.ui.printing.run.piece import Halt, Place, RunPiece, in_row
from spidesk.ui.printing.run.pile import Pile

Allow = Callable[[tuple[str, ...], Callable[[], None]], object]
AHEAD: Final = 4
ASK_AT: Final = 20
"""So many are asked about at once."""


class Run(QObject):
    """One run. `changed` after everything that a panel shows; `at` and `text` say where it stands still and why."""

    moved = Signal(int, int)
    piece = Signal(str, object)
    taken = Signal(str, object)
    stopped = Signal(str, str)
    asked = Signal(object)
    changed = Signal()
    finished = Signal()

    def __init__(
        self,
        queue: PrintQueue,
        press: Press,
        parent: QObject | None = None,
        *,
        ahead: int = AHEAD,
        offsets: Offsets | None = None,
        poll_ms: int = POLL_MS,
    ) -> None:
        super().__init__(parent)
        self.queue, self.press, self.offsets = queue, press, offsets
        self._ahead, self.pile = ahead, Pile()
        self.places: dict[str, Place] = {}
        self.under_way, self.at, self.text = False, "", ""
        self._whys: set[Halt] = set()
        self._loaded: object = None
        self._follower = Follower(queue, press, self, poll_ms=poll_ms)
        self._follower.taken.connect(self._taken)
        self._follower.refused.connect(self._not_taken)
        self._follower.lost.connect(self._lost)
        self._follower.told.connect(self._told)
        self._follower.slow.connect(self.ask_now)

    @property
    def halt(self) -> Halt:
        """Why nothing more is sent, the gravest reason."""
        return next((why for why in Halt if why in self._whys), Halt.NONE)

    @property
    def in_queue(self) -> tuple[str, ...]:
        """The pieces handed over and not yet known, in order."""
        return self._follower.busy

    @property
    def quiet(self) -> bool:
        """Whether nothing is in the queue, on its way there or asked about."""
        return not (self._follower.busy or self.pile.allowed or self.pile.doubts)

    def start(
        self,
        pieces: Sequence[RunPiece],
        printer: str,
        tray: str,
        allow: Allow,
        *,
        places: Mapping[str, Place] | None = None,
    ) -> None:
        """Begin; the tray is asked for first. `places` by sheet, where not everything is printed in one place."""
        if self.under_way or not pieces:
            raise ValueError("a run has pieces and begins once")
        self.pile = Pile(pieces)
        self.places = {one.sheet: Place(printer=printer, tray=tray) for one in pieces} | dict(places or {})
        self._allow = allow
        self._begin()

    def pause(self) -> None:
        """Send nothing more; what is in the queue is followed to its end."""
        if self.under_way:
            self._whys.add(Halt.PAUSED)
            self.changed.emit()

    def resume(self) -> None:
        """Go on: after a pause, with the right sheets in the tray, or from the piece that failed."""
        if self.pile.doubts or (Halt.STOPPED in self._whys and self.in_queue):
            return
        if Halt.TRAY in self._whys and self.pile.first is not None:
            self._loaded = self.pile.first.tray
        self._whys -= {Halt.PAUSED, Halt.TRAY, Halt.STOPPED}
        self._fill()

    def again(self, key: str) -> bool:
        """Print from this piece on once more, also what came out; the tray is asked for. Only while all is `quiet`."""
        if not self.quiet or key not in self.pile.pieces:
            return False
        self.pile.again(key)
        self._begin()
        return True

    def answer(self, key: str, printed: bool | None) -> None:
        """What a person says came out. Only yes counts as printed; "I do not know" is not printed again by itself."""
        if key not in self.pile.doubts:
            return
        self._settle(key)
        if printed:
            self._mark(key, Stage.PRINTED)
        else:
            self._mark(key, Stage.UNSURE if printed is None else Stage.FAILED)
            self.pile.back([key] if printed is False else [])
            self._stop(key, words.not_right(self.pile.pieces[key], printed))
        self._fill()

    def give_up(self) -> None:
        """Take back what is in the queue, because the printer does not go on; then stand still."""
        self._whys.add(Halt.PAUSED)
        self._follower.cancel(wait=True)
        self.changed.emit()

    def ask_now(self) -> None:
        """Do not wait longer for the queue: a person tells what came out."""
        for key in tuple(self._follower.out):
            self._follower.drop(key)
            self._doubt(key)
        self._whys.discard(Halt.HELD)
        self._fill()

    def decline(self, keys: Sequence[str], text: str) -> None:
        """The pieces could not be written in the ledger: none of them leaves."""
        self._take_back()
        self._stop(keys[0], text)
        self._fill()

    def end(self) -> bool:
        """Leave the rest unprinted. Only while all is `quiet`."""
        if self.quiet and self.under_way:
            self._finish()
        return self.quiet

    def _begin(self) -> None:
        self._loaded = None
        self._whys.clear()
        self.under_way = True
        self.moved.emit(self.pile.done, len(self.pile.pieces))
        self._fill()

    def _fill(self) -> None:
        """Ask what must be asked, or let as many pieces go as there is room for."""
        if self.under_way and not self.pile.allowed and not self._follower.sending:
            busy, first = bool(self._follower.out), self.pile.first
            alike = first is not None and first.tray == self._loaded
            if self._must_ask(over=not busy and not alike):
                self._ask()
            elif not self._whys and alike:
                self._let_go()
            elif not busy and first is None and self._whys <= {Halt.PAUSED}:
                self._finish()
            elif not self._whys and not busy and first is not None:
                self._ask_for_tray(first)
        self.changed.emit()

    def _must_ask(self, *, over: bool) -> bool:
        """Whether to ask now. Where the queue forgets what it has printed, or the printer never answers, many are asked
        about at once: when the sheets in the tray are printed, or so many that a person can still count them."""
        usual = bool(getattr(self.queue, "forgets", False)) or self.pile.usual
        patient = usual and self._whys <= {Halt.PAUSED}
        return bool(self.pile.doubts) and (over or not patient or len(self.pile.doubts) >= ASK_AT)

    def _ask(self) -> None:
        self._whys.add(Halt.ASKED)
        if self.pile.ask():
            self.asked.emit(self.pile.doubts)

    def _ask_for_tray(self, first: RunPiece) -> None:
        self._stop(first.key, words.fill(first, in_row(self.pile.waiting())), Halt.TRAY)

    def _let_go(self) -> None:
        keys = self.pile.allow(self._ahead - len(self._follower.out))
        if keys:
            for key in keys:
                self._mark(key, Stage.SENDING)
            self._allow(keys, lambda: self._send_next() if tuple(self.pile.allowed) == keys else None)

    def _send_next(self) -> None:
        piece = self.pile.pieces[self.pile.allowed.pop(0)]
        place = self.places[piece.sheet]
        feed = feed_of(self.offsets, place.printer, piece.sheet, lying=place.lying and piece.envelope)
        self._follower.send(piece.key, leaving(self.queue, piece, place, feed))

    def _taken(self, key: str, job: object) -> None:
        self._settle(key)
        self._mark(key, Stage.FOLLOWED)
        self.taken.emit(key, job)
        if Halt.STOPPED in self._whys:
            self._follower.cancel()
        if self._whys & {Halt.STOPPED, Halt.HELD} or self._must_ask(over=False):
            self._take_back()
        if self.pile.allowed:
            self._send_next()
        self._fill()

    def _not_taken(self, key: str, refusal: Refusal) -> None:
        self._end_of(key, Verdict.FAILED, wording.text(refusal))
        self._fill()

    def _lost(self, key: str) -> None:
        self._take_back()
        self._doubt(key)
        self._fill()

    def _told(self, keys: tuple[str, ...]) -> None:
        held = ""
        for key in keys:
            verdict = verdict_of(self._follower.out[key])
            if verdict is Verdict.HELD:
                held = held or key
            elif verdict is not Verdict.WAIT:
                if self._follower.drop(key).handed:
                    self.pile.handed.add(key)
                self._end_of(key, verdict, words.failed(self.pile.pieces[key]))
        self._hold(held)
        self._fill()

    def _end_of(self, key: str, verdict: Verdict, text: str) -> None:
        """The queue has said its last of this piece."""
        if verdict is Verdict.PRINTED:
            self._mark(key, Stage.PRINTED)
        elif verdict is Verdict.ASK:
            self._doubt(key)
        else:
            self._mark(key, Stage.FAILED if verdict is Verdict.FAILED else Stage.NOT_YET)
            self.pile.back([key])
            if verdict is Verdict.FAILED:
                self._take_back()
                self._follower.cancel()
                self._stop(key, text)

    def _hold(self, key: str) -> None:
        if not key:
            self._whys.discard(Halt.HELD)
        elif Halt.HELD not in self._whys:
            self._whys.add(Halt.HELD)
            if Halt.STOPPED not in self._whys:
                self._stop(key, words.held(self.pile.pieces[key]), Halt.HELD)

    def _stop(self, key: str, text: str, why: Halt = Halt.STOPPED) -> None:
        self._whys.add(why)
        self.at, self.text = key, text
        self.stopped.emit(key, text)

    def _doubt(self, key: str) -> None:
        self._mark(key, Stage.ASKED)
        self.pile.doubt(key)

    def _settle(self, key: str) -> None:
        self.pile.settle(key)
        if not self.pile.doubts:
            self._whys.discard(Halt.ASKED)

    def _take_back(self) -> None:
        for key in self.pile.take_back():
            self._mark(key, Stage.NOT_YET)

    def _mark(self, key: str, stage: Stage) -> None:
        self.pile.stages[key] = stage
        self.piece.emit(key, stage)
        if stage is Stage.PRINTED:
            self.moved.emit(self.pile.done, len(self.pile.pieces))

    def _finish(self) -> None:
        self.under_way = False
        self.finished.emit()
