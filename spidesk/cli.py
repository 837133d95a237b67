"""`spidesk vault create | check`: the vault from the command line, for IT. No Qt, no personal data in what is printed.

A passphrase comes from a prompt or from a file descriptor (`--passphrase-fd N`, first line), never from an argument,
because arguments are seen by every user of the machine. Recovery codes are shown on the terminal once and proved by
typing two of them back; until then whatever ends the command takes the new vault away again. Or they are written to
`--codes-fd N` for IT that prints the cards itself: then the vault stands with cards that nobody has proved, and it says
so, here and at each unlock of a valvadministratör, until two have been typed back under Administration, Valvet.
"""

from __future__ import annotations

import argparse
import getpass
import os
import secrets
import sys
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import TextIO

from spidesk import wording
from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.errors import Damaged
from spidesk.vault.keys import recovery
from spidesk.vault.keys.faults import CodeSlip
from spidesk.vault.session import NoticeKind
from spidesk.vault.vault import Vault


class Exit(IntEnum):
    """The exit codes, as `spidesk vault --help` lists them."""

    WHOLE = 0
    USAGE = 2
    REFUSED = 3
    WRONG_PASSPHRASE = 4
    DAMAGED = 5
    CODES_NOT_PROVED = 6
    FAULT = 70


_EXITS = {
    "vault.wrong_passphrase": Exit.WRONG_PASSPHRASE,
    "vault.damaged_slot": Exit.DAMAGED,
    "vault.damaged": Exit.DAMAGED,
    "vault.incomplete": Exit.DAMAGED,
}
TROUBLING = {NoticeKind.VAULT_OLDER, NoticeKind.KEYRING_OLDER, NoticeKind.HEAD_LOST}
HEALED = {NoticeKind.KEYRING_HEALED}
_SUFFIX = ".spivault"
UNPROVED = (
    "Ingen har provat återställningskorten än. Lås upp valvet i programmet som valvadministratör, välj Administration, "
    "Valvet och Prova två kort. Tills dess påminner programmet efter varje inloggning."
)
HELP = """exit codes:
  0   done; for check: everything was verified and is whole
  2   the command's words are off, or a file descriptor cannot be read as UTF-8 text or written
  3   refused: the place, another process, a newer vault, a full disk; the reason is printed
  4   wrong login or passphrase
  5   damaged, changed or older than what this workstation has seen; what failed is printed
  6   the recovery codes were not typed back right, or the input ended before; no vault was made
  70  a fault in the program; a reference is printed
"""


class _Unreadable(Exception):
    """The descriptor of the passphrase is not open for reading, or gives no UTF-8 text."""


class _Unwritable(Exception):
    """The descriptor for the codes is not open for writing, or nobody reads it."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="spidesk vault",
        description=__doc__,
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="make an empty vault with its first user, a valvadministratör")
    verify = commands.add_parser("check", help="verify everything that stands in a vault")
    for one in (create, verify):
        one.add_argument("folder", type=Path, metavar="FOLDER", help="the vault's folder, NAME.spivault")
        one.add_argument("--login", help="the user's login; asked for when left out")
        one.add_argument("--passphrase-fd", type=int, metavar="N", help="read the passphrase from this file descriptor")
    create.add_argument("--name", help="the first user's name as colleagues see it; the login when left out")
    create.add_argument("--codes-fd", type=int, metavar="N", help="write the three recovery codes here, do not ask")
    return parser


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        chosen = _parser().parse_args(argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    try:
        return _create(chosen) if chosen.command == "create" else _check(chosen)
    except Refusal as refusal:
        _say(wording.text(refusal), sys.stderr)
        return _EXITS.get(refusal.code, Exit.REFUSED)
    except Damaged as damage:
        _say(f"Valvet är skadat eller ändrat: {damage.what}", sys.stderr)
        return Exit.DAMAGED
    except _Unreadable:
        _say("Lösenfrasen går inte att läsa från --passphrase-fd.", sys.stderr)
        return Exit.USAGE
    except _Unwritable:
        _say("Koderna går inte att skriva till --codes-fd.", sys.stderr)
        return Exit.USAGE
    except (KeyboardInterrupt, EOFError):
        _say("Avbrutet.", sys.stderr)
        return Exit.USAGE
    except Exception:  # noqa: BLE001  the boundary: a traceback could carry values
        _say(f"Ett fel i programmet. Referens: {secrets.token_hex(4).upper()}", sys.stderr)
        return Exit.FAULT


def _say(sentence: str, to: TextIO | None = None) -> None:
    print(sentence, file=to or sys.stdout, flush=True)


def _login(chosen: argparse.Namespace) -> str:
    return str(chosen.login) if chosen.login else input("Inloggningsnamn: ").strip()


def _passphrase(chosen: argparse.Namespace, *, twice: bool = False) -> str:
    if chosen.passphrase_fd is not None:
        try:
            with os.fdopen(chosen.passphrase_fd, encoding="utf-8") as source:
                return source.readline().rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise _Unreadable from None
    typed = getpass.getpass("Lösenfras: ")
    if twice and getpass.getpass("Lösenfras en gång till: ") != typed:
        raise Refusal("vault.passphrase_differs")
    return typed


def _create(chosen: argparse.Namespace) -> int:
    _check_name(chosen.folder)
    login = _login(chosen)
    passphrase = _passphrase(chosen, twice=True)
    vault, codes = Vault.create(chosen.folder, login=login, name=chosen.name or login, passphrase=passphrase)
    kept = False
    try:
        kept = _hand_out(chosen, vault, codes)
    except EOFError:
        _say("Inmatningen tog slut innan två koder var inskrivna.", sys.stderr)
    finally:
        vault.close()
        if not kept:
            _take_away(chosen.folder)
    if not kept:
        return Exit.CODES_NOT_PROVED
    _say("Valvet är gjort.")
    if chosen.codes_fd is not None:
        _say(UNPROVED)
    return Exit.WHOLE


def _check_name(folder: Path) -> None:
    """Refuse a folder that the program's own windows would not take for a vault, before anything is asked for."""
    if not folder.name.endswith(_SUFFIX) or folder.name == _SUFFIX:
        raise Refusal("vault.folder_name", example=(folder.name.removesuffix(_SUFFIX) or "Valv") + _SUFFIX)


