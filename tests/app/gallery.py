"""Draws every screen of the app to PNG files, light, dark and at 200 %, so that a person can look at them.

python tests/app/gallery.py OUT
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def draw(out, mode, size):
    """One run through the program from nothing, a picture at each stop."""
    home = Path(tempfile.mkdtemp())
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        os.environ[name] = str(home)
    from PySide6.QtWidgets import QApplication

    from spidesk.app.opening import Opening
    from spidesk.ui.hands import fault as faults
    from spidesk.ui.look import theme
    from spidesk.vault.keys.slots import SlotParams
    from spidesk.vault.outside.heads import HeadStore
    from tests.app.conftest import Driver
    from tests.app.test_firstrun import _cards, _prove, _to_the_cards

    opening = Opening(seen=HeadStore(home / "state"), params=SlotParams(memory_kib=64, passes=1, lanes=1))
    count = iter(range(100))

    def shot(run, name):
        run.window.setMinimumSize(1, 1)
        run.window.resize(*size)
        run.settle(0.3)
        run.window.grab().save(str(out / f"{next(count):02}-{name}-{mode}.png"))

    def begin(argv):
        run = Driver(argv, opening)
        theme.choose(theme.Mode(mode))
        return run

    run = begin([])
    shot(run, "welcome")
    run.press("welcome.new")
    shot(run, "place")
    run.put("firstrun.folder", str(home))
    run.press("firstrun.next")
    run.press("firstrun.next")
    shot(run, "user")
    run.press("firstrun.cancel")
    phrase = _to_the_cards(run, home)
    cards = _cards(run)
    shot(run, "cards")
    run.press("firstrun.next")
    _prove(run, cards["A"], cards["A"])
    shot(run, "prove")
    _prove(run, cards["A"], cards["B"])
    run.put("firstrun.circle_name", "Personalenheten")
    run.put("firstrun.namnd", "Kommunstyrelsen")
    shot(run, "circles")
    run.press("firstrun.next")
    run.until(lambda: "Valvet är klart" in run.text())
    shot(run, "done")
    run.press("firstrun.next")
    run.work()
    for page in ("worklist", "people", "post", "admin"):
        run.press(f"rail.{page}")
        shot(run, page)
    run.type("search", "någon")
    shot(run, "search")
    run.program.show_help()
    run.settle()
    for window in QApplication.topLevelWidgets():
        if window.isVisible() and window is not run.window:
            window.grab().save(str(out / f"{next(count):02}-help-{mode}.png"))
    run.program.lock()
    run.window.grab().save(str(out / f"{next(count):02}-cover-{mode}.png"))
    run.until(lambda: run.left)
    run.end()
    run = begin(["--locked", str(run.left[0][0])])
    run.unlock("greta", "fel")
    run.until(lambda: run.find("unlock.submit").isEnabled())
    run.press("unlock.more")
    shot(run, "unlock")
    run.unlock("greta", phrase)
    run.work()
    shot(run, "told")
    try:
        raise KeyError
    except KeyError as error:
        run.program._broke(faults.of(error))
    shot(run, "fault")
    run.end()


def main(out):
    """Each look in a process of its own: the scale is read when Qt starts."""
    out.mkdir(parents=True, exist_ok=True)
    for mode, scale, size in (("light", "1", "1366x768"), ("dark", "1", "1366x768"), ("light", "2", "960x540")):
        folder = out / f"{mode}-{scale}00"
        folder.mkdir(exist_ok=True)
        env = {**os.environ, "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, __file__, str(folder), mode, size], env=env, check=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        draw(Path(sys.argv[1]), sys.argv[2], tuple(int(one) for one in sys.argv[3].split("x")))
    else:
        main(Path(sys.argv[1]))
