"""The entry point: clean the environment, then open the program, the demo or the vault tools.

The scrub below stands above every other import, because the libraries it protects against read their variables when
they are loaded: a hostile `OPENSSL_CONF` runs foreign code inside sqlcipher3, cryptography and hashlib, and
`QT_PLUGIN_PATH` inside Qt. Removing a name from `os.environ` calls `unsetenv`, so libraries that ask C's `getenv` do
not see it either, and neither does any process started from here. Only `os` and `sys` may be imported before it; both
are already loaded when Python starts.

Python's own variables (`PYTHONPATH` and its like) are read before the first line of any program, so where one of them
was set the program starts over in Python's isolated mode (`-I`): then neither they, nor the folder one stands in, nor
the user's own packages say where code is imported from. What a foreign `sitecustomize` did before that in this process
cannot be undone; it is not in the next.
"""

import os
import sys

_DROPPED = (
    "OPENSSL_", "SSL_", "SSLKEYLOG", "GNUTLS_", "PYTHON", "QT_", "QML", "PYSIDE", "SHIBOKEN",
    "CUPS_", "IPP_PORT",  # or envelopes go to whatever server on the network they name
    "GTK_", "GIO_", "GDK_PIXBUF_", "GCONV_PATH", "LD_PRELOAD", "LD_AUDIT", "SQLITE_",
)  # fmt: skip
_KEPT = frozenset(
    {
        "QT_QPA_PLATFORM",
        "QT_SCALE_FACTOR",
        "QT_AUTO_SCREEN_SCALE_FACTOR",
        "QT_ENABLE_HIGHDPI_SCALING",
        "QT_SCREEN_SCALE_FACTORS",
        "QT_SCALE_FACTOR_ROUNDING_POLICY",
        "QT_FONT_DPI",
        "QT_ACCESSIBILITY",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
    }
)
# Of Python's own, those that say where code comes from do matter; these do not, and are only dropped.
_HARMLESS = frozenset(
    {"PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONUNBUFFERED", "PYTHONUTF8"}
)
# The platform plugins that draw on this machine. `vnc`, which hands the screen to the network, is not among them.
_PLATFORMS = frozenset({"xcb", "wayland", "wayland-egl", "windows", "cocoa", "offscreen", "minimal"})


def _foreign(name: str, value: str) -> bool:
    """Tell whether a variable could make a library load or show what it should not."""
    if name not in _KEPT:
        return name.startswith(_DROPPED)
    if name == "QT_QPA_PLATFORM":
        return any(part.partition(":")[0] not in _PLATFORMS for part in value.split(";"))
    return False


def _scrub() -> bool:
    """Drop the foreign variables. True when one that matters now was there and had been read already."""
    gone = [name for name, value in list(os.environ.items()) if _foreign(name.upper(), value)]
    for name in gone:
        del os.environ[name]
    if not sys.flags.ignore_environment and any(_misleads(name.upper()) for name in gone):
        return True
    late = {"_hashlib", "_ssl", "sqlcipher3", "cryptography", "PySide6"} & sys.modules.keys()
    return bool(late) and any(name.upper().startswith(("OPENSSL_", "QT_")) for name in gone)


def _misleads(name: str) -> bool:
    """Tell whether Python itself has acted on a variable in a way that could load foreign code."""
    return name.startswith("PYTHON") and name not in _HARMLESS


def _home() -> None:
    """Take away the folder one stands in, unless this package stands there; an isolated Python finds it here, last."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  pathlib is not loaded yet
    try:
        here = os.getcwd()  # noqa: PTH109
    except OSError:  # it has been removed
        here = ""
    if not sys.flags.safe_path and sys.path[:1] in ([""], [here]) and here != home:
        del sys.path[0]
    if sys.flags.isolated and home not in sys.path:
        sys.path.append(home)


def _start_over(words: list[str]) -> int:
    """Run the program anew, isolated, with the cleaned environment. Comes back on Windows alone, with the exit code."""
    command = [sys.executable, "-I", os.path.abspath(__file__), *words]  # noqa: PTH100
    if os.name != "nt":
        os.execve(sys.executable, command, os.environ)  # noqa: S606  the same interpreter, a fixed list
    quoted = [_quoted(word) for word in command]
    return os.spawnve(os.P_WAIT, sys.executable, quoted, os.environ)  # noqa: S606


def _quoted(word: str) -> str:
    """A word as Windows' own reading of a command line gives it back: backslashes before a quote are doubled."""
    parts = [part + "\\" * (len(part) - len(part.rstrip("\\"))) for part in word.split('"')]
    return '"' + '\\"'.join(parts) + '"'


_TOO_LATE = _scrub()
_home()


def main(argv: list[str] | None = None) -> int:
    """Run `spidesk [demo | vault] …` and give the exit code: 0 only if what was asked for was done."""
    words = list(sys.argv[1:] if argv is None else argv)
    if _TOO_LATE and argv is None and not getattr(sys, "frozen", False):
        return _start_over(words)
    from spidesk.app import hardening

    hardening.harden()
    if words[:1] != ["demo"]:
        hardening.hush()
    if words[:1] == ["demo"]:
        from spidesk.demo.run import main as demo

        return demo(words[1:])
    if words[:1] == ["vault"]:
        from spidesk.cli import main as tools

        return tools(words[1:])
    from spidesk.app.program import main as program

    return program(words)


if __name__ == "__main__":
    sys.exit(main())