def _hand_out(chosen: argparse.Namespace, vault: Vault, codes: recovery.Codes) -> bool:
    """Show the codes and have two typed back, or write them to a descriptor; tells whether the vault is to stay."""
    cards = [recovery.write_code(code) for code in (codes.a, codes.b, codes.c)]
    if chosen.codes_fd is not None:
        lines = [f"{letter} {line}\n" for letter, card in zip("ABC", cards, strict=True) for line in card]
        try:
            with os.fdopen(chosen.codes_fd, "w", encoding="ascii") as target:
                target.writelines(lines)
        except OSError:
            raise _Unwritable from None
        return True
    if not _prove(codes, cards):
        _say("Koderna stämde inte.", sys.stderr)
        return False
    membership.prove_recovery(vault, codes.a, codes.b)
    return True


def _prove(codes: recovery.Codes, cards: Sequence[Sequence[str]]) -> bool:
    """Show the codes once and have two of them typed back; three tries a code."""
    for letter, card in zip("ABC", cards, strict=True):
        _say(f"Återställningskod {letter}:")
        for line in card:
            _say(f"    {line}")
    _say("Skriv av koderna på tre papper som förvaras av olika personer. Skriv sedan in två av dem.")
    return all(any(_typed(codes, letter) for _ in range(3)) for letter in "AB")


def _typed(codes: recovery.Codes, letter: str) -> bool:
    """Read one code from the prompt, line by line, and tell whether it is the one shown."""
    lines = [input(f"Kod {letter}, rad {number}: ") for number in range(1, recovery.LINES + 1)]
    try:
        code = recovery.read_code("\n".join(lines))
    except CodeSlip as slip:
        _say(f"Rad {slip.line} stämmer inte.")
        return False
    if codes.letter(code) == letter:
        return True
    _say(f"Det är inte kod {letter}.")
    return False


def _take_away(folder: Path) -> None:
    """Take away the vault that was just made: it is empty, and nobody may have its cards."""
    try:
        for one in sorted(folder.rglob("*"), reverse=True):
            one.rmdir() if one.is_dir() else one.unlink()
        folder.rmdir()
    except OSError:
        _say("Ett tomt valv utan provade koder ligger kvar i mappen. Ta bort mappen för hand.", sys.stderr)
    else:
        _say("Inget valv har gjorts.", sys.stderr)


def _check(chosen: argparse.Namespace) -> int:
    login = _login(chosen)
    vault = Vault.open(chosen.folder, login=login, passphrase=_passphrase(chosen))
    try:
        notices = {one.kind for one in vault.session.notices}
        result = vault.check()
    finally:
        vault.close()
    _say(f"{result.lines} loggrader, {result.signatures} underskrifter, {result.rows} rader, {result.parts} delar.")
    for finding in result.findings:
        _say(f"Fel: {finding.code} {finding.where} ({finding.count})".replace("  ", " "))
    for kind in sorted(notices & TROUBLING):
        _say(f"Fel: {kind.value}")
    if notices & HEALED:
        _say("Den ena nyckelringen var skadad och har lagats från den andra.")
    if NoticeKind.CARDS_UNPROVED in notices:
        _say(UNPROVED)
    whole = result.ok and not notices & TROUBLING
    _say("Allt är kontrollerat och helt." if whole else "Valvet är inte helt. Frys en kopia och ring leverantören.")
    return Exit.WHOLE if whole else Exit.DAMAGED
