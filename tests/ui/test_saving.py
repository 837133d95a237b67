""" "Spara PDF": whole or not at all, never past a symbolic link, for the user alone."""

import os
import stat
import sys

import pytest

from spidesk.ui.printing.file import Unwritten, write

PDF = b"%PDF-1.7 " + b"x" * 20_000
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX modes and links")


def _in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_whole_and_alone_in_its_folder(tmp_path):
    assert write(tmp_path / "SP-2026-0007.pdf", PDF) is None
    assert (tmp_path / "SP-2026-0007.pdf").read_bytes() == PDF
    assert _in(tmp_path) == ["SP-2026-0007.pdf"]


@posix
def test_an_open_mode_is_not_inherited_from_the_file_that_is_replaced_nor_from_the_umask(tmp_path):
    target = tmp_path / "ut.pdf"
    target.write_bytes(b"old")
    target.chmod(0o666)
    before = os.umask(0)
    try:
        assert write(target, PDF) is None
    finally:
        os.umask(before)
    assert target.read_bytes() == PDF
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_neither_followed_nor_replaced(tmp_path, there):
    elsewhere = tmp_path / "annanstans.pdf"
    if there:
        elsewhere.write_bytes(b"old")
    link = tmp_path / "ut.pdf"
    link.symlink_to(elsewhere)
    assert write(link, PDF) is Unwritten.LINK
    assert link.is_symlink()
    assert elsewhere.exists() == there
    assert not there or elsewhere.read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_refused_and_not_made(tmp_path):
    assert write(tmp_path / "finns" / "inte" / "ut.pdf", PDF) is Unwritten.NO_FOLDER
    assert _in(tmp_path) == []


def test_a_folder_in_the_files_place_is_left(tmp_path):
    (tmp_path / "ut.pdf").mkdir()
    assert write(tmp_path / "ut.pdf", PDF) is Unwritten.NOT_ALLOWED
    assert _in(tmp_path) == ["ut.pdf"]


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on the size of files stands in for a full disk")
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path):
    import resource

    target = tmp_path / "ut.pdf"
    target.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        told = write(target, PDF)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert told is Unwritten.NO_ROOM
    assert target.read_bytes() == b"old"
    assert _in(tmp_path) == ["ut.pdf"]
