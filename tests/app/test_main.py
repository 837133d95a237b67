"""The entry point cleans the environment before anything is loaded."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LOOK = textwrap.dedent(
    """
    import sys
    assert "_hashlib" not in sys.modules
    import spidesk.__main__
    loaded = {"_hashlib", "_ssl", "hashlib", "ctypes", "PySide6", "sqlcipher3", "cryptography"} & set(sys.modules)
    import ctypes, os
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    names = sys.argv[1:]
    print(sorted(loaded), [n for n in names if n in os.environ], [n for n in names if getenv(n.encode()) is not None])
    """
)


def _run(code, names, **extra):
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **extra}
    done = subprocess.run([sys.executable, "-c", code, *names], env=env, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_foreign_variables_are_gone_for_python_and_for_c_and_nothing_was_loaded_before():
    foreign = {
        "OPENSSL_CONF": "/x.cnf",
        "OPENSSL_MODULES": "/x",
        "OPENSSL_ENGINES": "/x",
        "OPENSSL_ia32cap": "0",
        "SSL_CERT_FILE": "/x",
        "PYTHONSTARTUP": "/x",
        "QT_PLUGIN_PATH": "/x",
        "QT_QPA_PLATFORM_PLUGIN_PATH": "/x",
        "QT_LOGGING_RULES": "*=true",
        "QML2_IMPORT_PATH": "/x",
    }
    assert _run(LOOK, [*foreign, "PYTHONPATH"], **foreign) == "[] [] []"


def test_what_makes_the_window_fit_the_screen_is_kept():
    kept = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "QT_ENABLE_HIGHDPI_SCALING": "1"}
    assert _run(LOOK, list(kept), **kept) == f"[] {list(kept)} {list(kept)}"


def test_a_platform_that_shows_the_screen_to_the_network_is_dropped():
    assert _run(LOOK, ["QT_QPA_PLATFORM"], QT_QPA_PLATFORM="vnc:port=5900") == "[] [] []"
    assert _run(LOOK, ["QT_QPA_PLATFORM"], QT_QPA_PLATFORM="xcb;vnc") == "[] [] []"


LOAD = textwrap.dedent(
    """
    import sqlcipher3, hashlib, cryptography.hazmat.bindings._rust
    hashlib.sha256(b"x").digest()
    sqlcipher3.connect(":memory:").execute("pragma key = 'x'").fetchall()
    """
)


@pytest.mark.skipif(sys.platform != "linux", reason="watched through the dynamic linker's own trace")
def test_a_hostile_openssl_conf_loads_nothing(tmp_path):
    conf = tmp_path / "hostile.cnf"
    library = tmp_path / "hostile.so"
    library.write_bytes(b"whatever it is, it must not be asked for")
    conf.write_text(
        f"openssl_conf = init\n[init]\nproviders = p\n[p]\nhostile = h\n[h]\nmodule = {library}\nactivate = 1\n"
    )

    def asked_for(code):
        env = {"PATH": os.environ["PATH"], "OPENSSL_CONF": str(conf), "LD_DEBUG": "files"}
        return (
            "hostile.so"
            in subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, cwd=ROOT).stderr
        )

    assert asked_for(LOAD), "without the scrub it is loaded, or this test shows nothing"
    assert not asked_for("import spidesk.__main__\n" + LOAD)


@pytest.mark.skipif(sys.platform != "linux", reason="prctl")
def test_no_core_dump_and_no_reading_by_the_users_other_programs():
    code = textwrap.dedent(
        """
        import ctypes, resource
        import spidesk.__main__
        from spidesk.app import hardening
        hardening.harden()
        print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
        """
    )
    assert _run(code, []) == "(0, 0) 0"
