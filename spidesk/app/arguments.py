"""What may stand after `spidesk`: a vault's folder, or nothing. Passphrases and keys never do."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_MORE = """
  spidesk                     öppnar programmet med det valv som användes senast
  spidesk --vault MAPP        öppnar ett visst valv
  spidesk demo …              ett valv med påhittade personer, se spidesk demo --help
  spidesk vault …             verktyg för IT, se spidesk vault --help
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for: a vault's folder, and whether it was locked by the process before this one."""

    vault: Path | None = None
    locked: bool = False


def read(argv: Sequence[str]) -> Asked:
    """Read the arguments. An unknown one ends the program with a usage text (SystemExit 2)."""
    parser = argparse.ArgumentParser(
        prog="spidesk",
        description="Register för skyddade personuppgifter.",
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--vault", metavar="MAPP", type=Path, help="valvmapp, slutar på .spivault")
    parser.add_argument("--locked", metavar="MAPP", type=Path, help=argparse.SUPPRESS)
    found = parser.parse_args(list(argv))
    folder: Path | None = found.locked or found.vault
    return Asked(vault=folder.absolute() if folder is not None else None, locked=found.locked is not None)
