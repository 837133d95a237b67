"""The real command in hostile surroundings: foreign libraries, core dumps. Watched from outside, as it runs."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.vault import Vault

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc, the dynamic linker's trace, core dumps")

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "sex lugna ord för prov här"
FLOOR = SlotParams(memory_kib=64 * 1024, passes=3, lanes=4)
SOURCE = """
#include <stdio.h>
__attribute__((constructor)) static void loaded(void) {
    FILE *file = fopen("MARK", "w");
    if (file) { fputs("x", file); fclose(file); }
}
int OSSL_provider_init(void *a, const void *b, const void **c, void **d) { return 1; }
"""
CONF = """
openssl_conf = start
[start]
providers = list
[list]
foreign = foreign
default = default
[foreign]
module = {library}
activate = 1
[default]
activate = 1
"""
UNSCRUBBED = "import spidesk.vault.vault, hashlib, _hashlib, ssl; hashlib.sha256(b'x')"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("surroundings")
    settings = {"params": FLOOR, "seen": HeadStore(root / "state")}
    Vault.create(root / "prov.spivault", login="anna", name="Anna", passphrase=PASSPHRASE, **settings)[0].close()
    return root / "prov.spivault"


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / made.name)


class Hostile:
    """A library that leaves a mark where it is loaded, and a configuration that has OpenSSL load it.

    Where there is no compiler the file is no library, and the linker's own trace tells who asked for it.
    """

    def __init__(self, at):
        self.library, self.mark = at / "foreign.so", at / "mark"
        compiler = shutil.which("gcc") or shutil.which("cc")
        if compiler is None:
            self.library.write_bytes(b"no library, but it must not even be asked for")
        else:
            (at / "foreign.c").write_text(SOURCE.replace("MARK", str(self.mark)))
            subprocess.run([compiler, "-shared", "-fPIC", "-o", self.library, at / "foreign.c"], check=True)
        self.conf = at / "foreign.cnf"
        self.conf.write_text(CONF.format(library=self.library))
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "OPENSSL"))}
        self.environment = {**bare, "OPENSSL_CONF": str(self.conf), "LD_DEBUG": "files"}

    def asked_for(self, trace):
        return self.mark.exists() or self.library.name in trace


@pytest.fixture
def hostile(tmp_path):
    place = tmp_path / "foreign"
    place.mkdir()
    return Hostile(place)


def started(folder, environment, **more):
    """`spidesk vault check`, waiting for its passphrase: everything it needs is loaded by then."""
    reading, writing = os.pipe()
    more.setdefault("cwd", ROOT)
    way = ["-m", "spidesk"] if more["cwd"] == ROOT else [str(ROOT / "spidesk" / "__main__.py")]
    command = [sys.executable, *way, "vault", "check", folder, "--login", "anna"]
    child = subprocess.Popen(
        [*command, "--passphrase-fd", str(reading)],
        env=environment,
        pass_fds=(reading,),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )
    os.close(reading)
    return child, os.fdopen(writing, "wb")


def loaded(child):
    """The files mapped into the process, once the database and the cryptography are among them."""
    for _ in range(600):
        mapped = {line.split()[-1] for line in Path(f"/proc/{child.pid}/maps").read_text().splitlines()}
        if any("sqlcipher3" in one for one in mapped) and any("_rust" in one for one in mapped):
            return mapped
        time.sleep(0.05)
    raise TimeoutError


def readable(child):
    """A process that may not be dumped shows its maps to root alone."""
    return os.access(f"/proc/{child.pid}/maps", os.R_OK)


def test_the_foreign_library_is_loaded_where_nothing_is_scrubbed(hostile):
    """The test of the tests."""
    done = subprocess.run(
        [sys.executable, "-c", UNSCRUBBED], cwd=ROOT, env=hostile.environment, capture_output=True, text=True
    )
    assert hostile.asked_for(done.stderr)


def test_the_command_loads_no_foreign_library(hostile, folder):
    quiet = {**hostile.environment}
    del quiet["LD_DEBUG"]
    child, phrase = started(folder, quiet)
    try:
        if readable(child) and os.geteuid() == 0:
            mapped = loaded(child)
            assert not any(hostile.library.name in one for one in mapped)
            assert not any(str(hostile.conf.parent) in one for one in mapped)
    finally:
        phrase.write(PASSPHRASE.encode() + b"\n")
        phrase.close()
        out, err = child.communicate(timeout=120)
    assert child.returncode == 0, err
    assert "helt" in out.decode()
    assert not hostile.mark.exists()


def test_the_command_does_not_even_ask_for_it(hostile, folder):
    child, phrase = started(folder, hostile.environment)
    phrase.write(PASSPHRASE.encode() + b"\n")
    phrase.close()
    _, trace = child.communicate(timeout=120)
    assert child.returncode == 0
    assert "sqlcipher3" in trace.decode(), "the trace tells what is loaded"
    assert not hostile.asked_for(trace.decode())


LURES = ("getpass", "hashlib", "argparse", "secrets", "json", "base64", "alembic", "msgspec")
LURE = """
import os
with open({mark!r}, "a") as file:
    file.write(f"{{os.getpid()}} {name}\\n")
