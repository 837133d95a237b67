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
    command = [sys.executable, "-m", "spidesk", "vault", "check", folder, "--login", "anna"]
    child = subprocess.Popen(
        [*command, "--passphrase-fd", str(reading)],
        cwd=ROOT,
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
