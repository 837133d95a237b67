"""The entry point: clean the environment, then open the program, the demo or the vault tools.

The scrub below stands above every other import, because the libraries it protects against read their variables when
they are loaded: a hostile `OPENSSL_CONF` runs foreign code inside sqlcipher3, cryptography and hashlib, and
`QT_PLUGIN_PATH` inside Qt. Removing a name from `os.environ` calls `unsetenv`, so libraries that ask C's `getenv` do
not see it either, and neither does any process started from here. Only `os` and `sys` may be imported before it; both
are already loaded when Python starts.
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
    """Drop the foreign variables. True when one that matters now was there and its library was loaded already."""
    gone = [name for name, value in list(os.environ.items()) if _foreign(name.upper(), value)]
    for name in gone:
        del os.environ[name]
    late = {"_hashlib", "_ssl", "sqlcipher3", "cryptography", "PySide6"} & sys.modules.keys()
    return bool(late) and any(name.upper().startswith(("OPENSSL_", "QT_")) for name in gone)


_TOO_LATE = _scrub()


def main(argv: list[str] | None = None) -> int:
    """Run `spidesk [demo | vault] …` and give the exit code: 0 only if what was asked for was done."""
    words = list(sys.argv[1:] if argv is None else argv)
    if _TOO_LATE and argv is None:  # something loaded a library before us: start over, this time with a clean table
        os.execve(sys.executable, [sys.executable, "-m", "spidesk", *words], os.environ)  # noqa: S606  the same interpreter, a fixed list
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
