"""Draws how envelopes are laid in, the choices of a feed and a run in every state, light, dark and at 200 %.

python tests/ui/gallery_printing.py OUT
"""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


class Queue:
    """A queue whose jobs stand as the picture wants them."""

    forgets = False

    def __init__(self, say):
        self.say, self.count = say, 0

    def printers(self):
        return [SimpleNamespace(name="p", title="Kuvertskrivare plan 2", trays=("manuell", "fack-2"))]

    def send(self, pdf, **_):
        self.count += 1
        return SimpleNamespace(state="accepted", number=self.count, begun=False)

    def state(self, job):
        return SimpleNamespace(state=self.say(job.number), number=job.number, begun=job.number == 3)

    def cancel(self, job):
        pass

    def keeps(self, printer):
        return True


def lies(where, prefix):
    from itertools import product

    from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

    from spidesk.ui.printing.feed import Edge, Feed, fits
    from spidesk.ui.printing.feed.turn import Lie, TurnPicture, words
    from spidesk.ui.words import Muted, Stack

    page = QWidget()
    grid = QGridLayout(page)
    at = 0
    for (wide, high), back, lying, up, turned, edge in product(
        ((162, 114), (324, 229)), (False, True), (False, True), (True, False), (False, True), Edge
    ):
        if not fits(edge, lying=lying, width=wide, height=high) or (edge is not Edge.OWN and turned):
            continue
        if back and (lying or edge is not Edge.OWN):
            continue
        lie = Lie(feed=Feed(lying=lying, face_up=up, turned=turned, edge=edge), width=wide, height=high, back=back)
        picture = TurnPicture()
        picture.show_lie(lie)
        grid.addWidget(Stack(picture, Muted(words(lie))), at // 4, at % 4)
        at += 1
    page.resize(1600, 240 * (at // 4 + 1))
    page.show()
    QApplication.processEvents()
    page.grab().save(str(where / f"lagen-{prefix}.png"))
    page.close()


def build(where, mode, prefix):
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from spidesk.documents import testpage
    from spidesk.documents.formats import C4, C5
    from spidesk.ui.look import theme
    from spidesk.ui.press import Press
    from spidesk.ui.printing import Paper, PrintDialog
    from spidesk.ui.printing.feed import Edge, Feed
    from spidesk.ui.printing.run import Run, RunPanel, RunPiece
    from spidesk.ui.words import Card

    app = QApplication.instance() or QApplication([])
    theme.start(app, mode)
    if prefix != "dubbel":
        lies(where, prefix)
    press = Press()
    size = (1060, 900) if prefix != "dubbel" else (683, 384)

    def keep(widget, name):
        widget.resize(*size)
        widget.show()
        QTest.qWait(300)
        widget.grab().save(str(where / f"{name}-{prefix}.png"))

    kept = SimpleNamespace(feed=lambda *_: Feed(edge=Edge.CENTRE, turned=True, right_mm=0.3), keep_feed=lambda *_: None)
    paper = Paper(
        key="x", name="Innerkuvert", sheet="C5-kuvert", width=229, height=162, envelope=True, pdf=testpage.make(C5)
    )
    dialog = PrintDialog(
        [paper], queue=Queue(lambda _: "unknown"), press=press, file_name="x", offsets=kept, test_page=lambda p: p.pdf
    )
    keep(dialog, "1-dialog")
    dialog.setup._unfold()
    keep(dialog, "2-matning")
    dialog._halves.bring_into_view(dialog.setup.test)
    keep(dialog, "2b-matning-nere")
    dialog.close()

    def pieces():
        made = []
        for format_, count, back in ((C5, 3, False), (C5, 3, True), (C4, 2, False)):
            for _ in range(count):
                made.append(
                    RunPiece(
                        key=f"{len(made)}",
                        name=f"F-2026-00{len(made) + 10}, {'innerkuvert' if format_ is C5 else 'ytterkuvert'}",
                        sheet=f"{format_.key}-kuvert",
                        width=format_.width,
                        height=format_.height,
                        envelope=True,
                        back=back,
                        pdf=lambda format_=format_: testpage.make(format_),
                    )
                )
        return made

    def show(name, say, act):
        run = Run(Queue(say), press, poll_ms=20)
        card = Card("Utskrift")
        panel = RunPanel(run)
        card.add(panel)
        run.start(pieces(), "p", "", lambda _keys, go: go())
        act(run, panel)
        QTest.qWait(250)
        keep(card, name)
        run.ask_now()
        card.close()
        return run

    show("3-fack", lambda _: "completed", lambda run, panel: None)
    show("4-baksida", lambda _: "completed", lambda run, panel: run.resume())
    show("5-skriver", lambda at: "completed" if at < 2 else "printing", lambda run, panel: run.resume())
    show("6-vantar", lambda at: "completed" if at < 2 else "held", lambda run, panel: run.resume())
    show("7-stopp", lambda at: "completed" if at < 2 else "failed", lambda run, panel: run.resume())
    show("8-fraga", lambda at: "completed" if at < 2 else "gone", lambda run, panel: run.resume())

    def one_by_one(run, panel):
        run.resume()
        QTest.qWait(250)
        panel.asking.each.click()

    show("9-en-i-taget", lambda at: "completed" if at < 2 else "gone", one_by_one)

    def through(run, panel):
        for _ in range(3):
            run.resume()
            QTest.qWait(250)

    show("10-klart", lambda _: "completed", through)
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
