"""A whole run of pieces against the scheduler named by CUPS_SERVER, steered by JSON lines on standard input.

Every change is told as one JSON line: what the run would tell its page. The pieces are millimetre crosses.
"""

import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QSocketNotifier

from spidesk.documents import testpage
from spidesk.documents.cups import CupsQueue
from spidesk.documents.formats import C5
from spidesk.ui.press import Press
from spidesk.ui.printing.run.piece import RunPiece
from spidesk.ui.printing.run.run import Run


def tell(*words):
    print(json.dumps(words), flush=True)


def piece(at, watched):
    def pdf():
        watched.append(at)
        return testpage.make(C5)

    return RunPiece(key=str(at), name=f"prov {at}", sheet="C5-kuvert", width=229, height=162, envelope=True, pdf=pdf)


def main():
    printer, count = sys.argv[1], int(sys.argv[2])
    app = QCoreApplication([])
    press = Press()
    run = Run(CupsQueue(), press, poll_ms=50)
    made = []
    run.piece.connect(lambda key, stage: tell("piece", key, stage.value))
    run.taken.connect(lambda key, job: tell("taken", key, job.number))
    run.stopped.connect(lambda key, _text: tell("stopped", key, run.halt.value))
    run.asked.connect(lambda keys: tell("asked", list(keys)))
    run.finished.connect(lambda: tell("finished", run.pile.done, made))
    run.changed.connect(lambda: tell("queue", list(run.in_queue), run.halt.value))

    def obey():
        line = os.read(0, 65536).decode()
        if not line:
            app.quit()
        for asked in line.splitlines():
            what, *words = json.loads(asked)
            getattr(run, what)(*words)

    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: obey())
    run.start([piece(at, made) for at in range(1, count + 1)], printer, "", lambda _keys, go: go())
    app.exec()
    press.stop()


if __name__ == "__main__":
    main()