"""
HONEST = """
import sys
kept = list(sys.path)
sys.path[:] = [one for one in kept if one not in ("", {here!r})]
del sys.modules["{name}"]
__import__("{name}")
sys.path[:] = kept
"""


class Lures:
    """A folder of modules that are imported in the place of real ones, where Python is told to look there first.

    Each writes its name and the process it was imported in, then hands over to the real one.
    """

    def __init__(self, at):
        at.mkdir()
        self.at, self.mark = at, at / "mark"
        for name in LURES:
            code = LURE.format(mark=str(self.mark), name=name) + HONEST.format(here=str(at), name=name)
            (at / f"{name}.py").write_text(code)
        (at / "sitecustomize.py").write_text(LURE.format(mark=str(self.mark), name="sitecustomize"))
        bare = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        self.environment = {**bare, "PYTHONPATH": str(at)}

    def imported(self):
        return [line.split()[1] for line in self.mark.read_text().splitlines()] if self.mark.exists() else []


@pytest.fixture
def lures(tmp_path):
    return Lures(tmp_path / "lures")


def test_the_lures_are_taken_where_python_is_left_to_itself(lures):
    """The test of the tests."""
    subprocess.run([sys.executable, "-c", "import getpass"], cwd=ROOT, env=lures.environment, check=True)
    assert lures.imported() == ["sitecustomize", "getpass"]


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONPATH and cwd"])
def test_the_command_imports_nothing_from_pythonpath(lures, folder, name):
    """`sitecustomize` runs before any first line of ours; nothing does after it."""
    child, phrase = started(folder, lures.environment, **({"cwd": ROOT} if name == "PYTHONPATH" else {"cwd": lures.at}))
    phrase.write(PASSPHRASE.encode() + b"\n")
    phrase.close()
    out, err = child.communicate(timeout=120)
    assert child.returncode == 0, err
    assert "helt" in out.decode()
    assert lures.imported() == ["sitecustomize"]


def test_nothing_is_imported_from_where_one_happens_to_stand(lures):
    """Where the package is installed, `python -m spidesk` has the folder one stands in before everything else."""
    bare = {name: value for name, value in lures.environment.items() if name != "PYTHONPATH"}
    for entry, taken in (("", ["getpass"]), ("import spidesk.__main__", [])):
        code = f"import sys; sys.path.append({str(ROOT)!r})\n{entry}\nimport getpass"
        lures.mark.unlink(missing_ok=True)
        subprocess.run([sys.executable, "-c", code], cwd=lures.at, env=bare, check=True)
        assert lures.imported() == taken


def test_the_locked_program_imports_nothing_from_anywhere_foreign(lures, folder):
    from spidesk.app.lock.relock import command

    entry = command(folder)[:-2]
    done = subprocess.run(
        [*entry, "vault", "--help"], cwd=lures.at, env=lures.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "spidesk vault" in done.stdout
    assert lures.imported() == []


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONWARNINGS"])
def test_each_of_pythons_own_variables_has_the_program_start_over_isolated(tmp_path, name):
    look = tmp_path / "look.py"
    look.write_text(
        "import os, sys\n"
        f"os.environ[{name!r}] = '/x'\n"
        "import spidesk.__main__ as entry\n"
        "print(entry._TOO_LATE, [one for one in os.environ if one.startswith('PYTHON')])\n"
    )
    bare = {one: value for one, value in os.environ.items() if not one.startswith("PYTHON")}
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); exec(open({str(look)!r}).read())"
    done = subprocess.run([sys.executable, "-c", code], env=bare, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == "True []", done.stderr


def allow_cores():
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def test_a_crash_of_the_command_leaves_no_core(folder, tmp_path):
    child, phrase = started(folder, dict(os.environ), preexec_fn=allow_cores)
    try:
        until_limited(child)
        limits = Path(f"/proc/{child.pid}/limits").read_text().splitlines()
        core = next(line for line in limits if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]
        os.kill(child.pid, signal.SIGABRT)
        _, status = os.waitpid(child.pid, 0)
        assert os.WTERMSIG(status) == signal.SIGABRT
        assert not os.WCOREDUMP(status)
    finally:
        phrase.close()
        child.stdout.close()
        child.stderr.close()
        child.returncode = child.returncode if child.returncode is not None else -signal.SIGABRT
    assert [one for one in (*ROOT.glob("core*"), *tmp_path.glob("core*")) if one.is_file()] == []


def until_limited(child):
    """Until the entry point has come past its hardening: it reads its passphrase after that."""
    for _ in range(600):
        wait = Path(f"/proc/{child.pid}/wchan").read_text() if os.geteuid() == 0 else ""
        core = next(
            line
            for line in Path(f"/proc/{child.pid}/limits").read_text().splitlines()
            if line.startswith("Max core file size")
        )
        if core.split()[4] == "0" or "pipe" in wait:
            return
        time.sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize("word", ["C:\\valv mapp\\", 'ett "citat" till', "\\\\server\\del ett\\\\", 'slut \\"'])
def test_a_word_reaches_the_next_process_on_windows_whole(word):
    import spidesk.__main__ as entry

    assert entry._quoted(word) == subprocess.list2cmdline([word])
