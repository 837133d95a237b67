"""A colleague with the vault key and the raw database finds nothing of a circle they are not in, in any encoding."""

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from spidesk.vault.members.roll import directory
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.store.cipher import FileKey, open_database
from tests.vault.building import BO, Identity, add_circle, add_person, let_in

ROOT = Path(__file__).resolve().parents[2]
NAME, NUMBER, NOTE = "Zäta Märklig-Ohlsson", "198901019802", "ring bara på förmiddagen"
MARKS = (NAME, NUMBER, NOTE)


def forms(mark):
    """A text as it could stand somewhere: UTF-8 and UTF-16, plain, in base64 at any offset, in hexadecimal."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = mark.encode(encoding)
        yield raw
        yield raw.hex().encode()
        for offset in range(3):
            whole = base64.b64encode(b"\0" * offset + raw)
            yield whole[4:-4]


def found_in(content):
    return [mark for mark in MARKS for form in forms(mark) if form in content]


def every_cell(database):
    shape = MetaData()
    shape.reflect(database.connection)
    for table in shape.sorted_tables:
        for row in database.connection.execute(select(table)):
            for value in row:
                yield value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture
def filled(place):
    """A vault where Anna's circles hold the marks, and Bo is a postexpeditör elsewhere."""
    vault, _ = place.create()
    vault.close()
    bo = place.add_user("bo", BO)
    with place.opened() as vault:
        circle, post = add_circle(vault), add_circle(vault, "Post", CircleKind.POST)
        other = add_circle(vault, "Annan post", CircleKind.POST)
        let_in(vault, other, bo, [Role.POSTEXPEDITOR])
        person = add_person(vault, circle, NAME)
        with vault.write() as writer:
            writer.seal(person, "identity", Identity(name=NAME, number=NUMBER), after=1)
            writer.seal(person, "channel:1", Identity(name=NOTE))
            place.drop = writer.seal_drop(post, Identity(name=NAME, number=NUMBER), purpose="mail.recipient", row="r")
            writer.keep_draft("people/1", {"note": NOTE, "name": NAME})
            writer.note("person.edited", object=person)
            writer.blind(circle, NUMBER)
    return place


def test_the_search_for_marks_finds_them():
    for mark in MARKS:
        for form in forms(mark):
            assert found_in(b"xx" + form + b"yy"), form
    assert not found_in(b"inget")


def test_a_colleague_outside_the_circle_finds_nothing_in_the_raw_database(filled):
    with filled.opened("bo", BO) as vault:
        raw = vault.opened.keyring.open_key(vault.opened.held.keys, vault.session.user.id)
        _, grants = directory(vault.opened.held)
        assert sum(vault.session.user.id in {one.user for one in grants.members(row.id)} for row in grants.circles) == 1
    database = open_database(filled.database, FileKey.from_bytes(raw))
    try:
        cells = list(every_cell(database))
    finally:
        database.close()
    assert len(cells) > 200
    assert any(b"Anna" in cell for cell in cells)
    assert [cell for cell in [*cells, filled.drop] if found_in(cell)] == []


def test_the_folder_without_a_key_says_nothing_at_all(filled):
    content = b"".join(path.read_bytes() for path in filled.root.rglob("*") if path.is_file())
    assert found_in(content) == []
    for open_text in (b"Anna F", b"Skolan", b"person.edited", b"vault_part"):
        assert open_text not in content


EVIL = """
#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void loaded(void) {
    FILE *file = fopen(getenv("EVIL_MARK"), "w");
    if (file) { fputs("x", file); fclose(file); }
}
int OSSL_provider_init(void *a, void *b, void **c, void **d) { return 1; }
"""
CONF = """
openssl_conf = start
[start]
providers = list
[list]
evil = evil
default = default
[evil]
module = {module}
activate = 1
[default]
activate = 1
"""
USE = """
import sys, pathlib
from tests.vault.building import Place
import hashlib
hashlib.sha256(b"x").hexdigest()
place = Place(pathlib.Path(sys.argv[1]))
place.create()[0].close()
place.open().close()
maps = pathlib.Path("/proc/self/maps")
print("evil" in maps.read_text() if maps.exists() else False)
"""


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler to make the foreign library")
@pytest.mark.parametrize("scrubbed", [False, True])
def test_a_hostile_openssl_configuration_loads_nothing(tmp_path, scrubbed):
    """Without the scrub of the entry point the foreign library runs; with it, it is never mapped."""
    (tmp_path / "evil.c").write_text(EVIL)
    library, mark = tmp_path / "evil.so", tmp_path / "mark"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(tmp_path / "evil.c")], check=True)
    (tmp_path / "evil.cnf").write_text(CONF.format(module=library))
    environment = os.environ | {"OPENSSL_CONF": str(tmp_path / "evil.cnf"), "EVIL_MARK": str(mark)}
    code = ("import spidesk.__main__\n" if scrubbed else "") + USE
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "valv")], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if scrubbed:
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == ["False"]
    assert mark.exists() != scrubbed
