"""`spidesk demo`: the program with invented people, opened for a person or driven offscreen through the main job.

Exit codes: 0 all of it worked; 1 a step of the journey or the check of its vault failed; 2 the command's words or the
file of people are off.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from spidesk.demo import people

_ABOUT = """\
Opens a vault of twelve invented people in three circles, with a post circle and four users. The numbers are
Skatteverket's published test numbers. With --journey, or where there is no display, the real windows are driven
offscreen from an empty vault to a posted letter, and OUT gets numbered pictures and every paper as PDF.
"""
_EXITS = """\
exit codes: 0 all of it worked; 1 a step or the check of the vault failed; 2 usage, or FILE.toml is not of the format
"""


def main(argv: Sequence[str]) -> int:
    """Run the demo and give the exit code."""
    parser = argparse.ArgumentParser(
        prog="spidesk demo",
        description=_ABOUT,
        epilog=f"{people.FORMAT}\n{_EXITS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--journey", metavar="OUT", type=Path, help="drive the windows offscreen; papers and pictures here"
    )
    parser.add_argument(
        "--people", metavar="FILE.toml", type=Path, help="send these people instead of the built-in ones"
    )
    parser.add_argument("--fresh", action="store_true", help="make the demo vault anew instead of opening the last one")
    try:
        chosen = parser.parse_args(argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    out: Path | None = chosen.journey
    if out is None and (chosen.people is not None or not _has_display()):
        out = Path("journey-out")
    if out is None:
        return _open(fresh=chosen.fresh)
    try:
        cases = people.load(chosen.people) if chosen.people is not None else None
    except people.PeopleFileError as error:
        print(error, file=sys.stderr)
        return 2
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from spidesk.demo.journey import travel

    return travel(out.absolute(), cases)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(*, fresh: bool) -> int:
    """Make the demo vault, unless it is there from last time, and open it in the program."""
    from spidesk.app.program import main as program
    from spidesk.demo import build
    from spidesk.vault.outside.heads import HeadStore

    folder = platformdirs.user_data_path("spidesk", appauthor=False) / "demo" / "Demo.spivault"
    if fresh and folder.exists():
        shutil.rmtree(folder)
    if not folder.exists():
        print("Gör demovalvet, ett tiotal sekunder.", flush=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        half = folder.with_name("half-made.spivault")
        shutil.rmtree(half, ignore_errors=True)
        build.build(half, seen=HeadStore(), told=lambda text: print(f"  {text}", flush=True))
        half.rename(folder)
    print("Logga in som någon av de påhittade kollegorna:")
    for user in build.USERS:
        print(f"  {user.login:<12} {user.passphrase}   ({user.does})")
    sys.stdout.flush()
    return program(["--vault", str(folder)])
