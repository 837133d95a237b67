"""From a bare machine to a working `.venv`: used by `run.py` and `test.py`. Standard library only.

Each step says what it does. What it may not do itself (no root, no apt) it names with the exact command and stops with
exit code 3, so that nobody has to guess.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "installers" / "locks"
NEEDS_HELP = 3

# What Qt's windows load from the system, by library, with the Debian package that carries each.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
# What a window on an X11 screen needs beyond that.
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
PRINT_LIBRARIES = {"libcups.so.2": "libcups2"}
# Programs that only the tests need: a real print server with a queue that prints to PDF, a message bus to lock the
# screen on, a compiler to make the library that must not be loaded.
TEST_PROGRAMS = {
    "/usr/sbin/cupsd": "cups",
    "/usr/lib/cups/backend/cups-pdf": "printer-driver-cups-pdf",
    "/usr/bin/dbus-run-session": "dbus-daemon",
    "/usr/bin/cc": "gcc",
}


def has_display() -> bool:
    """Whether windows can be shown to a person on this machine."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def stop(sentence: str) -> None:
    """Say what is needed and end."""
    print(sentence, file=sys.stderr)
    raise SystemExit(NEEDS_HELP)


def require_python() -> None:
    """Python 3.11 or later, as `pyproject.toml` says."""
    if sys.version_info < (3, 11):  # noqa: UP036  this file is what an older Python is met by
        stop(f"spidesk needs Python 3.11 or later; this is {sys.version.split()[0]}. Use a newer python3.")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def require_system(*, tests: bool) -> None:
    """System libraries and, for the tests, programs: installed where that is allowed, otherwise named."""
    if not sys.platform.startswith("linux"):
        return
    wanted = dict(QT_LIBRARIES) | PRINT_LIBRARIES
    if has_display():
        wanted |= SCREEN_LIBRARIES
    missing = [package for library, package in wanted.items() if not _loads(library)]
    if tests:
        missing += [package for program, package in TEST_PROGRAMS.items() if not Path(program).exists()]
    install(missing)
    still = [package for library, package in wanted.items() if not _loads(library)]
    if still:
        stop("These system packages are still missing: " + " ".join(still))


def install(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise say which command does it."""
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        stop("Install these system packages (Debian names), then run again: " + " ".join(packages))
    if os.geteuid() != 0:
        stop("Missing system packages. Run:\n  sudo apt-get update && sudo " + " ".join(command))
    print("Installing system packages:", " ".join(packages), flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)


def venv_python() -> Path:
    """The interpreter of `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _stamp(lock: Path) -> str:
    parts = [lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _make_venv() -> None:
    try:
        import ensurepip  # noqa: F401  missing on a Debian without python3-venv
        import venv  # noqa: F401
    except ImportError:
        install([f"python{sys.version_info.major}.{sys.version_info.minor}-venv"])
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def prepare(lock_name: str) -> Path:
    """Make `.venv` hold exactly the locked packages and this project; return its interpreter.

    Packages are installed with `--require-hashes`: one that is not the locked file is refused by pip. A stamp of the
    lock lets the second start skip all of it.
    """
    lock = LOCKS / f"{lock_name}.txt"
    stamp = VENV / f"spidesk-{lock_name}.stamp"
    wanted = _stamp(lock)
    if venv_python().exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return venv_python()
    if not venv_python().exists() or subprocess.run([str(venv_python()), "-c", ""], check=False).returncode:
        print("Making .venv", flush=True)
        _make_venv()
    print("Installing locked packages (hashes checked)", flush=True)
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)
    stamp.write_text(wanted, encoding="ascii")
    return venv_python()


def run(*command: str, env: dict[str, str] | None = None) -> int:
    """Run a command of the `.venv` from the project's folder; return its exit code."""
    return subprocess.run([str(venv_python()), *command], cwd=ROOT, env=env, check=False).returncode
