"""A run that stands still while the ledger is being written: what was begun and never left is known not to be printed.

Left as begun, its papers would be asked about though nothing came out, and the run refused to go on without a reason.
"""

from types import SimpleNamespace

from PySide6.QtCore import QObject, Signal

from spidesk.mail.actions import batching
from spidesk.mail.page.batch.papers.run import BatchRun, sheet_of
from spidesk.mail.records import batches
from spidesk.ui.printing.run import Place
from tests.mail.packing import begun, order


class SlowLane:
    """Does what it is given when it is told to."""

    def __init__(self, vault):
        self.vault, self.given = vault, []

    def submit(self, _owner, work, *, done, refused):
        self.given.append((work, done))

    def go(self):
        given, self.given = self.given, []
        for work, done in given:
            done(work(self.vault))


class NoPress(QObject):
    fault = Signal(str)

    def submit(self, *_args, **_named):
        raise AssertionError("nothing was to leave")


def test_what_was_taken_back_before_it_stood_in_the_ledger_is_not_asked_about(office, qapp):
    one = order(office)
    batch = begun(office, [one])
    vault = office.vault
    lane = SlowLane(vault)
    run = BatchRun(SimpleNamespace(lane=lane, press=NoPress()), SimpleNamespace(), None)
    pieces = batching.left(batching.pieces(batch))
    run.start(pieces, {sheet_of(piece): Place(printer="kuvert", tray="") for piece in pieces}, None)
    run.run.resume()
    run.run._take_back()  # as when the piece before fails
    while lane.given:
        lane.go()
    with vault.read() as reader:
        assert {line.outcome for line in batches.prints_of(reader, [one])} == {"failed"}
    now = batching.one(vault, batch.id)
    assert [piece.key for piece in batching.left(batching.pieces(now))] == [piece.key for piece in pieces]
