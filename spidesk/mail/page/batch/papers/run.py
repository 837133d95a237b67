"""A batch's way through the printer: the ledger before each piece leaves, and what became of it after.

What a paper says is opened for the few pieces about to leave and forgotten when the queue has them. The ledger is
written in the order things happened; what comes while it is being written waits and goes in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from spidesk import wording
from spidesk.documents.queue import Job
from spidesk.documents.queue import JobState as Told
from spidesk.mail.actions import batching, printing
from spidesk.mail.actions.batching import Piece
from spidesk.mail.document import papers
from spidesk.mail.page import words
from spidesk.mail.rules.batch import Reprint
from spidesk.mail.rules.order import PaperKind
from spidesk.mail.rules.posting import Envelope
from spidesk.person.page.desk import Desk
from spidesk.refusal import Refusal
from spidesk.ui.printing import Offsets, PrintQueue
from spidesk.ui.printing.course import Stage
from spidesk.ui.printing.run import Place, Run, RunPiece
from spidesk.vault.ids import RowId
from spidesk.vault.vault import Vault

Prints = tuple[RowId, ...]


class BatchRun(QObject):
    """One run of one batch. `told`: something stands in the ledger that the batch's view should show."""

    told = Signal()

    def __init__(self, desk: Desk, queue: PrintQueue, offsets: Offsets | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.run = Run(queue, desk.press, self, offsets=offsets)
        self.run.taken.connect(self._taken)
        self.run.piece.connect(self._moved)
        self.reason: Reprint | None = None
        self._pieces: dict[str, Piece] = {}
        self._faces: dict[str, Envelope] = {}
        self._prints: dict[str, Prints] = {}
        self._asked: set[str] = set()
        self._ledger = _Ledger(desk, self)
        self._ledger.written.connect(self.told)

    def start(self, pieces: Sequence[Piece], places: Mapping[str, Place], reason: Reprint | None) -> None:
        """Print these, in this order; `places` by what lies in the tray."""
        self._pieces = {one.key: one for one in pieces}
        self.reason = reason
        first = next(iter(places.values()))
        self.run.start([self._to_print(one) for one in pieces], first.printer, first.tray, self._allow, places=places)

    def _to_print(self, piece: Piece) -> RunPiece:
        return RunPiece(
            key=piece.key,
            name=f"{words.sheets()[piece.paper]} {piece.label}",
            sheet=sheet_of(piece),
            width=piece.format.width,
            height=piece.format.height,
            envelope=piece.format.envelope,
            pdf=partial(_made, piece.paper, self._faces, piece.key),
            back=piece.paper is PaperKind.INNER_BACK,
        )

    def _allow(self, keys: tuple[str, ...], go: Callable[[], None]) -> None:
        """Open what the pieces say and write them down; then they may leave."""
        pieces = [self._pieces[key] for key in keys]
        printer = self.run.places[sheet_of(pieces[0])].printer
        reason = self.reason

        def work(vault: Vault) -> tuple[list[Envelope], dict[str, Prints]]:
            said = batching.faces(vault, pieces)
            return said, printing.begin_many(vault, pieces, queue=printer, reason=reason)

        def done(found: tuple[list[Envelope], dict[str, Prints]]) -> None:
            self._faces.update(zip(keys, found[0], strict=True))
            self._prints.update(found[1])
            go()
            for key in keys:  # taken back meanwhile: it never left
                if self.run.pile.stages[key] is Stage.NOT_YET:
                    self._moved(key, Stage.NOT_YET)

        self._desk.lane.submit(self, work, done=done, refused=lambda refusal: self._declined(keys, refusal))

    def _declined(self, keys: Sequence[str], refusal: Refusal) -> None:
        self.run.decline(keys, wording.text(refusal))

    def _taken(self, key: str, job: object) -> None:
        self._faces.pop(key, None)
        prints = self._prints.get(key, ())
        if prints and isinstance(job, Job):
            self._ledger.sent(dict.fromkeys(prints, job.number))

    def _moved(self, key: str, stage: object) -> None:
        """What the queue or a person says of a piece, into the ledger; a piece not begun has nothing there."""
        prints = self._prints.get(key, ())
        answered, asked = key in self._asked, stage is Stage.ASKED
        self._asked = self._asked | {key} if asked else self._asked - {key}
        if not prints or asked or stage in (Stage.SENDING, Stage.FOLLOWED):
            return
        self._faces.pop(key, None)
        if stage is Stage.UNSURE:
            self._ledger.settled(dict.fromkeys(prints, Told.UNKNOWN))
        elif answered:
            self._ledger.answered(dict.fromkeys(prints, stage is Stage.PRINTED))
        elif stage is Stage.PRINTED:
            self._ledger.settled(dict.fromkeys(prints, Told.COMPLETED))
        else:
            self._ledger.settled(dict.fromkeys(prints, Told.FAILED))
        if stage is not Stage.UNSURE:
            del self._prints[key]


class _Ledger(QObject):
    """Writes one transaction at a time; what comes meanwhile goes together in the next."""

    written = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: list[Callable[[Vault], object]] = []
        self._writing = False

    def sent(self, jobs: dict[RowId, int]) -> None:
        """The queue took them."""
        self._add(lambda vault: printing.sent_many(vault, jobs))

    def settled(self, states: dict[RowId, Told]) -> None:
        """What the queue says became of them."""
        self._add(lambda vault: printing.settled_many(vault, states))

    def answered(self, printed: dict[RowId, bool]) -> None:
        """What a person says."""
        self._add(lambda vault: printing.answer_many(vault, printed))

    def _add(self, work: Callable[[Vault], object]) -> None:
        self._waiting.append(work)
        if not self._writing:
            self._write()

    def _write(self) -> None:
        works, self._waiting = self._waiting, []
        self._writing = True

        def work(vault: Vault) -> None:
            for one in works:
                one(vault)

        self._desk.lane.submit(self, work, done=lambda _: self._wrote(), refused=lambda _: self._wrote())

    def _wrote(self) -> None:
        self._writing = False
        if self._waiting:
            self._write()
        else:
            self.written.emit()


def sheet_of(piece: Piece) -> str:
    """What lies in the tray for a piece, as one says it after a number."""
    return f"{piece.format.key}-{words.tray(piece.format)}"


def _made(paper: PaperKind, faces: Mapping[str, Envelope], key: str) -> bytes:
    return papers.make(paper, faces[key]).pdf
