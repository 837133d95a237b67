"""Measures the table of DESIGN 8 on this machine, side by side in one run.

    python -m tests.bench [--people N] [--json OUT] [--vault FOLDER] [--letters N] [--saves N]

Every figure comes from a process of its own over one vault of invented people, made first (the longest part: with
`--vault FOLDER` it is kept there and used again). A figure that is not held is marked; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.bench import child, people
from tests.bench.figures import Figure, as_json, median, percentile, table

_STARTS, _EFFORT = 5, 40


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bench; 0 when every promised figure is held, 1 otherwise."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=100_000, help="people in the vault (100000)")
    parser.add_argument("--letters", type=int, default=1000, help="letters whose envelopes are made (1000)")
    parser.add_argument("--saves", type=int, default=300, help="saves of each kind (300)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures here too")
    parser.add_argument("--vault", type=Path, metavar="FOLDER", help="keep the vault here, or use the one that is here")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="spidesk-bench-") as made:
        root = chosen.vault or Path(made)
        figures = measured(root, count=chosen.people, letters=chosen.letters, saves=chosen.saves)
    print(table(figures))
    if chosen.json:
        chosen.json.write_text(as_json(figures, chosen.people), encoding="utf-8")
    return 0 if all(one.held for one in figures) else 1


def measured(
    root: Path,
    *,
    count: int,
    letters: int,
    saves: int,
    starts: int = _STARTS,
    effort: int = _EFFORT,
    told: Callable[[str], object] = print,
) -> list[Figure]:
    """Every figure, over the vault below `root`, which is made if it is not there.

    `starts` of the program, `effort` words typed and people opened.
    """
    root.mkdir(parents=True, exist_ok=True)
    place = people.place_under(root)
    if not place.folder.exists():
        told(f"gör {count} påhittade personer")
        people.build(place, count, told)
    told("mäter")
    figures = _windows(root, starts, effort)
    figures += _papers(child.run("papers", root, str(letters)), letters)
    figures += _batch(child.run("batch", root, str(letters)))
    figures += _sealing(child.run("sealing", root))
    figures += _saves(child.run("saving", root, str(saves)))
    return figures


def _windows(root: Path, many: int, effort: int) -> list[Figure]:
    starts = [child.run("window", root, "start")["seconds"] for _ in range(many)]
    argon = child.run("passphrase", root)["seconds"]
    found: dict[str, Any] = child.run("window", root, "session", str(effort))
    index, rows = found["index"], found["rows"]
    return [
        Figure(name="start to unlock window", value=median(starts), unit="s", under=1.0, note=f"median of {many}"),
        Figure(name="Argon2id of one unlock", value=argon, unit="s", note="256 MiB, 3 passes, 4 lanes; apart"),
        Figure(name="unlock to a usable list", value=found["first"], unit="s", under=0.5, note=found["first_page"]),
        Figure(name="unlock to the latest in Personer", value=found["latest"], unit="s", note="gone to at once"),
        Figure(name="unlock to everyone in Personer", value=found["everyone"], unit="s", note=f"{rows} rows"),
        Figure(name="index ready in the background", value=index, unit="s", under=4.0),
        *_spread("search, find alone", found["find"]),
        *_spread("search, per keystroke with drawing", found["keystroke"], p95=16.0),
        *_spread("open a person's page", found["page"], p50=50.0),
        *_spread("open the tab Kontaktvägar", found["tab"]),
        Figure(name="memory, index and list ready", value=found["memory"]["most"], unit="MB", under=400.0),
        Figure(name="verify in the background", value=found["verify"], unit="s", note=_verified(found)),
        Figure(name="memory after verify", value=found["memory_after"]["most"], unit="MB", under=400.0),
    ]


def _verified(found: dict[str, Any]) -> str:
    said = "whole" if found["verify_ok"] else "NOT WHOLE"
    return f"{found['lines']} lines, {found['checked']} rows: {said}"


def _spread(name: str, values: list[float], *, p50: float | None = None, p95: float | None = None) -> list[Figure]:
    note = f"of {len(values)}"
    return [
        Figure(name=f"{name}, p50", value=percentile(values, 50), unit="ms", under=p50, note=note),
        Figure(name=f"{name}, p95", value=percentile(values, 95), unit="ms", under=p95, note=note),
    ]


def _papers(found: dict[str, Any], letters: int) -> list[Figure]:
    note = f"{3 * letters} pages in prints of a hundred, {found['bytes'] / 1e6:.1f} MB"
    grown = max(0.0, found["late"] - found["early"])
    return [
        Figure(
            name=f"{letters} inner + outer envelopes to PDF", value=found["seconds"], unit="s", under=3.0, note=note
        ),
        Figure(name="the same letter by letter", value=found["apart"], unit="s", note=f"{3 * letters} files"),
        Figure(
            name="memory they leave behind", value=grown, unit="MB", under=10.0, note=f"from {found['early']:.0f} MB"
        ),
        Figure(
            name="processor had while making them",
            value=found["share"],
            unit="%",
            note="well under 100: the machine was busy, and every figure here is too high",
        ),
    ]


def _batch(found: dict[str, Any]) -> list[Figure]:
    """What the post does with a batch; nothing is promised of the steps but of the envelopes."""
    letters, seconds = found["letters"], found["seconds"]
    steps = {
        "propose": f"{letters} letters, {found['outers']} outers",
        "begin": "one transaction",
        "faces": f"{found['pieces']} papers, {letters} recipient lines opened and logged",
        "begin_many": "all prints in one transaction",
        "sent_many": "the same",
        "settled_many": "the same",
        "find it again": "the unfinished batch after a start",
        "post": f"{found['outers']} transactions",
        "finish": "",
    }
    figures = [
        Figure(name=f"batch of {letters}: {name}", value=seconds[name], unit="s", note=note)
        for name, note in steps.items()
    ]
    grown = max(0.0, found["late"] - found["early"])
    return [
        *figures,
        Figure(
            name=f"batch of {letters}: every paper to PDF",
            value=seconds["papers"],
            unit="s",
            note=f"{found['pieces']} files, {found['bytes'] / 1e6:.1f} MB",
        ),
        Figure(name=f"batch of {letters}: its envelopes alone", value=found["envelopes"], unit="s", note="a file each"),
        Figure(
            name="batch: memory its papers leave behind",
            value=grown,
            unit="MB",
            under=10.0,
            note=f"from {found['early']:.0f} MB; at most {found['most']:.0f} MB in all",
        ),
        *_spread("batch: match one letter", found["matches"]),
        Figure(name="batch: processor had meanwhile", value=found["share"], unit="%"),
    ]


def _sealing(found: dict[str, Any]) -> list[Figure]:
    sealed, enciphered, bare = found["sealed"], found["sqlcipher"], found["sqlite"]
    return [
        Figure(name="bulk read, sealed in SQLCipher", value=sealed, unit="s", note=f"{found['people']} people"),
        Figure(name="bulk read, plain SQLCipher", value=enciphered, unit="s"),
        Figure(name="bulk read, plain SQLite", value=bare, unit="s"),
        Figure(name="overhead of sealing over SQLCipher", value=sealed / enciphered, unit="x", under=3.0),
        Figure(name="overhead of both over SQLite", value=sealed / bare, unit="x"),
    ]


def _saves(found: dict[str, list[float]]) -> list[Figure]:
    together = [one for values in found.values() for one in values]
    figures = [
        Figure(name="save, p50", value=percentile(together, 50), unit="ms", note=f"of {len(together)}"),
        Figure(name="save, p99", value=percentile(together, 99), unit="ms", under=50.0),
    ]
    words = {"register": "a person with checklist", "channel": "a channel line", "protect": "another protection"}
    for name, values in found.items():
        note = words[name]
        figures.append(Figure(name=f"save {name}, p99", value=percentile(values, 99), unit="ms", note=note))
    return figures
